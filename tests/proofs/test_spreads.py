"""Which pages lie side by side, where their lines are drawn, and that the same pages give the same bytes."""

from __future__ import annotations

import io
import itertools
from dataclasses import replace

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small import HEIGHT, WIDTH, small_pdf

from publisher.config.printers import Sides
from publisher.formats.proofs.guides import Guides, on_baselines
from publisher.formats.proofs.plates import plate, spread_pdf
from publisher.formats.proofs.sheets import Cell, Shot, shape, sheets
from publisher.formats.proofs.spreads import Spread, spreads
from publisher.formats.readback.facts import Box
from publisher.formats.readback.raster import Picture, Viewer
from publisher.formats.readback.surgery import PageSize

TRIM = Box(0, 0, WIDTH, HEIGHT)
PLAIN = PageSize(TRIM, TRIM)
BLED = PageSize(TRIM, Box(-9, -9, WIDTH + 9, HEIGHT + 9))
MARGINS = Sides(top=30, bottom=36, outside=20, inside=40)


@pytest.mark.parametrize(
    ("count", "pairs"),
    [
        (0, []),
        (1, [(None, 0)]),
        (2, [(None, 0), (1, None)]),
        (3, [(None, 0), (1, 2)]),
        (4, [(None, 0), (1, 2), (3, None)]),
        (5, [(None, 0), (1, 2), (3, 4)]),
    ],
)
def test_the_first_recto_stands_alone(count, pairs):
    assert spreads(count) == tuple(Spread(*pair) for pair in pairs)


def test_a_book_from_right_to_left_is_the_other_way():
    assert spreads(4, rtl=True) == (Spread(0, None), Spread(2, 1), Spread(None, 3))


def test_pages_that_do_not_face_stand_alone():
    assert spreads(3, facing=False) == (Spread(0, None), Spread(1, None), Spread(2, None))


@given(st.integers(0, 300), st.booleans(), st.booleans())
def test_every_page_is_seen_once(count, facing, rtl):
    seen = [page for spread in spreads(count, facing=facing, rtl=rtl) for page in sorted(spread.pages)]
    assert seen == list(range(count))


def layer(made, name):
    return next(each for each in made.layers if each.name == name)


def around(made, name):
    """The boxes that a layer draws, from four lines each."""
    strokes = layer(made, name).strokes
    fours = [strokes[start : start + 4] for start in range(0, len(strokes), 4)]
    return [
        tuple(f(each) for f, each in ((min, xs), (min, ys), (max, xs), (max, ys)))
        for four in fours
        for xs, ys in [([s.x1 for s in four] + [s.x2 for s in four], [s.y1 for s in four] + [s.y2 for s in four])]
    ]


def test_pages_meet_at_the_spine_and_the_inner_margins_are_there():
    made = plate(Spread(1, 2), [PLAIN] * 3, Guides(margins=MARGINS), ["1", "2", "3"])
    left, right = around(made, "Trim")
    assert left[2] == right[0]  # the spine
    verso, recto = around(made, "Margins")
    assert left[2] - verso[2] == MARGINS.inside == recto[0] - right[0]
    assert verso[0] - left[0] == MARGINS.outside == right[2] - recto[2]
    assert left[3] - verso[3] == MARGINS.top
    assert verso[1] - left[1] == MARGINS.bottom
    assert made.label == "2–3"


def test_the_first_recto_has_its_place_on_the_right():
    alone = plate(Spread(None, 0), [PLAIN] * 3, Guides(), ["1", "2", "3"])
    pair = plate(Spread(1, 2), [PLAIN] * 3, Guides(), ["1", "2", "3"])
    assert alone.width == pair.width
    assert alone.placed[0].x == pair.placed[1].x


def test_from_right_to_left_the_first_stands_on_the_left_and_labels_follow_the_reading():
    guides = Guides(rtl=True)
    alone, pair = (plate(each, [PLAIN] * 3, guides, ["1", "2", "3"]) for each in spreads(3, rtl=True))
    assert alone.placed[0].x == pair.placed[0].x
    assert [each.page for each in pair.placed] == [2, 1]
    assert pair.label == "2–3"


def test_the_binding_edge_of_single_sheets_is_on_the_left():
    made = plate(Spread(1, None), [PLAIN] * 2, Guides(facing=False, margins=MARGINS), ["1", "2"])
    trim, area = around(made, "Trim")[0], around(made, "Margins")[0]
    assert area[0] - trim[0] == MARGINS.inside


