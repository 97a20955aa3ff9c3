"""How every plain kind of node looks when neither a template nor a feature speaks for it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from publisher.markup.node import Node
from publisher.patterns import regex
from publisher.style.composition import PAGE, SCREEN
from publisher.style.elements import inner_of, own_element
from publisher.style.images import is_silent, render_image
from publisher.style.links import render_link
from publisher.style.opening import with_opening
from publisher.style.render import Renderer, Rendering
from publisher.style.tables import render_cell, render_table
from publisher.style.xhtml import VOID, element, escape, tag_name

_INLINE_KINDS = frozenset(
    {"text", "emphasis", "strong", "strike", "code", "link", "image", "softbreak", "hardbreak", "noteref", "span",
     "checkbox", "plain", "list"}
)  # fmt: skip
_INLINE_TAGS = frozenset(
    {"a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "data", "del", "dfn", "em", "i", "img", "ins", "kbd", "mark",
     "math", "q", "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "svg", "time", "u", "ul", "ol", "var",
     "wbr"}
)  # fmt: skip
_COUNTERS = {"a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
_ALERTS = ("note", "tip", "important", "warning", "caution")
_HEADING_TAG = regex(r"h[1-6]")
_WITH_RULES = ("a", "img", "ul", "ol")  # elements that each medium needs in its own form
_LEVELS = ("1", "2", "3", "4", "5", "6")
_LONG_CODE = 24  # letters
_JOINTS = regex(r"(?<=[_./(,:=])(?=\w)")
_SAFE_CLASS = regex(r"[^A-Za-z0-9_-]+")


def render_plain(node: Node, rendering: Rendering) -> str:
    """The XHTML of a node of any kind, by its tag and attributes; a kind of no known name becomes its class."""
    known = PLAIN.get(node.kind)
    return known(node, rendering) if known is not None else _generic(node, rendering)


def _as(tag: str, *classes: str) -> Renderer:
    """A renderer that sets a node as ``tag`` with its own attributes and these classes."""

    def render(node: Node, rendering: Rendering) -> str:
        return own_element(tag, node, rendering, inner_of(node, rendering), *classes)

    return render


def _generic(node: Node, rendering: Rendering) -> str:
    if not node.tag:
        return inner_of(node, rendering)
    if node.tag in _WITH_RULES:
        return _raw(node, rendering)
    tag = tag_name(node.tag, "div" if node.children else "span")
    return own_element(tag, node, rendering, inner_of(node, rendering), _SAFE_CLASS.sub("-", node.kind))


def _text(node: Node, rendering: Rendering) -> str:
    return escape(node.text)


def _bare(node: Node, rendering: Rendering) -> str:
    return inner_of(node, rendering)


def _softbreak(node: Node, rendering: Rendering) -> str:
    return "\n"


def heading_level(node: Node) -> int:
    """1 to 6; 2 where a heading does not say."""
    written = node.get("level") or node.tag[1:]
    return int(written) if written in _LEVELS else 2


def _heading(node: Node, rendering: Rendering) -> str:
    return own_element(f"h{heading_level(node)}", node, rendering, inner_of(node, rendering))


def _document(node: Node, rendering: Rendering) -> str:
    """The blocks of a chapter, each flat heading opening the section that it names."""
    parts: list[str] = []
    opened: list[int] = []
    first = opening = True
    children = node.children if rendering.medium == SCREEN else _pulled_up(node.children)
    for child in children:
        if child.kind == "heading":
            level = heading_level(child)
            while opened and opened[-1] >= level:
                parts.append("</section>")
                opened.pop()
            opened.append(level)
            named: list[tuple[str, str | None]] = [("id", child.id or None), ("class", f"level{level}")]
            parts.append(element("section", named).removesuffix("</section>"))
            child = child.with_attrs(id=None)
        elif child.kind == "notes":
            parts.extend("</section>" for _ in opened)
            opened.clear()
        elif child.kind == "paragraph" and first:
            child = child.with_attrs(class_=" ".join(["first", *child.classes]))
            if opening and rendering.medium == PAGE:
                child = with_opening(child, rendering.variables)
        parts.append(rendering.nodes((child,)))
        # What stands before the text proper (an epigraph, a pull quote beside it) leaves the next paragraph the first.
        before = _stands_before(child)
        first = child.kind in ("heading", "ornament") or (first and before)
        opening = opening and before
        parts.append("\n")
    parts.extend("</section>" for _ in opened)
    return "".join(parts)


def _pulled_up(blocks: tuple[Node, ...]) -> tuple[Node, ...]:
    """The blocks with no pull quote right above a heading or at the end: it moves above the paragraph before it.

    Nothing that is read aloud changes its place, since nobody hears a pull quote.
    """
    if not any(block.kind == "pullquote" for block in blocks):
        return blocks
    made = list(blocks)
    for place in range(1, len(made)):
        following = made[place + 1].kind if place + 1 < len(made) else "notes"
        ends = following in ("heading", "notes") and made[place - 1].kind == "paragraph"
        if made[place].kind == "pullquote" and ends:
            made[place - 1], made[place] = made[place], made[place - 1]
    return tuple(made)


def _stands_before(block: Node) -> bool:
    return block.kind in ("epigraph", "pullquote") or (block.kind == "paragraph" and "subtitle" in block.classes)


def _list(node: Node, rendering: Rendering) -> str:
    """A list; on paper one with blocks in its items sets its own markers.

    WeasyPrint 70 tags an item that has a marker box and a block without an LBody, which ISO 14289-1 (7.2) forbids.
    So such a list has the class ``loose``, which takes the marker boxes away, and each item its ``data-marker``.
    """
    tag = node.tag if node.tag in ("ul", "ol") else "ul"
    children = node.children
    classes = []
    if rendering.medium == PAGE and any(_is_block(each) for item in children for each in item.children):
        classes = ["loose"]
        markers = _markers(node, tag)
        children = tuple(_marked(item, marker) for item, marker in zip(children, markers, strict=True))
    written = own_element(tag, node, rendering, rendering.nodes(children), *classes)
    if rendering.medium == PAGE and tag == "ol" and not classes and (counting := _counting(node)):
        return f'<ol style="{counting}"{written.removeprefix("<ol")}'
    return written


def _counting(node: Node) -> str:
    """CSS for a list's ``start`` and ``type``, which WeasyPrint reads only together with all presentational hints."""
    rules = [f"counter-reset: list-item {_first_number(node) - 1}"] if _first_number(node) != 1 else []
    if node.get("type") in _COUNTERS:
        rules.append(f"list-style-type: {_COUNTERS[node.get('type')]}")
    return "; ".join(rules)


