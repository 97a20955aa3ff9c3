"""The size of a drawing in user units (CSS pixels), from its width and height or its viewBox (SVG 2 §8)."""

from __future__ import annotations

import re

from publisher.patterns import regex

_LENGTH = regex(r"\s*([0-9]*\.?[0-9]+(?:[eE][+-]?[0-9]{1,3})?)\s*(px|pt|pc|mm|cm|in|q)?\s*", re.IGNORECASE)
_PIXELS = {"": 1.0, "px": 1.0, "pt": 96 / 72, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0, "q": 96 / 101.6}
_LARGEST = 1_000_000


def drawing_size(width: str, height: str, view_box: str) -> tuple[int, int]:
    """Width and height, rounded, at least 1 where known; 0 where nothing says.

    One given side and a viewBox give the other by the viewBox's proportions; percentages and ``em`` are as if left out.
    """
    wide, high = _pixels(width), _pixels(height)
    box_wide, box_high = _box(view_box)
    if box_wide and box_high:
        if wide and not high:
            high = wide * box_high / box_wide
        elif high and not wide:
            wide = high * box_wide / box_high
        elif not wide:
            wide, high = box_wide, box_high
    return _whole(wide), _whole(high)


def _pixels(length: str) -> float:
    match = _LENGTH.fullmatch(length)
    return float(match[1]) * _PIXELS[(match[2] or "").lower()] if match else 0.0


def _box(view_box: str) -> tuple[float, float]:
    numbers = view_box.replace(",", " ").split()
    if len(numbers) != 4:
        return 0.0, 0.0
    return _pixels(numbers[2]), _pixels(numbers[3])


def _whole(length: float) -> int:
    return min(max(int(length + 0.5), 1), _LARGEST) if length else 0
