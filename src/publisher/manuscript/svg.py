"""Drawings made safe: an SVG file parsed, looked through element by element, and written again.

What is dangerous is an error with its line. What is merely an editor's own (metadata, foreign attributes, comments)
is left out without a word. The bytes that come out depend on the bytes that go in and on nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from publisher.diagnostics import Diagnostic
from publisher.manuscript import svgnames as names
from publisher.manuscript.svgsize import drawing_size
from publisher.patterns import regex
from publisher.rules import files as rules
from publisher.source import Span

DEEPEST = 100
MOST_ELEMENTS = 100_000
"""Elements of a drawing, with every repetition by ``use``, patterns, markers and the like."""

_MOST_REPORTS = 20
_SVG = "{http://www.w3.org/2000/svg}"
_XLINK = "{http://www.w3.org/1999/xlink}href"
_XML = "{http://www.w3.org/XML/1998/namespace}"
_ENTITY = regex(rb"<!\s*(?:ENTITY|ELEMENT|ATTLIST|NOTATION)", re.IGNORECASE)
_URL = regex(r"url\s*\(\s*(['\"]?)(.*?)\1\s*\)", re.IGNORECASE | re.DOTALL)
_LOCAL = regex(r"#[^\s#]+")
_CSS_DANGER = regex(r"@|\\|expression\s*\(|javascript:|-moz-binding|behavior\s*:|<", re.IGNORECASE)
_CSS_COMMENT = regex(r"/\*.*?\*/", re.DOTALL)
_CONTROL = regex(r"[\x00-\x20]+")


@dataclass(frozen=True, slots=True)
class Drawing:
    """A cleaned drawing: its bytes (``b""`` when it may not be in a book), its size in user units, its trouble."""

    data: bytes
    width: int = 0
    height: int = 0
    diagnostics: tuple[Diagnostic, ...] = ()


def clean_svg(data: bytes, path: str) -> Drawing:
    """The drawing in ``data`` without anything that runs, fetches or unfolds; SVG 1.1 and the safe part of SVG 2."""
    from lxml import etree  # type: ignore[import-untyped]

    root, trouble = _parsed(data, path, etree)
    if root is None:
        return Drawing(b"", diagnostics=trouble)
    found = list(_structure(root, path, etree))
    if not found:
        found = list(_clean(root, path))[:_MOST_REPORTS]
    if not found:
        found = list(_unfolding(root, path))
    if found:
        return Drawing(b"", diagnostics=tuple(found))
    root.tail = None
    etree.cleanup_namespaces(root)
    width, height = drawing_size(root.get("width", ""), root.get("height", ""), root.get("viewBox", ""))
    return Drawing(etree.tostring(root, encoding="utf-8", with_tail=False) + b"\n", width, height)


def _parsed(data: bytes, path: str, etree: Any) -> tuple[Any, tuple[Diagnostic, ...]]:
    hint = "export the drawing again as plain SVG, in UTF-8"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return None, (rules.BROKEN_SVG.at(Span(path, 1), "this drawing is not in UTF-8", hint),)
    declared = _ENTITY.search(data)
    if declared:
        span = Span(path, data.count(b"\n", 0, declared.start()) + 1)
        return None, (rules.UNSAFE_SVG.at(span, "this drawing declares entities or a grammar of its own", hint),)
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if "depth" in str(error).lower():
            return None, (_too_deep(Span(path, error.lineno or 1)),)
        words = f"this drawing is not well-formed: {str(error.msg).partition(', line')[0][:200]}"
        return None, (rules.BROKEN_SVG.at(Span(path, error.lineno or 1), words, hint),)
    except (ValueError, LookupError) as error:
        return None, (rules.BROKEN_SVG.at(Span(path, 1), f"this drawing cannot be read: {str(error)[:200]}", hint),)
    if root.tag != f"{_SVG}svg":
        words = "the root of this file is not an svg element of the SVG namespace"
        return None, (rules.BROKEN_SVG.at(Span(path, root.sourceline or 1), words, hint),)
    return root, ()


def _too_deep(span: Span) -> Diagnostic:
    return rules.HUGE_SVG.at(span, f"elements nest deeper than {DEEPEST} here", "simplify the drawing")


def _structure(root: Any, path: str, etree: Any) -> Iterator[Diagnostic]:
    """Bounds on depth and number, and what is no element at all."""
    waiting = [(root, 1)]
    count = 0
    while waiting:
        element, depth = waiting.pop()
        count += 1
        if depth > DEEPEST:
            yield _too_deep(Span(path, element.sourceline or 0))
            return
        if count > MOST_ELEMENTS:
            words = f"this drawing has more than {MOST_ELEMENTS:,} elements"
            yield rules.HUGE_SVG.at(Span(path), words, "simplify it, or make it a PNG")
            return
        for child in element:
            if isinstance(child, etree._Entity):
                span = Span(path, child.sourceline or 0)
                yield rules.UNSAFE_SVG.at(span, "this drawing uses an entity", "write the character itself")
                return
            waiting.append((child, depth + 1))


def _clean(root: Any, path: str) -> Iterator[Diagnostic]:
    """Take out what does no harm and is not wanted; report what does."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        tag = str(element.tag)
        name = tag.removeprefix(_SVG)
        span = Span(path, element.sourceline or 0)
        if not tag.startswith(_SVG):
            if _is_dangerous_namespace(tag):
                yield rules.UNSAFE_SVG.at(span, f"a drawing may not hold <{name.rpartition('}')[2][:40]}>", _PLAIN)
            _remove(element)
        elif name in names.LEFT_OUT:
            _remove(element)
        elif name not in names.ELEMENTS:
            yield rules.UNSAFE_SVG.at(span, f"a drawing may not hold <{name[:40]}>", _PLAIN)
        else:
            yield from _attributes(element, name, span)
            if name == "style":
                yield from _sheet(element, span)
            waiting.extend(reversed(element))


