"""Keeping gives everything in a book the id of its last edition, and writes down what the next edition must know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from publisher.book.ledger import CHAPTER, PART, kind_in_lock
from publisher.book.likeness import SHORT, sketch, tokens
from publisher.book.matching import Matches, match
from publisher.book.model import Chapter, Part
from publisher.book.names import digest
from publisher.book.order import ordered
from publisher.book.slugs import is_name, is_strict_name
from publisher.book.survey import Block, Survey
from publisher.diagnostics import Diagnostic
from publisher.manuscript.lock import LOCK, LONGEST_ID, Lock, LockLine
from publisher.rules.book import CHAPTER_GONE, ID_FROM_BEFORE, LOCK_DAMAGED
from publisher.source import Span
from publisher.value import dataclass


@dataclass(frozen=True, slots=True)
class Keeper:
    """What the lock knows of a book. ``before`` are all ids that it holds, those of what is gone too."""

    lock: Lock
    surveys: tuple[Survey, ...]
    matches: Matches
    before: frozenset[str]
    diagnostics: tuple[Diagnostic, ...]

    def chapter(self, number: int) -> str:
        """The id that a chapter had; ``""`` where it is new."""
        line = self.matches.chapters[number]
        return line.id if line else ""

    def blocks(self, number: int) -> tuple[str, ...]:
        """The ids that the blocks of a chapter's survey had; ``""`` for new ones."""
        return tuple(line.id if line else "" for line in self.matches.blocks[number])

    def part(self, title: str, members: Iterable[int], taken: Iterable[str]) -> str:
        """The id that a part had: it is known by its title, or else by most of its chapters (their numbers)."""
        others = set(taken)
        lines = [line for line in self.lock.lines if line.kind == PART and not line.gone and line.id not in others]
        words = digest(title)
        known = next((line.id for line in lines if line.digest == words), "")
        if known:
            return known
        living = {line.id for line in lines}
        chapters = [line.chapter for number in members if (line := self.matches.chapters[number])]
        counted = Counter(id for id in chapters if id in living)
        best = min(counted.items(), key=lambda pair: (-pair[1], pair[0]), default=("", 0))
        return best[0] if 2 * best[1] > len(chapters) else ""


def keep(lock: Lock, surveys: tuple[Survey, ...]) -> Keeper:
    """Find in the lock what the surveys list."""
    found = [*_unusable(lock)]
    lines = tuple(line for line in lock.lines if _can_name(line))
    matches = match(Lock(lines), surveys)
    found.extend(_from_before(surveys, matches))
    found.extend(_gone_chapters(lines, matches))
    return Keeper(lock, surveys, matches, frozenset(line.id for line in lock.lines), tuple(found))


@dataclass(frozen=True, slots=True)
class Changes:
    """How one lock differs from another, in ids."""

    kept: int = 0  # living in both
    edited: int = 0  # of these, with other words
    moved: int = 0  # of these, in another chapter
    new: int = 0
    back: int = 0  # were gone, and live again
    gone: int = 0  # lived, and are gone

    def __str__(self) -> str:
        """As it is told to a person: ``290 kept (5 edited), 3 new``."""
        said = _counted(("kept", self.kept))
        among = _counted(("edited", self.edited), ("moved", self.moved))
        said += f" ({among})" if among else ""
        rest = _counted(("new", self.new), ("back", self.back), ("gone", self.gone))
        return ", ".join(part for part in (said, rest) if part) or "only its order"


