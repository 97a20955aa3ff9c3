"""Links between chapters become links to ids; one that leads nowhere in this edition keeps only its words."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from dataclasses import replace

from publisher.book.model import Book, Chapter
from publisher.book.places import (
    Reference,
    candidates,
    leaves_folder,
    nearest_path,
    normal,
    read_reference,
    relative,
)
from publisher.book.slugs import github_slug
from publisher.book.trees import same_nodes, with_attr, with_children
from publisher.config.hints import nearest
from publisher.diagnostics import Diagnostic
from publisher.markup.node import Node, attributed
from publisher.rules.book import (
    EMPTY_LINK,
    FORBIDDEN_LINK,
    LEFT_OUT_PLACE,
    MISSING_FILE,
    MISSING_PLACE,
    OUTSIDE_FILE,
)
from publisher.value import dataclass

ALLOWED_SCHEMES = frozenset({"http", "https", "mailto"})
MOST_HINTS = 100  # "did you mean" is a search; after so many mistakes it is no help any more
_LINK_ATTRS = frozenset({"href", "name", "title", "target", "rel", "download", "hreflang", "type"})


@dataclass(frozen=True, slots=True)
class Places:
    """Everything in the whole book that a link can name, by how it can be named."""

    files: dict[str, str]  # path → id of its first chapter
    in_file: dict[str, dict[str, str]]  # path → what may stand after # → id
    in_chapter: dict[str, dict[str, str]]  # chapter id → the same
    in_book: dict[str, str]  # what may stand after # anywhere → the first id of that name
    ids: frozenset[str]  # every id in the book
    kept: frozenset[str]  # every id in the edition


def places_of(book: Book, kept: frozenset[str]) -> Places:
    """The places of a book, and which of them an edition has."""
    files: dict[str, str] = {}
    in_file: dict[str, dict[str, str]] = {}
    in_chapter: dict[str, dict[str, str]] = {}
    in_book: dict[str, str] = {}
    ids: set[str] = {part.id for part in book.parts}
    for chapter in book.chapters:
        path = normal(chapter.path)
        files.setdefault(path, chapter.id)
        in_chapter[chapter.id] = dict(chapter.aliases)
        of_file = in_file.setdefault(path, {})
        for alias, id in chapter.aliases:
            of_file.setdefault(alias, id)
            in_book.setdefault(alias, id)
        ids.add(chapter.id)
        for root in (*chapter.title, chapter.body):
            ids.update(value for node in attributed(root) for key, value in node.attrs if key == "id")
    return Places(files, in_file, in_chapter, in_book, frozenset(ids), kept)


def resolve_links(
    book: Book, chapters: Iterable[Chapter], edition: str, kept: frozenset[str]
) -> tuple[tuple[Chapter, ...], tuple[Diagnostic, ...]]:
    """The chapters with every link an ``#id`` in ``kept`` (the edition's ids) or an allowed absolute address."""
    chapters = tuple(chapters)
    found: list[Diagnostic] = []
    places: Places | None = None
    out = []
    for chapter in chapters:
        title = Node("title", children=chapter.title)
        if _has_links(title) or _has_links(chapter.body):
            places = places or places_of(book, kept)
            resolver = _Resolver(chapter, places, edition, found)
            chapter = replace(chapter, title=resolver.below(title).children, body=resolver.below(chapter.body))
        out.append(chapter)
    return tuple(out), tuple(found)


def _is_link(node: Node) -> bool:
    return node.kind == "link" or (node.tag == "a" and any(key == "href" for key, _ in node.attrs))


def _has_links(root: Node) -> bool:
    return any(_is_link(node) for node in attributed(root))


