"""What ``book.toml`` says, as frozen values; each field's description is its manual and the JSON Schema's.

How each may be written (a person as a plain string, one paper instead of a list) is said under the names of the types
in :mod:`publisher.config.forms`, for the library that looks through a file in which something is amiss.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar

from publisher.config.fields import NO_OTHER_KEYS, Date, Number, Text, Words, Yes
from publisher.config.review import NO_REVIEW, Accessibility
from publisher.config.trade import NO_ONIX, OnePrice, OnixInfo
from publisher.value import dataclass

if TYPE_CHECKING:
    from pydantic import ConfigDict, Field

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Contributor:
    """A person or group that made the book. ``role`` is a MARC relator code: aut, edt, trl, ill, aui, aft …"""

    __pydantic_config__: ClassVar[ConfigDict] = NO_OTHER_KEYS

    name: Annotated[str, Field(description="The name as it stands on the title page.", min_length=1)]
    role: Annotated[
        str,
        Field(
            description="What they did, as a MARC relator code: aut (author), edt (editor), trl (translator), "
            "ill (illustrator), wfw (writer of the foreword) … https://id.loc.gov/vocabulary/relators",
            json_schema_extra={"pattern": r"^[a-z]{3}$"},
        ),
    ] = "aut"
    file_as: Annotated[str, Field(description='The name as a catalogue sorts it: "Ishiguro, Kazuo".')] = ""
    kind: Annotated[
        str,
        Field(
            description='"person", or "group" for a team, a society or a company: catalogues name them otherwise.',
            json_schema_extra={"enum": ["person", "group"]},
        ),
    ] = "person"


@dataclass(frozen=True, slots=True)
class Series:
    """A series or set the book belongs to."""

    __pydantic_config__: ClassVar[ConfigDict] = NO_OTHER_KEYS

    name: Annotated[str, Field(description="The title of the series.", min_length=1)]
    number: Annotated[Text, Field(description='The volume\'s number in it: "3".')] = ""
    kind: Annotated[
        str,
        Field(
            description='"series" for open-ended, "set" for a work published in a fixed number of volumes.',
            json_schema_extra={"enum": ["series", "set"]},
        ),
    ] = "series"


People = tuple[Contributor, ...]
Helpers = tuple[Contributor, ...]
AllSeries = tuple[Series, ...]
AllSets = tuple[Series, ...]


@dataclass(frozen=True, slots=True)
class BookInfo:
    """``[book]``: what is true of the book in every edition."""

    __pydantic_config__: ClassVar[ConfigDict] = NO_OTHER_KEYS

    title: Annotated[str, Field(description="The book's title.", min_length=1)]
    subtitle: Annotated[str, Field(description="The subtitle, without a colon before it.")] = ""
    slug: Annotated[
        str,
        Field(
            description="The stem of the file names in dist/: small letters, digits and hyphens. From the title when "
            "left out.",
            json_schema_extra={"pattern": r"^[a-z0-9]+(-[a-z0-9]+)*$"},
        ),
    ] = ""
    authors: Annotated[
        People, Field(description='The authors, as names ("Jane Doe") or as tables with name, role and file_as.')
    ] = ()
    contributors: Annotated[
        Helpers,
        Field(description="Others who made the book: editors, translators, illustrators. A role left out is ctb."),
    ] = ()
    language: Annotated[
        str,
        Field(
            description="The language of the text as a BCP 47 tag: en-GB, de, pt-BR. It decides quotation marks and "
            "hyphenation.",
            examples=["en", "en-GB", "en-US", "de", "fr", "es"],
        ),
    ] = "en"
    languages: Annotated[
        Words,
        Field(description="Further languages of the text, as BCP 47 tags: those of a bilingual or polyglot book."),
    ] = ()
    identifier: Annotated[
        str,
        Field(
            description="A URI that names this book for ever, such as urn:uuid:…. Derived from title and authors "
            "when left out.",
        ),
    ] = ""
    identifiers: Annotated[
        Words,
        Field(
            description="Further identifiers of the book in every edition, as URIs: doi:10.1000/182, https://…",
            examples=[["doi:10.1000/182"]],
        ),
    ] = ()
    publisher: Annotated[str, Field(description="The publishing house.")] = ""
    place: Annotated[str, Field(description="The place of publication.")] = ""
    date: Annotated[
        Date,
        Field(
            description="The date of publication, ISO 8601: 2026, 2026-11 or 2026-11-22. It is also the date inside "
            "the files: the clock never is."
        ),
    ] = ""
    edition: Annotated[str, Field(description='The edition statement: "Second edition".')] = ""
    rights: Annotated[str, Field(description='The rights line of the copyright page: "© 2026 Jane Doe".')] = ""
    licence: Annotated[str, Field(description="The line that permits photocopying, set at the foot of handouts.")] = ""
    subjects: Annotated[Words, Field(description="Subjects for catalogues, one string each.")] = ()
    series: Annotated[AllSeries, Field(description="The series it belongs to: a table, or a list of them.")] = ()
    set: Annotated[
        AllSets,
        Field(description="The set it is a volume of, a work of a fixed number of volumes: a table, or a list."),
    ] = ()
    description: Annotated[str, Field(description="One paragraph for catalogues.")] = ""
    summary: Annotated[str, Field(description="The cover summary: the text for the back cover.")] = ""
    buy: Annotated[
        str,
        Field(
            description="Where to buy: a link that begins with https://.",
            json_schema_extra={"pattern": r"^https://", "format": "uri"},
        ),
    ] = ""
    kind: Annotated[
        str,
        Field(
            description='"fiction" or "non-fiction"; the reading time depends on it.',
            json_schema_extra={"enum": ["fiction", "non-fiction"]},
        ),
    ] = "non-fiction"
    dedication: Annotated[str, Field(description="The dedication, on a page of its own.")] = ""
    direction: Annotated[
        str,
        Field(
            description='The direction of the text: "ltr" (left to right) or "rtl".',
            json_schema_extra={"enum": ["ltr", "rtl"]},
        ),
    ] = "ltr"
    cover: Annotated[
        str,
        Field(description="Your own cover image, relative to the manuscript folder. Generated when left out."),
    ] = ""


@dataclass(frozen=True, slots=True)
class PartSpec:
    """A part of the body: its title and its chapter files."""

    __pydantic_config__: ClassVar[ConfigDict] = NO_OTHER_KEYS

    part: Annotated[str, Field(description="The part's title.", min_length=1)]
    chapters: Annotated[Words, Field(description="Its chapter files, in reading order.")]
    id: Annotated[
        str,
        Field(
            description="The part's id, for links. From the title when left out.",
            json_schema_extra={"pattern": r"^[A-Za-z][A-Za-z0-9_.-]*$"},
        ),
    ] = ""


BodyItem = str | PartSpec


@dataclass(frozen=True, slots=True)
class Contents:
    """``[contents]``: the chapter files, in reading order, relative to the manuscript folder."""

    __pydantic_config__: ClassVar[ConfigDict] = NO_OTHER_KEYS

    front: Annotated[Words, Field(description="Files of the front matter: preface, introduction …")] = ()
    body: Annotated[
        tuple[BodyItem, ...],
        Field(description='Files of the body; a part is a table { part = "Title", chapters = ["one.md"] }.'),
    ] = ()
    back: Annotated[Words, Field(description="Files of the back matter: appendix, glossary, about the book …")] = ()
    numbered: Annotated[Yes, Field(description="Whether the chapters of the body are numbered.")] = False


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """``[reading]``: how the reading time is computed. 0 means: by the language and kind of the book."""

    __pydantic_config__: ClassVar[ConfigDict] = NO_OTHER_KEYS

    wpm: Annotated[Number, Field(description="Words a minute; 0 means by the book's language and kind.", le=2000)] = 0.0
    cpm: Annotated[
        Number,
        Field(description="Characters a minute, for Chinese, Japanese and Korean; 0 means by the language.", le=5000),
    ] = 0.0
    image_seconds: Annotated[
        Number,
        Field(description="Seconds for the first image; each next one takes a second less, not under 3.", le=600),
    ] = 12.0
    show: Annotated[Yes, Field(description="Whether the book shows its reading time.")] = True


@dataclass(frozen=True, slots=True)
class EditionSpec:
    """``[editions.NAME]``: for whom, in which dress, as which files."""

    __pydantic_config__: ClassVar[ConfigDict] = NO_OTHER_KEYS

    name: Annotated[str, Field(description="The edition's name.")]
    style: Annotated[
        str,
        Field(description='A look: a folder of styles/. "ebook" or "print", by the file type, when left out.'),
    ] = ""
    formats: Annotated[
        Words,
        Field(
            description='The file types to make: "epub", "pdf" or both.',
            json_schema_extra={"examples": [["epub"], ["pdf"], ["epub", "pdf"]]},
        ),
    ] = ("epub", "pdf")
    audience: Annotated[
        str,
        Field(
            description="For whom: a block ::: NAME stays only in editions whose audience is NAME.",
            json_schema_extra={"pattern": r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"},
        ),
    ] = "reader"
    chapters: Annotated[Words, Field(description="The ids of the chapters it has; all when left out.")] = ()
    papers: Annotated[
        Words,
        Field(
            description='Page sizes, one PDF each: "A4", "Letter", "6x9" (inches), "170x240mm". The style\'s own '
            "when left out.",
            examples=[["A4", "Letter"], ["6x9"]],
        ),
    ] = ()
    variables: Annotated[
        Pairs,
        Field(description='The style\'s custom properties, without the dashes: { text-size = "12pt" }.'),
    ] = ()
    title: Annotated[
        str, Field(description="A title for this edition's title page and metadata, where it has its own.")
    ] = ""
    statement: Annotated[str, Field(description='What it says of itself: "Large print edition".')] = ""
    isbn: Annotated[
        str,
        Field(
            description="The edition's ISBN, with or without hyphens; or a table with one for each kind of file: "
            '{ epub = "…", pdf = "…" }, and "pdf:A5" where it has several papers. No two files share one.'
        ),
    ] = ""
    identifier: Annotated[str, Field(description="A URI for this edition, where it has no ISBN.")] = ""
    identifiers: Annotated[Words, Field(description="Further identifiers of this edition, as URIs.")] = ()
    channel: Annotated[
        str,
        Field(
            description="The shop that sells the edition: its limits are checked, and a cover image and an ONIX record "
            'are made beside the book. "own" is your own web site or shop.',
            json_schema_extra={"enum": ["apple", "google", "kindle", "kobo", "own"]},
        ),
    ] = ""
    binding: Annotated[
        str,
        Field(
            description='"paperback" or "hardback" where the PDF is printed and sold as a bound book; without it the '
            "PDF itself is what is sold.",
            json_schema_extra={"enum": ["paperback", "hardback"]},
        ),
    ] = ""
    prices: Annotated[OnePrice, Field(description="What it costs, for the ONIX record: a table a currency.")] = ()
    pages_from: Annotated[
        str,
        Field(
            description="The printed edition whose pages the EPUB lists, so that page 37 is page 37 in both: its name, "
            'or "NAME:PAPER" where it has several papers. It is laid out first, whether or not it is asked for.',
            examples=["print", "print:A5"],
        ),
    ] = ""
    accessibility_page: Annotated[
        Yes,
        Field(description="Whether an ebook has the page about its accessibility that its style gives it."),
    ] = True
    profile: Annotated[
        str,
        Field(
            description="The printer of this edition's PDF: its trims, margins, gutter, colours and page counts are "
            'kept, and the finished file is preflighted. "kdp", "ingramspark", "lulu", "press", "office", or the name '
            "of your own printers/NAME.toml.",
            examples=["kdp", "ingramspark", "lulu", "press", "office"],
        ),
    ] = ""
    bleed: Annotated[
        Yes, Field(description="Whether pictures may run over the edge of the page; the profile says how far.")
    ] = False
    ink: Annotated[
        str,
        Field(
            description='"black" for an interior of one colour, pure black; "colour" for one of four inks. "" leaves '
            "the colours to the style: for the screen.",
            json_schema_extra={"enum": ["", "black", "colour"]},
        ),
    ] = ""
    stock: Annotated[
        str,
        Field(
            description="The paper that the printer's profile calls so: it decides the width of the spine. Its first "
            "when left out.",
            examples=["white", "cream"],
        ),
    ] = ""
    icc: Annotated[
        str,
        Field(
            description="The printer's ICC profile for an interior in colour: a file in the manuscript folder. Offset "
            "on coated paper (FOGRA39) when left out.",
            examples=["profiles/PSOcoated_v3.icc"],
        ),
    ] = ""
    pdf_variant: Annotated[
        str,
        Field(
            description='The kind of PDF, where it is another than the style\'s: "pdf/x-4" for a press, '
            '"pdf/a-2a+ua-1" for a screen and an archive at once, "pdf/ua-1".',
            examples=["pdf/x-4", "pdf/a-2a+ua-1", "pdf/ua-1"],
        ),
    ] = ""
    extends: Annotated[
        str,
        Field(
            description="Another edition, whose keys hold where this one has none. Tables of variables are joined, "
            "lists replace; ISBN and identifier are never handed on."
        ),
    ] = ""
    isbns: tuple[tuple[str, str], ...] = ()  # the table of `isbn`, as file type ("epub", "pdf", "pdf:A5") and number


Editions = tuple[EditionSpec, ...]


@dataclass(frozen=True, slots=True)
class Config:
    """All of ``book.toml``, or what was assumed in its place."""

    __pydantic_config__: ClassVar[ConfigDict] = NO_OTHER_KEYS

    book: Annotated[BookInfo, Field(description="What is true of the book in every edition.")]
    contents: Annotated[
        Contents,
        Field(description="The chapter files in reading order; all files by name when left out."),
    ] = Contents()
    reading: Annotated[ReadingOptions, Field(description="How the reading time is computed.")] = ReadingOptions()
    editions: Annotated[
        Editions,
        Field(description="The books to make from this manuscript: [editions.NAME], one table each."),
    ] = ()
    onix: Annotated[OnixInfo, Field(description="What only the trade's catalogues ask.")] = NO_ONIX
    accessibility: Annotated[
        Accessibility, Field(description="What only a person can say of the book's accessibility.")
    ] = NO_REVIEW
    assumed: tuple[str, ...] = ()  # sentences: what we had to assume, for the note to the author


def default_editions() -> tuple[EditionSpec, ...]:
    """The editions of a book whose author declared none: one, as an EPUB and as a PDF."""
    return (EditionSpec(name="book", formats=("epub", "pdf")),)
