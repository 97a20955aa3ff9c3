"""From a line on a page back to the manuscript: the words are looked for near the block that the page begins in."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree

from publisher.formats.artefact import Pagination
from publisher.formats.solid import nearest, solid
from publisher.source import Span
from publisher.style.composition import Composition

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_SHORTEST = 8  # solid letters of a line's beginning that are enough to know it by


@dataclass(frozen=True, slots=True)
class _Piece:
    """Some words of one element: where in all words they begin, their place, whether they are a heading's."""

    start: int
    span: Span
    heading: bool


@dataclass(slots=True)
class Finder:
    """All words of a composition in reading order, notes after the block that calls them."""

    pagination: Pagination
    letters: str = ""
    pieces: list[_Piece] = field(default_factory=list)
    blocks: dict[str, int] = field(default_factory=dict)  # id → where its words begin

    def label(self, page: int) -> str:
        """What the page is called; its number in the file where it has no name."""
        pages = self.pagination.pages
        return pages[page].label if page < len(pages) else str(page + 1)

    def place(self, words: str, page: int) -> tuple[Span, bool]:
        """The place of a line's words, and whether they are a heading's; the place where the page begins if unknown."""
        wanted = _solid(words)
        guess = self._begins(page)
        found = nearest(self.letters, wanted, guess, _SHORTEST) if wanted else -1
        if found < 0 and len(wanted) > 2 * _SHORTEST:  # a note's sign may stand among the first words
            half = len(wanted) // 2
            found = nearest(self.letters, wanted[half:], guess, _SHORTEST)
        piece = self._piece(found if found >= 0 else guess)
        return (piece.span, piece.heading and found >= 0) if piece is not None else (Span(""), False)

    def _begins(self, page: int) -> int:
        if page >= len(self.pagination.pages):
            return 0
        start = self.pagination.pages[page]
        return self.blocks.get(start.block, 0) + start.solid

    def _piece(self, position: int) -> _Piece | None:
        index = bisect_right([piece.start for piece in self.pieces], position) - 1
        return self.pieces[index] if index >= 0 else None


def finder(composition: Composition, pagination: Pagination) -> Finder:
    """Read the words of a composition, with the place of each in the manuscript."""
    made = Finder(pagination)
    spans = dict(composition.spans)
    texts: list[str] = []
    length = 0
    for document in composition.documents:
        try:
            tree = ElementTree.fromstring(f"<div>{document.body}</div>")
        except ElementTree.ParseError:
            continue  # no page was made of it
        for element, id, text, heading in _runs(tree, spans):
            letters = _solid(text)
            own = element.get("id", "")
            if own:
                made.blocks.setdefault(own, length)
            made.pieces.append(_Piece(length, spans.get(id, Span("")), heading))
            texts.append(letters)
            length += len(letters)
    made.letters = "".join(texts)
    return made


def _runs(tree: ElementTree.Element, spans: dict[str, Span]) -> Iterator[tuple[ElementTree.Element, str, str, bool]]:
    """Every run of text with its element, the nearest id that has a place, and whether it is a heading's.

    Notes stand at their calls in the XHTML of a page, and elsewhere on paper: they come last.
    """
    notes: list[tuple[ElementTree.Element, str]] = []

    def walk(
        element: ElementTree.Element, id: str, heading: bool
    ) -> Iterator[tuple[ElementTree.Element, str, str, bool]]:
        own = element.get("id", "")
        id = own if own in spans else id
        heading = heading or element.tag in _HEADINGS
        yield element, id, element.text or "", heading
        for child in element:
            if "footnote" in child.get("class", "").split():
                notes.append((child, id))
            else:
                yield from walk(child, id, heading)
            if child.tail:
                yield _NOBODY, id, child.tail, heading

    yield from walk(tree, "", False)
    while notes:
        note, id = notes.pop(0)
        yield from walk(note, id, False)


_NOBODY = ElementTree.Element("none")  # the words after an element are its parent's, which has begun before


def _solid(text: str) -> str:
    return solid(unicodedata.normalize("NFKC", text))
