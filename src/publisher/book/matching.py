"""Matching finds for every chapter and block of a book the line of the lock that knew it in the last edition.

The author's ids come first, then words that are the same, then words that are like them. Where the same words stand in
several places the neighbours decide: what follows a block that is known is looked for behind it. What was
gone comes back only with the same words, and where these are few only to its old place: then it is the very block that
was taken out, and old references to it are right again. Every step takes a time in proportion to the blocks.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict, deque

from publisher.book.ledger import CHAPTER, Key, Ledger
from publisher.book.order import increasing
from publisher.book.resembling import match_alike
from publisher.book.survey import Survey
from publisher.manuscript.lock import Lock, LockLine
from publisher.value import dataclass

# How many tokens make a text that is hardly in a book twice by chance.
_TELLING = 5
_TELLING_HERE = 3  # where one has vanished and one has appeared

_LEAST = 0.2  # of two chapters' words that both must have for one to be the other
_SAME_PATH, _SAME_TITLE, _SAME_NAME = 0.25, 0.25, 0.15  # what else speaks for it
_MOST_OF_A_TRAIT = 40  # chapters with the same title, say, to look at


@dataclass(frozen=True, slots=True)
class Matches:
    """For each survey the line of its chapter, for each of its blocks the line of the block; None where it is new."""

    chapters: tuple[LockLine | None, ...]
    blocks: tuple[tuple[LockLine | None, ...], ...]


def match(lock: Lock, surveys: tuple[Survey, ...]) -> Matches:
    """Who is who. No two blocks get lines with one id."""
    ledger = Ledger(lock.lines, surveys)
    _by_authors_id(ledger)
    _by_words(ledger)
    _follow_all(ledger)
    _match_chapters(ledger)
    _in_line(ledger)
    _moved(ledger)
    _follow_all(ledger)
    _come_back(ledger)
    _follow_all(ledger, gone=True)
    _match_chapters(ledger)
    match_alike(ledger)
    _match_chapters(ledger)
    lines = [ledger.lines[line] if line >= 0 else None for line in ledger.line_of]
    each = [ledger.blocks_of(chapter) for chapter in range(len(surveys))]
    return Matches(
        tuple(ledger.lines[line] if line >= 0 else None for line in ledger.partner),
        tuple(tuple(lines[numbers.start : numbers.stop]) for numbers in each),
    )


def _by_authors_id(ledger: Ledger) -> None:
    """What the author calls by a name has that line, whatever its words are now."""
    for chapter, survey in enumerate(ledger.surveys):
        if survey.itself.author:
            line = _best_named(ledger, survey.itself.author, ("", survey.itself.digest))
            if line >= 0 and ledger.lines[line].kind == CHAPTER:
                ledger.take_chapter(chapter, line)
            ledger.take_id(survey.itself.author)
    for number, block in enumerate(ledger.blocks):
        if block.author:
            line = _best_named(ledger, block.author, ledger.block_key[number])
            if line >= 0:
                ledger.take(number, line)


def _best_named(ledger: Ledger, id: str, key: Key) -> int:
    """The line with an id, not taken yet; of several the one with the same words."""
    free = [line for line in ledger.named(id) if not ledger.taken[line]]
    return min(free, key=lambda line: (ledger.line_key[line][1] != key[1], ledger.lines[line].gone), default=-1)


def _by_words(ledger: Ledger) -> None:
    """Words that stand in the book once, then and now, are the same block wherever they stand."""
    lines: defaultdict[Key, list[int]] = defaultdict(list)
    for line in ledger.free_lines():
        lines[ledger.line_key[line]].append(line)
    blocks: defaultdict[Key, list[int]] = defaultdict(list)
    for number in ledger.free_blocks():
        blocks[ledger.block_key[number]].append(number)
    for key, numbers in blocks.items():
        if len(numbers) == 1 and len(lines.get(key, ())) == 1:
            line = lines[key][0]
            if ledger.lines[line].length >= _TELLING and not ledger.taken[line]:
                ledger.take(numbers[0], line)


def _follow_all(ledger: Ledger, *, gone: bool = False) -> None:
    """Before and behind every block that is known: the same words there are the same block."""
    for chapter in range(len(ledger.surveys)):
        numbers = ledger.blocks_of(chapter)
        for known in numbers:
            if ledger.line_of[known] >= 0:
                for step in (1, -1):
                    _follow(ledger, known, step, numbers, gone=gone)


def _follow(ledger: Ledger, known: int, step: int, numbers: range, *, gone: bool) -> None:
    at = known
    while at + step in numbers and ledger.line_of[at + step] < 0:
        line = _neighbour(ledger, ledger.line_of[at], step, ledger.block_key[at + step], gone=gone)
        if line < 0:
            return
        at += step
        ledger.take(at, line)


def _neighbour(ledger: Ledger, line: int, step: int, key: Key, *, gone: bool) -> int:
    """The next line of the chapter, if it has these words and is free; with ``gone``, one between that was gone too."""
    place = ledger.place[line] + step
    if ledger.place[line] < 0:
        return -1
    row = ledger.rows[ledger.lines[line].chapter]
    found = -1
    while 0 <= place < len(row):
        other = row[place]
        fits = ledger.line_key[other] == key and not ledger.taken[other]
        if not ledger.lines[other].gone:
            return other if fits else found
        if fits and gone and found < 0:
            found = other
        place += step
    return found


def _in_line(ledger: Ledger) -> None:
    """Within a chapter, in the order of the last edition: repeated and short blocks between those that are known."""
    for chapter in range(len(ledger.surveys)):
        row = ledger.living.get(ledger.partner_id(chapter), [])
        numbers = ledger.blocks_of(chapter)
        known = [number for number in numbers if _place_in(ledger, number, row) >= 0]
        places = [_place_in(ledger, number, row) for number in known]
        stays = increasing([f"{place:09d}" for place in places])
        block, place = numbers.start, 0
        for at in (*stays, -1):
            next_block, next_place = (known[at], places[at]) if at >= 0 else (numbers.stop, len(row))
            _align(
                ledger,
                [number for number in range(block, next_block) if ledger.line_of[number] < 0],
                [line for line in row[place:next_place] if not ledger.taken[line]],
            )
            block, place = next_block + 1, next_place + 1


def _place_in(ledger: Ledger, number: int, row: list[int]) -> int:
    """Where the line of a block stands in a row; -1 where it does not."""
    line = ledger.line_of[number]
    place = ledger.living_place[line] if line >= 0 else -1
    return place if 0 <= place < len(row) and row[place] == line else -1


def _align(ledger: Ledger, blocks: list[int], lines: list[int]) -> None:
    """A longest common row of equal words (Hunt and Szymanski 1977); a quicker one where they repeat very often."""
    if not blocks or not lines:
        return
    where: defaultdict[Key, list[int]] = defaultdict(list)
    for place, line in enumerate(lines):
        where[ledger.line_key[line]].append(place)
    blocks = [number for number in blocks if ledger.block_key[number] in where]
    if sum(len(where[ledger.block_key[number]]) for number in blocks) > 20 * (len(blocks) + len(lines)) + 1000:
        _align_quickly(ledger, blocks, lines, where)
        return
    tops: list[int] = []  # the least place at which a row of each length can end
    ends: list[tuple[int, int, int]] = []  # (block, place, the step before), of every step that was tried
    holders: list[int] = []
    for number in blocks:
        for place in reversed(where[ledger.block_key[number]]):
            at = bisect_left(tops, place)
            if at < len(tops) and tops[at] == place:
                continue  # an earlier block has it already, in as long a row
            ends.append((number, place, holders[at - 1] if at else -1))
            if at == len(tops):
                tops.append(place)
                holders.append(len(ends) - 1)
            else:
                tops[at], holders[at] = place, len(ends) - 1
    step = holders[-1] if holders else -1
    while step >= 0:
        number, place, step = ends[step]
        ledger.take(number, lines[place])


def _align_quickly(ledger: Ledger, blocks: list[int], lines: list[int], where: dict[Key, list[int]]) -> None:
    """Each block takes the next line with its words."""
    waiting = {key: deque(places) for key, places in where.items()}
    last = -1
    for number in blocks:
        places = waiting[ledger.block_key[number]]
        while places and places[0] <= last:
            places.popleft()
        if places:
            last = places.popleft()
            ledger.take(number, lines[last])


def _moved(ledger: Ledger) -> None:
    """Same words out of their order: first within the chapter, then anywhere, if they are not too few."""
    here: defaultdict[tuple[str, Key], deque[int]] = defaultdict(deque)
    for line in ledger.free_lines():
        here[ledger.lines[line].chapter, ledger.line_key[line]].append(line)
    for number in list(ledger.free_blocks()):
        partner = ledger.partner_id(ledger.chapter_of[number])
        if partner:
            _take_first(ledger, number, here.get((partner, ledger.block_key[number])))
    anywhere: defaultdict[Key, deque[int]] = defaultdict(deque)
    for line in ledger.free_lines():
        if ledger.lines[line].length >= _TELLING_HERE or ledger.line_key[line][0] != "text":
            anywhere[ledger.line_key[line]].append(line)
    for number in list(ledger.free_blocks()):
        _take_first(ledger, number, anywhere.get(ledger.block_key[number]))


def _take_first(ledger: Ledger, number: int, lines: deque[int] | None) -> None:
    while lines:
        line = lines.popleft()
        if not ledger.taken[line]:
            ledger.take(number, line)
            return


def _come_back(ledger: Ledger) -> None:
    """What was gone and stands there again, word for word."""
    here: defaultdict[tuple[str, Key], deque[int]] = defaultdict(deque)
    anywhere: defaultdict[Key, deque[int]] = defaultdict(deque)
    for line in ledger.free_lines(gone=True):
        if ledger.lines[line].length >= _TELLING:
            here[ledger.lines[line].chapter, ledger.line_key[line]].append(line)
            anywhere[ledger.line_key[line]].append(line)
    for number in list(ledger.free_blocks()):
        key = ledger.block_key[number]
        _take_first(ledger, number, here.get((ledger.partner_id(ledger.chapter_of[number]), key)))
        if ledger.line_of[number] < 0:
            _take_first(ledger, number, anywhere.get(key))


def _match_chapters(ledger: Ledger) -> None:
    """The chapters that are not known yet, by the words they share, their paths and titles; the best pair first."""
    free = [number for number, line in enumerate(ledger.lines) if line.kind == CHAPTER and not ledger.taken[number]]
    chapters = [chapter for chapter, line in enumerate(ledger.partner) if line < 0]
    if not free or not chapters:
        return
    shares = _shares(ledger)
    having: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for number in free:
        for trait in _traits(ledger.lines[number].path, ledger.lines[number].digest):
            having[trait].append(number)
    pairs = []
    for chapter in chapters:
        survey = ledger.surveys[chapter]
        likely = {number for id in shares.get(chapter, ()) for number in ledger.named(id)}
        for trait in _traits(survey.path, survey.itself.digest):
            likely.update(having[trait][:_MOST_OF_A_TRAIT])
        for number in likely.intersection(free):
            line = ledger.lines[number]
            share = shares.get(chapter, {}).get(line.id, 0.0)
            score = share if line.gone else share + _looks(survey, line)
            if score >= _LEAST:
                pairs.append((-score, chapter, line.order, line.id, number))
    for _, chapter, _, _, number in sorted(pairs):
        if ledger.partner[chapter] < 0 and not ledger.taken[number]:
            ledger.take_chapter(chapter, number)


def _traits(path: str, title: str) -> tuple[tuple[str, ...], ...]:
    """By what a chapter may be looked up: its path, its file's name, its title, and path and title together."""
    return (("both", path, title), ("path", path), ("name", path.rpartition("/")[2]), ("title", title))


