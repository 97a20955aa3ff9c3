"""The style sheet of a finished ebook leaves to the reader what is the reader's, and to old engines what they know."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from typing import Any

import pytest
import tinycss2

BOOKS = {"our own look": "ebook", "somebody's own look": "harbour"}
READERS = {"color", "background", "background-color", "background-image", "font-size", "line-height", "font"}
TEXT = re.compile(
    r"(?:(?:html|body|section|div|article)[\s>]*)*(?:html|body|:root|\*|p|div|section|article|span)", re.I
)
FUNCTIONS = ("var(", "calc(", "min(", "max(", "clamp(", "env(", "minmax(", "attr(", "color-mix(", "rgb(from")
SELECTORS = (":is(", ":where(", ":has(", "&")
LAYOUTS = {
    "display": ("grid", "inline-grid", "flex", "inline-flex", "contents"),
    "position": ("fixed", "sticky", "absolute"),
}

Rule = tuple[str, list[str], dict[str, str]]  # what stands around it, selectors, declarations


def rules(text: str, around: str = "") -> Iterator[Rule]:
    for rule in tinycss2.parse_rule_list(text, skip_comments=True, skip_whitespace=True):
        assert rule.type != "error", rule.message
        if rule.type == "at-rule":
            assert rule.lower_at_keyword in ("media", "font-face", "page"), rule.lower_at_keyword
            if rule.lower_at_keyword == "media":
                yield from rules(tinycss2.serialize(rule.content), tinycss2.serialize(rule.prelude).strip())
            continue
        inner = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
        assert {each.type for each in inner} <= {"declaration"}, tinycss2.serialize(rule.prelude)
        selectors = [part.strip() for part in tinycss2.serialize(rule.prelude).split(",")]
        yield around, selectors, {each.lower_name: tinycss2.serialize(each.value).strip() for each in inner}


@pytest.fixture(params=BOOKS, scope="module")
def epub(request: Any, meanings: Any, press: Any) -> Any:
    return press.Epub(meanings.files[f"the-meaning-of-every-part-{BOOKS[request.param]}.epub"])


@pytest.fixture
def sheet(epub: Any) -> str:
    (text,) = (data.decode() for name, data in epub.entries.items() if name.endswith(".css"))
    return str(text)


@pytest.fixture
def every(sheet: str) -> list[Rule]:
    return list(rules(sheet))


def declared(every: list[Rule], selector: str) -> dict[str, str]:
    """What stands for exactly this selector outside of any @media."""
    return {
        name: value for around, names, own in every if not around and selector in names for name, value in own.items()
    }


def test_the_text_is_the_readers(every: list[Rule]) -> None:
    imposed = [
        (selector, name, value)
        for around, selectors, own in every
        for selector in selectors
        for name, value in own.items()
        if "print" not in around and TEXT.fullmatch(selector) and name in READERS
    ]
    assert imposed == []


def test_no_function_that_makes_an_old_engine_refuse_the_book(sheet: str, every: list[Rule]) -> None:
    assert [name for name in FUNCTIONS if name in sheet.lower()] == []
    assert [name for _, names, _ in every for each in names for name in SELECTORS if name in each.lower()] == []
    assert [name for _, _, own in every for name in own if name.startswith(("--", "grid"))] == []


def test_no_layout_that_an_old_engine_does_not_know(every: list[Rule]) -> None:
    found = [(names, name) for _, names, own in every for name, bad in LAYOUTS.items() if own.get(name) in bad]
    assert found == []


def test_no_colour_that_is_unreadable_at_night(every: list[Rule]) -> None:
    """Rules are drawn in the text's own colour; what sets a colour of letters sets it for a class, and for the night."""
    for around, names, own in every:
        for name, value in own.items():
            if name.startswith("border") and re.search(r"#[0-9a-f]{3}|rgb|black|white", value):
                raise AssertionError((names, name, value))
            if name == "color" and value not in ("inherit", "currentColor") and not around:
                night = [others for where, others, _ in every if "dark" in where]
                assert any(set(names) & set(others) for others in night), (names, value)


def test_the_night_that_a_style_asks_for_is_kept(meanings: Any, press: Any) -> None:
    epub = press.Epub(meanings.files["the-meaning-of-every-part-harbour.epub"])
    (text,) = (data.decode() for name, data in epub.entries.items() if name.endswith(".css"))
    kept = [(around, names, own) for around, names, own in rules(text) if around]
    assert kept == [
        ("(prefers-color-scheme: dark)", ["h1"], {"color": "#9fd3e4"}),
        ("amzn-kf8", ["h1"], {"font-size": "1.6em"}),
    ]


def test_what_a_style_may_not_set_is_said_at_its_place(meanings: Any) -> None:
    found = [each for each in meanings.diagnostics if each.code == "D620"]
    assert [each.span.line for each in found] == [6, 7, 12, 13, 16, 28]
    assert all(each.span.path.endswith("harbour.css") for each in found)
    assert [each for each in meanings.diagnostics if each.code == "E714"] == []


def test_nothing_is_wider_than_a_small_screen(every: list[Rule]) -> None:
    assert declared(every, "img")["max-width"] == "100%"
    assert declared(every, "img")["height"] == "auto"
    assert declared(every, "body")["overflow-wrap"] == declared(every, "body")["word-wrap"] == "break-word"
    assert declared(every, ".table-wrap.wide")["overflow-x"] == "auto"
    assert declared(every, ".code")["white-space"] == "pre-wrap"
    for _, names, own in every:
        for name in ("width", "min-width", "margin-left", "margin-right", "padding-left"):
            length = re.fullmatch(r"([\d.]+)(px|pt|mm|cm|in|em|vw)", own.get(name, ""))
            if length:
                assert float(length[1]) <= (10 if length[2] == "em" else 40), (names, name, own[name])


def test_every_table_scrolls_by_itself(epub: Any) -> None:
    for name in epub.reading_order:
        for table in epub.document(name).iter("{http://www.w3.org/1999/xhtml}table"):
            assert "table-wrap" in table.getparent().get("class").split(), name


def test_our_own_spacing_grows_with_the_text(meanings: Any, press: Any) -> None:
    """A reader who doubles the size gets doubled indents; a pixel is for hairlines."""
    epub = press.Epub(meanings.files["the-meaning-of-every-part-ebook.epub"])
    (text,) = (data.decode() for name, data in epub.entries.items() if name.endswith(".css"))
    for _, names, own in rules(text):
        for name, value in own.items():
            if name not in ("border", "border-width") and not name.startswith("border-"):
                assert not re.search(r"(?<![\w#.])(?!0)[\d.]+(?:px|pt|mm|cm|in)\b", value), (names, name, value)


def test_a_transparent_picture_stays_transparent(epub: Any) -> None:
    (png,) = (data for name, data in epub.entries.items() if name.endswith("wide.png"))
    colour_type = struct.unpack(">IIBB", png[16:26])[3]
    assert colour_type in (4, 6) or b"tRNS" in png
