"""What a block quotation, an epigraph and a pull quote become when the chapter has been parsed."""

from __future__ import annotations

from dataclasses import replace

from publisher.diagnostics import Diagnostic
from publisher.features.blocks import reshape
from publisher.features.quotes.attribution import split_attribution
from publisher.markup.node import Node, rebuild
from publisher.rules.quotations import LIVE_PULL_QUOTE
from publisher.source import Span

DIVS = ("epigraph", "pullquote", "quotations")
_QUOTABLE = ("blockquote", "verse")


def shape(document: Node) -> tuple[Node, tuple[Diagnostic, ...]]:
    """The chapter with its attributed quotations taken apart, and what was wrong in its pull quotes."""
    found: list[Diagnostic] = []

    def change(node: Node) -> Node:
        if node.kind == "epigraph":
            return _epigraph(node)
        if node.kind == "pullquote":
            return _pull_quote(node, found)
        return _quotation(node)

    return reshape(document, (*_QUOTABLE, "epigraph", "pullquote"), change), tuple(found)


def _quotation(node: Node) -> Node:
    """A block quotation, or verse, with an attribution is a ``quotation``; without one it stays what it is."""
    quoted, attribution = split_attribution(node.children, "figcaption")
    if attribution is None:
        return node
    if node.kind == "verse":
        quoted = (replace(node, attrs=(), children=quoted),)
    inner = Node("quoted", "blockquote", (), "", quoted, node.span)
    attrs = (*(pair for pair in node.attrs if pair[0] != "class"), ("class", " ".join(("quotation", *node.classes))))
    return Node("quotation", "figure", attrs, "", (inner, attribution), node.span)


def _epigraph(node: Node) -> Node:
    """An epigraph is quoted blocks, each group with the attribution that follows it."""
    children: list[Node] = []
    loose: list[Node] = []

    def close() -> None:
        blocks, attribution = split_attribution(tuple(loose), "p")
        if len(blocks) == 1 and blocks[0].kind == "blockquote":
            blocks = blocks[0].children
        if blocks:
            children.append(Node("quoted", "blockquote", (), "", blocks, blocks[0].span))
        if attribution is not None:
            children.append(attribution)
        loose.clear()

    for child in node.children:
        if child.kind == "quotation":
            close()
            children.extend(replace(part, tag="p") if part.kind == "attribution" else part for part in child.children)
        elif child.kind == "blockquote" and loose:
            close()
            loose.append(child)
        else:
            loose.append(child)
    close()
    return replace(node, children=tuple(children))


def _pull_quote(node: Node, found: list[Diagnostic]) -> Node:
    """A pull quote has words only: what could be reached or followed is left out, with a warning."""
    dropped: dict[str, Span] = {}

    def change(inner: Node) -> Node | tuple[Node, ...] | None:
        if inner.kind == "noteref":
            dropped.setdefault("a note", inner.span)
            return None
        if inner.kind == "link" or (inner.kind == "element" and inner.tag == "a"):
            dropped.setdefault("a link", inner.span)
            return inner.children
        if inner.kind in ("blockquote", "quotation", "quoted"):
            return inner.children
        if inner.kind == "attribution":
            inner = replace(inner, tag="p")
        if inner.id:
            dropped.setdefault("an id", inner.span)
            return inner.with_attrs(id=None)
        return inner

    node = rebuild(node, change)
    for what, span in dropped.items():
        message = f"{what} in a pull quote is left out: pull quotes are hidden from assistive technology"
        where = span if span.line else node.span
        found.append(LIVE_PULL_QUOTE.at(where, message, "put it at the sentence that the pull quote repeats"))
    blocks, attribution = split_attribution(node.children, "p")
    return node if attribution is None else replace(node, children=(*blocks, attribution))
