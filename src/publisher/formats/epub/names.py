"""File names and manifest ids: safe on every device, made from what a thing is and never from where it stands."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from hashlib import sha256
from urllib.parse import quote

from publisher.patterns import regex

_SAFE_STEM = regex(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,100}(?<!\.)")
_NOT_NAME = regex(r"[^\w.-]")
_NOT_SLUG = regex(r"[^a-z0-9]+")
_PLAIN_FRAGMENT = regex(r"[A-Za-z0-9._-]+")  # nothing in it is encoded
_FRAGMENT = "/-._~!$&'()*+,;=@:?"  # may stand unencoded after # (RFC 3986 §3.5)


def folded(name: str) -> str:
    """The form in which two names must differ (EPUB 3.3 §4.2.2: case folding and NFC)."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def slug(text: str) -> str:
    """Lower-case ASCII letters, digits and single hyphens; empty when nothing of ``text`` is left."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return _NOT_SLUG.sub("-", plain).strip("-")[:60].strip("-")


def file_stem(stem: str) -> str:
    """``stem`` where it is safe ASCII, else what of it is, with a digest: EPUBCheck and old devices want ASCII."""
    if _SAFE_STEM.fullmatch(stem):
        return stem
    return f"{slug(stem) or 'text'}-{sha256(stem.encode()).hexdigest()[:8]}"


def xml_id(text: str) -> str:
    """``text`` as an XML name without colon."""
    name = _NOT_NAME.sub("-", text)
    return name if re.match(r"[^\W\d]", name) else f"_{name}"


def href(name: str, fragment: str = "") -> str:
    """A link to a file inside the EPUB, percent-encoded."""
    return quote(name, safe="/-._~!$&'()*+,;=@") + (f"#{quote(fragment, safe=_FRAGMENT)}" if fragment else "")


def hrefs(name: str, fragments: Iterable[str]) -> Iterator[str]:
    """The links to a file and to places in it, as :func:`href` makes them one by one."""
    file = href(name)
    yield file
    for fragment in fragments:
        plain = fragment and _PLAIN_FRAGMENT.fullmatch(fragment)
        yield f"{file}#{fragment}" if plain else href(name, fragment)


def unique(wanted: str, taken: set[str], suffix: str = "") -> str:
    """``wanted + suffix``, or with -2, -3 … before the suffix, whichever no folded name in ``taken`` has; adds it."""
    name, count = wanted + suffix, 1
    while folded(name) in taken:
        count += 1
        name = f"{wanted}-{count}{suffix}"
    taken.add(folded(name))
    return name
