"""Patterns are those that pyphen reads, and divide words as these do when they come out of a store."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from publisher.formats.pdf.paragraphs.patterns import load_patterns, read_patterns
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


@pytest.mark.parametrize("path", sorted(set(pyphen.LANGUAGES.values())), ids=lambda path: path.stem)
def test_every_language_is_read_as_pyphen_reads_it(path: Path) -> None:
    found = read_patterns(path)
    if found is None:
        assert re.search(rb"=|/|\^\^", path.read_bytes())
    else:
        assert found == pyphen.HyphDict(path).patterns


@pytest.mark.parametrize(
    "text", ["", "UTF-8\n", "UTF-8\nl9l/l=,1,1\n", "UTF-8\na^^31b\n", "no such code\na1b\n", "UTF-8\n\u0661a\n"]
)
def test_what_is_not_plain_is_left_to_pyphen(text: str, tmp_path: Path) -> None:
    path = tmp_path / "hyph_xx.dic"
    path.write_text(text, encoding="utf-8")
    assert read_patterns(path) is None


def test_slips_and_line_ends_of_other_systems(tmp_path: Path) -> None:
    path = tmp_path / "hyph_xx.dic"
    path.write_bytes(b"ISO8859-1\r\nLEFTHYPHENMIN 2\r\n% no\r\n.a1b2.\r\nblut11harn\r\n\xe41b\r\nabc\r\n9\r\n")
    assert read_patterns(path) == pyphen.HyphDict(path).patterns
