"""Writing files whole or not at all: to a temporary name beside them, then renamed over them."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

_PREFIX, _SUFFIX = ".publisher-", ".part"


def write_whole(path: Path, data: bytes, *, sure: bool = True) -> None:
    """Write one file. Raises OSError, and then nothing has changed."""
    write_all({path: data}, sure=sure)


def write_all(files: Mapping[Path, bytes], *, sure: bool = True) -> None:
    """Write files so that a full disk or a stop leaves all of the old ones.

    Every file is first written beside its target; only when all of them are safely on the disk are they renamed, one
    after the other. Who checks what he reads may be less ``sure`` that a loss of power leaves it whole, and does not
    wait for the disk. Raises OSError.
    """
    waiting: dict[Path, Path] = {}
    try:
        for target, data in files.items():
            waiting[target] = _write_beside(target, data, sure)
        for target in list(waiting):
            waiting[target].replace(target)
            del waiting[target]
    finally:
        for part in waiting.values():
            with contextlib.suppress(OSError):
                part.unlink()


def _write_beside(target: Path, data: bytes, sure: bool) -> Path:
    """A new file in the target's folder with ``data`` in it: when ``sure``, on the disk and not in a buffer."""
    part = target.parent / f"{_PREFIX}{os.urandom(8).hex()}{_SUFFIX}"
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            if sure:
                os.fsync(file.fileno())
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink()
        raise
    return part


@contextlib.contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """No other build writes to ``folder`` meanwhile, where the file system can promise that.

    What a build that was killed left half-written is swept away: while we are alone it is nobody's.
    """
    try:
        import fcntl

        handle = os.open(folder, os.O_RDONLY)
    except (ImportError, OSError):  # Windows has no such lock, some network drives neither
        yield
        return
    try:
        with contextlib.suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
            for part in folder.glob(f"{_PREFIX}*{_SUFFIX}"):
                with contextlib.suppress(OSError):
                    part.unlink()
        yield
    finally:
        os.close(handle)  # and the lock is gone
