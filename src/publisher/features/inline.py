"""Blocks set as inline text, for a note at the foot of a page: a ``span`` cannot hold a paragraph.

The first paragraph is the span's own text. What follows is a ``span`` of its own that CSS sets as a block:
``footnote-par``, ``footnote-item``, ``footnote-row``, ``footnote-code``, ``footnote-quote``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from publisher.features.lines import kept_lines
from publisher.markup.node import Node
from publisher.style.render import Rendering
from publisher.style.xhtml import element, escape

_PARAGRAPHS = ("paragraph", "plain", "heading", "caption", "term", "attribution", "verse_title")
_CODE_SPACE = "\u00a0"


def as_inline(blocks: tuple[Node, ...], rendering: Rendering) -> str:
    """The blocks as phrasing content, each after the first in a span of its own."""
    parts: list[str] = []
    for name, inner in _pieces(blocks, rendering):
        if not parts and name == "footnote-par":
            parts.append(inner)
        else:
            parts.append(" " + element("span", (("class", name),), inner))
    return "".join(parts)


def _pieces(blocks: tuple[Node, ...], rendering: Rendering) -> Iterator[tuple[str, str]]:
    """The class and the inline XHTML of each line or paragraph in ``blocks``."""
    for block in blocks:
        if block.kind in _PARAGRAPHS:
            yield "footnote-par", _paragraph(block, rendering)
        elif block.kind == "list":
            yield from _items(block, rendering)
        elif block.kind == "code_block":
            yield "footnote-code", element("code", (), _code(block.text))
        elif block.kind == "row":
            cells = [rendering.children(cell) for cell in block.children]
            yield "footnote-row", " · ".join(cell for cell in cells if cell)
        elif block.kind in ("blockquote", "quoted"):
            yield "footnote-quote", as_inline(block.children, rendering)
        elif block.kind == "verse":
            kept = tuple(replace(each, children=kept_lines(each.children)) for each in block.children)
            yield from _pieces(kept, rendering)
        elif block.kind == "image":
            yield "footnote-par", rendering.nodes((block,))
        elif block.kind != "ornament" and block.children:
            yield from _pieces(block.children, rendering)


def _paragraph(block: Node, rendering: Rendering) -> str:
    inner = "".join(_inline(child, rendering) for child in block.children)
    return element("strong", (), inner) if block.kind in ("heading", "term", "verse_title") else inner


def _inline(node: Node, rendering: Rendering) -> str:
    if node.kind == "source":
        return element("cite", (("class", "source"),), rendering.children(node))
    return rendering.children(node) if node.kind in ("speaker", "place") else rendering.nodes((node,))


def _items(block: Node, rendering: Rendering) -> Iterator[tuple[str, str]]:
    start = block.get("start")
    number = int(start) if start.isascii() and start.isdigit() else 1
    for item in block.children:
        mark = f"{number}." if block.tag == "ol" else "•"
        number += 1
        yield "footnote-item", f"{mark}\u00a0{as_inline(item.children, rendering)}"


def _code(text: str) -> str:
    """Code in a line of text: its lines stay lines, and the spaces at their heads stay."""
    lines = []
    for line in text.rstrip("\n").split("\n"):
        bare = line.lstrip(" ")
        lines.append(_CODE_SPACE * (len(line) - len(bare)) + escape(bare))
    return element("br").join(lines)
