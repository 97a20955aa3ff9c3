"""The values that an EPUB is put together from: its files and what a look into each of them found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from publisher.diagnostics import Diagnostic
from publisher.source import Span
from publisher.style.composition import Document
from publisher.value import dataclass

XHTML = "application/xhtml+xml"
CSS = "text/css"
NCX = "application/x-dtbncx+xml"
CSS_NAME = "style.css"
FOLDER = "EPUB"  # in which all of a book's files are
CONTAINER, PACKAGE = "META-INF/container.xml", f"{FOLDER}/content.opf"


@dataclass(frozen=True, slots=True)
class File:
    """A publication resource. ``name`` is its path relative to the package document, not percent-encoded."""

    name: str
    id: str  # of the manifest item: an XML name, unique
    media_type: str
    data: bytes
    properties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Leaf:
    """One XHTML file in the making: a document of the composition or, where that is too long, a stretch of it."""

    name: str
    id: str
    document: Document
    body: str


@dataclass(frozen=True, slots=True)
class Link:
    """A reference that a document makes, with the nearest place in the manuscript before it."""

    tag: str
    target: str
    span: Span


@dataclass(frozen=True, slots=True)
class Survey:
    """What one pass over an XHTML file found."""

    errors: tuple[tuple[str, Span], ...] = ()  # the XML parser's words when the file is not well-formed
    ids: frozenset[str] = frozenset()
    sequence: tuple[str, ...] = ()  # the same in the order of the text
    repeated: tuple[tuple[str, Span], ...] = ()  # ids that stand twice
    links: tuple[Link, ...] = ()  # href of a and area
    resources: tuple[Link, ...] = ()  # src, poster, data, href of images and link elements
    active: tuple[tuple[str, Span], ...] = ()  # scripting elements and attributes
    tags: Mapping[str, int] = field(default_factory=dict)  # local names, each with how often
    types: frozenset[str] = frozenset()  # words of epub:type
    roles: int = 0  # elements with a role or an aria attribute
    pictures: int = 0  # images with an alternative text that is not empty
    without_alternative: tuple[tuple[str, Span], ...] = ()  # images with no alt at all
    undescribed: int = 0  # images with an empty alternative and no word that they only decorate
    decorative: int = 0  # images that are said to, and drawings that are hidden
    described: int = 0  # images with aria-details
    drawings: int = 0  # svg elements with a name
    silent_drawings: int = 0  # svg elements without one
    breaks: int = 0  # marks of pages of the printed book


@dataclass(frozen=True, slots=True)
class PageMark:
    """A printed page and the mark that stands for it in a document."""

    label: str
    stem: str
    id: str


@dataclass(frozen=True, slots=True)
class Marked:
    """The documents with the marks in them, the marks in reading order, and what could not be placed to the letter."""

    documents: tuple[Document, ...]
    marks: tuple[PageMark, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """One element of the metadata: ``dc:title`` and the like, or ``meta``."""

    tag: str
    text: str = ""
    attrs: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Package:
    """What the package document says beside its manifest."""

    identifier: str
    language: str
    direction: str  # ltr or rtl
    modified: str  # YYYY-MM-DDThh:mm:ssZ
    metadata: tuple[Statement, ...]
    reading_order: tuple[tuple[str, bool], ...]  # manifest id, whether linear
