"""The few words that a book says by itself ("Chapter", "Contents", "Note 3"), in the book's language.

The table is ``data/words.toml``: a table for each primary language subtag, all with the same keys. A value may
hold fields in braces, ``{number}``, which the caller fills with :meth:`str.format`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from publisher.owndata import own_text
from publisher.value import dataclass

FALLBACK = "en"


@dataclass(frozen=True, slots=True)
class AccessWords:
    """What the page about a book's accessibility says, from ``data/accessibility.toml``."""

    language: str  # which these words are in: English where the book's own is not in the table
    title: str
    made: str
    headings: Mapping[str, str]
    said: Mapping[str, str]


def access_words(language: str) -> AccessWords:
    """The words of ``language`` (BCP 47) for that page, else English.

    >>> access_words("pl").language
    'en'
    """
    found = nearest_language(language, "accessibility") or FALLBACK
    table = language_table(found, "accessibility")
    own = language if found != FALLBACK or language.lower().startswith(FALLBACK) else FALLBACK
    return AccessWords(own, table["title"], table["made"], table["headings"], table["said"])


def words(language: str) -> Mapping[str, str]:
    """The words of ``language`` (BCP 47): of the tag itself, else of its primary subtag, else English.

    >>> words("de-AT")["chapter"]
    'Kapitel'
    """
    return language_table(nearest_language(language, "words") or FALLBACK, "words")


def nearest_language(language: str, name: str) -> str:
    """The key of the table for a language in ``data/NAME.toml``: its tag, else its primary subtag, else empty."""
    tag = language.replace("_", "-").lower()
    return next((each for each in (tag, tag.partition("-")[0]) if each in _texts(name)), "")


@cache  # a constant of the package, read when it is first needed
def language_table(tag: str, name: str) -> Mapping[str, Any]:
    """The table ``[tag]`` of ``data/NAME.toml``, and nothing of the others: to read all takes as long as a chapter."""
    return MappingProxyType(tomllib.loads(_texts(name)[tag])[tag])


@cache
def _texts(name: str) -> Mapping[str, str]:
    """The lines of each language's table, its own tables with it."""
    text = own_text(f"{name}.toml")
    parts = re.split(r"^(?=\[[a-z-]+\]$)", text, flags=re.MULTILINE)[1:]
    return {part[1 : part.index("]")]: part for part in parts}
