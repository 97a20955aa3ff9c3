"""Text files of the manuscript: bytes in; UTF-8 text with plain line ends out, or the place where it is not.

Trouble is reported and the text given all the same, with harmless characters in place of bad ones, so that
the rest of the chapter can still be looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from publisher.diagnostics import Diagnostic
from publisher.manuscript.paths import locate, read_bytes, why_unsafe
from publisher.patterns import regex
from publisher.rules import files as rules
from publisher.source import Source, Span

LARGEST = 8 * 1024 * 1024
_MOST_REPORTS = 20

# What XML 1.0 (§2.2) forbids, and DEL.
_ILLEGAL = regex("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_CONTROLS = bytes(code for code in (*range(0x20), 0x7F) if code not in b"\t\n\r")
_NAMES = {
    0x00: "a NUL character",
    0x07: "a bell character",
    0x08: "a backspace",
    0x0B: "a vertical tab",
    0x0C: "a form feed (page break)",
    0x1A: "an end-of-file mark (Ctrl-Z)",
    0x1B: "an escape character",
    0x7F: "a delete character",
}


def read_source(folder: Path, path: str, at: Span | None = None) -> tuple[Source | None, tuple[Diagnostic, ...]]:
    """The text file at ``path``, and what is wrong with it; None when there is nothing to read.

    ``at`` is the place that named the file: trouble with finding it is reported there.
    """
    span = at or Span(path)
    target, reason = locate(folder, path)
    if target is None:
        return None, (_not_there(path, reason, span),)
    try:
        data = read_bytes(target, LARGEST)
    except OSError as error:
        return None, (rules.UNREADABLE.at(span, f"{path} cannot be read: {error.strerror}"),)
    if data is None:
        return None, (rules.TOO_LARGE.at(span, f"{path} is larger than {LARGEST >> 20} MB", "divide it into chapters"),)
    text, found = decode(data, path)
    return Source(path, text), found


def _not_there(path: str, reason: str, span: Span) -> Diagnostic:
    if reason == "outside":
        why = why_unsafe(path)
        if why:
            return rules.OUTSIDE.at(span, f"`{path[:80]}` {why}", "name a file in the manuscript folder")
        return rules.LINK_OUTSIDE.at(span, f"{path} is a link to a file outside the manuscript", "copy the file here")
    if reason == "missing":
        return rules.MISSING_FILE.at(span, f"there is no file {path}")
    return rules.UNREADABLE.at(span, f"{path} is not a file that can be read")


def decode(data: bytes, path: str) -> tuple[str, tuple[Diagnostic, ...]]:
    """The text of ``data`` without byte order mark, every line end ``\\n``, and every fault with its place."""
    found: list[Diagnostic] = []
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        found.append(_not_utf8(data, path, error))
        if _utf16(data):
            return "", tuple(found)
        text = data.decode("utf-8-sig", errors="replace")
    else:
        if b"\0" in data and _utf16(data):
            found.append(rules.NOT_UTF8.at(Span(path, 1, 1), "this file is not UTF-8", _UTF16_HINT))
            return "", tuple(found)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not is_clean(text) and _ILLEGAL.search(text):
        found.extend(_illegal(text, path))
        text = _ILLEGAL.sub(" ", text)
    return text, tuple(found)


def is_clean(text: str) -> bool:
    """Whether a text surely has nothing that XML forbids: in a tenth of the time that looking for it takes."""
    try:
        data = text.encode()
    except UnicodeEncodeError:  # half a surrogate pair
        return False
    return len(data.translate(None, delete=_CONTROLS)) == len(data) and "\ufffe" not in text and "\uffff" not in text


_UTF16_HINT = "it looks like UTF-16: save it as UTF-8"


def _utf16(data: bytes) -> bool:
    """Whether every other byte is zero, as in UTF-16 text in a Western language, or its mark stands at the head."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    head = data[:2000]
    return len(head) > 3 and max(head[0::2].count(0), head[1::2].count(0)) > 0.4 * len(head) / 2


def _not_utf8(data: bytes, path: str, error: UnicodeDecodeError) -> Diagnostic:
    before = data[: error.start].decode("utf-8-sig", errors="replace").replace("\r\n", "\n").replace("\r", "\n")
    span = Span(path, before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1)
    wrong = data[error.start]
    if _utf16(data):
        return rules.NOT_UTF8.at(span, "this file is not UTF-8", _UTF16_HINT)
    if wrong == 0xED and data[error.start + 1 : error.start + 2] >= b"\xa0":
        return rules.NOT_UTF8.at(span, "half of a character stands here (a lone surrogate)", "type the character again")
    kind = "Windows-1252" if any(0x80 <= byte <= 0x9F for byte in data) else "Latin-1 (ISO 8859-1)"
    return rules.NOT_UTF8.at(
        span, f"the byte {wrong:02X} here is not UTF-8", f"it looks like {kind}: open it as that and save it as UTF-8"
    )


def _illegal(text: str, path: str) -> Iterator[Diagnostic]:
    line, line_start = 1, 0
    for number, match in enumerate(_ILLEGAL.finditer(text)):
        if number == _MOST_REPORTS:
            rest = sum(1 for _ in _ILLEGAL.finditer(text, match.start()))
            yield rules.ILLEGAL_CHARACTER.at(Span(path, line), f"and {rest} more such characters follow")
            return
        new_lines = text.count("\n", line_start, match.start())
        if new_lines:
            line += new_lines
            line_start = text.rindex("\n", 0, match.start()) + 1
        code = ord(match.group())
        column = match.start() - line_start + 1
        yield rules.ILLEGAL_CHARACTER.at(
            Span(path, line, column, line, column + 1),
            f"{_NAMES.get(code, 'a character that XML forbids')} stands here (U+{code:04X})",
            "delete it",
        )
