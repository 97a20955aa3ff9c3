"""How quotations, epigraphs, pull quotes and lists of quotations look in XHTML."""

from __future__ import annotations

from publisher.features.marking import own_attrs, semantics
from publisher.markup.node import Node, plain_text
from publisher.style.composition import SCREEN
from publisher.style.render import Renderer, Rendering
from publisher.style.xhtml import element

DESIGNS = ("block", "margin", "band")  # of callouts on paper: in the text, hung in the outer margin, over the measure
_LONG = 620  # letters: about twelve lines


def quotation(node: Node, rendering: Rendering) -> str:
    """``figure.quotation`` around ``blockquote`` and ``figcaption``: the attribution is no part of what was said."""
    names = ("quotation", *_design(node, rendering))
    return element("figure", own_attrs("figure", node, rendering, *names), rendering.children(node))


def _design(node: Node, rendering: Rendering) -> tuple[str, ...]:
    """On paper: which of the designs a callout has, by its own class or the style's variable, and whether it is long.

    A long one may be divided between two pages; a short one is never.
    """
    if rendering.medium == SCREEN:
        return ()
    usual = "highlight-design" if "highlight" in node.classes else "quotation-design"
    usual = "pull-design" if node.kind == "pullquote" else usual
    own = next((name for name in DESIGNS if name in node.classes), "")
    design = own or rendering.variables.get(usual, "")
    names = [f"as-{design}"] if design in DESIGNS else []
    if node.kind == "quotation" and sum(len(plain_text(child)) for child in node.children) > _LONG:
        names.append("long")
    return tuple(names)


def quoted(node: Node, rendering: Rendering) -> str:
    """Somebody else's words."""
    return element("blockquote", own_attrs("blockquote", node, rendering), rendering.children(node))


def attribution(node: Node, rendering: Rendering) -> str:
    """Who said it and where: ``figcaption`` in a figure, else ``p``; ``cite`` is for the work alone."""
    inner = "".join(_piece(child, rendering) for child in node.children)
    tag = "figcaption" if node.tag == "figcaption" else "p"
    return element(tag, own_attrs(tag, node, rendering, "attribution"), inner)


def _piece(node: Node, rendering: Rendering) -> str:
    if node.kind == "source":
        return element("cite", (("class", "source"),), rendering.children(node))
    if node.kind in ("speaker", "place"):
        return element("span", (("class", node.kind),), rendering.children(node))
    return rendering.nodes((node,))


def epigraph(node: Node, rendering: Rendering) -> str:
    """The words at the head of a book or chapter."""
    meaning = semantics(rendering, role="doc-epigraph", epub_type="epigraph")
    return element("div", own_attrs("div", node, rendering, "epigraph") | meaning, rendering.children(node))


def pull_quote(node: Node, rendering: Rendering) -> str:
    """This text's own words, repeated for the eye only: hidden from assistive technology, nothing in it has an id."""
    meaning = semantics(rendering, role="doc-pullquote", epub_type="pullquote")
    names = ("pullquote", *_design(node, rendering))
    attrs = own_attrs("aside", node, rendering, *names, ident=False) | {"aria-hidden": "true"} | meaning
    return element("aside", attrs, rendering.nodes(tuple(_nameless(child) for child in node.children)))


def quotation_list(node: Node, rendering: Rendering) -> str:
    """``div.quotations`` with what the author wrote in it, then the entries as an ordered list."""
    before = tuple(child for child in node.children if child.kind != "quotation_entry")
    entries = tuple(child for child in node.children if child.kind == "quotation_entry")
    inner = rendering.nodes(before)
    if entries:
        inner += element("ol", (), rendering.nodes(entries))
    return element("div", own_attrs("div", node, rendering, "quotations"), inner)


def entry(node: Node, rendering: Rendering) -> str:
    """One quotation of the list: the words, who said them, and a one-way link to where they stand."""
    said = tuple(child for child in node.children if child.kind != "link")
    links = tuple(child for child in node.children if child.kind == "link")
    inner = rendering.nodes(said)
    if links:
        inner += element("p", (("class", "quotation-place"),), rendering.nodes(links))
    return element("li", own_attrs("li", node, rendering, "quotation-entry"), inner)


def _nameless(node: Node) -> Node:
    """A block and the blocks below it without their ids."""
    node = node.with_attrs(id=None) if node.id else node
    if not any(child.id or child.children for child in node.children):
        return node
    return Node(
        node.kind, node.tag, node.attrs, node.text, tuple(_nameless(child) for child in node.children), node.span
    )


RENDERERS: dict[str, Renderer] = {
    "quotation": quotation,
    "quoted": quoted,
    "attribution": attribution,
    "epigraph": epigraph,
    "pullquote": pull_quote,
    "quotations": quotation_list,
    "quotation_entry": entry,
}
