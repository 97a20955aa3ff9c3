"""A document that is too long for old readers, divided where it has sections, or else between two blocks."""

from __future__ import annotations

from itertools import pairwise
from xml.parsers import expat

from publisher.patterns import regex
from publisher.value import dataclass

LIMIT = 260_000  # bytes of an XHTML file; the Adobe engine of many e-paper readers fails above some 300 KB
_HEAD = 1_500  # what the frame around a body may take of it
_LEVEL = regex(r"(?:^|\s)level([2-6])(?:\s|$)")
_BLOCK_RANK = 9
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "header", "hr"})
_TAG_END = regex(rb"""(?:[^<>"']|"[^"]*"|'[^']*')*>""")
_LEFT_OUT = regex(rb"""\s(?:id|role|epub:type|aria-[a-z]+)\s*=\s*(?:"[^"]*"|'[^']*')""")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a body, well-formed by itself, and the ids in it."""

    body: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """A place where a body may be cut: before the element at byte ``offset``, inside the sections ``open``."""

    offset: int
    rank: int  # 0 best: a section of level 2
    open: tuple[bytes, ...]  # start tags


def split(body: str, limit: int = LIMIT) -> list[Piece]:
    """``body`` in pieces of at most ``limit`` bytes with their frames, as far as it has places to be cut.

    Sections that go on in the next piece are opened there again with their class, but without id, role and
    epub:type: no second chapter begins. Raises :class:`xml.parsers.expat.ExpatError` when ``body`` is not
    well-formed.
    """
    room = limit - _HEAD
    data = body.encode()
    places, ids = _places(data)
    cuts = _choose(places, len(data), room)
    edges = [_Place(0, 0, ()), *cuts, _Place(len(data), 0, ())]
    pieces = []
    for start, end in pairwise(edges):
        again = b"".join(_LEFT_OUT.sub(b"", tag) for tag in start.open)
        stretch = again + data[start.offset : end.offset] + b"</section>" * len(end.open)
        inside = tuple(key for offset, key in ids if start.offset <= offset < end.offset)
        pieces.append(Piece(stretch.decode(), inside))
    return pieces


def _choose(places: list[_Place], size: int, room: int) -> list[_Place]:
    """The cuts: each time the best place, and of equals the last, that leaves no piece tiny or above ``room``."""
    cuts: list[_Place] = []
    start = 0
    while size - start > room:
        ahead = [place for place in places if place.offset > start + room // 4]
        fitting = [place for place in ahead if place.offset <= start + room]
        if not ahead:
            break
        best = min(fitting, key=lambda place: (place.rank, -place.offset)) if fitting else ahead[0]
        cuts.append(best)
        start = best.offset
    return cuts


def _places(data: bytes) -> tuple[list[_Place], list[tuple[int, str]]]:
    """Places to cut, and where each id is, in the order of the text."""
    opening = b"<body>"
    places: list[_Place] = []
    ids: list[tuple[int, str]] = []
    sections: list[bytes] = []  # start tags of the open ancestors, while all of them are sections
    before: list[str] = [""]  # the last child seen, on each of these levels
    held: list[int] = []  # where the marks of pages begin that stand before the next child: they go where it goes
    foreign = 0  # depth inside anything that is no section
    parser = expat.ParserCreate()

    def start(tag: str, attrs: dict[str, str]) -> None:
        nonlocal foreign
        offset = parser.CurrentByteIndex - len(opening)
        if offset < 0:
            return
        if "id" in attrs:
            ids.append((offset, attrs["id"]))
        if foreign:
            foreign += 1
            return
        if attrs.get("role") == "doc-pagebreak":
            held.append(offset)
            foreign = 1
            return
        if before[-1] and before[-1] not in _HEADINGS:
            places.append(_Place(held[0] if held else offset, _rank(tag, attrs), tuple(sections)))
        held.clear()
        before[-1] = tag
        if tag == "section":
            sections.append(_start_tag(data, offset))
            before.append("")
        else:
            foreign = 1

    def end(tag: str) -> None:
        nonlocal foreign
        if foreign:
            foreign -= 1
        elif sections:
            held.clear()
            sections.pop()
            before.pop()

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.Parse(opening + data + b"</body>", True)
    return places, ids


def _rank(tag: str, attrs: dict[str, str]) -> int:
    level = _LEVEL.search(attrs.get("class", ""))
    if tag != "section":
        return _BLOCK_RANK
    return int(level[1]) - 2 if level else 1


def _start_tag(data: bytes, offset: int) -> bytes:
    match = _TAG_END.match(data, offset + 1)
    assert match  # expat has just read it
    return data[offset : match.end()]
