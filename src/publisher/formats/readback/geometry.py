"""Matrices and boxes of a page (ISO 32000-1, 8.3)."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from publisher.formats.readback.facts import Box

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def times(m: Matrix, n: Matrix) -> Matrix:
    """First ``m``, then ``n``."""
    a, b, c, d, e, f = m
    p, q, r, s, t, u = n
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def place(m: Matrix, x: float, y: float) -> Point:
    """Where a point comes to stand."""
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]


def corners(m: Matrix, left: float, bottom: float, right: float, top: float) -> list[Point]:
    """Where the corners of a rectangle come to stand."""
    return [place(m, left, bottom), place(m, right, bottom), place(m, right, top), place(m, left, top)]


def around(points: Iterable[Point]) -> Box:
    """The box around points, of which there is at least one."""
    across, up = zip(*points, strict=True)
    return Box(min(across), min(up), max(across), max(up))


def stretch(m: Matrix) -> Point:
    """How long a step to the right and a step up become."""
    return math.hypot(m[0], m[1]), math.hypot(m[2], m[3])


def narrowest(m: Matrix) -> float:
    """How wide a line of width 1 is at its thinnest (8.4.3.2): the smaller singular value."""
    a, b, c, d = m[:4]
    half = (a * a + b * b + c * c + d * d) / 2
    inner = max(0.0, half * half - (a * d - b * c) ** 2)
    return math.sqrt(max(0.0, half - math.sqrt(inner)))


def read_matrix(raw: Any) -> Matrix:
    """A matrix as it stands in a file; the identity for what is none."""
    try:
        a, b, c, d, e, f = (float(each) for each in raw)
    except (TypeError, ValueError):
        return IDENTITY
    return a, b, c, d, e, f


def read_box(raw: Any) -> Box | None:
    """A rectangle as it stands in a file, with its corners in any order; None for what is none (7.9.5)."""
    try:
        a, b, c, d = (float(each) for each in raw)
    except (TypeError, ValueError, OverflowError):
        return None
    if not all(math.isfinite(each) and abs(each) < 1e7 for each in (a, b, c, d)):
        return None
    return Box(min(a, c), min(b, d), max(a, c), max(b, d))
