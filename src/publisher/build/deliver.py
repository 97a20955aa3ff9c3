"""Putting finished files into dist/: all of them or none, with their checksums beside them."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from pathlib import Path

from publisher.build.maker import versions
from publisher.build.signs import SUMS
from publisher.build.whole import alone_in, write_all
from publisher.diagnostics import MachineError
from publisher.formats.artefact import Artefact


def deliver(
    dist: Path, artefacts: Iterable[Artefact], stem: str = "", expected: Collection[str] = ()
) -> tuple[str, ...]:
    """Write the artefacts and bring ``SHA256SUMS`` up to date: a file with the same bytes is left alone.

    ``expected`` are the names of all files that a whole build of this book makes, ``stem`` is what their names begin
    with. Returns the files of this book that an earlier build listed and that are none of them now: they are taken off
    the list, and are the author's to delete. Raises :class:`MachineError` when dist/ cannot be written; it is then as
    it was.
    """
    try:
        dist.mkdir(parents=True, exist_ok=True)
        with alone_in(dist):
            return _deliver(dist, tuple(artefacts), stem, expected)
    except OSError as error:
        hint = "nothing there was changed; see that it is a folder that you may write to, with room on its disk"
        raise MachineError(f"cannot write to {dist}: {error.strerror or error}", hint) from error


def _deliver(dist: Path, artefacts: tuple[Artefact, ...], stem: str, expected: Collection[str]) -> tuple[str, ...]:
    new = {artefact.file_name: hashlib.sha256(artefact.data).hexdigest() for artefact in artefacts}
    held, old = read_sums(dist)
    there = sorted(name for name in old if (dist / name).is_file())
    left = tuple(name for name in there if _is_ours(name, stem) and name not in expected)
    made_alike = held == version_lines()  # of files by other versions the list cannot speak any more
    kept = {name: old[name] for name in there if made_alike and name not in left}
    lines = [*version_lines(), *(f"{digest}  {name}" for name, digest in sorted((kept | new).items()))]
    sums = "\n".join(lines) + "\n"
    wanted = {dist / artefact.file_name: artefact.data for artefact in artefacts} | {dist / SUMS: sums.encode()}
    write_all({path: data for path, data in wanted.items() if not _holds(path, data)})
    return left


def _is_ours(name: str, stem: str) -> bool:
    """Whether a file in dist/ has a name that this book's builds give."""
    return bool(stem) and name.startswith((f"{stem}-", f"{stem}."))


def _holds(path: Path, data: bytes) -> bool:
    return path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data


def read_sums(dist: Path) -> tuple[list[str], dict[str, str]]:
    """The comment lines of ``SHA256SUMS``, and file name → SHA-256 (hex); both empty when there is no such file."""
    try:
        lines = (dist / SUMS).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return [], {}
    pairs = (line.split(maxsplit=1) for line in lines if not line.startswith("#"))
    return [line for line in lines if line.startswith("#")], {pair[1]: pair[0] for pair in pairs if len(pair) == 2}


def version_lines() -> list[str]:
    """What the checksums hold for, as comment lines that ``sha256sum -c`` passes over."""
    return [f"# {name} {version}" for name, version in versions()]
