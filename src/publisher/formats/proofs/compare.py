"""What became of the pages of an older PDF: each found again by its words, and where those differ, which do."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

EQUAL, MOVED, CHANGED, NEW, GONE = "equal", "moved", "changed", "new", "gone"
_BROKEN = re.compile(r"[\x02\ufffe\u00ad\u2010-]\s*[\r\n]+")  # a word divided at the end of a line
_WORD = re.compile(rf"(?:{_BROKEN.pattern}|\S)+")
_HYPHENS = dict.fromkeys(map(ord, "-\u2010\u2011\u00ad\x02\ufffe"))
_PIECE = 16  # letters of the pieces by which pages are found alike
_SIEVE = 4  # one piece of so many is kept: which ones its letters decide, so on both sides the same
_MOST_LETTERS = 8_000  # of a page that are looked at for that
_ALIKE = 0.3  # of the smaller page's pieces that two pages share, at least, to be one page changed
_MOST_TOLD = 500  # changed pages of which the words are compared
_MOST_PAIRS = 20_000  # of equal words on two pages, 3,000 on usual ones; where there are more, words are only counted
_NEAR_EDGE = 30  # words from the top and the bottom among which a page number stands
_HEAD = 16  # words of a running head and a folio, which may stand before the first or after the last of the text
_MANY = 8  # words in a row that do not stand on two pages by chance
_SAMPLE = 8  # words that are shown of a change


Range = tuple[int, int]  # where something begins and ends in a page's text


@dataclass(frozen=True, slots=True)
class PageWords:
    """A page: its number from 0, its label and its words as read."""

    index: int
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a page. ``old`` is None for a new page, ``new`` for one that is gone."""

    kind: str  # EQUAL, MOVED, CHANGED, NEW or GONE
    old: PageWords | None
    new: PageWords | None
    out: int = 0  # words that are gone, and
    come: int = 0  # words that have come; none of either: they have only crossed over from page to page
    was: str = ""  # the first change: a few words as they were
    now: str = ""  # … and as they are
    look: bool = False  # the same words in the same place, and yet another sight: a picture, a face, a margin
    marks_old: tuple[Range, ...] = ()  # the changed words, by their places in the text of the old page
    marks_new: tuple[Range, ...] = ()


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the two files."""

    pages: Sequence[PageWords]
    words: Sequence[tuple[str, ...]]

    def beside(self, index: int, words: Sequence[str], edge: bool) -> bool:
        """Whether words stand on the page before or after this one: a few only count at the edge of a page."""
        if not words:
            return True
        if not edge and len(words) < _MANY:
            return False
        solid = "".join(words)
        return any(solid in "".join(self.words[near]) for near in (index - 1, index + 1) if 0 <= near < len(self.words))


def compare(old: Sequence[PageWords], new: Sequence[PageWords]) -> tuple[Fate, ...]:
    """The fates of all pages in the order of the new ones; a page that is gone stands after the one before it.

    Pages with the same words are the same page, whatever number stands on them: they are found in order first
    (difflib), then out of order. Of the rest those are one page changed that share the most pieces of text.
    """
    old_keys, new_keys = [_key(page) for page in old], [_key(page) for page in new]
    pairs = _same(old_keys, new_keys)
    same = dict(pairs)
    pairs.update(_alike(old, new, pairs))
    found = {place: partner for partner, place in pairs.items()}
    fates: list[Fate] = []
    told = 0
    after = _gone_after(len(old), pairs)
    fates.extend(Fate(GONE, old[index], None) for index in after.get(-1, ()))
    for place, page in enumerate(new):
        partner = found.get(place)
        if partner is None:
            fates.append(Fate(NEW, None, page))
            continue
        if partner in same:
            moved = (old[partner].label, partner) != (page.label, place)
            fates.append(Fate(MOVED if moved else EQUAL, old[partner], page))
        else:
            told += 1
            fates.append(_changed(_Side(old, old_keys), _Side(new, new_keys), partner, place, told <= _MOST_TOLD))
        fates.extend(Fate(GONE, old[index], None) for index in after.get(partner, ()))
    return tuple(fates)


def _words(page: PageWords) -> tuple[tuple[str, int, int], ...]:
    """The words of a page, no matter how they were divided, each with its place; without the page's own number."""
    every = ((_BROKEN.sub("", match[0]).translate(_HYPHENS), *match.span()) for match in _WORD.finditer(page.text))
    words = [each for each in every if each[0]]
    number = page.label.casefold()
    near = {*range(_NEAR_EDGE), *range(len(words) - _NEAR_EDGE, len(words))}
    return tuple(each for place, each in enumerate(words) if place not in near or each[0].casefold() != number)


def _key(page: PageWords) -> tuple[str, ...]:
    """What two pages have in common that say the same."""
    return tuple(word for word, _, _ in _words(page))


