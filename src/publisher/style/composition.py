"""A composition is an edition in its dress: text only, still no bytes. Formats are made from it and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.book.model import ReadingTime
from publisher.config import BookInfo, EditionSpec, Review
from publisher.diagnostics import Diagnostic
from publisher.source import Span
from publisher.value import dataclass

if TYPE_CHECKING:  # at run time only who prints has a use for it
    from publisher.config.printers import Printer

SCREEN = "screen"  # one XHTML document a chapter, links between files: the EPUB
PAGE = "page"  # everything in one document, notes at their calls: the PDF
ACCESSIBILITY = "accessibility"  # the kind of the page about an ebook's accessibility
ACCESS_SLOT = '<div class="accessibility-facts"></div>'  # what the format sets its facts in place of
PROFILE = "edition:profile"  # the key, among the spans, of the place where book.toml names the printer's profile
COVER_IMAGE = "images/cover.png"  # what the cover document shows where the cover is generated art


@dataclass(frozen=True, slots=True)
class Document:
    """One XHTML document: a chapter, a part opener, a title page …

    ``body`` is the well-formed XHTML inside ``<body>``. ``stem`` is the EPUB's file name without ``.xhtml`` and
    the manifest id; it comes from the chapter's id, never from its position.
    """

    stem: str
    kind: str  # cover, half-title, title-page, copyright-page, dedication, contents, part, chapter …
    title: str  # plain words for <title>
    body: str
    matter: str  # cover, front, body, back
    lang: str
    body_class: str = ""
    linear: bool = True
    svg: bool = False  # whether the body holds inline svg (EPUB manifest property)
    mathml: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents. ``label`` is XHTML (inline), ``text`` plain. ``target`` is an id in the book."""

    label: str
    text: str
    stem: str
    target: str  # the id to go to; "" for the head of the document
    level: int
    children: tuple[Entry, ...] = ()
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Landmark:
    """An EPUB landmark: ``type`` is an epub:type such as bodymatter or toc."""

    type: str
    text: str
    stem: str


@dataclass(frozen=True, slots=True)
class FontFace:
    """A face that the CSS names. ``digest`` (SHA-256, hex) stands for its bytes."""

    family: str
    weight: int
    style: str  # normal or italic
    source: str  # "package/file.ttf" in a font package, or "style:NAME/fonts/file.ttf" of a style folder
    digest: str


@dataclass(frozen=True, slots=True)
class AssetRef:
    """An image that the documents show. ``path`` is relative to the manuscript folder and used as src."""

    path: str
    media_type: str
    digest: str
    width: int = 0  # pixels or user units; 0 unknown
    height: int = 0


@dataclass(frozen=True, slots=True)
class Composition:
    """Everything that an artefact is made from. Two equal compositions give equal bytes."""

    name: str  # the file's stem in dist/
    medium: str  # SCREEN or PAGE
    info: BookInfo
    edition: EditionSpec
    style: str
    reading: ReadingTime
    documents: tuple[Document, ...]
    css: str  # all sheets of the style, most general first; on screen already without var() and calc()
    contents: tuple[Entry, ...]
    landmarks: tuple[Landmark, ...] = ()
    fonts: tuple[FontFace, ...] = ()
    assets: tuple[AssetRef, ...] = ()
    cover_svg: str = ""  # generated cover art, or "" when info.cover names the author's own image
    identifier: str = ""  # of this artefact: urn:isbn:… or the book's
    modified: str = ""  # YYYY-MM-DDThh:mm:ssZ; from the book's date or SOURCE_DATE_EPOCH, never the clock
    pdf_variant: str = ""  # "pdf/ua-1" …
    spans: tuple[tuple[str, Span], ...] = ()  # id in the XHTML → place in the manuscript; not part of the digest
    diagnostics: tuple[Diagnostic, ...] = ()
    review: Review | None = None  # what a person found of this edition's accessibility
    printer: Printer | None = None  # the profile of the edition, where it has one and this is its PDF
