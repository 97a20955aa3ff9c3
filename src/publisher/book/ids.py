"""Ids are given once, on the whole book, so that every edition, the EPUB and the PDFs share them.

The author's own id stays. Else a chapter is named after its file, a section after its chapter and words, a figure after
its image, a note after its label; everything else after a digest of its own words, so that a paragraph more or less
changes the id of no other. Words for one audience are no part of a name: an id must not change, nor tell,
what an edition leaves out.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from dataclasses import dataclass

from publisher.book.audiences import is_marked
from publisher.book.names import Names, digest
from publisher.book.slugs import github_slug, is_name, pandoc_slug, slug
from publisher.book.trees import attributed, same_nodes, with_attr, with_children, without_attr, words_of
from publisher.diagnostics import Diagnostic
from publisher.markup.node import Node
from publisher.rules.book import DUPLICATE_ID, UNUSABLE_ID
from publisher.source import Span

# Kinds that always get an id, and what it begins with. Containers of these need none.
_PREFIX = {
    "paragraph": "p",
    "quotation": "q",
    "pullquote": "pull",
    "epigraph": "epigraph",
    "verse": "verse",
    "alert": "alert",
    "code_block": "code",
    "table": "table",
    "question": "question",
    "answer": "answer",
    "item": "item",
    "description": "def",
}
_ONLY_IF_PLAIN = frozenset({"item", "description"})  # their paragraphs have ids of their own
_LEAVES = frozenset({"text", "softbreak", "hardbreak", "code"})


@dataclass(frozen=True, slots=True)
class Identified:
    """A chapter's title and body with ids, what a link may call them by, and what was wrong."""

    title: tuple[Node, ...]
    body: Node
    aliases: tuple[tuple[str, str], ...]
    diagnostics: tuple[Diagnostic, ...]


def wanted_ids(trees: Iterable[Node]) -> set[str]:
    """The ids that the author gives in some trees."""
    return {value for tree in trees for node in attributed(tree) for key, value in node.attrs if key == "id"}


