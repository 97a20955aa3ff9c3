"""``::: verse``: every line of the manuscript is a line of the book, every paragraph a stanza."""

from __future__ import annotations

from dataclasses import replace

from publisher.features.feature import Feature
from publisher.features.marking import own_attrs
from publisher.markup.node import Node
from publisher.markup.syntax import Syntax
from publisher.style.render import Rendering
from publisher.style.xhtml import element

_BREAKS = ("softbreak", "hardbreak")


def verse(node: Node, rendering: Rendering) -> str:
    """``div.verse`` of ``p.stanza`` of ``span.verse-line``; a ``br`` between lines keeps them where CSS is not read.

    CSS that sets the lines as blocks (for a hanging turnover) hides the ``br``.
    """
    inner = "".join(
        _stanza(child, rendering) if child.kind == "paragraph" else rendering.nodes((child,)) for child in node.children
    )
    return element("div", own_attrs("div", node, rendering, "verse"), inner)


def _stanza(paragraph: Node, rendering: Rendering) -> str:
    lines = [rendering.nodes(line) for line in split_lines(paragraph.children)]
    spans = [element("span", (("class", "verse-line"),), line) for line in lines]
    return element("p", own_attrs("p", paragraph, rendering, "stanza"), element("br").join(spans))


def split_lines(inlines: tuple[Node, ...]) -> list[tuple[Node, ...]]:
    """The inlines cut at every line break, also inside emphasis and the like, which is then set twice."""
    lines: list[list[Node]] = [[]]
    for node in inlines:
        if node.kind in _BREAKS:
            lines.append([])
        elif any(inner.kind in _BREAKS for inner in node.walk()):
            first, *rest = split_lines(node.children)
            lines[-1].append(replace(node, children=first))
            # An id may stand only once.
            lines.extend([replace(node.with_attrs(id=None), children=piece)] for piece in rest)
        else:
            lines[-1].append(node)
    return [tuple(line) for line in lines]


FEATURE = Feature(name="verse", syntax=Syntax(divs=("verse",)), render={"verse": verse})
