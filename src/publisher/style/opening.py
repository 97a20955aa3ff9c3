"""The first paragraph of a chapter on paper: a letter that drops over lines, and its first words in small capitals.

Both are dress and not text. A letter that stands in a box of its own would be copied and spoken as a word of one
letter, so the rest of its word says the whole word (``data-words``, which becomes the ActualText of ISO 32000-1,
14.9.4) and the letter says nothing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import replace

from publisher.markup.node import Node, plain_text

_ENOUGH = 260  # letters that fill one line more than the letter drops over
_LONGEST = 38  # letters of an opening line: what surely stands on it
_SAID = "data-words"


def with_opening(paragraph: Node, variables: Mapping[str, str]) -> Node:
    """The paragraph with its opening as the style's variables ``drop-cap`` and ``opening-words`` say."""
    drop = variables.get("drop-cap", "no") == "yes"
    written = variables.get("opening-words", "0")
    count = int(written) if written.isdecimal() and len(written) < 3 else 0
    if not (drop or count) or not paragraph.children or paragraph.children[0].kind != "text":
        return paragraph
    first, *rest = paragraph.children
    length = len(plain_text(paragraph))
    letter = first.text[:1]
    drop = drop and length >= _ENOUGH and _may_drop(letter)
    words, after = _cut(first.text, count) if length >= _ENOUGH else ("", first.text)
    if not drop and not words:
        return paragraph
    made = tuple(_drop(first, words, after) if drop else _words(first, words, after))
    marked = paragraph.with_attrs(class_=" ".join([*paragraph.classes, "opening"]))
    return replace(marked, children=(*made, *rest))


def _may_drop(letter: str) -> bool:
    """Whether a letter stands well alone: a capital of an alphabet. No figure and no quotation mark."""
    return letter.isupper() and unicodedata.category(letter) == "Lu"


def _cut(text: str, count: int) -> tuple[str, str]:
    """The first words, at most ``count`` and as many as surely stand on the first line, and what follows."""
    words = text.split(" ")[:count]
    while words and len(" ".join(words)) > _LONGEST:
        words.pop()
    begun = " ".join(words)
    return begun, text[len(begun) :]


def _drop(first: Node, words: str, after: str) -> list[Node]:
    letter, rest = first.text[0], words[1:]
    if not words:
        word = first.text.split(" ", 1)[0]
        rest, after = "", first.text[1:]
        tail, after = word[1:], after[len(word) - 1 :]
    else:
        tail = words.split(" ", 1)[0][1:]
        rest = words[1 + len(tail) :]
    said = (("class", "drop-cap"), (_SAID, "")) if tail else (("class", "drop-cap"),)
    made = [_span(first, said, letter)]
    if tail:
        made.append(_span(first, (("class", "opening-word"), (_SAID, letter + tail)), tail))
    if rest:
        made.append(_span(first, (("class", "opening-words"),), rest))
    return [*made, replace(first, text=after)]


def _words(first: Node, words: str, after: str) -> list[Node]:
    return [_span(first, (("class", "opening-words"),), words), replace(first, text=after)]


def _span(place: Node, attrs: tuple[tuple[str, str], ...], text: str) -> Node:
    return Node("span", "span", attrs, "", (replace(place, text=text),), place.span)
