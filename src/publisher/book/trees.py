"""Small questions and changes that everybody in ``book/`` has for nodes, quick enough for every node of a novel."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from operator import is_

from publisher.markup.node import Node

# Nodes that hold inline nodes (or rows of them): whoever looks for blocks need not look below.
LEAF_BLOCKS = frozenset({"paragraph", "plain", "heading", "code_block", "table", "ornament", "term"})

_CONTAINER_TAGS = frozenset({"div", "section", "article", "main"})
_CLOSED_KINDS = frozenset(
    {
        "question", "answer", "epigraph", "verse", "letter", "sign", "quotations", "quotation_entry", "pullquote",
        "quotation", "alert", "note", "notes",
    }
)  # fmt: skip


def with_attr(node: Node, name: str, value: str) -> Node:
    """A copy with one attribute set, in its place or at the end."""
    if not node.attrs:
        attrs: tuple[tuple[str, str], ...] = ((name, value),)
    elif any(key == name for key, _ in node.attrs):
        attrs = tuple((key, value if key == name else old) for key, old in node.attrs)
    else:
        attrs = (*node.attrs, (name, value))
    return Node(node.kind, node.tag, attrs, node.text, node.children, node.span)


def without_attr(node: Node, name: str) -> Node:
    """A copy without one attribute."""
    attrs = tuple((key, value) for key, value in node.attrs if key != name)
    return Node(node.kind, node.tag, attrs, node.text, node.children, node.span)


def with_children(node: Node, children: tuple[Node, ...]) -> Node:
    """A copy with other children."""
    return Node(node.kind, node.tag, node.attrs, node.text, children, node.span)


def same_nodes(before: tuple[Node, ...], after: list[Node]) -> bool:
    """Whether ``after`` holds the very nodes of ``before``: then the old tree can stay as it is."""
    return len(before) == len(after) and all(map(is_, before, after))


def holds_sections(node: Node) -> bool:
    """Whether headings inside this node are headings of the chapter: plain divs and the blocks of an audience."""
    return node.kind == "document" or (node.tag in _CONTAINER_TAGS and node.kind not in _CLOSED_KINDS)


def blocks(node: Node) -> Iterator[Node]:
    """This node and all blocks below it, in reading order, without going down into lines and cells."""
    stack = [node]
    while stack:
        each = stack.pop()
        yield each
        if each.children and each.kind not in LEAF_BLOCKS:
            stack += each.children[::-1]


def words_of(nodes: tuple[Node, ...], skip: Callable[[Node], bool] | None = None) -> str:
    """The words of some nodes, one space between blocks, no note calls.

    ``skip`` names nodes that are left out with everything in them. An image counts as its alt text.
    """
    if len(nodes) == 1 and nodes[0].kind == "text" and not nodes[0].attrs:
        return one_spaced(nodes[0].text)
    parts: list[str] = []
    _gather(nodes, parts, skip, 0)
    return one_spaced("".join(parts))


def one_spaced(text: str) -> str:
    """A text with one space between its words, and none around them.

    Of all white space only the space can be printed, so that most lines are seen to be so already.
    """
    if text.isprintable() and "  " not in text:
        return text.strip(" ")
    return " ".join(text.split())


def first_words(nodes: tuple[Node, ...], most: int = 60) -> str:
    """The beginning of some nodes' words, cut between words, with an ellipsis where something is cut."""
    if len(nodes) == 1 and nodes[0].kind == "text":
        whole = nodes[0].text
    else:
        parts: list[str] = []
        _gather(nodes, parts, None, 2 * most)
        whole = "".join(parts)
    text = one_spaced(whole[: 2 * most])  # nearly always more than enough
    if len(text) <= most + 1 and len(whole) > 2 * most:
        text = one_spaced(whole)
    if len(text) <= most:
        return text
    cut = text[: most + 1]
    return (cut.rpartition(" ")[0] or cut[:most]) + "…"


def _gather(nodes: tuple[Node, ...], parts: list[str], skip: Callable[[Node], bool] | None, most: int) -> int:
    """Put the words of some nodes into ``parts``; stop after ``most`` characters (0: never). How many were put."""
    length = 0
    for node in nodes:
        kind = node.kind
        if kind == "text":
            if skip is not None and node.attrs and skip(node):
                continue
            parts.append(node.text)
            length += len(node.text)
        elif kind == "softbreak":
            parts.append(" ")
        elif kind == "noteref" or (skip is not None and skip(node)):
            continue
        elif kind == "image":
            parts.append(node.get("alt"))
        else:
            apart = not is_inline(node)
            if apart:
                parts.append(" ")
            if node.text:
                parts.append(node.text)
                length += len(node.text)
            length += _gather(node.children, parts, skip, most - length if most else 0)
            if apart:
                parts.append(" ")
        if most and length > most:
            break
    return length


# Kinds that stand in a line. Everything else parts the words before it from the words after it.
INLINE = frozenset(
    {
        "text", "emphasis", "strong", "strike", "code", "link", "image", "noteref", "span", "checkbox", "smallcaps",
        "speaker", "source", "place",
    }
)  # fmt: skip
INLINE_TAGS = frozenset(
    {
        "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q",
        "rp", "rt", "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr",
    }
)  # fmt: skip


def is_inline(node: Node) -> bool:
    """Whether a node stands in a line, so that the letters on both sides of it can be one word."""
    return node.kind in INLINE or (node.tag in INLINE_TAGS and node.kind == "element")