def test_bleed_is_shown_but_not_over_the_other_page():
    made = plate(Spread(1, 2), [BLED] * 3, Guides(), ["1", "2", "3"])
    verso, recto = made.placed
    spine = recto.x
    assert verso.shown == Box(verso.x - 9, verso.y - 9, spine, verso.y + HEIGHT + 9)
    assert recto.shown == Box(spine, recto.y - 9, spine + WIDTH + 9, recto.y + HEIGHT + 9)


def test_the_safe_area_is_drawn_where_there_is_a_printer():
    made = plate(Spread(None, 0), [PLAIN], Guides(safe=Sides(9, 9, 9, 27)), ["1"])
    trim, safe = around(made, "Trim")[0], around(made, "Safe area")[0]
    assert (safe[0] - trim[0], trim[2] - safe[2]) == (27, 9)
    names = [each.name for each in plate(Spread(None, 0), [PLAIN], Guides(), ["1"]).layers]
    assert names == ["Trim"]


def test_the_grid_begins_at_the_top_margin_and_stays_within_the_margins():
    lines = Guides(margins=MARGINS, leading=15, first_line=30).grid(HEIGHT)
    assert lines[0] == 30
    assert all(b - a == 15 for a, b in itertools.pairwise(lines))
    assert lines[-1] <= HEIGHT - MARGINS.bottom < lines[-1] + 15


def test_the_grid_moves_to_the_lines_on_which_letters_stand():
    assert on_baselines(15, [40, 55, 70, 85, 100.02, 33]) == pytest.approx(10, abs=0.1)
    assert on_baselines(15, [1, 2.5, 4, 5.5, 7, 8.5, 10]) is None
    assert on_baselines(15, []) is None


def test_the_grid_of_a_file_is_found_on_its_pages():
    data = small_pdf(["one\ntwo\nthree\nfour"] * 8)
    made = spread_pdf(data, Guides(margins=MARGINS, leading=15, first_line=30), [str(n) for n in range(1, 9)], "T")
    with pikepdf.open(io.BytesIO(made)) as pdf:
        contents = pdf.pages[1].Contents.read_bytes().decode("latin-1")
        top = float(pdf.pages[1].MediaBox[3]) - 30
    assert f" {top - 40:g} m " in contents  # the first line of words is 40 pt below the top


def test_the_same_pages_give_the_same_bytes_in_layers_of_their_own():
    data = small_pdf(["one", "two", "three"], labels=["i", "ii", "1"])
    guides = Guides(margins=MARGINS, safe=Sides(9, 9, 9, 27), leading=15, first_line=30)
    made = spread_pdf(data, guides, ["i", "ii", "1"], "A book")
    assert made == spread_pdf(data, guides, ["i", "ii", "1"], "A book")
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert len(pdf.pages) == 2
        assert [str(each.Name) for each in pdf.Root.OCProperties.OCGs] == [
            "Baseline grid", "Margins", "Safe area", "Trim",
        ]  # fmt: skip
        assert [page.label for page in pdf.pages] == ["i", "ii–1"]
        assert "/CreationDate" not in pdf.docinfo
        assert "/ModDate" not in pdf.docinfo
        assert not pdf.check_pdf_syntax()
    with Viewer(made) as viewer:
        assert "two" in viewer.text(1)
        assert "three" in viewer.text(1)


def picture(width, height, grey=255):
    return Picture(width, height, bytes((grey,)) * (width * height * 3))


def test_contact_sheets_hold_all_spreads_and_are_made_one_by_one():
    form = shape((432, 648), 20, across=2)
    assert form.columns * form.rows == form.count > 4
    total = form.count * 2 + 1
    shot = Shot(picture(*form.page), "12")
    made = list(sheets((Cell((None, shot)) for _ in range(total)), total, form, "A book", font()))
    assert len(made) == 3
    assert all(each.startswith(b"\x89PNG") for each in made)
    assert len(made[2]) < len(made[0])


def test_the_rows_of_a_book_from_right_to_left_begin_on_the_right():
    form = shape((432, 648), 20, across=2)
    black, white = (Cell((Shot(picture(*form.page, grey=grey), "1"),)) for grey in (0, 255))
    plain, mirrored = (
        next(iter(sheets(iter([black, white]), 2, replace(form, rtl=rtl), "", font()))) for rtl in (False, True)
    )
    assert plain != mirrored
    swapped = next(iter(sheets(iter([white, black]), 2, replace(form, rtl=True), "", font())))
    assert plain == swapped


def test_a_page_wider_than_a_sheet_has_one_for_itself():
    form = shape((100_000, 100), 20, across=1)
    assert (form.columns, form.rows > 1) == (1, True)


def font():
    from publisher.fonts import font_bytes

    return font_bytes("fontpkg_source_sans_3/SourceSans3[wght].ttf")
