"""A PDF for a printer: margins by the page count, bleed, whole sheets, and nothing that paper cannot use."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pdfplumber
import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdf_sample import ASSETS, chapter, composition, document, make, opened, paragraphs

from publisher.config import EditionSpec
from publisher.config.printer_files import find_printer
from publisher.config.printers import PRINTERS, Band, Multiple, Printer, Sides
from publisher.formats.artefact import Artefact
from publisher.formats.pdf import produce, sheets
from publisher.formats.pdf.leaves import Leaf
from publisher.formats.pdf.settle import settle
from publisher.source import Span
from publisher.style.composition import PROFILE, Composition

FROM_VARIABLES = """
:root { --margin-top: 48pt; --margin-bottom: 48pt; --margin-inside: 40pt; --margin-outside: 40pt }
@page { margin: var(--margin-top) var(--margin-outside) var(--margin-bottom) }
@page :left { margin-left: var(--margin-outside); margin-right: var(--margin-inside) }
@page :right { margin-left: var(--margin-inside); margin-right: var(--margin-outside) }
p { text-align: justify }
"""
PLACE = Span("book.toml", 7, 11)


def profile(name: str, **figures: Any) -> Printer:
    printer, _ = find_printer(name)
    assert printer is not None
    return replace(printer, **figures)


def plain(count: int, printer: Printer | None, css: str = FROM_VARIABLES, bleed: bool = False) -> Composition:
    """As many pages as asked for, each with some words."""
    documents = [document(f"c{number}", f'<p id="p{number}">It was the custom of the house {number}.</p>')
                 for number in range(count)]  # fmt: skip
    pages = ".bodymatter .document { break-before: page }"
    edition = EditionSpec("print", bleed=bleed, papers=("6x9",))
    return composition(documents, css + pages, printer=printer, edition=edition, spans=((PROFILE, PLACE),))


def edges(made: Artefact) -> list[tuple[float, float]]:
    """The free space inside and outside of the first pages with words, in points."""
    found = []
    with pdfplumber.open(io.BytesIO(made.data), pages=[1, 2, 3]) as pdf:
        for index, page in enumerate(pdf.pages):
            trim = page.page_obj.attrs.get("TrimBox", page.mediabox)
            if page.chars:
                left = min(char["x0"] for char in page.chars) - float(trim[0])
                right = float(trim[2]) - max(char["x1"] for char in page.chars)
                found.append((right, left) if index % 2 else (left, right))
    return found


def texts(made: Artefact) -> list[str]:
    with pdfplumber.open(io.BytesIO(made.data)) as pdf:
        return [page.extract_text() for page in pdf.pages]


@pytest.fixture
def layouts(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many pages each layout had."""
    counts: list[int] = []
    own = produce.lay_out

    def counting(*arguments: Any) -> Any:
        layout = own(*arguments)
        counts.append(len(layout.pages))
        return layout

    monkeypatch.setattr(produce, "lay_out", counting)
    return counts


# Margins

LONG = Printer("try", "the printer", gutters=(Band(4, 36.0), Band(9, 60.0), Band(99, 90.0)))


def long_book(words: int, printer: Printer, css: str = FROM_VARIABLES) -> Composition:
    made = composition([chapter("one", paragraphs("one", words))], css, printer=printer)
    return replace(made, spans=((PROFILE, PLACE),), edition=EditionSpec("print"))


@pytest.mark.parametrize(("words", "inside"), [(6, 40.0), (16, 60.0), (34, 90.0)])
def test_the_inside_margin_grows_with_the_pages(words: int, inside: float, layouts: list[int]) -> None:
    made = make(long_book(words, LONG))
    assert made.diagnostics == ()
    assert min(one for one, _ in edges(made)) == pytest.approx(inside, abs=0.6)
    assert min(other for _, other in edges(made)) == pytest.approx(40.0, abs=0.6)
    assert len(layouts) <= 3


