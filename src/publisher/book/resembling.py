"""An edited block is known again by likeness, and the less like it is, the nearer it must be to its old place.

A paragraph of which a third was rewritten shares half of its longer words with what it was; two paragraphs of one
book share less than a tenth, now and then a fifth. What is split keeps its id in the part that is most like the
whole; what is joined has the id of the part that it is most like.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from heapq import nlargest

from publisher.book.ledger import OTHER, Ledger
from publisher.book.likeness import SHORT, likeness, numbers, sketch

# The least likeness that makes two blocks the same: of a text, of a short one (many of these begin alike, above all
# questions), and of a heading's two or three words, of which one slip changes much.
_NEAR = (0.2, 0.44, 0.32)  # between the same neighbours
_HERE = (0.4, 0.6, 0.6)  # in the same chapter
_ANYWHERE = (0.5, 2.0, 2.0)  # a short text is not known again in another chapter
_TINY = 4  # words
_NEAR_COUNTS = 0.2  # more than what is like it elsewhere
_HERE_COUNTS = 0.05

_WINDOW = 4  # places before and behind the one where a block would stand if nothing else had changed
_COMMON = 40  # lines: a number that more of them have says nothing
_SHARED = 6  # one in so many numbers must be the same for a line to be looked at
_LIKELIEST = 5  # lines to look at closely, of those that share enough


def match_alike(ledger: Ledger) -> None:
    """Match what is left of blocks and lines by likeness, the most like first."""
    likely = _Likely(ledger)
    for elsewhere in (True, False):  # what is known after the first time gives neighbours for the second
        pairs = []
        before, after = _neighbours(ledger)
        for number in list(ledger.free_blocks()):
            near = set(_near(ledger, number, before[number], after[number]))
            for line in sorted(near.union(likely.lines(number)) if elsewhere else near):
                score = likely.score(number, line, near=line in near)
                if score:
                    pairs.append((-score, number, line))
        for _, number, line in sorted(pairs):
            if ledger.line_of[number] < 0 and not ledger.taken[line]:
                ledger.take(number, line)


def _neighbours(ledger: Ledger) -> tuple[list[int], list[int]]:
    """For each block the nearest one before and after it that is known; the edge of its chapter where there is none."""
    before: list[int] = []
    after: list[int] = [0] * len(ledger.blocks)
    for chapter in range(len(ledger.surveys)):
        numbers = ledger.blocks_of(chapter)
        last = numbers.start - 1
        for number in numbers:
            before.append(last)
            last = number if ledger.line_of[number] >= 0 else last
        last = numbers.stop
        for number in reversed(numbers):
            after[number] = last
            last = number if ledger.line_of[number] >= 0 else last
    return before, after


def _near(ledger: Ledger, number: int, before: int, after: int) -> Iterator[int]:
    """The free lines about the place where a block would stand by its neighbours that are known."""
    chapter = ledger.chapter_of[number]
    numbers = ledger.blocks_of(chapter)
    group = ledger.block_key[number][0]
    own = ledger.living.get(ledger.partner_id(chapter), [])
    for at, edge in ((before, -1), (after, len(own))):
        row, place = own, edge
        if at in numbers:
            line = ledger.line_of[at]
            row, place = ledger.living.get(ledger.lines[line].chapter, []), ledger.living_place[line]
            if place < 0:
                continue
        middle = place + number - at
        for other in row[max(0, middle - _WINDOW) : max(0, middle + _WINDOW + 1)]:
            if not ledger.taken[other] and ledger.line_key[other][0] == group:
                yield other


class _Likely:
    """Which lines may be like a block: those that share the rarer numbers of its sketch."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._of_line = {
            line: numbers(ledger.lines[line].sketch)
            for line in ledger.free_lines()
            if ledger.line_key[line][0] != OTHER
        }
        self._of_block: dict[tuple[int, bool], tuple[str, ...]] = {}
        self._having: defaultdict[tuple[str, bool, str], list[int]] = defaultdict(list)
        for line, sketched in self._of_line.items():
            short = self._is_short(line)
            for each in sketched:
                self._having[ledger.line_key[line][0], short, each].append(line)

    def _is_short(self, line: int) -> bool:
        return self._ledger.lines[line].length < SHORT

    def _sketched(self, number: int, *, short: bool) -> tuple[str, ...]:
        """A block's numbers, as a line has them whose text was short, or was not."""
        if (number, short) not in self._of_block:
            self._of_block[number, short] = numbers(sketch(self._ledger.words(number), short=short))
        return self._of_block[number, short]

    def lines(self, number: int) -> list[int]:
        """A few lines that share the most numbers with a block."""
        group = self._ledger.block_key[number][0]
        length = len(self._ledger.words(number))
        shared: Counter[int] = Counter()
        least = 1
        for short in (False, True):
            if length >= 2 * SHORT if short else 2 * length < SHORT:
                continue
            sketched = self._sketched(number, short=short)
            least = max(least, len(sketched) // _SHARED)
            for each in sketched:
                having = self._having.get((group, short, each), ())
                if len(having) <= _COMMON:
                    shared.update(having)
        likely = ((count, -line) for line, count in shared.items() if count >= least and not self._ledger.taken[line])
        return [-line for _, line in nlargest(_LIKELIEST, likely)]

    def score(self, number: int, line: int, *, near: bool) -> float:
        """How much speaks for the block's being what the line knew; 0 where it is too little."""
        ledger = self._ledger
        if line not in self._of_line:
            return 0.0
        short = self._is_short(line)
        alike = likeness(self._sketched(number, short=short), self._of_line[line])
        here = ledger.lines[line].chapter == ledger.partner_id(ledger.chapter_of[number]) != ""
        least = _NEAR if near else _HERE if here else _ANYWHERE
        size = short + (ledger.lines[line].length < _TINY)
        if alike < least[size]:
            return 0.0
        return alike + _NEAR_COUNTS * near + _HERE_COUNTS * here
