"""What is kept where many machines see it: entries in any store that fsspec knows. The only door to fsspec.

A store that cannot be reached keeps nothing, and that is no trouble: everything can be made again.
"""

from __future__ import annotations

import contextlib
from functools import cache
from typing import Any

from publisher.diagnostics import MachineError


def check(url: str) -> None:
    """Raises :class:`MachineError` where there is nobody who knows such addresses: else nothing would ever be kept."""
    try:
        _store(url)
    except ImportError as error:
        hint = "pip install 'publisher[dask]', and for S3 s3fs: its own documentation says where it takes the key from"
        raise MachineError(f"the cache {url} cannot be used: {error}", hint) from error
    except ValueError as error:
        raise MachineError(f"the cache {url} cannot be used: {error}", "set PUBLISHER_CACHE to a folder") from error


@cache
def _store(url: str) -> tuple[Any, str]:
    from fsspec.core import url_to_fs  # type: ignore[import-untyped]

    system, path = url_to_fs(url)
    return system, str(path).rstrip("/")


def _path(path: str, key: str) -> str:
    return f"{path}/{key[:2]}/{key}.artefact"


def read(url: str, key: str) -> bytes | None:
    """The bytes of an entry, or None. Whoever asks compares them with their digest."""
    try:
        system, path = _store(url)
        data: bytes = system.cat_file(_path(path, key))
    except Exception:  # each store has errors of its own kind
        return None
    return data


def write(url: str, key: str, data: bytes) -> None:
    """Write an entry. Object stores write all of it or nothing; elsewhere half of one fails its digest, and is none."""
    with contextlib.suppress(Exception):
        system, path = _store(url)
        target = _path(path, key)
        if "file" in (system.protocol if isinstance(system.protocol, tuple) else (system.protocol,)):
            system.makedirs(target.rpartition("/")[0], exist_ok=True)
        system.pipe_file(target, data)
