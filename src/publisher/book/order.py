"""An order is a fraction that says where a block stands in its chapter; between any two of them there is room.

It is written in base 36 without ``0.`` and without noughts at its end, so that fractions compare as strings do.
"""

from __future__ import annotations

from bisect import bisect_left

LONGEST = 12
"""Digits. When a chapter needs more, after some hundred changes at one place, all of it is ordered anew."""

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_BASE = 36
_ROOM = 3  # times its own room a new block leaves behind it: authors write on more often than they write before


def between(low: str, high: str, count: int) -> list[str]:
    """``count`` orders between two others, ascending. ``""`` is the beginning or the end."""
    depth = max(len(low), len(high), 1)
    while True:
        bottom = int(low.ljust(depth, "0"), _BASE) if low else 0
        top = int(high.ljust(depth, "0"), _BASE) if high else _BASE**depth
        step = (top - bottom) // (count + _ROOM)
        if step:
            return [_written(bottom + step * number, depth) for number in range(1, count + 1)]
        depth += 1


def _written(number: int, depth: int) -> str:
    digits = []
    for _ in range(depth):
        number, digit = divmod(number, _BASE)
        digits.append(_DIGITS[digit])
    return "".join(reversed(digits)).rstrip("0")


def ordered(before: list[str]) -> list[str]:
    """Orders for a row of blocks, ascending: as many as possible of those that they had (``""``: none) stay."""
    kept = set(increasing(before))
    orders = list(before)
    start, low = 0, ""
    for position in range(len(orders) + 1):
        at_end = position == len(orders)
        if at_end or position in kept:
            high = "" if at_end else orders[position]
            orders[start:position] = between(low, high, position - start)
            start, low = position + 1, high
    if any(len(order) > LONGEST for order in orders):
        return between("", "", len(orders))
    return orders


def increasing(values: list[str]) -> list[int]:
    """The positions of a longest strictly increasing run through ``values``; ``""`` is never in it."""
    tops: list[str] = []
    holders: list[int] = []
    before: list[int] = [-1] * len(values)
    for position, value in enumerate(values):
        if value:
            at = bisect_left(tops, value)
            before[position] = holders[at - 1] if at else -1
            if at == len(tops):
                tops.append(value)
                holders.append(position)
            else:
                tops[at], holders[at] = value, position
    found = []
    position = holders[-1] if holders else -1
    while position >= 0:
        found.append(position)
        position = before[position]
    return found[::-1]
