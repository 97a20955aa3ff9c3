"""Heads and folios of pages that differ in nothing but their number: laid out once, then the figures are exchanged.

That is done where it gives the boxes that the engine would make: where the number stands once, in decimal figures, in
words that are known, and is as wide as the one in whose place it comes.
"""

from __future__ import annotations

import re
from typing import Any

from publisher.formats.pdf import boxes
from publisher.formats.pdf.words.setter import Lettering
from publisher.formats.pdf.words.shape import Line, Word

Box = Any

_UNNUMBERED = frozenset(("string", "string()"))
_FOLIO = ("counter()", ("page", "decimal"))
_COUNTING = ("counter_increment", "counter_reset", "counter_set")


def renumbered(page: Box, old: int, new: int) -> Box | None:
    """The page box with the heads and folios of another number; None where the engine must be asked for them."""
    children: list[Box] = []
    for margin in page.children:
        printed = _numbers_in(margin.style)
        if printed is None:
            return None
        made = margin
        if printed:
            figures = re.compile(rf"(?<!\d){old}(?!\d)")
            if sum(len(figures.findall(text)) for text in _texts(margin)) != 1:
                return None
            made = _exchanged(margin, figures, str(new))
            if made is None:
                return None
        children.append(made)
    numbered = page.copy()
    numbered.children = tuple(children)
    return numbered


def _numbers_in(style: Any) -> int | None:
    """How often a margin box prints the number of its page; None where that cannot be told from its style."""
    content = style["content"]
    if isinstance(content, str):
        return 0
    if any(style[name] for name in _COUNTING) or any(each[0] not in _UNNUMBERED and each != _FOLIO for each in content):
        return None
    return [*content].count(_FOLIO)


def _texts(margin: Box) -> list[str]:
    return [box.text for box in margin.descendants() if isinstance(box, boxes.TextBox)]


def _exchanged(box: Box, figures: re.Pattern[str], number: str) -> Box | None:
    """A copy of a box in whose text these figures are others; None where that would change more than them."""
    made = box.copy()
    if isinstance(box, boxes.TextBox):
        text = figures.sub(number, box.text)
        if text == box.text:
            return made
        lettering = box.pango_layout
        if not isinstance(lettering, Lettering) or lettering.text != box.text:
            return None
        line = lettering.line.face.line(text)
        if line is None or _widths(line) != _widths(lettering.line):
            return None
        made.text = text
        made.pango_layout = Lettering(text, line, lettering.justification_spacing, lettering.max_width)
    elif isinstance(box, boxes.ParentBox):
        children = [_exchanged(child, figures, number) for child in box.children]
        if any(child is None for child in children):
            return None
        made.children = tuple(children)
    return made


def _widths(line: Line) -> list[int | list[int]]:
    """The advances of a line's words, each of which may be the widest that a box must have room for."""
    return [word.units if isinstance(word, Word) else [each.units for each in word] for word in line.words]
