"""A content stream cut into its operators, each with its operands as they are written (ISO 32000-1, 7.8.2).

Operands stay bytes until somebody needs them: most of a book's are never looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_MOST_OPERANDS = 512  # no operator has more than 33; what piles up here is no content stream
_DEEPEST = 32  # parentheses, arrays and dictionaries in one another
_TOKEN = re.compile(
    rb"(?P<operand>[-+]?(?:\d+\.?\d*|\.\d+)(?![^\x00\t\n\f\r ()<>\[\]{}/%])"
    rb"|/[^\x00\t\n\f\r ()<>\[\]{}/%]*"
    rb"|\[[^\[\]()%]*+\]"
    rb"|<[0-9A-Fa-f\x00\t\n\f\r ]*+>"
    rb"|\((?:[^()\\]++|\\.)*+\))"
    rb"|%[^\r\n]*"
    rb"|(?P<word>[^\x00\t\n\f\r ()<>\[\]{}/%]+)"
    rb"|(?P<open><<|[\[(])",
    re.DOTALL,
)
_BRACKET = re.compile(rb"\\.|%[^\r\n]*|<<|>>|[()\[\]]", re.DOTALL)
_DATA = re.compile(rb"[\x00\t\n\f\r ]ID[\x00\t\n\f\r ]")
_END = re.compile(rb"(?<=[\x00\t\n\f\r ])EI(?=[\x00\t\n\f\r ]|$)|EI(?=[\x00\t\n\f\r ]+Q\b)")
_CLOSING = {b"(": b")", b"[": b"]", b"<<": b">>"}
_NUMBER = re.compile(rb"[-+]?(?:\d+\.?\d*|\.\d+)")
_ESCAPE = re.compile(rb"\\(\r\n|[0-7]{1,3}|.)", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"", b"\r\n": b""}
_STRING = re.compile(rb"<([0-9A-Fa-f\x00\t\n\f\r ]*+)>|\(((?:[^()\\]++|\\.|\((?:[^()\\]++|\\.)*+\))*+)\)", re.DOTALL)

INLINE = b"BI"


def operators(stream: bytes) -> Iterator[tuple[bytes, list[bytes]]]:
    """Each operator with what stands before it. An inline image is one operator, ``BI``: its dictionary as it is
    written, and its data."""
    at, operands, length = 0, list[bytes](), len(stream)
    while at < length:
        for token in _TOKEN.finditer(stream, at):
            kind = token.lastgroup
            if kind == "operand":
                operands.append(token[0])
            elif kind == "word":
                if token[0] == INLINE:
                    image, at = _inline(stream, token.end())
                    yield INLINE, image
                    operands = []
                    break
                yield token[0], operands[-_MOST_OPERANDS:]
                operands = []
            elif kind == "open":
                at = _closed(stream, token.start())
                operands.append(stream[token.start() : at])
                break
            if len(operands) > _MOST_OPERANDS:
                operands = operands[-64:]
        else:
            return


def _closed(stream: bytes, start: int) -> int:
    """Where what opens at ``start`` is closed; the end of the stream when it is not."""
    open_: list[bytes] = []
    for bracket in _BRACKET.finditer(stream, start):
        sign = bracket[0]
        in_string = bool(open_) and open_[-1] == b"("
        if in_string and sign not in (b"(", b")"):
            continue
        if sign in _CLOSING:
            open_.append(sign)
            if len(open_) > _DEEPEST:
                break
        elif open_ and sign == _CLOSING[open_[-1]]:
            open_.pop()
            if not open_:
                return bracket.end()
    return len(stream)


def _inline(stream: bytes, start: int) -> tuple[list[bytes], int]:
    """An inline image (8.9.7): its dictionary, its data, and where the stream goes on."""
    data = _DATA.search(stream, start - 1)
    if data is None:
        return [b"", b""], len(stream)
    end = _END.search(stream, data.end())
    if end is None:
        return [stream[start : data.start()], b""], len(stream)
    return [stream[start : data.start()], stream[data.end() : end.start()].rstrip(b"\r\n")], end.end()


def number(operand: bytes) -> float:
    """An operand as a number; 0 for anything else, and within what a page can be."""
    try:
        value = float(operand)
    except ValueError:
        return 0.0
    return value if -1e9 < value < 1e9 else 0.0


def numbers(operands: list[bytes]) -> tuple[float, ...]:
    """Operands as numbers."""
    return tuple(number(each) for each in operands)


def name(operand: bytes) -> str:
    """A name as pikepdf writes it: with its slash, without its escapes (7.3.5)."""
    if b"#" in operand:
        operand = re.sub(rb"#([0-9A-Fa-f]{2})", lambda code: bytes((int(code[1], 16),)), operand)
    return operand.decode("utf-8", "replace")


def shown(operand: bytes) -> tuple[bytes, float]:
    """The codes of a shown string, or of a TJ array with the sum of its numbers (9.4.3)."""
    if operand[:1] == b"[":
        strings = _STRING.findall(operand)
        rest = _STRING.sub(b" ", operand)
        moved = sum(number(each) for each in _NUMBER.findall(rest))
        return b"".join(_codes(hex, literal) for hex, literal in strings), moved
    match = _STRING.match(operand)
    if match is None:  # deeper parentheses than any text has
        return operand[1:-1], 0.0
    return _codes(match[1] or b"", match[2] or b""), 0.0


def _codes(hex: bytes, literal: bytes) -> bytes:
    if hex:
        digits = hex.translate(None, b"\x00\t\n\f\r ").decode("ascii")
        return bytes.fromhex(digits + "0" if len(digits) % 2 else digits)
    return _ESCAPE.sub(_unescaped, literal) if b"\\" in literal else literal


def _unescaped(match: re.Match[bytes]) -> bytes:
    escape = match[1]
    if escape[:1].isdigit():
        return bytes((int(escape, 8) & 255,)) if set(escape) <= set(b"01234567") else escape
    return _ESCAPED.get(escape, escape)
