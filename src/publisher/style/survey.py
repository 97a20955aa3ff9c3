"""One walk through an edition: every id with its place and document, the images it shows, links that go nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace

from publisher.book.model import Chapter, Edition
from publisher.diagnostics import Diagnostic
from publisher.markup.node import Node, rebuild
from publisher.rules import dress
from publisher.source import Span
from publisher.style.composition import AssetRef
from publisher.style.images import find_asset
from publisher.style.links import is_external, target_of
from publisher.style.plain import heading_level
from publisher.value import dataclass


@dataclass(frozen=True, slots=True)
class Survey:
    """What the walk found. ``stems`` gives the document of every id."""

    chapters: tuple[Chapter, ...]  # with levels of headings that leave none out
    stems: Mapping[str, str]
    spans: tuple[tuple[str, Span], ...]
    images: tuple[tuple[Node, AssetRef], ...]
    diagnostics: tuple[Diagnostic, ...]


@dataclass(slots=True)
class _Walk:
    """The state of the walk; it does not leave this module."""

    stems: dict[str, str] = field(default_factory=dict)
    spans: dict[str, Span] = field(default_factory=dict)
    images: list[tuple[Node, AssetRef]] = field(default_factory=list)
    links: list[tuple[str, Span]] = field(default_factory=list)

    def name(self, id: str, stem: str, span: Span) -> None:
        if id and id not in self.stems:
            self.stems[id] = stem
            self.spans[id] = span


def survey(edition: Edition, chapter_stems: Mapping[str, str], assets: Mapping[str, AssetRef]) -> Survey:
    """Walk through the edition; ``chapter_stems`` gives the document of each chapter and part by its id."""
    walk = _Walk()
    chapters = []
    for chapter in edition.chapters:
        stem = chapter_stems[chapter.id]
        walk.name(chapter.id, stem, chapter.span)
        for root in chapter.title:
            _visit(root, chapter, stem, walk, assets)
        skips = _visit(chapter.body, chapter, stem, walk, assets)
        chapters.append(replace(chapter, body=_without_skips(chapter.body)) if skips else chapter)
    for part in edition.parts:
        walk.name(part.id, chapter_stems[part.id], Span(""))
    known = walk.stems.keys() | {target.id for target in edition.targets}
    reported = {each.span for each in edition.diagnostics}
    return Survey(
        chapters=tuple(chapters),
        stems=walk.stems,
        spans=tuple(walk.spans.items()),
        images=tuple(walk.images),
        diagnostics=tuple(
            dress.DEAD_LINK.at(span, f"the link to `{href[:80]}` goes nowhere in this edition")
            for href, span in walk.links
            if target_of(href) not in known and not is_external(href) and span not in reported
        ),
    )


def _visit(root: Node, chapter: Chapter, stem: str, walk: _Walk, assets: Mapping[str, AssetRef]) -> bool:
    """Visit everything below ``root``; whether its headings leave out a level."""
    skips = False
    level = 1
    stack = [root]
    while stack:
        node = stack.pop()
        kind = node.kind
        if kind == "text":
            continue
        if node.attrs:
            for key, value in node.attrs:
                if key == "id":
                    walk.name(value, stem, node.span)
                elif key == "href":
                    walk.links.append((value, node.span))
                elif key == "src":
                    asset = find_asset(value, chapter.path, assets)
                    if asset is not None:
                        walk.images.append((node, asset))
        if kind == "heading":
            given = heading_level(node)
            skips = skips or not 2 <= given <= level + 1
            level = max(2, min(given, level + 1))
        if node.children:
            stack.extend(reversed(node.children))
    return skips


def _without_skips(body: Node) -> Node:
    """Headings one level below the last at most: PDF/UA-1 (ISO 14289-1, 7.4.2) allows no gap, nor do screen readers."""
    level = 1

    def change(node: Node) -> Node:
        nonlocal level
        if node.kind != "heading":
            return node
        given = heading_level(node)
        level = max(2, min(given, level + 1))
        return node if level == given else replace(node.with_attrs(level=str(level)), tag=f"h{level}")

    return rebuild(body, change)
