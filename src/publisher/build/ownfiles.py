"""The digest of Publisher's own files, read again only where one of them has changed.

While Publisher is developed its version says nothing about it, so every build asks for this. The list of the files with
their sizes and times stands for their bytes, as it does for Python where it decides whether a compiled module is still
good; and the answer is kept where Python keeps those.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
import time
from importlib.util import cache_from_source
from pathlib import Path
from typing import TYPE_CHECKING

import publisher
from publisher.build.whole import write_whole
from publisher.style.own import own_styles

if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.resources.abc import Traversable

_CHUNK = 1 << 16  # bytes read at a time
_FRESH = 10 * 10**9  # nanoseconds: a file that is younger may be written once more without another time
_KEPT = rb"([0-9a-f]{64}) ([0-9a-f]{64})\n"


def own_digest() -> str:
    """SHA-256 (hex) of the names and bytes of all files of the package and of its styles."""
    folder = Path(publisher.__file__).parent
    if not folder.is_dir():
        return _digest(_archived())
    found: list[_File] = []
    _gather(os.fspath(folder), "", found)
    styles = own_styles()
    if not (folder / "styles").is_dir() and styles.is_dir():  # a checkout keeps them beside src/
        _gather(os.fspath(styles), "styles/", found)
    listed = hashlib.sha256(repr([(path, _stamp(status)) for _, path, status in found]).encode()).hexdigest()
    notes = Path(cache_from_source(os.fspath(folder / "own-files.py"))).with_suffix(".txt")
    known = _recall(notes, listed)
    if known:
        return known
    digest = _digest([(name, _read(path)) for name, path, _ in found])
    _keep(notes, listed, digest, [status for _, _, status in found])
    return digest


_File = tuple[str, str, os.stat_result]  # name below the package, path, and what the disk says of it


def _digest(files: Sequence[tuple[str, bytes]]) -> str:
    total = hashlib.sha256()
    for name, data in files:
        total.update(f"{name}\0{hashlib.sha256(data).hexdigest()}\n".encode())
    return total.hexdigest()


def _stamp(status: os.stat_result) -> tuple[int, ...]:
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


def _recall(notes: Path, listed: str) -> str:
    """The digest of the files that are listed so; empty where it is not known."""
    try:
        found = re.fullmatch(_KEPT, notes.read_bytes())
    except OSError:
        return ""
    return found[2].decode() if found and found[1].decode() == listed else ""


def _keep(notes: Path, listed: str, digest: str, files: Sequence[os.stat_result]) -> None:
    """Keep the digest for the next build, where Python may keep what it compiles."""
    newest = max((max(each.st_mtime_ns, each.st_ctime_ns) for each in files), default=0)
    if sys.dont_write_bytecode or newest > time.time_ns() - _FRESH:
        return
    try:
        notes.parent.mkdir(parents=True, exist_ok=True)
        write_whole(notes, f"{listed} {digest}\n".encode(), sure=False)
    except OSError:
        pass  # a package that is not ours to write to


def _gather(folder: str, prefix: str, found: list[_File]) -> None:
    """All files below a folder, in the order of their names; paths as objects take twice the time."""
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda each: each.name):
            if _is_passed_over(entry.name):
                continue
            if entry.is_dir():
                _gather(entry.path, f"{prefix}{entry.name}/", found)
            else:
                found.append((f"{prefix}{entry.name}", entry.path, entry.stat()))


def _read(path: str) -> bytes:
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        parts = [os.read(handle, _CHUNK)]
        while len(parts[-1]) == _CHUNK:
            parts.append(os.read(handle, _CHUNK))
    finally:
        os.close(handle)
    return b"".join(parts)


def _is_passed_over(name: str) -> bool:
    return name.startswith(".") or name.endswith((".pyc", ".pyo")) or name == "__pycache__"


def _archived() -> list[tuple[str, bytes]]:
    """The same of a package in an archive."""
    from importlib.resources import files

    return _files(files("publisher"), "")


def _files(folder: Traversable, prefix: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for entry in sorted(folder.iterdir(), key=lambda each: each.name):
        name = f"{prefix}{entry.name}"
        if _is_passed_over(entry.name):
            continue
        if entry.is_dir():
            found.extend(_files(entry, name + "/"))
        else:
            found.append((name, entry.read_bytes()))
    return found
