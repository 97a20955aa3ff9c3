"""A survey lists what will get an id, in the order in which ids are given, before any is given."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping

from publisher.book.audiences import is_marked
from publisher.book.names import RESERVED, digest
from publisher.book.slugs import is_name, slug
from publisher.book.trees import one_spaced, with_attr, with_children, without_attr, words_of
from publisher.markup.node import Node
from publisher.source import Span
from publisher.value import dataclass

# Kinds that always get an id, and what it begins with. Containers of these need none.
PREFIX = {
    "paragraph": "p",
    "quotation": "q",
    "pullquote": "pull",
    "epigraph": "epigraph",
    "verse": "verse",
    "letter": "letter",
    "sign": "sign",
    "alert": "alert",
    "code_block": "code",
    "table": "table",
    "question": "question",
    "answer": "answer",
    "item": "item",
    "description": "def",
}
LEAVES = frozenset({"text", "softbreak", "hardbreak", "code"})

_NAMED = frozenset({*PREFIX, "heading", "figure", "term"})
_ONLY_IF_PLAIN = frozenset({"item", "description"})  # their paragraphs have ids of their own


@dataclass(frozen=True, slots=True)
class Block:
    """Something that will have an id.

    ``words`` are what it is known by, without those for one audience; ``digest`` stands for them. A call of a note is
    known by the note's words, a figure by its image.
    """

    kind: str
    words: str
    digest: str
    author: str = ""  # the id that the author wrote, where it can be one
    span: Span = Span("")


@dataclass(frozen=True, slots=True)
class Survey:
    """One chapter: itself as a block (its words are its title), where it lies, and its blocks."""

    path: str
    itself: Block
    blocks: tuple[Block, ...]


def needs_id(node: Node, called: bool) -> bool:
    """Whether a node gets an id without being given one; ``called``: whether it calls a note that is there."""
    kind = node.kind
    if kind in _ONLY_IF_PLAIN:
        return any(child.kind == "plain" for child in node.children)
    return kind in _NAMED or (called and kind == "noteref")


def authors_id(node: Node) -> str:
    """The id that the author wrote at a node, or the name of an old anchor."""
    return node.id or (node.get("name") if node.tag == "a" else "")


def own_words(node: Node, audiences: frozenset[str]) -> str:
    """The words that a node's id may be made from: those for one audience must not change it, nor be told by it."""
    if node.kind == "code_block":
        return node.text
    nodes = node.children
    if node.kind in _ONLY_IF_PLAIN:
        nodes = tuple(child for child in nodes if child.kind == "plain")
    elif len(nodes) == 1 and nodes[0].kind == "text" and not nodes[0].attrs:
        return one_spaced(nodes[0].text)

    def hides(each: Node) -> bool:
        return (each.attrs != () or each.kind == "answer") and is_marked(each, audiences)

    return words_of(nodes, hides)


def image_stem(figure: Node) -> str:
    """The file name of a figure's image without its ending; ``""`` where it has none."""
    source = next((node.get("src") for node in figure.walk() if node.kind == "image"), "")
    return posixpath.splitext(posixpath.basename(source))[0]


def lift_image_id(figure: Node) -> Node:
    """An id that the author wrote at a figure's image is the figure's: that is what one wants to link to."""
    if figure.id:
        return figure
    for position, child in enumerate(figure.children):
        if child.kind == "image" and child.id:
            children = list(figure.children)
            children[position] = without_attr(child, "id")
            return with_attr(with_children(figure, tuple(children)), "id", child.id)
    return figure


def survey(title: tuple[Node, ...], body: Node, audiences: frozenset[str]) -> tuple[Block, ...]:
    """Everything in a chapter that :func:`publisher.book.ids.give_ids` gives an id to, in its order: notes first."""
    notes = [note for block in body.children if block.kind == "notes" for note in block.children]
    said = {note.get("label"): own_words(note, audiences) for note in notes}
    blocks = [_block("note", said[note.get("label")], note, "") for note in notes]
    for node in (*title, body):
        _survey(node, said, audiences, blocks)
    return tuple(blocks)


def _survey(node: Node, said: Mapping[str, str], audiences: frozenset[str], blocks: list[Block]) -> None:
    kind = node.kind
    if kind == "figure":
        node = lift_image_id(node)
    if kind != "note":
        author = authors_id(node) if node.attrs else ""
        if author or needs_id(node, kind == "noteref" and node.get("label") in said):
            blocks.append(_known(node, author, said, audiences))
    if kind == "pullquote":
        return
    for child in node.children:
        if child.attrs or child.kind not in LEAVES:
            _survey(child, said, audiences, blocks)


def _known(node: Node, author: str, said: Mapping[str, str], audiences: frozenset[str]) -> Block:
    kind = node.kind
    author = author if is_name(author) and author not in RESERVED else ""
    if kind == "noteref":
        return _block(kind, said.get(node.get("label"), ""), node, author)
    words = own_words(node, audiences)
    if kind == "figure" and (stem := image_stem(node)):
        return Block(kind, f"{slug(stem, 'image')} {words}", digest(stem), author, node.span)
    return _block(kind, words, node, author)


def _block(kind: str, words: str, node: Node, author: str) -> Block:
    return Block(kind, words, digest(words), author, node.span)
