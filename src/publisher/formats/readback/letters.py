"""The letters that every page of a finished PDF paints, as its fonts say what each glyph stands for.

This is what a reader copies, searches and hears. It reads the painting operators themselves (ISO 32000-1, 9.4.3) and
the fonts' ToUnicode maps (9.10.3), so it costs two hundredths of what making the pages does: no build does without.
"""

from __future__ import annotations

import io
import re
import sys
from array import array
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

import pikepdf

_DEEPEST = 12  # forms within forms
# What follows a string, a number or a name decides; so strings are kept until an operator comes. Dictionaries and
# inline images may hold strings that are no text, and are passed over.
_TOKEN = re.compile(
    rb"\[(?P<array>[^\[\]()%]*)\]"
    rb"|<<(?P<dictionary>(?:[^<>()]|<[0-9A-Fa-f\s]*>|\((?:[^()\\]|\\.)*\)|<<[^<>]*>>)*)>>"
    rb"|<(?P<hex>[0-9A-Fa-f\s]*)>"
    rb"|\((?P<literal>(?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*)\)"
    rb"|/(?P<font>[^\s/<>\[\]()%]+)\s+[-+.\d]+\s+Tf\b"
    rb"|/(?P<form>[^\s/<>\[\]()%]+)\s+Do\b"
    rb"|\bBI\b.*?\bEI\b"
    rb"|%[^\r\n]*",
    re.DOTALL,
)
_HEX = re.compile(rb"<([^<>]*)>")
_ESCAPE = re.compile(rb"\\(\r\n|[0-7]{1,3}|.)", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"", b"\r\n": b""}
_SECTION = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_CMAP_WORD = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])")


@dataclass(slots=True)
class _Font:
    """What the codes of a font stand for. A code without an entry stands for nothing that could be copied."""

    width: int = 2  # bytes of a code
    letters: dict[int, str] = field(default_factory=dict)


def page_letters(data: bytes, only: Collection[int] | None = None) -> tuple[Counter[str], ...]:
    """For every page what its glyphs stand for, and how often: a ligature counts as the letters that it joins.

    A glyph of which the file does not say what it stands for counts as U+FFFD. With ``only``, pages of another index
    are passed over, and have no letters. Raises ValueError for a file that
    is no PDF.
    """
    fonts: dict[Any, _Font] = {}
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            return tuple(
                _page(page, fonts) if only is None or index in only else Counter()
                for index, page in enumerate(pdf.pages)
            )
    except pikepdf.PdfError as error:
        raise ValueError(f"this is no PDF: {error}") from error


def _page(page: Any, fonts: dict[Any, _Font]) -> Counter[str]:
    texts: dict[int, tuple[_Font, list[bytes]]] = {}
    _content(_stream(page.obj.get("/Contents")), page.obj.get("/Resources", {}), fonts, texts, 0)
    letters: Counter[str] = Counter()
    for font, strings in texts.values():
        for code, count in Counter(_codes(b"".join(strings), font.width)).items():
            letters[font.letters.get(code, "\ufffd")] += count
    return letters


def _stream(contents: Any) -> bytes:
    """The bytes of a page's contents, which may stand in several streams."""
    if contents is None:
        return b""
    parts = contents if isinstance(contents, pikepdf.Array) else [contents]
    return b"\n".join(part.read_bytes() for part in parts)


def _content(
    stream: bytes, resources: Any, fonts: dict[Any, _Font], texts: dict[int, tuple[_Font, list[bytes]]], depth: int
) -> None:
    """Gather the strings that a content stream shows, font by font, and those of the forms that it paints."""
    font, strings = _Font(), list[bytes]()
    named: dict[bytes, _Font] = {}  # a page sets the same font at every line
    for token in _TOKEN.finditer(stream):
        kind = token.lastgroup
        if kind == "array":  # nearly all text: taken at once
            strings.append(_whole(bytes.fromhex(b"".join(_HEX.findall(token["array"])).decode("ascii")), font.width))
        elif kind == "hex":
            strings.append(_whole(bytes.fromhex(_even(token["hex"])), font.width))
        elif kind == "literal":
            strings.append(_whole(_ESCAPE.sub(_unescaped, token["literal"]), font.width))
        elif kind == "font":
            name = token["font"]
            if name not in named:
                named[name] = _font(resources, name, fonts)
            font = named[name]
            strings = texts.setdefault(id(font), (font, []))[1]
        elif kind == "form" and depth < _DEEPEST:
            form = _named(resources, "/XObject", token["form"])
            if form is not None and form.get("/Subtype") == "/Form":
                _content(form.read_bytes(), form.get("/Resources", resources), fonts, texts, depth + 1)


