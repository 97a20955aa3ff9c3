"""A renderer turns a node of one kind into XHTML, told the medium and how to render what is below it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from typing import TYPE_CHECKING

from publisher.markup.node import Node
from publisher.store import NOTHING_KEPT, Store
from publisher.style.composition import AssetRef
from publisher.value import dataclass

if TYPE_CHECKING:
    from publisher.book.model import Chapter, Edition


@dataclass(frozen=True, slots=True)
class Rendering:
    """What a renderer may ask: the medium, the edition and chapter, the rendering of children, of links.

    ``children(node)`` and ``nodes(tuple)`` give XHTML. ``href(id)`` gives the link to an id in this medium
    (``#id`` on paper, ``chapter.xhtml#id`` or ``#id`` on screen). ``words`` are the book's own words in the
    chapter's language (:mod:`publisher.words`), ``assets`` the images by path, ``variables`` the style's variables
    with the edition's.
    """

    medium: str
    edition: Edition
    chapter: Chapter
    nodes: Callable[[tuple[Node, ...]], str]
    href: Callable[[str], str]
    words: Mapping[str, str] = field(default_factory=dict)
    assets: Mapping[str, AssetRef] = field(default_factory=dict)
    variables: Mapping[str, str] = field(default_factory=dict)
    known: frozenset[str] | None = None  # every id of the edition; None: links are not checked
    store: Store = NOTHING_KEPT  # where what takes long to make is kept, by all that it is made from

    def children(self, node: Node) -> str:
        """The XHTML of all children."""
        return self.nodes(node.children)


Renderer = Callable[[Node, Rendering], str]
