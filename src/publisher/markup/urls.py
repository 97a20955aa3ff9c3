"""Which addresses a manuscript may hold, and how they are written."""

from __future__ import annotations

import html
from functools import lru_cache
from urllib.parse import unquote

from markdown_it.common.normalize_url import normalizeLink

from publisher.patterns import regex

_LINK_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_IMAGE_SCHEMES = frozenset({"http", "https"})
_IGNORED = regex(r"[\x00-\x20\x7f-\xa0\u00ad\u200b-\u200f\u2028\u2029\u2060-\u2064\ufeff\ufffd]+")
_SCHEME = regex(r"([A-Za-z][A-Za-z0-9+.-]*):")
_PLAIN = regex(r"[A-Za-z0-9._~/#?=+:,@-]*\Z")


def written(url: str) -> str:
    """The address percent-encoded, its host in ASCII, as CommonMark wants it."""
    if _PLAIN.match(url) and ":" not in url and not url.startswith("//"):
        return url
    return str(normalizeLink(url))


@lru_cache(1000)
def objection(url: str, image: bool = False) -> str:
    """Why a book may not hold this address, in a few words; empty when it may.

    The address is judged as the most credulous of readers would take it: entities and percent signs resolved,
    control characters and blanks taken out.
    """
    for reading in _readings(url):
        if reading.startswith(("//", "\\", "/\\")):
            return "it begins like the name of another machine"
        match = _SCHEME.match(reading)
        if match is None:
            continue
        scheme = match.group(1).lower()
        if scheme not in (_IMAGE_SCHEMES if image else _LINK_SCHEMES):
            return f"“{scheme[:20]}:” is not allowed"
    return ""


def _readings(url: str) -> list[str]:
    readings = []
    for _ in range(4):
        reading = _IGNORED.sub("", url)
        if reading not in readings:
            readings.append(reading)
        deeper = html.unescape(unquote(url))
        if deeper == url:
            break
        url = deeper
    return readings