_PLAIN = "save the drawing as plain SVG, without scripts, links, animation and embedded files"


def _is_dangerous_namespace(tag: str) -> bool:
    return "www.w3.org/1999/xhtml" in tag or "Math/MathML" in tag or "XInclude" in tag or not tag.startswith("{")


def _remove(element: Any) -> None:
    """Take an element out; text that follows it stays where it is."""
    parent = element.getparent()
    before = element.getprevious()
    if element.tail and element.tail.strip():
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _attributes(element: Any, name: str, span: Span) -> Iterator[Diagnostic]:
    for key, value in list(element.attrib.items()):
        bare = key.rpartition("}")[2]
        if bare.lower().startswith("on") and "}" not in key and bare.lower() not in names.ATTRIBUTES:
            yield rules.UNSAFE_SVG.at(span, f"`{bare[:40]}` on <{name}> would run a script", _PLAIN)
        elif key in ("href", _XLINK):
            if name not in names.REFER or not _LOCAL.fullmatch(value.strip()):
                shown = _CONTROL.sub(" ", value)[:60]
                yield rules.UNSAFE_SVG.at(span, f"<{name}> leads to “{shown}”, outside the drawing", _PLAIN)
        elif key in (f"{_XML}lang", f"{_XML}space"):
            continue
        elif bare == "style" and "}" not in key:
            yield from _style(element, value, name, span)
        elif "}" in key or not _allowed(bare):
            del element.attrib[key]
        else:
            yield from _urls(value, f"`{bare}` on <{name}>", span)


def _allowed(attribute: str) -> bool:
    return attribute in names.ATTRIBUTES or attribute in names.PROPERTIES or attribute.startswith("aria-")


def _urls(value: str, where: str, span: Span) -> Iterator[Diagnostic]:
    """Whatever a value refers to must be in the drawing."""
    if "\\" in value or ("url" in value.lower() and _URL.sub("", value).lower().find("url(") >= 0):
        yield rules.UNSAFE_SVG.at(span, f"{where} has a value that cannot be understood", _PLAIN)
    for match in _URL.finditer(value):
        if not _LOCAL.fullmatch(match[2].strip()):
            shown = _CONTROL.sub(" ", match[2])[:60]
            yield rules.UNSAFE_SVG.at(span, f"{where} leads to “{shown}”, outside the drawing", _PLAIN)


