"""``::: quotations`` becomes the list of the book's highlighted quotations, each with a link to its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from publisher.book.model import Chapter, Edition
from publisher.diagnostics import Diagnostic
from publisher.features.blocks import LEAVES, blocks, holds, reshape
from publisher.markup.node import Node, rebuild
from publisher.rules.quotations import NO_QUOTATIONS

_LISTS = frozenset({"quotations"})
_NOT_LISTED = ("pullquote", "quotations")


def fill_lists(edition: Edition) -> Edition:
    """The edition with every ``quotations`` node filled: the highlighted quotations, or all when none is.

    ``::: {.quotations .all}`` asks for all. A quotation without an id cannot be linked to; it is listed without a
    link. The text is a copy without ids and without the calls of notes.
    """
    if not any(holds(chapter.body, _LISTS) for chapter in edition.chapters):
        return edition
    every = [(chapter, node) for chapter in edition.chapters for node in quotations(chapter)]
    highlighted = [(chapter, node) for chapter, node in every if "highlight" in node.classes]
    entries = {
        "all": tuple(_entry(*found) for found in every),
        "highlighted": tuple(_entry(*found) for found in highlighted or every),
    }

    lists = 0

    def fill(node: Node) -> Node:
        nonlocal lists
        lists += 1
        chosen = entries["all" if "all" in node.classes else "highlighted"]
        named = (_named(entry, place, lists) for place, entry in enumerate(chosen, 1))
        return replace(node, children=(*node.children, *named))

    chapters = tuple(replace(each, body=reshape(each.body, ("quotations",), fill)) for each in edition.chapters)
    return replace(edition, chapters=chapters)


def check_lists(edition: Edition) -> tuple[Diagnostic, ...]:
    """A warning for every list of quotations that stayed empty."""
    return tuple(
        NO_QUOTATIONS.at(
            node.span,
            "this list of quotations is empty: the edition has no quotation with an attribution",
            "end a block quotation with a line such as `— Speaker, *Source*, ch. 3`",
        )
        for chapter in edition.chapters
        if holds(chapter.body, _LISTS)
        for node in blocks(chapter.body)
        if node.kind == "quotations" and not any(child.kind == "quotation_entry" for child in node.children)
    )


def quotations(chapter: Chapter) -> Iterator[Node]:
    """The attributed quotations of a chapter and its highlighted epigraphs, in reading order, copies left out."""
    stack = [chapter.body]
    while stack:
        node = stack.pop()
        if node.kind == "quotation" or (node.kind == "epigraph" and "highlight" in node.classes):
            yield node
        elif node.kind not in _NOT_LISTED and node.kind not in LEAVES:
            stack.extend(reversed(node.children))


def _entry(chapter: Chapter, quotation: Node) -> Node:
    parts = [_copy(child) for child in quotation.children]
    parts = [replace(part, tag="p") if part.kind == "attribution" else part for part in parts]
    if quotation.id:
        words = Node("text", text=chapter.text, span=quotation.span)
        attrs = (("href", f"#{quotation.id}"), ("class", "quotation-link"))
        parts.append(Node("link", "a", attrs, "", (words,), quotation.span))
    kept = tuple((name, quotation.get(name)) for name in ("lang", "dir") if quotation.get(name))
    return Node("quotation_entry", "li", (("class", "quotation-entry"), *kept), "", tuple(parts), quotation.span)


def _named(entry: Node, place: int, lists: int) -> Node:
    """The entry with an id, so that a page that begins with it can be told."""
    goal = next((child.get("href")[1:] for child in entry.children if child.kind == "link"), str(place))
    return entry.with_attrs(id=f"entry-{goal}" if lists == 1 else f"entry-{goal}-{lists}")


def _copy(node: Node) -> Node:
    def change(inner: Node) -> Node | None:
        if inner.kind == "noteref":
            return None
        return inner.with_attrs(id=None) if inner.id else inner

    return rebuild(node, change)
