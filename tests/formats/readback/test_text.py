"""The letters of a page with their places, against lines that were put there by hand."""

from __future__ import annotations

import io

import pikepdf
import pytest

from publisher.formats.readback.text import read_pages


def file_of(content: str, *, trim: tuple[int, int, int, int] | None = None) -> bytes:
    """One page with Courier as /F."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(300, 200))
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Courier)
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=pdf.make_indirect(font)))
    page.Contents = pdf.make_stream(content.encode())
    if trim is not None:
        page.TrimBox = pikepdf.Array(trim)
    held = io.BytesIO()
    pdf.save(held)
    return held.getvalue()


def test_every_letter_has_its_place_size_and_font() -> None:
    (page,) = read_pages(file_of("BT /F 10 Tf 1 0 0 1 30 100 Tm (ab) Tj ET"))
    assert (page.width, page.height) == (300, 200)
    first, second = page.letters
    assert (first.text, second.text) == ("a", "b")
    assert (first.left, first.right, first.baseline) == pytest.approx((30, 36, 100), abs=0.01)
    assert second.left == pytest.approx(36, abs=0.01)
    assert first.size == pytest.approx(10)
    assert "Courier" in first.font


def test_the_size_is_what_the_page_makes_of_it() -> None:
    (page,) = read_pages(file_of("q 0.75 0 0 0.75 0 0 cm BT /F 20 Tf 1 0 0 1 40 80 Tm (a) Tj ET Q"))
    (letter,) = page.letters
    assert letter.size == pytest.approx(15)
    assert (letter.left, letter.baseline) == pytest.approx((30, 60), abs=0.01)


def test_places_are_those_on_the_trimmed_page() -> None:
    (page,) = read_pages(file_of("BT /F 10 Tf 1 0 0 1 30 100 Tm (a) Tj ET", trim=(10, 20, 290, 180)))
    assert (page.width, page.height) == (280, 160)
    assert (page.letters[0].left, page.letters[0].baseline) == pytest.approx((20, 80), abs=0.01)


def test_a_space_that_is_not_painted_has_no_width() -> None:
    (page,) = read_pages(file_of("BT /F 10 Tf 1 0 0 1 30 100 Tm (a) Tj 1 0 0 1 46 100 Tm (b) Tj ET"))
    assert [letter.text for letter in page.letters] == ["a", " ", "b"]
    assert page.letters[1].left == page.letters[1].right


def test_what_is_no_pdf_is_said() -> None:
    with pytest.raises(ValueError, match="no PDF"):
        list(read_pages(b"hello"))
