"""The sign ↪ before each further line of a line of code: drawn, so that nobody copies it and no voice reads it.

Code is copied and typed again, so a line end that only the page made must be told from the author's. The sign is a path
in the ink of the code, and an artifact (ISO 32000-1, 14.8.2.2), not a character.
"""

from __future__ import annotations

from typing import Any

from publisher.formats.pdf.boxes import Box, LineBox, TextBox
from publisher.formats.pdf.weasy import pydyf

_CLASS = "line"
_STROKE = 0.09  # of the size of the letters: 0.75 pt in code, which every printer can print
_WIDTH, _HEIGHT, _HEAD = 0.72, 0.38, 0.16  # the hook, its bend and its arrow head


def draw_turnovers(page: Box, stream: Any, scale: float) -> None:
    """Draw the signs of a page on top of what is painted; lengths are CSS pixels times ``scale``."""
    for box in page.descendants():
        element = box.element
        if element is None or element.tag != "span" or element.get("class") != _CLASS or isinstance(box, TextBox):
            continue
        lines = [line for line in box.children if isinstance(line, LineBox)]
        if len(lines) < 2:
            continue
        size = box.style["font_size"]
        stream.begin_marked_content("Artifact", pydyf.Dictionary({"Type": "/Layout"}))
        stream.push_state()
        stream.set_matrix(scale, 0, 0, scale, 0, 0)
        stream.set_color(box.style["color"], stroke=True)
        stream.set_line_width(size * _STROKE)
        for line in lines[1:]:
            _hook(stream, line.position_x - size * 1.1, line.position_y + line.baseline - size * 0.2, size)
        stream.pop_state()
        stream.end_marked_content()


def _hook(stream: Any, x: float, y: float, size: float) -> None:
    """A hook that comes down and turns to the right, its shaft at ``y``."""
    end, bend, head = x + size * _WIDTH, size * _HEIGHT, size * _HEAD
    stream.move_to(x + bend / 2, y - bend)
    stream.curve_to(x - bend / 6, y - bend, x - bend / 6, y, x + bend / 2, y)
    stream.line_to(end, y)
    stream.stroke()
    stream.move_to(end - head, y - head)
    stream.line_to(end, y)
    stream.line_to(end - head, y + head)
    stream.stroke()
