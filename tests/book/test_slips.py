"""A slip of the pen in an audience's name must not hand the answers out."""

from __future__ import annotations

from typing import Any

import pytest

PUPILS = (
    '[book]\ntitle = "T"\nlanguage = "en"\n[editions.pupils]\nstyle = "handout"\nformats = ["pdf"]\naudience = "{}"\n'
)


def codes(built: Any) -> list[tuple[str, int]]:
    return [(each.code, each.span.line) for each in built.diagnostics]


@pytest.mark.parametrize("name", ["Teacher", "TEACHER", "techer", "teachers", "teachr", "anwser", "Answer", "answers"])
def test_a_block_with_nearly_an_audience_s_name_stops_the_build(make_book: Any, name: str) -> None:
    for text in (f"::: {name}\nSecret.\n:::", f"::: {{.{name}}}\nSecret.\n:::", f"A [secret]{{.{name}}}."):
        built = make_book({"a.md": f"# A\n\nWords.\n\n{text}\n"})
        assert ("B470", 5) in codes(built)
        assert built.files == {}


@pytest.mark.parametrize("text", ["::: answer\nSecret.\n:::", "::: {.answer}\nSecret.\n:::", "A [secret]{.answer}.",
                                  "::: {.teacher}\nSecret.\n:::", "::: {.answer .wide}\nSecret.\n:::"])  # fmt: skip
def test_an_answer_is_one_however_it_is_written(make_book: Any, text: str) -> None:
    built = make_book({"book.toml": PUPILS.format("student"), "a.md": f"# A\n\nWords.\n\n{text}\n"})
    assert {code for code, _ in codes(built)} <= {"Q531"}  # an answer without its question
    assert "ecret" not in built.pdf.text
    assert "Words" in built.pdf.text


@pytest.mark.parametrize("name", ["header", "preacher", "anchor", "mybox", "wide", "studio"])
def test_a_name_of_one_s_own_is_nobody_s_slip(make_book: Any, name: str) -> None:
    assert codes(make_book({"a.md": f"# A\n\nWords.\n\n::: {name}\nMore.\n:::\n"}, format="epub"))[1:] == []


def test_an_edition_for_nearly_an_audience(make_book: Any) -> None:
    built = make_book({"book.toml": PUPILS.format("studnt"), "a.md": "# A\n\nWords.\n"})
    assert codes(built) == [("B470", 7)]


@pytest.mark.parametrize("text", ["::: pulquote\nWords.\n:::", "> [!HINT]\n> Words.", "> [!NOTES] Title\n> Words."])
def test_nearly_a_block_is_warned_of(make_book: Any, text: str) -> None:
    assert ("M374", 5) in codes(make_book({"a.md": f"# A\n\nWords.\n\n{text}\n"}, format="epub"))
