"""Putting finished files into dist/: each whole or not at all, with their checksums beside them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from publisher.build.cache import write_whole
from publisher.build.maker import versions
from publisher.diagnostics import MachineError
from publisher.formats.artefact import Artefact

SUMS = "SHA256SUMS"


def deliver(dist: Path, artefacts: Iterable[Artefact]) -> None:
    """Write every artefact and bring ``SHA256SUMS`` up to date.

    Raises :class:`MachineError` when dist/ cannot be written.
    """
    try:
        dist.mkdir(parents=True, exist_ok=True)
        sums = {}
        for artefact in artefacts:
            target = dist / artefact.file_name
            if not target.is_file() or target.read_bytes() != artefact.data:
                write_whole(target, artefact.data)
            sums[artefact.file_name] = hashlib.sha256(artefact.data).hexdigest()
        _write_sums(dist, sums)
    except OSError as error:
        raise MachineError(
            f"cannot write to {dist}: {error.strerror or error}", hint="see that the folder may be written and has room"
        ) from error


def read_sums(dist: Path) -> tuple[str, dict[str, str]]:
    """The versions that the checksums hold for (one line) and file name → SHA-256 (hex); empty when there are none."""
    try:
        lines = (dist / SUMS).read_text("utf-8").splitlines()
    except OSError:
        return "", {}
    held = " ".join(line.removeprefix("#").strip() for line in lines if line.startswith("#"))
    pairs = (line.split(maxsplit=1) for line in lines if line and not line.startswith("#"))
    return held, {name: digest for digest, name in pairs}


def version_lines() -> list[str]:
    """What the checksums hold for, as comment lines that ``sha256sum -c`` passes over."""
    return [f"# {name} {version}" for name, version in versions()]


def _write_sums(dist: Path, sums: dict[str, str]) -> None:
    """Sums of other files stay where they were made by the same versions and the file is still there."""
    held, old = read_sums(dist)
    if held == " ".join(line.removeprefix("#").strip() for line in version_lines()):
        sums = {name: digest for name, digest in old.items() if (dist / name).is_file()} | sums
    lines = version_lines() + [f"{digest}  {name}" for name, digest in sorted(sums.items())]
    write_whole(dist / SUMS, ("\n".join(lines) + "\n").encode())
