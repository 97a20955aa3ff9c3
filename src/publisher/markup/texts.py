"""The text of a block into nodes: scanned, set in type, folded; what it starts elsewhere goes to its chapter."""

from __future__ import annotations

from dataclasses import field

from publisher.diagnostics import Diagnostic
from publisher.markup.elements import INLINES, ONLY_CHILDREN
from publisher.markup.fold import fold, fold_text
from publisher.markup.html import Chunk
from publisher.markup.inline import Scanner
from publisher.markup.nest import Nest
from publisher.markup.node import Node
from publisher.markup.pieces import Known
from publisher.markup.places import Lines
from publisher.markup.speech import Speech
from publisher.markup.typography import set_type
from publisher.patterns import regex
from publisher.rules.markup import MISPLACED_ELEMENT
from publisher.source import Span
from publisher.value import dataclass

_BLANKS = regex(r"[ \t\n\f]+")


@dataclass(slots=True)
class Texts:
    """Reads the texts of one chapter, in order, at the place where its nest stands.

    ``notes`` and ``troubles`` are the chapter's own lists: notes written in a text and what was wrong are put there.
    ``strays`` are end tags, with their places, of elements that were opened before their block; the chapter takes them.
    """

    path: str
    known: Known
    chapter_language: str
    nest: Nest
    notes: list[Node]
    troubles: list[Diagnostic]
    inline_notes: int = 0
    strays: list[tuple[str, Span]] = field(default_factory=list)
    speech: Speech = field(init=False)

    def __post_init__(self) -> None:
        """Begin to listen."""
        self.speech = Speech(self.troubles)

    def read(
        self, content: str, lines: Lines, tag: str, start: int = 0, language: str = "", speech: bool = False
    ) -> tuple[Node, ...]:
        """The nodes of ``content`` from ``start`` on, in an element ``tag``, which may have a language of its own.

        ``speech`` says that it is a paragraph, in which a quotation may go on.
        """
        if not (start or speech) and content.isascii() and content.replace(" ", "").isalnum():
            # Words and numbers, as most cells hold: nothing in them is a mark, and no language sets them otherwise.
            return (Node("text", "", (), content, (), lines.span(0, len(content))),)
        scanner = Scanner(content, self.known, lines)
        pieces = scanner.scan(start)
        if not self.known.plain:
            balance = set_type(pieces, language or self.language())
            self.speech.hear(balance, lines, paragraph=speech)
        if len(pieces) == 1 and pieces[0].kind == "text":
            self.troubles += scanner.troubles
            return fold_text(pieces[0], lines)
        folded = fold(pieces, lines, (*self.nest.tags(), tag), self.nest.depth, self.inline_notes + 1)
        if scanner.troubles:
            self.troubles += scanner.troubles
        if folded.troubles:
            self.troubles += folded.troubles
        for children in folded.notes:
            self._inline_note(children)
        self.strays += folded.strays
        return folded.nodes

    def html_text(self, chunk: Chunk, lines: Lines) -> None:
        """Put the text between two tags of an HTML block into the nest."""
        text = chunk.text
        top = self.nest.top
        line, column = lines.place(min(chunk.start + len(text) - len(text.lstrip(" \t\n\f")), chunk.end - 1))
        place = Span(self.path, line, column)
        preformatted = any(frame.tag == "pre" for frame in self.nest.stack)
        shown = text if preformatted else _BLANKS.sub(" ", text)
        if not shown or (shown == " " and top.tag not in INLINES and not top.mixed):
            return
        if top.tag in ONLY_CHILDREN and top.tag != "ruby" and top.fate == "keep":
            if shown.strip():
                self.troubles.append(MISPLACED_ELEMENT.at(place, f"text cannot stand straight in <{top.tag}>"))
            return
        top.mixed = True
        self.nest.add(Node("text", "", (), shown, (), place))

    def language(self) -> str:
        """The language at this place: that of the innermost open element which says one, or the chapter's."""
        for frame in reversed(self.nest.stack):
            for name, value in frame.attrs:
                if name == "lang":
                    return value
        return self.chapter_language

    def _inline_note(self, children: tuple[Node, ...]) -> None:
        self.inline_notes += 1
        span = children[0].span if children else Span(self.path)
        paragraph = Node("paragraph", "p", (), "", children, span)
        attrs = (("label", f"inline-{self.inline_notes}"),)
        self.notes.append(Node("note", "aside", attrs, "", (paragraph,), span))
