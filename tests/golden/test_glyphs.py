"""A character that no font of the book has is an error at its place, never a box on the page."""

from __future__ import annotations

from typing import Any

import pytest

MISSING = {"an emoji": "\U0001f600", "cuneiform": "\U00012000", "a private one": "\ue000"}


@pytest.mark.parametrize("row", MISSING)
def test_on_paper(make_book: Any, row: str) -> None:
    made = make_book({"a.md": f"# A\n\nWords.\n\nAnd {MISSING[row]} here.\n"}, format="pdf")
    assert not made.ok
    assert {(each.span.path, each.span.line) for each in made.diagnostics if each.severity == "error"} == {("a.md", 5)}


@pytest.mark.parametrize("row", MISSING)
def test_on_screen_the_reader_s_own_font_is_asked(make_book: Any, row: str) -> None:
    made = make_book({"a.md": f"# A\n\nWords.\n\nAnd {MISSING[row]} here.\n"}, format="epub")
    assert made.ok
    assert ("D615", "a.md", 5) in [(each.code, each.span.path, each.span.line) for each in made.diagnostics]


@pytest.mark.parametrize(
    "text", ["Ελληνικά", "кириллица", "Łódź", "Tiếng Việt", "ſ ß ẞ", "½ ⅓ №", "“”‘’„«»‹›", "→ ← ↑ ↓", "☐ ☑ ✓"]
)
def test_what_a_book_in_europe_needs_is_there(make_book: Any, text: str) -> None:
    made = make_book({"a.md": f"# A\n\n{text} *{text}* **{text}** `{text}`\n"}, format="pdf")
    assert made.ok, made.diagnostics
    assert made.pdf.text.count(text.split()[0]) == 4


@pytest.mark.parametrize(("lang", "text"), [("he", "שלום עולם"), ("ar", "مرحبا")])
def test_a_phrase_from_right_to_left_is_whole_or_is_said_to_be_unsettable(make_book: Any, lang: str, text: str) -> None:
    made = make_book({"a.md": f'# A\n\nHe said <span lang="{lang}" dir="rtl">{text}</span> then.\n'})
    if made.ok:
        assert text in made.epub.text()
    else:
        assert {(each.code, each.span.line) for each in made.diagnostics if each.severity == "error"} == {("D614", 3)}
