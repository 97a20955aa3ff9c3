"""The fonts of a finished PDF: whether they are embedded, and how far their glyphs reach (ISO 32000-1, 9.6 to 9.8)."""

from __future__ import annotations

import re
import sys
from array import array
from dataclasses import dataclass, field
from typing import Any

import pikepdf

from publisher.formats.readback.facts import Font

_PREFIX = re.compile(r"[A-Z]{6}\+")
_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
_MOST_WIDTHS = 70_000


class _Widths(dict[int, float]):
    """The widths of a font's codes, in thousandths of its size; one for all that are not named."""

    def __init__(self, default: float) -> None:
        super().__init__()
        self.default = default

    def __missing__(self, code: int) -> float:
        return self.default


@dataclass(slots=True)
class Face:
    """A font as the walk over a page needs it."""

    fact: Font
    bytes_of_code: int = 1
    widths: dict[int, float] = field(default_factory=lambda: _Widths(500.0))
    ascent: float = 0.75  # of the size
    descent: float = -0.25
    unit: float = 0.001  # what a glyph's own lengths are multiplied with

    def measure(self, codes: bytes) -> tuple[float, int, int]:
        """How wide shown codes are (of the size), how many they are, and how many of them are spaces of one byte."""
        if self.bytes_of_code == 1:
            return sum(map(self.widths.__getitem__, codes)) * self.unit, len(codes), codes.count(b" ")
        wide = array("H", codes[: len(codes) & ~1])
        if sys.byteorder == "little":
            wide.byteswap()
        return sum(map(self.widths.__getitem__, wide)) * self.unit, len(wide), 0


NO_FACE = Face(Font("no font", "unknown", False, False))


def read_face(font: Any) -> Face:
    """A font dictionary as a face."""
    kind = str(font.get("/Subtype", "/unknown"))[1:]
    below = font
    if kind == "Type0":
        below = font.DescendantFonts[0]
        kind = str(below.get("/Subtype", "/unknown"))[1:]
    name = str(font.get("/BaseFont", font.get("/Name", "/without a name")))[1:]
    descriptor = below.get("/FontDescriptor")
    described = isinstance(descriptor, pikepdf.Dictionary)
    embedded = kind == "Type3" or (described and any(key in descriptor for key in _FILES))
    prefix = _PREFIX.match(name)
    face = Face(Font(name[7:] if prefix else name, kind, embedded, bool(prefix)))
    if kind.startswith("CIDFont"):
        face.bytes_of_code = 2
        face.widths = _of_cids(below)
    else:
        face.widths = _of_codes(font, float(descriptor.get("/MissingWidth", 500)) if described else 500.0)
    if kind == "Type3":
        matrix = [float(each) for each in font.get("/FontMatrix", [0.001, 0, 0, 0.001, 0, 0])]
        box = [float(each) for each in font.get("/FontBBox", [0, -250, 0, 750])]
        face.unit = abs(matrix[0]) or 0.001
        face.ascent, face.descent = box[3] * abs(matrix[3]), box[1] * abs(matrix[3])
    elif described:
        face.ascent = _within(float(descriptor.get("/Ascent", 750)) / 1000, 0.5, 1.5, 0.75)
        face.descent = _within(float(descriptor.get("/Descent", -250)) / 1000, -0.8, 0.0, -0.25)
    return face


def _within(value: float, least: float, most: float, otherwise: float) -> float:
    return value if least <= value <= most else otherwise


def _of_codes(font: Any, missing: float) -> _Widths:
    """The widths of a simple font."""
    widths = _Widths(missing)
    first = int(font.get("/FirstChar", 0))
    for code, width in enumerate(list(font.get("/Widths", []))[:256], first):
        widths[code] = float(width)
    return widths


def _of_cids(font: Any) -> _Widths:
    """The W array of a composite font (9.7.4.3): ``c [w w …]`` or ``first last w``."""
    widths = _Widths(float(font.get("/DW", 1000)))
    entries = list(font.get("/W", []))[:_MOST_WIDTHS]
    at = 0
    while at + 1 < len(entries):
        first = int(entries[at])
        if isinstance(entries[at + 1], pikepdf.Array):
            for code, width in enumerate(list(entries[at + 1])[:_MOST_WIDTHS], first):
                widths[code] = float(width)
            at += 2
        elif at + 2 < len(entries):
            last = min(int(entries[at + 1]), first + 0xFFFF)
            widths.update(dict.fromkeys(range(first, last + 1), float(entries[at + 2])))
            at += 3
        else:
            break
    return widths