class _Resolver:
    """Resolves the links of one chapter."""

    __slots__ = ("_chapter", "_edition", "_found", "_places")

    def __init__(self, chapter: Chapter, places: Places, edition: str, found: list[Diagnostic]) -> None:
        self._chapter = chapter
        self._places = places
        self._edition = edition
        self._found = found

    def below(self, node: Node) -> Node:
        """The node with the links in it resolved."""
        children: list[Node] = []
        for child in node.children:
            if child.children:
                child = self.below(child)
            if child.attrs and _is_link(child):
                children.extend(self._link(child))
            else:
                children.append(child)
        return node if same_nodes(node.children, children) else with_children(node, tuple(children))

    def _link(self, link: Node) -> tuple[Node, ...]:
        if not any(key == "href" for key, _ in link.attrs):
            return self._without_goal(link)  # an anchor in raw HTML, <a id="here">
        written = link.get("href").strip()
        reference = read_reference(written)
        if reference.scheme in ALLOWED_SCHEMES:
            return (link,)
        id = self._goal(link, written, reference)
        if id:
            return (with_attr(link, "href", f"#{id}"),)
        return self._without_goal(link)

    def _without_goal(self, link: Node) -> tuple[Node, ...]:
        """What stays of a link that leads nowhere: its words, in a span where the author gave it an id or classes."""
        attrs = tuple((key, value) for key, value in link.attrs if key not in _LINK_ATTRS)
        if attrs:
            return (Node("span", "span", attrs, "", link.children, link.span),)
        return link.children

    def _goal(self, link: Node, written: str, reference: Reference) -> str:
        """The id that a link leads to; ``""``, and a diagnostic, where it leads nowhere in this edition."""
        if not written or written == "#":
            hint = "write where it leads, or only the words"
            self._found.append(EMPTY_LINK.at(link.span, "this link has no goal", hint))
            return ""
        if reference.scheme:
            self._forbid(link, written, reference)
            return ""
        id = self._in_other_file(link, written, reference) if reference.path else self._here(link, reference.fragment)
        if not id or id in self._places.kept:
            return id
        message = f"`{_short(written)}` is not in the edition `{self._edition}`: the words stay, the link is taken away"
        self._found.append(LEFT_OUT_PLACE.at(link.span, message))
        return ""

    def _forbid(self, link: Node, written: str, reference: Reference) -> None:
        if reference.scheme == "//":
            hint = f"write https:{_short(written)}"
        else:
            hint = "a link may lead to a place in the book or to an http, https or mailto address"
        self._found.append(FORBIDDEN_LINK.at(link.span, f"a book may not link to `{_short(written)}`", hint))

    def _here(self, link: Node, fragment: str) -> str:
        chapter, places = self._chapter, self._places
        for spelling in _spellings(fragment):
            for known in (places.in_chapter[chapter.id], places.in_file[normal(chapter.path)], places.in_book):
                if spelling in known:
                    return known[spelling]
            if spelling in places.ids:
                return spelling
        message = f"there is no `#{_short(fragment)}` in this chapter or in the book"
        self._miss(link, message, fragment, chapter.path, "")
        return ""

    def _in_other_file(self, link: Node, written: str, reference: Reference) -> str:
        places = self._places
        own = self._chapter.path
        path = next((path for path in candidates(own, reference.path) if path in places.files), "")
        if not path:
            self._no_such_file(link, reference.path)
            return ""
        if not reference.fragment:
            return places.files[path]
        for spelling in _spellings(reference.fragment):
            id = places.in_file[path].get(spelling, "") or (spelling if spelling in places.ids else "")
            if id:
                return id
        message = f"there is no `#{_short(reference.fragment)}` in {path}"
        self._miss(link, message, reference.fragment, path, written.partition("#")[0])
        return ""

    def _miss(self, link: Node, message: str, fragment: str, path: str, prefix: str) -> None:
        near = ""
        if len(self._found) < MOST_HINTS:
            near = nearest(fragment, self._places.in_file[normal(path)])
            if not near and not prefix:
                near = nearest(fragment, list(self._places.in_book)[: MOST_HINTS * 20])
        hint = f"did you mean `{prefix}#{near}`?" if near else ""
        self._found.append(MISSING_PLACE.at(link.span, message, hint))

    def _no_such_file(self, link: Node, path: str) -> None:
        own = self._chapter.path
        if leaves_folder(own, path):
            near = nearest_path(path, self._places.files) if path.startswith("/") else ""
            otherwise = "link to a chapter, or to where it is on the web"
            hint = f"did you mean `{relative(own, near)}`?" if near else otherwise
            self._found.append(OUTSIDE_FILE.at(link.span, f"`{_short(path)}` is outside the manuscript folder", hint))
            return
        ending = posixpath.splitext(path)[1].lower()
        near = nearest_path(path, self._places.files) if len(self._found) < MOST_HINTS else ""
        if near and ending in ("", ".md", ".markdown", ".html", ".htm", ".xhtml", ".txt"):
            hint = f"did you mean `{relative(own, near)}`?"
        elif ending in (".md", ".markdown"):
            hint = "add the file to [contents], or take the link out"
        else:
            hint = "link to a chapter, show an image with `![…](…)`, or link to where the file is on the web"
        self._found.append(MISSING_FILE.at(link.span, f"`{_short(path)}` is not a chapter of this book", hint))


def _spellings(fragment: str) -> tuple[str, ...]:
    """A fragment as written, and as it is a heading's: Obsidian writes a heading's words themselves."""
    heading = github_slug(fragment)
    return (fragment, heading) if heading and heading != fragment else (fragment,)


def _short(text: str) -> str:
    return text if len(text) <= 80 else text[:77] + "…"
