"""The marks of the printed pages, each set into the documents where its page begins, and the list of them.

A mark is an empty element (EPUB 3.3 structural semantics ``pagebreak``, DPUB-ARIA 1.1 ``doc-pagebreak``) whose label
is the number alone. Marks are set before long documents are divided, so that they go where their words go.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from html import escape
from itertools import chain, islice

from publisher.diagnostics import Diagnostic
from publisher.formats.artefact import PageStart, Pagination
from publisher.formats.epub.blocks import Open, find_spot, open_at
from publisher.formats.epub.names import slug, unique
from publisher.formats.epub.parts import Marked, PageMark
from publisher.formats.epub.standing import Standing, stand
from publisher.patterns import regex
from publisher.rules.epub import PAGE_ELSEWHERE, PAGE_UNSURE
from publisher.source import Span
from publisher.style.composition import Document
from publisher.value import dataclass

_ID = regex(r"""id(?<=\sid)\s*=\s*(?:"([^"]*)"|'([^']*)')""")  # begins with letters, which are quick to find
_HALF_TITLE = "half-title"  # repeats the title page, which says it all: that no ebook has it needs no telling


@dataclass(frozen=True, slots=True)
class _Set:
    """A mark with its place: the number of its document, and where in its body."""

    page: PageStart
    document: int
    standing: Standing
    id: str
    block: str  # in which it stands: not the page's own when that is not in the EPUB
    sure: bool


def mark_pages(documents: tuple[Document, ...], pagination: Pagination | None, spans: Mapping[str, Span]) -> Marked:
    """The documents with a mark for each page of the printed book that is not blank.

    A page that begins with a block that is not here has its mark at the next one that is; where nothing follows, at
    the end of the book.
    """
    pages = [page for page in pagination.pages if page.label and not page.blank] if pagination else []
    if pagination is None or not pages:
        return Marked(documents)
    shelf = _Shelf(documents, pagination)
    placed = sorted((shelf.place(page) for page in pages), key=lambda each: (each.document, each.standing.position))
    marked = list(documents)
    for number in {each.document: None for each in placed}:
        own = [each for each in placed if each.document == number]
        marked[number] = replace(documents[number], body=_with_marks(documents[number].body, own))
    marks = tuple(PageMark(each.page.label, documents[each.document].stem, each.id) for each in placed)
    return Marked(tuple(marked), marks, tuple(_trouble(placed, spans)))


class _Shelf:
    """The documents, and where each block stands in them; lives as long as the marks are placed."""

    def __init__(self, documents: Sequence[Document], pagination: Pagination) -> None:
        self._documents = documents
        self._places: dict[str, tuple[int, int]] = {}
        for number, document in enumerate(documents):
            for match in _ID.finditer(document.body):
                self._places.setdefault(match[1] or match[2] or "", (number, match.start()))
        self._pages = pagination.pages
        self._order = pagination.blocks
        self._rank = {block: rank for rank, block in enumerate(pagination.blocks)}
        self._taken = {key.casefold() for key in self._places if key[:5].casefold() == "page-"}

    def place(self, page: PageStart) -> _Set:
        """Where the mark of a page goes."""
        label = page.label if page.label.isdecimal() else slug(page.label) or "x"
        name = unique(f"page-{label}", self._taken)
        best: _Set | None = None
        for block in chain((page.block,), self._after(page)):
            element = self._element(block)
            if element is None:
                continue
            number = self._places[block][0]
            body = self._documents[number].body
            count, text = (page.solid, page.text) if block == page.block else (0, "")
            spot = find_spot(body, element, self._rank, count, text)
            best = _Set(page, number, stand(body, spot), name, block, spot.sure)
            if not spot.past:
                return best
        return best or self._at_the_end(page, name)

    def _after(self, page: PageStart) -> Iterable[str]:
        """The blocks that follow in print, as far as they are known."""
        last = page.then or page.block
        if last in self._rank:
            return islice(self._order, self._rank[last] + (last == page.block), None)
        return (each.block for each in self._pages if each.index > page.index and not each.blank)

    def _element(self, block: str) -> Open | None:
        """The element that has the id, unless those letters stand in words and not in a tag."""
        number, at = self._places.get(block, (-1, -1))
        if number < 0:
            return None
        body = self._documents[number].body
        element = open_at(body, body.rfind("<", 0, at + 1))
        return element if element is not None and at < element.inside else None

    def _at_the_end(self, page: PageStart, name: str) -> _Set:
        linear = [n for n, document in enumerate(self._documents) if document.linear] or [len(self._documents) - 1]
        body = self._documents[linear[-1]].body
        end = body.rfind("</") if body.rstrip().endswith(">") else len(body)
        return _Set(page, linear[-1], Standing(max(end, 0), "div"), name, "", sure=True)


def _with_marks(body: str, marks: Iterable[_Set]) -> str:
    parts, done = [], 0
    for each in marks:
        at, tag, label = each.standing.position, each.standing.tag, escape(each.page.label)
        parts.append(body[done:at])
        parts.append(f'<{tag} epub:type="pagebreak" role="doc-pagebreak" id="{each.id}" aria-label="{label}"></{tag}>')
        done = at
    return "".join([*parts, body[done:]])


def _trouble(placed: Sequence[_Set], spans: Mapping[str, Span]) -> Iterable[Diagnostic]:
    moved = [each for each in placed if each.block != each.page.block and each.page.block != _HALF_TITLE]
    if moved:
        message = f"{_pages(moved)} with words that this EPUB lacks; the marks stand before the next that it has"
        yield PAGE_ELSEWHERE.at(spans.get(moved[0].block, Span("")), message)
    for each in placed:
        if not each.sure:
            message = f"page {each.page.label} begins with “{each.page.text[:40]}”, which is not in this block here"
            yield PAGE_UNSURE.at(spans.get(each.block, Span("")), message)


def _pages(moved: Sequence[_Set]) -> str:
    labels = ", ".join(each.page.label for each in moved)
    return f"printed page {labels} begins" if len(moved) == 1 else f"printed pages {labels} begin"
