"""The cache keeps bytes (finished artefacts, reports of builds) by the digest of everything they were made from.

It is safe to delete, safe to share between processes and bounded: an entry is written to a temporary file
and renamed, its bytes are checked against their own digest when read, and the oldest go first.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from pathlib import Path
from typing import Any

from publisher.build.whole import write_whole
from publisher.diagnostics import Diagnostic, Severity
from publisher.source import Span
from publisher.value import dataclass

BOUND = 2_000_000_000  # bytes kept at the most
_SUFFIX = ".artefact"


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of entries. ``folder`` None means: keep nothing."""

    folder: Path | None

    def get(self, key: str) -> bytes | None:
        """The bytes kept under ``key``, or None; a damaged entry counts as none."""
        if self.folder is None:
            return None
        path = self._path(key)
        try:
            raw = path.read_bytes()
        except OSError:
            return None
        digest, data = raw[:64], raw[64:]
        if hashlib.sha256(data).hexdigest().encode() != digest:
            return None
        with contextlib.suppress(OSError):
            os.utime(path)
        return data

    def put(self, key: str, data: bytes) -> None:
        """Keep ``data`` under ``key``. A cache that cannot be written is no trouble."""
        if self.folder is None:
            return
        path = self._path(key)
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, hashlib.sha256(data).hexdigest().encode() + data, sure=False)

    def trim(self, bound: int = BOUND) -> None:
        """Drop the least recently used entries until at most ``bound`` bytes are left."""
        if self.folder is None:
            return
        entries = []
        for path in self.folder.glob(f"*/*{_SUFFIX}"):
            with contextlib.suppress(OSError):
                status = path.stat()
                entries.append((status.st_mtime_ns, status.st_size, path))
        total = sum(size for _, size, _ in entries)
        for _, size, path in sorted(entries, key=lambda entry: entry[0]):
            if total <= bound:
                break
            with contextlib.suppress(OSError):
                path.unlink()
                total -= size

    def _path(self, key: str) -> Path:
        assert self.folder is not None
        return self.folder / key[:2] / f"{key}{_SUFFIX}"


def unpack_diagnostic(head: dict[str, Any]) -> Diagnostic:
    """A diagnostic out of its JSON form."""
    return Diagnostic(
        head["code"], Severity(head["severity"]), head["message"], Span(**head["span"]), head.get("hint", "")
    )
