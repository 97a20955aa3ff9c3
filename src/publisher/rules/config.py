"""Rules about book.toml and chapter headers."""

from __future__ import annotations

from publisher.diagnostics import Rule, Severity

TOML_SYNTAX = Rule(
    "C101",
    Severity.ERROR,
    "book.toml is not TOML",
    """A line of book.toml does not follow the grammar of TOML, so nothing after it can be read.

A book built from half of its configuration would be the wrong book.

Example: title = Never Let Me Go

Write instead: title = "Never Let Me Go". Text stands in quotes, lists in [ ], and each key once.""",
)

UNKNOWN_KEY = Rule(
    "C102",
    Severity.ERROR,
    "unknown key",
    """A key of book.toml has no meaning here: it is misspelled, or it stands in the wrong table.

A key that is quietly passed over is a wish that is not granted, and nobody hears of it.

Example: [book] subtitel = "A Study Guide"

Write instead: subtitle = "A Study Guide". The schema src/publisher/data/book.schema.json lists every key;
an editor with Taplo completes them when the first line is #:schema followed by its path.""",
)

WRONG_TYPE = Rule(
    "C103",
    Severity.ERROR,
    "a value of the wrong kind",
    """A value is a number where text is wanted, text where a list is wanted, and so on.

We would have to guess what was meant.

Example: numbered = "yes"

Write instead: numbered = true. Text has quotes, numbers and true/false have none, lists stand in [ ].""",
)

MISSING_KEY = Rule(
    "C104",
    Severity.ERROR,
    "a key is missing",
    """A key that others depend on is not there, or is empty: the book's title, a person's name, a part's chapters.

A book without it cannot be catalogued or opened.

Example: a book.toml without a title.

Write instead: [book] and below it title = "…".""",
)

TOO_MUCH = Rule(
    "C105",
    Severity.ERROR,
    "book.toml is too large or too deep",
    """The file is larger than 256 KiB, or its tables and keys nest deeper than 16.

No book needs that much, and files that do are written to exhaust the reader.

Example: a.b.c.d … with thousands of parts.

Write instead: what the manual describes; put long texts into chapter files.""",
)

ILLEGAL_TEXT = Rule(
    "C106",
    Severity.ERROR,
    "a character that no book can hold",
    """A text of book.toml or of a chapter's header holds a control character or another code that XML forbids.

An EPUB with it cannot be opened by any reading system.

Example: title = "Never\\u0000"

Write instead: the text without that character.""",
)

NOT_A_CHOICE = Rule(
    "C107",
    Severity.ERROR,
    "not one of the choices",
    """A key that takes one of a few words has another word.

Nothing is known about what should happen for it.

Example: formats = ["mobi"]

Write instead: one of the words that the hint lists.""",
)

LANGUAGE_TAG = Rule(
    "C108",
    Severity.ERROR,
    "not a language tag",
    """A language is not a well-formed BCP 47 tag (RFC 5646).

Screen readers choose their voice by it, and we choose quotation marks and hyphenation.

Example: language = "english"

Write instead: language = "en", or with a region language = "en-GB".""",
)

RELATOR = Rule(
    "C109",
    Severity.ERROR,
    "unknown role of a person",
    """A contributor's role is not a code of the MARC list of relators.

Catalogues know only these three letters.

Example: role = "translator"

Write instead: role = "trl". The list: https://id.loc.gov/vocabulary/relators""",
)

DATE = Rule(
    "C110",
    Severity.ERROR,
    "not a date",
    """The date of publication is not a year, a year and month, or a day that exists, as ISO 8601 writes them.

It is written into the EPUB and the PDF, where other forms are errors.

Example: date = "22 November 2026"

Write instead: date = "2026-11-22".""",
)

ISBN = Rule(
    "C111",
    Severity.ERROR,
    "not an ISBN",
    """An ISBN has the wrong length or its check digit does not fit the others.

A book sold under a wrong number cannot be found or ordered.

Example: isbn = "978-0-571-25809-0"

Write instead: the number exactly as the agency gave it.""",
)

SAME_ISBN = Rule(
    "C112",
    Severity.ERROR,
    "one ISBN on two editions",
    """Two editions carry the same ISBN.

Each form in which a book is sold needs its own number: shops cannot tell them apart otherwise.

Example: print and large-print with one isbn.

Write instead: the number of each edition, or none where you have none.""",
)

LINK = Rule(
    "C113",
    Severity.ERROR,
    "not a web address",
    """The buy link is not an address that begins with https://, or an identifier is not a URI.

A link that readers tap must be one that cannot run code or be changed on its way.

Example: buy = "javascript:alert(1)"

Write instead: buy = "https://www.example.com/your-book".""",
)

