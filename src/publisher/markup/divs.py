"""The opening line of a fenced div: its name, its attributes, and names that are nearly ours."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from publisher.markup.attributes import read_attributes
from publisher.markup.node import Attrs
from publisher.patterns import regex

_INFO = regex(r"([^\s{}]+)?[ \t]*(\{.*\})?\Z")


class Opening(NamedTuple):
    """What stands after the colons; not ``good`` when it is neither a name nor attributes."""

    name: str
    attrs: Attrs
    good: bool = True


def read_opening(info: str) -> Opening:
    """The name and the attributes that a fenced div opens with."""
    match = _INFO.match(info)
    if match is None:
        return Opening("", (), good=False)
    if not match[2]:
        return Opening(match[1] or "", ())
    braces = read_attributes(match[2])
    if braces is None or braces[1] != len(match[2]):
        return Opening("", (), good=False)
    return Opening(match[1] or "", braces[0])


def name_among(attrs: Attrs, names: Iterable[str]) -> str:
    """The first class that is the name of a div of ours: ``::: {.answer}`` is an answer, too."""
    known = frozenset(names)
    classes = next((value.split() for key, value in attrs if key == "class"), [])
    return next((each for each in classes if each in known), "")


def nearly(name: str, names: Iterable[str]) -> str:
    """The name that was perhaps meant; those that keep words from readers are looked after when editions are."""
    import difflib

    meant = next(iter(difflib.get_close_matches(name.lower(), sorted(names), 1, 0.82)), "")
    return "" if meant in ("teacher", "student", "answer") else meant
