"""The few words that a book says by itself ("Chapter", "Contents", "Note 3"), in the book's language.

The table is ``data/words.toml``: a table for each primary language subtag, all with the same keys. A value may
hold fields in braces, ``{number}``, which the caller fills with :meth:`str.format`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

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
    tables = _access_tables()
    found = _nearest(language, tables) or FALLBACK
    table = tables[found]
    own = language if found != FALLBACK or language.lower().startswith(FALLBACK) else FALLBACK
    return AccessWords(own, table["title"], table["made"], table["headings"], table["said"])


def words(language: str) -> Mapping[str, str]:
    """The words of ``language`` (BCP 47): of the tag itself, else of its primary subtag, else English.

    >>> words("de-AT")["chapter"]
    'Kapitel'
    """
    tables = _tables()
    return tables[_nearest(language, tables) or FALLBACK]


def _nearest(language: str, tables: Mapping[str, Any]) -> str:
    """The key of the table for a language: its tag, else its primary subtag, else empty."""
    tag = language.replace("_", "-").lower()
    return next((each for each in (tag, tag.partition("-")[0]) if each in tables), "")


@cache  # a constant of the package, read when it is first needed
def _access_tables() -> Mapping[str, Any]:
    return tomllib.loads((Path(__file__).parent / "data" / "accessibility.toml").read_text(encoding="utf-8"))


@cache  # a constant of the package, read when it is first needed
def _tables() -> Mapping[str, Mapping[str, str]]:
    text = (Path(__file__).parent / "data" / "words.toml").read_text(encoding="utf-8")
    return {tag: MappingProxyType(table) for tag, table in tomllib.loads(text).items()}
