"""A slug is a name made from words: what an id, a file name or a link's fragment may be.

Nothing is transliterated: letters of every script stay what they are. A slug is an XML NCName
(Namespaces in XML 1.0, production 4; the characters are those of XML 1.0, fifth edition), so that it can
be an ``id`` in XHTML, a manifest id in a package document and a destination in a PDF.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST = 60  # characters; in UTF-8 and with a suffix still far from the 255 bytes a file name may have

_START = (
    "A-Za-z_\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_NCNAME = re.compile(rf"[{_START}][{_START}0-9.\-\u00b7\u0300-\u036f\u203f-\u2040]*\Z")
_NAME_START = re.compile(rf"[{_START}]")
_ORDER = re.compile(r"^\d[\d.]*[a-z]?(?:[\s._-]+|$)", re.IGNORECASE)
_APOSTROPHES = str.maketrans("", "", "'’ʼ")
_GITHUB_DROPS = re.compile(r"[^\w\- ]")
_PANDOC_DROPS = re.compile(r"[^\w\-. ]")


def is_name(text: str) -> bool:
    """Whether ``text`` can be an id as it stands: an NCName."""
    return _NCNAME.match(text) is not None


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
    return name if not fallback or _NAME_START.match(name) else f"{fallback}-{name}"


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
