"""A finished ebook against what its shop says: sizes, contents, tables, links and the ISBN, each at its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import field, replace
from io import BytesIO
from xml.parsers import expat

from publisher.config.shops import LINKS_REFUSED, LINKS_UNWELCOME, Shop, find_shop, store_of
from publisher.diagnostics import Diagnostic, in_order
from publisher.formats.artefact import Artefact
from publisher.rules.shops import (
    DEEP_CONTENTS,
    FILE_TOO_LARGE,
    NO_ISBN,
    RIVAL_LINK,
    UNWELCOME_LINK,
    WIDE_TABLE,
)
from publisher.source import Span
from publisher.style.composition import Composition, Document, Entry
from publisher.value import dataclass

# Keys of a composition's spans that are no ids: where book.toml says it. No id has a space.
CHANNEL = "book.toml channel"
COVER = "book.toml cover"


def checked(artefact: Artefact, composition: Composition) -> Artefact:
    """The EPUB with what its shop would say against it; as it is for an edition that no shop sells."""
    if not composition.edition.channel or not artefact.data:
        return artefact
    found = _trouble(artefact, composition)
    return replace(artefact, diagnostics=in_order((*artefact.diagnostics, *found)))


def _trouble(artefact: Artefact, composition: Composition) -> Iterator[Diagnostic]:
    shop = find_shop(composition.edition.channel)
    spans = dict(composition.spans)
    here = spans.get(CHANNEL, Span("book.toml"))
    yield from _sizes(artefact, shop, spans, here)
    yield from _contents(composition.contents, shop, spans, here)
    for document in composition.documents:
        yield from _document(document, shop, spans)
    if shop.word("isbn") and not composition.edition.isbn:
        message = f"`{composition.edition.name}` has no ISBN, by which {shop.title} finds a book's data"
        yield NO_ISBN.at(here, message, shop.source("isbn"))


def _sizes(artefact: Artefact, shop: Shop, spans: Mapping[str, Span], here: Span) -> Iterator[Diagnostic]:
    most, size = shop.number("file-bytes"), len(artefact.data)
    if most and size > most:
        message = f"{artefact.file_name} has {_megabytes(size)}; {shop.title} takes {_megabytes(most)} at most"
        yield FILE_TOO_LARGE.at(here, message, shop.source("file-bytes"))
    most = shop.number("chapter-bytes")
    if not most:
        return
    from zipfile import ZipFile

    with ZipFile(BytesIO(artefact.data)) as archive:
        for entry in archive.infolist():
            if entry.filename.endswith(".xhtml") and entry.file_size > most:
                stem = entry.filename.rpartition("/")[2].removesuffix(".xhtml")
                message = f"{stem}.xhtml has {_megabytes(entry.file_size)}; {shop.title} takes {_megabytes(most)}"
                yield FILE_TOO_LARGE.at(spans.get(stem, here), message, shop.source("chapter-bytes"))


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.1f} MB"


def _contents(entries: Sequence[Entry], shop: Shop, spans: Mapping[str, Span], here: Span) -> Iterator[Diagnostic]:
    """The first line of the contents that is too deep, and how many there are."""
    most = shop.number("toc-depth")
    deep = [entry for entry, depth in _depths(entries) if depth > most] if most else []
    if deep:
        first = deep[0]
        span = spans.get(first.target) or spans.get(first.stem, here)
        lines = "1 line" if len(deep) == 1 else f"{len(deep)} lines"
        message = f"{lines} of the contents below level {most}, which is the last that {shop.title} shows"
        hint = f"set toc-depth = {most} in the edition's variables; {shop.source('toc-depth')}"
        yield DEEP_CONTENTS.at(span, message, hint)


def _depths(entries: Sequence[Entry], depth: int = 1) -> Iterator[tuple[Entry, int]]:
    for entry in entries:
        yield entry, depth
        yield from _depths(entry.children, depth + 1)


def _document(document: Document, shop: Shop, spans: Mapping[str, Span]) -> Iterator[Diagnostic]:
    most, links = shop.number("table-columns"), shop.word("rival-links")
    rule = {LINKS_REFUSED: RIVAL_LINK, LINKS_UNWELCOME: UNWELCOME_LINK}.get(links)
    wide = most and "<table" in document.body
    if not wide and not (rule and 'href="http' in document.body):
        return
    seen = _read(document, spans)
    for span, columns in seen.tables:
        if most and columns > most:
            message = f"a table of {columns} columns; {shop.title} advises {most} at most"
            yield WIDE_TABLE.at(span, message, shop.source("table-columns"))
    for span, link in seen.links:
        owner = store_of(link)
        if rule is not None and owner and owner != shop.name:
            message = f"a link to another shop, {link[:80]}, in the edition for {shop.title}"
            yield rule.at(span, message, shop.source("rival-links"))


@dataclass(slots=True)
class _Seen:
    """What one walk over a document finds."""

    tables: list[tuple[Span, int]] = field(default_factory=list)  # place and number of columns
    links: list[tuple[Span, str]] = field(default_factory=list)


def _read(document: Document, spans: Mapping[str, Span]) -> _Seen:
    seen = _Seen()
    places = [spans.get(document.stem, Span(""))]
    open_tables: list[tuple[Span, int]] = []
    row = [0]

    def start(tag: str, attrs: dict[str, str]) -> None:
        place = spans.get(attrs.get("id", "")) or places[-1]
        places.append(place)
        if tag == "table":
            open_tables.append((place, 0))
        elif tag == "tr":
            row[0] = 0
        elif tag in ("td", "th") and open_tables:
            span = attrs.get("colspan", "1")
            row[0] += int(span) if span.isdecimal() else 1
            open_tables[-1] = open_tables[-1][0], max(open_tables[-1][1], row[0])
        elif tag == "a" and attrs.get("href", "").startswith(("http:", "https:")):
            seen.links.append((place, attrs["href"]))

    def end(tag: str) -> None:
        places.pop()
        if tag == "table" and open_tables:
            seen.tables.append(open_tables.pop())

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    with suppress(expat.ExpatError):  # the EPUB's own check has said so
        parser.Parse(f"<body>{document.body}</body>".encode(), True)
    return seen