class IdGiver:
    """Gives the ids of one chapter. Short-lived: made by :func:`give_ids`, gone when the chapter is done."""

    __slots__ = ("_aliases", "_audiences", "_chapter", "_found", "_github", "_names", "_notes", "_own")

    def __init__(self, chapter: str, names: Names, audiences: frozenset[str], github: dict[str, int]) -> None:
        """See :func:`give_ids`."""
        self._chapter = chapter
        self._names = names
        self._audiences = audiences
        self._github = github
        self._own: dict[str, str] = {}
        self._aliases: dict[str, str] = {}
        self._found: list[Diagnostic] = []
        self._notes: dict[str, str] = {}

    def identify(self, title: tuple[Node, ...], body: Node) -> Identified:
        """The chapter with ids. ``title`` and ``body`` share one space of notes."""
        notes = (note for block in body.children if block.kind == "notes" for note in block.children)
        for note in notes:
            self._name_note(note)
        self._alias_heading(words_of(title), self._chapter)
        new_title = tuple(self._give(node) for node in title)
        new_body = self._give(body)
        aliases = {**self._aliases, **self._own}
        return Identified(new_title, new_body, tuple(aliases.items()), tuple(self._found))

    def _name_note(self, note: Node) -> None:
        made = f"note-{self._chapter}-{slug(note.get('label'), '') or 'x'}"
        self._notes[note.get("label")] = self._names.make(made, note.span)

    def _give(self, node: Node) -> Node:
        if node.kind == "pullquote":
            return self._named(node)  # hidden from assistive technology: nothing in it may be a link's goal
        if node.kind == "figure":
            node = _lift_image_id(node)
        if node.kind == "heading":
            # The heading's own name comes first: its children are words of it.
            node = self._named(node)
            return self._below(node)
        return self._below(self._named(node))

    def _below(self, node: Node) -> Node:
        if not node.children:
            return node
        children = [
            child if child.kind in _LEAVES and not child.attrs else self._give(child) for child in node.children
        ]
        return node if same_nodes(node.children, children) else with_children(node, tuple(children))

    def _named(self, node: Node) -> Node:
        """The node with its id: the author's where it can be, else a made one where its kind needs one."""
        kind = node.kind
        if kind == "note":
            return with_attr(node, "id", self._notes[node.get("label")])
        author = node.id or (node.get("name") if node.tag == "a" else "")
        id = self._authors(author, node.span) if author else ""
        if not id:
            id = self._made(node)
        if kind == "heading":
            self._alias_heading(self._words(node), id)
        elif kind == "term":
            self._alias(slug(self._words(node), ""), id)
        if id:
            return with_attr(node, "id", id)
        return without_attr(node, "id") if author else node

    def _authors(self, written: str, span: Span) -> str:
        """The author's id as it can be given; ``""`` where it belongs to something else already."""
        id = written
        if not is_name(written):
            id = self._names.make(slug(written, "id"), span)
            hint = f"write {{#{id}}}: a letter first, then letters, digits, hyphens, full stops and underscores"
            self._found.append(UNUSABLE_ID.at(span, f"`{written}` cannot be an id; the book has `{id}` for it", hint))
        else:
            holder = self._names.claim(id, span)
            if holder is not None and not holder.path:
                id = self._names.make(id, span)  # the name of a page that we make
            elif holder is not None:
                hint = f"give one of the two another id: {{#{id}-2}}"
                self._found.append(DUPLICATE_ID.at(span, f"the id `{id}` is given already, at {holder}", hint))
                return ""
        self._own[written] = id
        return id

    def _made(self, node: Node) -> str:
        kind = node.kind
        if kind == "heading":
            return self._names.make(f"{self._chapter}-{slug(self._words(node), 'section')}", node.span)
        if kind == "figure":
            return self._names.make(_figure_name(node), node.span)
        if kind == "noteref" and node.get("label") in self._notes:
            return self._names.make("ref-" + self._notes[node.get("label")], node.span)
        if kind == "term":
            return self._names.make("term-" + slug(self._words(node), "term"), node.span)
        if kind not in _PREFIX:
            return ""
        if kind in _ONLY_IF_PLAIN:
            plain = tuple(child for child in node.children if child.kind == "plain")
            if not plain:
                return ""
            words = words_of(plain, self._hides)
        elif kind == "code_block":
            words = node.text
        else:
            words = self._words(node)
        return self._names.make(f"{_PREFIX[kind]}-{digest(words)}", node.span)

    def _words(self, node: Node) -> str:
        return words_of(node.children, self._hides)

    def _hides(self, node: Node) -> bool:
        return (node.attrs != () or node.kind == "answer") and is_marked(node, self._audiences)

    def _alias_heading(self, words: str, id: str) -> None:
        """What GitHub, Pandoc and we would write for a heading; GitHub counts repetitions through the file."""
        written = github_slug(words)
        times = self._github.get(written, 0)
        self._github[written] = times + 1
        if times:
            self._alias(f"{written}-{times}", id)
        for name in (written, pandoc_slug(words), slug(words, "")):
            self._alias(name, id)

    def _alias(self, name: str, id: str) -> None:
        if name:
            self._aliases.setdefault(name, id)


def give_ids(
    chapter: str,
    title: tuple[Node, ...],
    body: Node,
    names: Names,
    audiences: frozenset[str],
    github: dict[str, int],
) -> Identified:
    """Give the ids of one chapter. ``github`` counts the headings of its file so far, and is counted on."""
    return IdGiver(chapter, names, audiences, github).identify(title, body)


def _lift_image_id(figure: Node) -> Node:
    """An id that the author wrote at a figure's image is the figure's: that is what one wants to link to."""
    if figure.id:
        return figure
    for position, child in enumerate(figure.children):
        if child.kind == "image" and child.id:
            children = list(figure.children)
            children[position] = without_attr(child, "id")
            return with_attr(with_children(figure, tuple(children)), "id", child.id)
    return figure


def _figure_name(figure: Node) -> str:
    source = next((node.get("src") for node in figure.walk() if node.kind == "image"), "")
    stem = posixpath.splitext(posixpath.basename(source))[0]
    return "fig-" + (slug(stem, "image") if stem else digest(words_of(figure.children)))
