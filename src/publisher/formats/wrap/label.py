"""What a cover wrap says of the book that it was made for, so that another one is found out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from publisher.value import dataclass

PREFIX = "PublisherWrap"  # of the keys in the Info dictionary
_CLOSE = 0.05  # points between two trims that are the same


@dataclass(frozen=True, slots=True)
class Label:
    """The book that a wrap fits. ``width`` and ``height`` are the trim's, ``spine`` its thickness, in points."""

    edition: str
    profile: str
    stock: str  # "" where the spine does not go by the paper
    pages: int
    width: float
    height: float
    spine: float


def written(label: Label) -> dict[str, str]:
    """The label as keys and texts of an Info dictionary."""
    return {f"{PREFIX}{each.name.title()}": _text(getattr(label, each.name)) for each in fields(Label)}


def _text(value: Any) -> str:
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def read(info: Iterable[tuple[str, str]]) -> Label | None:
    """The label in an Info dictionary; None where there is none, or one that says nothing."""
    said = dict(info)
    kinds = {"pages": int, "width": float, "height": float, "spine": float}
    try:
        values = {each.name: said[f"{PREFIX}{each.name.title()}"] for each in fields(Label)}
        return Label(**{name: kinds.get(name, str)(value) for name, value in values.items()})
    except (KeyError, ValueError, OverflowError):
        return None


def differences(made: Label, wanted: Label) -> tuple[str, ...]:
    """What a wrap was made for and the book is not, in words; empty where it fits."""
    found = []
    if made.pages != wanted.pages:
        found.append(f"{made.pages} pages, and the book has {wanted.pages}")
    if abs(made.width - wanted.width) > _CLOSE or abs(made.height - wanted.height) > _CLOSE:
        found.append(f"a trim of {_size(made)}, and the book has {_size(wanted)}")
    for name, word in (("profile", "profile"), ("stock", "paper"), ("edition", "edition")):
        one, other = getattr(made, name), getattr(wanted, name)
        if one != other:
            found.append(f"the {word} `{one[:40]}`, and the book has `{other}`")
    if not found and abs(made.spine - wanted.spine) > _CLOSE:
        found.append(f"a spine of {made.spine / 72:.4f} in, and the book has {wanted.spine / 72:.4f} in")
    return tuple(found)


def _size(label: Label) -> str:
    return f"{label.width / 72:.3g} × {label.height / 72:.3g} in"