def test_no_margin_of_the_style_shrinks(layouts: list[int]) -> None:
    made = make(long_book(6, replace(LONG, gutters=(Band(99, 10.0),), margins=Sides(9, 9, 9, 9))))
    assert min(map(min, edges(made))) == pytest.approx(40.0, abs=0.6)
    assert len(layouts) == 1


def test_a_wider_gutter_that_leads_into_the_next_band_is_widened_again(layouts: list[int]) -> None:
    one = make(long_book(12, replace(LONG, gutters=())))
    bands = (Band(one.page_count - 1, 36.0), Band(one.page_count, 130.0), Band(999, 150.0))
    made = make(long_book(12, replace(LONG, gutters=bands)))
    assert made.page_count > one.page_count
    assert min(inside for inside, _ in edges(made)) == pytest.approx(150.0, abs=0.6)
    assert len(layouts) == 1 + 3


def test_the_gutter_is_that_of_the_whole_sheets() -> None:
    printer = replace(LONG, gutters=(Band(3, 40.0), Band(99, 80.0)), multiples=(Multiple(4),))
    assert edges(make(plain(3, printer)))[0][0] == pytest.approx(80.0 + 11.0, abs=0.6)  # the indent


def test_heads_and_folios_stand_within_the_safe_area() -> None:
    css = (
        FROM_VARIABLES
        + '@page { @right-middle { content: "x"; text-align: left; padding-left: 24pt; font-family: "Body" } }'
    )
    css += "@page chapter { @top-center { vertical-align: bottom; padding-bottom: 18pt } }"
    made = make(long_book(6, replace(LONG, margins=Sides(36, 36, 36)), css))
    assert made.diagnostics == ()
    with pdfplumber.open(io.BytesIO(made.data)) as pdf:
        assert all(page.height - max(char["bottom"] for char in page.chars) > 35.9 for page in pdf.pages)
        assert all(min(char["top"] for char in page.chars) > 35.9 for page in pdf.pages)
        assert all(page.width - max(char["x1"] for char in page.chars) > 35.9 for page in pdf.pages)


def test_a_folio_that_hangs_from_the_edge_is_told(layouts: list[int]) -> None:
    css = FROM_VARIABLES + "@page chapter, opening { @bottom-center { vertical-align: bottom; padding-bottom: 6pt } }"
    (found,) = make(long_book(3, replace(LONG, margins=Sides(bottom=36)), css)).diagnostics
    assert (found.code, found.span) == ("P831", PLACE)
    assert "a folio or running head stands" in found.message
    assert len(layouts) == 2


def test_a_style_with_margins_of_its_own_is_told_and_not_laid_out_for_ever(layouts: list[int]) -> None:
    made = make(long_book(6, replace(LONG, gutters=(Band(99, 90.0),), margins=Sides(70, 9, 9)), css=""))
    assert [(each.code, each.span) for each in made.diagnostics] == [("P831", PLACE)] * 2
    assert "the inside margin is 63.0 pt; the printer wants 90.0 pt" in made.diagnostics[0].message
    assert "the top margin is 54.0 pt; the printer wants 70.0 pt" in made.diagnostics[1].message
    assert len(layouts) == 2


@pytest.mark.parametrize("amount", [200.0, 216.0, 1e6])
def test_a_gutter_as_wide_as_the_page_is_refused_and_not_set(amount: float, layouts: list[int]) -> None:
    made = make(long_book(3, replace(LONG, gutters=(Band(99, amount),), margins=Sides(outside=amount))))
    assert {each.code for each in made.diagnostics} == {"P831"}
    assert len(layouts) == 1


def test_a_picture_to_the_edge_has_no_margins_to_widen() -> None:
    css = FROM_VARIABLES + "@page plate { margin: 0 } .plate { page: plate } .plate img { width: 6in; height: 9in }"
    plate = document("plate", '<img class="full" src="images/a.png" alt=""/>', kind="plate")
    made = composition(
        [chapter("one", paragraphs("one", 2)), plate, chapter("two", "<p>End.</p>")],
        css + ".document.plate{page:plate}",
    )
    artefact = make(replace(made, printer=replace(LONG, margins=Sides(18, 18, 18)), assets=ASSETS))
    assert "P831" not in {each.code for each in artefact.diagnostics}


