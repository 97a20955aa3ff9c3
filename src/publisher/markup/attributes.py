"""Attributes in braces, ``{#id .class key=value}``, as Pandoc has them."""

from __future__ import annotations

from publisher.markup.node import Attrs
from publisher.patterns import regex

_NAME = r"""[^\s#.{}="'<>&]+"""
_VALUE = r"""(?:"[^"]*"|'[^']*'|[^\s{}"'=<>]+)"""
_PART = rf"(?:\#{_NAME}|\.{_NAME}(?:\.{_NAME})*|[A-Za-z][\w:-]*={_VALUE})"
BRACES = regex(rf"\{{[ \t]*({_PART}(?:[ \t]+{_PART})*)[ \t]*\}}")
_ITEM = regex(
    r"""\#(?P<id>[^\s#.{}="'<>&]+)|\.(?P<cls>[^\s#{}="'<>&]+)|(?P<key>[A-Za-z][\w:-]*)=(?:"(?P<dq>[^"]*)"|'(?P<sq>[^']*)'|(?P<raw>[^\s{}"'=<>]+))"""
)
_LOADING = frozenset({"style", "src", "href", "srcset", "action", "formaction", "background", "poster", "data", "ping"})


def read_attributes(text: str, position: int = 0) -> tuple[Attrs, int] | None:
    """The attributes of the braces that begin at ``position`` and the offset after them; None when there are none."""
    match = BRACES.match(text, position)
    if match is None:
        return None
    return attributes_of(match.group(1)), match.end()


def attributes_of(inside: str) -> Attrs:
    """The attributes of what stands between the braces: id first, classes together, then the rest in order."""
    identity = ""
    classes: list[str] = []
    others: dict[str, str] = {}
    for match in _ITEM.finditer(inside):
        if match["id"]:
            identity = match["id"]
        elif match["cls"]:
            classes += match["cls"].split(".")
        else:
            key = match["key"].lower()
            value = match["dq"] if match["dq"] is not None else match["sq"] if match["sq"] is not None else match["raw"]
            if key == "class":
                classes += value.split()
            elif key == "id":
                identity = value
            else:
                others[key] = value
    attrs: list[tuple[str, str]] = []
    if identity:
        attrs.append(("id", identity))
    if classes:
        attrs.append(("class", " ".join(dict.fromkeys(classes))))
    return (*attrs, *others.items())


def forbidden(attrs: Attrs) -> tuple[str, ...]:
    """The names among ``attrs`` that run code, load files or set the look."""
    return tuple(name for name, _ in attrs if name.startswith("on") or name in _LOADING or ":" in name)


def without(attrs: Attrs, names: tuple[str, ...]) -> Attrs:
    """``attrs`` without those called ``names``."""
    return tuple(pair for pair in attrs if pair[0] not in names)


def merge(first: Attrs, second: Attrs) -> Attrs:
    """Both together: classes are joined, of any other name the second holds."""
    if not second:
        return first
    if not first:
        return second
    values = dict(first)
    for name, value in second:
        if name == "class" and values.get("class"):
            value = " ".join(dict.fromkeys(f"{values['class']} {value}".split()))
        values[name] = value
    return tuple(values.items())
