"""Covers of a small book, made and read back."""

from __future__ import annotations

from typing import Any

import pytest
from bindery import ISBN, Bindery, codes

from publisher.diagnostics import UsageError
from publisher.formats.wrap.label import differences, read, written


def test_the_sheet_and_its_boxes(bindery: Bindery) -> None:
    report = bindery.cover()
    (label,) = report.wraps
    width, height = 12 * 72 + label.pages * 7.2 + 18, 9.25 * 72
    assert label.spine == pytest.approx(label.pages * 7.2)
    boxes = bindery.boxes()
    media, trim = boxes["MediaBox"], boxes["TrimBox"]
    assert (media[2] - media[0], media[3] - media[1]) == pytest.approx((width, height), abs=0.02)
    assert boxes["BleedBox"] == media
    assert [b - a for a, b in zip(media, trim, strict=True)] == pytest.approx([9, 9, -9, -9], abs=0.02)
    facts = bindery.facts()
    assert len(facts.pages) == 1
    assert all(font.embedded for font in facts.pages[0].fonts)
    assert not facts.pages[0].transparent
    assert not facts.pages[0].annotations


def test_the_words_of_front_spine_and_back(bindery: Bindery) -> None:
    assert codes(bindery.cover()) == []
    said = " ".join(bindery.text().split())
    assert said.count("The Long Way") == 2
    assert said.count("A. Writer") == 3
    assert "Where does it lead?" in said
    assert "This book does." in said
    assert ISBN in said


def test_bars_are_black_ink_alone_and_nothing_is_rgb(bindery: Bindery) -> None:
    bindery.cover()
    black = [paint for paint in bindery.facts().pages[0].paints if _is_black(paint)]
    assert black
    assert not [paint for paint in bindery.facts().pages[0].paints if "RGB" in str(paint.space)]


def _is_black(paint: Any) -> bool:
    return paint.values in ((0.0, 0.0, 0.0, 1.0), (0.0,))


def test_the_same_book_gives_the_same_bytes(bindery: Bindery) -> None:
    bindery.cover()
    first = bindery.wrap.read_bytes()
    bindery.wrap.unlink()
    bindery.cover()
    assert bindery.wrap.read_bytes() == first


def test_a_proof_is_a_file_of_its_own_with_names_on_its_lines(bindery: Bindery) -> None:
    bindery.cover(proof=True)
    assert not bindery.wrap.exists()
    said = bindery.text(bindery.dist / "the-long-way-print-cover-wrap-proof.pdf")
    for word in ("proof", "trim", "bleed", "safe", "fold", "barcode", "spine"):
        assert word in said


def test_without_an_isbn_the_field_is_left_white(bindery: Bindery) -> None:
    bindery.change("book.toml", f'isbn = "{ISBN}"\n', "")
    assert codes(bindery.cover()) == ["P894"]
    assert "ISBN" not in bindery.text()


def test_a_printer_with_a_barcode_of_its_own_has_the_field_white(bindery: Bindery) -> None:
    bindery.change("printers/own.toml", "[[stocks]]", "[figures.barcode_by_printer]\nvalue = true\n[[stocks]]")
    assert codes(bindery.cover()) == []
    assert "ISBN" not in bindery.text()


def test_a_thin_book_has_no_words_on_its_spine(bindery: Bindery) -> None:
    bindery.change("printers/own.toml", "spine_text_pages = { value = 2 }", "spine_text_pages = { value = 500 }")
    assert codes(bindery.cover()) == ["P892"]
    assert "The Long Way" not in bindery.text()  # on the front it stands in two lines


def test_a_spine_without_room_is_said(bindery: Bindery) -> None:
    bindery.change("printers/own.toml", '"0.1in"', '"0.001in"')
    assert codes(bindery.cover()) == ["P891"]
    assert "The Long Way" not in bindery.text()


def test_a_book_from_right_to_left_has_its_front_at_the_left(bindery: Bindery) -> None:
    bindery.cover()
    assert _front_of(bindery) > 6 * 72
    bindery.change("book.toml", 'language = "en"', 'language = "en"\ndirection = "rtl"')
    bindery.cover()
    assert _front_of(bindery) < 0


def _front_of(bindery: Bindery) -> float:
    """The x of the left side of the front's picture, from the trim."""
    pictures = bindery.facts().pages[0].pictures  # the other one lies under back and spine
    return min(pictures, key=lambda each: each.box.width).box.left


@pytest.mark.parametrize(
    "title",
    [
        "<script>&amp;</script> {{ 7 * 7 }} {% raw %}",
        "W" * 9,
        "word " * 20,
        "\\u202e evil \\u200d title",
        "”><img src=x/>",
    ],
    ids=["markup", "one word", "many words", "controls", "breaking out"],
)
def test_hostile_titles(bindery: Bindery, title: str) -> None:
    bindery.change("book.toml", 'title = "The Long Way"', f'slug = "the-long-way"\ntitle = "{title}"')
    report = bindery.cover()
    assert not [each for each in report.diagnostics if each.severity == "error"]
    assert len(bindery.facts().pages) == 1
    assert "49" not in bindery.text().replace(ISBN, "")


