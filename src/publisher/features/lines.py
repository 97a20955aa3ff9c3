"""Lines that are meant: verse, addresses and notices keep the line ends of the manuscript."""

from __future__ import annotations

from dataclasses import replace

from publisher.markup.node import Node, plain_text

BREAKS = ("softbreak", "hardbreak")


def split_lines(inlines: tuple[Node, ...]) -> list[tuple[Node, ...]]:
    """The inlines cut at every line break, also inside emphasis and the like, which is then set twice."""
    lines: list[list[Node]] = [[]]
    for node in inlines:
        if node.kind in BREAKS:
            lines.append([])
        elif any(inner.kind in BREAKS for inner in node.walk()):
            first, *rest = split_lines(node.children)
            lines[-1].append(replace(node, children=first))
            # An id may stand only once.
            lines.extend([replace(node.with_attrs(id=None), children=piece)] for piece in rest)
        else:
            lines[-1].append(node)
    return [tuple(line) for line in lines]


def kept_lines(inlines: tuple[Node, ...]) -> tuple[Node, ...]:
    """The inlines with a hard break in the place of every soft one."""
    return tuple(
        Node("hardbreak", "br", (), "", (), node.span)
        if node.kind == "softbreak"
        else replace(node, children=kept_lines(node.children))
        if node.children
        else node
        for node in inlines
    )


def words_of_line(line: tuple[Node, ...]) -> str:
    """The words of a line, without calls of notes."""
    return " ".join("".join("" if node.kind == "noteref" else plain_text(node) for node in line).split())
