"""Ids are given once, on the whole book, so that every edition, the EPUB and the PDFs share them.

The author's own id stays. Else a chapter is named after its file, a section after its chapter and words, a figure after
its image, a note after its label; everything else after a digest of its own words, so that a paragraph more or less
changes the id of no other. Words for one audience are no part of a name: an id must not change, nor tell,
what an edition leaves out. Where a book has a lock, what had an id in its last edition has it before any of
this is asked (:mod:`publisher.book.lock`); only the author's own id is stronger.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from publisher.book.names import Names, digest, digest_of_line
from publisher.book.slugs import github_slug, is_name, pandoc_slug, slug
from publisher.book.survey import LEAVES, PREFIX, authors_id, image_stem, lift_image_id, needs_id, own_words
from publisher.book.trees import same_nodes, with_attr, with_children, without_attr, words_of
from publisher.diagnostics import Diagnostic
from publisher.markup.node import Node, attributed
from publisher.rules.book import DUPLICATE_ID, UNUSABLE_ID
from publisher.source import Span
from publisher.value import dataclass


@dataclass(frozen=True, slots=True)
class Identified:
    """A chapter's title and body with ids, what a link may call them by, and what was wrong.

    ``ids`` are those of the chapter's survey (:func:`publisher.book.survey.survey`), where there was one.
    """

    title: tuple[Node, ...]
    body: Node
    aliases: tuple[tuple[str, str], ...]
    diagnostics: tuple[Diagnostic, ...]
    ids: tuple[str, ...] = ()


def wanted_ids(trees: Iterable[Node]) -> set[str]:
    """The ids that the author gives in some trees."""
    return {value for tree in trees for node in attributed(tree) for key, value in node.attrs if key == "id"}


class IdGiver:
    """Gives the ids of one chapter. Short-lived: made by :func:`give_ids`, gone when the chapter is done."""

    __slots__ = (
        "_aliases",
        "_audiences",
        "_chapter",
        "_found",
        "_github",
        "_given",
        "_kept",
        "_names",
        "_notes",
        "_own",
    )

    def __init__(
        self,
        chapter: str,
        names: Names,
        audiences: frozenset[str],
        github: dict[str, int],
        kept: tuple[str, ...] | None,
    ) -> None:
        """See :func:`give_ids`."""
        self._chapter = chapter
        self._names = names
        self._audiences = audiences
        self._github = github
        self._own: dict[str, str] = {}
        self._aliases: dict[str, str] = {}
        self._found: list[Diagnostic] = []
        self._notes: dict[str, str] = {}
        self._kept: Iterator[str] | None = iter(kept) if kept is not None else None
        self._given: list[str] = []

    def identify(self, title: tuple[Node, ...], body: Node) -> Identified:
        """The chapter with ids. ``title`` and ``body`` share one space of notes."""
        notes = (note for block in body.children if block.kind == "notes" for note in block.children)
        for note in notes:
            self._name_note(note)
        self._alias_heading(words_of(title), self._chapter)
        new_title = tuple(self._give(node) for node in title)
        new_body = self._give(body)
        aliases = {**self._aliases, **self._own}
        return Identified(new_title, new_body, tuple(aliases.items()), tuple(self._found), tuple(self._given))

    def _name_note(self, note: Node) -> None:
        id = self._again(self._before(), note.span)
        if not id:
            id = self._names.make(f"note-{self._chapter}-{slug(note.get('label'), '') or 'x'}", note.span)
        self._notes[note.get("label")] = id
        self._given.append(id)

    def _before(self) -> str:
        """The id that the next thing of the survey had in the last edition; ``""`` where it had none."""
        return next(self._kept) if self._kept is not None else ""

    def _again(self, before: str, span: Span) -> str:
        """The id from before; ``""`` where there is none, or something else has it now."""
        return before if before and self._names.keep(before, span) else ""

    def _give(self, node: Node) -> Node:
        if node.kind == "pullquote":
            return self._named(node)  # hidden from assistive technology: nothing in it may be a link's goal
        if node.kind == "figure":
            node = lift_image_id(node)
        if node.kind == "heading":
            # The heading's own name comes first: its children are words of it.
            node = self._named(node)
            return self._below(node)
        return self._below(self._named(node))

    def _below(self, node: Node) -> Node:
        for child in node.children:
            if child.attrs or child.kind not in LEAVES:
                break
        else:  # nothing below needs an id: so it is with most paragraphs
            return node
        children = [child if child.kind in LEAVES and not child.attrs else self._give(child) for child in node.children]
        return node if same_nodes(node.children, children) else with_children(node, tuple(children))

    def _named(self, node: Node) -> Node:
        """The node with its id: the author's where it can be, else a made one where its kind needs one."""
        kind = node.kind
        if kind == "note":
            return with_attr(node, "id", self._notes[node.get("label")])
        author = authors_id(node) if node.attrs else ""
        if not author and not needs_id(node, kind == "noteref" and node.get("label") in self._notes):
            return node
        before = self._before()
        id = self._authors(author, before, node.span) if author else ""
        id = id or self._again(before, node.span) or self._made(node)
        self._given.append(id)
        if kind == "heading":
            self._alias_heading(self._words(node), id)
        elif kind == "term":
            self._alias(slug(self._words(node), ""), id)
        if id:
            return with_attr(node, "id", id)
        return without_attr(node, "id") if author else node

    def _authors(self, written: str, before: str, span: Span) -> str:
        """The author's id as it can be given; ``""`` where it belongs to something else already."""
        id = written
        if not is_name(written):
            id = self._again(before, span) or self._names.make(slug(written, "id"), span)
            hint = f"write {{#{id}}}: a letter first, then letters, digits, hyphens, full stops and underscores"
            self._found.append(UNUSABLE_ID.at(span, f"`{written}` cannot be an id; the book has `{id}` for it", hint))
        else:
            holder = self._names.claim(id, span)
            if holder is not None and not holder.path:  # the name of a page that we make
                id = self._again(before, span) or self._names.make(id, span)
            elif holder is not None:
                hint = f"give one of the two another id: {{#{id}-2}}"
                self._found.append(DUPLICATE_ID.at(span, f"the id `{id}` is given already, at {holder}", hint))
                return ""
        self._own[written] = id
        return id

    def _made(self, node: Node) -> str:
        kind = node.kind
        if kind in PREFIX:
            return self._of_words(node)
        if kind == "heading":
            return self._names.make(f"{self._chapter}-{slug(self._words(node), 'section')}", node.span)
        if kind == "figure":
            return self._names.make(_figure_name(node), node.span)
        if kind == "noteref" and node.get("label") in self._notes:
            return self._names.make("ref-" + self._notes[node.get("label")], node.span)
        if kind == "term":
            return self._names.make("term-" + slug(self._words(node), "term"), node.span)
        return ""

    def _of_words(self, node: Node) -> str:
        """The id of a block that has no name but its words."""
        kind = node.kind
        if kind != "paragraph" and not needs_id(node, False):
            return ""
        words = self._words(node)
        named = digest(words) if kind == "code_block" else digest_of_line(words)
        return self._names.make(f"{PREFIX[kind]}-{named}", node.span)

    def _words(self, node: Node) -> str:
        return own_words(node, self._audiences)

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
    kept: tuple[str, ...] | None = None,
) -> Identified:
    """Give the ids of one chapter. ``github`` counts the headings of its file so far, and is counted on.

    ``kept`` are the ids that the last edition gave to what the chapter's survey lists, ``""`` where it gave none.
    """
    return IdGiver(chapter, names, audiences, github, kept).identify(title, body)


def _figure_name(figure: Node) -> str:
    stem = image_stem(figure)
    return "fig-" + (slug(stem, "image") if stem else digest(words_of(figure.children)))
