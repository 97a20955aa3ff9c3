"""Links as each medium needs them: checked, quoted, and on paper never around another element.

WeasyPrint 70 repeats the annotation of a link on every element inside it, and ISO 14289-1 (7.18.5) allows it once.
So on the page medium ``<a><em>x</em> y</a>`` becomes ``<em><a>x</a></em><a> y</a>``; images are left out of the link.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from urllib.parse import quote

from publisher.markup.node import Node, plain_text
from publisher.patterns import regex
from publisher.style.composition import PAGE, SCREEN
from publisher.style.render import Rendering
from publisher.style.xhtml import allowed, element, escape

_SCHEME = regex(r"(?:https?://|mailto:)[^\s]", re.IGNORECASE)
_NOT_IN_URLS = regex(r"[^A-Za-z0-9%/:?#\[\]@!$&'()*+,;=~._-]|%(?![0-9A-Fa-f]{2})")
_RUN = ("text", "softbreak")
_NEVER_LINKED = frozenset({"image", "noteref", "checkbox", "hardbreak", "link"})


def target_of(href: str) -> str:
    """The id that a link within the book goes to, or ``""``."""
    return href[1:] if href.startswith("#") else ""


def is_external(href: str) -> bool:
    """Whether a link leads out of the book, by a scheme that books may use."""
    return _SCHEME.match(href) is not None


def render_link(node: Node, rendering: Rendering) -> str:
    """The link, or its words alone where it leads nowhere."""
    href = node.get("href")
    inside = target_of(href)
    if inside and (rendering.known is None or inside in rendering.known):
        return _anchors(node, rendering, rendering.href(inside), "")
    if is_external(href):
        return _anchors(node, rendering, _quoted(href), "external")
    inner = rendering.nodes(node.children) if node.children else escape(node.text)
    kept = [(name, value) for name, value in _attributes(node, rendering) if name != "href"]
    return element("span", kept, inner) if kept else inner


def _quoted(href: str) -> str:
    """A URL with everything percent-encoded that RFC 3986 does not allow to stand in one."""
    return _NOT_IN_URLS.sub(lambda match: quote(match[0], safe="", errors="replace"), href)


def _attributes(node: Node, rendering: Rendering) -> list[tuple[str, str | None]]:
    return allowed("a", node.attrs, both_langs=rendering.medium == SCREEN)


def _anchors(node: Node, rendering: Rendering, href: str, kind: str) -> str:
    shown = "url" if kind and rendering.medium == PAGE and _shows_itself(node, href) else ""
    classes = " ".join(dict.fromkeys([*filter(None, (kind, shown)), *node.classes]))
    attrs = [pair for pair in _attributes(node, rendering) if pair[0] not in ("href", "class")]
    attrs = [*attrs, ("class", classes or None), ("href", href)]
    if not node.children:
        return element("a", attrs, escape(node.text))
    if rendering.medium != PAGE or all(child.kind in _RUN for child in node.children):
        return element("a", attrs, rendering.nodes(node.children))
    piece = replace(node, attrs=_of_a_piece(node, kind), children=())
    inner = rendering.nodes(tuple(_pushed(node.children, piece)))
    # The id may stand only once, and the pieces are several; so may the address, where paper prints it.
    whole = {"id": node.id or None, "class": "address" if kind else None, "data-href": href if kind else None}
    return element("span", whole, inner) if node.id or kind else inner


def _shows_itself(node: Node, href: str) -> bool:
    """Whether the words of a link are an address: on paper it breaks at its strokes and gets no hyphens."""
    words = plain_text(node).strip()
    if not words or " " in words:
        return False
    return _SCHEME.match(words) is not None or ("." in words.strip(".") and words.rstrip("/") in href)


def _of_a_piece(node: Node, kind: str) -> tuple[tuple[str, str], ...]:
    """The attributes of each of the links that a link with elements in it becomes."""
    kept = tuple(pair for pair in node.attrs if pair[0] != "id")
    if not kind:
        return kept
    return (*(pair for pair in kept if pair[0] != "class"), ("class", " ".join(("piece", *node.classes))))


def _pushed(children: Iterable[Node], link: Node) -> Iterator[Node]:
    """The children with ``link`` around each stretch of text in them, at any depth."""
    run: list[Node] = []
    for child in children:
        if child.kind in _RUN:
            run.append(child)
            continue
        yield from _linked(run, link)
        run = []
        if child.kind in _NEVER_LINKED or child.tag in ("a", "img", "br"):
            yield child
        elif child.children:
            yield replace(child, children=tuple(_pushed(child.children, link)))
        elif child.text and child.kind in ("code", "span", "element", "emphasis", "strong", "strike"):
            yield replace(child, text="", children=tuple(_linked([Node("text", text=child.text)], link)))
        else:
            yield child
    yield from _linked(run, link)


def _linked(run: list[Node], link: Node) -> tuple[Node, ...]:
    if not any(each.text.strip() for each in run):
        return tuple(run)
    return (replace(link, children=tuple(run)),)
