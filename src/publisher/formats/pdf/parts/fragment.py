"""What is left of a part of the book when its pages are laid out and painted: plain values, and their bytes.

A fragment knows nothing of the parts around it. Its objects refer to one another by :data:`MARK` and a number of its
own, the numbers of its pages count from its first one, and what it says of a page in words
names it as ``\\x02index\\x02``.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, field, replace
from hashlib import sha256
from typing import Any

from publisher.diagnostics import Diagnostic, Severity
from publisher.source import Span
from publisher.value import dataclass

MARK = "\x01"  # before a number that the joiner replaces; XML 1.0 has no such character, so no text does
LABEL = "\x02"  # around the index of a page whose label the joiner knows
_MARKED = re.compile(rb"\x01(\d+)")
KEY = "\x03"  # before a key of the parent tree, which the joiner moves on


@dataclass(frozen=True, slots=True)
class PageValues:
    """One page of a fragment."""

    side: str  # left or right
    blank: bool
    name: str
    index: int
    groups: tuple[tuple[str, int], ...]
    number: int  # of the page counter: from the part's first page on, or as it is
    relative: bool  # whether the number counts from the part's first page
    width: float = 0.0  # CSS pixels
    height: float = 0.0
    margins: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)  # left, right, top, bottom, CSS pixels
    content: float = 0.0  # height of the text area, CSS pixels
    words: bool = False  # whether there is text in it
    drawn: bool = False  # whether anything is
    heads: tuple[tuple[str, float, float, float, float, bool], ...] = ()  # of fragments of heads: as a Head
    folios: tuple[tuple[str, str], ...] = ()  # of fragments of heads: margin box and counter style
    strings: dict[str, tuple[str, ...]] = field(default_factory=dict)  # named strings set on it
    anchors: tuple[tuple[str, float, float], ...] = ()  # id, and where it is, in points
    bookmarks: tuple[tuple[int, str, float, float, str], ...] = ()  # level, label, CSS pixels, open or closed
    letters: dict[str, int] = field(default_factory=dict)  # what is painted, running heads and folio apart
    drawing: bool = False  # whether something on it is no text, and may have words of its own
    place: str = ""  # the first id on it that has a place in the manuscript
    start: tuple[str, int, str, str] | None = None  # block, letters before, words, next block; None: no text begins
    solid: int = 0
    bare: bool = False  # whether it is blank, or nothing is on it


@dataclass(frozen=True, slots=True)
class ObjectValues:
    """One object of the file: its dictionary or array, and the bytes of its stream where it is one."""

    number: int  # in the fragment
    head: bytes
    stream: bytes | None = None
    shared: bool = False  # whether other fragments may have the very same: an image, a colour profile


@dataclass(frozen=True, slots=True)
class FontValues:
    """What the pages use of a font. ``facts`` are the engine's own notes on it that are plain values."""

    hash: str
    file: str  # SHA-256 (hex) of the font file
    facts: dict[str, Any]
    widths: dict[int, float]
    to_unicode: dict[int, str]
    missing: dict[int, int]


@dataclass(frozen=True, slots=True)
class PrintedNumber:
    """A page number that CSS generated for a link, and what it prints."""

    id: str
    page: int
    target: str
    text: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Fragment:
    """The pages of one part."""

    pages: tuple[PageValues, ...]
    before: tuple[str, ...] = ()  # break-before of what begins it, from the outside in
    after: tuple[str, ...] = ()  # break-after of what ends it, from the inside out
    wanted: tuple[str, ...] = ()  # ids whose page numbers it prints
    sided: bool = True  # whether left pages are other than right ones
    heads: str = ""  # digest of what heads and folios are made from, but for numbers and sides
    sketch: bool = False  # whether it was not painted, because it wants numbers that were not known
    objects: tuple[ObjectValues, ...] = ()
    page_objects: tuple[int, ...] = ()  # numbers of the page dictionaries
    kids: tuple[int, ...] = ()  # numbers of the structure elements on top
    root: int = 0  # what their parent is called in here
    depth: int = 0  # how many wrappers that parts share stand around them
    fonts_object: int = 0  # what the dictionary of fonts is called in here
    pages_object: int = 0  # what the page tree is called in here
    resources_object: int = 0  # what the resources of its pages are called in here
    states: dict[str, str] = field(default_factory=dict)  # graphics states that heads and folios use, by their names
    parents: tuple[bytes, ...] = ()  # of the parent tree, by keys that count from 0
    fonts: tuple[FontValues, ...] = ()
    blocks: tuple[str, ...] = ()
    numbers: tuple[PrintedNumber, ...] = ()
    links: tuple[str, ...] = ()  # ids that links lead to
    diagnostics: tuple[Diagnostic, ...] = ()


def headed(page: PageValues) -> PageValues:
    """What the heads and the folio of a page are made from, but for its number and its side."""
    return replace(page, anchors=(), bookmarks=(), letters={}, place="", start=None)


