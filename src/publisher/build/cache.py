"""The cache keeps bytes (finished artefacts, reports of builds) by the digest of everything they were made from.

It is safe to delete, safe to share between processes and bounded: an entry is written to a temporary file
and renamed, its bytes are checked against their own digest when read, and the oldest go first.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from publisher.build.whole import write_whole
from publisher.diagnostics import Diagnostic, Severity
from publisher.source import Span
from publisher.value import dataclass

BOUND = 2_000_000_000  # bytes kept at the most
_SUFFIX = ".artefact"
_TIDIED = "tidied"  # a file whose time says when the cache was last trimmed
_SELDOM = 3600  # seconds


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of entries, or a place elsewhere that many machines share. Without either nothing is kept."""

    folder: Path | None
    url: str = ""  # of a file system that fsspec knows: s3://bucket/books

    @classmethod
    def at(cls, named: str) -> Cache:
        """The cache that ``PUBLISHER_CACHE`` names: a folder, or an address with ``://`` in it."""
        return cls(None, named.rstrip("/")) if "://" in named else cls(Path(named).absolute())

    @property
    def keeps(self) -> bool:
        """Whether anything is kept at all."""
        return self.folder is not None or bool(self.url)

    def get(self, key: str) -> bytes | None:
        """The bytes kept under ``key``, or None; a damaged entry counts as none."""
        raw = self._read(key)
        if raw is None:
            return None
        digest, data = raw[:64], raw[64:]
        if hashlib.sha256(data).hexdigest().encode() != digest:
            return None
        if self.folder is not None:
            with contextlib.suppress(OSError):
                os.utime(self._path(key))
        return data

    def _read(self, key: str) -> bytes | None:
        if self.url:
            from publisher.build import remote  # few have one, and all would pay

            return remote.read(self.url, key)
        try:
            return self._path(key).read_bytes() if self.folder is not None else None
        except OSError:
            return None

    def put(self, key: str, data: bytes) -> None:
        """Keep ``data`` under ``key``. A cache that cannot be written is no trouble."""
        raw = hashlib.sha256(data).hexdigest().encode() + data
        if self.url:
            from publisher.build import remote

            remote.write(self.url, key, raw)
        elif self.folder is not None:
            path = self._path(key)
            with contextlib.suppress(OSError):
                path.parent.mkdir(parents=True, exist_ok=True)
                write_whole(path, raw, sure=False)

    def trim(self, bound: int = BOUND) -> None:
        """Drop the least recently used entries until at most ``bound`` bytes are left.

        A place elsewhere is not ours to tidy: its owner's rules say how long an entry stays.
        """
        if self.folder is None:
            return
        entries = []
        for path, status in _entries(self.folder):
            entries.append((status.st_mtime_ns, status.st_size, path))
        total = sum(size for _, size, _ in entries)
        for _, size, path in sorted(entries, key=lambda entry: entry[0]):
            if total <= bound:
                break
            with contextlib.suppress(OSError):
                Path(path).unlink()
                total -= size

    def tidy(self) -> None:
        """Trim, unless that was done within the hour: to look at every entry costs more than many a build."""
        if self.folder is None:
            return
        mark = self.folder / _TIDIED
        with contextlib.suppress(OSError):
            if abs(time.time() - mark.stat().st_mtime) < _SELDOM:
                return
        self.trim()
        with contextlib.suppress(OSError):
            mark.touch()

    def _path(self, key: str) -> Path:
        assert self.folder is not None
        return self.folder / key[:2] / f"{key}{_SUFFIX}"


def _entries(folder: Path) -> Iterator[tuple[str, os.stat_result]]:
    """Every entry below a folder, with its size and times."""
    for shelf in _scanned(folder):
        if shelf.is_dir():
            for each in _scanned(shelf.path):
                if each.name.endswith(_SUFFIX):
                    with contextlib.suppress(OSError):
                        yield each.path, each.stat()


def _scanned(folder: str | Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            return list(found)
    except OSError:
        return []


def unpack_diagnostic(head: dict[str, Any]) -> Diagnostic:
    """A diagnostic out of its JSON form."""
    return Diagnostic(
        head["code"], Severity(head["severity"]), head["message"], Span(**head["span"]), head.get("hint", "")
    )
