"""Alerts: ``> [!NOTE]`` and its kin, set as a box under a title."""

from __future__ import annotations

from publisher.features.feature import Feature
from publisher.features.marking import own_attrs, own_words, semantics
from publisher.markup.node import Node
from publisher.style.render import Rendering
from publisher.style.xhtml import element, escape

TYPES = ("note", "tip", "important", "warning", "caution")


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
    attrs = own_attrs("aside", node, rendering, "alert", f"alert-{kind}") | semantics(rendering, role="note")
    attrs.pop("title", None)
    return element("aside", attrs, title + rendering.nodes(blocks))


FEATURE = Feature(name="alerts", render={"alert": alert})
