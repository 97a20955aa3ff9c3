"""``::: sign``: words that somebody in the story reads off a wall, a gravestone, a telegram; line for line."""

from __future__ import annotations

from dataclasses import replace

from publisher.diagnostics import Diagnostic
from publisher.features.blocks import reshape
from publisher.features.feature import Feature
from publisher.features.lines import kept_lines
from publisher.features.marking import own_attrs
from publisher.markup.node import Node
from publisher.markup.syntax import Syntax
from publisher.style.render import Rendering
from publisher.style.xhtml import element


def shape(document: Node) -> tuple[Node, tuple[Diagnostic, ...]]:
    """The chapter with the lines of its signs kept."""
    return reshape(document, ("sign",), _with_lines), ()


def _with_lines(sign: Node) -> Node:
    return replace(
        sign,
        children=tuple(
            replace(block, children=kept_lines(block.children)) if block.kind == "paragraph" else block
            for block in sign.children
        ),
    )


def sign(node: Node, rendering: Rendering) -> str:
    """``blockquote.sign``: words from elsewhere, shown as they stood there."""
    return element("blockquote", own_attrs("blockquote", node, rendering, "sign"), rendering.children(node))


FEATURE = Feature(name="signs", syntax=Syntax(divs=("sign",), shape=shape), render={"sign": sign})
