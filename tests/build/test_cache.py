"""The cache gives back what was put in, or nothing, and stays within its bound."""

from __future__ import annotations

import os

import pytest

from publisher.build.cache import Cache

KEY, OTHER = "ab" * 32, "cd" * 32


def test_what_was_kept_comes_back(tmp_path):
    cache = Cache(tmp_path / "new" / "folder")
    cache.put(KEY, b"bytes")
    assert cache.get(KEY) == b"bytes"
    assert cache.get(OTHER) is None


def test_no_folder_keeps_nothing():
    Cache(None).put(KEY, b"bytes")
    assert Cache(None).get(KEY) is None
    Cache(None).trim()


@pytest.mark.parametrize("damage", [b"", b"x", b"x" * 64, b"x" * 1000])
def test_a_damaged_entry_is_none(tmp_path, damage):
    cache = Cache(tmp_path)
    cache.put(KEY, b"bytes")
    (entry,) = tmp_path.rglob("*.artefact")
    entry.write_bytes(damage)
    assert cache.get(KEY) is None
    cache.put(KEY, b"bytes")
    assert cache.get(KEY) == b"bytes"


def test_the_least_used_goes_first(tmp_path):
    cache = Cache(tmp_path)
    for age, key in enumerate((OTHER, KEY)):
        cache.put(key, b"0" * 1000)
        (entry,) = tmp_path.glob(f"*/{key}*")
        os.utime(entry, (age, age))
    cache.get(OTHER)
    cache.trim(1500)
    assert cache.get(KEY) is None
    assert cache.get(OTHER) is not None


def test_it_is_tidied_once_an_hour(tmp_path, monkeypatch):
    trimmed = []
    monkeypatch.setattr(Cache, "trim", lambda self, bound=0: trimmed.append(self))
    cache = Cache(tmp_path)
    cache.tidy()
    cache.tidy()
    assert len(trimmed) == 1
    (mark,) = tmp_path.iterdir()
    for age in (-4000, 4000):  # the clock may have been set
        now = mark.stat().st_mtime
        os.utime(mark, (now + age, now + age))
        cache.tidy()
    assert len(trimmed) == 3
    Cache(None).tidy()
    assert len(trimmed) == 3
