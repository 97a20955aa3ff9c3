"""Page sizes: the names that people use, and any width and height with a unit."""

from __future__ import annotations

from publisher.patterns import regex
from publisher.value import dataclass

# Width and height as CSS lengths: ISO 216, the American sizes, and trims that printers on demand offer.
_NAMED = {
    "A3": ("297mm", "420mm"),
    "A4": ("210mm", "297mm"),
    "A5": ("148mm", "210mm"),
    "A6": ("105mm", "148mm"),
    "B5": ("176mm", "250mm"),
    "Letter": ("8.5in", "11in"),
    "Legal": ("8.5in", "14in"),
    "Half-Letter": ("5.5in", "8.5in"),
    "Royal": ("6.14in", "9.21in"),
    "Crown-Quarto": ("7.44in", "9.69in"),
}
PAPER_NAMES = (*_NAMED, "5x8", "5.25x8", "5.5x8.5", "6x9", "6.14x9.21", "7x10", "8x10", "8.5x11")

_SIZE = regex(r"([0-9]{1,4}(?:\.[0-9]{1,3})?) ?[x×] ?([0-9]{1,4}(?:\.[0-9]{1,3})?) ?(mm|cm|in|pt)?")
_LENGTH = regex(r"([0-9.]+)(mm|cm|in|pt)")
_INCHES = {"mm": 1 / 25.4, "cm": 1 / 2.54, "in": 1.0, "pt": 1 / 72}
SMALLEST, LARGEST = 2.0, 48.0  # inches: smaller than a matchbox or larger than a poster is a slip


@dataclass(frozen=True, slots=True)
class Paper:
    """A page size; ``width`` and ``height`` are CSS lengths such as ``6in``."""

    name: str
    width: str
    height: str

    @property
    def points(self) -> tuple[float, float]:
        """Width and height in points, 72 to the inch."""
        sides = [_LENGTH.fullmatch(side) for side in (self.width, self.height)]
        width, height = [float(side[1]) * _INCHES[side[2]] * 72 for side in sides if side]
        return width, height


def find_paper(name: str) -> Paper | None:
    """The paper of this name or size: ``A4``, ``letter``, ``6x9`` (inches), ``170x240mm``; None if there is none."""
    wanted = name.strip().casefold()
    for known, (width, height) in _NAMED.items():
        if known.casefold() == wanted:
            return Paper(known, width, height)
    match = _SIZE.fullmatch(wanted)
    if match is None:
        return None
    unit = match[3] or "in"
    sides = [float(match[1]) * _INCHES[unit], float(match[2]) * _INCHES[unit]]
    if min(sides) < SMALLEST or max(sides) > LARGEST:
        return None
    return Paper(name.strip(), f"{match[1]}{unit}", f"{match[2]}{unit}")
