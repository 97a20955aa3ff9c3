"""A pull quote must repeat, word for word, something that its own chapter says."""

from __future__ import annotations

from collections import Counter

from publisher.book.model import Chapter, Edition
from publisher.diagnostics import Diagnostic
from publisher.features.blocks import blocks, holds
from publisher.features.quotes.wording import GAP, plain_form, prose, sentences
from publisher.markup.node import Node
from publisher.patterns import regex
from publisher.rules.quotations import LONG_PULL_QUOTE, PULL_QUOTE_NOT_FOUND
from publisher.source import Span
from publisher.value import dataclass

MOST_WORDS = 30
_WORD = regex(r"\w+(?:'\w+)*")
_TEXT = ("paragraph", "plain", "heading", "term", "caption", "cell", "header_cell")
_PULLED = frozenset({"pullquote"})
_COPIES = ("pullquote", "quotations")
_EDGES = " .,;:!?—…"


@dataclass(frozen=True, slots=True)
class _Block:
    """A block of the chapter that has words of its own."""

    text: str
    span: Span


def check_pull_quotes(edition: Edition) -> tuple[Diagnostic, ...]:
    """What is wrong with the pull quotes of an edition."""
    found: list[Diagnostic] = []
    for chapter in edition.chapters:
        if holds(chapter.body, _PULLED):
            quotes = [node for node in blocks(chapter.body) if node.kind == "pullquote"]
            own = _own_blocks(chapter)
            text = " ".join(plain_form(block.text) for block in own)
            for quote in quotes:
                found.extend(_check(quote, text, own))
    return tuple(found)


def _check(quote: Node, text: str, own: list[_Block]) -> list[Diagnostic]:
    said = " ".join(prose(child) for child in quote.children if child.kind != "attribution")
    said = " ".join(said.split())
    found: list[Diagnostic] = []
    count = len(_WORD.findall(plain_form(said)))
    if count > MOST_WORDS:
        hint = f"keep the strongest sentence: {MOST_WORDS} words at most"
        found.append(LONG_PULL_QUOTE.at(quote.span, f"this pull quote has {count} words", hint))
    if not occurs(said, text):
        message = f"the chapter does not say “{_short(said)}”"
        found.append(PULL_QUOTE_NOT_FOUND.at(quote.span, message, _nearest(said, own)))
    return found


def occurs(said: str, text: str) -> bool:
    """Whether ``said`` stands in ``text`` (in plain form) word for word; around an ellipsis, its pieces in order."""
    needle = plain_form(said)
    whole = needle.strip(_EDGES)
    if not whole or _find(whole, text, 0) >= 0:
        return True
    pieces = [piece for part in needle.split(GAP) if (piece := part.strip(_EDGES))]
    if len(pieces) < 2:
        return False
    position = 0
    for piece in pieces:
        position = _find(piece, text, position)
        if position < 0:
            return False
        position += len(piece)
    return True


def _find(needle: str, text: str, start: int) -> int:
    """Where ``needle`` stands as whole words, its first letter in either case; -1 when nowhere."""
    forms = (needle[0].upper() + needle[1:], needle[0].lower() + needle[1:])
    places = [_find_exact(form, text, start) for form in forms]
    return min((place for place in places if place >= 0), default=-1)


def _find_exact(needle: str, text: str, start: int) -> int:
    place = text.find(needle, start)
    while place >= 0:
        end = place + len(needle)
        before_ok = place == 0 or not (text[place - 1].isalnum() and needle[0].isalnum())
        if before_ok and (end == len(text) or not (text[end].isalnum() and needle[-1].isalnum())):
            return place
        place = text.find(needle, place + 1)
    return -1


def _own_blocks(chapter: Chapter) -> list[_Block]:
    """The blocks of the chapter with words of their own, but for pull quotes and lists of quotations."""
    found: list[_Block] = []
    stack = [chapter.body]
    while stack:
        node = stack.pop()
        if node.kind in _COPIES:
            continue
        if node.kind in _TEXT or any(child.kind == "text" for child in node.children):
            found.append(_Block(prose(node), node.span))
        else:
            stack.extend(reversed(node.children))
    return found


def _nearest(said: str, own: list[_Block]) -> str:
    """The sentence of the chapter that shares most words with ``said``, as a hint."""
    wanted = Counter(_WORD.findall(plain_form(said).lower()))
    total = sum(wanted.values())
    best, score, where = "", 0.0, Span("")
    for block in own:
        for sentence in sentences(block.text):
            here = Counter(_WORD.findall(plain_form(sentence).lower()))
            shared = (wanted & here).total()
            worth = 2 * shared / (total + here.total()) if shared else 0.0
            if worth > score:
                best, score, where = sentence, worth, block.span
    if score < 0.3:
        return "copy a sentence of this chapter; somebody else's words are a block quotation (> …)"
    return f"the nearest sentence is “{_short(best, 300)}” ({where})"


def _short(text: str, most: int = 120) -> str:
    return text if len(text) <= most else text[: most - 1].rsplit(" ", 1)[0] + "…"
