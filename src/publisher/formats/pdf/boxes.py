"""How to read WeasyPrint's boxes: which are text, notes, pictures, margins, and what generated text is.

The boxes are private to WeasyPrint; everything that we know about their insides stands here.
"""

from __future__ import annotations

from typing import Any

from publisher.formats.pdf.weasy import boxes

Box = Any

PX_TO_PT = 0.75
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))

TextBox = boxes.TextBox
LineBox = boxes.LineBox
MarginBox = boxes.MarginBox
PageBox = boxes.PageBox
FootnoteAreaBox = boxes.FootnoteAreaBox
InlineLevelBox = boxes.InlineLevelBox
InlineBox = boxes.InlineBox
ParentBox = boxes.ParentBox
ReplacedBox = boxes.ReplacedBox
TableBox = boxes.TableBox
TableRowGroupBox = boxes.TableRowGroupBox

_GENERATED = (
    "::before",
    "::after",
    "::marker",
    "::footnote-call",
    "::footnote-marker",
    "::note-call",
    "::note-marker",
    "::note-callback",
)


def real(box: Box) -> Box:
    """The box itself, where the layout left a placeholder for an absolutely positioned one."""
    return getattr(box, "_box", box)


def is_generated(tag: str | None) -> bool:
    """Whether text with this element tag was made by CSS and not by the author."""
    return tag is not None and "::" in tag and tag.endswith(_GENERATED)


def is_block(box: Box) -> bool:
    """Whether the box stands in the flow of blocks: no line, no part of a line."""
    return not isinstance(box, InlineLevelBox | LineBox)


def own_id(box: Box) -> str:
    """The id of the element that the box is made from; "" for generated boxes."""
    if box.element is None or is_generated(box.element_tag):
        return ""
    id: str = box.element.get("id", "")
    return id


def is_call(box: Box) -> bool:
    """Whether the box is the number that calls a note again, where the note stands at an earlier call."""
    element = box.element
    return element is not None and element.tag == "a" and "noteref" in element.get("class", "").split()


def is_drawn_on(page: Box) -> bool:
    """Whether anything but the margins of a page is drawn on: words, made or the author's, a picture, a rule."""
    return any(
        (isinstance(box, TextBox) and not box.text.isspace())
        or isinstance(box, ReplacedBox)
        or any(box.style[f"border_{side}_width"] for side in ("top", "right", "bottom", "left"))
        for child in page.children
        if not isinstance(child, MarginBox)
        for box in map(real, (child, *child.descendants()))
    )


def is_hidden_from_readers(element: Any) -> bool:
    """Whether assistive technology must not meet this element."""
    return element is not None and element.get("aria-hidden") == "true"


def is_repeated_header(box: Box) -> bool:
    """Whether the box is the head or foot of a table, which every page of the table repeats."""
    return isinstance(box, TableRowGroupBox) and bool(box.is_header or box.is_footer)
