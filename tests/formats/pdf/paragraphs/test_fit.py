"""The breaker on numbers: legal breaks, the best of all on small paragraphs, and what it never does."""

from __future__ import annotations

import random
from itertools import combinations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from publisher.formats.pdf.paragraphs.fit import (
    AFTER,
    MOST_HYPHENS,
    SHRINK,
    STRETCH,
    Break,
    Place,
    Row,
    fit,
    fit_lines,
)

SPACE = 3.0


def row(words: list[float | tuple[float, float]], indent: float = 0.0, shortest: float = 0.0) -> Row:
    """Words by their widths; a pair is a word that may be divided into parts of these widths (its hyphen is 1 wide)."""
    ends: list[float] = []
    divided: dict[int, list[Place]] = {}
    at = 0.0
    for number, word in enumerate(words):
        if isinstance(word, tuple):
            divided[number] = [Place(at + word[0] + 1, at + word[0], number, number, True)]
        at += sum(word) if isinstance(word, tuple) else word
        ends.append(at)
        at += SPACE
    starts = [*(end + SPACE for end in ends[:-1]), ends[-1]]
    edges = [""] * len(words)
    asked = lambda number: divided.get(number, [])  # noqa: E731
    return Row(ends, starts, range(len(words)), edges, edges, asked, SPACE, indent, shortest)


def end_of(made: Row) -> Break:
    return (len(made.ends) - 1, AFTER)


def lines(made: Row, breaks: tuple[Break, ...]) -> list[tuple[float, int]]:
    """Natural width and number of spaces of each line."""
    found = []
    start, spaces = -made.indent, 0
    for where in (*breaks, end_of(made)):
        place = made.place(where)
        found.append((place.end - start, place.spaces_before - spaces))
        start, spaces = place.start, place.spaces_after
    return found


def demerits(made: Row, breaks: tuple[Break, ...], width: float) -> float:
    """What the lines cost by the badness of their spaces alone; infinite where one is too full."""
    total = 0.0
    found = lines(made, breaks)
    for number, (natural, spaces) in enumerate(found):
        room = width - natural
        if room < -spaces * SPACE * SHRINK - 1e-6:
            return float("inf")
        ratio = room / (spaces * SPACE * SHRINK) if room < 0 else 0.0
        if room > 0 and number < len(found) - 1:
            ratio = room / (spaces * SPACE * STRETCH) if spaces else 100.0
        total += (1 + 100 * abs(ratio) ** 3) ** 2
    return total


def test_a_paragraph_that_fits_is_one_line() -> None:
    assert fit(row([10, 10, 10]), 60) == ()


def greedy(made: Row, width: float) -> tuple[Break, ...]:
    """Every line as full as it can be without shrinking."""
    found: list[Break] = []
    start = -made.indent
    for word, end in enumerate(made.ends):
        if end - start > width:
            found.append((word - 1, AFTER))
            start = made.starts[word - 1]
    return tuple(found)


@given(st.lists(st.integers(8, 36), min_size=30, max_size=80))
def test_it_looks_ahead_where_greed_does_not(words: list[int]) -> None:
    made = row([float(word) for word in words])
    best = fit(made, 200)
    assert best is not None
    assert demerits(made, best, 200) <= demerits(made, greedy(made, 200), 200) + 30_000 * len(best)


def test_a_word_wider_than_the_line_is_the_engines_business() -> None:
    assert fit(row([10, 100, 10]), 50) is None


@given(st.lists(st.integers(4, 30), min_size=2, max_size=11), st.integers(40, 70))
def test_no_other_way_is_better(words: list[int], width: int) -> None:
    made = row([float(word) for word in words])
    breaks = fit(made, width)
    assume(breaks is not None)
    assert breaks is not None
    naturals = lines(made, breaks)
    assert all(width - natural >= -count * SPACE * SHRINK - 1e-6 for natural, count in naturals)
    inner = [(word, AFTER) for word in range(len(words) - 1)]
    ways = (way for count in range(len(words)) for way in combinations(inner, count))
    best = min(demerits(made, way, width) for way in ways)
    penalty = 30_000 * len(breaks)  # tight beside loose, and the rounds, may cost the plain badness something
    assert demerits(made, breaks, width) <= best + penalty


@given(st.lists(st.one_of(st.floats(4, 40), st.tuples(st.floats(6, 25), st.floats(6, 25))), min_size=1, max_size=60))
def test_breaks_rise_and_hyphens_do_not_pile_up(words: list[float | tuple[float, float]]) -> None:
    made = row(words)
    breaks = fit(made, 90)
    assume(breaks is not None)
    assert breaks is not None
    assert list(breaks) == sorted(set(breaks))
    in_row = 0
    for where in breaks:
        in_row = in_row + 1 if made.place(where).hyphen else 0
        assert in_row <= MOST_HYPHENS


def test_a_line_may_be_asked_to_end_with_a_whole_word() -> None:
    made = row([20.0] * 8 + [(14.0, 16.0)] + [20.0] * 12)
    divided = fit(made, 200)
    assert divided is not None
    assert made.place(divided[0]).hyphen
    whole = fit(made, 200, whole=1)
    assert whole is not None
    assert not made.place(whole[0]).hyphen


def test_lines_that_are_set_stay() -> None:
    made = row([20.0] * 12)
    first = fit(made, 70)
    assert first is not None
    other = fit(made, 70, fixed=first[:1])
    assert other is not None
    assert other[0] == first[0]
    alone = fit(made, 70, fixed=((0, AFTER),))
    assert alone is not None
    assert alone[0] == (0, AFTER)


@pytest.mark.parametrize("step", [-1, 1])
def test_a_long_paragraph_can_have_a_line_less_or_more(step: int) -> None:
    bent = 0
    for seed in range(30):
        chance = random.Random(seed)
        made = row([float(chance.randint(6, 32)) for _ in range(200 + seed)])
        best = fit(made, 200)
        assert best is not None
        other = fit_lines(made, 200, len(best) + 1 + step)
        if other is not None:
            assert len(other) == len(best) + step
            assert all(width <= 200 + count * SPACE * SHRINK + 1e-6 for width, count in lines(made, other))
            bent += 1
    assert bent


def test_a_short_paragraph_cannot() -> None:
    assert fit_lines(row([20.0] * 6), 70, 6) is None


def test_mending_does_not_stretch_without_end() -> None:
    made = row([30.0, (24.0, 30.0), 30.0, 60.0])
    divided = fit(made, 70)
    assert divided is not None
    assert made.place(divided[0]).hyphen
    assert fit(made, 70, whole=1, most=2.0) is None
    assert fit(made, 70, whole=1) is not None


def test_a_last_line_is_no_shorter_than_asked() -> None:
    words = [18.0] * 18 + [4.0]
    assert lines(row(words), fit(row(words), 187) or ())[-1][0] == 4.0
    made = row(words, shortest=15.0)
    assert lines(made, fit(made, 187) or ())[-1][0] >= 15.0
