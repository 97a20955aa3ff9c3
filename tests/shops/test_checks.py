"""A finished ebook against its shop: each piece of trouble at its place in the manuscript."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest

from publisher.config.shops import Limit, find_shop
from publisher.formats import shops
from publisher.formats.artefact import Artefact
from publisher.source import Span
from publisher.style.composition import Document, Entry

HERE, TABLE, LINK = Span("book.toml", 9, 1), Span("one.md", 12), Span("one.md", 30)
ISBN = {"isbn": "9780571258093"}
RIVAL = '<p id="l">See <a href="https://www.amazon.com/dp/1">this</a> and <a href="#one">that</a>.</p>'


def table(columns: int) -> str:
    return f'<div class="table-wrap"><table id="t"><tr>{"<td>x</td>" * columns}</tr></table></div>'


def found(tools: Any, channel: str, body: str = "", entries: tuple[Entry, ...] = (), **more: Any) -> list[Any]:
    """What the shop says of a book of one document."""
    spans = (("t", TABLE), ("l", LINK), ("deep", LINK), (shops.CHANNEL, HERE))
    document = Document("one", "chapter", "One", body or "<p>x</p>", "body", "")
    made = tools.composition(channel, documents=(document,), contents=entries, spans=spans, **more)
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr("EPUB/one.xhtml", document.body)
    artefact = shops.checked(Artefact("a-book.epub", "application/epub+zip", out.getvalue()), made)
    return [(each.code, each.span) for each in artefact.diagnostics]


@pytest.mark.parametrize(
    ("channel", "columns", "expected"),
    [("kobo", 4, []), ("kobo", 5, [("E736", TABLE)]), ("apple", 9, []), ("", 9, []), ("own", 9, [])],
)
def test_tables(channel: str, columns: int, expected: list[Any], tools: Any) -> None:
    assert found(tools, channel, table(columns), edition=ISBN) == expected


def test_a_cell_that_spans_columns_counts_as_so_many(tools: Any) -> None:
    body = '<table id="t"><tr><td>x</td><td colspan="4">y</td></tr></table>'
    assert found(tools, "kobo", body, edition=ISBN) == [("E736", TABLE)]


@pytest.mark.parametrize(
    ("channel", "expected"),
    [("apple", ["E737"]), ("kobo", ["E738"]), ("google", ["E738"]), ("kindle", []), ("own", []), ("", [])],
)
def test_links_to_rivals(channel: str, expected: list[str], tools: Any) -> None:
    assert found(tools, channel, RIVAL, edition=ISBN) == [(code, LINK) for code in expected]


def test_any_other_page_may_be_linked_to(tools: Any) -> None:
    assert found(tools, "apple", '<p id="l"><a href="https://en.wikipedia.org/wiki/Norfolk">x</a></p>') == []


def deep(levels: int) -> tuple[Entry, ...]:
    entries: tuple[Entry, ...] = ()
    for level in reversed(range(1, levels + 1)):
        entries = (Entry(f"{level}", f"{level}", "one", "deep" if level > 2 else "", level, entries),)
    return entries


@pytest.mark.parametrize(("channel", "levels"), [("kindle", 2), ("kobo", 3)])
def test_deep_contents(channel: str, levels: int, tools: Any) -> None:
    assert found(tools, channel, entries=deep(levels), edition=ISBN) == []
    assert found(tools, channel, entries=deep(levels + 1), edition=ISBN) == [("E735", LINK)]
    assert found(tools, "apple", entries=deep(6)) == []


def test_an_isbn_that_the_shop_likes(tools: Any) -> None:
    assert found(tools, "kobo") == [("E739", HERE)]
    assert found(tools, "apple") == []


def test_sizes(tools: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    small = Limit(200, "for the test", "2026-11-22")
    shop = find_shop("kobo")
    shop = replace(shop, limits=(*shop.limits, ("file-bytes", small), ("chapter-bytes", small)))
    monkeypatch.setattr(shops, "find_shop", lambda channel: shop)
    told = found(tools, "kobo", f"<p>{'x' * 300}</p>", edition=ISBN)
    assert [code for code, _ in told] == ["E734", "E734"]


def test_a_book_that_no_shop_sells_is_not_asked(tools: Any) -> None:
    assert found(tools, "", RIVAL + table(9), entries=deep(6)) == []