def _counted(*counts: tuple[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counts if count)


def changes(before: Lock, after: Lock) -> Changes:
    """What has happened to the ids from one lock to the next."""
    old = {line.id: line for line in sorted(before.lines, key=lambda line: not line.gone)}  # the living ones stay
    now = [line for line in after.lines if not line.gone]
    living = [(old[line.id], line) for line in now if line.id in old and not old[line.id].gone]
    return Changes(
        kept=len(living),
        edited=sum(one.digest != line.digest for one, line in living),
        moved=sum(one.chapter != line.chapter for one, line in living),
        new=sum(line.id not in old for line in now),
        back=sum(line.id in old and old[line.id].gone for line in now),
        gone=sum(line.gone and line.id in old and not old[line.id].gone for line in after.lines),
    )


def _can_name(line: LockLine) -> bool:
    return is_strict_name(line.id) if line.kind in (CHAPTER, PART) else is_name(line.id)


def _unusable(lock: Lock) -> Iterable[Diagnostic]:
    for line in lock.lines:
        if not _can_name(line):
            message = f"`{line.id[:40]}` cannot be an id"
            hint = "take the line from your version control, or take it out"
            yield LOCK_DAMAGED.at(Span(LOCK, line.line, 1, line.line, len(line.id) + 1), message, hint)


def _from_before(surveys: Sequence[Survey], matches: Matches) -> Iterable[Diagnostic]:
    """Ids that authors give and that were something else's, which is gone."""
    for number, survey in enumerate(surveys):
        pairs = [(survey.itself, matches.chapters[number]), *zip(survey.blocks, matches.blocks[number], strict=True)]
        for block, line in pairs:
            if line and line.gone and line.id == block.author and line.digest != block.digest:
                message = f"`{line.id}` was the id of something that an earlier edition had and this one has not"
                hint = f"give it an id that the book never had, perhaps {{#{line.id}-2}}"
                yield ID_FROM_BEFORE.at(block.span, message, hint)


def _gone_chapters(lines: Iterable[LockLine], matches: Matches) -> Iterable[Diagnostic]:
    known = {line.id for line in matches.chapters if line}
    kept = {line.id for each in matches.blocks for line in each if line}
    lost = Counter(line.chapter for line in lines if not line.gone and line.id not in kept)
    for line in lines:
        if line.kind == CHAPTER and not line.gone and line.id not in known:
            message = f"the chapter `{line.id}` ({line.path}) is not in the book any more"
            hint = f"its id and those of {lost[line.id]} of its blocks will not be used again"
            yield CHAPTER_GONE.at(Span(LOCK, line.line), message, hint)


def next_lock(
    keeper: Keeper, chapters: Sequence[Chapter], given: Sequence[tuple[str, ...]], parts: Sequence[Part]
) -> Lock:
    """The lock for the next edition: every id that this one has, and all that were there before.

    ``chapters`` and ``given`` (the ids of their surveys' blocks) are in the order of the keeper's surveys.
    """
    now: dict[str, LockLine] = {}
    renewed: dict[str, str] = {}  # chapters that an author gave another id
    crowded: set[str] = set()  # chapters that were ordered anew: what is gone has no place among the others any more
    old_parts = {line.id: line.order for line in keeper.lock.lines if line.kind == PART}
    for part, order in zip(parts, ordered([old_parts.get(part.id, "") for part in parts]), strict=True):
        now[part.id] = _described(LockLine(part.id, PART, "", order), Block(PART, part.title, digest(part.title)), None)
    befores = keeper.matches.chapters
    orders = ordered([line.order if line else "" for line in befores])
    for number, (chapter, survey) in enumerate(zip(chapters, keeper.surveys, strict=True)):
        before = befores[number]
        line = LockLine(chapter.id, CHAPTER, chapter.part, orders[number], path=survey.path)
        now[chapter.id] = _described(line, survey.itself, before)
        old = before.id if before else ""
        if before:
            renewed[old] = chapter.id
        known = keeper.matches.blocks[number]
        had = [line.order if line and line.chapter == old else "" for line in known]
        places = ordered(had)
        if any(had) and not any(one == other for one, other in zip(had, places, strict=True)):
            crowded.add(old)
        for block, id, order, line_before in zip(survey.blocks, given[number], places, known, strict=True):
            if id and len(id) <= LONGEST_ID:
                now.setdefault(id, _described(_new(id, block, chapter.id, order), block, line_before))
    for line in sorted(keeper.lock.lines, key=lambda line: (line.id, line.order, line.digest)):
        if line.id not in now:
            order = "" if line.chapter in crowded else line.order
            chapter_id = renewed.get(line.chapter, line.chapter)
            now[line.id] = replace(line, gone=True, sketch="", chapter=chapter_id, order=order, line=0)
    return Lock(tuple(line for _, line in sorted(now.items())))


def _new(id: str, block: Block, chapter: str, order: str) -> LockLine:
    return LockLine(id, kind_in_lock(block.kind), chapter if len(chapter) <= LONGEST_ID else "", order)


def _described(line: LockLine, block: Block, before: LockLine | None) -> LockLine:
    """The line with what the block can be known by; where its words are the same as before, with what was known."""
    same = before is not None and before.digest == block.digest and before.sketch != ""
    if before is not None and same and block.kind != "figure":  # the same image may have another caption
        return replace(line, length=before.length, digest=before.digest, sketch=before.sketch)
    found = tokens(block.words)
    return replace(line, length=len(found), digest=block.digest, sketch=sketch(found, short=len(found) < SHORT))
