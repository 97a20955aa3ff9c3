"""When two stretches of text say the same: what may differ in type, and how to show where the words differ."""

from __future__ import annotations

import unicodedata
from difflib import SequenceMatcher

from publisher.markup.node import Node
from publisher.patterns import regex

GAP = "…"  # a token that stands for any words: an omission or a bracketed change

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_DOUBLE = dict.fromkeys(map(ord, '"“”„‟«»‹›「」『』'))
_SINGLE = dict.fromkeys(map(ord, "‘’‚‛ʼ`´"), "'")
_HYPHENS = dict.fromkeys(map(ord, "\u2010\u2011"), "-")
_TABLE = {**_INVISIBLE, **_DOUBLE, **_SINGLE, **_HYPHENS}
_ELLIPSIS = regex(r"\[\s*(?:…|\.\s?\.\s?\.)\s*\]|…|\.\s?\.\s?\.(?:\s?\.)?")
_DASH = regex(r"\s*(?:[—–―]|-{2,3}|(?<=\s)-(?=\s))\s*")
_LOOSE_QUOTE = regex(r"(?<!\w)'|'(?!\w)")
_SPACES = regex(r"\s+")
_TOKEN = regex(r"…|\[[^\]]*\]|[^\W_]+(?:['-][^\W_]+)*")
_SENTENCE = regex(r"(?<=[.!?…])[\"'”’»“)\]]*\s+(?=[\"'“‘„«(\[]?[^\W\d_a-zà-ÿ])")


def prose(node: Node) -> str:
    """The words of a node as a reader sees them: line breaks are spaces, note calls and pictures are nothing."""
    parts: list[str] = []
    stack = [node]
    while stack:
        each = stack.pop()
        if each.kind in ("noteref", "image"):
            continue
        if each.kind in ("softbreak", "hardbreak"):
            parts.append(" ")
        parts.append(each.text)
        stack.extend(reversed(each.children))
        if each.kind in ("paragraph", "plain", "heading"):
            stack.append(_SPACE)
    return "".join(parts)


_SPACE = Node("text", text=" ")


def plain_form(text: str) -> str:
    """The text with what may differ in type made alike: quotation marks, dashes, spaces, ellipses, soft hyphens.

    Quotation marks are left out, an apostrophe inside a word is ``'``, every dash is a closed em dash.
    """
    text = unicodedata.normalize("NFC", text).translate(_TABLE)
    text = _ELLIPSIS.sub(GAP, text)
    text = _DASH.sub("—", text)
    text = _LOOSE_QUOTE.sub("", text)
    return _SPACES.sub(" ", text).strip()


def tokens(text: str) -> tuple[str, ...]:
    """The words of a quotation in lower case, without punctuation; a marked omission or change is :data:`GAP`."""
    text = plain_form(unicodedata.normalize("NFKC", text.replace("…", " … ").replace("...", " … "))).lower()
    found: list[str] = []
    for token in _TOKEN.findall(text):
        token = GAP if token == GAP or token[0] == "[" else token
        if token != GAP or not found or found[-1] != GAP:
            found.append(token)
    return tuple(found)


def sentences(text: str) -> list[str]:
    """The text cut after full stops, question and exclamation marks that a capital letter follows."""
    return [part.strip() for part in _SENTENCE.split(text) if part.strip()]


def word_diff(old: tuple[str, ...], new: tuple[str, ...], around: int = 3) -> str:
    """Where two rows of words part, as ``could [-unravel-] {+fall apart+} with``, a few words around each place."""
    pieces: list[str] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            same = old[a:b]
            if len(same) > 2 * around + 1:
                head = same[:around] if pieces else ()
                same = (*head, GAP, *same[-around:])
            pieces.append(" ".join(same))
            continue
        if b > a:
            pieces.append(f"[-{' '.join(old[a:b])}-]")
        if d > c:
            pieces.append(f"{{+{' '.join(new[c:d])}+}}")
    return " ".join(pieces)
