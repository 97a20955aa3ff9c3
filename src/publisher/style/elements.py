"""A node set as an element of XHTML with its own attributes."""

from __future__ import annotations

from publisher.markup.node import Node
from publisher.style.composition import SCREEN
from publisher.style.render import Rendering
from publisher.style.xhtml import allowed, element, escape


def inner_of(node: Node, rendering: Rendering) -> str:
    """What is in a node, as XHTML."""
    return rendering.nodes(node.children) if node.children else escape(node.text)


def own_element(tag: str, node: Node, rendering: Rendering, inner: str, *classes: str) -> str:
    """The element ``tag`` around ``inner``, with the node's own attributes, ``classes`` before its own."""
    attrs = allowed(tag, node.attrs, both_langs=rendering.medium == SCREEN) if node.attrs else []
    if classes:
        names = dict.fromkeys([*classes, *node.classes])
        attrs = [("class", " ".join(names)), *(pair for pair in attrs if pair[0] != "class")]
    return element(tag, attrs, inner)