# Pages


def faked(drawn: list[bool], width: float = 432.0, height: float = 648.0) -> list[Leaf]:
    """Pages as far as the arithmetic of sheets looks at them."""
    size = (width / 0.75, height / 0.75)
    return [Leaf("right", 1, *size, (0.0, 0.0, 0.0, 0.0), 600.0, words=on, drawn=on) for on in drawn]


@pytest.mark.parametrize("name", PRINTERS)
@given(
    count=st.integers(1, 900),
    blank=st.booleans(),
    trim=st.sampled_from([(360.0, 576.0), (432.0, 648.0), (442.08, 663.12), (504.0, 720.0), (595.3, 841.9)]),
)
def test_every_profile_gets_whole_sheets(name: str, count: int, blank: bool, trim: tuple[float, float]) -> None:
    printer = profile(name)
    leaves = faked([True] * (count - blank) + [False] * blank, *trim)
    whole = sheets.whole_count(leaves, printer)
    more = whole - count
    assert whole % printer.multiple(*trim) == 0
    assert 0 <= more <= printer.multiple(*trim)
    empty = sheets._empty(leaves, printer, more) if more else 0
    assert 0 <= empty <= more
    assert empty + (blank if empty == more else 0) <= (printer.blanks_in_row or 2)
    if printer.last_blank:
        assert empty or (blank and not more)


@pytest.mark.parametrize(
    ("name", "count", "total", "notes"),
    [
        ("kdp", 24, 24, 0),
        ("kdp", 25, 26, 0),
        ("ingramspark", 24, 30, 5),
        ("ingramspark", 29, 30, 0),
        ("ingramspark", 28, 30, 0),
        ("ingramspark", 27, 30, 2),
        ("lulu", 33, 36, 3),
        ("lulu", 34, 36, 0),
        ("press", 5, 8, 3),
        ("office", 5, 5, 0),
    ],
)
def test_the_last_sheet_is_filled(name: str, count: int, total: int, notes: int) -> None:
    made = make(plain(count, profile(name)))
    assert made.diagnostics == ()
    read = texts(made)
    assert len(read) == made.page_count == total
    assert [text.split("\n")[0] for text in read[count : count + notes]] == ["Notes"] * notes
    assert read[count + notes :] == [""] * (total - count - notes)
    assert [page.blank for page in made.pagination.pages] == [False] * count + [True] * (total - count)


def test_pages_for_notes_go_on_counting_and_have_ruled_lines() -> None:
    made = make(plain(5, profile("press")))
    read = texts(made)
    assert [text.split("\n")[-1] for text in read[4:]] == ["5", "6", "7", "8"]
    assert not any("Gallery" in text for text in read[5:])
    with opened(made) as pdf:
        assert [page.label for page in pdf.pages] == [str(number) for number in range(1, 9)]
    with pdfplumber.open(io.BytesIO(made.data)) as pdf:
        heights = [sorted({round(rule["top"]) for rule in (*page.lines, *page.rects)}) for page in pdf.pages[5:]]
    assert all(len(each) > 15 and heights[0] == each for each in heights)


def test_pages_for_notes_speak_the_language_of_the_book() -> None:
    made = plain(5, profile("press"))
    german = replace(made, info=replace(made.info, language="de"))
    assert texts(make(german))[5].split("\n")[0] == "Notizen"


def test_empty_pages_are_empty() -> None:
    made = make(plain(27, profile("ingramspark")))
    with opened(made) as pdf:
        page = pdf.pages[-1]
        operators = {str(each.operator) for each in pikepdf.parse_content_stream(page)}
    assert not operators & {"Tj", "TJ", "f", "F", "S", "s", "B", "b", "Do", "sh", "f*", "BDC"}


