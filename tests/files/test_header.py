"""The YAML header of a chapter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.manuscript import Header
from publisher.manuscript.header import ROLES, read_header
from publisher.source import Source


def read(text: str) -> tuple[Header, int, list[tuple[str, int, int]]]:
    header, body_line, found = read_header(Source("c.md", text))
    return header, body_line, [(each.code, each.span.line, each.span.column) for each in found]


def test_every_key():
    keys = "title: Hailsham\nshort: H\nid: h\nrole: preface\nlang: de\nnumbered: no\n"
    text = f"---\n{keys}summary: >\n  two\n  lines\n---\n# T\n"
    header = Header("Hailsham", "H", "h", "preface", "de", "two lines", False)
    assert read(text) == (header, 12, [])


def test_a_chapter_without_a_header():
    assert read("# T\n") == (Header(), 1, [])
    assert read("") == (Header(), 1, [])


@pytest.mark.parametrize(
    "text",
    [
        "---\n\nText.\n\n---\n\nMore.\n",
        "---\n",
        "---\nText.\n",
        "---\nOnce upon a time\n---\n",
        "----\ntitle: x\n---\n",
    ],
)
def test_an_ornament_is_no_header(text: str):
    assert read(text) == (Header(), 1, [])


@pytest.mark.parametrize("text", ["---\n---\nText", "---\n...\nText"])
def test_an_empty_header(text: str):
    assert read(text) == (Header(), 3, [])


def test_dots_end_a_header_and_comments_may_stand_in_it():
    assert read("---\n# a comment\ntitle: x\n...\nText")[:2] == (Header("x"), 5)


def test_a_header_at_the_end_of_the_file():
    assert read("---\ntitle: x\n---")[:2] == (Header("x"), 4)


@pytest.mark.parametrize("value", ["no", "1.10", "012", "12:30", "2026-11-22", "on", "0x10", "1e3"])
def test_values_stay_what_was_written(value: str):
    assert read(f"---\ntitle: {value}\n---\n")[0].title == value


def test_null_is_nothing_unless_it_is_quoted():
    assert read("---\ntitle: ~\nshort: null\n---\n")[0] == Header()
    assert read('---\ntitle: "null"\n---\n')[0].title == "null"


@pytest.mark.parametrize(("word", "value"), [("true", True), ("Yes", True), ("FALSE", False), ("off", False)])
def test_numbered_is_yes_or_no(word: str, value: bool):
    assert read(f"---\nnumbered: {word}\n---\n")[0].numbered is value


def test_a_header_that_does_not_end():
    assert read("---\ntitle: x\n\nText\n") == (Header(), 1, [("C121", 1, 1)])
    assert read(f"---\ntitle: {'x' * 70_000}\n---\n")[2] == [("C121", 1, 1)]


@pytest.mark.parametrize(
    ("body", "trouble"),
    [
        ("title: Kathy: a life", ("C120", 2, 13)),
        ('title: "x', ("C120", 3, 1)),
        ("title:\tx\n\tid: y", ("C120", 3, 1)),
        ("title: b\n- c", ("C120", 3, 1)),
        ("title: @x", ("C120", 2, 8)),
        ("title: x\ntitle: y", ("C123", 3, 1)),
        ("title: [a, b]", ("C123", 2, 1)),
        ("role: chaptre", ("C123", 2, 1)),
        ("numbered: perhaps", ("C123", 2, 1)),
        ("lang: english", ("C108", 2, 1)),
        ('title: "a\\u0001b"', ("C106", 2, 1)),
        ("titel: x", ("C122", 2, 1)),
        ("tags: [a, {b: c}]", ("C122", 2, 1)),
        ("? [a]\n: b", ("C120", 2, 3)),
    ],
)
def test_trouble_has_its_place(body: str, trouble: tuple[str, int, int]):
    key_first = body if body[0] not in "?" else f"x: y\n{body}"
    found = read(f"---\n{key_first}\n---\nText\n")[2]
    if key_first is not body:
        trouble = (trouble[0], trouble[1] + 1, trouble[2])
        found = [each for each in found if each[0] != "C122"]
    assert found == [trouble]


def test_other_keys_of_other_programs_do_not_hide_ours():
    header, _, found = read("---\nlayout: post\ntags:\n  - a\n  - b: [c]\ntitle: T\n---\n")
    assert header.title == "T"
    assert [code for code, _, _ in found] == ["C122", "C122"]


@pytest.mark.parametrize("role", [*ROLES, "Preface", "acknowledgements", "FAQ"])
def test_roles(role: str):
    header, _, found = read(f"---\nrole: {role}\n---\n")
    assert found == []
    assert header.role in ROLES


def test_a_misspelled_role_gets_a_hint():
    (found,) = read_header(Source("c.md", "---\nrole: glosary\n---\n"))[2]
    assert found.hint == "did you mean `glossary`?"


@given(st.text(max_size=200))
def test_any_header_gives_a_header(text: str):
    source = Source("c.md", f"---\ntitle: x\n{text}\n---\nbody\n")
    header, body_line, _ = read_header(source)
    assert isinstance(header, Header)
    assert 1 <= body_line <= source.text.count("\n") + 1


@given(st.text(alphabet="abt:- \n\t&*!<>[]{}|'\"#%?,.~", max_size=80))
def test_any_marks_give_a_header(text: str):
    source = Source("c.md", f"---\n{text}\n---\nbody\n")
    header, _, found = read_header(source)
    assert isinstance(header, Header)
    for each in found:
        assert each.span.line <= source.text.count("\n") + 1
