"""Where a paragraph is best broken into lines: the total fit of Knuth and Plass, on numbers alone.

D. E. Knuth, M. F. Plass: Breaking Paragraphs into Lines (Software: Practice and Experience 11, 1981). A line's badness
is the cube of how far its spaces are stretched or shrunk; the breaks are those whose demerits are least for the whole
paragraph. To their demerits we add those of stacked words and of a last line that is shorter than an indent.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

STRETCH = 0.5  # of a space: what it may grow by before a line counts as loose; TeX's fonts have the same
SHRINK = 1 / 3  # of a space: what it may give, and not a hair more; TeX too
MOST_HYPHENS = 2  # in a row
# With hyphens?, and the most that spaces stretch: the first two as TeX has them, the last for what nothing helps.
_ROUNDS = ((False, 1.0), (True, 1.26), (True, 2.0), (True, 6.0), (True, math.inf))
MOST_TO_MEND = 2.0  # the most that spaces stretch, by STRETCH, to mend something: then they are twice their width
_LOOSE = (1.0, 1.6, MOST_TO_MEND)  # the most that spaces stretch in a paragraph that is to have a line more or fewer
_HYPHEN = 2500.0  # demerits of a divided word, as TeX's \hyphenpenalty=50
_TWO_HYPHENS = 10_000.0
_LAST_HYPHEN = 5_000.0  # the line before the last ends in a hyphen
_UNLIKE = 10_000.0  # a loose line beside a tight one
_STACKED = 50_000.0  # the same word at the same edge of two lines
_RUNT = 1_000_000.0  # a last line shorter than it may be


class Place(NamedTuple):
    """Where a line may end. Positions are cumulative widths, counts those of spaces that stretch."""

    end: float  # of a line that ends here, its hyphen included
    start: float  # of the line that then begins
    spaces_before: int  # up to the end
    spaces_after: int  # up to the start
    hyphen: bool  # whether a word is divided
    last_word: str = ""  # of the line that ends here
    first_word: str = ""  # of the line that begins


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph as the breaker sees it. The last of ``places`` is its end."""

    places: Sequence[Place]
    space: float  # the natural width of a space
    indent: float = 0.0
    shortest: float = 0.0  # the least width of a last line


@dataclass(slots=True)
class _Node:
    """A way to have broken the paragraph up to a place."""

    place: int
    start: float
    spaces: int
    hyphens: int
    fitness: int
    line: int
    demerits: float
    first: str
    last: str
    before: _Node | None


def fit(
    row: Row, width: float, *, fixed: Sequence[int] = (), whole: int = 0, most: float = math.inf
) -> tuple[int, ...] | None:
    """The indices of the places at which the lines end, the end of the paragraph left out.

    ``fixed`` are the places of lines that are set already, ``whole`` the number of a line that must not end within a
    word, ``most`` how far spaces may stretch. None when a word is wider than the line, or when there is no such way.
    """
    best: _Node | None = None
    for hyphens, loose in _ROUNDS:
        if loose > most:
            break
        ends = _best(row, width, _Wish(hyphens, loose, tuple(fixed), whole))
        if ends and (best is None or ends[0].demerits < best.demerits):
            best = ends[0]
        if best is not None and (best.demerits < _RUNT or loose > _ROUNDS[1][1]):
            break
    return _path(best) if best is not None else None


def fit_lines(row: Row, width: float, lines: int) -> tuple[int, ...] | None:
    """The best breaks into so many lines.

    None where that would stretch or shrink a line out of bounds, or leave a last line that is too short.
    """
    for most in _LOOSE:
        ends = _best(row, width, _Wish(True, most, by_line=True))
        node = next((each for each in ends if each.line == lines), None)
        if node is not None and node.demerits < _RUNT:
            return _path(node)
    return None


@dataclass(frozen=True, slots=True)
class _Wish:
    """What is asked of a round: hyphens?, the most that spaces stretch, and the bounds that :func:`fit` speaks of."""

    hyphens: bool
    most: float
    fixed: tuple[int, ...] = ()
    whole: int = 0
    by_line: bool = False  # whether the best way for each number of lines is wanted, not only the best of all


