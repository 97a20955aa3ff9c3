"""A slug is a name made from words: what an id, a file name or a link's fragment may be.

Nothing is transliterated: letters of every script stay what they are. A slug is an XML NCName
(Namespaces in XML 1.0, production 4; the characters are those of XML 1.0, fifth edition), so that it can
be an ``id`` in XHTML and a destination in a PDF. What names a document must be a stricter name still
(:func:`strict_name`).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from publisher.book.names import digest
from publisher.patterns import regex

LONGEST = 60  # characters; in UTF-8 and with a suffix still far from the 255 bytes a file name may have

_START = (
    "A-Za-z_\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
# Letters, marks and digits of XML 1.0, fourth edition, appendix B, that words are written with (hexadecimal).
_STRICT_RANGES = (
    "c0-d6 d8-f6 f8-131 134-13e 141-148 14a-17e 180-1c3 1cd-1f0 1f4-1f5 1fa-217 250-2a8 300-345 386-38a 38c "
    "38e-3a1 3a3-3ce 3d0-3d6 3da 3dc 3de 3e0 3e2-3f3 401-40c 40e-44f 451-45c 45e-481 490-4c4 4c7-4c8 4cb-4cc "
    "4d0-4eb 4ee-4f5 4f8-4f9 531-556 561-586 591-5a1 5a3-5b9 5bb-5bd 5bf 5c1-5c2 5c4 5d0-5ea 5f0-5f2 621-63a "
    "641-652 660-669 670-6b7 6ba-6be 6c0-6ce 6d0-6d3 6d5-6dc 6e1-6e8 6ea-6ed 6f0-6f9 901-903 905-939 93c-94d "
    "951-954 958-963 966-96f 985-98c 993-9a8 9aa-9b0 9b6-9b9 9be-9c4 9cb-9cd 9e6-9f1 a05-a0a a13-a28 a2a-a30 "
    "a3e-a42 a47-a48 a4b-a4d a66-a74 a85-a8b a93-aa8 aaa- ab0 ab5-ab9 abc-ac5 acb-acd ae6-aef b05-b0c b13-b28 "
    "b2a-b30 b3c-b43 b4b-b4d b66-b6f b85-b8a b92-b95 bae-bb5 bb7-bb9 bbe-bc2 bc6-bc8 bca-bcd be7-bef c05-c0c "
    "c12-c28 c2a-c33 c35-c39 c3e-c44 c4a-c4d c66-c6f c85-c8c c92-ca8 caa-cb3 cb5-cb9 cbe-cc4 cca-ccd ce6-cef "
    "d05-d0c d12-d28 d2a-d39 d3e-d43 d4a-d4d d66-d6f e01-e2e e30-e3a e40-e4e e50-e59 e99-e9f ea1-ea3 eb0-eb9 "
    "ed0-ed9 f20-f29 f40-f47 f49-f69 f71-f84 10a0-10c5 10d0-10f6 1e00-1e9b 1ea0-1ef9 1f00-1f15 1f20-1f45 "
    "1f60-1f7d 1f80-1fb4 1fc6-1fcc 1fd6-1fdb 1fe0-1fec 1ff6-1ffc 3005 3007 3041-3094 30a1-30fa 30fc-30fe "
    "3105-312c 4e00-9fa5 ac00-d7a3 "
)
_ASCII_NAME = regex(r"[A-Za-z_][A-Za-z0-9._-]*\Z")  # nearly every name: the others take long to compile
_LETTERS = frozenset({"Lu", "Ll", "Lt", "Lo", "Nl"})
_ORDER = regex(r"^\d[\d.]*[a-z]?(?:[\s._-]+|$)", re.IGNORECASE)
_APOSTROPHES = str.maketrans("", "", "'’ʼ")
_GITHUB_DROPS = regex(r"[^\w\- ]")
_PANDOC_DROPS = regex(r"[^\w\-. ]")


def is_name(text: str) -> bool:
    """Whether ``text`` can be an id as it stands: an NCName."""
    return (_ASCII_NAME if text.isascii() else _ncname()).match(text) is not None


@cache
def _ncname() -> re.Pattern[str]:
    return re.compile(rf"[{_START}][{_START}0-9.\-\u00b7\u0300-\u036f\u203f-\u2040]*\Z")


@cache
def _strict() -> re.Pattern[str]:
    letters = re.sub("[0-9a-f]+", lambda found: chr(int(found[0], 16)), _STRICT_RANGES).replace(" ", "")
    return re.compile(rf"[A-Za-z0-9._\-{letters}]+")


def is_strict_name(text: str) -> bool:
    """Whether ``text`` is a name by the fourth edition of XML 1.0 too.

    EPUBCheck holds the ids of a package document's manifest to it. Scripts that came to Unicode after 1996 are not
    in it.
    """
    if text.isascii():
        return _ASCII_NAME.match(text) is not None
    if not text or (text[0] != "_" and unicodedata.category(text[0]) not in _LETTERS):
        return False
    return _strict().fullmatch(text) is not None


def strict_name(name: str, fallback: str) -> str:
    """``name`` itself where it is a strict name, else without the marks that make it none, else a digest of it."""
    if is_strict_name(name):
        return name
    plain = "".join(c if _strict().fullmatch(c) else unicodedata.normalize("NFD", c)[0] for c in name)
    return plain if is_strict_name(plain) else f"{fallback}-{digest(name)}"


def slug(words: str, fallback: str = "x") -> str:
    """The words in lower case with hyphens between them; ``fallback`` where no letter or digit is left.

    A slug that would begin with a digit gets the fallback before it: ``slug("1984", "chapter")`` is ``chapter-1984``.
    Without a fallback it is left as it is, to be compared with, not to be an id.
    """
    text = unicodedata.normalize("NFC", unicodedata.normalize("NFC", words).translate(_APOSTROPHES).lower())
    name = "-".join(_runs(text))
    if len(name) > LONGEST:
        cut = name[:LONGEST]
        name = cut.rpartition("-")[0] or cut
    if not name:
        return fallback
    return name if not fallback or is_name(name[:1]) else f"{fallback}-{name}"


def _runs(text: str) -> list[str]:
    """The runs of letters, digits and the marks that belong to them."""
    if text.isascii():
        return re.findall(r"[a-z0-9]+", text)
    kept = "".join(c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in text)
    runs = ("".join(c for c in run if is_name("a" + c)) for run in kept.split())
    return [run for run in runs if run]


def without_order(stem: str) -> str:
    """A file's stem without the number that only puts it in order: ``01-hailsham`` is ``hailsham``."""
    return _ORDER.sub("", stem, count=1) or stem


def readable(stem: str) -> str:
    """A file's stem as a title: no order number, spaces for hyphens and underscores, a capital to begin with."""
    words = " ".join(re.split(r"[\s_-]+", without_order(stem))).strip()
    return words[:1].upper() + words[1:]


def github_slug(heading: str) -> str:
    """The fragment that GitHub gives a heading: what most authors have in their links."""
    return _GITHUB_DROPS.sub("", heading.strip().lower()).replace(" ", "-")


def pandoc_slug(heading: str) -> str:
    """The identifier that Pandoc gives a heading (its ``auto_identifiers``)."""
    text = "-".join(_PANDOC_DROPS.sub("", heading.lower()).split())
    return re.sub(r"^[\W\d_]+", "", text) or "section"
