"""What a printer looks at on a page: its size and margins, where its heads stand, whether anything is on it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from publisher.formats.pdf import boxes
from publisher.formats.pdf.engine import Layout
from publisher.formats.pdf.pagination import folio_style
from publisher.value import dataclass

_ASCENT, _DESCENT = 0.8, 0.3  # of the size of type: no letter of a usual face reaches further


@dataclass(frozen=True, slots=True)
class Head:
    """A text in a margin: how far its letters are from the edges of the page, in CSS pixels."""

    keyword: str  # which margin box: @top-left
    left: float
    right: float
    top: float
    bottom: float
    middle: bool  # whether it stands in the middle of its margin


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page; lengths in CSS pixels."""

    side: str  # left or right
    number: int
    width: float
    height: float
    margins: tuple[float, float, float, float]  # left, right, top, bottom
    content: float  # height of the text area
    words: bool  # whether there is text in it
    drawn: bool  # whether anything is
    heads: tuple[Head, ...] = ()
    folios: tuple[tuple[str, str], ...] = ()  # margin boxes with the page's number, and the style it is counted in


def leaves(layout: Layout) -> tuple[Leaf, ...]:
    """All pages of a layout."""
    return tuple(leaf(page, number) for page, number in zip(layout.pages, layout.numbers, strict=True))


def leaf(page: Any, number: int) -> Leaf:
    """One laid-out page box."""
    return Leaf(
        page.page_type.side,
        number,
        float(page.margin_width()),
        float(page.margin_height()),
        (float(page.margin_left), float(page.margin_right), float(page.margin_top), float(page.margin_bottom)),
        float(page.height),
        _has_words(page),
        boxes.is_drawn_on(page),
        tuple(heads(page)),
        tuple(folios(page)),
    )


def _has_words(page: Any) -> bool:
    return any(
        isinstance(box, boxes.TextBox) and not box.text.isspace()
        for child in page.children
        if not isinstance(child, boxes.MarginBox)
        for box in map(boxes.real, child.descendants())
    )


def folios(page: Any) -> Iterator[tuple[str, str]]:
    """The margin boxes that print the page's number."""
    for box in page.children:
        style = folio_style(box)
        if style:
            yield box.at_keyword, style


def heads(page: Any) -> Iterator[Head]:
    """The texts in the margins."""
    width, height = page.margin_width(), page.margin_height()
    for margin in page.children:
        if not isinstance(margin, boxes.MarginBox):
            continue
        upright = sides_of(margin.at_keyword)[0] in ("top", "bottom")
        aligned = margin.style["vertical_align" if upright else "text_align_all"]
        for box in margin.descendants():
            if isinstance(box, boxes.TextBox) and box.text.strip():
                top, bottom = _ink(box)
                right = width - box.position_x - box.width
                middle = aligned in ("middle", "center")
                yield Head(margin.at_keyword, box.position_x, right, top, height - bottom, middle)


def sides_of(keyword: str) -> tuple[str, ...]:
    """The edges whose margin a margin box stands in: ``@top-left`` is above, ``@top-left-corner`` beside too."""
    first, *others = keyword.removeprefix("@").split("-")
    return (first, *others) if "corner" in others else (first,)


def _ink(box: Any) -> tuple[float, float]:
    """About where the letters of a text begin and end, in pixels from the top; rather too far than too near."""
    size = box.style["font_size"]
    baseline = box.position_y + box.baseline
    return baseline - _ASCENT * size, baseline + _DESCENT * size
