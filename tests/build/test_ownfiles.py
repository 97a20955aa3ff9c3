"""The digest of Publisher's own files: always that of their bytes, and read once where they stay as they are."""

from __future__ import annotations

import os
import shutil
import sys
import time
from pathlib import Path

import pytest

import publisher
from publisher.build import ownfiles
from publisher.build.ownfiles import own_digest


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package of three files, all of them old, as ours."""
    folder = tmp_path / "lib" / "publisher"
    (folder / "data").mkdir(parents=True)
    for name in ("__init__.py", "value.py", "data/words.toml"):
        (folder / name).write_text(f"# {name}\n")
    monkeypatch.setattr(publisher, "__file__", str(folder / "__init__.py"))
    monkeypatch.setattr(ownfiles, "own_styles", lambda: tmp_path / "none")
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    monkeypatch.setattr(ownfiles, "_FRESH", -1)
    return folder


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that are read."""
    names: list[str] = []
    original = ownfiles._read
    monkeypatch.setattr(ownfiles, "_read", lambda path: names.append(Path(path).name) or original(path))
    return names


def test_files_that_stay_as_they_are_are_read_once(package, read):
    first = own_digest()
    assert sorted(read) == ["__init__.py", "value.py", "words.toml"]
    read.clear()
    assert own_digest() == first
    assert read == []


@pytest.mark.parametrize("name", ["value.py", "data/words.toml"])
def test_another_word_of_the_same_length_is_seen(package, read, name):
    first = own_digest()
    (package / name).write_text((package / name).read_text().upper())
    assert own_digest() != first


def test_a_file_more_or_less_is_seen_and_the_digest_is_of_names_and_bytes_alone(package, tmp_path, monkeypatch):
    first = own_digest()
    (package / "more.py").write_text("")
    assert own_digest() != first
    (package / "more.py").unlink()
    assert own_digest() == first
    shutil.copytree(package, tmp_path / "other" / "publisher")
    monkeypatch.setattr(publisher, "__file__", str(tmp_path / "other" / "publisher" / "__init__.py"))
    assert own_digest() == first, "the same files elsewhere, with a note about those that they were copied from"


def test_files_that_have_just_been_written_are_read_again(package, read, monkeypatch):
    monkeypatch.setattr(ownfiles, "_FRESH", 3600 * 10**9)
    own_digest()
    read.clear()
    own_digest()
    assert len(read) == 3


def test_a_note_that_is_damaged_counts_as_none(package):
    first = own_digest()
    (note,) = (package / "__pycache__").iterdir()
    for damage in (b"", b"\xff", b"0" * 64 + b" \n", note.read_bytes()[:-9]):
        note.write_bytes(damage)
        assert own_digest() == first


def test_nothing_is_written_where_python_may_write_nothing(package, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    own_digest()
    assert not (package / "__pycache__").exists()


def test_a_package_that_is_not_ours_to_write_to(package, monkeypatch):
    def refused(*_: object, **__: object) -> None:
        raise PermissionError

    first = own_digest()
    shutil.rmtree(package / "__pycache__")
    monkeypatch.setattr(ownfiles, "write_whole", refused)
    assert own_digest() == first


def test_a_time_in_the_past_does_not_hide_a_change(package):
    """A checkout or an archive may give old times: what the disk says of the change itself is looked at too."""
    first = own_digest()
    path = package / "value.py"
    before = path.stat()
    path.write_text(path.read_text().upper())
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    if path.stat().st_ctime_ns == before.st_ctime_ns:  # a coarse clock
        time.sleep(0.05)
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert own_digest() != first
