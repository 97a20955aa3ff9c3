"""Collecting lists what an edition holds: every place that a link can reach, and every quotation."""

from __future__ import annotations

from collections.abc import Iterable

from publisher.book.model import Chapter, Part, Quote, Target
from publisher.book.trees import blocks, first_words, words_of
from publisher.markup.node import Node

_KINDS = {"heading": "section"} | {kind: kind for kind in ("figure", "quotation", "note", "question", "table")}


def targets_of(
    chapters: Iterable[Chapter], parts: Iterable[Part] = (), before: Iterable[tuple[Chapter, tuple[Target, ...]]] = ()
) -> tuple[Target, ...]:
    """Everything with an id, in reading order. A part's target is its first chapter's place in the book.

    Nothing inside a pull quote is a target: it is hidden from assistive technology. ``before`` are chapters with the
    targets in them (:func:`targets_in`): what is still the same in them is not looked through again.
    """
    out: list[Target] = []
    known = {chapter.id: (chapter, targets) for chapter, targets in before}
    opening = {part.chapters[0]: part for part in parts if part.chapters}
    for chapter in chapters:
        if chapter.id in opening:
            part = opening[chapter.id]
            out.append(Target(part.id, chapter.id, "part", part.title, part.number))
        out.append(Target(chapter.id, chapter.id, "chapter", chapter.text, chapter.number))
        old, targets = known.get(chapter.id, (chapter, None))
        if targets is None:
            targets = targets_in(chapter)
        elif old.body is not chapter.body or old.title is not chapter.title:
            made = {id(node): target for (node, _), target in zip(_with_ids(old), targets, strict=True)}
            targets = tuple(made.get(id(node)) or _target(node, name, chapter.id) for node, name in _with_ids(chapter))
        out += targets
    return tuple(out)


def targets_in(chapter: Chapter) -> tuple[Target, ...]:
    """Everything with an id below a chapter, in reading order."""
    return tuple(_target(node, name, chapter.id) for node, name in _with_ids(chapter))


def _with_ids(chapter: Chapter) -> list[tuple[Node, str]]:
    """The nodes below a chapter that have an id, and their ids, in reading order."""
    out: list[tuple[Node, str]] = []
    stack = [chapter.body, *reversed(chapter.title)]
    while stack:
        node = stack.pop()
        if node.attrs:
            id = ""
            for key, value in node.attrs:
                if key == "id":
                    id = value
            if id:
                out.append((node, id))
        if node.children and node.kind != "pullquote":
            stack += [child for child in node.children[::-1] if child.children or child.attrs]
    return out


def _target(node: Node, id: str, chapter: str) -> Target:
    kind = _KINDS.get(node.kind, "block")
    if kind == "block":
        text = first_words(node.children) if node.children else node.text[:60]
        return Target(id, chapter, kind, text)
    if kind == "section":
        text = words_of(node.children)
    elif kind in ("figure", "table"):
        caption = next((child for child in node.children if child.kind == "caption"), None)
        image = next((child for child in node.children if child.kind == "image"), None)
        text = words_of(caption.children) if caption else image.get("alt") if image else ""
    elif kind == "quotation":
        text = first_words(tuple(child for child in node.children if child.kind != "attribution"))
    else:
        text = first_words(node.children)
    return Target(id, chapter, kind, text, node.get("number"))


def quotes_of(chapters: Iterable[Chapter]) -> tuple[Quote, ...]:
    """The quotations of some chapters as data, in reading order."""
    return tuple(
        _quote(node, chapter.id) for chapter in chapters for node in blocks(chapter.body) if node.kind == "quotation"
    )


def _quote(node: Node, chapter: str) -> Quote:
    quoted = next((child for child in node.children if child.kind == "quoted"), None)
    attribution = next((child for child in node.children if child.kind == "attribution"), None)
    said_blocks = quoted.children if quoted else tuple(child for child in node.children if child.kind != "attribution")

    def said(name: str) -> str:
        return (attribution.get(name) if attribution else "") or node.get(name)

    return Quote(
        id=node.id,
        chapter=chapter,
        blocks=said_blocks,
        text=words_of(said_blocks),
        speaker=said("speaker"),
        source=said("source"),
        place=said("place"),
        highlight="highlight" in node.classes,
        span=node.span,
    )
