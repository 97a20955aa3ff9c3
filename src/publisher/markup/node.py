"""A node is a piece of a chapter: what it means, how it looks when nobody speaks for it, where it stands.

The tree is generic on purpose: a new syntax needs a new ``kind``, never a new class. ``docs/architecture.md``
lists the kinds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from publisher.source import Span
from publisher.value import dataclass

Attrs = tuple[tuple[str, str], ...]
NOWHERE = Span("")


@dataclass(frozen=True, slots=True)
class Node:
    """One piece of a chapter.

    ``kind`` says what it means, ``tag`` (an XHTML element name, or ``""`` for none) and ``attrs`` say how it
    looks by default. ``text`` is the text of a leaf; a node with children has none.
    """

    kind: str
    tag: str = ""
    attrs: Attrs = ()
    text: str = ""
    children: tuple[Node, ...] = ()
    span: Span = NOWHERE

    def get(self, name: str, default: str = "") -> str:
        """The value of attribute ``name``."""
        for key, value in self.attrs:
            if key == name:
                return value
        return default

    @property
    def id(self) -> str:
        """The id attribute, or an empty string."""
        return self.get("id")

    @property
    def classes(self) -> tuple[str, ...]:
        """The class names, in order."""
        return tuple(self.get("class").split())

    def with_attrs(self, **changes: str | None) -> Node:
        """A copy with attributes set, or taken away where the value is None. ``class_`` means ``class``."""
        named = {("class" if key == "class_" else key.replace("_", "-")): value for key, value in changes.items()}
        kept = tuple((key, value) for key, value in self.attrs if key not in named)
        attrs = kept + tuple((key, value) for key, value in named.items() if value is not None)
        return Node(self.kind, self.tag, attrs, self.text, self.children, self.span)

    def walk(self) -> Iterator[Node]:
        """This node and all below it, in reading order."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            if node.children:
                stack += node.children[::-1]


def attributed(root: Node) -> list[Node]:
    """All nodes below ``root`` (and itself) that have attributes, in reading order: most of a novel's have none."""
    found: list[Node] = []
    stack = [root]
    while stack:
        node = stack.pop()
        if node.attrs:
            found.append(node)
        if node.children:
            stack += [child for child in node.children[::-1] if child.children or child.attrs]
    return found


def plain_text(node: Node) -> str:
    """The words of a node, without markup; a line break counts as a space, an image as its alt text."""
    if len(node.children) == 1 and node.children[0].kind == "text" and not node.text:
        return node.children[0].text
    parts = []
    for each in node.walk():
        if each.kind in ("softbreak", "hardbreak"):
            parts.append(" ")
        elif each.kind == "image":
            parts.append(each.get("alt"))
        else:
            parts.append(each.text)
    return "".join(parts)


def is_decorative(image: Node) -> bool:
    """Whether the author says of an image that it only decorates; one without a description does not say so."""
    said = "decorative" in image.classes or image.get("role") in ("presentation", "none")
    return said or image.get("aria-hidden") == "true"


def rebuild(node: Node, change: Callable[[Node], Node | tuple[Node, ...] | None]) -> Node:
    """The tree with ``change`` applied to every node from the leaves up.

    ``change`` gives back the node itself, another, several, or None to drop it. A subtree that does not
    change is kept as it is, not copied. The root must stay one node.
    """
    changed = _rebuild(node, change)
    if isinstance(changed, tuple) and len(changed) == 1:
        changed = changed[0]
    if not isinstance(changed, Node):
        raise ValueError("the root of a tree must stay one node")
    return changed


def _rebuild(node: Node, change: Callable[[Node], Node | tuple[Node, ...] | None]) -> Node | tuple[Node, ...] | None:
    if node.children:
        children: list[Node] = []
        same = True
        for child in node.children:
            new = _rebuild(child, change) if child.children else change(child)
            if new is child:
                children.append(child)
                continue
            same = False
            if isinstance(new, tuple):
                children += new
            elif new is not None:
                children.append(new)
        if not same:
            node = replace(node, children=tuple(children))
    return change(node)
