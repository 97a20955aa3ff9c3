"""Paragraphs in the engine: the same words, the measure kept, notes and links whole, and greed where it is asked for."""

from __future__ import annotations

import random
import statistics
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

import itertools

from pdf_sample import chapter, composition, font

from publisher.formats.pdf import boxes
from publisher.formats.pdf.engine import Layout, lay_out, unpacked_fonts
from publisher.formats.pdf.faces import font_face_css, read_faces
from publisher.formats.pdf.fetch import Served
from publisher.formats.pdf.join import join
from publisher.formats.pdf.paragraphs import fit, mend
from publisher.formats.pdf.paragraphs import lines as breaking
from publisher.formats.pdf.paragraphs.fit import AFTER, Break, Row
from publisher.formats.pdf.paragraphs.mend import LEAST
from publisher.formats.solid import solid

WORDS = (
    *("gallery", "winter", "remember", "children", "understanding", "a", "of", "the", "in", "particularly", "house"),
    *("morning", "responsibility", "we", "it", "had", "never", "nobody", "extraordinary", "said", "carefully", "to"),
    *("window", "and", "was", "for", "with", "conversation", "letters", "afternoon", "an", "old", "is"),
)
GREEDY = "p { --line-breaking: greedy }"


def text(count: int, seed: int) -> str:
    chance = random.Random(seed)
    return " ".join(chance.choice(WORDS) for _ in range(count)).capitalize() + "."


@cache
def laid_out(body: str, css: str = "") -> Layout:
    plan = composition([chapter("one", body)], css)
    served = Served({}, plan.fonts, plan.css, lambda path: b"", font)
    assert read_faces(served) == ()
    with unpacked_fonts() as faces:
        return lay_out(join(plan, font_face_css(plan.fonts)), served, plan.pdf_variant, faces)


def lines(layout: Layout, tag: str = "p") -> list[list[Any]]:
    """The lines of text of each page."""
    return [
        [
            box
            for child in page.children
            if not isinstance(child, boxes.MarginBox)
            for box in child.descendants()
            if isinstance(box, boxes.LineBox) and box.element_tag == tag
        ]
        for page in layout.pages
    ]


def words(line: Any) -> str:
    return "".join(box.text for box in line.descendants() if isinstance(box, boxes.TextBox))


def spread(layout: Layout) -> float:
    found = [
        box.justification_spacing
        for page in lines(layout)
        for line in page
        for box in line.descendants()
        if isinstance(box, boxes.TextBox) and " " in box.text and box.justification_spacing
    ]
    return statistics.pstdev(found)


def paragraphs(count: int, seed: int = 1) -> str:
    return "".join(f'<p id="p{number}">{text(90, seed * 1000 + number)}</p>' for number in range(count))


def test_the_words_are_the_same_and_the_spaces_more_even() -> None:
    ours, theirs = laid_out(paragraphs(24)), laid_out(paragraphs(24), GREEDY)
    assert solid("".join(words(line) for page in lines(ours) for line in page)) == solid(
        "".join(words(line) for page in lines(theirs) for line in page)
    )
    assert spread(ours) < spread(theirs) * 0.9


def test_every_line_but_the_last_is_as_wide_as_the_measure() -> None:
    layout = laid_out(paragraphs(6))
    for page, found in zip(layout.pages, lines(layout), strict=True):
        for line, after in itertools.pairwise(found):
            if line.element is after.element:
                assert line.width == pytest.approx(page.width, abs=0.01)


def test_a_note_is_broken_as_one() -> None:
    def noted(number: int) -> str:
        note = f'<span class="footnote" id="n{number}">{text(45, 3000 + number)}</span>'
        return f'<p id="p{number}">{text(90, number)}{note} {text(60, 2000 + number)}</p>'

    body, css = "".join(noted(number) for number in range(12)), ".footnote { float: footnote; text-indent: 0 }"

    def spaces(greedy: str) -> list[float]:
        notes = [line for page in lines(laid_out(body, css + greedy), "span") for line in page]
        assert len(notes) > 24
        texts = [box for line in notes for box in line.descendants() if isinstance(box, boxes.TextBox)]
        return [box.justification_spacing for box in texts if " " in box.text.strip() and box.justification_spacing]

    ours, theirs = sorted(spaces("")), sorted(spaces(GREEDY))
    assert ours[-1] < theirs[-1]
    assert statistics.mean(ours[-12:]) < statistics.mean(theirs[-12:]) * 0.8  # the widest


def test_a_paragraph_of_many_parts_is_broken_as_one() -> None:
    body = (
        f'<p id="a">{text(20, 1)} <em>{text(25, 2)}</em> {text(10, 3)}<span class="footnote" id="n">A note.</span> '
        f'{text(20, 4)} <a href="#a">{text(12, 5)}</a>, {text(20, 6)} <strong><em>{text(9, 7)}</em></strong></p>'
    )
    layout = laid_out(body, ".footnote { float: footnote }")
    found = lines(layout)[0]
    assert len(found) > 8
    page = layout.pages[0]
    assert all(line.width == pytest.approx(page.width, abs=0.01) for line in found[:-1])
    said = solid("".join(words(line) for line in found))
    assert solid(text(25, 2)) in said
    assert solid(text(12, 5)) in said


