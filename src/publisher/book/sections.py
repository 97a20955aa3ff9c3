"""The sections of a chapter: its headings as a tree, fit for a contents page."""

from __future__ import annotations

from publisher.book.model import Section
from publisher.book.trees import holds_sections, with_children, without_attr, words_of
from publisher.markup.node import Node


def label(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """Some inline nodes as they may stand a second time, in contents or running heads: no notes, links or ids."""
    out: list[Node] = []
    for node in nodes:
        if node.kind == "noteref":
            continue
        children = label(node.children) if node.children else ()
        if node.kind == "link" or node.tag == "a":
            out.extend(children)
            continue
        if children != node.children:
            node = with_children(node, children)
        out.append(without_attr(node, "id") if node.id else node)
    return tuple(out)


def sections_of(body: Node) -> tuple[Section, ...]:
    """The headings of a chapter's body, each with those below it."""
    found: list[Node] = []
    _headings(body, found)
    position = 0

    def below(level: int) -> tuple[Section, ...]:
        nonlocal position
        here: list[Section] = []
        while position < len(found):
            heading = found[position]
            own = int(heading.get("level", "2"))
            if own <= level:
                break
            position += 1
            title = label(heading.children)
            children = below(own)
            here.append(Section(heading.id, own, title, words_of(title), heading.span, children))
        return tuple(here)

    return below(1)


def _headings(node: Node, found: list[Node]) -> None:
    for child in node.children:
        if child.kind == "heading":
            found.append(child)
        elif child.children and holds_sections(child):
            _headings(child, found)
