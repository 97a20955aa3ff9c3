"""The pagination of finished pages: each page's number as printed, and the words that it begins with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from publisher.formats.artefact import PageStart, Pagination
from publisher.formats.pdf import boxes
from publisher.formats.pdf.engine import Layout
from publisher.formats.pdf.survey import PageSurvey, Survey
from publisher.formats.solid import index_after, nearest, solid
from publisher.value import dataclass

DECIMAL = "decimal"
_SHOWN = 80  # characters of a page's beginning that its start carries
# CSS counter style → the PDF's numbering style (ISO 32000-1, 12.4.2, table 159)
PDF_STYLES = {
    DECIMAL: "D",
    "lower-roman": "r",
    "upper-roman": "R",
    "lower-alpha": "a",
    "upper-alpha": "A",
    "lower-latin": "a",
    "upper-latin": "A",
}
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Folio:
    """A page's number, and how it is written on this stretch of pages."""

    number: int
    style: str

    @property
    def label(self) -> str:
        """The number as printed."""
        return written(self.number, self.style)


def written(number: int, style: str) -> str:
    """A page number in a counter style; in figures where the style is none that a PDF knows."""
    kind = PDF_STYLES.get(style, "D")
    if number < 1 or kind == "D":
        return str(number)
    if kind in "rR":
        text = _roman(number)
    else:  # a … z, aa … zz, as PDF counts them
        text = "abcdefghijklmnopqrstuvwxyz"[(number - 1) % 26] * ((number - 1) // 26 + 1)
    return text.upper() if kind in "RA" else text


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        text += letters * (number // value)
        number %= value
    return text


def folios(layout: Layout) -> tuple[Folio, ...]:
    """The number of every page, with the style that its folio is printed in.

    A page without a folio (an opener, a blank) is counted in the style of the page before it on the same stretch
    of rising numbers, or else of the next that has one. Where a stretch prints none at all, it is counted in
    roman numerals if the numbers start anew after it (a title page before the body), else in figures.
    """
    return counted(layout.numbers, [printed_style(page) for page in layout.pages])


def counted(numbers: Sequence[int], printed: Sequence[str]) -> tuple[Folio, ...]:
    """The same from the numbers of the pages and the styles that their folios are printed in ("": none is)."""
    styles = list(printed)
    starts = [i for i, number in enumerate(numbers) if i == 0 or number != numbers[i - 1] + 1]
    for start, end in zip(starts, [*starts[1:], len(styles)], strict=True):
        last = end == len(styles)
        current = next((style for style in styles[start:end] if style), DECIMAL if last else "lower-roman")
        for index in range(start, end):
            current = styles[index] = styles[index] or current
    return tuple(Folio(number, style) for number, style in zip(numbers, styles, strict=True))


def printed_style(page: Any) -> str:
    """The counter style of the page's own folio; "" when it prints none."""
    return next(filter(None, map(folio_style, page.children)), "")


def folio_style(box: Any) -> str:
    """The counter style of the page number that a margin box prints; "" when it prints none, or is no margin box."""
    content = box.style["content"] if isinstance(box, boxes.MarginBox) else ()
    for item in content if isinstance(content, tuple | list) else ():
        if item[0] == "counter()" and item[1][0] == "page":
            style = item[1][1] if len(item[1]) > 1 else DECIMAL
            return style if isinstance(style, str) else DECIMAL
    return ""


def paginate(
    layout: Layout, found: Survey, sources: Mapping[str, Sequence[str]], numbers: Sequence[Folio]
) -> Pagination:
    """Where every page begins.

    The offset counts the characters of the block's own text (spaces collapsed; without its notes, what CSS
    generated, and blocks in it that have an id of their own) that stand on earlier pages, so the page begins
    with the character at that index. A page with nothing but the end of a note or lines to write on begins where the
    next one does.
    """
    wholes: dict[str, str] = {}
    pages: list[PageStart] = []
    following: PageStart | None = None
    for index in reversed(range(len(layout.pages))):
        label, begin = numbers[index].label, found.pages[index]
        if begin.has_flow:
            if begin.block not in wholes:
                wholes[begin.block] = " ".join("".join(sources.get(begin.block, ())).split())
            following = _start(label, index, begin, wholes[begin.block])
            pages.append(following)
        elif layout.pages[index].page_type.blank or begin.bare or following is None:
            pages.append(PageStart(label, index, "", 0, blank=True))
        else:
            pages.append(replace(following, label=label, index=index))
    return Pagination(tuple(reversed(pages)), tuple(found.blocks))


def without_padding(pagination: Pagination, count: int) -> Pagination:
    """The pagination with its last ``count`` pages as blank ones: what fills the last sheet is no page of the book."""
    kept = len(pagination.pages) - count
    filled = (PageStart(page.label, page.index, "", 0, blank=True) for page in pagination.pages[kept:])
    return replace(pagination, pages=(*pagination.pages[:kept], *filled))


def _start(label: str, index: int, begin: PageSurvey, whole: str) -> PageStart:
    """The start of a page in the block whose own text is ``whole``."""
    letters = solid(whole)
    count = begin.solid
    # Cells of a row that a page's end divides come out a part of each at a time: then the count is not the place.
    if not letters.startswith(begin.begins, count):
        count = max(0, nearest(letters, begin.begins, count))
    offset = index_after(whole, count) if count else 0
    text = "" if begin.picture else whole[offset : offset + _SHOWN]
    return PageStart(label, index, begin.block, offset, blank=False, solid=count, text=text, then=begin.then)
