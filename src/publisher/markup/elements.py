"""The allow-list of raw HTML: which elements and attributes a manuscript may hold, and what they become."""

from __future__ import annotations

import re

from publisher.diagnostics import Rule
from publisher.markup.html import RAW_TEXT, Tag
from publisher.markup.node import Attrs
from publisher.markup.urls import objection, written
from publisher.patterns import regex
from publisher.rules.markup import (
    FORBIDDEN_ATTRIBUTE,
    FORBIDDEN_ELEMENT,
    FORBIDDEN_URL,
    UNKNOWN_ATTRIBUTE,
    UNKNOWN_ELEMENT,
)
from publisher.value import dataclass

# Element → kind of node, where HTML and Markdown mean the same.
KINDS = {
    "p": "paragraph", "blockquote": "blockquote", "ul": "list", "ol": "list", "li": "item", "hr": "ornament",
    "table": "table", "thead": "table_head", "tbody": "table_body", "tr": "row", "th": "header_cell", "td": "cell",
    "caption": "caption", "figcaption": "caption", "figure": "figure", "dl": "deflist", "dt": "term",
    "dd": "description", "div": "div", "em": "emphasis", "strong": "strong", "del": "strike", "code": "code",
    "a": "link", "img": "image", "br": "hardbreak", "span": "span", "pre": "code_block",
    **{f"h{level}": "heading" for level in range(1, 7)},
}  # fmt: skip
BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "caption", "col", "colgroup", "dd", "details", "div", "dl", "dt",
    "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "li", "main", "nav",
    "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