PAPER = Rule(
    "C114",
    Severity.ERROR,
    "unknown paper",
    """A paper is neither a known name nor a width and height.

No page can be cut to it.

Example: papers = ["A44"]

Write instead: A4, Letter, 6x9 (inches), 170x240mm; a side measures 2 to 48 inches.""",
)

NAME = Rule(
    "C115",
    Severity.ERROR,
    "not usable as a name",
    """The name of an edition, an audience or a style, a part's id or the slug has characters that names may not have.

They become file names, class names and ids, on every system.

Example: [editions."Large Print!"]

Write instead: [editions.large-print]: small letters, digits and hyphens.""",
)

EXTENDS = Rule(
    "C116",
    Severity.ERROR,
    "an edition extends nothing",
    """An edition extends one that does not exist, or a chain of editions leads back to its beginning.

There is nothing to take the missing keys from.

Example: [editions.a] extends = "b" and [editions.b] extends = "a".

Write instead: the name of another edition that stands on its own feet.""",
)

VARIABLE = Rule(
    "C117",
    Severity.ERROR,
    "not usable as a variable",
    """A variable's name or value cannot be a custom property of a style.

A value may not end the declaration it stands in, call for a file, or begin a new rule.

Example: variables = { "text size" = "12pt; }" }

Write instead: variables = { text-size = "12pt" }.""",
)

OUT_OF_RANGE = Rule(
    "C118",
    Severity.ERROR,
    "a number out of range",
    """A number is negative, too large, or not a number.

Reading times made with it would be nonsense.

Example: wpm = -1

Write instead: a number between the limits that the message names; 0 means: as usual.""",
)

SHARED_ISBN = Rule(
    "C119",
    Severity.ERROR,
    "one ISBN for two files",
    """One ISBN would stand in an EPUB and in a PDF, or in PDFs of several sizes.

The ISBN agency asks for a number for each form that is sold: shops and libraries could not tell them apart otherwise.

Example: formats = ["epub", "pdf"] with isbn = "978-0-571-25809-3".

Write instead: isbn = { epub = "978-…", pdf = "978-…" }, a key for each file that has a number. Where only the EPUB has
one: isbn = { epub = "978-…" }.""",
)

HEADER_SYNTAX = Rule(
    "C120",
    Severity.ERROR,
    "a chapter's header cannot be read",
    """The header between the two lines of --- at the head of a chapter is not a plain list of key: value.

Its title or role would be lost. Anchors, aliases and tags are refused because they are a way to attack readers.

Example: title: Kathy: a life

Write instead: title: "Kathy: a life".""",
)

HEADER_UNENDED = Rule(
    "C121",
    Severity.ERROR,
    "a chapter's header has no end",
    """A chapter begins with --- and keys, but no second line of --- follows within 64 KiB.

The whole chapter would be taken for its header, or the header for text.

Example: ---, title: Hailsham, and then the text.

Write instead: a line of --- after the last key.""",
)

HEADER_KEY = Rule(
    "C122",
    Severity.WARNING,
    "unknown key in a chapter's header",
    """A key of a chapter's header has no meaning to us. It is passed over.

It may be a slip of the pen; it may be another program's.

Example: titel: Hailsham

Write instead: title, short, id, role, lang, summary or numbered.""",
)

HEADER_VALUE = Rule(
    "C123",
    Severity.ERROR,
    "a wrong value in a chapter's header",
    """A known key of a chapter's header has a value that it cannot have, or stands there twice.

We would have to guess.

Example: role: chaptre

Write instead: one of the roles that the hint names; an id of letters, digits and hyphens; numbered: true or false.""",
)

ASSUMED = Rule(
    "C124",
    Severity.NOTE,
    "assumed, because book.toml does not say",
    """There is no book.toml, so the title, the order of the chapters and other things were taken from the files.

The book builds all the same; you may want other answers.

Example: a folder of Markdown files.

Write instead: a book.toml that says it: [book] with title and authors, [contents] with front, body and back.""",
)

PAGES_FROM = Rule(
    "C130",
    Severity.ERROR,
    "no printed edition to take pages from",
    """An edition takes its pages from one that does not exist, that makes no PDF, or that has no such paper.

A list of pages can only be made from pages that are laid out.

Example: [editions.ebook] pages_from = "prnt"

Write instead: pages_from = "print", the name of an edition with a PDF; or "print:A5", where it has several papers.""",
)

IDLE_PAGES_FROM = Rule(
    "C131",
    Severity.WARNING,
    "pages taken by an edition without an EPUB",
    """An edition says pages_from and makes no EPUB.

A PDF has pages of its own; the key does nothing there.

Example: [editions.screen] formats = ["pdf"] with pages_from = "print".

Write instead: the key at the edition with the EPUB, or nothing.""",
)
