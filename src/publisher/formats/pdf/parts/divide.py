"""Which parts a composition is laid out in, and what each of them is made from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from html import unescape
from urllib.parse import unquote

from publisher.formats.pdf.join import BACK, BODY, COVER, matter_of
from publisher.formats.pdf.places import path_of
from publisher.source import Span
from publisher.style.composition import AssetRef, Composition, Document
from publisher.value import dataclass

LEAST = 60_000  # characters of XHTML: a shorter book is laid out as a whole in a second or two
_FEWEST = 4  # parts that are worth it
# What the style may not ask for, since a part does not know the rest of the book: what stands still on all pages,
# what runs from the text into the heads, words of other chapters, and counters that are not of pages.
_WHOLE = re.compile(
    r"running\(|element\(|target-text\(|target-counters\(|position:\s*fixed|@color-profile|string\([^)]*\bstart\b"
    r"|:nth\((?![^()]*\bof\b)|target-counter\((?:[^(),]|\([^()]*\))*,(?!\s*page\b)"
)
_ID, _HREF, _SOURCES = 'id="', 'href="#', ('src="', 'href="')


@dataclass(frozen=True, slots=True)
class Part:
    """A document that is laid out by itself."""

    name: str
    document: Document
    matter: str  # COVER, FRONT, BODY or BACK: the wrapper that its pages stand in
    first: bool  # whether the body of the book begins with it
    begins: bool = False  # whether the book does
    digest: str = ""  # of all that its pages are made from, but for numbers and sides


def divide(composition: Composition) -> tuple[Part, ...]:
    """The parts, or none where the book is better, or can only be, laid out as a whole."""
    size = sum(len(document.body) for document in composition.documents)
    if size < LEAST or _WHOLE.search(composition.css):
        return ()
    parts: list[Part] = []
    reached, first = COVER, True
    for document in composition.documents:
        reached = matter_of(document, reached)
        in_body = reached in (BODY, BACK)
        parts.append(Part(document.stem, document, reached, first and in_body, begins=not parts))
        first = first and not in_body
    if len(parts) < _FEWEST:
        return ()
    base, assets, ids = _base(composition), {each.path: each for each in composition.assets}, known_ids(composition)
    return tuple(_with_digest(part, base, assets, ids) for part in parts)


def known_ids(composition: Composition) -> frozenset[str]:
    """Every id of the book."""
    found = {unescape(id) for document in composition.documents for id in _attributes(document.body, _ID)}
    return frozenset(found | {document.stem for document in composition.documents})


def _attributes(body: str, opening: str) -> Iterator[str]:
    """What follows in every attribute that begins so, ``name="…``. Every build asks this of the whole book, and a
    pattern tried at each letter takes ten times as long."""
    at = body.find(opening)
    while at >= 0:
        start = at + len(opening)
        end = body.find('"', start)
        if end < 0:
            return
        if at and (body[at - 1].isalnum() or body[at - 1] == "_"):  # the end of a longer name
            end = at
        else:
            yield body[start:end]
        at = body.find(opening, end + 1)


def own_spans(part: Part, spans: Mapping[str, Span]) -> dict[str, Span]:
    """The places in the manuscript that the part's ids have."""
    ids = [part.document.stem, *map(unescape, _attributes(part.document.body, _ID))]
    return {id: spans[id] for id in ids if id in spans}


def _base(composition: Composition) -> str:
    """What all parts are made from."""
    info = composition.info
    return repr(
        (
            composition.css,
            composition.fonts,
            composition.pdf_variant,
            info.language,
            info.direction,
            composition.edition,
            composition.printer,
        )
    )


def _with_digest(part: Part, base: str, assets: Mapping[str, AssetRef], ids: frozenset[str]) -> Part:
    body = part.document.body
    shown: list[str] = []
    if "svg" in body or "url(" in base:
        shown = sorted(assets)
    elif assets:
        sources = (each for opening in _SOURCES for each in _attributes(body, opening) if each[:1] not in ("", "#"))
        shown = sorted({path_of(unescape(each)) for each in sources} & assets.keys())
    dead = sorted({unquote(unescape(each)) for each in _attributes(body, _HREF)} - ids)
    essence = repr((part, [assets[path] for path in shown], dead))
    return replace(part, digest=sha256(f"{base}\n{essence}".encode()).hexdigest())
