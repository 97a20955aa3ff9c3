"""Used values, found once for all boxes of one style in one containing block; the height of lines, once for a style."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from publisher.formats.pdf.weasy import absolute_layout, block_layout, boxes, inline_layout, table_layout

Box = Any

_BORDERS = tuple(f"border_{side}_width" for side in ("top", "right", "bottom", "left"))
_SET = (
    *(f"{kind}_{side}" for kind in ("margin", "padding") for side in ("top", "right", "bottom", "left")),
    *(f"{least}{axis}" for least in ("", "min_", "max_") for axis in ("width", "height")),
)  # fmt: skip
_FLOWING = frozenset(("static", "relative"))
_MODULES = (inline_layout, block_layout, table_layout, absolute_layout)


@contextmanager
def used_values() -> Iterator[None]:
    """Remember them in every layout of this block. Not for two layouts in two threads at once."""
    resolve: Callable[..., None] = block_layout.resolve_percentages
    strut: Callable[..., Any] = inline_layout.strut
    flows: Callable[..., bool] = boxes.Box.is_in_normal_flow
    # A style is kept with its values, so that its id() stays its own.
    known: dict[tuple[Any, ...], tuple[Any, dict[str, Any]]] = {}
    struts: dict[int, tuple[Any, Any]] = {}

    def resolve_percentages(box: Box, containing_block: Any) -> None:
        style = box.style
        collapse = style["border_collapse"] == "collapse"
        if isinstance(box, boxes.PageBox) or (collapse and style["box_sizing"] != "content-box"):
            resolve(box, containing_block)
            return
        if isinstance(containing_block, boxes.Box):
            key = (id(style), containing_block.width, containing_block.height)
        else:
            key = (id(style), *containing_block)
        found = known.get(key)
        if found is None:
            resolve(box, containing_block)
            has = box.__dict__
            # In a collapsed table a cell's borders were found with its neighbours'.
            known[key] = (style, {name: has[name] for name in (_SET if collapse else (*_SET, *_BORDERS))})
            return
        box.__dict__.update(found[1])
        if collapse:
            for name in _BORDERS:
                if not hasattr(box, name):
                    setattr(box, name, style[name])

    def known_strut(style: Any) -> Any:
        found = struts.get(id(style))
        if found is None:
            found = struts[id(style)] = (style, strut(style))
        return found[1]

    def is_in_normal_flow(box: Box) -> bool:
        style = box.style
        if style["float"] == "none" and style["position"] in _FLOWING:
            return True
        return flows(box)

    for module in _MODULES:
        module.resolve_percentages = resolve_percentages
    inline_layout.strut = known_strut
    boxes.Box.is_in_normal_flow = is_in_normal_flow
    try:
        yield
    finally:
        for module in _MODULES:
            module.resolve_percentages = resolve
        inline_layout.strut = strut
        boxes.Box.is_in_normal_flow = flows
