"""Notes: at the chapter's end with links both ways on screen, at the foot of the page of their call on paper.

On screen a note is an ``aside`` with ``epub:type="footnote"``, which reading systems show as a pop-up; its number
stands first and links back (EPUB 3.3 structural semantics, DPUB-ARIA 1.1). On paper the note's words stand at its
first call in a ``span.footnote``, for ``float: footnote`` of CSS Generated Content for Paged Media.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from publisher.book.model import Chapter, Edition
from publisher.diagnostics import Diagnostic
from publisher.features.feature import Feature
from publisher.features.inline import as_inline
from publisher.features.marking import Marks, own_attrs, own_words, semantics
from publisher.markup.node import Node, attributed, rebuild
from publisher.rules.markup import TOO_DEEP
from publisher.style.composition import PAGE
from publisher.style.render import Rendering
from publisher.style.xhtml import element, escape

_FIRST = "first"  # noteref attr ``call``: the first call of its note, where paper shows the note …
_NESTED = "nested"  # … the same, but inside another note …
_AGAIN = "again"  # … or a later call of it
_DEEPEST = 10  # notes in notes
_LETTERS = 26


def mark_calls(edition: Edition) -> Edition:
    """The edition with ``call`` on every note call, telling the first from later ones, and ``back`` on every note.

    ``back`` are the ids of the note's calls, the first one first. A call without an id gets one: ``ref-`` and the
    note's id, with a number from the second call on.
    """
    return replace(edition, chapters=tuple(_marked(chapter) for chapter in edition.chapters))


def _marked(chapter: Chapter) -> Chapter:
    if not chapter.body.children or chapter.body.children[-1].kind != "notes":
        return chapter
    calls: dict[str, int] = {}
    backs: dict[str, list[str]] = {}

    def mark(node: Node, first: str) -> Node:
        target = node.get("target")
        if node.kind != "noteref" or not target:
            return node
        calls[target] = calls.get(target, 0) + 1
        number = calls[target]
        ident = node.id or (f"ref-{target}" if number == 1 else f"ref-{target}-{number}")
        backs.setdefault(target, []).append(ident)
        return node.with_attrs(id=ident, call=first if number == 1 else _AGAIN)

    def mark_all(root: Node, first: str) -> Node:
        if not any(node.kind == "noteref" for node in attributed(root)):
            return root
        return rebuild(root, lambda node: mark(node, first))

    title = tuple(mark_all(node, _FIRST) for node in chapter.title)
    blocks = tuple(mark_all(block, _NESTED if block.kind == "notes" else _FIRST) for block in chapter.body.children)
    notes = tuple(note.with_attrs(back=" ".join(backs.get(note.id, ())) or None) for note in blocks[-1].children)
    blocks = (*blocks[:-1], replace(blocks[-1], children=notes))
    return replace(chapter, title=title, body=replace(chapter.body, children=blocks))


def note_call(node: Node, rendering: Rendering) -> str:
    """The number in the text; on paper, at the first call, the note itself."""
    number = node.get("number") or node.get("label")
    target = node.get("target")
    if not target:
        return element("sup", (), escape(number))
    if rendering.medium == PAGE and node.get("call") in (_FIRST, _NESTED):
        note = _find(rendering.chapter, target, number)
        if note is not None:
            return _footnote(note, number, rendering, nested=node.get("call") == _NESTED)
    return _link(node, number, rendering)


def _link(node: Node, number: str, rendering: Rendering) -> str:
    # The sup stands outside: a sup inside the link breaks pop-ups in Apple Books, and any element inside a link
    # breaks PDF/UA.
    attrs = {
        "id": node.id if node.id and rendering.medium != PAGE else None,
        "class": "noteref",
        "href": rendering.href(node.get("target")),
        **semantics(rendering, role="doc-noteref", epub_type="noteref"),
    }
    return element("sup", (), element("a", attrs, escape(number)))


def _footnote(note: Node, number: str, rendering: Rendering, *, nested: bool) -> str:
    if nested:  # a footnote in a footnote would be set before it
        inner = f" [{escape(number)}. {as_inline(note.children, rendering)}]"
        return element("span", (("class", "footnote-nested"), ("id", note.id)), inner)
    attrs = (("class", "footnote"), ("id", note.id), ("data-number", number))
    return element("span", attrs, as_inline(note.children, rendering))


def _find(chapter: Chapter, ident: str, number: str) -> Node | None:
    """The note with this id: in most books it stands where its number says."""
    notes = chapter.body.children[-1].children if chapter.body.children else ()
    if number.isascii() and number.isdigit() and 0 < int(number) <= len(notes) and notes[int(number) - 1].id == ident:
        return notes[int(number) - 1]
    return next((note for note in notes if note.id == ident), None)


def notes(node: Node, rendering: Rendering) -> str:
    """The notes at the chapter's end; nothing on paper, where each stands at its call."""
    if rendering.medium == PAGE or not node.children:
        return ""
    meaning = semantics(rendering, role="doc-endnotes", epub_type="endnotes")
    attrs = {"class": "notes", **meaning, "aria-label": own_words(rendering)["notes"]}
    return element("section", attrs, rendering.children(node))


