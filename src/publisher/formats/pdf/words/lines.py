"""Lines that need no break but their own, put together at once: those of planned paragraphs, of cells, of code.

The engine goes through a line's boxes several times to find where it ends. Where every text up to the next line end is
made of known words and all of them fit, the line ends there, and its boxes are what the engine would have made.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from publisher.formats.pdf.weasy import boxes, inline_layout
from publisher.formats.pdf.words.setter import Setter

Box = Any
_SLACK = 1 + 1e-9  # what is wider by no more than this fits: sums of widths are not exact
_COLLAPSING = frozenset(("normal", "nowrap", "pre-line"))
_UNWRAPPED = frozenset(("nowrap", "pre"))
_SIDES = tuple(f"{kind}_{side}" for kind in ("margin", "padding") for side in ("left", "right"))


class _Unable(Exception):
    """The line is the engine's business."""


@dataclass(slots=True)
class _Cursor:
    """Where the next text begins, and what stands on the line so far."""

    setter: Setter
    containing_block: Box
    context: Any
    x: float
    most: float  # where the line must end
    last: Box | None = None
    ended: bool = False  # by a line end in the text


def quick_line(
    setter: Setter, context: Any, linebox: Box, position_y: float, skip_stack: Any, containing_block: Box
) -> tuple[Box | None, Any] | None:
    """What the engine's ``get_next_linebox`` gives, or None where it must be asked.

    Not for lines beside floats, or with a style of their own for the first letter or line.
    """
    if linebox.style["direction"] != "ltr" or containing_block.style["direction"] != "ltr":
        return None
    skip_stack = inline_layout.skip_first_whitespace(linebox, skip_stack)
    if skip_stack == "continue":
        return None, None
    left = containing_block.content_box_x()
    start = left + linebox.text_indent
    most = (left + containing_block.width) * _SLACK
    cursor = _Cursor(setter, containing_block, context, start, most)
    linebox.position_x, linebox.position_y = left, 0
    try:
        children, resume_at = _children(cursor, linebox, skip_stack)
        if not children or cursor.last is None or _ends_with_space(cursor.last):
            return None
    except _Unable:
        return None
    line = linebox.copy_with_children(children)
    line.remove_decoration(start=skip_stack is not None, end=resume_at is not None)
    line.width = cursor.x - left
    inline_layout._adjust_line_height(line)
    linebox.width, linebox.height = line.width, line.height
    _place(context, line, position_y, containing_block.width, is_last=resume_at is None or cursor.ended)
    return line, resume_at


def _place(context: Any, line: Box, position_y: float, width: float, *, is_last: bool) -> None:
    """Align a line whose boxes stand one after the other, and set it at this height."""
    offset = inline_layout.text_align(context, line, width, last=is_last)
    bottom, top = inline_layout.line_box_verticality(line)
    line.baseline, line.position_y, line.height = -top, top, bottom - top
    line.margin_top = line.margin_bottom = 0
    line.translate(offset, position_y - top)
    line.position_y = position_y


def _children(cursor: _Cursor, box: Box, skip_stack: Any) -> tuple[list[Box], Any]:
    """The boxes of a box that stand on the line, and where the next one goes on."""
    skip, inner = (0, None) if skip_stack is None else next(iter(skip_stack.items()))
    made: list[Box] = []
    children = box.children
    for index in range(skip, len(children)):
        child = children[index]
        kind = type(child)
        if kind is boxes.TextBox:
            new, resume_at = _text(cursor, child, inner)
        elif kind is boxes.InlineBox and not child.is_leader:
            new, resume_at = _inline(cursor, child, inner)
        else:
            raise _Unable
        inner = None
        if new is not None:
            made.append(new)
        if resume_at is not None:
            return made, {index: resume_at}
    return made, None


def _text(cursor: _Cursor, box: Box, skip_stack: Any) -> tuple[Box | None, Any]:
    style, text = box.style, box.text
    skip = 0 if skip_stack is None else next(iter(skip_stack))
    if skip:
        text = text.encode()[skip:].decode()
    if not text or not box.is_in_normal_flow():
        raise _Unable
    found = cursor.setter.first_line(text, style, cursor.most - cursor.x, box.justification_spacing)
    if found is None:
        raise _Unable
    lettering, length, end, width, height, baseline = found
    resume_at = None if end is None else {end + skip: None}
    cursor.ended = end is not None and text.encode()[length:end] == b"\n"
    if not length:
        return None, resume_at
    inline_layout.resolve_percentages(box, cursor.containing_block)
    new = box.copy_with_text(lettering.text)
    line_height, _ = inline_layout.strut(style)
    new.position_x, new.position_y = cursor.x, 0
    new.width, new.height, new.pango_layout = width, height, lettering
    new.margin_top = new.margin_bottom = (line_height - height) / 2
    new.baseline = baseline + new.margin_top
    cursor.x += width
    if cursor.x > cursor.most and style["white_space"] not in _UNWRAPPED:
        raise _Unable  # it may have to be broken between this text and the one before
    cursor.last = new
    return new, resume_at


def _inline(cursor: _Cursor, box: Box, skip_stack: Any) -> tuple[Box | None, Any]:
    inline_layout.resolve_percentages(box, cursor.containing_block)
    style = box.style
    if not box.is_in_normal_flow() or style["direction"] != "ltr" or any(getattr(box, side) for side in _SIDES):
        raise _Unable
    if box.border_left_width or box.border_right_width:
        raise _Unable
    start = cursor.x
    box.position_y = 0
    children, resume_at = _children(cursor, box, skip_stack)
    new = box.copy_with_children(children)
    new.remove_decoration(start=skip_stack is not None, end=resume_at is not None)
    new.position_x = start
    new.width = cursor.x - start
    inline_layout._adjust_line_height(new)
    return new, resume_at


def _ends_with_space(text: Box) -> bool:
    return bool(text.text.endswith(" ") and text.style["white_space"] in _COLLAPSING)
