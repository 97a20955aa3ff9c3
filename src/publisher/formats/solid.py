"""Solid text: letters without spaces and hyphens, which is what stays the same however the lines are broken."""

from __future__ import annotations

from publisher.patterns import regex

_SPACES = " \t\n\r\f\v\u00a0\u2002\u2003\u2007\u2009\u200a\u200b\u202f\u2060\u3000"
_LOOSE = "-‐\u00ad" + _SPACES
_DROPPED = dict.fromkeys(map(ord, _LOOSE))
_GAPS = regex(f"[{_LOOSE}]+")
_WORDS = regex(f"[^{_LOOSE}]+")


def solid(text: str) -> str:
    """The text without spaces and hyphens: what neither justification nor hyphenation changes."""
    # Each is the quickest way for its kind of text, by a factor of two and more.
    return text.translate(_DROPPED) if text.isascii() else _GAPS.sub("", text)


def index_after(text: str, count: int) -> int:
    """The index in ``text`` of the first solid character after ``count`` of them; its length when there is none."""
    for match in _WORDS.finditer(text):
        start, end = match.span()
        if count < end - start:
            return start + count
        count -= end - start
    return len(text)


def nearest(text: str, words: str, guess: int, shortest: int = 12) -> int:
    """Where in ``text`` the beginning of ``words`` stands nearest to the index ``guess``; -1 when nowhere.

    Both are solid. The longest beginning that occurs decides: all of it, then half, and half again, but nothing below
    ``shortest`` characters, unless that is all there is.
    """
    length = len(words)
    while length and (length >= shortest or length == len(words)):
        found = _nearest(text, words[:length], guess)
        if found >= 0:
            return found
        length //= 2
    return -1


def _nearest(text: str, words: str, guess: int) -> int:
    before = text.rfind(words, 0, guess + len(words))
    after = text.find(words, guess)
    if before < 0 or after < 0:
        return max(before, after)
    return after if after - guess <= guess - before else before
