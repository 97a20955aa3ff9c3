"""Lints of a chapter that need its tree: headings, images, links, tables."""

from __future__ import annotations

from collections.abc import Iterator

from publisher.diagnostics import Diagnostic
from publisher.markup.node import Node, is_decorative, plain_text
from publisher.rules.markup import (
    EMPTY_HEADING,
    EMPTY_LINK,
    HEADING_JUMP,
    NO_ALT,
    NO_TABLE_HEADER,
    TOO_MUCH_ADDRESS,
)

_MOST_ADDRESS = 4_000_000  # characters of all addresses and titles of links in one chapter


def lint_tree(root: Node) -> Iterator[Diagnostic]:
    """All that a reader would stumble over in the finished tree, in reading order."""
    level = 0
    left = _MOST_ADDRESS
    for node in root.walk():
        kind = node.kind
        if kind in ("link", "image") and left >= 0:
            left -= sum(len(value) for _, value in node.attrs)
            if left < 0:
                yield TOO_MUCH_ADDRESS.at(node.span, f"up to here the addresses have {_MOST_ADDRESS:,} characters")
        if kind == "heading":
            now = int(node.get("level", "1"))
            if level and now > level + 1:
                yield HEADING_JUMP.at(
                    node.span, f"from level {level} to level {now}", hint=f"use {'#' * (level + 1)} here"
                )
            level = now
            if not plain_text(node).strip():
                yield EMPTY_HEADING.at(node.span, "this heading has no words")
        elif kind == "image":
            yield from _image(node)
        elif kind == "link" and node.get("href") and not plain_text(node).strip():
            yield EMPTY_LINK.at(node.span, "this link has no words", hint="write what it leads to between the brackets")
        elif kind == "table" and not any(plain_text(c).strip() for c in node.walk() if c.kind == "header_cell"):
            yield NO_TABLE_HEADER.at(node.span, "no header cell of this table has text")


def _image(node: Node) -> Iterator[Diagnostic]:
    if not node.get("alt").strip() and not is_decorative(node):
        yield NO_ALT.at(
            node.span,
            f"the image {node.get('src')} has no description",
            hint="say what it shows, or mark it {.decorative} if it only decorates",
        )
