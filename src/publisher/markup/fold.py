"""Pieces folded into inline nodes, with the tags of HTML among them."""

from __future__ import annotations

from collections.abc import Sequence

from publisher.diagnostics import Diagnostic
from publisher.markup.nest import Frame, Nest, without_calls
from publisher.markup.node import Node
from publisher.markup.pieces import Piece
from publisher.markup.places import Lines
from publisher.rules.markup import MISPLACED_ELEMENT
from publisher.source import Span
from publisher.value import dataclass


@dataclass(frozen=True, slots=True)
class Folded:
    """Inline nodes; the content of each note written in the line; end tags whose start an outer block may have."""

    nodes: tuple[Node, ...]
    notes: tuple[tuple[Node, ...], ...]
    strays: tuple[tuple[str, Span], ...]
    troubles: tuple[Diagnostic, ...]


def fold(pieces: list[Piece], lines: Lines, above: Sequence[str], depth: int, first_note: int) -> Folded:
    """The tree of one block's pieces.

    ``above`` are the tags of the blocks around it and ``depth`` their number. Notes in the line are numbered from
    ``first_note`` on and called by their label ``inline-N``.
    """
    nest = Nest(Frame("markdown", "", "", (), lines.span(0, 0)), above, depth)
    notes: list[tuple[Node, ...]] = []
    span = lines.span
    size = len(pieces)
    index = 0
    while index < size:
        piece = pieces[index]
        kind = piece.kind
        index += 1
        if kind in ("text", "open", "leaf") and nest.top.origin == "html" and (piece.text.strip() or kind != "text"):
            nest.make_room_for_text(span(piece.start, piece.end))
        if kind == "text":
            start, end, text = piece.start, piece.end, piece.text
            if index < size and pieces[index].kind == "text":
                parts = [text]
                while index < size and pieces[index].kind == "text":
                    parts.append(pieces[index].text)
                    end = pieces[index].end
                    index += 1
                text = "".join(parts)
            if text:
                nest.add(Node("text", "", (), text, (), span(start, end)))
        elif kind == "break":
            nest.add(Node(piece.node, piece.tag, (), "", (), span(piece.start, piece.start)))
        elif kind == "open":
            _open(nest, piece, span(piece.start, piece.end))
        elif kind == "close":
            _close(nest, notes, first_note, lines, piece.end)
        elif kind == "tag" and piece.html is not None:
            if piece.html.closing:
                nest.end_tag(piece.html.name, span(piece.start, piece.end))
            else:
                nest.start_tag(piece.html, span(piece.start, piece.end), block=False)
        else:
            nest.add(Node(piece.node, piece.tag, piece.attrs, piece.text, (), span(piece.start, piece.end)))
    root = nest.finish()
    return Folded(root.children, tuple(notes), tuple(nest.strays), tuple(nest.troubles))


def fold_text(piece: Piece, lines: Lines) -> tuple[Node, ...]:
    """As :func:`fold` for a block of one text alone, as most cells and many paragraphs are: it needs no nest."""
    return (Node("text", "", (), piece.text, (), lines.span(piece.start, piece.end)),) if piece.text else ()


def _open(nest: Nest, piece: Piece, span: Span) -> None:
    nested = piece.node == "link" and "a" in nest.tags()
    if nested:
        nest.troubles.append(MISPLACED_ELEMENT.at(span, "misplaced: a link cannot stand in a link"))
    fate = "splice" if nested or piece.node == "nothing" else "keep"
    nest.open(piece.node, piece.tag, piece.attrs, span, fate=fate)


def _close(nest: Nest, notes: list[tuple[Node, ...]], first_note: int, lines: Lines, end: int) -> None:
    node = nest.close()
    if node is None:
        return
    siblings = nest.top.children
    line, column = lines.place(max(0, end - 1))
    begin = node.span
    if column and begin.column:
        begin = Span(begin.path, begin.line, begin.column, line, column + 1)
    if node.kind == "note":
        label = f"inline-{first_note + len(notes)}"
        notes.append(node.children)
        siblings[-1] = Node("noteref", "a", (("label", label),), "", (), begin)
    elif node.kind == "link":
        link, calls = without_calls(Node("link", node.tag, node.attrs, "", node.children, begin))
        siblings[-1:] = [link, *calls]
    else:
        siblings[-1] = Node(node.kind, node.tag, node.attrs, "", node.children, begin)