def _looks(survey: Survey, line: LockLine) -> float:
    """What a chapter's path and title say about its being the one that a line knew."""
    score = 0.0
    if line.path == survey.path:
        score += _SAME_PATH
    elif line.path.rpartition("/")[2] == survey.path.rpartition("/")[2]:
        score += _SAME_NAME
    return score + _SAME_TITLE * (line.digest == survey.itself.digest)


def _shares(ledger: Ledger) -> dict[int, dict[str, float]]:
    """For each chapter, what it shares with each chapter then: of what either has, the part that both have."""
    now = [0] * len(ledger.surveys)
    then: defaultdict[str, int] = defaultdict(int)
    both: defaultdict[int, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    over = {line.id for line in ledger.lines if line.kind == CHAPTER and line.gone}
    for line in ledger.lines:
        if line.kind != CHAPTER and (not line.gone or line.chapter in over):
            then[line.chapter] += line.length + 1
    for number, known in enumerate(ledger.line_of):
        chapter = ledger.chapter_of[number]
        if known < 0:
            now[chapter] += len(ledger.blocks[number].words) // 6 + 1  # nearly; to count them takes longer
            continue
        line = ledger.lines[known]
        now[chapter] += line.length + 1
        both[chapter][line.chapter] += line.length + 1
        if line.gone and line.chapter not in over:
            then[line.chapter] += line.length + 1
    return {
        chapter: {id: weight / (now[chapter] + then[id] - weight) for id, weight in weights.items()}
        for chapter, weights in both.items()
    }
