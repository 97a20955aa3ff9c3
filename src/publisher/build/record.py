"""The record of the last build: when not one byte that it read has changed, its report is simply said again."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
from pathlib import Path

from publisher.build.cache import unpack_diagnostic
from publisher.build.maker import maker_digest
from publisher.build.place import Place
from publisher.build.plan import Options
from publisher.build.report import Made, Report

_SKIPPED = {"dist", "node_modules", "__pycache__"}


def input_digest(place: Place, options: Options) -> str:
    """SHA-256 (hex) of every file that a build may read, of its options and of what makes it.

    Bytes are hashed, not modification times: a checkout or a copy changes times and no book.
    """
    asked = dataclasses.replace(options, jobs=0, use_cache=True)
    total = hashlib.sha256(
        f"{maker_digest()}\n{asked!r}\n{os.environ.get('SOURCE_DATE_EPOCH', '')}\n{place.dist is None}".encode()
    )
    for root in (place.folder, *place.style_folders):
        for name, digest in _digests(root, place.dist):
            total.update(f"{name}\0{digest}\n".encode("utf-8", "surrogateescape"))
    return total.hexdigest()


def _digests(root: Path, dist: Path | None) -> list[tuple[str, str]]:
    """Path and digest of every file below ``root``; hidden ones and what a build writes are passed over."""
    found = []
    for folder, names, files in os.walk(root):
        here = Path(folder)
        names[:] = sorted(n for n in names if n not in _SKIPPED and not n.startswith(".") and here / n != dist)
        for name in sorted(files):
            if name.startswith("."):
                continue
            path = here / name
            try:
                digest = hashlib.sha256(path.read_bytes()).hexdigest()
            except OSError as error:
                digest = type(error).__name__
            found.append((path.relative_to(root).as_posix(), digest))
    return found


def remember(place: Place, key: str, report: Report) -> None:
    """Keep the report of a build that went through."""
    place.cache.put(key, json.dumps(dataclasses.asdict(report)).encode())


def recall(place: Place, key: str) -> Report | None:
    """The report of the same build, when every file that it made is still in dist/ with the same bytes."""
    raw = place.cache.get(key)
    if raw is None:
        return None
    try:
        head = json.loads(raw)
        made = tuple(Made(**each) for each in head["made"])
        diagnostics = tuple(unpack_diagnostic(each) for each in head["diagnostics"])
    except (ValueError, KeyError, TypeError):
        return None
    if place.dist is not None and not all(_still_there(place.dist / each.file_name, each.sha256) for each in made):
        return None
    return Report(made, diagnostics, unchanged=True)


def _still_there(path: Path, digest: str) -> bool:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() == digest
    except OSError:
        return False