def with_heads(fragment: Fragment) -> Fragment:
    """The fragment with the digest of what its heads are made from."""
    pages = [headed(page) for page in fragment.pages]
    return replace(fragment, heads=sha256(repr(pages).encode("utf-8", "surrogatepass")).hexdigest())


def first_page(fragment: Fragment) -> Fragment:
    """The first page alone, with the objects that it is painted with; nothing on it is tagged."""
    objects = {each.number: each for each in fragment.objects}
    needed: set[int] = set()
    waiting = [fragment.page_objects[0]]
    while waiting:
        number = waiting.pop()
        if number in objects and number not in needed:
            needed.add(number)
            waiting.extend(int(digits) for digits in _MARKED.findall(objects[number].head))
    return replace(
        fragment,
        pages=fragment.pages[:1],
        page_objects=fragment.page_objects[:1],
        objects=tuple(each for each in fragment.objects if each.number in needed),
        parents=fragment.parents[:1],
        kids=(),
        blocks=(),
        numbers=(),
        links=(),
        diagnostics=(),
    )


def pack(fragment: Fragment) -> bytes:
    """A fragment as bytes: the length of its head, the head as JSON, then the objects' bytes."""
    blobs: list[bytes] = []
    objects = []
    for each in fragment.objects:
        blobs.append(each.head)
        size = -1 if each.stream is None else len(each.stream)
        objects.append((each.number, len(each.head), size, each.shared))
        blobs.append(each.stream or b"")
    head = {
        name: getattr(fragment, name)
        for name in Fragment.__dataclass_fields__
        if name not in ("pages", "objects", "parents", "fonts", "numbers", "diagnostics")
    }
    head["pages"] = [[getattr(page, name) for name in _PAGE] for page in fragment.pages]
    head["objects"] = objects
    head["parents"] = [each.decode("latin-1") for each in fragment.parents]
    head["fonts"] = [asdict(each) for each in fragment.fonts]
    head["numbers"] = [asdict(each) for each in fragment.numbers]
    head["diagnostics"] = [asdict(each) for each in fragment.diagnostics]
    said = json.dumps(head, ensure_ascii=True).encode()
    return b"".join((len(said).to_bytes(8, "big"), said, *blobs))


def unpack(raw: bytes) -> Fragment:
    """The fragment that :func:`pack` packed. Raises ValueError, KeyError or TypeError on anything else."""
    size = int.from_bytes(raw[:8], "big")
    head = json.loads(raw[8 : 8 + size])
    at = 8 + size
    objects = []
    for number, length, stream, shared in head["objects"]:
        dictionary = raw[at : at + length]
        at += length
        content = None
        if stream >= 0:
            content = raw[at : at + stream]
            at += stream
        objects.append(ObjectValues(number, dictionary, content, shared))
    return Fragment(
        pages=tuple(_page(values) for values in head["pages"]),
        objects=tuple(objects),
        parents=tuple(each.encode("latin-1") for each in head["parents"]),
        fonts=tuple(_font(each) for each in head["fonts"]),
        numbers=tuple(PrintedNumber(**each) for each in head["numbers"]),
        diagnostics=tuple(_diagnostic(each) for each in head["diagnostics"]),
        **_others(head),
    )


def _others(head: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(head[name]) for name in _TUPLES} | {name: head[name] for name in _SINGLE}


_TUPLES = ("before", "after", "wanted", "page_objects", "kids", "blocks", "links")
_SINGLE: tuple[Any, ...] = (
    "heads",
    "sided",
    "sketch",
    "root",
    "depth",
    "fonts_object",
    "pages_object",
    "resources_object",
    "states",
)
_PAGE = tuple(PageValues.__dataclass_fields__)


def _page(values: list[Any]) -> PageValues:
    said = dict(zip(_PAGE, values, strict=True))
    said["groups"] = tuple((name, index) for name, index in said["groups"])
    said["margins"] = tuple(said["margins"])
    said["heads"] = tuple(map(tuple, said["heads"]))
    said["folios"] = tuple(map(tuple, said["folios"]))
    said["strings"] = {name: tuple(texts) for name, texts in said["strings"].items()}
    said["anchors"] = tuple(map(tuple, said["anchors"]))
    said["bookmarks"] = tuple(map(tuple, said["bookmarks"]))
    said["start"] = None if said["start"] is None else tuple(said["start"])
    return PageValues(**said)


def _font(values: dict[str, Any]) -> FontValues:
    for name in ("widths", "to_unicode", "missing"):
        values[name] = {int(key): value for key, value in values[name].items()}
    return FontValues(**values)


def _diagnostic(values: dict[str, Any]) -> Diagnostic:
    return Diagnostic(
        values["code"], Severity(values["severity"]), values["message"], Span(**values["span"]), values.get("hint", "")
    )