def _whole(string: bytes, width: int) -> bytes:
    """A shown string without half a code at its end."""
    return string[:-1] if width == 2 and len(string) % 2 else string


def _codes(string: bytes, width: int) -> Any:
    """The codes of shown strings."""
    if width == 1:
        return string
    codes = array("H", string)
    if sys.byteorder == "little":
        codes.byteswap()
    return codes


def _even(digits: bytes) -> str:
    text = digits.decode("ascii")
    return text + "0" if len("".join(text.split())) % 2 else text


def _unescaped(match: re.Match[bytes]) -> bytes:
    escape = match[1]
    if escape[:1].isdigit():
        return bytes((int(escape, 8) & 255,))
    return _ESCAPED.get(escape, escape)


def _named(resources: Any, kind: str, name: bytes) -> Any:
    """A resource by its name; None where there is none."""
    return resources.get(kind, {}).get("/" + re.sub(rb"#([0-9A-Fa-f]{2})", _hexed, name).decode("utf-8", "replace"))


def _hexed(match: re.Match[bytes]) -> bytes:
    return bytes((int(match[1], 16),))


def _font(resources: Any, name: bytes, fonts: dict[Any, _Font]) -> _Font:
    found = _named(resources, "/Font", name)
    if found is None:
        return fonts.setdefault(None, _Font())
    key = found.objgen if found.is_indirect else (id(resources), name)
    if key not in fonts:
        fonts[key] = _read_font(found)
    return fonts[key]


def _read_font(font: Any) -> _Font:
    map = font.get("/ToUnicode")
    width = 2 if font.get("/Subtype") == "/Type0" else 1
    if isinstance(map, pikepdf.Stream):
        return _Font(width, _to_unicode(map.read_bytes()))
    plain = {code: bytes((code,)).decode("cp1252", "replace") for code in range(32, 256)} if width == 1 else {}
    return _Font(width, plain)


def _to_unicode(cmap: bytes) -> dict[int, str]:
    """A ToUnicode map: code → what it stands for."""
    letters: dict[int, str] = {}
    for section in _SECTION.finditer(cmap):
        words: list[Any] = []
        inner: list[bytes] | None = None
        for word in _CMAP_WORD.finditer(section[2]):
            if word[2]:
                inner = []
            elif word[3]:
                words.append(inner)
                inner = None
            else:
                value = bytes.fromhex(_even(word[1]))
                (words if inner is None else inner).append(value)
        _fill(letters, section[1] == b"bfchar", words)
    return letters


def _fill(letters: dict[int, str], single: bool, words: list[Any]) -> None:
    """Take in the entries of one section (9.10.3, and Adobe technical note 5411)."""
    if single:
        for code, value in zip(words[::2], words[1::2], strict=False):
            letters[int.from_bytes(code, "big")] = _utf16(value)
        return
    for first, last, value in zip(words[::3], words[1::3], words[2::3], strict=False):
        start, end = int.from_bytes(first, "big"), int.from_bytes(last, "big")
        for step in range(min(end - start + 1, 0x10000)):
            if isinstance(value, list):
                letters[start + step] = _utf16(value[step]) if step < len(value) else "\ufffd"
            else:
                text = _utf16(value)
                letters[start + step] = text[:-1] + chr(ord(text[-1]) + step) if text else ""


def _utf16(value: bytes) -> str:
    return value.decode("utf-16-be", "replace")
