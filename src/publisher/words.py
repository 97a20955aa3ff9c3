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

FALLBACK = "en"


def words(language: str) -> Mapping[str, str]:
    """The words of ``language`` (BCP 47): of the tag itself, else of its primary subtag, else English.

    >>> words("de-AT")["chapter"]
    'Kapitel'
    """
    tables = _tables()
    tag = language.replace("_", "-").lower()
    return tables.get(tag) or tables.get(tag.partition("-")[0]) or tables[FALLBACK]


@cache  # a constant of the package, read when it is first needed
def _tables() -> Mapping[str, Mapping[str, str]]:
    text = (Path(__file__).parent / "data" / "words.toml").read_text(encoding="utf-8")
    return {tag: MappingProxyType(table) for tag, table in tomllib.loads(text).items()}
