"""A path while it is built, and the lines that are drawn as filled shapes (ISO 32000-1, 8.5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from publisher.formats.readback.facts import Box
from publisher.formats.readback.geometry import Matrix, Point, around, corners, place, stretch

_MOST_SHAPES = 64  # rectangles of one path that are looked at
_CORNERS = 5  # points of a shape that may be a line: four and the first again


@dataclass(slots=True)
class Path:
    """The points of a path where they stand on the page; of a curve, its control points."""

    points: list[Point] = field(default_factory=list)
    rectangles: list[tuple[bool, int, float, float]] = field(default_factory=list)  # straight, first point, sides

    def add(self, matrix: Matrix, values: tuple[float, ...]) -> None:
        """Take in points, as pairs of coordinates."""
        for i in range(0, len(values) - 1, 2):
            self.points.append(place(matrix, values[i], values[i + 1]))

    def rectangle(self, matrix: Matrix, x: float, y: float, width: float, height: float) -> None:
        """Take in a rectangle."""
        across, up = stretch(matrix)
        straight = (abs(matrix[1]) + abs(matrix[2]) < 1e-6) or (abs(matrix[0]) + abs(matrix[3]) < 1e-6)
        self.rectangles.append((straight, len(self.points), abs(width) * across, abs(height) * up))
        self.points += corners(matrix, x, y, x + width, y + height)

    def shapes(self, seen: Box, clip: Box | None) -> Iterator[tuple[float, float]]:
        """The sides of the filled shapes that may be lines in truth: rectangles, what a clip leaves of them, the frame
        between two of them. ``seen`` is what can be seen of the whole path."""
        points, rectangles = self.points, self.rectangles
        if len(rectangles) == 2 and len(points) == 8:
            frame = _frame(around(points[:4]), around(points[4:]))
            if frame is not None:
                yield frame if around(points).within(seen, 0.01) else (seen.width, seen.height)
                return
        if not rectangles and len(points) <= _CORNERS:
            yield seen.width, seen.height
        for straight, first, width, height in rectangles[:_MOST_SHAPES]:
            box = around(points[first : first + 4]) if straight else None
            box = box.cut(clip) if box is not None and clip is not None else box
            if straight and box is None:
                continue
            yield (box.width, box.height) if box is not None else (width, height)


def _frame(one: Box, other: Box) -> tuple[float, float] | None:
    """How thick the frame between two rectangles is at its thinnest side, and how long; None: they are not one."""
    outer, inner = (one, other) if other.within(one, 0.001) else (other, one)
    if not inner.within(outer, 0.001):
        return None
    gaps = (
        inner.left - outer.left, outer.right - inner.right, inner.bottom - outer.bottom, outer.top - inner.top,
    )  # fmt: skip
    thick = [gap for gap in gaps if gap > 0.001]
    return (min(thick), max(outer.width, outer.height)) if thick else None
