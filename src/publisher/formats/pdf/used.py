"""Used values, found once for all boxes of one style in one containing block; the height of lines, once for a style."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from publisher.formats.pdf.weasy import (
    absolute_layout,
    background_layout,
    block_layout,
    boxes,
    get_color,
    inline_layout,
    page_layout,
    table_layout,
)

Box = Any

_BORDERS = tuple(f"border_{side}_width" for side in ("top", "right", "bottom", "left"))
_SET = (
    *(f"{kind}_{side}" for kind in ("margin", "padding") for side in ("top", "right", "bottom", "left")),
    *(f"{least}{axis}" for least in ("", "min_", "max_") for axis in ("width", "height")),
)  # fmt: skip
_CORNERS = tuple(f"border_{corner}_radius" for corner in ("top_left", "top_right", "bottom_right", "bottom_left"))
_SHARP = ((0, "px"), (0, "px"))
_BARE: dict[str, Any] = {"background": None, **dict.fromkeys(_CORNERS, (0, 0))}
_MODULES = (inline_layout, block_layout, table_layout, absolute_layout, page_layout)


@contextmanager
def used_values() -> Iterator[None]:
    """Remember them in every layout of this block. Not for two layouts in two threads at once."""
    resolve: Callable[..., None] = block_layout.resolve_percentages
    strut: Callable[..., Any] = inline_layout.strut
    backgrounds: Callable[..., None] = background_layout.layout_box_backgrounds
    # A style is kept with its values, so that its id() stays its own.
    known: dict[tuple[Any, ...], tuple[Any, dict[str, Any]]] = {}
    struts: dict[int, tuple[Any, Any]] = {}
    bare: dict[int, tuple[Any, bool]] = {}

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

    def layout_box_backgrounds(page: Box, box: Box, images: Any, layout_children: bool = True, *style: Any) -> None:
        if style or not layout_children or not isinstance(box, boxes.Box) or not _is_bare(box, page, bare):
            backgrounds(page, box, images, layout_children, *style)
            return
        box.__dict__.update(_BARE)
        for child in box.all_children():
            layout_box_backgrounds(page, child, images)

    for module in _MODULES:
        module.resolve_percentages = resolve_percentages
    inline_layout.strut = known_strut
    background_layout.layout_box_backgrounds = layout_box_backgrounds
    try:
        yield
    finally:
        for module in _MODULES:
            module.resolve_percentages = resolve
        inline_layout.strut = strut
        background_layout.layout_box_backgrounds = backgrounds


def _is_bare(box: Box, page: Box, known: dict[int, tuple[Any, bool]]) -> bool:
    """Whether a box has by its style no background, no pictures at its borders, no shadow and no round corners."""
    style = box.style
    found = known.get(id(style))
    if found is None:
        images = (style["border_image_source"], style["mask_border_source"], *style["background_image"])
        is_bare = (
            all(image[0] == "none" for image in images)
            and not style["box_shadow"]
            and all(style[corner] == _SHARP for corner in _CORNERS)
            and (style["visibility"] == "hidden" or get_color(style, "background_color").alpha == 0)
        )
        found = known[id(style)] = (style, is_bare)
    return found[1] and box is not page  # a page has a background for its bleed
