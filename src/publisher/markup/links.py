"""Links: what may follow a closing bracket (CommonMark 6.3, 6.4)."""

from __future__ import annotations

import re

from markdown_it.common.utils import normalizeReference, unescapeAll
from markdown_it.helpers import parseLinkDestination

from publisher.patterns import regex
from publisher.value import dataclass

_DESTINATION = regex(r"<((?:[^<>\n\\]|\\.)*)>|([^<()\\\x00-\x20\x7f][^()\\\x00-\x20\x7f]*)(?=[) \t\n])")
_TITLE = regex(r"\"((?:[^\"\\]|\\.|\\)*)\"|'((?:[^'\\]|\\.|\\)*)'|\(((?:[^()\\]|\\.|\\)*)\)", re.DOTALL)
_BLANKS = regex(r"[ \t]*\n?[ \t]*")
_LABEL = regex(r"\[((?:[^\\\[\]]|\\.){0,999})\]", re.DOTALL)
_LONGEST_LABEL = 999
# A title has no length in the standard; a bound keeps a thousand unclosed ones from being searched a thousand times.
_LONGEST_TITLE = 10_000


@dataclass(frozen=True, slots=True)
class Address:
    """Where a link leads, as the author wrote it without escapes, and the offset after it."""

    url: str
    title: str
    end: int


def inline_address(text: str, position: int) -> Address | None:
    """The ``(address "title")`` that begins at ``position``; None when it cannot be read as one."""
    size = len(text)
    at = _blanks(text, position + 1)
    url = ""
    if at < size and text[at] != ")":
        match = _DESTINATION.match(text, at)
        if match is not None:
            url = match[1] if match[1] is not None else match[2]
            url = unescapeAll(url) if "\\" in url or "&" in url else url
            at = match.end()
        elif text[at] != "<":
            result = parseLinkDestination(text, at, size)
            if not result.ok:
                return None
            url, at = result.str, result.pos
        else:
            return None
    title = ""
    after = _blanks(text, at)
    if after > at and after < size and text[after] in "\"'(":
        match = _TITLE.match(text, after, after + _LONGEST_TITLE)
        if match is None:
            return None
        title = unescapeAll(next(group for group in match.groups() if group is not None))
        after = _blanks(text, match.end())
    if after < size and text[after] == ")":
        return Address(url, title, after + 1)
    return None


def _blanks(text: str, position: int) -> int:
    match = _BLANKS.match(text, position)
    return match.end() if match else position


def bracketed_label(text: str, position: int) -> tuple[str, int] | None:
    """The ``[label]`` that begins at ``position`` and the offset after it."""
    match = _LABEL.match(text, position)
    return (match[1], match.end()) if match else None


def normal_label(label: str) -> str:
    """The label as it is compared: blanks collapsed, case folded; empty when it cannot be a label."""
    return str(normalizeReference(label)) if len(label) <= _LONGEST_LABEL and label.strip() else ""
