"""The own words of one block of a document, and where in the XHTML each of them stands.

A block's own words are those of its element, without what calls a note or is one, and without the blocks in it that
have an id of their own: the same words that the pagination of a PDF counts.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from html import unescape
from typing import NamedTuple

from publisher.formats.solid import index_after, nearest, solid
from publisher.patterns import regex
from publisher.value import dataclass

INLINE = frozenset(
    {"a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "rb"}
    | {"ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr"}
)
VOID = frozenset({"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
_PICTURES = frozenset({"img", "svg", "math"})
_TOKEN = regex(
    r"""<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>"""
    r"""|<(?P<end>/?)(?P<tag>[A-Za-z][^\s/>]*)(?P<attrs>(?:[^<>"']|"[^"]*"|'[^']*')*?)(?P<empty>/?)>"""
    r"""|(?P<reference>&[^;<&]*;)|(?P<text>[^<&]+)""",
    re.DOTALL,
)
_ATTRIBUTE = regex(r"""([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_NOTE_TYPES = frozenset({"noteref", "footnote", "footnotes", "endnote", "endnotes", "rearnote", "rearnotes"})
_NOTE_CLASSES = frozenset({"noteref", "notes", "footnote"})
# Scripts that write no space between words, so that a line may end between any two letters (UAX #14: ID, SA).
_UNSPACED = regex(
    "[\u0e00-\u0eff\u0f00-\u109f\u1780-\u17ff\u1950-\u19df\u1a20-\u1aaf\u2e80-\u2fdf\u3005-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\ua9e0-\ua9ff\uaa60-\uaadf\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]"
)


@dataclass(frozen=True, slots=True)
class Open:
    """An element that is open somewhere: its tag, its attributes as written, and where its start tag is."""

    tag: str
    attrs: str
    start: int
    inside: int  # where its content begins
    parent: Open | None = None

    def get(self, name: str) -> str:
        """An attribute's value; "" when it is not there."""
        return attribute(self.attrs, name)


class Run(NamedTuple):  # there are thousands, and a tuple is made in a third of the time
    """Some words that stand together, or a picture, which has no text."""

    position: int
    text: str
    letters: str  # the solid ones of them
    holder: Open
    joined: bool  # whether nothing but inline tags stands between the run before and this one
    picture: bool = False
    reference: bool = False  # one character, written as &…;

    def at(self, index: int) -> int:
        """Where the character with this index stands."""
        return self.position if self.reference else self.position + index


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a block's own words: before a letter or a picture, inside ``holder``."""

    position: int
    holder: Open
    sure: bool = True  # whether the words there are those that were looked for
    past: bool = False  # whether the block has no words left there: then it is its last word


def attribute(attrs: str, name: str) -> str:
    """The value of one attribute; "" when it is not there."""
    if name not in attrs:
        return ""
    return next((unescape(one or other) for key, one, other in _ATTRIBUTE.findall(attrs) if key == name), "")


def open_at(body: str, start: int) -> Open | None:
    """The element whose start tag begins at ``start``."""
    match = _TOKEN.match(body, start)
    if match is None or not match["tag"] or match["end"]:
        return None
    return Open(match["tag"], match["attrs"], start, match.end())


def find_spot(body: str, block: Open, others: Container[str], count: int, text: str) -> Spot:
    """Where ``text`` begins in the block's own words, after ``count`` solid letters; before a picture without text.

    ``others`` are the ids of blocks whose words are not this one's.
    """
    ahead = own_runs(body, block, others)
    wanted = solid(text)
    runs = _some(ahead, count + max(len(wanted), 1))
    if not text:
        return _picture(runs, count) or _letter(runs, count, block)
    spot = _letter(runs, count, block, wanted)
    if spot.sure:
        return spot
    runs.extend(ahead)
    letters, low = "".join(run.letters for run in runs), wanted.lower()
    lowered = letters.lower()
    if len(lowered) != len(letters):  # İ becomes two characters: better to lose a match than the place
        lowered, low = letters, wanted
    index = nearest(lowered, low, count)
    return _letter(runs, index, block) if index >= 0 else spot


def _some(ahead: Iterator[Run], enough: int) -> list[Run]:
    """The next runs, with ``enough`` letters if there are so many: a section may be as long as a book."""
    runs, met = [], 0
    for run in ahead:
        runs.append(run)
        met += len(run.letters)
        if met >= enough:
            break
    return runs


def own_runs(body: str, block: Open, others: Container[str]) -> Iterator[Run]:
    """The block's own words and pictures in the order of the text, until its element ends."""
    holder, joined, hidden = block, False, 0
    if block.tag in _PICTURES:
        yield Run(block.start, "", "", Open("", "", block.start, block.start), joined=False, picture=True)
        return
    for match in _TOKEN.finditer(body, block.inside):
        end, tag, attrs, empty, reference, text = match.groups()
        if tag is None:
            if hidden:
                continue
            if text:
                yield Run(match.start(), text, solid(text), holder, joined)
            elif reference:
                text = unescape(reference)
                yield Run(match.start(), text, solid(text), holder, joined, reference=True)
            joined = joined or bool(text)
            continue
        void = bool(empty) or tag in VOID
        if end:
            if hidden:
                hidden -= 1
                continue
            if holder.parent is None:
                return
            holder = holder.parent
        elif hidden:
            hidden += not void
            continue
        elif attrs and _is_foreign(attrs, others):
            joined, hidden = False, int(not void)
            continue
        elif tag in _PICTURES:
            yield Run(match.start(), "", "", holder, joined=False, picture=True)
            joined, hidden = False, int(not void)
            continue
        elif not void:
            holder = Open(tag, attrs, match.start(), match.end(), holder)
        joined = joined and tag in INLINE


def _is_foreign(attrs: str, others: Container[str]) -> bool:
    """Whether an element is a block of its own, a note, or the call of one."""
    if "note" in attrs:
        kinds = attribute(attrs, "epub:type").split()
        role, classes = attribute(attrs, "role"), attribute(attrs, "class").split()
        if _NOTE_TYPES & {*kinds, role.removeprefix("doc-")} or _NOTE_CLASSES & set(classes):
            return True
    return "id" in attrs and attribute(attrs, "id") in others


def _picture(runs: Sequence[Run], count: int) -> Spot | None:
    """Before the first picture that has ``count`` letters of the block before it."""
    met = 0
    for run in runs:
        if run.picture and met == count:
            return Spot(run.position, run.holder)
        met += len(run.letters)
    return None


def _letter(runs: Sequence[Run], count: int, block: Open, wanted: str = "") -> Spot:
    """Before the word in which the letter number ``count`` stands; at the block's end when it has fewer."""
    left = count
    for index, run in enumerate(runs):
        if left < len(run.letters):
            sure = _goes_on(runs, index, left, wanted)
            return _word_start(runs, index, index_after(run.text, left), sure)
        left -= len(run.letters)
    last = next((run for run in reversed(runs) if run.letters), None)
    if last is None:
        return Spot(block.inside, block, sure=not wanted)
    spot = _word_start(runs, runs.index(last), len(last.text.rstrip()) - 1, sure=False)
    return Spot(spot.position, spot.holder, sure=False, past=True)


def _goes_on(runs: Sequence[Run], index: int, left: int, wanted: str) -> bool:
    """Whether the letters from there on are those wanted, in whatever case: a style may set capitals."""
    here = runs[index].letters[left:]
    for run in runs[index + 1 :]:
        if len(here) >= len(wanted):
            break
        here += run.letters
    here = here[: len(wanted)]
    return here == wanted or here.lower() == wanted.lower()


def _word_start(runs: Sequence[Run], index: int, at: int, sure: bool) -> Spot:
    """Before the whole word: a mark inside one would break search, speech and braille."""
    while _in_word(runs[index].text[at]):
        if at:
            before = (index, at - 1)
        elif runs[index].joined and runs[index - 1].text:
            before = (index - 1, len(runs[index - 1].text) - 1)
        else:
            break
        if not _in_word(runs[before[0]].text[before[1]]):
            break
        index, at = before
    return Spot(runs[index].at(at), runs[index].holder, sure)


def _in_word(character: str) -> bool:
    plain = character.isalnum() or character == "\u00ad" or 0x300 <= ord(character) <= 0x36F
    return plain and not _UNSPACED.match(character)
