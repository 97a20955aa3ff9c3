"""The configuration of a book: what ``book.toml`` says, checked, as frozen values.

This file declares the values; the field docstrings (string metadata) are the manual and the JSON Schema's
descriptions. Reading and checking come below them.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Contributor:
    """A person who made the book. ``role`` is a MARC relator code: aut, edt, trl, ill, aui, aft …"""

    name: str
    role: str = "aut"
    file_as: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """A series or set the book belongs to."""

    name: str
    number: str = ""
    kind: str = "series"  # "series" or "set"


@dataclass(frozen=True, slots=True)
class BookInfo:
    """``[book]``: what is true of the book in every edition."""

    title: str
    subtitle: str = ""
    slug: str = ""  # stem of the file names in dist/; from the title when empty
    authors: tuple[Contributor, ...] = ()
    contributors: tuple[Contributor, ...] = ()
    language: str = "en"  # BCP 47
    identifier: str = ""  # a URI such as urn:uuid:…; derived from title and authors when empty
    publisher: str = ""
    place: str = ""
    date: str = ""  # ISO 8601: 2026, 2026-11 or 2026-11-22
    edition: str = ""  # edition statement, "Second edition"
    rights: str = ""
    licence: str = ""  # the line that permits photocopying, set at the foot of handouts
    subjects: tuple[str, ...] = ()
    series: tuple[Series, ...] = ()
    description: str = ""  # one paragraph, for catalogues
    summary: str = ""  # the cover summary, for the back cover
    buy: str = ""  # https link
    kind: str = "non-fiction"  # or "fiction"
    dedication: str = ""
    direction: str = "ltr"
    cover: str = ""  # the author's own image; generated when empty


@dataclass(frozen=True, slots=True)
class PartSpec:
    """A part of the body: its title and its chapter files."""

    part: str
    chapters: tuple[str, ...]
    id: str = ""


@dataclass(frozen=True, slots=True)
class Contents:
    """``[contents]``: the chapter files, in reading order, relative to the manuscript folder."""

    front: tuple[str, ...] = ()
    body: tuple[str | PartSpec, ...] = ()
    back: tuple[str, ...] = ()
    numbered: bool = False  # whether chapters of the body are numbered


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """``[reading]``: how the reading time is computed. 0 means: by the language and kind of the book."""

    wpm: float = 0.0  # words a minute
    cpm: float = 0.0  # characters a minute, for Chinese, Japanese and Korean
    image_seconds: float = 12.0  # first informative image; each next one second less, not under 3
    show: bool = True


@dataclass(frozen=True, slots=True)
class EditionSpec:
    """``[editions.NAME]``: for whom, in which dress, as which files."""

    name: str
    style: str = ""  # a folder of styles/; "ebook" or "print" by the formats when empty
    formats: tuple[str, ...] = ("epub", "pdf")
    audience: str = "reader"  # ::: NAME blocks are kept only where NAME is the audience
    chapters: tuple[str, ...] = ()  # chapter ids; empty means all
    papers: tuple[str, ...] = ()  # page sizes by name (A4, Letter, 6x9 …): one PDF each; style's own when empty
    variables: tuple[tuple[str, str], ...] = ()  # custom properties of the style, without the dashes
    title: str = ""  # a title for this edition's title page and metadata, where it has its own
    statement: str = ""  # "Large print edition"
    isbn: str = ""
    identifier: str = ""
    extends: str = ""  # another edition whose keys hold where this one has none


@dataclass(frozen=True, slots=True)
class Config:
    """All of ``book.toml``, or what was assumed in its place."""

    book: BookInfo
    contents: Contents = Contents()
    reading: ReadingOptions = ReadingOptions()
    editions: tuple[EditionSpec, ...] = ()
    assumed: tuple[str, ...] = field(default=())  # sentences: what we had to assume, for the note to the author