def _first_number(node: Node) -> int:
    start = node.get("start")
    return int(start) if re.fullmatch(r"\d{1,9}", start) else 1


def _is_block(node: Node) -> bool:
    return node.kind not in _INLINE_KINDS and node.tag not in _INLINE_TAGS


def _marked(item: Node, marker: str) -> Node:
    return item if "task-list-item" in item.classes else item.with_attrs(data_marker=marker)


def _markers(node: Node, tag: str) -> list[str]:
    if tag == "ul":
        return ["•"] * len(node.children)
    begin = _first_number(node)
    return [f"{_count(begin + step, node.get('type'))}." for step in range(len(node.children))]


def _count(number: int, style: str) -> str:
    if style in ("a", "A") and 0 < number <= 26:
        return chr(ord(style) + number - 1)
    if style in ("i", "I") and 0 < number < 4000:
        values = (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1)
        digits = ["M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"]
        roman = ""
        for value, digit in zip(values, digits, strict=True):
            roman += digit * (number // value)
            number %= value
        return roman if style == "I" else roman.lower()
    return str(number)


def _code_block(node: Node, rendering: Rendering) -> str:
    language = _SAFE_CLASS.sub("-", node.get("lang")).strip("-").lower()
    lines = node.text.removesuffix("\n").split("\n")
    if rendering.medium == PAGE:
        inner = "".join(f'<span class="line">{escape(line)}\n</span>' for line in lines)
    else:
        inner = escape("\n".join(lines))
    classes = ["code", f"language-{language}"] if language else ["code"]
    kept = replace(node, attrs=tuple(pair for pair in node.attrs if pair[0] != "lang"))
    return own_element("pre", kept, rendering, f"<code>{inner}</code>", *classes)


def _deflist(node: Node, rendering: Rendering) -> str:
    """A list of terms; in a glossary, or marked ``{.glossary}``, each term is what is defined (HTML 4.5.8, ``dfn``)."""
    if rendering.chapter.role != "glossary" and "glossary" not in node.classes:
        return own_element("dl", node, rendering, rendering.children(node))
    if rendering.medium == SCREEN:
        node = replace(node, children=tuple(map(_glossed, node.children)))
    return own_element("dl", node, rendering, rendering.children(node), "glossary")


def _glossed(node: Node) -> Node:
    if node.kind == "term":
        defined = Node("element", "dfn", (), "", node.children, node.span)
        return replace(node, children=(defined,)).with_attrs(**{"epub:type": "glossterm"})
    return node.with_attrs(**{"epub:type": "glossdef"}) if node.kind == "description" else node


def _ornament(node: Node, rendering: Rendering) -> str:
    """A break between scenes: for the eye, so that no voice says "separator" (on paper CSS draws it)."""
    if rendering.medium == SCREEN:
        node = node.with_attrs(role="presentation")
    return own_element("hr", node, rendering, "", "ornament")


def _figure(node: Node, rendering: Rendering) -> str:
    """A figure; one that is only a decorative picture is none to a listener."""
    if rendering.medium == SCREEN and all(child.kind == "image" and is_silent(child) for child in node.children):
        node = node.with_attrs(role="presentation")
    return own_element("figure", node, rendering, inner_of(node, rendering), "figure")


def _alert(node: Node, rendering: Rendering) -> str:
    kind = node.get("type") if node.get("type") in _ALERTS else "note"
    title = node.get("title") or rendering.words.get(kind, kind.capitalize())
    inner = f'<p class="alert-title">{escape(title)}</p>{rendering.children(node)}'
    role = "doc-tip" if kind == "tip" else "note"
    return own_element("aside", node.with_attrs(title=None, role=role), rendering, inner, "alert", f"alert-{kind}")


def _caption(node: Node, rendering: Rendering) -> str:
    tag = "caption" if node.tag == "caption" else "figcaption"
    return own_element(tag, node, rendering, inner_of(node, rendering))


def _checkbox(node: Node, rendering: Rendering) -> str:
    """A box that cannot be ticked: a sign every font has, in a frame that CSS draws."""
    checked = node.get("checked") == "yes"
    attrs: list[tuple[str, str | None]] = [("class", "checkbox checked" if checked else "checkbox")]
    if rendering.medium == SCREEN:
        attrs += [("role", "img"), ("aria-label", "☑" if checked else "☐")]
    return element("span", attrs, "×" if checked else "\u00a0")


def _noteref(node: Node, rendering: Rendering) -> str:
    shown = escape(node.get("number") or node.get("label"))
    target = node.get("target")
    if not target:
        return element("sup", {"id": node.id or None}, shown)
    attrs: dict[str, str | None] = {"id": node.id or None, "class": "noteref", "href": rendering.href(target)}
    if rendering.medium == SCREEN:
        attrs |= {"epub:type": "noteref", "role": "doc-noteref"}
    return f"<sup>{element('a', attrs, shown)}</sup>"


def _note(node: Node, rendering: Rendering) -> str:
    kept = node
    if rendering.medium == SCREEN:
        kept = replace(node, attrs=(*node.attrs, ("epub:type", "footnote"), ("role", "doc-footnote")))
    return own_element("aside", kept, rendering, rendering.children(node), "footnote")


def _code(node: Node, rendering: Rendering) -> str:
    """Code in a line; on paper a long name may break after its joints, without a hyphen and without a mark."""
    if rendering.medium == SCREEN or node.children or len(node.text) < _LONG_CODE:
        return own_element("code", node, rendering, inner_of(node, rendering))
    pieces = [escape(piece) for piece in _JOINTS.split(node.text)]
    inner = [piece if " " in piece else f'<span class="piece">{piece}</span>' for piece in pieces]
    return own_element("code", node, rendering, "".join(inner))


def _raw(node: Node, rendering: Rendering) -> str:
    """An element that the author wrote as HTML and the parser's allow-list let through."""
    tag = tag_name(node.tag)
    if tag == "a":
        return render_link(node, rendering)
    if tag == "img":
        return render_image(node, rendering)
    if tag in ("ul", "ol"):
        return _list(node, rendering)
    if _HEADING_TAG.fullmatch(tag) and node.get("level"):
        return _heading(node, rendering)
    return own_element(tag, node, rendering, "" if tag in VOID else inner_of(node, rendering))


PLAIN: Mapping[str, Renderer] = MappingProxyType(
    {
        "document": _document,
        "heading": _heading,
        "paragraph": _as("p"),
        "plain": _bare,
        "blockquote": _as("blockquote"),
        "list": _list,
        "item": _as("li"),
        "code_block": _code_block,
        "ornament": _ornament,
        "table": render_table,
        "table_head": _as("thead"),
        "table_body": _as("tbody"),
        "row": _as("tr"),
        "header_cell": render_cell,
        "cell": render_cell,
        "deflist": _deflist,
        "term": _as("dt"),
        "description": _as("dd"),
        "alert": _alert,
        "div": _as("div"),
        "figure": _figure,
        "caption": _caption,
        "notes": _as("section", "notes"),
        "note": _note,
        "element": _raw,
        "text": _text,
        "emphasis": _as("em"),
        "strong": _as("strong"),
        "strike": _as("del"),
        "code": _code,
        "link": render_link,
        "image": render_image,
        "softbreak": _softbreak,
        "hardbreak": _as("br"),
        "noteref": _noteref,
        "span": _as("span"),
        "checkbox": _checkbox,
    }
)
