"""Patterns that are kept divide words as those that were read."""

from __future__ import annotations

import pytest

from publisher.formats.pdf.paragraphs.patterns import load_patterns
from publisher.formats.pdf.weasy import pyphen

WORDS = ("uncharacteristically", "Donaudampfschifffahrt", "messiahood", "asszonnyal", "l'extraordinaire", "backen")


class Kept(dict[str, bytes]):
    """A store."""

    def put(self, key: str, data: bytes) -> None:
        self[key] = data


@pytest.mark.parametrize("language", ["en-GB", "de", "fr", "hu", "xx", ""])
def test_kept_patterns_divide_as_new_ones(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pyphen, "hdcache", {})
    known = pyphen.language_fallback(language) if language else None
    wanted = [pyphen.Pyphen(lang=known).inserted(word) for word in WORDS] if known else []
    store = Kept()
    for _ in range(2):  # put into the store, and out of it
        pyphen.hdcache.clear()
        load_patterns(language, store)
        assert bool(pyphen.hdcache) == bool(known)
        assert [pyphen.Pyphen(lang=known).inserted(word) for word in WORDS if known] == wanted
    assert len(store) == bool(known)
    pyphen.hdcache.clear()
    load_patterns(language, None)
    assert bool(pyphen.hdcache) == bool(known)
