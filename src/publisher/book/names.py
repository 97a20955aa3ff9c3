"""The names of one book: every id is given once, and never to two things."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Collection

from publisher.source import Span

# The pages that Publisher makes itself are called so; a chapter with such a name gets a number behind it.
RESERVED = (
    "book", "contents", "copyright-page", "cover", "dedication", "epigraph", "half-title", "landmarks", "nav",
    "page-list", "title-page", "toc",
)  # fmt: skip

_BASE32 = "abcdefghijklmnopqrstuvwxyz234567"
_PAIRS = [first + second for first in _BASE32 for second in _BASE32]


class Names:
    """Which ids are given. It lives as long as one :func:`publisher.book.assemble.assemble` and never travels."""

    __slots__ = ("_before", "_claimed", "_last", "_wanted")

    def __init__(self, wanted: set[str], before: Collection[str] = ()) -> None:
        """``wanted`` are the ids that authors give in the book: no made id may take one of them.

        ``before`` are those that earlier editions had, alive or gone: no made id may be one of them.
        """
        self._wanted = wanted
        self._before = before
        self._claimed: dict[str, Span] = dict.fromkeys(RESERVED, Span(""))
        self._last: dict[str, int] = {}

    def claim(self, id: str, span: Span) -> Span | None:
        """Give an author's own id; where it is given already, the place that has it."""
        if id in self._claimed:
            return self._claimed[id]
        self._claimed[id] = span
        return None

    def keep(self, id: str, span: Span) -> bool:
        """Give an id that an earlier edition had; false where somebody else has it now."""
        if id in self._claimed or id in self._wanted:
            return False
        self._claimed[id] = span
        return True

    def make(self, base: str, span: Span) -> str:
        """A free id: ``base``, else ``base-2``, ``base-3`` …"""
        id = base
        if self._is_taken(id):
            number = self._last.get(base, 1)
            while self._is_taken(id):
                number += 1
                id = f"{base}-{number}"
            self._last[base] = number
        self._claimed[id] = span
        return id

    def _is_taken(self, id: str) -> bool:
        return id in self._claimed or id in self._wanted or id in self._before


def digest(words: str) -> str:
    """Seven letters (base32, 35 bits of SHA-256) that stand for some words, however they are spaced."""
    return digest_of_line(" ".join(words.split()))


def digest_of_line(words: str) -> str:
    """The same of words with one space between them."""
    text = words if words.isascii() else unicodedata.normalize("NFC", words)
    number = int.from_bytes(hashlib.sha256(text.encode()).digest()[:5], "big") >> 5
    return f"{_PAIRS[number >> 25]}{_PAIRS[number >> 15 & 1023]}{_PAIRS[number >> 5 & 1023]}{_BASE32[number & 31]}"
