"""Lints of characters: accidents of encodings in Latin text, and what XML does not allow."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from publisher.diagnostics import Diagnostic
from publisher.manuscript.text import is_clean
from publisher.markup.node import Node
from publisher.patterns import regex
from publisher.rules.markup import CONTROL_CHARACTER, MOJIBAKE
from publisher.source import Span

NOT_XML = regex("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# GBK read as Big5: what stands there, and what stood there.
_GBK_AS_BIG5 = {
    "\u301e": "—", "\uff03": "…", "\u203b": "“", "\u00a7": "”", "\uff06": "‘", "\uff0a": "’", "\ufe5e": "·",
    "\u6bcf": "–", "\u8c37": "é",
}  # fmt: skip
_LATIN = "A-Za-z\u00c0-\u024f"
_AROUND = rf"[{_LATIN}\s\d.,;:!?'\"()“”‘’…—–]"
_ACCIDENT = regex(
    rf"(?P<big5>(?<={_AROUND})[\u301e\uff03\u203b\uff06\uff0a\ufe5e\u6bcf\u8c37](?={_AROUND}|\Z)"
    rf"|(?<=[{_LATIN}.,!?])\u00a7(?=[\s.,;)]|\Z)(?!\s*\d))"
    "|(?P<cp1252>\u00e2\u20ac[\u0098-\u00a6\u2013\u2014\u2018-\u201e\u2020-\u2022\u2026\u02dc\u2122\u0153]?"
    "|\u00c3[\u0080-\u00bf\u0192\u2018-\u201e\u2020-\u2026\u0160\u0161]|\u00c2[\u00a0-\u00bf])"
    r"|(?P<twice>&amp;(?:#\d{2,7}|#[xX][0-9A-Fa-f]{2,6}|[a-z]{2,8});)"
    "|(?P<c1>[\u0080-\u0084\u0086-\u009f])"
    "|(?P<lost>\ufffd+)"  # what stood there was lost before we saw it
)
_QUICK = regex("[\u0080-\u009f\u301e\uff03\u203b\u00a7\uff06\uff0a\ufe5e\u6bcf\u8c37\u00e2\u00c2\u00c3\ufffd]")


def lint_characters(text: str, path: str, first_line: int, root: Node, language: str) -> Iterator[Diagnostic]:
    """Accidents of encodings in ``text``, which begins at ``first_line``; code is left alone."""
    if "&amp;" not in text and (text.isascii() or _QUICK.search(text) is None):
        return
    code: set[int] = set()
    for node in root.walk():
        if node.kind == "code_block":
            code.update(range(node.span.line, node.span.end_line + 1))
    east = language.split("-")[0] in ("zh", "ja", "ko", "yue")
    starts = _starts(text)
    for match in _ACCIDENT.finditer(text):
        span = _span(match.start(), match.end(), path, first_line, starts)
        if span.line in code or (east and match["big5"]):
            continue
        proposal = _proposal(match)
        hint = f"perhaps “{proposal}” was meant" if proposal else ""
        yield MOJIBAKE.at(span, f"{_named(match.group())} looks like an accident of encodings", hint=hint)


def without_controls(text: str, path: str, first_line: int) -> tuple[str, list[Diagnostic]]:
    """The text with U+FFFD for every character that XML does not allow, and a report of each."""
    if is_clean(text) or NOT_XML.search(text) is None:
        return text, []
    starts = _starts(text)
    troubles = [
        CONTROL_CHARACTER.at(
            _span(match.start(), match.end(), path, first_line, starts),
            f"U+{ord(match.group()):04X} may not stand in a book",
        )
        for match in NOT_XML.finditer(text)
    ]
    return NOT_XML.sub("\ufffd", text), troubles[:1000]


def _proposal(match: re.Match[str]) -> str:
    found = match.group()
    if match["big5"]:
        return _GBK_AS_BIG5[found]
    if match["twice"]:
        return "&" + found[5:]
    if match["cp1252"]:
        try:
            return found.encode("cp1252").decode("utf-8")
        except UnicodeError:
            return ""
    try:
        return found.encode("latin-1").decode("cp1252")
    except UnicodeError:
        return ""


def _named(text: str) -> str:
    if len(text) == 1:
        return f"U+{ord(text):04X}" if not text.isprintable() else f"“{text}” (U+{ord(text):04X})"
    return f"“{text}”"


def _starts(text: str) -> list[int]:
    return [0, *(match.end() for match in re.finditer("\n", text))]


def _span(start: int, end: int, path: str, first_line: int, starts: list[int]) -> Span:
    index = bisect_right(starts, start) - 1
    line = first_line + index
    column = start - starts[index] + 1
    return Span(path, line, column, line, column + end - start)
