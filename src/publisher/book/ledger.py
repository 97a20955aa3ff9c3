"""A ledger sets the blocks of a book beside the lines of its lock while the one are matched with the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from publisher.book.likeness import tokens
from publisher.book.survey import PREFIX, Block, Survey
from publisher.manuscript.lock import LockLine

CHAPTER, PART, OTHER = "chapter", "part", "other"

# Blocks that one edit turns into each other: an empty line between two items makes paragraphs of them.
_GROUPS = {"paragraph": "text", "item": "text", "description": "text"}
_KINDS = frozenset({*PREFIX, "heading", "figure", "term", "note", "noteref"})

Key = tuple[str, str]
"""What is the same in two editions of the same block: its group and the digest of its words."""


def kind_in_lock(kind: str) -> str:
    """What the lock calls a kind of node: everything that only an author names is ``other``."""
    return kind if kind in _KINDS else OTHER


def _group(kind: str) -> str:
    return _GROUPS.get(kind, kind if kind in _KINDS else OTHER)


class Ledger:
    """Who is who, so far. Lines and blocks are named by their numbers. Short-lived; never travels.

    ``line_of`` tells the line of a block, -1 for none yet; ``partner`` the line of a chapter. ``rows`` are the lines of
    a chapter of the last edition in its order, those of what was gone then too; ``living`` only what was not.
    """

    __slots__ = (
        "_same", "_words", "block_key", "blocks", "chapter_of", "first", "line_key", "line_of", "lines", "living",
        "living_place", "partner", "place", "rows", "surveys", "taken",
    )  # fmt: skip

    def __init__(self, lines: Iterable[LockLine], surveys: tuple[Survey, ...]) -> None:
        """``lines`` of a lock that a merge has left may name an id several times."""
        self.surveys = surveys
        self.blocks: list[Block] = [block for survey in surveys for block in survey.blocks]
        self.chapter_of = [number for number, survey in enumerate(surveys) for _ in survey.blocks]
        self.first = [0]
        for survey in surveys:
            self.first.append(self.first[-1] + len(survey.blocks))
        self.block_key: list[Key] = [(_group(block.kind), block.digest) for block in self.blocks]
        self.line_of = [-1] * len(self.blocks)
        self.partner = [-1] * len(surveys)
        ordered = sorted(set(lines), key=lambda line: (line.chapter, line.order, line.id, line.gone, line.digest))
        self.lines: list[LockLine] = ordered
        self.line_key: list[Key] = [(_group(line.kind), line.digest) for line in ordered]
        self.taken = bytearray(len(ordered))
        self.place = [-1] * len(ordered)
        self.living_place = [-1] * len(ordered)
        self.rows: dict[str, list[int]] = {}
        self.living: dict[str, list[int]] = {}
        self._same: dict[str, list[int]] = {}
        self._words: dict[int, list[str]] = {}
        for number, line in enumerate(ordered):
            self._same.setdefault(line.id, []).append(number)
            if line.kind not in (CHAPTER, PART) and line.order:
                self._enter(number, line, self.rows, self.place)
                if not line.gone:
                    self._enter(number, line, self.living, self.living_place)

    @staticmethod
    def _enter(number: int, line: LockLine, rows: dict[str, list[int]], place: list[int]) -> None:
        row = rows.setdefault(line.chapter, [])
        place[number] = len(row)
        row.append(number)

    def named(self, id: str) -> list[int]:
        """The lines with this id."""
        return self._same.get(id, [])

    def take(self, block: int, line: int) -> None:
        """The block is what the line knew."""
        self.line_of[block] = line
        self.take_id(self.lines[line].id)

    def take_chapter(self, chapter: int, line: int) -> None:
        """The chapter is what the line knew."""
        self.partner[chapter] = line
        self.take_id(self.lines[line].id)

    def take_id(self, id: str) -> None:
        """Nothing else can have this id."""
        for number in self._same.get(id, ()):
            self.taken[number] = 1

    def blocks_of(self, chapter: int) -> range:
        """The blocks of a chapter."""
        return range(self.first[chapter], self.first[chapter + 1])

    def free_blocks(self) -> Iterator[int]:
        """The blocks that have no line yet, in order."""
        return (number for number, line in enumerate(self.line_of) if line < 0)

    def free_lines(self, *, gone: bool = False) -> Iterator[int]:
        """The lines of blocks that nothing has been matched with, in order."""
        for number, line in enumerate(self.lines):
            if not self.taken[number] and line.gone == gone and line.kind not in (CHAPTER, PART):
                yield number

    def partner_id(self, chapter: int) -> str:
        """What a chapter was called in the last edition; ``""`` where it was not there."""
        line = self.partner[chapter]
        return self.lines[line].id if line >= 0 else ""

    def words(self, block: int) -> list[str]:
        """The tokens of a block, taken apart once."""
        if block not in self._words:
            self._words[block] = tokens(self.blocks[block].words)
        return self._words[block]
