"""An audience is for whom an edition is; what is marked for another audience is left out of it, whole."""

from __future__ import annotations

from collections.abc import Iterable

from publisher.book.trees import same_nodes, with_children
from publisher.markup.node import Node

TEACHER = "teacher"
ANSWER = "answer"  # a kind of block, and a class that anything may have: the teacher's
ALWAYS = ("reader", "student", TEACHER)

# Kinds that are what they are: an audience of the same name chooses by class only.
_KINDS = frozenset(
    {
        "document", "heading", "paragraph", "plain", "blockquote", "list", "item", "code_block", "ornament", "table",
        "table_head", "table_body", "row", "header_cell", "cell", "caption", "deflist", "term", "description", "alert",
        "div", "figure", "image", "notes", "note", "element", "quotation", "quoted", "attribution", "pullquote",
        "epigraph", "quotations", "quotation_entry", "question", "answer", "verse", "letter", "sign", "text",
        "emphasis", "strong", "strike", "code", "link", "softbreak", "hardbreak", "noteref", "span", "checkbox",
    }
)  # fmt: skip

# What may stand empty: a cell keeps its place in the row.
_KEPT_EMPTY = frozenset({"document", "cell", "header_cell"})


def audience_names(editions: Iterable[str]) -> tuple[str, ...]:
    """All names that choose blocks: the three that always do and the editions' own."""
    return tuple(sorted({*ALWAYS, *(name for name in editions if name)}))


def is_for(node: Node, audience: str, names: frozenset[str]) -> bool:
    """Whether a node is for this audience: it is unless it is marked for others. Answers are the teacher's."""
    if not is_marked(node, names):
        return True
    if audience != TEACHER and (node.kind == ANSWER or ANSWER in node.classes):
        return False
    marks = {name for name in node.classes if name in names}
    if node.kind in names and node.kind not in _KINDS:
        marks.add(node.kind)
    return not marks or audience in marks


def is_marked(node: Node, names: frozenset[str]) -> bool:
    """Whether a node is marked for some audience."""
    kind = node.kind
    if kind == ANSWER or (kind in names and kind not in _KINDS):
        return True
    for key, value in node.attrs:
        if key == "class":
            classes = value.split()
            return ANSWER in classes or not names.isdisjoint(classes)
    return False


def any_marked(roots: Iterable[Node], names: frozenset[str]) -> bool:
    """Whether anything is marked for some audience: in most chapters nothing is, and they are everybody's."""
    waiting = list(roots)
    for node in waiting:
        if is_marked(node, names):
            return True
        if node.children:
            waiting += [child for child in node.children if child.children or child.attrs]
    return False


def kept(node: Node, audience: str, names: frozenset[str]) -> Node | None:
    """The node without what is for other audiences; None where nothing of it stays.

    A heading that is left out takes its section with it. What becomes empty by leaving out goes too: a paragraph
    of one such span, a figure without its image, a quotation without its words.
    """
    if not is_for(node, audience, names):
        return None
    if not node.children:
        return node
    children: list[Node] = []
    hidden = 0  # the level of the section that is being left out; 0: none
    for child in node.children:
        if child.kind == "heading":
            level = int(child.get("level", "2"))
            if hidden and level > hidden:
                continue
            hidden = 0 if is_for(child, audience, names) else level
        if hidden and child.kind != "notes":
            continue
        if not child.children and not child.attrs:
            children.append(child)
            continue
        left = kept(child, audience, names)
        if left is not None:
            children.append(left)
    if same_nodes(node.children, children):
        return node
    if node.kind not in _KEPT_EMPTY and _says_nothing(node, children):
        return None
    return with_children(node, tuple(children))


def _says_nothing(node: Node, children: list[Node]) -> bool:
    """Whether what is left of a changed node has lost what it was for."""
    if node.kind == "figure":
        return all(child.kind == "caption" for child in children)
    if node.kind == "quotation":
        return all(child.kind == "attribution" for child in children)
    if node.kind in ("paragraph", "plain", "heading"):
        return all(child.kind in ("softbreak", "hardbreak") or (child.kind == "text" and not child.text.strip())
                   for child in children)  # fmt: skip
    return not children