def _style(element: Any, value: str, name: str, span: Span) -> Iterator[Diagnostic]:
    """A style attribute: the declarations of properties that draw are kept."""
    value = _CSS_COMMENT.sub("", value)
    danger = _CSS_DANGER.search(value)
    if danger:
        yield rules.UNSAFE_SVG.at(span, f"the style of <{name}> holds `{danger[0]}`", _PLAIN)
        return
    yield from _urls(value, f"the style of <{name}>", span)
    kept = []
    for declaration in value.split(";"):
        key, colon, rest = declaration.partition(":")
        if colon and key.strip().lower() in names.PROPERTIES:
            kept.append(f"{key.strip().lower()}:{' '.join(rest.split())}")
    if kept:
        element.set("style", ";".join(kept))
    else:
        del element.attrib["style"]


def _sheet(element: Any, span: Span) -> Iterator[Diagnostic]:
    """A style element: plain rules may stay."""
    css = _CSS_COMMENT.sub("", "".join(element.itertext()))
    danger = _CSS_DANGER.search(css)
    if danger:
        yield rules.UNSAFE_SVG.at(span, f"the style sheet of this drawing holds `{danger[0]}`", _PLAIN)
    yield from _urls(css, "the style sheet", span)
    for child in list(element):
        element.remove(child)
    element.text = css


def _unfolding(root: Any, path: str) -> Iterator[Diagnostic]:
    """How many elements the drawing becomes once every reference is followed; a circle counts as too many."""
    by_id = {element.get("id"): element for element in root.iter() if element.get("id")}
    sizes: dict[Any, int] = {}
    for start in (*by_id.values(), root):
        circle = None if start in sizes else _measure(start, by_id, sizes)
        if circle is not None:
            words = "an element of this drawing contains itself, through use or a pattern"
            yield rules.HUGE_SVG.at(Span(path, circle.sourceline or 0), words, "break the circle")
            return
    total = sizes[root] + _from_sheets(root, by_id, sizes)
    if total > MOST_ELEMENTS:
        words = f"with all its repetitions this drawing has more than {MOST_ELEMENTS:,} elements"
        yield rules.HUGE_SVG.at(Span(path, root.sourceline or 0), words, "simplify it, or make it a PNG")


def _from_sheets(root: Any, by_id: dict[str, Any], sizes: dict[Any, int]) -> int:
    """The most that style sheets can add: the largest thing they refer to, on every element."""
    targets: list[Any] = []
    for sheet in root.iter(f"{_SVG}style"):
        targets.extend(by_id.get(match[2].strip()[1:]) for match in _URL.finditer(sheet.text or ""))
    largest = max((sizes[target] for target in targets if target is not None), default=0)
    return largest * sum(1 for _ in root.iter()) if largest else 0


def _measure(start: Any, by_id: dict[str, Any], sizes: dict[Any, int]) -> Any:
    """Fill ``sizes`` for ``start`` and all it needs; an element that needs itself is given back."""
    stack = [(start, iter(_needs(start, by_id)))]
    totals = {start: 1}  # of what is being measured now
    while stack:
        element, needs = stack[-1]
        for each in needs:
            if each in sizes:
                totals[element] = min(totals[element] + sizes[each], 2 * MOST_ELEMENTS)
            elif each in totals:
                return each
            else:
                totals[each] = 1
                stack.append((each, iter(_needs(each, by_id))))
                break
        else:
            stack.pop()
            sizes[element] = totals.pop(element)
            if stack:
                above = stack[-1][0]
                totals[above] = min(totals[above] + sizes[element], 2 * MOST_ELEMENTS)
    return None


def _needs(element: Any, by_id: dict[str, Any]) -> list[Any]:
    """An element's children and everything it refers to."""
    wanted = list(element)
    for key, value in element.attrib.items():
        if key in ("href", _XLINK):
            wanted.append(by_id.get(value.strip()[1:]))
        elif "url" in value:
            wanted.extend(by_id.get(match[2].strip()[1:]) for match in _URL.finditer(value))
    return [each for each in wanted if each is not None]
