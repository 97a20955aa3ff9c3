"""Paths that an author wrote: whether they stay inside the manuscript, and the file they lead to.

Nothing below this module opens a file by a path that did not come through :func:`locate`.
"""

from __future__ import annotations

import os
import posixpath
import re
import stat
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote

from publisher.diagnostics import Diagnostic, MachineError
from publisher.patterns import regex
from publisher.rules import files as rules
from publisher.source import Span

_DRIVE = regex(r"[A-Za-z]:")
_SCHEME = regex(r"[A-Za-z][A-Za-z0-9+.-]*:/|(?:file|data|javascript|mailto|urn):", re.IGNORECASE)
_CONTROL = regex(r"[\x00-\x1f\x7f]")
_FORBIDDEN = regex(r'[<>:"|?*\\\x00-\x1f\x7f]')
_RESERVED = regex(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])", re.IGNORECASE)
_LONGEST = 1024  # characters of a path


def why_unsafe(path: str) -> str:
    """Why ``path`` may not be used, as the end of a sentence; ``""`` for a plain path inside the folder.

    A percent sign is a character like any other, but what it may stand for is looked at too: ``%2e%2e/`` is refused
    even where a later stage would decode it.
    """
    if not path or (path.strip("./") == "" and ".." not in path):
        return "names no file"
    if len(path) > _LONGEST:
        return "is longer than any path"
    seen = path
    for _ in range(4):  # ..%252e: decoded more than once
        reason = _why_unsafe_once(seen)
        if reason or "%" not in seen:
            return reason
        seen = unquote(seen)
    return _why_unsafe_once(seen)


def _why_unsafe_once(path: str) -> str:
    if _CONTROL.search(path):
        return "holds a control character"
    if "\\" in path:
        return "is not written with / between folders"
    if path.startswith("/"):
        return "is absolute"
    if _DRIVE.match(path):
        return "names a drive"
    if _SCHEME.match(path):
        return "is a URL, not a file"
    if ".." in path.split("/"):
        return "climbs out with `..`"
    return ""


def locate(folder: Path, path: str) -> tuple[Path | None, str]:
    """The plain file at ``path`` in ``folder``, symbolic links followed; else None and why.

    The reason is ``"missing"``, ``"outside"`` (a path or link that leaves the folder) or ``"unreadable"`` (not a plain
    file, or refused by the system).
    """
    if why_unsafe(path):
        return None, "outside"
    try:
        root = Path(os.path.realpath(folder, strict=True))
        target = root / path
        if _has_links(root, path):
            target = target.resolve(strict=True)
        if not target.is_relative_to(root):
            return None, "outside"
        mode = target.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return None, "missing"
    except (OSError, ValueError, RuntimeError):  # a circle of links, a name too long, no permission
        return None, "unreadable"
    return (target, "") if stat.S_ISREG(mode) else (None, "unreadable")


def _has_links(root: Path, path: str) -> bool:
    """Whether a symbolic link, or anything but plain names, is on the way from ``root`` to the file. Raises OSError.

    Looking at each name takes a third of the time of ``resolve``. Other systems have more kinds of links.
    """
    if os.name != "posix":
        return True
    at = str(root)
    for name in path.split("/"):
        at = f"{at}{os.sep}{name}"
        if name in ("", ".", "..") or stat.S_ISLNK(os.lstat(at).st_mode):
            return True
    return False


def read_bytes(target: Path, limit: int) -> bytes | None:
    """The bytes of a located file, or None when it is larger than ``limit``. Raises OSError."""
    with target.open("rb") as file:
        data = file.read(limit + 1)
    return None if len(data) > limit else data


def clean(path: str) -> str:
    """The path without ``./`` and doubled slashes."""
    return posixpath.normpath(path)


def real_folder(folder: Path) -> Path:
    """The folder, absolute, with symbolic links followed. Raises :class:`MachineError` when it is not there."""
    try:
        return folder.resolve(strict=True)
    except (OSError, RuntimeError) as error:
        raise MachineError(f"the folder {folder} cannot be read: {error}") from error


def name_trouble(paths: Iterable[str]) -> Iterator[Diagnostic]:
    """Names that another system forbids, and pairs of names that another system takes for one."""
    first: dict[str, str] = {}
    for path in paths:
        key = path.casefold() if path.isascii() else unicodedata.normalize("NFC", path).casefold()
        if key in first:
            yield rules.SAME_NAME.at(
                Span(path), f"on some systems this is the same name as {first[key]}", "give one of them another name"
            )
        first.setdefault(key, path)
        for name in path.split("/"):
            if _FORBIDDEN.search(name) or name.endswith((" ", ".")):
                yield rules.BAD_NAME.at(Span(path), f"Windows does not allow the name “{name}”", "rename the file")
            elif _RESERVED.fullmatch(name.partition(".")[0].rstrip()):
                yield rules.BAD_NAME.at(Span(path), f"Windows keeps the name “{name}” for itself", "rename the file")