def test_filling_the_last_sheet_changes_no_page_of_the_book(layouts: list[int]) -> None:
    with_profile, without = make(plain(9, profile("press"))), make(plain(9, None))
    assert texts(with_profile)[:9] == texts(without)
    assert with_profile.pagination.pages[:9] == without.pagination.pages
    assert layouts == [9, 4, 9]  # the book, a page to skip and three for notes, the book without a profile


@pytest.mark.parametrize(("count", "codes"), [(23, ["P832"]), (24, []), (30, [])])
def test_too_few_pages_are_told_at_the_profile(count: int, codes: list[str]) -> None:
    made = make(plain(count, profile("kdp", pages_most=32, multiples=())))
    assert [each.code for each in made.diagnostics] == codes
    assert all(each.span == PLACE for each in made.diagnostics)


def test_too_many_pages_are_told_at_the_profile() -> None:
    (found,) = make(plain(5, profile("press", pages_most=4))).diagnostics
    assert (found.code, found.span) == ("P833", PLACE)


def test_a_trim_that_the_style_chose_is_checked() -> None:
    made = replace(plain(24, profile("kdp")), edition=EditionSpec("print"))
    small = replace(made, css=made.css + "@page { size: 3in 5in }")
    assert [each.code for each in make(small).diagnostics if each.code == "P830"] == ["P830"]
    assert make(made).diagnostics == ()


# The file


@pytest.mark.parametrize("bleed", [False, True])
@pytest.mark.parametrize("name", ["kdp", "ingramspark", "lulu", "press"])
def test_the_boxes_of_every_page(name: str, bleed: bool) -> None:
    printer = profile(name, pages_least=1)
    with opened(make(plain(3, printer, bleed=bleed))) as pdf:
        sides = printer.bleed if bleed else Sides()
        assert len(pdf.pages) >= 4
        for index, page in enumerate(pdf.pages):
            trim, media, reach = (
                [float(edge) for edge in page.obj[box]] for box in ("/TrimBox", "/MediaBox", "/BleedBox")
            )
            left, right = (sides.outside, sides.inside) if index % 2 else (sides.inside, sides.outside)
            assert (trim[2] - trim[0], trim[3] - trim[1]) == pytest.approx((432, 648), abs=0.01)
            beyond = (trim[0] - media[0], trim[1] - media[1], media[2] - trim[2], media[3] - trim[3])
            assert beyond == pytest.approx((left, sides.bottom, right, sides.top), abs=0.01)
            assert reach == media


def test_a_wide_bleed_is_said_whole() -> None:
    wide = profile("press", bleed=Sides(*[5 * 72 / 25.4] * 4))
    with opened(make(plain(4, wide, bleed=True))) as pdf:
        assert all(page.obj["/BleedBox"] == page.obj["/MediaBox"] for page in pdf.pages)
        assert float(pdf.pages[0].obj["/MediaBox"][2]) == pytest.approx(432 + 14.173, abs=0.01)


def test_a_style_bleeds_and_marks_no_page_of_its_own_will() -> None:
    css = FROM_VARIABLES + "@page { bleed: 20pt; marks: crop cross }"
    with opened(make(plain(4, profile("press"), css=css))) as pdf:
        assert all([float(edge) for edge in page.obj["/MediaBox"]] == [0, 0, 432, 648] for page in pdf.pages)


LINKED = '<p id="a">See <a href="#two">the second</a> and <a href="https://example.org/">a site</a>.</p>'


@pytest.fixture(scope="module")
def linked() -> Composition:
    contents = '<nav class="contents"><ol><li><a href="#one">One</a></li><li><a href="#two">Two</a></li></ol></nav>'
    front = document("contents", f"<h1>Contents</h1>{contents}", "contents", "front")
    return composition([front, chapter("one", LINKED), chapter("two", "<p>End.</p>")], FROM_VARIABLES)


