"""A bar code of thirteen digits (EAN-13, ISO/IEC 15420) as bars in points: the door to python-barcode."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

MODULE = 0.33 * 72 / 25.4  # points: the narrowest bar at full size
LEAST = 0.8  # of full size: smaller ones do not scan (GS1 General Specifications, 5.2)
QUIET_LEFT, QUIET_RIGHT = 11, 7  # modules that stay white on each side
_BARS = 22.85 * 72 / 25.4  # points: how high they stand at full size
_GUARD = 5  # modules: how much further down the guard bars go
_DIGITS = 9  # modules: the room for the digits beneath
_ALL = QUIET_LEFT + 95 + QUIET_RIGHT
_GUARDS = (range(3), range(45, 50), range(92, 95))


@dataclass(frozen=True, slots=True)
class Bar:
    """One black bar: left side, width and height, from the upper left corner of the bars. Points."""

    x: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Digit:
    """A digit beneath the bars: the middle of it. Points."""

    text: str
    x: float


@dataclass(frozen=True, slots=True)
class Barcode:
    """A bar code to be drawn in a field; ``x`` and ``y`` are where its bars begin in the field. Points."""

    x: float
    y: float
    bars: tuple[Bar, ...]
    digits: tuple[Digit, ...]
    baseline: float  # of the digits, from the bars' upper edge
    size: float  # of the digits' type


def modules(isbn: str) -> str:
    """The 95 modules of a number of thirteen digits, 1 for black. Raises ValueError for anything else."""
    from barcode.ean import EuropeanArticleNumber13  # type: ignore[import-untyped]
    from barcode.errors import BarcodeError  # type: ignore[import-untyped]

    if len(isbn) != 13 or not (isbn.isascii() and isbn.isdigit()):
        raise ValueError(f"{isbn[:20]!r} is no number of thirteen digits")
    try:
        made = EuropeanArticleNumber13(isbn)
    except BarcodeError as error:
        raise ValueError(str(error)) from error
    if str(made) != isbn:
        raise ValueError(f"the last digit of {isbn} should be {str(made)[-1]}")
    return "".join(made.build())


def draw(isbn: str, width: float, height: float) -> Barcode | None:
    """The bars in the middle of a field, at full size or as much smaller as it must; None where it is too small."""
    pattern = modules(isbn)
    full = _BARS + _DIGITS * MODULE
    scale = min(1.0, width / (_ALL * MODULE), (height - 2 * MODULE) / full)
    if scale < LEAST:
        return None
    module = MODULE * scale
    tall, x = _BARS * scale, (width - _ALL * module) / 2 + QUIET_LEFT * module
    bars, at = [], 0
    for black, run in groupby(pattern):
        count = len(list(run))
        if black == "1":
            guard = any(at in each for each in _GUARDS)
            bars.append(Bar(at * module, count * module, tall + (_GUARD * module if guard else 0.0)))
        at += count
    digits = [Digit(isbn[0], -6.5 * module)]
    digits += [Digit(each, (3 + 7 * place + 3.5) * module) for place, each in enumerate(isbn[1:7])]
    digits += [Digit(each, (50 + 7 * place + 3.5) * module) for place, each in enumerate(isbn[7:])]
    y = (height - full * scale) * 0.8  # the number as it is written has room above
    return Barcode(x, y, tuple(bars), tuple(digits), tall + 8.2 * module, 9.4 * module)
