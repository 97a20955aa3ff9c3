"""Where a paragraph is best broken into lines: the total fit of Knuth and Plass, on numbers alone.

D. E. Knuth, M. F. Plass: Breaking Paragraphs into Lines (Software: Practice and Experience 11, 1981). A line's badness
is the cube of how far its spaces are stretched or shrunk; the breaks are those whose demerits are least for the whole
paragraph. To their demerits we add those of stacked words and of a last line that is shorter than an indent.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Sequence
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
_HYPHENS_ROOM = 2.0  # spaces: what a divided word's hyphen reaches beyond it, and a line without spaces may lack


AFTER = 1 << 30  # in the place of a division's number: the space after a word
_Place = tuple[float, float, int, int, bool, str, str]  # a Place, its names left out where many are made
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
    ends, starts, spaces, last = row.ends, row.starts, row.spaces, len(row.ends) - 1
    search = _Search(row, width, wish, last)
    active = [begun]
    first, division = begun.where
    word = max(first, 0)
    while active:
        if wish.hyphens:
            for number, place in enumerate(row.divisions(word)):
                if word > first or number > division:
                    active = search.end(active, (word, number), place)
        if word > first or division < AFTER:
            after = spaces[word] if word == last else spaces[word] + 1
            edge = (row.last_words[word], row.first_words[word])
            active = search.end(active, (word, AFTER), (ends[word], starts[word], spaces[word], after, False, *edge))
        if word == last:
            break
        word = min(last, max(word + 1, min([node.soonest for node in active], default=last)))
    ways = [node for node in active if node.where == (last, AFTER)]
    return sorted(ways, key=lambda node: node.demerits)


class _Search:
    """What one search for the best ways has in common for all places."""

    __slots__ = ("last", "most", "reaches", "room", "row", "shrink", "stretch", "width", "wish")

    def __init__(self, row: Row, width: float, wish: _Wish, last: int) -> None:
        self.row, self.width, self.wish, self.last = row, width, wish, last
        self.stretch, self.shrink, self.most = row.space * STRETCH, row.space * SHRINK, wish.most
        self.room = row.space * (_HYPHENS_ROOM if wish.hyphens else STRETCH) + 1e-6
        self.reaches: list[float] | None = None
        if wish.most < math.inf:
            most = self.stretch * wish.most
            self.reaches = [end + count * most for end, count in zip(row.ends, row.spaces, strict=True)]

    def end(self, active: list[_Node], where: Break, place: _Place) -> list[_Node]:
        """End lines at a place, from each node that one can begin at; the nodes that go on after it, and the new."""
        end, _, before, *_ = place
        is_last = where == (self.last, AFTER)
        kept: list[_Node] = []
        reached: dict[tuple[int, int, int], _Node] = {}
        word = where[0]
        for node in active:
            if node.soonest > word and not is_last:
                kept.append(node)
                continue
            natural = end - node.start
            room = self.width - natural
            count = before - node.spaces
            if room < 0:
                least = count * self.shrink
                if room < -least - 1e-6:
                    continue  # too full from here on: this node is done
                ratio = room / least if count else 0.0
            elif is_last:
                ratio = 0.0
            elif count:
                ratio = room / (count * self.stretch)
            else:
                ratio = 0.0 if room < self.stretch else 100.0
            kept.append(node)
            if ratio <= self.most:
                self._reach(reached, node, where, place, ratio, self.row.shortest - natural if is_last else None)
        for node in reached.values():
            if self.reaches is not None:
                least = self.width + node.start + node.spaces * self.stretch * self.most - self.room
                node.soonest = bisect_left(self.reaches, least, word)
            kept.append(node)
        return kept

    def _reach(
        self,
        reached: dict[tuple[int, int, int], _Node],
        node: _Node,
        where: Break,
        place: _Place,
        ratio: float,
        missing: float | None,
    ) -> None:
        """Note a line from ``node`` to a place, if it is the best one of its kind that reaches it.

        ``missing`` is what the last line lacks to be as long as it should, and None of any other.
        """
        _, start, _, after, hyphen, last_word, first_word = place
        count = node.hyphens + 1 if hyphen else 0
        if count > MOST_HYPHENS or (hyphen and node.line + 1 == self.wish.whole):
            return
        badness = 100.0 * abs(ratio) ** 3
        demerits = node.demerits + (1.0 + badness) ** 2
        fitness = 0 if ratio < -0.5 else 1 if ratio <= 0.5 else 2 if ratio <= 1.0 else 3
        if hyphen:
            demerits += _HYPHEN
            if node.hyphens:
                demerits += _TWO_HYPHENS
        if node.before is not None:
            if abs(fitness - node.fitness) > 1:
                demerits += _UNLIKE
            if node.opening and node.opening == node.first:
                demerits += _STACKED
            if last_word and last_word == node.last:
                demerits += _STACKED
        if missing is not None:
            if node.hyphens:
                demerits += _LAST_HYPHEN
            if missing > 0:
                demerits += _RUNT
        key = (fitness, count, node.line + 1 if self.wish.by_line else 0)
        known = reached.get(key)
        if known is None or demerits < known.demerits:
            ended = (where, start, after, count, fitness, node.line + 1)
            reached[key] = _Node(*ended, demerits, node.opening, last_word, first_word, node)
