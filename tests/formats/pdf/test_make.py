"""What comes out: numbers, labels, outline, metadata, pagination."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pdfplumber
import pytest
from pdf_sample import ASSETS, LOREM, chapter, composition, document, make, opened, paragraphs

from publisher.formats.artefact import Artefact
from publisher.style.composition import Composition


@pytest.fixture(scope="module")
def made(book: Composition) -> Artefact:
    return make(book)


@pytest.fixture(scope="module")
def pages(made: Artefact) -> list[str]:
    with pdfplumber.open(io.BytesIO(made.data)) as pdf:
        return [page.extract_text() for page in pdf.pages]


def index_of(made: Artefact, block: str) -> int:
    return next(page.index for page in made.pagination.pages if page.block == block)


def test_a_clean_book_has_no_diagnostics(made: Artefact) -> None:
    assert made.diagnostics == ()
    assert (made.file_name, made.media_type) == ("gallery.pdf", "application/pdf")
    assert made.page_count == len(opened(made).pages)


def test_front_matter_is_roman_and_body_starts_at_one_on_a_recto(made: Artefact) -> None:
    labels = [page.label for page in made.pagination.pages]
    first = index_of(made, "one-title")
    assert labels[:first] == ["i", "ii", "iii", "iv", "v", "vi"]
    assert labels[first:] == [str(number) for number in range(1, len(labels) - first + 1)]
    assert first % 2 == 0  # the first page of the file is a recto


def test_chapters_open_recto_after_a_silent_blank(made: Artefact, pages: list[str]) -> None:
    two = index_of(made, "two-title")
    blank = made.pagination.pages[two - 1]
    assert (two % 2, blank.blank, blank.block, pages[two - 1]) == (0, True, "", "")


def test_openers_have_a_drop_folio_and_no_running_head(made: Artefact, pages: list[str]) -> None:
    one = index_of(made, "one-title")
    assert pages[one].startswith("One\n")
    assert pages[one].endswith("\n1")
    assert pages[one + 1].startswith("The Gallery\n")  # verso: the book
    assert pages[one + 2].startswith("One\n")  # recto: the chapter
    assert pages[one + 1].endswith("\n2")


def test_labels_are_what_is_printed(made: Artefact, pages: list[str]) -> None:
    for page, text in zip(made.pagination.pages, pages, strict=True):
        if not page.blank and page.index:  # the title page prints no number
            assert text.rsplit("\n", 1)[-1] == page.label


def test_contents_show_the_true_numbers(made: Artefact, pages: list[str]) -> None:
    printed = dict(re.findall(r"(\w+?) ?[. ]+ (\w+)$", pages[1], re.MULTILINE))
    labels = {page.block.removesuffix("-title").title(): page.label for page in made.pagination.pages}
    assert printed == {name: labels[name] for name in ("Preface", "One", "Two", "Three", "After")}


def test_page_labels_of_the_file_agree(made: Artefact) -> None:
    with opened(made) as pdf:
        nums = pdf.Root.PageLabels.Nums
        assert [str(item if index % 2 == 0 else item.S) for index, item in enumerate(nums)] == ["0", "/r", "6", "/D"]
        assert [page.label for page in pdf.pages] == [page.label for page in made.pagination.pages]


def test_the_outline_leads_through_chapters(made: Artefact) -> None:
    with opened(made) as pdf, pdf.open_outline() as outline:
        assert [item.title for item in outline.root] == ["Contents", "Preface", "One", "Two", "Three", "After"]


def test_a_viewer_opens_a_bound_book_as_spreads_with_its_title(made: Artefact) -> None:
    with opened(made) as pdf:
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert pdf.Root.PageLayout == "/TwoPageRight"
        assert str(pdf.Root.Lang) == "en"
        assert pdf.Root.MarkInfo.Marked


def test_a_book_for_the_screen_opens_with_its_outline() -> None:
    flat = "@page { margin: 1in } @page :left { margin: 1in } @page :right { margin: 1in }"
    with opened(make(composition([chapter("one", paragraphs("one", 8))], flat))) as pdf:
        assert pdf.Root.PageMode == "/UseOutlines"
        assert "/PageLayout" not in pdf.Root


def test_metadata_comes_from_the_composition(made: Artefact) -> None:
    pdf = opened(made)
    assert str(pdf.docinfo.Title) == "The Gallery"
    assert str(pdf.docinfo.Author) == "Ann Author"
    assert str(pdf.docinfo.ModDate) == "D:20261122000000Z"
    with pdf.open_metadata() as xmp:
        assert xmp["dc:identifier"] == "urn:uuid:00000000-0000-4000-8000-000000000001"
        assert xmp["dc:language"] == ["en"] or xmp["dc:language"] == {"en"}
        assert xmp["dc:rights"] == "© Ann"


def test_a_page_begins_at_a_letter_of_its_block(made: Artefact, pages: list[str]) -> None:
    whole = " ".join((LOREM * 6).split())
    checked = 0
    for page, text in zip(made.pagination.pages, pages, strict=True):
        if page.offset:
            first_line = next(line for line in text.split("\n") if line not in ("The Gallery", "One", "Two", "Three"))
            begin = whole[page.offset :].replace(" ", "").replace("-", "")
            assert begin.startswith(re.sub(r"[ ‐-]", "", first_line))
            checked += 1
    assert checked >= 5


def test_a_book_of_chapters_only_counts_in_figures() -> None:
    made = make(composition([chapter("one", paragraphs("one", 1))]))
    assert [page.label for page in made.pagination.pages] == ["1"]


def test_bleed_gives_a_trim_box() -> None:
    pdf = opened(make(composition([chapter("one", "<p>x</p>")], "@page { bleed: 3mm }")))
    page = pdf.pages[0]
    assert [round(float(edge)) for edge in page.TrimBox] == [0, 0, 432, 648]
    assert float(page.MediaBox[0]) < -8


def test_a_style_without_a_variant_is_tagged_all_the_same() -> None:
    pdf = opened(make(composition([chapter("one", "<p>x</p>")], pdf_variant="")))
    assert pdf.Root.StructTreeRoot.K[0].S == "/Document"
    assert "/Metadata" not in pdf.Root


def test_an_image_is_embedded_and_not_made_anew() -> None:
    body = '<p><img src="images/a.png" alt="Blue"/><img src="images/%C3%A4%20b.png" alt="Blue"/></p>'
    made = make(composition([chapter("one", body)], assets=ASSETS))
    assert made.diagnostics == ()
    with opened(made) as pdf:
        images = [image for page in pdf.pages for image in page.get_images().values()]
    assert {(int(image.Width), int(image.Height)) for image in images} == {(40, 30)}


def test_right_to_left_books_say_so() -> None:
    made = composition([chapter("one", "<p>x</p>")])
    made = replace(made, info=replace(made.info, direction="rtl"))
    with opened(make(made)) as pdf:
        assert pdf.Root.ViewerPreferences.Direction == "/R2L"


def test_a_cover_counts_before_the_front_matter() -> None:
    cover = document("cover", '<p id="c">Cover</p>', "cover", "cover")
    front = document("title", "<h1>T</h1>", "preface", "front")
    css = "@page :nth(1 of front) { counter-reset: page 1 } .covermatter { break-after: page }"
    made = make(composition([cover, front, chapter("one", "<p>x</p>")], css))
    assert [page.label for page in made.pagination.pages if not page.blank][:2] == ["i", "i"]
