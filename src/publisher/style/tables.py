"""Tables: heads for columns and rows, and room for wide ones on each medium."""

from __future__ import annotations

from dataclasses import replace

from publisher.markup.node import Node, plain_text
from publisher.style.composition import PAGE, SCREEN
from publisher.style.elements import inner_of, own_element
from publisher.style.render import Rendering
from publisher.style.variables import number

_NARROW = 4  # columns that a phone has room for, their words broken if need be
_ROWS_OF_A_SCREEN = 8
_TIGHT, _TIGHTER, _TURNED, _BROKEN = "tight", "tighter", "turned", "tighter broken"  # classes on paper
_STEP = 1.11  # letters that fit more, in either smaller size
_HEAD = 1.25  # a head is set in wider letters than what stands under it
_GAP = 2  # letters between columns


def render_table(node: Node, rendering: Rendering) -> str:
    """A table; on a screen in a box that may scroll, on paper in the form that its page has room for."""
    children = tuple(replace(each, tag="caption") if each.kind == "caption" else each for each in node.children)
    fit = _fit(children, rendering) if rendering.medium == PAGE else ""
    classes = [name for name in fit.split() if name != _TURNED]
    table = own_element("table", node, rendering, rendering.nodes(_with_row_heads(children)), *classes)
    if fit.startswith(_TURNED):
        return f'<div class="turned"><div class="turn">{table}</div></div>'
    if rendering.medium == PAGE:
        return table
    return f'<div class="table-wrap{" wide" if _is_wide(children) else ""}">{table}</div>'


def _fit(children: tuple[Node, ...], rendering: Rendering) -> str:
    """How a table goes onto its page: as it is (""), in smaller letters, or turned over the height of the page.

    Told by the longest words of its columns, in letters, against ``table-room`` of the style. One that is too wide
    even so, or too long to be turned, is set tighter and breaks its words.
    """
    room = number(rendering.variables, "table-room", 0, 0, 999)
    rows = [row for child in children if child.kind in ("table_head", "table_body") for row in child.children]
    if not room or not rows:
        return ""
    words = [[_longest_word(cell) for cell in row.children] for row in rows]
    columns = max(len(row) for row in words)
    widest = [max((row[place] for row in words if place < len(row)), default=0) for place in range(columns)]
    wanted = sum(widest) + _GAP * (columns - 1)
    if wanted <= room:
        return ""
    if wanted <= room * _STEP:
        return _TIGHT
    if wanted <= room * _STEP * _STEP:
        return _TIGHTER
    long_side = number(rendering.variables, "table-room-turned", 0, 0, 999)
    most = number(rendering.variables, "table-rows-turned", 0, 0, 999)
    letters = max(sum(len(plain_text(cell)) for cell in row.children) for row in rows)
    if len(rows) > most or max(wanted, letters) > long_side * _STEP * _STEP:
        return _BROKEN
    return _TURNED if max(wanted, letters) <= long_side else f"{_TURNED} {_TIGHTER}"


def _longest_word(cell: Node) -> int:
    longest = max(map(len, plain_text(cell).replace("-", "- ").split()), default=0)
    return round(longest * _HEAD) if cell.kind == "header_cell" else longest


def _is_wide(children: tuple[Node, ...]) -> bool:
    """Whether a table may scroll sideways: with many columns, and so short that it stands on one screen.

    A box that scrolls is not divided between pages, and what is below the screen's foot would be lost.
    """
    rows = [row for child in children if child.kind in ("table_head", "table_body") for row in child.children]
    return len(rows) <= _ROWS_OF_A_SCREEN and any(len(row.children) > _NARROW for row in rows)


def _with_row_heads(children: tuple[Node, ...]) -> tuple[Node, ...]:
    """Heads of rows where the corner is empty (then the first column names the rows); a head of no words goes."""
    head = next((child for child in children if child.kind == "table_head"), None)
    cells = head.children[0].children if head is not None and head.children else ()
    filled = [bool(plain_text(cell).strip() or cell.children) for cell in cells]
    if head is None or not cells or filled[0]:
        return children
    if not any(filled):
        return tuple(child for child in children if child is not head)
    return tuple(_name_rows(child) if child.kind == "table_body" else child for child in children)


def _name_rows(body: Node) -> Node:
    rows = []
    for row in body.children:
        if row.children and row.children[0].kind == "cell":
            first = replace(row.children[0], kind="header_cell", tag="th").with_attrs(scope="row")
            row = replace(row, children=(first, *row.children[1:]))
        rows.append(row)
    return replace(body, children=tuple(rows))


def render_cell(node: Node, rendering: Rendering) -> str:
    """A cell, or the head of a column or row."""
    align = node.get("align")
    classes = [f"align-{align}"] if align in ("left", "center", "right") else []
    inner = inner_of(node, rendering)
    # An empty head says nothing to a listener; but on paper a column without one fails ISO 14289-1 (7.5).
    if node.kind == "cell" or (not inner and rendering.medium == SCREEN):
        return own_element("td", node, rendering, inner, *classes)
    return own_element("th", node if node.get("scope") else node.with_attrs(scope="col"), rendering, inner, *classes)
