"""The record of the last build: when not one byte that it read has changed, its report is simply said again."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from publisher.build.cache import unpack_diagnostic
from publisher.build.maker import maker_digest
from publisher.build.place import Place
from publisher.build.plan import WRAP, Options
from publisher.build.proofnames import FOLDER, is_proof
from publisher.build.report import Made, Report
from publisher.formats.artefact import Claim

if TYPE_CHECKING:
    from publisher.judges.typography.judge import Typography

_SKIPPED = frozenset({"dist", "node_modules", "__pycache__", "venv"})
_LARGEST = 64 * 1024 * 1024  # bytes: no reader of ours takes a larger file, so its size says enough
_MOST = 20_000  # files: a folder with more is no manuscript, and is not worth a record


def input_digest(place: Place, options: Options) -> str:
    """SHA-256 (hex) of every file that a build may read, of what it was asked for and of what makes it.

    Bytes are hashed, not modification times: a checkout or a copy changes times and no book. Empty when there is too
    much to read, and then nothing is remembered.
    """
    asked = dataclasses.replace(options, jobs=0, use_cache=True)
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    named = f"{place.folder.parent.name}/{place.folder.name}"  # a book without a title is called after its folder
    total = hashlib.sha256(f"{maker_digest()}\n{place.plugins!r}\n{asked!r}\n{epoch}\n{named}\n".encode())
    left = _MOST
    for root in (place.folder, *place.style_folders):
        for path in _files(root, place.dist):
            left -= 1
            if left < 0:
                return ""
            total.update(os.fsencode(path.relative_to(root)) + b"\0" + _digest(path, root) + b"\n")
        total.update(b"\n")
    for path in sorted(place.dist.glob(f"*{WRAP}")) if place.dist is not None else ():
        total.update(os.fsencode(path.name) + b"\0" + _digest(path, place.dist or path) + b"\n")  # it may fit no more
    return total.hexdigest()


def _files(root: Path, dist: Path | None) -> Iterator[Path]:
    """Every file below ``root``, in order; hidden ones and what a build writes are passed over."""
    for folder, names, files in os.walk(root):
        here = Path(folder)
        names[:] = sorted(n for n in names if n not in _SKIPPED and not n.startswith(".") and here / n != dist)
        # A link to a folder is not followed by any reader, but that it is there may be said.
        links = [name for name in names if (here / name).is_symlink()]
        if here == root / FOLDER:  # of a folder called so only what is ours: there may be chapters in it
            files = [name for name in files if not is_proof(name)]
        yield from (here / name for name in sorted([*files, *links]) if not name.startswith("."))


def is_read(path: Path, root: Path, dist: Path | None) -> bool:
    """Whether a build may read this file below ``root``: as :func:`_files` has it, asked of one of them."""
    try:
        parts = path.relative_to(root).parts
    except ValueError:
        return False
    if not parts or any(part.startswith(".") or part in _SKIPPED for part in parts):
        return False
    return not (dist is not None and path.is_relative_to(dist)) and not (parts[0] == FOLDER and is_proof(path.name))


def _digest(path: Path, root: Path) -> bytes:
    """What stands for the file's content: of something that is no plain file, or lies elsewhere, only that."""
    try:
        if path.is_symlink() and not path.resolve().is_relative_to(root.resolve()):
            return b"link to " + os.fsencode(path.readlink())  # no reader follows it, so neither do we
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return b"no file"
        if status.st_size > _LARGEST:
            return b"%d bytes" % status.st_size
        return hashlib.sha256(path.read_bytes()).digest()
    except (OSError, RuntimeError) as error:  # RuntimeError: links in a circle
        return type(error).__name__.encode()


def remember(place: Place, key: str, report: Report) -> None:
    """Keep the report of a build that went through."""
    if key:
        place.cache.put(key, json.dumps(dataclasses.asdict(report)).encode())


def recall(place: Place, key: str) -> Report | None:
    """The report of the same build, when every file that it made is still in dist/ with the same bytes."""
    raw = place.cache.get(key) if key else None
    if raw is None:
        return None
    try:
        head = json.loads(raw)
        made = tuple(_made(each) for each in head["made"])
        diagnostics = tuple(unpack_diagnostic(each) for each in head["diagnostics"])
        typography = tuple(_typography(each) for each in head["typography"])
    except (ValueError, KeyError, TypeError):
        return None
    if place.dist is not None and not all(_still_there(place.dist / each.file_name, each) for each in made):
        return None
    return Report(made, diagnostics, unchanged=True, typography=typography)


def _made(head: dict[str, Any]) -> Made:
    return Made(**{**head, "claims": tuple(Claim(**each) for each in head["claims"])})


def _typography(head: dict[str, Any]) -> Typography:
    from publisher.judges.typography.judge import Typography  # only who asks for it pays for it

    return Typography(**{**head, "counts": tuple((code, count) for code, count in head["counts"])})


def _still_there(path: Path, made: Made) -> bool:
    try:
        return path.stat().st_size == made.size and hashlib.sha256(path.read_bytes()).hexdigest() == made.sha256
    except OSError:
        return False