def note(node: Node, rendering: Rendering) -> str:
    """One note on screen: its number, which links back to the first call, a letter for each other call, its blocks.

    The links stand before the words: after them, Kindle runs one note into the next.
    """
    number = node.get("number") or node.get("label")
    words = own_words(rendering)
    label = words["back_to_note"].format(number=number)
    backs = node.get("back").split()
    link = _backlink(backs[0], number, label, rendering) if backs else escape(number)
    for place, back in enumerate(backs[1:], 2):
        link += " " + _backlink(back, _letter(place), f"{label} ({place})", rendering)
    blocks = node.children
    if blocks and blocks[0].kind == "paragraph":
        head = element("p", own_attrs("p", blocks[0], rendering), f"{link} {rendering.children(blocks[0])}")
        blocks = blocks[1:]
    else:
        head = element("p", (), link)
    marks = own_attrs("aside", node, rendering, "footnote")
    marks |= semantics(rendering, role="doc-footnote", epub_type="footnote")
    marks["aria-label"] = words["note_number"].format(number=number)
    return element("aside", marks, head + rendering.nodes(blocks))


def _backlink(call: str, shown: str, label: str, rendering: Rendering) -> str:
    attrs: Marks = {"class": "backlink", "href": rendering.href(call)}
    attrs |= semantics(rendering, role="doc-backlink", epub_type="backlink")
    return element("a", attrs | {"aria-label": label}, escape(shown))


def _letter(place: int) -> str:
    """``b`` for the second call, as scholars count them; a number where the letters end."""
    return chr(ord("a") + place - 1) if place <= _LETTERS else str(place)


def check_depth(edition: Edition) -> tuple[Diagnostic, ...]:
    """Notes called in notes, deeper than any page could show them."""
    return tuple(each for chapter in edition.chapters for each in _too_deep(chapter))


def _too_deep(chapter: Chapter) -> Iterator[Diagnostic]:
    notes = chapter.body.children[-1].children if chapter.body.children else ()
    inner = {
        note.id: [node.get("target") for node in note.walk() if node.get("call") == _NESTED]
        for note in notes
        if note.kind == "note"
    }
    called = {target for targets in inner.values() for target in targets}
    level = [ident for ident in inner if ident not in called]
    for _ in range(_DEEPEST):
        level = [target for ident in level for target in inner.get(ident, ())]
    spans = {note.id: note.span for note in notes}
    for ident in level:
        yield TOO_DEEP.at(spans[ident], f"this note is called in a note in a note, {_DEEPEST} deep")


FEATURE = Feature(
    name="notes",
    passes=(mark_calls,),
    checks=(check_depth,),
    render={"noteref": note_call, "notes": notes, "note": note},
)
