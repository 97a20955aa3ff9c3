"""The cache keeps finished artefacts by the digest of everything they were made from.

It is safe to delete, safe to share between processes and bounded: an entry is written to a temporary file
and renamed, its bytes are checked against their own digest when read, and the oldest go first.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from publisher.diagnostics import Diagnostic, Severity
from publisher.formats.artefact import Artefact, PageStart, Pagination
from publisher.source import Span

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
            write_whole(path, hashlib.sha256(data).hexdigest().encode() + data)

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


def write_whole(path: Path, data: bytes) -> None:
    """Write a file whole or not at all: to a temporary name beside it, then renamed over it."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        mask = os.umask(0)
        os.umask(mask)
        Path(name).chmod(0o666 & ~mask)
        Path(name).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


def pack_artefact(artefact: Artefact) -> bytes:
    """An artefact as bytes: one line of JSON, then the file's own bytes."""
    head = dataclasses.asdict(dataclasses.replace(artefact, data=b""))
    del head["data"]
    return json.dumps(head, ensure_ascii=True, sort_keys=True).encode() + b"\n" + artefact.data


def unpack_artefact(raw: bytes) -> Artefact:
    """The artefact that :func:`pack_artefact` packed. Raises ValueError or KeyError on anything else."""
    line, _, data = raw.partition(b"\n")
    head = json.loads(line)
    return Artefact(
        file_name=head["file_name"],
        media_type=head["media_type"],
        data=data,
        pagination=Pagination(tuple(PageStart(**page) for page in head["pagination"]["pages"])),
        diagnostics=tuple(unpack_diagnostic(each) for each in head["diagnostics"]),
    )


def unpack_diagnostic(head: dict[str, Any]) -> Diagnostic:
    """A diagnostic out of its JSON form."""
    return Diagnostic(
        head["code"], Severity(head["severity"]), head["message"], Span(**head["span"]), head.get("hint", "")
    )
