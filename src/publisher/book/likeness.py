"""Likeness tells, from a few numbers, how much of one text is in another: enough to know an edited block again.

A sketch is a bottom-k sketch (Broder 1997): every feature of a text gets a number by its hash, and the smallest
numbers are kept. Of two sketches one can tell about how large a share of all features both texts have (Jaccard's
index), give or take a tenth; the texts cannot be read out of them. The features of a long text are its longer words,
and its short ones with the word that follows; those of a short text all words and all pairs of letters, so that
a slip of the pen does not make it another.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from functools import cache
from itertools import pairwise

from publisher.patterns import regex

MOST = 24
"""Numbers in a sketch."""
SHORT = 8
"""Words: a text with fewer is short, and its features are others."""

_DIGITS = "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"  # in the order of their code points
_PAIRS = tuple(high + low for high in _DIGITS for low in _DIGITS)
_WORD = regex(r"[^\W_]+")
_APOSTROPHES = str.maketrans("", "", "'’ʼ\u00ad")
# Scripts that set no space between words: Thai to Myanmar, Khmer, and everything East Asian.
_UNSPACED = "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\U00020000-\U0003ffff]"
_FAR = regex("[^\x00-\u0dff\u2000-\u2fff]")  # where one of these may be
_LEAST_LETTERS = 4  # of a word that says something by itself


def tokens(words: str) -> list[str]:
    """The words of a text, in small letters; of a script without spaces, its characters."""
    if words.isascii():
        return _WORD.findall(words.lower().replace("'", ""))
    text = unicodedata.normalize("NFC", words).casefold().translate(_APOSTROPHES)
    found = _WORD.findall(text)
    if not _FAR.search(text) or not _unspaced().search(text):
        return found
    parted: list[str] = []
    for word in found:
        parted.extend(word if _unspaced().search(word) else (word,))
    return parted


@cache
def _unspaced() -> re.Pattern[str]:
    return re.compile(_UNSPACED)


def sketch(found: list[str], *, short: bool) -> str:
    """The sketch of a text's tokens: up to :data:`MOST` numbers of two characters each, ascending."""
    features = _short_features(found) if short else _long_features(found)
    numbers = sorted({(zlib.crc32(each.encode()) * 0x9E3779B1 >> 20) & 0xFFF for each in features})
    return "".join([_PAIRS[number] for number in numbers[:MOST]])


def _short_features(found: list[str]) -> set[str]:
    features = set(found)
    for word in found:
        padded = f"^{word}$"
        features.update(padded[at : at + 2] for at in range(len(padded) - 1))
    return features


def _long_features(found: list[str]) -> set[str]:
    features = {word for word in found if len(word) >= _LEAST_LETTERS}
    for word, following in pairwise(found):
        if len(word) < _LEAST_LETTERS:
            features.add(f"{word} {following}")
    return features


def numbers(sketch: str) -> tuple[str, ...]:
    """The numbers of a sketch, ascending; they compare as strings as they do as numbers."""
    return tuple([sketch[at : at + 2] for at in range(0, len(sketch), 2)])


def likeness(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """How like two texts are, by the numbers of their sketches: 0 to 1, the share of their features that both have."""
    if not one or not other:
        return 0.0
    # Of a full sketch we know nothing above its largest number.
    limit = min(one[-1] if len(one) == MOST else "~", other[-1] if len(other) == MOST else "~")
    first = {number for number in one if number <= limit}
    second = {number for number in other if number <= limit}
    shared = len(first & second)
    return shared / (len(first) + len(second) - shared)
