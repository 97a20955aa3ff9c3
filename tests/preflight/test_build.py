"""A build for a printer preflights its PDF by itself, and says where in the manuscript a fault comes from."""

from __future__ import annotations

from pressroom import STRICT, grey, look, make

from publisher.book.model import ReadingTime
from publisher.build import make as making
from publisher.config import EditionSpec
from publisher.diagnostics import Severity
from publisher.formats.artefact import Artefact, PageStart, Pagination
from publisher.judges.preflight.places import diagnostics
from publisher.judges.preflight.values import Preflight
from publisher.source import Span
from publisher.style.composition import PAGE, PROFILE, AssetRef, Composition, Document

BODY = '<section id="one"><p id="p1">…</p><figure id="fig"><img src="images/a.png" alt="a"/></figure></section>'
SPANS = (("one", Span("a.md", 1)), ("p1", Span("a.md", 3)), ("fig", Span("a.md", 5)), (PROFILE, Span("book.toml", 9)))


def composition(**more) -> Composition:
    from publisher.config import BookInfo

    given = {
        "name": "book", "medium": PAGE, "info": BookInfo(title="T"), "edition": EditionSpec(name="print", ink="black"),
        "style": "print", "reading": ReadingTime(1, 1), "css": "", "contents": (), "spans": SPANS, "printer": STRICT,
        "documents": (Document("a", "chapter", "A", BODY, "body", "en"),),
        "assets": (AssetRef("images/a.png", "image/png", "0", 279, 279),),
    } | more  # fmt: skip
    return Composition(**given)


def small_picture(pdf):
    pdf.pages[0].Resources.XObject.Im = grey(pdf, 279)


def pages(*blocks: str) -> Pagination:
    return Pagination(tuple(PageStart(str(i + 1), i, block, 0, not block) for i, block in enumerate(blocks)))


def told(found: Preflight, pagination: Pagination):
    return diagnostics(found, composition(), pagination)


def test_picture_is_found_by_its_pixels():
    (one,) = told(look(make(change=small_picture)), pages("one"))
    assert (one.code, one.span) == ("P846", Span("a.md", 5))
    assert one.message.startswith("page 1: ")
    assert "in the edition `print`" in one.message


def test_page_is_found_by_its_first_block():
    (one,) = told(look(make("1 0 0 rg 72 100 20 20 re f")), pages("p1"))
    assert (one.code, one.span) == ("P844", Span("a.md", 3))


def test_fault_of_the_file_stands_where_the_profile_is_named():
    (one,) = told(look(make(pages=5)), pages("p1"))
    assert (one.code, one.span) == ("P849", Span("book.toml", 9))


def test_padding_at_the_end_has_the_last_words():
    (one,) = told(look(make(last="0 g BT /F 11 Tf 72 200 Td (Notes) Tj ET")), pages("p1"))
    assert (one.code, one.span) == ("P849", Span("book.toml", 9))


def test_only_a_build_for_a_printer_is_preflighted():
    artefact = Artefact("book.pdf", "application/pdf", make("1 0 0 rg 72 100 20 20 re f"), pages("p1"))
    assert making._preflighted(artefact, composition(printer=None)).diagnostics == ()
    found = making._preflighted(artefact, composition()).diagnostics
    assert [(each.code, each.severity) for each in found] == [("P844", Severity.ERROR)]


def test_nothing_to_preflight_where_no_pages_were_made():
    artefact = Artefact("book.pdf", "application/pdf", b"")
    assert making._preflighted(artefact, composition()) == artefact
