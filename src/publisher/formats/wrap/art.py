"""The front's drawing taken apart: its picture for resvg, its words for the press, and what runs on over the spine."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from xml.etree import ElementTree

_SVG = "http://www.w3.org/2000/svg"
_KEPT = frozenset(f"{{{_SVG}}}{name}" for name in ("svg", "g", "text", "tspan", "defs", "style"))
_TEXT = f"{{{_SVG}}}text"
_FAMILY = re.compile(r'font-family="[^"]*"')
_EDGE = 2  # units of the drawing: how much of it is taken for the edge that runs on


@dataclass(frozen=True, slots=True)
class Art:
    """Parts of a drawing, as SVG. ``words`` is empty where it has none, or where they cannot be taken out of it."""

    picture: str
    words: str
    edge: str  # a thin strip of the picture at the fold


def take_apart(svg: str, families: tuple[str, ...], ratio: float, *, rtl: bool = False) -> Art:
    """The parts of a drawing; words are taken to stand above everything that is drawn.

    Words stay words: the press gets letters, sharp at any resolution. Where the drawing names no family that the
    style has, its words are set in the first of ``families``. The edge is drawn ``ratio`` times as wide as it is high;
    in a book that is read from right to left it is the front's right one that lies at the fold.
    """
    try:
        if "<!DOCTYPE" in svg:
            raise ValueError("a drawing of ours has no entities")
        words, picture = ElementTree.fromstring(svg), ElementTree.fromstring(svg)
        box = [float(each) for each in words.get("viewBox", "").replace(",", " ").split()]
        x, y, width, height = box
    except (ElementTree.ParseError, ValueError):
        return Art(svg, "", "")
    has_words = any(True for _ in words.iter(_TEXT))
    _prune(words, lambda tag: tag in _KEPT)
    _prune(picture, lambda tag: tag != _TEXT)
    for tree in (words, picture):
        tree.set("preserveAspectRatio", "none")
    said = _written(words) if has_words else ""
    if families and not any(family in said for family in families):
        said = _FAMILY.sub(f'font-family="{families[0]}"', said)
    drawn = _written(picture)
    picture.set("viewBox", f"{x + width - _EDGE if rtl else x:g} {y:g} {_EDGE} {height:g}")
    picture.set("width", f"{height * ratio:g}")
    picture.set("height", f"{height:g}")
    return Art(drawn, said, _written(picture))


def _prune(tree: ElementTree.Element, keep: Callable[[str], bool]) -> None:
    for parent in list(tree.iter()):
        for child in [each for each in parent if not keep(each.tag)]:
            parent.remove(child)


def _written(tree: ElementTree.Element) -> str:
    """The drawing with SVG as its only namespace, which ElementTree calls ``ns0`` unless the whole process is told."""
    made = ElementTree.tostring(tree, encoding="unicode")
    return made.replace("xmlns:ns0=", "xmlns=").replace("<ns0:", "<").replace("</ns0:", "</")
