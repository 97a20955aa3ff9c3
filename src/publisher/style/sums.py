"""Sums in CSS done beforehand: ``calc()``, ``min()``, ``max()`` and ``clamp()`` of one unit become a plain number.

Works on tinycss2's tokens without importing it (its door is :mod:`publisher.style.flatten`).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

from publisher.value import dataclass

# CSS Values and Units 4 §6.2: absolute lengths, in CSS pixels.
_PIXELS = {"px": 1.0, "in": 96.0, "cm": 96 / 2.54, "mm": 9.6 / 2.54, "q": 2.4 / 2.54, "pt": 96 / 72, "pc": 16.0}
_SUMS = ("calc", "min", "max", "clamp")


@dataclass(frozen=True, slots=True)
class _Amount:
    value: float
    unit: str  # "" for a plain number, "%" for a percentage


@dataclass(frozen=True, slots=True)
class PlainToken:
    """A number with its unit, shaped as tinycss2's serializer wants its tokens."""

    text: str
    type: str = "dimension"
    source_line: int = 0
    source_column: int = 0

    def _serialize_to(self, write: Any) -> None:
        write(self.text)

    def serialize(self) -> str:
        """The CSS."""
        return self.text


def reduce_sums(tokens: Iterable[Any]) -> list[Any]:
    """The tokens with every sum done, also those inside other functions.

    Raises ValueError, with a reason for the designer, when a sum mixes units or is no sum.
    """
    result: list[Any] = []
    for token in tokens:
        if token.type == "function" and token.lower_name in _SUMS:
            result.append(PlainToken(_written(_function(token))))
        else:
            if token.type == "function":
                token.arguments = reduce_sums(token.arguments)
            result.append(token)
    return result


def _written(amount: _Amount) -> str:
    number = f"{amount.value:.4f}".rstrip("0").rstrip(".")
    return f"{'0' if number in ('-0', '') else number}{amount.unit}"


def _function(token: Any) -> _Amount:
    arguments = _split(token.arguments)
    amounts = [_sum(each) for each in arguments]
    name = token.lower_name
    if name == "calc" and len(amounts) == 1:
        return amounts[0]
    if name == "clamp" and len(amounts) == 3:
        low, value, high = _same_unit(amounts)
        return _Amount(max(low.value, min(value.value, high.value)), low.unit)
    if name in ("min", "max") and amounts:
        same = _same_unit(amounts)
        return _Amount((min if name == "min" else max)(each.value for each in same), same[0].unit)
    raise ValueError(f"`{name}()` has the wrong number of values")


def _split(tokens: Iterable[Any]) -> list[list[Any]]:
    """The arguments of a function, parted at the commas, without white space."""
    parts: list[list[Any]] = [[]]
    for token in tokens:
        if token.type == "literal" and token.value == ",":
            parts.append([])
        elif token.type not in ("whitespace", "comment"):
            parts[-1].append(token)
    return parts


def _same_unit(amounts: Sequence[_Amount]) -> list[_Amount]:
    units = {amount.unit for amount in amounts}
    if len(units) == 1:
        return list(amounts)
    if units <= _PIXELS.keys():
        return [_Amount(amount.value * _PIXELS[amount.unit], "px") for amount in amounts]
    named = " and ".join(unit or "a number" for unit in sorted(units))
    raise ValueError(f"{named} do not make one plain value")


def _sum(tokens: Sequence[Any]) -> _Amount:
    """Terms added and taken away, from left to right."""
    terms: list[tuple[str, list[Any]]] = [("+", [])]
    for token in tokens:
        if token.type == "literal" and token.value in "+-" and terms[-1][1]:
            terms.append((token.value, []))
        else:
            terms[-1][1].append(token)
    amounts = _same_unit([_product(term) for _, term in terms])
    signs = [1 if sign == "+" else -1 for sign, _ in terms]
    return _Amount(sum(sign * amount.value for sign, amount in zip(signs, amounts, strict=True)), amounts[0].unit)


def _product(tokens: Sequence[Any]) -> _Amount:
    if len(tokens) % 2 == 0:
        raise ValueError("a sum is not complete")
    result = _amount(tokens[0])
    for sign, token in zip(tokens[1::2], tokens[2::2], strict=True):
        other = _amount(token)
        if sign.type != "literal" or sign.value not in "*/":
            raise ValueError("a sum cannot be read")
        if sign.value == "/":
            if other.unit or not other.value:
                raise ValueError("a sum divides by zero or by a length")
            result = _Amount(result.value / other.value, result.unit)
        elif result.unit and other.unit:
            raise ValueError("a sum multiplies two lengths")
        else:
            result = _Amount(result.value * other.value, result.unit or other.unit)
    if not math.isfinite(result.value):
        raise ValueError("a sum is too large")
    return result


def _amount(token: Any) -> _Amount:
    if token.type == "number":
        return _Amount(token.value, "")
    if token.type == "dimension" and not isinstance(token, PlainToken):
        return _Amount(token.value, token.lower_unit)
    if token.type == "percentage":
        return _Amount(token.value, "%")
    if token.type == "() block":
        return _sum([each for each in token.content if each.type not in ("whitespace", "comment")])
    if token.type == "function" and token.lower_name in _SUMS:
        return _function(token)
    raise ValueError("a sum holds something that is not a number")
