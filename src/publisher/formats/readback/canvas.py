"""What a page turns out to be painted with: the graphics state, and where marks made in it are kept.

What a clipping path hides is left out, as far as the box around the path tells.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pikepdf

from publisher.formats.readback.facts import Box, Paint, Picture, Rule, Space, TextRun
from publisher.formats.readback.fonts import NO_FACE, Face
from publisher.formats.readback.geometry import Matrix, around
from publisher.formats.readback.resources import Resources
from publisher.formats.readback.spaces import GRAY, function_ends, in_inks

WHITE = 0.0005
_THICK = 12.0  # points: what is thicker is no line
_LONG = 4  # times as long as it is thick: what is shorter is none either
MOST_OPERATORS = 12_000_000  # of a file; a novel of 300 pages has 200,000
Colour = tuple[Space, tuple[float, ...]]


class Enough(Exception):
    """The file holds more than can be looked at."""


@dataclass(slots=True)
class Budget:
    """How many operators may still be looked at."""

    left: int = MOST_OPERATORS


@dataclass(slots=True)
class Graphics:
    """The graphics state, as far as it matters."""

    matrix: Matrix
    clip: Box | None = None
    fill: tuple[Space, tuple[float, ...]] = (GRAY, (0.0,))
    line: tuple[Space, tuple[float, ...]] = (GRAY, (0.0,))
    fill_pattern: str = ""
    line_pattern: str = ""
    width: float = 1.0
    fill_alpha: float = 1.0
    line_alpha: float = 1.0
    soft_mask: bool = False
    blending: str = "Normal"
    face: Face = field(default_factory=lambda: NO_FACE)
    size: float = 0.0
    between: float = 0.0  # Tc
    space: float = 0.0  # Tw
    scale: float = 1.0  # Tz
    leading: float = 0.0
    rise: float = 0.0
    mode: int = 0


@dataclass(slots=True)
class Seen:
    """What a page turned out to be painted with. Dictionaries are ordered sets."""

    paints: dict[Paint, None] = field(default_factory=dict)
    texts: list[TextRun] = field(default_factory=list)
    hidden: int = 0
    rules: dict[Rule, None] = field(default_factory=dict)
    pictures: dict[Picture, None] = field(default_factory=dict)
    faces: dict[int, Face] = field(default_factory=dict)
    transparent: dict[str, None] = field(default_factory=dict)
    forbidden: dict[str, None] = field(default_factory=dict)
    images: dict[str, Any] = field(default_factory=dict)  # the objects of the pictures, by their keys
    painted: bool = False
    reach: Box | None = None


class Canvas:
    """Where the marks of one page are kept."""

    def __init__(self, media: Box) -> None:
        """Nothing is painted yet; what is off ``media`` is not to be seen."""
        self.seen = Seen()
        self.tiled: Box | None = None  # within a pattern: what is filled with it, since a tile stands everywhere
        self._media = media

    def visible(self, clip: Box | None, box: Box) -> Box | None:
        """What of a box is neither clipped away nor off the page."""
        if self.tiled is not None:
            return self.tiled
        inside = box.cut(self._media)
        return inside.cut(clip) if inside is not None and clip is not None else inside

    def mark(self, use: str, box: Box, state: Graphics, line: bool) -> None:
        """Keep a mark made in the colour for lines, or in that for everything else."""
        colour, pattern = (state.line, state.line_pattern) if line else (state.fill, state.fill_pattern)
        self.mix(state, state.line_alpha if line else state.fill_alpha)
        self.seen.painted = True
        if use != "text" and is_seen(colour, pattern):
            self.reach(box)
        if not pattern:
            self.seen.paints[Paint(use, *colour)] = None

    def reach(self, box: Box) -> None:
        """Something other than text stands here and can be seen."""
        before = self.seen.reach
        self.seen.reach = box if before is None else around([before[:2], before[2:], box[:2], box[2:]])

    def mix(self, state: Graphics, alpha: float) -> None:
        """Keep how a mark is mixed with what lies under it."""
        if alpha < 1 - WHITE:
            self.seen.transparent["opacity"] = None
        if state.soft_mask:
            self.seen.transparent["soft mask"] = None
        if state.blending not in ("Normal", "Compatible"):
            self.seen.transparent[f"blending {state.blending[:40]}"] = None

    def shade(self, resources: Resources, shading: Any) -> None:
        """Keep the colours of a shading: those at its ends, or none where they cannot be told (8.7.4.5)."""
        if not isinstance(shading, pikepdf.Dictionary | pikepdf.Stream):
            return
        space = resources.space_of(shading.get("/ColorSpace"))
        for values in function_ends(shading.get("/Function")) or ((),):
            self.seen.paints[Paint("shading", space, tuple(round(each, 5) for each in values))] = None

    def line(self, thickness: float, length: float) -> None:
        """Keep a line that was drawn as one."""
        self.seen.rules[Rule(round(thickness, 3), round(length, 1))] = None

    def thin(self, one: float, other: float) -> None:
        """Keep a filled shape of these sides if it is a line in truth."""
        thickness, length = sorted((one, other))
        if length > _LONG * thickness and thickness < _THICK:
            self.line(thickness, length)


def is_seen(colour: Colour, pattern: str) -> bool:
    """Whether a colour can be seen on paper: white cannot."""
    if pattern:
        return True
    space, values = colour
    inks = in_inks(space, values)
    if inks is not None:
        return sum(inks) > WHITE
    return not (space.components == 3 and space.family != "Lab" and values and min(values) > 1 - WHITE)
