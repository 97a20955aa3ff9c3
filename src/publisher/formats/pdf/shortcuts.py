"""What the engine asks of boxes at every step, answered without generators, nor lists that are thrown away."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from publisher.formats.pdf.weasy import block_layout, boxes

Box = Any

_FLOWING = frozenset(("static", "relative"))


@contextmanager
def short_answers() -> Iterator[None]:
    """Give them in every layout of this block. Not for two layouts in two threads at once."""
    flows: Callable[..., bool] = boxes.Box.is_in_normal_flow
    descendants: Callable[..., Iterator[Box]] = boxes.Box.descendants
    page_values: Callable[..., tuple[Any, Any]] = boxes.ParentBox.page_values
    collapse: Callable[..., Any] = block_layout.collapse_margin

    def is_in_normal_flow(box: Box) -> bool:
        style = box.style
        if style["float"] == "none" and style["position"] in _FLOWING:
            return True
        return flows(box)

    def edges(box: Box) -> tuple[Any, Any]:
        return _page(box, 0), _page(box, 1)

    def _page(box: Box, edge: int) -> Any:
        """The name of the page that a box begins on (0), or ends on (1): its outermost child's at that edge."""
        if type(box).page_values is not edges:
            return box.page_values()[edge]
        children = box.children
        for child in reversed(children) if edge else children:
            if child.is_in_normal_flow() or child.is_floated():
                return _page(child, edge) or box.style["page"]
        return box.style["page"]

    boxes.Box.is_in_normal_flow, boxes.Box.descendants = is_in_normal_flow, _descendants
    boxes.ParentBox.page_values, block_layout.collapse_margin = edges, _collapse_margin
    try:
        yield
    finally:
        boxes.Box.is_in_normal_flow, boxes.Box.descendants = flows, descendants
        boxes.ParentBox.page_values, block_layout.collapse_margin = page_values, collapse


def _descendants(box: Box, placeholders: bool = False) -> Iterator[Box]:
    """A box and all below it, in their order; the engine's own goes through a generator for each level."""
    kind = boxes.Box
    stack = [box]
    while stack:
        each = stack.pop()
        yield each
        if placeholders or isinstance(each, kind):
            children = each.children
            if children:
                stack.extend(children[::-1])


def _collapse_margin(margins: Iterable[Any]) -> Any:
    """What margins that touch come to: the widest, less the most negative (CSS 2.2, 8.3.1)."""
    widest = narrowest = 0
    for margin in margins:
        if margin > widest:
            widest = margin
        elif margin < narrowest:
            narrowest = margin
    return widest + narrowest
