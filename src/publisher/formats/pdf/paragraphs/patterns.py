"""The patterns by which a language's words are divided, kept as they were read: pyphen takes 80 ms to read a file."""

from __future__ import annotations

import json
from typing import Any

from publisher.formats.pdf.weasy import pyphen
from publisher.installed import version
from publisher.store import Store, kept


def load_patterns(language: str, store: Store | None) -> None:
    """Let pyphen know the patterns of a language, or of the one that stands for it; none if it has none."""
    known = pyphen.language_fallback(language)
    if not known:
        return
    path = pyphen.LANGUAGES[known]
    if path in pyphen.hdcache:
        return
    if store is None:
        pyphen.Pyphen(lang=known)
        return
    data = json.loads(kept(store, f"patterns {version('pyphen')} {path.name}", lambda: _read(known)))
    if data is None:
        pyphen.Pyphen(lang=known)
        return
    made = pyphen.HyphDict.__new__(pyphen.HyphDict)
    made.patterns = {letters: (start, tuple(values)) for letters, (start, values) in data.items()}
    made.cache, made.maxlen = {}, max(map(len, made.patterns))
    pyphen.hdcache[path] = made


def _read(language: str) -> bytes:
    """The patterns as JSON, which is read ten times as fast; ``null`` for those that change letters too."""
    patterns: dict[str, Any] = pyphen.Pyphen(lang=language).hd.patterns
    plain = all(type(value) is int for _, values in patterns.values() for value in values)
    return json.dumps(patterns if plain else None).encode()
