"""A renderer turns a node of one kind into XHTML, told the medium and how to render what is below it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from publisher.markup.node import Node

if TYPE_CHECKING:
    from publisher.book.model import Chapter, Edition


@dataclass(frozen=True, slots=True)
class Rendering:
    """What a renderer may ask: the medium, the edition and chapter, the rendering of children, of links.

    ``children(node)`` and ``nodes(tuple)`` give XHTML. ``href(id)`` gives the link to an id in this medium
    (``#id`` on paper, ``chapter.xhtml#id`` or ``#id`` on screen).
    """

    medium: str
    edition: Edition
    chapter: Chapter
    nodes: Callable[[tuple[Node, ...]], str]
    href: Callable[[str], str]

    def children(self, node: Node) -> str:
        """The XHTML of all children."""
        return self.nodes(node.children)


Renderer = Callable[[Node, Rendering], str]
