"""``::: verse``: every line of the manuscript is a line of the book, every paragraph a stanza.

A first paragraph in bold, or a heading, is the poem's title, which is no entry of the contents. A line that begins
further in stays further in, two spaces an em. A last line that begins with a dash names the poet, as in a quotation.
"""

from __future__ import annotations

from dataclasses import replace

from publisher.diagnostics import Diagnostic
from publisher.features.blocks import reshape
from publisher.features.feature import Feature
from publisher.features.lines import split_lines
from publisher.features.marking import own_attrs, semantics
from publisher.markup.node import Node
from publisher.markup.syntax import Syntax
from publisher.style.render import Rendering
from publisher.style.xhtml import element

_STEP = 2  # spaces of the manuscript for an em of indent
_FURTHEST = 8  # ems: as many classes as the styles have


def shape(document: Node) -> tuple[Node, tuple[Diagnostic, ...]]:
    """The chapter with the titles of its poems as ``verse_title``."""
    return reshape(document, ("verse",), _titled), ()


def _titled(verse: Node) -> Node:
    if len(verse.children) < 2:
        return verse
    first, *rest = verse.children
    inside = first.children
    if first.kind == "paragraph" and len(inside) == 1 and inside[0].kind == "strong":
        inside = inside[0].children
    elif first.kind != "heading" and "title" not in first.classes:
        return verse
    kept = tuple((key, value) for key, value in first.attrs if key != "level")
    title = Node("verse_title", "p", kept, "", inside, first.span)
    return replace(verse, children=(title, *rest))


def verse(node: Node, rendering: Rendering) -> str:
    """``div.verse`` of ``p.stanza`` of ``span.verse-line``; a ``br`` between lines keeps them where CSS is not read.

    CSS that sets the lines as blocks (for a hanging turnover) hides the ``br``.
    """
    stanzas = [split_lines(child.children) for child in node.children if child.kind == "paragraph"]
    columns = [_column(line) for lines in stanzas for line in lines]
    margin = min((column for column in columns if column), default=0)
    inner = "".join(
        _stanza(child, margin, rendering) if child.kind == "paragraph" else rendering.nodes((child,))
        for child in node.children
    )
    titled = any(child.kind == "verse_title" for child in node.children)
    meaning = semantics(rendering, epub_type="z3998:poem" if titled else "z3998:verse")
    return element("div", own_attrs("div", node, rendering, "verse") | meaning, inner)


def verse_title(node: Node, rendering: Rendering) -> str:
    """The poem's title, as a paragraph: what stands in a poem is no section of the chapter."""
    meaning = semantics(rendering, epub_type="title")
    return element("p", own_attrs("p", node, rendering, "verse-title") | meaning, rendering.children(node))


def _stanza(paragraph: Node, margin: int, rendering: Rendering) -> str:
    spans = [_line(line, margin, rendering) for line in split_lines(paragraph.children)]
    return element("p", own_attrs("p", paragraph, rendering, "stanza"), element("br").join(spans))


def _line(line: tuple[Node, ...], margin: int, rendering: Rendering) -> str:
    column = _column(line)
    steps = min((column - margin + 1) // _STEP, _FURTHEST) if column and margin else 0
    name = f"verse-line indent-{steps}" if steps > 0 else "verse-line"
    return element("span", (("class", name),), rendering.nodes(line))


def _column(line: tuple[Node, ...]) -> int:
    """The column where a line begins in the manuscript; 0 where that is not known."""
    if not line:
        return 0
    first = leaf = line[0]
    while leaf.children:
        leaf = leaf.children[0]
    # Emphasis that began on an earlier line stands in this one from its first word on.
    return (first if leaf.span.line == first.span.line else leaf).span.column


FEATURE = Feature(
    name="verse",
    syntax=Syntax(divs=("verse",), shape=shape),
    render={"verse": verse, "verse_title": verse_title},
)