def test_a_summary_that_is_too_long_is_cut_and_said(bindery: Bindery) -> None:
    bindery.change("book.toml", "This book does.", "This book does. " + "It goes on and on. " * 400)
    assert codes(bindery.cover()) == ["P895"]
    assert "…" in bindery.text()


def test_an_image_of_ones_own_is_the_front(bindery: Bindery) -> None:
    from PIL import Image

    (bindery.folder / "images").mkdir()
    Image.new("RGB", (1838, 2775), (200, 30, 30)).save(bindery.folder / "images/cover.png")
    bindery.change("book.toml", "[contents]", 'cover = "images/cover.png"\n\n[contents]')
    bindery.cover()
    (picture,) = bindery.facts().pages[0].pictures
    assert picture.width == 1838


def test_an_edition_without_a_binder_is_refused(bindery: Bindery) -> None:
    with pytest.raises(UsageError):
        bindery.cover("ebook")
    bindery.change("book.toml", 'papers = ["6x9"]', 'papers = ["A4"]')
    assert "P893" in codes(bindery.cover(profile="office"))
    assert not bindery.wrap.exists()


def test_the_only_bound_edition_needs_no_name(bindery: Bindery) -> None:
    assert bindery.cover("").made[0].edition == "print"


# What was made for another book


def test_a_wrap_says_which_book_it_fits(bindery: Bindery) -> None:
    (label,) = bindery.cover().wraps
    found = read(bindery.facts().info)
    assert found is not None
    assert not differences(found, label)
    assert read(written(label).items()) is not None
    assert read({}.items()) is None
    assert read((written(label) | {"PublisherWrapPages": "many"}).items()) is None


def test_a_build_keeps_a_wrap_that_fits(bindery: Bindery) -> None:
    bindery.cover()
    report = bindery.build()
    assert "P890" not in codes(report)
    assert report.left_over == ()
    assert bindery.wrap.name in (bindery.dist / "SHA256SUMS").read_text("utf-8")


def test_a_build_of_another_number_of_pages_fails(bindery: Bindery) -> None:
    bindery.cover()
    assert "P890" not in codes(bindery.build())
    before = {path.name: path.read_bytes() for path in bindery.dist.iterdir()}
    bindery.write("one.md", "# One\n\n" + "The first chapter has many sentences, and they go on. " * 900 + "\n")
    report = bindery.build()
    (stale,) = [each for each in report.diagnostics if each.code == "P890"]
    assert "pages" in stale.message
    assert "publisher cover print" in stale.hint
    assert stale.span.path == "book.toml"
    assert stale.span.line == BOOK_LINE
    assert {path.name: path.read_bytes() for path in bindery.dist.iterdir()} == before
    bindery.cover()
    assert "P890" not in codes(bindery.build())


BOOK_LINE = 20


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ('papers = ["6x9"]', 'papers = ["5x8"]', "trim"),
        ('profile = "own"', 'profile = "own"\nstock = "thin"', "paper"),
        ('profile = "own"', 'profile = "other"', "profile"),
    ],
)
def test_another_trim_paper_or_profile_fails(bindery: Bindery, old: str, new: str, word: str) -> None:
    bindery.write("printers/other.toml", 'extends = "own"\n')
    second = '\n[[stocks]]\nname = "thin"\ntitle = "thin"\ncaliper = "0.05in"\n'
    bindery.write("printers/own.toml", (bindery.folder / "printers/own.toml").read_text("utf-8") + second)
    bindery.cover()
    bindery.change("book.toml", old, new)
    stale = [each.message for each in bindery.build().diagnostics if each.code == "P890"]
    assert len(stale) == 1
    assert word in stale[0]


def test_a_wrap_for_another_paper_is_found_by_an_unchanged_book_too(bindery: Bindery) -> None:
    assert "P890" not in codes(bindery.build())
    second = '\n[[stocks]]\nname = "thin"\ntitle = "thin"\ncaliper = "0.05in"\n'
    bindery.write("printers/own.toml", (bindery.folder / "printers/own.toml").read_text("utf-8") + second)
    bindery.build()
    bindery.cover(stock="thin")
    assert "P890" in codes(bindery.build())


def test_a_file_of_that_name_that_is_none_of_ours_is_let_be(bindery: Bindery) -> None:
    bindery.build()
    bindery.wrap.write_bytes(b"not a PDF")
    assert "P890" not in codes(bindery.build())
    assert bindery.wrap.read_bytes() == b"not a PDF"
