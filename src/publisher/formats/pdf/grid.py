"""The baseline grid: blocks of any height take whole lines of the page, so that the text after them is on it again.

Every line of the text stands a leading under the one before, counted from the head of the page; so lines meet their
neighbours on the facing page and those on the back of the leaf. A table, a picture, a piece of code or a box has the
height that it has. CSS cannot round that (WeasyPrint 70 knows neither ``line-height-step`` nor ``block-step``): it is
done while the pages are laid out: when a block that stands in the flow is finished, what follows it begins on the
next line of the grid, and the block is set in the middle of its room.

The leading is the line height of the root element; a style whose root has the line height ``normal`` has no grid, and
one may say ``--grid: none``. Margins between blocks should be whole leadings: they are not rounded, since where
they collapse is not known when a block is done.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from publisher.formats.pdf.weasy import block_layout

Box = Any

_HOLDERS = frozenset(("section", "main", "article", "body"))  # what holds the flow of a chapter …
_DOCUMENT = "document"  # … and div.document
_SLACK = 0.16  # of a leading: what a line may stand too low and is drawn up again, its neighbours none the wiser
_FLOAT = 0.01  # CSS pixels
_CHILDREN, _POSITION = 6, 3  # in what WeasyPrint's _in_flow_layout gives back


@contextmanager
def baseline_grid() -> Iterator[None]:
    """Keep the grid in every layout of this block. Not for two layouts in two threads at once."""
    original = block_layout._in_flow_layout
    grid = _Grid()

    def laid(context: Any, box: Box, index: int, child: Box, *rest: Any) -> Any:
        if getattr(box, "is_for_root_element", False):
            grid.begin(child)
        result = original(context, box, index, child, *rest)
        if not grid.leading or not _holds_flow(box):
            return result
        abort, stop, _, position_y, *_ = result
        children = result[_CHILDREN]
        if abort or stop or not children or getattr(children[-1], "index", None) != index:
            return result
        moved = grid.settle(children[-1], position_y, context)
        return (*result[:_POSITION], moved, *result[_POSITION + 1 :])

    block_layout._in_flow_layout = laid
    try:
        yield
    finally:
        block_layout._in_flow_layout = original


class _Grid:
    """The lines of the page that is being laid out, in CSS pixels."""

    __slots__ = ("leading", "origin")

    def __init__(self) -> None:
        self.leading = 0.0
        self.origin = 0.0

    def begin(self, body: Box) -> None:
        """A page begins: its first line hangs from the top of its text area."""
        self.origin = body.position_y
        self.leading = _leading(body)

    def settle(self, block: Box, end: float, context: Any) -> float:
        """Where the grid goes on after a block that ends at ``end``; the block is moved into the middle of its room."""
        over = (end - self.origin) % self.leading
        if over < _FLOAT or over > self.leading - _FLOAT:
            return end
        if over < self.leading * _SLACK:
            return end - over
        room = self.leading - over
        first = block.border_box_y() - self.origin < self.leading / 2  # at the head of a page it stands at the head
        if _is_odd(block) and not first and not context.overflows_page(0, end + room):
            block.translate(0, room / 2)
        return float(end + room)


def _leading(body: Box) -> float:
    """The leading of the text in CSS pixels; 0 for none."""
    style = body.style
    height = style["line_height"]
    off = any(getattr(token, "value", "") == "none" for token in style["__grid"] or ())
    if off or height == "normal":
        return 0.0
    return float(getattr(height, "value", 0) or height * style["font_size"])


def _holds_flow(box: Box) -> bool:
    """Whether the children of a box are the blocks of a chapter, and not of a block in it."""
    element = box.element
    if element is None or box.is_table_wrapper:
        return False
    if element.tag == "div":
        return _DOCUMENT in element.get("class", "").split()
    return element.tag in _HOLDERS


def _is_odd(block: Box) -> bool:
    """Whether a block may be moved by less than a line: all but paragraphs and what holds them."""
    element = block.element
    return element is not None and element.tag in ("figure", "table", "pre", "aside", "div")