def _path(node: _Node) -> tuple[int, ...]:
    found = []
    here: _Node | None = node.before
    while here is not None and here.place >= 0:
        found.append(here.place)
        here = here.before
    return tuple(reversed(found))


def _begin(row: Row, fixed: Sequence[int]) -> _Node:
    """The way that is fixed already, as one node after the other."""
    node = _Node(-1, -row.indent, 0, 0, 1, 0, 0.0, "", "", None)
    for index in fixed:
        place = row.places[index]
        first = row.places[node.place].first_word if node.place >= 0 else ""
        hyphens = node.hyphens + 1 if place.hyphen else 0
        ended = (index, place.start, place.spaces_after, hyphens, 1, node.line + 1)
        node = _Node(*ended, 0.0, first, place.last_word, node)
    return node


def _best(row: Row, width: float, wish: _Wish) -> list[_Node]:
    """The best ways to the end, the best first."""
    stretch, shrink, most = row.space * STRETCH, row.space * SHRINK, wish.most
    active = [_begin(row, wish.fixed)]
    end = len(row.places) - 1
    for index in range(active[0].place + 1, end + 1):
        place = row.places[index]
        if place.hyphen and not wish.hyphens:
            continue
        reached: dict[tuple[int, int, int], _Node] = {}
        kept: list[_Node] = []
        for node in active:
            natural = place.end - node.start
            count = place.spaces_before - node.spaces
            room = width - natural
            if room < -count * shrink - 1e-6:
                continue  # too full from here on: this node is done
            kept.append(node)
            ratio = _ratio(room, count, stretch, shrink, index == end)
            if ratio > most:
                continue
            if place.hyphen and node.line + 1 == wish.whole:
                continue
            _reach(reached, node, row, index, ratio, natural, wish.by_line)
        active = kept
        active.extend(reached.values())
        if not active:
            return []
    ends = [node for node in active if node.place == end]
    return sorted(ends, key=lambda node: node.demerits)


def _ratio(room: float, count: int, stretch: float, shrink: float, is_last: bool) -> float:
    if room < 0:
        return room / (count * shrink) if count else 0.0
    if is_last:
        return 0.0
    return room / (count * stretch) if count else (0.0 if room < stretch else 100.0)


def _reach(
    reached: dict[tuple[int, int, int], _Node],
    node: _Node,
    row: Row,
    index: int,
    ratio: float,
    natural: float,
    by_line: bool,
) -> None:
    """Note a line from ``node`` to a place, if it is the best one of its kind that reaches it."""
    place = row.places[index]
    count = node.hyphens + 1 if place.hyphen else 0
    if count > MOST_HYPHENS:
        return
    badness = 100.0 * abs(ratio) ** 3
    demerits = node.demerits + (1.0 + badness) ** 2
    fitness = 0 if ratio < -0.5 else 1 if ratio <= 0.5 else 2 if ratio <= 1.0 else 3
    if place.hyphen:
        demerits += _HYPHEN
        if node.hyphens:
            demerits += _TWO_HYPHENS
    if node.place >= 0:
        if abs(fitness - node.fitness) > 1:
            demerits += _UNLIKE
        first = row.places[node.place].first_word
        if first and first == node.first:
            demerits += _STACKED
        if place.last_word and place.last_word == node.last:
            demerits += _STACKED
    else:
        first = ""
    if index == len(row.places) - 1:
        if node.hyphens:
            demerits += _LAST_HYPHEN
        if natural < row.shortest:
            demerits += _RUNT
    key = (fitness, count, node.line + 1 if by_line else 0)
    known = reached.get(key)
    if known is None or demerits < known.demerits:
        ended = (index, place.start, place.spaces_after, count, fitness, node.line + 1)
        reached[key] = _Node(*ended, demerits, first, place.last_word, node)
