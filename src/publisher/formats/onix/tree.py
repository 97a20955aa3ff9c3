"""A small tree of ONIX elements and how it is written: reference names, one element a line, always the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape

NAMESPACE = "http://ns.editeur.org/onix/3.0/reference"


@dataclass(frozen=True, slots=True)
class Element:
    """An element with words or with children. One with neither is a flag, such as ``<NoCollection/>``."""

    name: str
    text: str = ""
    children: tuple[Element, ...] = ()
    attrs: tuple[tuple[str, str], ...] = ()


def group(name: str, *parts: Element | Iterable[Element] | None) -> Element:
    """A composite: elements, several at once, or None for what there is nothing to say of."""
    children: list[Element] = []
    for part in parts:
        if isinstance(part, Element):
            children.append(part)
        elif part is not None:
            children.extend(part)
    return Element(name, children=tuple(children))


def said(name: str, text: str | int, **attrs: str) -> Element | None:
    """An element with words; None where there are none, for an empty element would be refused."""
    words = " ".join(str(text).split())
    return Element(name, words, attrs=tuple(attrs.items())) if words else None


def write(root: Element) -> bytes:
    """The message as UTF-8, indented by a space a level."""
    return ('<?xml version="1.0" encoding="UTF-8"?>\n' + "".join(_lines(root, 0))).encode()


def _lines(element: Element, depth: int) -> Iterator[str]:
    attrs = "".join(f' {name}="{escape(value)}"' for name, value in element.attrs)
    indent = " " * depth
    if element.children:
        yield f"{indent}<{element.name}{attrs}>\n"
        for child in element.children:
            yield from _lines(child, depth + 1)
        yield f"{indent}</{element.name}>\n"
    elif element.text:
        yield f"{indent}<{element.name}{attrs}>{escape(element.text, quote=False)}</{element.name}>\n"
    else:
        yield f"{indent}<{element.name}{attrs}/>\n"