def test_lines_are_as_wide_as_we_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    rows: list[tuple[Row, tuple[Break, ...]]] = []
    set_lines: dict[str, float] = {}

    def noted(row: Row, width: float) -> tuple[Break, ...] | None:
        breaks = fit.fit(row, width)
        rows.append((row, breaks or ()))
        return breaks

    def spread_later(context: Any, line: Any, width: float, *, is_last: bool) -> None:
        spaces = [box for box in line.descendants() if isinstance(box, boxes.TextBox)]
        set_lines[words(line)] = line.width - sum(box.justification_spacing * box.text.count(" ") for box in spaces)

    monkeypatch.setattr(breaking, "fit", noted)
    monkeypatch.setattr(breaking, "_spread", spread_later)
    body = f'<p id="m">{text(40, 8)} <em>{text(15, 9)}</em>, “{text(20, 10)}” <code>{text(9, 11)}</code> AVAT</p>'
    laid_out.__wrapped__(paragraphs(5, seed=11) + body)
    measured = []
    for row, breaks in rows:
        start = -row.indent
        for where in (*breaks, (len(row.ends) - 1, AFTER)):
            measured.append(row.place(where).end - start)
            start = row.place(where).start
    assert len(measured) == len(set_lines) > 40
    for ours, theirs in zip(measured, set_lines.values(), strict=True):
        assert ours == pytest.approx(theirs, rel=0.001)


def test_beside_is_only_what_stands_beside() -> None:
    above = f'<div style="float: left; width: 40pt; height: 20pt"></div><p id="a">{text(30, 1)}</p>'
    ours, theirs = laid_out(above + paragraphs(10)), laid_out(above + paragraphs(10), GREEDY)
    assert [words(line) for line in lines(ours)[0][:2]] == [words(line) for line in lines(theirs)[0][:2]]
    assert spread(ours) < spread(theirs) * 0.9


@pytest.mark.parametrize(
    "body",
    [
        f'<p id="a">{text(30, 1)}<br/>{text(30, 2)}</p>',
        f'<p id="a" dir="rtl">{text(60, 1)}</p>',
        f'<p id="a" style="text-align: left">{text(60, 1)}</p>',
        f'<p id="a" style="white-space: pre-wrap">{text(60, 1)}</p>',
        f'<p id="a">{"汉字" * 200}</p>',
        f'<p id="a">{"x" * 400} {text(20, 1)}</p>',
        '<p id="a"> </p>',
        '<p id="a">Word</p>',
        f'<div style="float: left; width: 40pt">x</div><p id="a">{text(60, 1)}</p>',
        f'<p id="a">{text(20, 1)} <span style="display: inline-block">box</span> {text(40, 2)}</p>',
        f'<p id="a"> {text(40, 1)} </p>',
        f'<p id="a">{text(20, 1)}<em> {text(20, 2)} </em>{text(20, 3)}</p>',
    ],
)
def test_what_only_the_engine_can_break_keeps_its_words(body: str) -> None:
    ours, theirs = laid_out(body), laid_out(body, GREEDY)
    said = ["".join(words(line) for page in lines(layout) for line in page) for layout in (ours, theirs)]
    assert solid(said[0]) == solid(said[1])


def test_no_recto_ends_within_a_word() -> None:
    layout = laid_out(paragraphs(80, seed=3))
    ends = [words(page[-1]) for page in lines(layout) if page]
    assert not any(end.endswith("‐") for end in ends[::2])
    greedy = [words(page[-1]) for page in lines(laid_out(paragraphs(80, seed=3), GREEDY)) if page]
    assert any(end.endswith("‐") for end in greedy[::2])


def test_hyphens_do_not_stand_under_one_another() -> None:
    in_row = most = 0
    for page in lines(laid_out(paragraphs(80, seed=3))):
        for line in page:
            in_row = in_row + 1 if words(line).endswith("‐") else 0
            most = max(most, in_row)
    assert most <= 2


def test_last_pages_of_a_line_or_two_are_mended(monkeypatch: pytest.MonkeyPatch) -> None:
    mended = []
    for count in range(18, 60):
        body = paragraphs(count, seed=7)
        with monkeypatch.context() as patch:
            patch.setattr(mend, "LEAST", 0)
            before = laid_out.__wrapped__(body)
        if len(lines(before)[-1]) >= LEAST:
            continue
        after = laid_out(body)
        mended.append(len(lines(after)[-1]) >= LEAST or len(after.pages) < len(before.pages))
        assert solid("".join(words(line) for page in lines(after) for line in page)) == solid(
            "".join(words(line) for page in lines(before) for line in page)
        )
        if len(mended) == 4:
            break
    assert sum(mended) >= 2  # not every paragraph bends


def test_a_change_that_room_takes_up_is_not_followed_to_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before a picture that found no room, a line more or fewer changes nothing after it."""
    block = '<div style="height: 300pt; break-inside: avoid"></div>'
    made: list[int] = []
    make = mend.page_layout.make_page

    def counted(*given: Any, **named: Any) -> Any:
        made.append(1)
        return make(*given, **named)

    monkeypatch.setattr(mend.page_layout, "make_page", counted)
    for count in (56, 93):  # four lines on the last page, of five and of six
        after = "".join(f"<div>{text(5, number)}</div>" for number in range(count))
        made.clear()
        layout = laid_out.__wrapped__(f"{paragraphs(6)}{block}{after}")
        assert len(lines(layout, "div")[-1]) == LEAST - 1
        assert len(made) == len(layout.pages) + 2  # a try was made, and ended at the block


def test_the_source_keeps_the_words_as_they_were_written() -> None:
    layout = laid_out(paragraphs(6))
    said = [box.text for box in layout.source.descendants() if isinstance(box, boxes.TextBox)]
    assert text(90, 1003) in said
    assert any("\u2010" in words(line) for page in lines(layout) for line in page)


def test_two_layouts_are_equal() -> None:
    one, other = (laid_out.__wrapped__(paragraphs(12)) for _ in range(2))
    assert [[words(line) for line in page] for page in lines(one)] == [
        [words(line) for line in page] for page in lines(other)
    ]
