"""Spans in code of which no rule of the sheets speaks become plain text: the engine lays out every one as a box.

Highlighting marks each token of a program, so that a style may colour it. A style with one ink speaks of few kinds;
the others would be boxes that look like the text around them. A span goes if nothing but its class could tell it from
that text, no rule names its class, and none would see that it is gone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple
from xml.etree import ElementTree

_COMMENTS_AND_STRINGS = re.compile(r"(/\*.*?\*/)|\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'", re.S)
_PRELUDES = re.compile(r"([^{};]+)\{")
_CLASSES = re.compile(r"\.([A-Za-z_-][\w-]*)")
_ARGUMENTS = re.compile(r"\([^()]*\)")
_COMBINATORS = re.compile(r"\s*[>+~]\s*|\s+")
_PSEUDO = re.compile(r"::?[\w-]+")
_BESIDE = re.compile(r"[+~]|:(?:first|last|only|nth|empty|has)\b")  # what looks at the elements around one
_TYPES = frozenset(("pre", "code", "span", "*"))  # of what stands in code


class Named(NamedTuple):
    """What the rules of some sheets speak of."""

    classes: frozenset[str]
    beside: frozenset[str]  # classes in selectors that look at the elements around one
    parents: tuple[str, ...]  # of selectors that may mean any span: what must be right above it, "" for anything


def without_idle_spans(root: ElementTree.Element, css: str) -> ElementTree.Element:
    """The tree, changed in place: in each ``pre`` the spans that ``css`` does not speak of are text."""
    named = _named(css)
    for pre in root.iter("pre") if named is not None else ():
        assert named is not None
        holders = [element for element in pre.iter() if len(element)]
        seen = {name for holder in holders for child in holder for name in child.get("class", "").split()}
        if named.beside.isdisjoint(seen - _lines(pre)):
            for holder in holders:
                if not any(_may_be(parent, holder) for parent in named.parents):
                    _melt(holder, named.classes)
    return root


def _lines(pre: ElementTree.Element) -> set[str]:
    """The classes of lines: they stay, whatever looks at what is beside them."""
    return {name for code in pre for line in code for name in line.get("class", "").split() if len(line)}


def _melt(holder: ElementTree.Element, classes: frozenset[str]) -> None:
    kept: list[ElementTree.Element] = []
    for child in holder:
        if not _is_idle(child, classes):
            kept.append(child)
            continue
        text = (child.text or "") + (child.tail or "")
        if kept:
            kept[-1].tail = (kept[-1].tail or "") + text
        else:
            holder.text = (holder.text or "") + text
    if len(kept) < len(holder):
        holder[:] = kept


def _is_idle(element: ElementTree.Element, classes: frozenset[str]) -> bool:
    if element.tag != "span" or len(element) or set(element.keys()) != {"class"}:
        return False
    return classes.isdisjoint(element.get("class", "").split())


@lru_cache(maxsize=8)
def _named(css: str) -> Named | None:
    """What a sheet speaks of; None where that cannot be told from its text alone."""
    plain = _COMMENTS_AND_STRINGS.sub(lambda found: " " if found[1] else '""', css)
    if "\\" in plain or "&" in plain:  # names in escapes; rules in rules
        return None
    beside: set[str] = set()
    parents: list[str] = []
    for prelude in _PRELUDES.findall(plain):
        if prelude.lstrip().startswith("@"):
            continue
        if _BESIDE.search(prelude):
            beside.update(_CLASSES.findall(prelude))
        parents += _parents(prelude)
    return Named(frozenset(_CLASSES.findall(plain)), frozenset(beside), tuple(dict.fromkeys(parents)))


def _parents(prelude: str) -> Iterator[str]:
    while _ARGUMENTS.search(prelude):
        prelude = _ARGUMENTS.sub("", prelude)
    for selector in prelude.split(","):
        compounds = _COMBINATORS.split(selector.strip())
        last = compounds[-1]
        if ":root" in last or not ("[class" in last or _PSEUDO.sub("", last) in ("", "*", "span")):
            continue
        is_child = len(compounds) > 1 and re.search(r">\s*\S*$", selector.strip()) is not None
        yield compounds[-2] if is_child else ""


def _may_be(parent: str, holder: ElementTree.Element) -> bool:
    """Whether a compound selector may mean an element in code."""
    if not parent:
        return True
    kind = re.split(r"[.#:\[]", parent, maxsplit=1)[0] or "*"
    return kind in _TYPES and set(_CLASSES.findall(parent)) <= set(holder.get("class", "").split())
