"""Entities: the character that ``&mdash;`` or ``&#8212;`` stands for (CommonMark 2.5)."""

from __future__ import annotations

from html.entities import html5

from publisher.patterns import regex

_ENTITY = regex(r"&(?:#(?:[Xx][0-9A-Fa-f]{1,6}|[0-9]{1,7})|[A-Za-z][A-Za-z0-9]{1,31});")


def read_entity(text: str, position: int) -> tuple[str, int] | None:
    """The characters of the entity that begins at ``position`` and the offset after it; None when it is none."""
    match = _ENTITY.match(text, position)
    if match is None:
        return None
    entity = match.group()
    if entity[1] != "#":
        # html.unescape would also take a prefix ("&ampx;" as "&" and "x;"); the standard does not.
        chars = html5.get(entity[1:], "")
        return (chars, match.end()) if chars else None
    code = int(entity[3:-1], 16) if entity[2] in "xX" else int(entity[2:-1])
    impossible = code == 0 or code > 0x10FFFF or 0xD800 <= code <= 0xDFFF
    return "\ufffd" if impossible else chr(code), match.end()
