"""The values of a book's meaning: chapters, parts, sections, targets, quotations, notes, editions."""

from __future__ import annotations

from publisher.config import BookInfo, EditionSpec
from publisher.diagnostics import Diagnostic
from publisher.manuscript.lock import Lock
from publisher.markup.node import Node
from publisher.source import Span
from publisher.value import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """A heading below the chapter's title, with the sections below it."""

    id: str
    level: int  # 2 … 6; the chapter's own title is level 1
    title: tuple[Node, ...]  # inline nodes, notes and links taken out
    text: str
    span: Span
    children: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class Counts:
    """What is countable in a stretch of text (see :mod:`publisher.book.reading`)."""

    words: int = 0  # countable prose words
    characters: int = 0  # Chinese, Japanese and Korean characters
    code_words: int = 0
    table_words: int = 0
    images: int = 0  # informative images

    def __add__(self, other: Counts) -> Counts:
        """Both together."""
        return Counts(
            self.words + other.words,
            self.characters + other.characters,
            self.code_words + other.code_words,
            self.table_words + other.table_words,
            self.images + other.images,
        )

    @property
    def total(self) -> int:
        """The number a person is told: every word counted once, a CJK character as one."""
        return self.words + self.characters + self.code_words + self.table_words


@dataclass(frozen=True, slots=True)
class ReadingTime:
    """Counts and the time they take. ``seconds`` is not rounded; ``minutes`` is what is shown everywhere."""

    counts: Counts = Counts()
    seconds: float = 0.0
    minutes: int = 0  # half up; at least 1 when there is anything to read


@dataclass(frozen=True, slots=True)
class Chapter:
    """One chapter: a file of the manuscript, or one H1 of a file that has several.

    ``body`` is a ``document`` node without the title heading; notes stand in it as ``note`` nodes under a
    last child of kind ``notes``. Every heading, figure, quotation, note, question, table and paragraph in it
    has an id that is unique in the whole book.
    """

    id: str
    path: str
    title: tuple[Node, ...]  # inline nodes
    text: str  # the title's words
    short: str  # for running heads
    role: str  # chapter, introduction, preface, foreword, afterword, appendix, glossary, colophon, qna …
    matter: str  # front, body or back
    part: str  # the part's id or ""
    lang: str  # "" when the book's
    body: Node
    sections: tuple[Section, ...] = ()
    aliases: tuple[tuple[str, str], ...] = ()  # what an author may write after # in a link → the id
    number: str = ""  # "3", "A", "" when unnumbered; set by edit()
    reading: ReadingTime | None = None  # set by edit(); None where reading time does not count
    span: Span = Span("")
    classes: tuple[str, ...] = ()  # of the title heading: an audience's name leaves the chapter to that audience
    numbered: bool = True  # False where the header or ``{.unnumbered}`` says so
    summary: str = ""  # of the header


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the body."""

    id: str
    title: str
    chapters: tuple[str, ...]  # chapter ids
    number: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """Something that a link can reach."""

    id: str
    chapter: str  # chapter id
    kind: str  # part, chapter, section, figure, quotation, note, question, table, block
    text: str = ""  # its title or caption or first words
    number: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation as data."""

    id: str
    chapter: str
    blocks: tuple[Node, ...]  # the quoted blocks
    text: str
    speaker: str
    source: str  # the work's title
    place: str  # "ch. 7", "p. 45"
    highlight: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Book:
    """The whole book, before anything is chosen for an edition."""

    info: BookInfo
    chapters: tuple[Chapter, ...]
    parts: tuple[Part, ...] = ()
    numbered: bool = False  # whether chapters of the body get numbers
    diagnostics: tuple[Diagnostic, ...] = ()  # the manuscript's, the parser's and those of assembling
    audiences: tuple[str, ...] = ()  # the names that choose blocks: teacher, student, reader and the editions' own
    lock: Lock | None = None  # the ids to keep for the next edition; None where the manuscript has no lock

    def chapter(self, id: str) -> Chapter | None:
        """The chapter with this id."""
        return next((chapter for chapter in self.chapters if chapter.id == id), None)


@dataclass(frozen=True, slots=True)
class Edition:
    """A book for one audience: chosen, numbered, resolved, counted.

    Links in it are ``link`` nodes whose ``href`` is ``#id`` for a place in the edition, or an absolute
    http, https or mailto URL.
    """

    name: str
    spec: EditionSpec
    info: BookInfo  # title and identifier are the edition's own where it has them
    chapters: tuple[Chapter, ...]
    parts: tuple[Part, ...]
    targets: tuple[Target, ...]
    quotes: tuple[Quote, ...]
    reading: ReadingTime
    diagnostics: tuple[Diagnostic, ...] = ()

    def target(self, id: str) -> Target | None:
        """The target with this id."""
        return next((target for target in self.targets if target.id == id), None)
