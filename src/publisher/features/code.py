"""Code blocks, highlighted: the only door to Pygments.

The print engine pays for every inline box, so neighbours of one class share a ``span``, spaces get none, and names
and punctuation, which no style colours, are plain text.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING

from publisher.book.model import Edition
from publisher.diagnostics import Diagnostic
from publisher.features.blocks import blocks
from publisher.features.feature import Feature
from publisher.features.lexing import tokens
from publisher.features.marking import own_attrs
from publisher.markup.node import Node
from publisher.patterns import regex
from publisher.rules.quotations import LARGE_CODE, UNKNOWN_CODE_LANGUAGE
from publisher.store import NOTHING_KEPT, Store, kept
from publisher.style.composition import PAGE
from publisher.style.render import Rendering
from publisher.style.xhtml import element, escape

if TYPE_CHECKING:
    from pygments.lexer import Lexer

MOST_CHARACTERS = 200_000
LONGEST_LINE = 5_000  # some lexers take quadratic time for a line
_PLAIN = frozenset(("", "text", "txt", "plain", "plaintext", "none", "output"))
_NO_SPAN = frozenset(("", "n", "p", "w", "x", "nx", "err", "ws"))
_NAME = regex(r"[^\w+#.-]+")

Piece = tuple[str, str]  # class name ("" for none), text


def code_block(node: Node, rendering: Rendering) -> str:
    """``pre.code`` with a ``code.language-x``; on paper every line, with its line end, is a ``span.line``."""
    text = node.text
    language = _language(node)
    pieces = _known_pieces(text, language, rendering.store)
    if rendering.medium == PAGE:
        inner = "".join(element("span", (("class", "line"),), _spans(line)) for line in _by_line(pieces))
    else:
        inner = _spans(pieces)
    named = {"class": f"language-{language}" if language else None}
    marks = own_attrs("pre", node.with_attrs(lang=None), rendering, "code")
    return element("pre", marks, element("code", named, inner))


def _known_pieces(text: str, language: str, store: Store) -> list[Piece]:
    """As :func:`highlighted`, from the store where this very text was highlighted before."""
    if store is NOTHING_KEPT or language in _PLAIN:
        return highlighted(text, language)
    made_from = f"{language}\n{text}"  # no language has a line end
    key = f"highlighted {sha256(made_from.encode('utf-8', 'surrogatepass')).hexdigest()}"
    raw = kept(store, key, lambda: json.dumps(highlighted(text, language)).encode())
    return [(name, value) for name, value in json.loads(raw)]


def highlighted(text: str, language: str) -> list[Piece]:
    """The text in pieces of one class each; one plain piece when the language is unknown or the text too large."""
    if language in _PLAIN or too_large(text) or (lexer := _lexer(language)) is None:
        return [("", text)]
    from pygments.token import STANDARD_TYPES

    pieces: list[Piece] = []
    for token, value in tokens(lexer, text):
        name = STANDARD_TYPES.get(token)
        while name is None and token.parent is not None:  # a lexer's own kinds of token are kinds of a standard one
            token = token.parent
            name = STANDARD_TYPES.get(token)
        _add(pieces, "" if not name or name in _NO_SPAN or not value.strip() else name, value)
    # A lexer that changes the text would change the book.
    return pieces if "".join(value for _, value in pieces) == text else [("", text)]


def _add(pieces: list[Piece], name: str, value: str) -> None:
    """Put a piece at the end: into the last one where the class is the same, over spaces inside a line too."""
    if not pieces:
        pieces.append((name, value))
        return
    last, before = pieces[-1]
    if last == name:
        pieces[-1] = (name, before + value)
    elif name and last == "" and len(pieces) > 1 and pieces[-2][0] == name and before.isspace() and "\n" not in before:
        del pieces[-1]
        pieces[-1] = (name, pieces[-1][1] + before + value)
    else:
        pieces.append((name, value))


def _spans(pieces: list[Piece]) -> str:
    return "".join(element("span", (("class", name),), escape(text)) if name else escape(text) for name, text in pieces)


def _by_line(pieces: list[Piece]) -> Iterator[list[Piece]]:
    """The pieces line by line, each line with its line end."""
    line: list[Piece] = []
    for name, text in pieces:
        for part in text.splitlines(keepends=True) if "\n" in text else (text,):
            if not part:
                continue
            line.append((name if part.strip() else "", part))
            if part.endswith("\n"):
                yield line
                line = []
    if line:
        yield line


def too_large(text: str) -> bool:
    """Whether the text is more than we highlight."""
    if len(text) > MOST_CHARACTERS:
        return True
    return len(text) > LONGEST_LINE and any(len(line) > LONGEST_LINE for line in text.split("\n"))


def check_languages(edition: Edition) -> tuple[Diagnostic, ...]:
    """A note for each unknown language, once a chapter, and for each block that is too large to highlight."""
    found: list[Diagnostic] = []
    for chapter in edition.chapters:
        told: set[str] = set()
        for node in blocks(chapter.body):
            if node.kind != "code_block" or (language := _language(node)) in _PLAIN or language in told:
                continue
            if not _is_known(language):
                told.add(language)
                message = f"we cannot highlight “{language}”"
                found.append(UNKNOWN_CODE_LANGUAGE.at(node.span, message, _nearest(language)))
            elif too_large(node.text):
                message = "this code is too long to highlight"
                found.append(LARGE_CODE.at(node.span, message, "show the part that matters"))
    return tuple(found)


def _language(node: Node) -> str:
    return _NAME.sub("-", node.get("lang").strip().lower())[:40].strip("-")


def _lexer(language: str) -> Lexer | None:
    kind = _lexer_class(language)
    return None if kind is None else kind(stripnl=False, ensurenl=False)


@cache  # Pygments looks through five hundred of them for each block of code
def _lexer_class(language: str) -> type[Lexer] | None:
    from pygments.lexers import find_lexer_class_by_name
    from pygments.util import ClassNotFound

    try:
        found: type[Lexer] = find_lexer_class_by_name(language)
    except ClassNotFound:
        return None
    return found


@cache
def _is_known(language: str) -> bool:
    """Whether Pygments has the language; its table knows most without loading what highlights them."""
    from pygments.lexers import get_all_lexers

    tabled = any(language in aliases for _, aliases, _, _ in get_all_lexers(plugins=False))
    return tabled or _lexer_class(language) is not None


def _nearest(language: str) -> str:
    from difflib import get_close_matches

    from pygments.lexers import get_all_lexers

    names = sorted({alias for _, aliases, _, _ in get_all_lexers(plugins=False) for alias in aliases})
    close = get_close_matches(language, names, n=1, cutoff=0.6)
    return f"did you mean “{close[0]}”?" if close else "write a language that Pygments knows, or text"


FEATURE = Feature(name="code", render={"code_block": code_block}, checks=(check_languages,))
