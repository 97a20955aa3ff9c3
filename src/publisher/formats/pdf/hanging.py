"""What hangs in the outer margin: quotes and notes beside the text, on the outside of either page.

CSS can set a box into the right margin, but does not know on which side of the leaf it will come to stand; nor does it
keep such boxes apart, or from running off the foot of the page. So they are moved when the pages are laid out. A
style hangs a box there by ``position: absolute`` on one of these classes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from math import inf
from typing import Any

from publisher.formats.pdf import boxes
from publisher.formats.pdf.boxes import Box
from publisher.formats.pdf.weasy import absolute_layout

CLASSES = frozenset(("as-margin", "margin-note"))
_WHOLE = CLASSES | {"turn"}  # a table turned over the page seems to the engine to stand below its foot
_APART = 14.0  # CSS pixels between two of them


@contextmanager
def whole_margins() -> Iterator[None]:
    """Divide none of these boxes between two pages: it would be cut. Not for two threads at once."""
    original = absolute_layout.absolute_block

    def laid(context: Any, box: Box, around: Box, fixed: Any, bottom_space: float, *rest: Any) -> Any:
        return original(context, box, around, fixed, -inf if _is_one_of(_WHOLE, box) else bottom_space, *rest)

    absolute_layout.absolute_block = laid
    try:
        yield
    finally:
        absolute_layout.absolute_block = original


def hang(pages: Sequence[Box]) -> None:
    """Move the hanging boxes of every page to where they belong."""
    for page in pages:
        hanging = sorted(_hanging(page), key=lambda box: float(box.border_box_y()))
        if not hanging:
            continue
        top, bottom = page.content_box_y(), page.content_box_y() + page.height
        _set_apart(hanging, bottom)
        _lift(hanging, top, bottom)
        if page.page_type.side == "left" and page.margin_left > page.margin_right:
            for box in hanging:
                _mirror(box, page)


def _hanging(page: Box) -> list[Any]:
    return [boxes.real(box) for box in page.descendants() if _is_one_of(CLASSES, box)]


def _is_one_of(names: frozenset[str], box: Box) -> bool:
    element = box.element
    if element is None or box.style["position"] != "absolute" or "::" in (box.element_tag or ""):
        return False
    return not names.isdisjoint(element.get("class", "").split())


def _set_apart(hanging: Sequence[Box], bottom: float) -> None:
    """Each below the one before."""
    end = -1.0
    for box in hanging:
        over = end + _APART - box.border_box_y()
        if end >= 0 and over > 0:
            box.translate(0, over)
        end = box.border_box_y() + box.border_height()


def _lift(hanging: Sequence[Box], top: float, bottom: float) -> None:
    """From the foot up: none over the edge of the text, and so none over the next."""
    edge = bottom
    for box in reversed(hanging):
        over = box.border_box_y() + box.border_height() - edge
        if over > 0:
            box.translate(0, -min(over, max(0.0, box.border_box_y() - top)))
        edge = box.border_box_y() - _APART


def _mirror(box: Box, page: Box) -> None:
    """The same distance from the text on its other side."""
    left = box.border_box_x()
    gap = left - (page.content_box_x() + page.width)
    box.translate(page.content_box_x() - gap - box.border_width() - left, 0)
