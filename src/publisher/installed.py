"""Which packages are installed, in which versions, and whether any has entry points: by the names of folders.

An unchanged book is built in a tenth of a second, and the library's own way takes longer than that: it reads the
metadata of each package as mail. Where packages are to be found in other ways than in folders, it is asked after all.
"""

from __future__ import annotations

import contextlib
import os
import re
import sys
from collections.abc import Iterator
from functools import cache
from importlib.machinery import PathFinder
from pathlib import Path

from publisher.patterns import regex

_FOLDER = regex(r"(?P<name>[^-]+)-(?P<version>[^-]+)\.dist-info")
_VERSION = regex(rb"\A(?:.+\n)*?Version: *(.+?) *\n")  # a field of the head, which ends with an empty line
_BEGINNING = 1024  # bytes: the version is one of the first fields, and below them is the whole description


@cache
def installed() -> dict[str, str]:
    """The metadata folder of each package, by its name as PyPA's specification normalises it.

    Empty where not all that is installed lies in folders; of two versions the first on the path counts, as it does
    for whoever imports it.
    """
    found: dict[str, str] = {}
    if any(hasattr(finder, "find_distributions") and finder is not PathFinder for finder in sys.meta_path):
        return {}
    for folder in sys.path:
        try:
            with os.scandir(folder or ".") as entries:
                names = sorted(entry.name for entry in entries)
        except NotADirectoryError:  # an archive: what is in it is not ours to say
            return {}
        except OSError:
            continue
        for name in names:
            if name.endswith((".egg-info", ".egg", ".egg-link")):
                return {}
            if match := _FOLDER.fullmatch(name):
                found.setdefault(normal(match["name"]), f"{folder}{os.sep}{name}")
    return found


def normal(name: str) -> str:
    """A package's name with one spelling (PyPA, "Names and normalization")."""
    return re.sub(r"[-_.]+", "-", name).lower()


def version(name: str) -> str:
    """The version of a package; ``"none"`` where it is not installed."""
    folder = installed().get(normal(name))
    found = _VERSION.search(_beginning(f"{folder}{os.sep}METADATA")) if folder is not None else None
    if found:
        return found[1].decode("utf-8", "replace")
    from importlib import metadata

    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "none"


def requirements(name: str) -> Iterator[str]:
    """The names of the packages that a package requires; none where it is not installed."""
    wanted = _field(name, "Requires-Dist")
    if wanted is None:
        wanted = _asked(name)
    for each in wanted:
        yield re.split(r"[^A-Za-z0-9._-]", each.strip(), maxsplit=1)[0]


def _asked(name: str) -> list[str]:
    from importlib import metadata

    try:
        return metadata.requires(name) or []
    except metadata.PackageNotFoundError:  # run from a checkout that was never installed
        return []


def _beginning(path: str) -> bytes:
    """The first bytes of a file, with whole lines; nothing where there is none."""
    try:
        with Path(path).open("rb", buffering=0) as file:
            return file.read(_BEGINNING).replace(b"\r\n", b"\n")
    except OSError:
        return b""


def _field(name: str, field: str) -> list[str] | None:
    """What a package's metadata say under ``field``; None where they do not lie in a folder."""
    folder = installed().get(normal(name))
    if folder is None:
        return None
    try:
        head = (Path(folder) / "METADATA").read_text("utf-8", "replace").partition("\n\n")[0]
    except OSError:
        return None
    return re.findall(rf"^{field}: *(.+?) *$", head, re.MULTILINE)


def may_have(group: str) -> bool:
    """Whether any package may have entry points of this group: whoever says yes must look properly."""
    shelves = installed()
    if not shelves:
        return True
    for folder in shelves.values():
        with contextlib.suppress(OSError):
            if group.encode() in (Path(folder) / "entry_points.txt").read_bytes():
                return True
    return False
