"""Characters that no font of the style can draw, found with their places."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from hashlib import sha256
from pathlib import Path

from publisher.book.model import Edition
from publisher.diagnostics import Diagnostic, MachineError
from publisher.fonts import coverage, font_digest
from publisher.markup.node import Node
from publisher.patterns import regex
from publisher.rules import dress
from publisher.source import Span
from publisher.store import NOTHING_KEPT, Store, kept
from publisher.style.composition import PAGE, Document
from publisher.style.parts import FontFamily, StyleFile

_NO_GLYPH = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf"})  # spaces, line ends, joiners, the soft hyphen, bidi controls
_TAG = regex(r"<[^>]*>")
_CSS_ESCAPE = regex(r"\\\\([0-9a-fA-F]{1,6})")
FALLBACK = "fallback"  # the role of families that only help out
_ASCII = tuple(map(chr, range(128)))
_ASCII_BYTES = bytes(range(128))
_MOST = 50  # characters reported one by one


def letters(documents: Iterable[Document], sheets: Iterable[StyleFile]) -> frozenset[str]:
    """Every character that wants a glyph in the documents or in what the sheets write around them."""
    found: set[str] = set()
    for document in documents:
        found.update(_beyond_ascii(document.body))
    for sheet in sheets:
        found.update(_beyond_ascii(sheet.text))
        found.update(chr(int(code, 16)) for code in _CSS_ESCAPE.findall(sheet.text) if int(code, 16) < 0x110000)
    return frozenset(char for char in found if char > "\x7f" and not _needs_none(char))


def characters_of(text: str) -> set[str]:
    """The characters of a text, each once. To look for each letter of ASCII takes a tenth of going through the text."""
    return _beyond_ascii(text).union(char for char in _ASCII if char in text)


def _beyond_ascii(text: str) -> set[str]:
    """The characters of a text that are not ASCII: what is left of its UTF-8 without the bytes that are."""
    return set(text.encode("utf-8", "surrogatepass").translate(None, _ASCII_BYTES).decode("utf-8", "surrogatepass"))


def choose_families(
    families: Sequence[FontFamily],
    wanted: frozenset[str],
    folders: Sequence[Path],
    store: Store = NOTHING_KEPT,
    digest_of: Callable[[str], str] | None = None,
) -> tuple[tuple[FontFamily, ...], frozenset[str]]:
    """The families that the book needs, and the characters that none of them has.

    Fallbacks are only taken when some character is in no other family: an unused font makes the file larger.
    """
    digest_of = digest_of or partial(font_digest, folders=folders)
    own = tuple(family for family in families if family.role != FALLBACK)
    left = _not_drawn(wanted, own, folders, store, digest_of)
    if not left or len(own) == len(families):
        return own, left
    return tuple(families), _not_drawn(left, families, folders, store, digest_of)


def _not_drawn(
    wanted: frozenset[str],
    families: Iterable[FontFamily],
    folders: Sequence[Path],
    store: Store,
    digest_of: Callable[[str], str],
) -> frozenset[str]:
    left = wanted
    for source in dict.fromkeys(face.source for family in families for face in family.faces):
        if not left:
            break
        try:
            left = _lacking(source, left, folders, store, digest_of)
        except MachineError:
            continue  # reported where the faces are gathered
    return left


def _lacking(
    source: str, wanted: frozenset[str], folders: Sequence[Path], store: Store, digest_of: Callable[[str], str]
) -> frozenset[str]:
    """Those of the ``wanted`` characters that a font does not have. Raises :class:`MachineError` for a broken one."""

    def lacking() -> bytes:
        known = coverage(source, folders)
        return "".join(sorted(char for char in wanted if ord(char) not in known)).encode("utf-8", "surrogatepass")

    if store is NOTHING_KEPT:
        return frozenset(lacking().decode("utf-8", "surrogatepass"))
    asked = sha256("".join(sorted(wanted)).encode("utf-8", "surrogatepass")).hexdigest()
    made = kept(store, f"lacking {digest_of(source)} {asked}", lacking)
    return frozenset(made.decode("utf-8", "surrogatepass"))


def missing_glyphs(
    edition: Edition, documents: Sequence[Document], missing: frozenset[str], medium: str
) -> tuple[Diagnostic, ...]:
    """A diagnostic for each of the ``missing`` characters that is set, at its first place in the manuscript.

    An error on paper, where it would be an empty box; a note on screen, where the reading system helps itself.
    """
    if not missing:
        return ()
    seen: set[str] = set()
    for document in documents:
        seen.update(html.unescape(_TAG.sub("", document.body)))
    unknown = sorted(missing & seen)  # the words of an alt attribute are not drawn
    if not unknown:
        return ()
    places = _places(edition, unknown)
    rule = dress.MISSING_GLYPH if medium == PAGE else dress.SCREEN_GLYPH
    lacks = "no font of the style has " if medium == PAGE else "the ebook leaves to the reader's own fonts "
    found = [rule.at(*_report(lacks, char, places.get(char, []), documents)) for char in unknown[:_MOST]]
    if len(unknown) > _MOST:
        message = f"{len(unknown) - _MOST} more characters are in none of the style's fonts"
        found.append(rule.at(Span(""), message, 'add a family with role = "fallback" to the style'))
    return tuple(found)


def _needs_none(char: str) -> bool:
    code = ord(char)
    is_selector = 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF
    return is_selector or unicodedata.category(char) in _NO_GLYPH


def _places(edition: Edition, chars: Iterable[str]) -> dict[str, list[Span]]:
    wanted = re.compile("[" + "".join(map(re.escape, chars)) + "]")
    places: dict[str, list[Span]] = {}
    for chapter in edition.chapters:
        for root in (*chapter.title, chapter.body):
            _search(root, chapter.span, wanted, places)
    return places


def _search(root: Node, within: Span, wanted: re.Pattern[str], places: dict[str, list[Span]]) -> None:
    stack = [(root, within)]
    while stack:
        node, outer = stack.pop()
        span = node.span if node.span.line else outer
        if node.text:
            for char in dict.fromkeys(wanted.findall(node.text)):
                places.setdefault(char, []).append(_letter(node, span, char))
        stack.extend((child, span) for child in reversed(node.children))


def _letter(node: Node, span: Span, char: str) -> Span:
    """The place of ``char`` alone, where the node's text stands in its file as it is."""
    as_written = span.line == span.end_line and span.column and span.end_column - span.column == len(node.text)
    if span != node.span or not as_written:
        return span
    column = span.column + node.text.index(char)
    return replace(span, column=column, end_column=column + 1)


def _report(lacks: str, char: str, places: Sequence[Span], documents: Sequence[Document]) -> tuple[Span, str, str]:
    name = unicodedata.name(char, "a character without a name").lower()
    message = f"{lacks}“{char}” (U+{ord(char):04X}, {name})"
    hint = 'add a family that has it with role = "fallback", or write another character'
    if places:
        more = f", also in {len(places) - 1} more places" if len(places) > 1 else ""
        return places[0], message + more, hint
    where = next((each.kind for each in documents if char in html.unescape(each.body)), "book")
    return Span(""), f"{message}, on the page `{where}`", hint
