"""Alerts: ``> [!NOTE]`` and its kin, set as a box under a title.

The parser knows an alert as GitHub has it, the mark alone on its line. An author's own title after the mark,
``> [!NOTE] Before you begin``, is learnt here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from publisher.diagnostics import Diagnostic
from publisher.features.blocks import reshape
from publisher.features.feature import Feature
from publisher.features.marking import own_attrs, own_words, semantics
from publisher.markup.node import Node
from publisher.markup.syntax import Syntax
from publisher.patterns import regex
from publisher.rules.markup import NEARLY_A_BLOCK
from publisher.style.composition import SCREEN
from publisher.style.render import Rendering
from publisher.style.xhtml import element, escape

TYPES = ("note", "tip", "important", "warning", "caution")
_MARK = regex(rf"\[!({'|'.join(TYPES)})\][ \t]+", re.IGNORECASE)
_ANY_MARK = regex(r"\[!([A-Za-z]+)\]")
_BREAKS = ("softbreak", "hardbreak")
# Type → epub:type, role, element. An aside may be a tip but not a notice (ARIA in HTML), so a notice is a div.
_MEANINGS = {
    "tip": ("tip", "doc-tip", "aside"),
    **dict.fromkeys(("important", "warning", "caution"), ("notice", "doc-notice", "div")),
}


def shape(document: Node) -> tuple[Node, tuple[Diagnostic, ...]]:
    """The chapter with ``alert`` nodes where a block quotation begins with a mark and a title: its first child."""
    found: list[Diagnostic] = []

    def change(quote: Node) -> Node:
        alert = _titled_alert(quote)
        if alert is quote:
            found.extend(_unknown(quote))
        return alert

    return reshape(document, ("blockquote",), change), tuple(found)


def _unknown(quote: Node) -> Iterator[Diagnostic]:
    """A mark that is none of ours, which would be printed as it stands."""
    first = quote.children[0] if quote.children else quote
    text = "".join(child.text for child in first.children[:3]) if first.kind == "paragraph" else ""
    match = _ANY_MARK.match(text)
    if match is not None and match[1].lower() not in TYPES:
        import difflib

        meant = next(iter(difflib.get_close_matches(match[1].lower(), TYPES, 1, 0.6)), "")
        hint = f"did you mean [!{meant.upper()}]?" if meant else f"there are {', '.join(TYPES)}"
        yield NEARLY_A_BLOCK.at(first.span, f"there is no alert {match[1]}; the mark is printed as it stands", hint)


def _titled_alert(quote: Node) -> Node:
    first = quote.children[0] if quote.children else quote
    if first.kind != "paragraph" or not first.children or first.children[0].kind != "text":
        return quote
    head = first.children[0]
    match = _MARK.match(head.text)
    if match is None:
        return quote
    inlines = (replace(head, text=head.text[match.end() :]), *first.children[1:])
    end = next((place for place, node in enumerate(inlines) if node.kind in _BREAKS), len(inlines))
    title = Node("alert_title", "p", (("class", "alert-title"),), "", inlines[:end], first.span)
    rest = inlines[end + 1 :]
    blocks = ((replace(first, children=rest),) if rest else ()) + quote.children[1:]
    attrs = (*quote.attrs, ("type", match[1].lower()))
    return Node("alert", "aside", attrs, "", (title, *blocks), quote.span)


def alert(node: Node, rendering: Rendering) -> str:
    """``aside.alert.alert-<type>`` with the author's title, or the word for its type in the chapter's language."""
    kind = node.get("type") if node.get("type") in TYPES else "note"
    titles = tuple(child for child in node.children if child.kind == "alert_title")
    blocks = tuple(child for child in node.children if child.kind != "alert_title")
    if titles:
        label = "".join(rendering.children(title) for title in titles)
    else:
        label = escape(node.get("title") or own_words(rendering)[kind])
    title = element("p", (("class", "alert-title"),), label)
    epub_type, role, tag = _MEANINGS.get(kind, ("", "note", "aside"))
    tag = tag if rendering.medium == SCREEN else "aside"
    attrs = own_attrs(tag, node, rendering, "alert", f"alert-{kind}")
    attrs |= semantics(rendering, role=role, epub_type=epub_type)
    attrs.pop("title", None)
    return element(tag, attrs, title + rendering.nodes(blocks))


FEATURE = Feature(name="alerts", syntax=Syntax(shape=shape), render={"alert": alert})
