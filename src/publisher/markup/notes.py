"""Footnotes: which are called, in which order, which are missing a call or have a double."""

from __future__ import annotations

from collections import deque

from publisher.diagnostics import Diagnostic
from publisher.markup.node import Node, attributed
from publisher.rules.markup import DUPLICATE_NOTE, UNUSED_NOTE


def gather_notes(root: Node, defined: list[Node]) -> tuple[Node, list[Diagnostic]]:
    """The chapter with its notes under a last child of kind ``notes``, in the order of their first call.

    Notes that only other notes call come after those. A note that nothing calls is left out and reported.
    """
    if not defined:
        return root, []
    troubles: list[Diagnostic] = []
    by_label: dict[str, Node] = {}
    for note in defined:
        label = note.get("label")
        first = by_label.setdefault(label, note)
        if first is not note:
            where = f"the first is in line {first.span.line}"
            troubles.append(DUPLICATE_NOTE.at(note.span, f"there is already a note “{label}”", hint=where))
    ordered: dict[str, Node] = {}
    waiting = deque([root])
    while waiting:
        for node in attributed(waiting.popleft()):  # a call has a label
            label = node.get("label") if node.kind == "noteref" else ""
            if label in by_label and label not in ordered:
                ordered[label] = by_label[label]
                waiting.append(by_label[label])
    for label, note in by_label.items():
        if label not in ordered:
            troubles.append(UNUSED_NOTE.at(note.span, f"nothing calls the note “{label}”"))
    if not ordered:
        return root, troubles
    notes = Node("notes", "section", (), "", tuple(ordered.values()), next(iter(ordered.values())).span)
    return Node(root.kind, root.tag, root.attrs, "", (*root.children, notes), root.span), troubles
