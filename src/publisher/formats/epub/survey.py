"""One pass of expat over a finished XHTML file: is it well-formed, what are its ids, links and pictures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from xml.parsers import expat

from publisher.formats.epub.parts import Link, Survey
from publisher.source import Span
from publisher.value import dataclass

_ACTIVE = frozenset(
    {"applet", "audio", "base", "button", "canvas", "embed", "fieldset", "form", "frame", "iframe", "input"}
    | {"object", "script", "select", "textarea", "video"}
)
_SILENT = frozenset({"class", "id", "lang", "http://www.w3.org/XML/1998/namespace lang"})  # nothing follows from these
_OPS_TYPE = "http://www.idpf.org/2007/ops type"
_SVG = "http://www.w3.org/2000/svg"


@dataclass(slots=True)
class _Finds:
    """What gathers while the parser runs; it never leaves this module."""

    near: Span
    ids: dict[str, None] = field(default_factory=dict)
    repeated: list[tuple[str, Span]] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    resources: list[Link] = field(default_factory=list)
    active: list[tuple[str, Span]] = field(default_factory=list)
    tags: dict[str, int] = field(default_factory=dict)
    types: set[str] = field(default_factory=set)
    roles: int = 0
    pictures: int = 0
    undescribed: int = 0
    decorative: int = 0
    described: int = 0
    drawings: int = 0
    silent_drawings: int = 0
    breaks: int = 0
    without_alternative: list[tuple[str, Span]] = field(default_factory=list)


def survey(data: bytes, spans: Mapping[str, Span], start: Span) -> Survey:
    """Look through ``data``. ``spans`` gives the manuscript's place of an id, ``start`` that of the whole file."""
    finds = _Finds(start)
    # With namespaces on, a prefix that is declared nowhere is an error here and not first in the reader's hands.
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True

    def element(name: str, attrs: dict[str, str]) -> None:
        space, _, tag = name.rpartition(" ")
        finds.tags[tag] = finds.tags.get(tag, 0) + 1
        if attrs or tag in _ACTIVE or tag in ("img", "svg"):
            _attributes(finds, space, tag, attrs, spans)

    parser.StartElementHandler = element
    errors: tuple[tuple[str, Span], ...] = ()
    try:
        parser.Parse(data, True)
    except expat.ExpatError as trouble:
        errors = ((f"{expat.ErrorString(trouble.code)} (line {trouble.lineno} of the document)", finds.near),)
    return Survey(
        errors=errors,
        ids=frozenset(finds.ids),
        sequence=tuple(finds.ids),
        repeated=tuple(finds.repeated),
        links=tuple(finds.links),
        resources=tuple(finds.resources),
        active=tuple(finds.active),
        tags=finds.tags,
        types=frozenset(finds.types),
        roles=finds.roles,
        pictures=finds.pictures,
        without_alternative=tuple(finds.without_alternative),
        undescribed=finds.undescribed,
        decorative=finds.decorative,
        described=finds.described,
        drawings=finds.drawings,
        silent_drawings=finds.silent_drawings,
        breaks=finds.breaks,
    )


def _attributes(finds: _Finds, space: str, tag: str, attrs: dict[str, str], spans: Mapping[str, Span]) -> None:
    key = attrs.get("id")
    if key is not None:
        finds.near = spans.get(key, finds.near)
        if key in finds.ids:
            finds.repeated.append((key, finds.near))
        finds.ids[key] = None
    if tag in _ACTIVE:
        finds.active.append((f"<{tag}>", finds.near))
    has_role = "role" in attrs
    for name, value in attrs.items():
        if name in _SILENT:
            continue
        if name == "href":
            _href(finds, space, tag, value)
        elif name in ("src", "poster", "srcset", "data") or name.endswith(" href"):
            finds.resources.append(Link(tag, value, finds.near))
        elif name == _OPS_TYPE:
            finds.types.update(value.split())
            finds.breaks += "pagebreak" in value.split()
        elif name.startswith("on"):
            finds.active.append((name, finds.near))
        elif name.startswith("aria-"):
            has_role = True
    finds.roles += has_role
    if tag == "img":
        finds.described += bool(attrs.get("aria-details"))
        if "alt" not in attrs:
            finds.without_alternative.append((attrs.get("src", ""), finds.near))
        elif attrs["alt"].strip():
            finds.pictures += 1
        elif attrs.get("role") in ("presentation", "none") or attrs.get("aria-hidden") == "true":
            finds.decorative += 1
        else:
            finds.undescribed += 1
    elif tag == "svg" and space == _SVG:
        named = bool(attrs.get("aria-label", "").strip() or attrs.get("aria-labelledby"))
        hidden = attrs.get("aria-hidden") == "true" or attrs.get("role") in ("presentation", "none")
        finds.drawings += named
        finds.decorative += hidden and not named
        finds.silent_drawings += not named and not hidden


def _href(finds: _Finds, space: str, tag: str, value: str) -> None:
    if tag in ("a", "area"):
        finds.links.append(Link(tag, value, finds.near))
    elif space == _SVG or tag == "link":
        finds.resources.append(Link(tag, value, finds.near))
