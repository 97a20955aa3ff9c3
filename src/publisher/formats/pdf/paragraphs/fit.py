"""Where a paragraph is best broken into lines: the total fit of Knuth and Plass, on numbers alone.

D. E. Knuth, M. F. Plass: Breaking Paragraphs into Lines (Software: Practice and Experience 11, 1981). A line's badness
is the cube of how far its spaces are stretched or shrunk; the breaks are those whose demerits are least for the whole
paragraph. To their demerits we add those of stacked words and of a last line that is shorter than an indent.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
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
_HYPHENS_ROOM = 4.0  # spaces: what a divided word's hyphen reaches beyond it, and a line without spaces may lack


AFTER = 1 << 30  # in the place of a division's number: the space after a word
Break = tuple[int, int]  # a word, and which of its divisions: breaks rise as they stand in the paragraph


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
    """A paragraph, word by word; the columns have an entry for each. Where one may be divided is asked late."""

    ends: Sequence[float]  # cumulative, like all positions
    starts: Sequence[float]  # of the words after
    spaces: Sequence[int]  # up to the end
    last_words: Sequence[str]  # as a line's end and the next one's beginning are compared
    first_words: Sequence[str]
    divisions: Callable[[int], Sequence[Place]]  # of a word
    space: float  # the natural width of a space
    indent: float = 0.0
    shortest: float = 0.0  # the least width of a last line

    def place(self, where: Break) -> Place:
        """The place of a break, or the paragraph's end."""
        word, division = where
        if division < AFTER:
            return self.divisions(word)[division]
        end, spaces, is_last = self.ends[word], self.spaces[word], word + 1 == len(self.ends)
        edge = (self.last_words[word], self.first_words[word])
        return Place(end, self.starts[word], spaces, spaces if is_last else spaces + 1, False, *edge)

    def of(self, word: int, *, divided: bool) -> Iterator[tuple[Break, Place]]:
        """The places of a word."""
        if divided:
            for number, place in enumerate(self.divisions(word)):
                yield (word, number), place
        yield (word, AFTER), self.place((word, AFTER))


@dataclass(slots=True)
class _Node:
    """A way to have broken the paragraph up to a place."""

    where: Break
    start: float
    spaces: int
    hyphens: int
    fitness: int
    line: int
    demerits: float
    first: str  # word of the line that ends here
    last: str
    opening: str  # the first word of the line that begins
    before: _Node | None
    soonest: int = 0  # the first word after which its line may end


def fit(
    row: Row, width: float, *, fixed: Sequence[Break] = (), whole: int = 0, most: float = math.inf
) -> tuple[Break, ...] | None:
    """The breaks at which the lines end, the end of the paragraph left out.

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


def fit_lines(row: Row, width: float, lines: int) -> tuple[Break, ...] | None:
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
    fixed: tuple[Break, ...] = ()
    whole: int = 0
    by_line: bool = False  # whether the best way for each number of lines is wanted, not only the best of all


def _path(node: _Node) -> tuple[Break, ...]:
    found = []
    here = node.before
    while here is not None and here.before is not None:
        found.append(here.where)
        here = here.before
    return tuple(reversed(found))


def _begin(row: Row, fixed: Sequence[Break]) -> _Node:
    """The way that is fixed already, as one node after the other."""
    node = _Node((-1, AFTER), -row.indent, 0, 0, 1, 0, 0.0, "", "", "", None)
    for where in fixed:
        place = row.place(where)
        hyphens = node.hyphens + 1 if place.hyphen else 0
        ended = (where, place.start, place.spaces_after, hyphens, 1, node.line + 1)
        node = _Node(*ended, 0.0, node.opening, place.last_word, place.first_word, node)
    return node


def _best(row: Row, width: float, wish: _Wish) -> list[_Node]:
    """The best ways to the end, the best first.

    Only words are looked at in which a line may end that began at a node: how far a line reaches when its spaces are
    stretched as much as they may grows from word to word, so the first such word is found by bisection.
    """
    begun = _begin(row, wish.fixed)
    last = len(row.ends) - 1
    stretched = row.space * STRETCH * wish.most
    reaches = None
    if wish.most < math.inf:
        reaches = [end + spaces * stretched for end, spaces in zip(row.ends, row.spaces, strict=True)]
    active = [begun]
    word = max(0, begun.where[0])
    while word <= last:
        for where, place in row.of(word, divided=wish.hyphens):
            if where <= begun.where:
                continue
            reached: dict[tuple[int, int, int], _Node] = {}
            active = _ended(active, reached, row, width, wish, where, place)
            for node in reached.values():
                if reaches is not None:
                    least = width + node.start + node.spaces * stretched - _HYPHENS_ROOM * row.space
                    node.soonest = bisect_left(reaches, least, word)
                active.append(node)
            if not active:
                return []
        if word == last:
            break
        word = min(last, max(word + 1, min([node.soonest for node in active])))
    ends = [node for node in active if node.where == (last, AFTER)]
    return sorted(ends, key=lambda node: node.demerits)


def _ended(
    active: list[_Node],
    reached: dict[tuple[int, int, int], _Node],
    row: Row,
    width: float,
    wish: _Wish,
    where: Break,
    place: Place,
) -> list[_Node]:
    """End a line at a place, from each node that it can begin at; the nodes that go on after it."""
    stretch, shrink = row.space * STRETCH, row.space * SHRINK
    is_last = where == (len(row.ends) - 1, AFTER)
    end, _, before, *_ = place
    kept: list[_Node] = []
    for node in active:
        natural = end - node.start
        count = before - node.spaces
        room = width - natural
        if room < -count * shrink - 1e-6:
            continue  # too full from here on: this node is done
        kept.append(node)
        ratio = _ratio(room, count, stretch, shrink, is_last)
        if ratio > wish.most or (place.hyphen and node.line + 1 == wish.whole):
            continue
        shortness = _RUNT if is_last and natural < row.shortest else 0.0
        _reach(reached, node, where, place, ratio, is_last, shortness, wish.by_line)
    return kept


def _ratio(room: float, count: int, stretch: float, shrink: float, is_last: bool) -> float:
    if room < 0:
        return room / (count * shrink) if count else 0.0
    if is_last:
        return 0.0
    return room / (count * stretch) if count else (0.0 if room < stretch else 100.0)


def _reach(
    reached: dict[tuple[int, int, int], _Node],
    node: _Node,
    where: Break,
    place: Place,
    ratio: float,
    is_last: bool,
    shortness: float,
    by_line: bool,
) -> None:
    """Note a line from ``node`` to a place, if it is the best one of its kind that reaches it."""
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
    if node.before is not None:
        if abs(fitness - node.fitness) > 1:
            demerits += _UNLIKE
        if node.opening and node.opening == node.first:
            demerits += _STACKED
        if place.last_word and place.last_word == node.last:
            demerits += _STACKED
    if is_last:
        if node.hyphens:
            demerits += _LAST_HYPHEN
        demerits += shortness
    key = (fitness, count, node.line + 1 if by_line else 0)
    known = reached.get(key)
    if known is None or demerits < known.demerits:
        ended = (where, place.start, place.spaces_after, count, fitness, node.line + 1)
        reached[key] = _Node(*ended, demerits, node.opening, place.last_word, place.first_word, node)
