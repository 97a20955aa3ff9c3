"""The sheet by hand: widths, heights, spines, and where things lie."""

from __future__ import annotations

from dataclasses import replace

import pytest

from publisher.config.printer_files import find_printer
from publisher.config.printers import PRINTERS, Band, Printer
from publisher.formats.wrap.art import take_apart
from publisher.formats.wrap.fit import AUTHOR, PUBLISHER, TITLE, SpineRoom, fit_spine, spine_room
from publisher.formats.wrap.geometry import Wrap, may_have_words, measure, spine_width

INCH = 72.0


def profile(name: str) -> Printer:
    printer, found = find_printer(name)
    assert printer is not None
    assert not found
    return printer


def sheet(
    name: str, pages: int, stock: str = "", trim: tuple[float, float] = (6 * INCH, 9 * INCH), **more: bool
) -> Wrap:
    printer = profile(name)
    spine = spine_width(pages, printer, printer.stock(stock))
    assert spine is not None
    return measure(trim, spine, printer, **more)


def test_kdp_6_by_9_on_cream_with_200_pages() -> None:
    wrap = sheet("kdp", 200, "cream")
    assert wrap.width / INCH == pytest.approx(12 + 200 * 0.0025 + 0.25)
    assert wrap.height / INCH == pytest.approx(9.25)
    assert wrap.spine.width / INCH == pytest.approx(0.5)
    assert [x / INCH for x in wrap.folds] == pytest.approx([6.125, 6.625])


@pytest.mark.parametrize(
    ("name", "stock", "pages", "spine", "bleed"),
    [
        ("kdp", "white", 300, 300 * 0.002252, 0.125),
        ("kdp", "colour-premium", 100, 0.2347, 0.125),
        ("lulu", "standard", 444, 1.06, 0.125),
        ("ingramspark", "white", 400, 400 * 0.001942, 0.125),
        ("press", "white", 435, 1.0, 3 / 25.4),
    ],
)
def test_each_profile(name: str, stock: str, pages: int, spine: float, bleed: float) -> None:
    wrap = sheet(name, pages, stock)
    assert wrap.spine.width / INCH == pytest.approx(spine, abs=2e-4)
    assert wrap.width / INCH == pytest.approx(12 + spine + 2 * bleed, abs=3e-4)
    assert wrap.height / INCH == pytest.approx(9 + 2 * bleed, abs=1e-4)


def test_an_office_binds_no_book() -> None:
    assert spine_width(100, profile("office"), profile("office").stock("")) is None


def test_a_hard_cover_goes_by_bands_and_not_by_the_paper() -> None:
    printer = replace(profile("lulu"), spine_bands=(Band(84, 18.0), Band(140, 36.0)))
    assert [spine_width(pages, printer, None) for pages in (84, 85, 140, 141)] == [18.0, 36.0, 36.0, None]


@pytest.mark.parametrize("name", [name for name in PRINTERS if name != "office"])
@pytest.mark.parametrize("rtl", [False, True])
def test_panels_fill_the_trim_and_bleed_only_outward(name: str, rtl: bool) -> None:
    wrap = sheet(name, 220, rtl=rtl)
    left, right = (wrap.front, wrap.back) if rtl else (wrap.back, wrap.front)
    assert left.x == pytest.approx(wrap.bleed)
    assert left.right == pytest.approx(wrap.spine.x)
    assert wrap.spine.right == pytest.approx(right.x)
    assert right.right == pytest.approx(wrap.width - wrap.bleed)
    art = wrap.front_art
    assert (art.y, art.height) == pytest.approx((0.0, wrap.height))
    assert (art.x if rtl else art.right) == pytest.approx(0.0 if rtl else wrap.width)
    assert (art.right if rtl else art.x) == pytest.approx(wrap.spine.x if rtl else wrap.spine.right)


@pytest.mark.parametrize("rtl", [False, True])
def test_the_field_for_the_barcode_is_at_the_lower_right_of_the_back(rtl: bool) -> None:
    wrap = sheet("kdp", 200, rtl=rtl)
    field = wrap.barcode
    assert field is not None
    assert (field.width, field.height) == pytest.approx((2 * INCH, 1.2 * INCH))
    assert wrap.back.right - field.right >= 0.25 * INCH - 0.01
    assert wrap.back.bottom - field.bottom >= 0.25 * INCH - 0.01
    assert field.x > wrap.back.x + wrap.back.width / 2 - 0.01


def test_a_back_too_small_for_the_field_has_none() -> None:
    assert sheet("kdp", 200, trim=(2.2 * INCH, 3 * INCH)).barcode is None


def test_safe_areas_keep_from_trim_and_folds() -> None:
    wrap = sheet("ingramspark", 300)
    for panel in (wrap.back, wrap.front):
        safe = wrap.safe_of(panel)
        assert min(safe.x - panel.x, panel.right - safe.right, safe.y - panel.y) == pytest.approx(0.25 * INCH)
    assert wrap.safe_of(wrap.spine).width == pytest.approx(wrap.spine.width - 2 * 0.0625 * INCH)


@pytest.mark.parametrize(("pages", "may"), [(79, False), (80, True)])
def test_words_on_the_spine_from_a_number_of_pages_on(pages: int, may: bool) -> None:
    assert may_have_words(pages, profile("kdp")) is may


def test_the_spine_drops_the_publisher_first_and_the_title_last() -> None:
    wrap = sheet("kdp", 200, "cream")
    room = SpineRoom(400.0, 400.0, 400.0)
    ems = {AUTHOR: 8.0, TITLE: 10.0, PUBLISHER: 5.0}
    size, parts = fit_spine(wrap, room, ems)
    assert parts == (AUTHOR, TITLE, PUBLISHER)
    assert 6.5 <= size <= (wrap.spine.width - 2 * wrap.clear)
    assert fit_spine(wrap, room, ems | {PUBLISHER: 60.0})[1] == (AUTHOR, TITLE)
    assert fit_spine(wrap, room, ems | {AUTHOR: 60.0})[1] == (TITLE,)
    assert fit_spine(wrap, room, ems | {TITLE: 90.0}) == (0.0, ())
    assert fit_spine(sheet("kdp", 30), spine_room(sheet("kdp", 30), drawn_on=True), ems) == (0.0, ())


SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 160"><title>T</title><rect width="100" height="160"/>'
    '<g font-family="Nowhere, serif"><text x="1" y="2">Words &lt;b&gt;</text></g></svg>'
)


def test_a_drawing_is_taken_apart_into_picture_words_and_edge() -> None:
    art = take_apart(SVG, ("EB Garamond",), 0.8)
    assert "<text" not in art.picture
    assert "<rect" in art.picture
    assert "<rect" not in art.words
    assert "Words &lt;b&gt;" in art.words
    assert 'font-family="EB Garamond"' in art.words
    assert 'viewBox="0 0 2 160"' in art.edge
    assert 'viewBox="98 0 2 160"' in take_apart(SVG, (), 0.8, rtl=True).edge


@pytest.mark.parametrize("svg", ["<svg", "<!DOCTYPE svg [<!ENTITY a 'b'>]><svg/>", '<svg xmlns="x" viewBox="1 2"/>'])
def test_a_drawing_that_cannot_be_taken_apart_stays_whole(svg: str) -> None:
    assert take_apart(svg, (), 0.8).picture == svg
    assert take_apart(svg, (), 0.8).edge == ""
