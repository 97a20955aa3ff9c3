"""What a phrase or block means: its language, abbreviations and their long forms, dates, the ARIA role of a class.

``[mot juste]{lang=fr}``, ``[NHS]{abbr="National Health Service"}`` and ``[5 November 1605]{date=1605-11-05}`` become
``lang``, ``<abbr title>`` and ``<time datetime>``. A block or paragraph of a class that has a meaning
(``::: example``, ``{.subtitle}``) gets its ``epub:type`` and role.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from publisher.config.hints import did_you_mean
from publisher.config.language import is_language, probable_language
from publisher.diagnostics import Diagnostic
from publisher.features.dates import is_date, is_dated
from publisher.features.feature import Feature
from publisher.markup.node import Node, plain_text, rebuild
from publisher.markup.syntax import Syntax
from publisher.rules.markup import EMPTY_ABBREVIATION, NOT_A_DATE, NOT_A_LANGUAGE, UNKNOWN_MEANING

# Class → epub:type and role, on a div or paragraph, which may have any role (ARIA in HTML).
MEANINGS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "abstract": ("abstract", "doc-abstract"),
        "assessment": ("assessment", ""),
        "credit": ("credit", "doc-credit"),
        "credits": ("credits", "doc-credits"),
        "example": ("example", "doc-example"),
        "learning-objective": ("learning-objective", ""),
        "notice": ("notice", "doc-notice"),
        "subtitle": ("subtitle", "doc-subtitle"),
        "tip": ("tip", "doc-tip"),
    }
)
ROLES = (
    "alert", "article", "cell", "columnheader", "definition", "doc-abstract", "doc-acknowledgments",
    "doc-afterword", "doc-appendix", "doc-backlink", "doc-bibliography", "doc-biblioref", "doc-chapter",
    "doc-colophon", "doc-conclusion", "doc-credit", "doc-credits", "doc-dedication", "doc-endnotes",
    "doc-epigraph", "doc-epilogue", "doc-errata", "doc-example", "doc-foreword", "doc-glossary",
    "doc-glossref", "doc-index", "doc-introduction", "doc-notice", "doc-part", "doc-preface",
    "doc-prologue", "doc-pullquote", "doc-qna", "doc-subtitle", "doc-tip", "figure", "group", "img", "list",
    "listitem", "math", "none", "note", "presentation", "region", "row", "rowheader", "separator", "table",
    "term", "text",
)  # fmt: skip
"""The roles that an author may write. Those that reading systems act on (noteref, footnote, page breaks) are ours."""

_ANY_ROLE = frozenset({"div", "span", "p", "blockquote", "em", "strong", "b", "i", "cite", "code", "q", "abbr", "time"})
_SILENT = ("none", "presentation")
_READ = frozenset({"lang", "xml:lang", "abbr", "date", "datetime", "role", "class"})
_BY_CLASS = frozenset({"div", "paragraph"})
_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"})
_BLOCKS = frozenset(
    {"div", "paragraph", "blockquote", "heading", "list", "deflist", "table", "verse", "letter", "sign"}
)


def shape(document: Node) -> tuple[Node, tuple[Diagnostic, ...]]:
    """The chapter with its phrases told apart, and what cannot be what it says that it is."""
    if not _has_any(document):
        return document, ()
    found: list[Diagnostic] = []
    return rebuild(document, lambda node: _meant(node, found) if _concerns(node) else node), tuple(found)


def _concerns(node: Node) -> bool:
    return node.tag == "time" or (bool(node.attrs) and any(key in _READ for key, _ in node.attrs))


def _has_any(document: Node) -> bool:
    """Whether anything below is of our concern; most chapters of most books have nothing."""
    stack = [document]
    while stack:
        node = stack.pop()
        if _concerns(node):
            return True
        stack += [child for child in node.children if child.children or child.attrs]
    return False


def _meant(node: Node, found: list[Diagnostic]) -> Node:
    if node.kind != "code_block":  # its language is one of machines
        node = _language(node, found)
    if node.get("role"):
        node = _role(node, found)
    elif node.kind in _BY_CLASS:
        node = _class(node)
    if node.kind == "span":
        return _phrase(node, found)
    if node.kind == "element" and node.tag == "time":
        return _time(node, found)
    if node.get("datetime") and not is_dated(node.get("datetime")):
        found.append(_no_date(node, node.get("datetime")))
        return node.with_attrs(datetime=None)
    return node


def _language(node: Node, found: list[Diagnostic]) -> Node:
    """The node with a language that is one, written right to left where it is; ``lang=""`` is that of nobody."""
    tag = node.get("lang") or node.get("xml:lang")
    if not tag:
        return node
    if not is_language(tag):
        meant = probable_language(tag)
        hint = f"write lang={meant}" if meant else "write a BCP 47 tag: en, en-GB, fr"
        found.append(NOT_A_LANGUAGE.at(node.span, f"“{tag[:60]}” is not a language tag", hint))
        return node.with_attrs(lang=None, **{"xml:lang": None})
    if tag.partition("-")[0].lower() in _RIGHT_TO_LEFT and node.kind in _BLOCKS and not node.get("dir"):
        return node.with_attrs(dir="rtl")
    return node


def _role(node: Node, found: list[Diagnostic]) -> Node:
    role = node.get("role")
    silent = role in _SILENT and node.kind in ("image", "figure", "ornament", "list", "table")
    if silent or (role in ROLES and (node.tag in _ANY_ROLE or node.kind in _BY_CLASS)):
        return node
    if role in ROLES:
        message, hint = f"<{node.tag or node.kind}> may not have the role “{role}”", "put it into a ::: div"
    else:
        message, hint = f"there is no role “{role[:60]}”", did_you_mean(role, ROLES, "take it away")
    found.append(UNKNOWN_MEANING.at(node.span, message, hint))
    return node.with_attrs(role=None)


def _class(node: Node) -> Node:
    named = next((MEANINGS[name] for name in node.classes if name in MEANINGS), None)
    if named is None:
        return node
    return node.with_attrs(**{"epub:type": named[0] or None, "role": named[1] or None})


def _phrase(node: Node, found: list[Diagnostic]) -> Node:
    """A span that is an abbreviation or a date becomes that; one that is both, a date in an abbreviation."""
    names = {key for key, _ in node.attrs}
    if "date" in names:
        written = node.get("date")
        node = node.with_attrs(date=None)
        if is_date(written):
            node = replace(node, kind="element", tag="time").with_attrs(datetime=written)
        else:
            found.append(_no_date(node, written))
    if "abbr" not in names:
        return node
    long = " ".join(node.get("abbr").split())
    node = node.with_attrs(abbr=None)
    if not long:
        found.append(EMPTY_ABBREVIATION.at(node.span, f"what is “{plain_text(node)[:60]}” short for?"))
        return node
    if node.tag == "time":
        return Node("element", "abbr", (("title", long),), "", (node,), node.span)
    return replace(node, kind="element", tag="abbr").with_attrs(title=long)


def _time(node: Node, found: list[Diagnostic]) -> Node:
    """A ``<time>`` of raw HTML whose date is none becomes a plain span: EPUB readers would refuse it."""
    written = node.get("datetime") or plain_text(node).strip()
    if is_date(written) and (node.get("datetime") or all(child.kind == "text" for child in node.children)):
        return node
    if node.get("datetime"):
        found.append(_no_date(node, written))
    return replace(node, kind="span", tag="span").with_attrs(datetime=None)


def _no_date(node: Node, written: str) -> Diagnostic:
    hint = "write year-month-day: 1605-11-05, or as much as is known: 1605-11, 1605"
    return NOT_A_DATE.at(node.span, f"“{written[:60]}” is not a date", hint)


FEATURE = Feature(name="phrases", syntax=Syntax(shape=shape))