def _same(old: Sequence[tuple[str, ...]], new: Sequence[tuple[str, ...]]) -> dict[int, int]:
    """Pages with the same words, old → new: those in order, and then those that have changed places.

    Empty pages are found in order only: one is like another.
    """
    pairs: dict[int, int] = {}
    matcher = SequenceMatcher(None, old, new, autojunk=True)
    for block in matcher.get_matching_blocks():
        pairs.update({block.a + step: block.b + step for step in range(block.size)})
    taken = set(pairs.values())
    left: dict[tuple[str, ...], list[int]] = {}
    for place, key in enumerate(new):
        if key and place not in taken:
            left.setdefault(key, []).append(place)
    for index, key in enumerate(old):
        if index not in pairs and left.get(key):
            pairs[index] = left[key].pop(0)
    return pairs


def _alike(old: Sequence[PageWords], new: Sequence[PageWords], pairs: dict[int, int]) -> dict[int, int]:
    """Pages that are one page changed, old → new, the likest first; each page once."""
    taken = set(pairs.values())
    pieces_old = {page.index: _pieces(page.text) for page in old if page.index not in pairs}
    pieces_new = {page.index: _pieces(page.text) for page in new if page.index not in taken}
    holders: dict[int, int] = {}  # the first page that a piece stands on; the same on many pages tells nothing
    for index, pieces in pieces_new.items():
        for piece in pieces:
            holders[piece] = -1 if piece in holders else index
    shares: list[tuple[float, int, int]] = []
    for index, pieces in pieces_old.items():
        shared = Counter(holders[piece] for piece in pieces if holders.get(piece, -1) >= 0)
        for place, count in shared.items():
            share = count / max(1, min(len(pieces), len(pieces_new[place])))
            if share >= _ALIKE:
                shares.append((-share, index, place))
    found: dict[int, int] = {}
    for _, index, place in sorted(shares):
        if index not in found and place not in taken:
            found[index] = place
            taken.add(place)
    return found | _in_between(old, new, pairs | found)


def _in_between(old: Sequence[PageWords], new: Sequence[PageWords], pairs: dict[int, int]) -> dict[int, int]:
    """Pages that stand alone between the same neighbours: a picture page, a title. They are one page changed."""
    found = {}
    taken = set(pairs.values())
    for index in range(len(old)):
        if index in pairs:
            continue
        place = pairs[index - 1] + 1 if index - 1 in pairs else 0 if index == 0 else -1
        after = pairs.get(index + 1, len(new) if index + 1 == len(old) else -1)
        if 0 <= place < len(new) and place not in taken and after == place + 1:
            found[index] = place
    return found


def _pieces(text: str) -> frozenset[int]:
    """Some of the pieces of a text without its spaces, as numbers."""
    solid = "".join(_BROKEN.sub("", text).translate(_HYPHENS).split())[:_MOST_LETTERS].encode("utf-8", "replace")
    whole = (zlib.crc32(solid[start : start + _PIECE]) for start in range(max(1, len(solid) - _PIECE + 1)))
    every = tuple(whole)
    return frozenset(piece for piece in every if piece % _SIEVE == 0) or frozenset(every[:1] if solid else ())


def _gone_after(count: int, pairs: dict[int, int]) -> dict[int, list[int]]:
    """The old pages that are gone, by the old page before them that is still there (-1: none is)."""
    gone: dict[int, list[int]] = {}
    before = -1
    for index in range(count):
        if index in pairs:
            before = index
        else:
            gone.setdefault(before, []).append(index)
    return gone


def _changed(old: _Side, new: _Side, index: int, place: int, told: bool) -> Fate:
    """A changed page, with its words compared; those that have only crossed over to the page beside it do not count."""
    was, now = old.words[index], new.words[place]
    before, after = Counter(was), Counter(now)
    if not told or sum(count * after[word] for word, count in before.items()) > _MOST_PAIRS:
        counts = (before - after).total(), (after - before).total()
        return Fate(CHANGED, old.pages[index], new.pages[place], *counts)
    steps = [step for step in SequenceMatcher(None, was, now, autojunk=False).get_opcodes() if step[0] != "equal"]
    real = []
    for step in steps:
        _, i1, i2, j1, j2 = step
        edge = min(i1, j1) <= _HEAD or min(len(was) - i2, len(now) - j2) <= _HEAD
        crossed = new.beside(place, was[i1:i2], edge) and old.beside(index, now[j1:j2], edge)
        if not crossed:
            real.append(step)
    if not real:
        return Fate(CHANGED, old.pages[index], new.pages[place])
    out, come = sum(step[2] - step[1] for step in real), sum(step[4] - step[3] for step in real)
    _, i1, i2, j1, j2 = real[0]
    return Fate(
        CHANGED, old.pages[index], new.pages[place], out, come, _shown(was, i1, i2), _shown(now, j1, j2),
        marks_old=_marks(old.pages[index], [step[1:3] for step in real]),
        marks_new=_marks(new.pages[place], [step[3:5] for step in real]),
    )  # fmt: skip


def _marks(page: PageWords, runs: Sequence[Range]) -> tuple[Range, ...]:
    """Runs of words as places in the page's text."""
    words = _words(page)
    return tuple((words[start][1], words[end - 1][2]) for start, end in runs if end > start)


def _shown(words: Sequence[str], start: int, end: int) -> str:
    """The words of a change, with one before and one after them."""
    most = min(end, start + _SAMPLE)
    shown = " ".join(words[max(0, start - 1) : most + (1 if most == end else 0)])
    return shown + " …" if most < end else shown