INLINES = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "del", "dfn", "em", "i", "img", "ins", "kbd", "mark", "q",
    "rb", "rp", "rt", "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr",
})  # fmt: skip
VOID = frozenset({"br", "col", "hr", "img", "wbr"})
# Void elements that we do not allow: they have no end tag either.
VOID_STRANGERS = frozenset({"area", "base", "embed", "input", "link", "meta", "param", "source", "track", "keygen"})
# Elements that hold only phrasing: a block inside them is misplaced.
PHRASING_ONLY = (INLINES - {"a", "ins", "del"}) | {"p", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "summary", "dt"}
_FLOW_PARENTS = {
    "li": ("ul", "ol"), "dt": ("dl",), "dd": ("dl",), "tr": ("table", "tbody", "thead", "tfoot"), "td": ("tr",),
    "th": ("tr",), "thead": ("table",), "tbody": ("table",), "tfoot": ("table",), "caption": ("table",),
    "colgroup": ("table",), "col": ("colgroup", "table"), "figcaption": ("figure",), "summary": ("details",),
    "rt": ("ruby",), "rp": ("ruby",), "rb": ("ruby",),
}  # fmt: skip
ONLY_CHILDREN = {
    "ul": ("li",), "ol": ("li",), "dl": ("dt", "dd"), "table": ("caption", "colgroup", "col", "thead", "tbody", "tfoot",
    "tr"), "thead": ("tr",), "tbody": ("tr",), "tfoot": ("tr",), "tr": ("td", "th"), "colgroup": ("col",),
    "ruby": ("rb", "rt", "rp"),
}  # fmt: skip
# A start tag closes these open elements, as far as the nearest of the second group (HTML 13.1.2.4, optional tags).
IMPLIED_END = {
    "li": (("li", "p"), ("ul", "ol")), "dt": (("dt", "dd", "p"), ("dl",)), "dd": (("dt", "dd", "p"), ("dl",)),
    "tr": (("tr", "td", "th", "p"), ("table", "tbody", "thead", "tfoot")), "td": (("td", "th", "p"), ("tr",)),
    "th": (("td", "th", "p"), ("tr",)), "thead": (("colgroup", "tbody", "tr", "td", "th", "p"), ("table",)),
    "tbody": (("colgroup", "thead", "tbody", "tr", "td", "th", "p"), ("table",)),
    "tfoot": (("thead", "tbody", "tr", "td", "th", "p"), ("table",)), "rt": (("rt", "rp"), ("ruby",)),
    "rp": (("rt", "rp"), ("ruby",)),
}  # fmt: skip
OPTIONAL_END = frozenset({"li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "p", "rt", "rp", "colgroup"})

_FORBIDDEN = frozenset({
    "script", "style", "iframe", "frame", "frameset", "noframes", "object", "embed", "applet", "param", "form", "input",
    "button", "select", "option", "optgroup", "textarea", "fieldset", "legend", "label", "output", "datalist", "keygen",
    "link", "meta", "base", "svg", "math", "template", "noscript", "portal", "slot", "canvas", "dialog", "audio",
    "video", "source", "track", "xml", "plaintext", "xmp", "noembed", "title", "image", "foreignobject",
})  # fmt: skip
# Of these the content goes too: it is no text of the book.
DROPPED = RAW_TEXT | {
    "svg", "math", "object", "applet", "select", "datalist", "template", "noscript", "frameset", "portal", "canvas",
    "xml", "audio", "video",
}  # fmt: skip
# What to write in place of what a book cannot hold.
_INSTEAD = {
    "style": "the looks of a book stand in styles/: give the block a class and write a rule for it there",
    "script": "a book runs no code: show what it would say as text, a table or an image",
    "svg": "save the drawing as a file in images/ and show it: ![what it shows](images/name.svg)",
    "math": "save the formula as an SVG in images/, and describe it",
    **dict.fromkeys(("image", "canvas"), "save the picture as a file in images/: ![what it shows](images/name.png)"),
    **dict.fromkeys(
        ("iframe", "embed", "object", "video", "audio", "portal"),
        "a book works without the network: put an image here, and a link to the page that has it",
    ),
    **dict.fromkeys(
        ("form", "input", "textarea", "select", "button"), "questions are written as ::: question, with lines to answer"
    ),
}
_GLOBAL = frozenset({"id", "class", "lang", "dir", "title", "role"})
_ROLES_ATTRIBUTES = regex(r"aria-(?:label|hidden|describedby|labelledby|level|roledescription|details|current)\Z")
_OWN: dict[str, set[str]] = {
    "a": {"href", "hreflang"}, "img": {"src", "alt", "width", "height"}, "ol": {"start", "reversed", "type"},
    "li": {"value"}, "td": {"colspan", "rowspan", "headers", "align"}, "q": {"cite"}, "time": {"datetime"},
    "th": {"colspan", "rowspan", "headers", "scope", "abbr", "align"}, "blockquote": {"cite"}, "col": {"span"},
    "colgroup": {"span"}, "details": {"open"}, "del": {"cite", "datetime"}, "ins": {"cite", "datetime"},
    "abbr": set(), "bdo": set(),
}  # fmt: skip
# Of no meaning in a book and of no harm: not worth a word.
_QUIET = frozenset({"target", "loading", "decoding", "rel", "referrerpolicy", "fetchpriority", "tabindex", "xmlns"})
_LOADING = frozenset({"src", "href", "srcset", "background", "poster", "data", "action", "formaction", "ping", "cite"})
_NUMBERS = {"colspan": 50, "rowspan": 1000, "span": 50, "width": 20000, "height": 20000, "start": 10**6, "value": 10**6}
_BOOLEAN = frozenset({"open", "reversed"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a start tag: ``fate`` is keep, unwrap (the text stays) or drop (with its content)."""

    fate: str
    kind: str = ""
    attrs: Attrs = ()
    troubles: tuple[tuple[Rule, str], ...] = ()


def instead_of(name: str) -> str:
    """What to write in place of an element, as a hint; empty where there is nothing to say."""
    return _INSTEAD.get(name, "")


def judge(tag: Tag) -> Verdict:
    """Decide on a start tag and its attributes."""
    name = tag.name
    if name not in BLOCKS and name not in INLINES:
        if name in _FORBIDDEN:
            fate = "drop" if name in DROPPED else "unwrap"
            return Verdict(fate, troubles=((FORBIDDEN_ELEMENT, f"<{name}> may not stand in a book"),))
        return Verdict("unwrap", troubles=((UNKNOWN_ELEMENT, f"<{name}> is left out, its text stays"),))
    attrs: list[tuple[str, str]] = []
    troubles: list[tuple[Rule, str]] = []
    for key, value in tag.attrs:
        _attribute(name, "lang" if key == "xml:lang" else key, value, attrs, troubles)
    if name[0] == "h" and name[1:].isdigit():
        attrs.append(("level", name[1]))
    return Verdict("keep", KINDS.get(name, "element"), tuple(dict(attrs).items()), tuple(troubles))


def _attribute(name: str, key: str, value: str, attrs: list[tuple[str, str]], troubles: list[tuple[Rule, str]]) -> None:
    own = _OWN.get(name, set())
    if key.startswith("on"):
        troubles.append((FORBIDDEN_ATTRIBUTE, f"{key}= runs code"))
    elif key == "rel" and "attachment" in value.lower():
        troubles.append((FORBIDDEN_ATTRIBUTE, "rel=attachment puts a file into the book"))
    elif key == "style":
        loads = re.search(r"url|image|@|expression|\\|/\*", value, re.IGNORECASE)
        rule = FORBIDDEN_ATTRIBUTE if loads else UNKNOWN_ATTRIBUTE
        troubles.append((rule, "style= is left out: give it a class"))
    elif key in _LOADING and (why := objection(value, image=name == "img")):
        troubles.append((FORBIDDEN_URL, f"{key}= is left out: {why}"))
    elif key == "name" and name == "a":
        attrs.insert(0, ("id", value))
    elif key in own or key in _GLOBAL or _ROLES_ATTRIBUTES.match(key):
        _allowed(key, value, attrs, troubles)
    elif key not in _QUIET:
        troubles.append((UNKNOWN_ATTRIBUTE, f"{key}= on <{name}> is left out"))


def _allowed(key: str, value: str, attrs: list[tuple[str, str]], troubles: list[tuple[Rule, str]]) -> None:
    if key in _LOADING:
        value = written(value)
    elif key in _NUMBERS:
        digits = value.strip().removesuffix("px")
        if not digits.isascii() or not digits.isdigit() or int(digits[:9]) > _NUMBERS[key]:
            troubles.append((UNKNOWN_ATTRIBUTE, f"{key}= wants a whole number up to {_NUMBERS[key]}"))
            return
        value = digits
    elif key in _BOOLEAN:
        value = key
    elif key == "align" and value.lower() not in ("left", "center", "right"):
        troubles.append((UNKNOWN_ATTRIBUTE, "align= is left, center or right"))
        return
    attrs.append((key, value))


def misplaced(name: str, ancestors: tuple[str, ...]) -> str:
    """Why an element may not stand below ``ancestors`` (tags from the root down; "" has none), or an empty string."""
    parent = next((tag for tag in reversed(ancestors) if tag), "")
    wanted = _FLOW_PARENTS.get(name)
    if wanted is not None and parent not in wanted and not (parent == "div" and name in ("dt", "dd")):
        return f"<{name}> stands in {' or '.join(f'<{each}>' for each in wanted)}"
    allowed = ONLY_CHILDREN.get(parent)
    if allowed is not None and name not in allowed and not (parent == "ruby" and name in INLINES):
        return f"<{parent}> holds only {' and '.join(f'<{each}>' for each in allowed)}"
    if name in BLOCKS:
        inside = next((tag for tag in reversed(ancestors) if tag in PHRASING_ONLY), "")
        if inside and not (inside == "dt" and name == "p"):
            return f"<{name}> is a block and cannot stand in <{inside}>"
    if name == "a" and "a" in ancestors:
        return "a link cannot stand in a link"
    if name == "table" and ancestors.count("table") >= 2:
        return "tables are nested too deep"
    return ""
