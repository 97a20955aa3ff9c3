"""Walking and reshaping the blocks of a chapter without visiting every word of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from publisher.markup.node import Node

# What holds inline nodes only, or nothing: no block can be below these.
LEAVES = frozenset(
    (
        "attribution",
        "caption",
        "cell",
        "code_block",
        "header_cell",
        "heading",
        "image",
        "ornament",
        "paragraph",
        "plain",
        "term",
    )
)

Reshape = Callable[[Node], Node | tuple[Node, ...] | None]


def blocks(root: Node) -> Iterator[Node]:
    """``root`` and the blocks below it, in reading order."""
    stack = [root]
    while stack:
        node = stack.pop()
        yield node
        if node.children and node.kind not in LEAVES:
            stack += node.children[::-1]


def holds(root: Node, kinds: frozenset[str]) -> bool:
    """Whether ``root`` or a block below it is of one of these kinds: asked of every chapter by most features."""
    waiting = [root]
    for node in waiting:
        kind = node.kind
        if kind in kinds:
            return True
        if kind not in LEAVES:
            waiting += node.children
    return False


def reshape(root: Node, kinds: Iterable[str], change: Reshape) -> Node:
    """The tree with ``change`` applied to every block of ``kinds``, inner ones first.

    ``change`` gives back a node, several, or None to drop it. What does not change is not copied, and a tree
    without such blocks is given back as it is. The root itself is not offered to ``change``.
    """
    wanted = frozenset(kinds)
    if not holds(root, wanted):
        return root
    return replace(root, children=tuple(_reshaped(root.children, wanted, change)))


def _reshaped(nodes: tuple[Node, ...], wanted: frozenset[str], change: Reshape) -> Iterator[Node]:
    for node in nodes:
        if node.children and node.kind not in LEAVES:
            children = tuple(_reshaped(node.children, wanted, change))
            if not _same(children, node.children):
                node = replace(node, children=children)
        if node.kind in wanted:
            result = change(node)
            if result is not None:
                yield from result if isinstance(result, tuple) else (result,)
        else:
            yield node


def _same(one: tuple[Node, ...], other: tuple[Node, ...]) -> bool:
    return len(one) == len(other) and all(a is b for a, b in zip(one, other, strict=True))