@pytest.mark.parametrize("name", ["kdp", "ingramspark", "lulu", "press"])
def test_paper_has_no_links_and_no_outline_but_tags(name: str, linked: Composition) -> None:
    made = make(replace(linked, printer=profile(name, pages_least=1)))
    with opened(made) as pdf:
        assert not {"/Outlines", "/Names", "/Dests", "/AcroForm", "/AF", "/OpenAction"} & set(pdf.Root.keys())
        assert not any("/Annots" in page.obj for page in pdf.pages)
        kinds = {
            str(each.S)
            for each in pdf.objects
            if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/StructElem"
        }
        assert {"/TOC", "/TOCI", "/Reference", "/P", "/H1"} <= kinds
        assert "/Link" not in kinds
    assert "One. . . . ." in texts(made)[0]
    assert texts(made)[0].split("One")[1].split("\n")[0].endswith(" 1")


def test_paper_says_where_links_lead_unless_their_words_do() -> None:
    words = (
        '<p id="a">See <a class="external" href="https://a.org/x">a site</a>, <a class="external url" href="https://b.org/">'
        'https://b.org/</a>, <span class="address" data-href="https://c.org/"><em><a class="external piece" '
        'href="https://c.org/">two</a></em> <a class="external piece" href="https://c.org/">pieces</a></span>, '
        '<a class="external" href="mailto:d@d.org">me</a> and <a href="#two">two</a>.</p>'
    )
    made = composition([chapter("one", words), chapter("two", "<p>End.</p>")], FROM_VARIABLES)
    with_profile, without = (
        "".join(texts(make(each))[0].split()) for each in (replace(made, printer=profile("press")), made)
    )
    assert "Seeasite(https://a.org/x),https://b.org/,twopieces(https://c.org/),meandtwo." in with_profile
    assert "Seeasite,https://b.org/,twopieces,meandtwo." in without


def test_an_office_keeps_links_and_outline(linked: Composition) -> None:
    with opened(make(replace(linked, printer=profile("office")))) as pdf:
        assert "/Outlines" in pdf.Root
        assert any("/Annots" in page.obj for page in pdf.pages)


def test_fonts_are_embedded_whole_where_the_printer_prefers_it(linked: Composition) -> None:
    css = linked.css + "p { font-variant-caps: small-caps; font-variant-numeric: oldstyle-nums }"
    text = document("three", '<p id="b">Small Letters 1234567890</p>')
    figures = replace(linked, css=css, documents=(*linked.documents, text))
    made = {whole: make(replace(figures, printer=profile("press", full_fonts=whole))) for whole in (False, True)}
    assert len(made[True].data) > len(made[False].data) + 100_000
    assert texts(made[True]) == texts(made[False])
    assert not made[True].diagnostics
    with opened(made[True]) as pdf:
        names = [
            str(each.BaseFont) for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and "/BaseFont" in each
        ]
    assert names
    assert not any("+" in name or name.endswith(",") for name in names)


def test_without_a_printer_a_book_is_laid_out_once(linked: Composition, layouts: list[int]) -> None:
    made = make(linked)
    assert len(layouts) == 1
    with opened(made) as pdf:
        assert any("/Annots" in page.obj for page in pdf.pages)


def test_two_builds_for_a_printer_are_one() -> None:
    made = plain(5, profile("press"), bleed=True)
    assert make(made).data == make(made).data


def test_settling_asks_for_the_style_last() -> None:
    """The profile's CSS comes after all other, so that it wins."""
    asked: list[str] = []

    def grow(css: str) -> Any:
        asked.append(css)
        raise KeyError

    with pytest.raises(KeyError):
        settle(plain(1, profile("kdp"), bleed=True), profile("kdp"), grow)
    assert "bleed-left:9pt!important;bleed-right:0pt!important" in asked[0]
    assert "--hairline:0.75pt" in asked[0]
