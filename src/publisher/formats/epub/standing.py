"""Where the mark of a page may stand, given the letter that it belongs to.

In a paragraph, an item or a cell it is a ``span`` right before the letter, inside the element, so that a screen that
begins with the page shows both and no rule of a style for neighbours (``p + p``) is disturbed. A link, a heading, a
formula, inline code and what assistive technology does not meet have no mark inside: it stands before them. What leads
a figure or a table leads it with its mark: before the whole. It never leaves a section ("level, page number, heading":
DAISY Structure Guidelines), so a section that begins a page takes its mark with it into whatever file it goes.
"""

from __future__ import annotations

from collections.abc import Iterator

from publisher.formats.epub.blocks import INLINE, VOID, Open, Spot, open_at
from publisher.value import dataclass

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_CLOSED = _HEADINGS | {"a", "button", "label", "math", "ruby", "summary", "svg"}
_WRAPPERS = frozenset({"details", "figure", "header", "hgroup", "nav", "picture"})
_OF_TABLES = frozenset({"caption", "colgroup", "tbody", "td", "tfoot", "th", "thead", "tr"})
_IN_TABLES = _OF_TABLES | INLINE | {"div", "p"}
_NO_MARK = frozenset({"colgroup", "dl", "ol", "table", "tbody", "tfoot", "thead", "tr", "ul"})
_FLOW = _HEADINGS | {"aside", "blockquote", "details", "div", "dl", "figure", "header", "hr", "nav", "ol", "p", "pre"}
_FLOW |= {"section", "table", "ul"}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a mark goes, and as which element: ``span`` among words, ``div`` among blocks (HTML §3.2.5)."""

    position: int
    tag: str


def stand(body: str, spot: Spot) -> Standing:
    """The nearest place at or before ``spot`` that a mark may have."""
    position, holder = _out_of_closed(body, spot)
    parent: Open | None = holder
    while parent is not None and _leads(body, parent, position):
        above = _above(body, parent)
        if not (parent.tag in INLINE or parent.tag in _WRAPPERS or _wraps_table(parent)):
            table = _table(body, parent, position)
            if table is None:
                break
            parent, above = table, _above(body, table)
        position, parent = parent.start, above
    following = open_at(body, position)
    return Standing(position, "div" if following is not None and following.tag in _FLOW else "span")


def _out_of_closed(body: str, spot: Spot) -> tuple[int, Open | None]:
    """Before the outermost element that has no mark inside; into what follows it where only items may stand."""
    closed = [element for element in _chain(spot.holder) if _is_closed(element)]
    if not closed:
        return spot.position, spot.holder
    outer = closed[-1]
    above = _above(body, outer)
    if above is None or above.tag not in _NO_MARK or _leads(body, above, outer.start):
        return outer.start, above
    return spot.position, spot.holder


def _chain(element: Open | None) -> Iterator[Open]:
    while element is not None:
        yield element
        element = element.parent


def _is_closed(element: Open) -> bool:
    if element.tag in _CLOSED or element.get("aria-hidden") == "true":
        return True
    return element.tag == "code" and not any(above.tag == "pre" for above in _chain(element.parent))


def _leads(body: str, element: Open, position: int) -> bool:
    """Whether nothing stands in the element before ``position``."""
    return not body[element.inside : position].strip()


def _above(body: str, element: Open) -> Open | None:
    """What the element stands in. Above the block that was looked at, only what it leads is known."""
    if element.parent is not None or not element.tag:
        return element.parent
    before = body.rfind("<", 0, element.start)
    parent = open_at(body, before) if before >= 0 else None
    if parent is None or parent.tag in VOID or parent.attrs.endswith("/") or body[parent.inside - 2] == "/":
        return None
    return parent if _leads(body, parent, element.start) else None


def _wraps_table(element: Open) -> bool:
    return element.tag == "table" or "table-wrap" in element.get("class").split()


def _table(body: str, element: Open, position: int) -> Open | None:
    """The table that the cell leads, when it leads one: a mark in a head would be read out with every cell."""
    above: Open | None = element
    while above is not None and above.tag in _IN_TABLES and _leads(body, above, position):
        position, above = above.start, _above(body, above)
    return above if above is not None and above.tag == "table" and _leads(body, above, position) else None
