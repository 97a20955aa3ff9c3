"""Signs, in the names and times of a book's files, of what there may be to do: guesses, made before much is loaded.

Where one is wrong it costs time, and nothing else.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

SUMS = "SHA256SUMS"
"""The file in dist/ that says what else a build put there."""

_LARGEST = 1 << 20  # bytes of book.toml that are looked at: more than the configuration reads


def manuscript_at(folder: Path) -> Path:
    """Where :func:`publisher.manuscript.find_manuscript` would find the manuscript of a folder that has one.

    A link is not followed: where it leads to is not known yet, and nothing outside the book is looked at.
    """
    inner = folder / "manuscript"
    return inner if inner.is_dir() and not inner.is_symlink() else folder


def saved_since(folder: Path, dist: Path | None) -> bool:
    """Whether nothing was built yet, or a file of the manuscript bears a later time than that."""
    if dist is None:
        return False
    try:
        written = (dist / SUMS).stat().st_mtime_ns
    except FileNotFoundError:
        written = -1
    except OSError:
        return False
    try:
        with os.scandir(folder) as files:
            return any(each.is_file(follow_symlinks=False) and each.stat().st_mtime_ns > written for each in files)
    except OSError:
        return False


def may_want_a_pdf(folder: Path) -> bool:
    """Whether the editions of the manuscript may have a PDF among them; ``book.toml`` is not read as such yet."""
    book = folder / "book.toml"
    try:
        if not stat.S_ISREG(book.lstat().st_mode):
            return False  # the book has an error, or it takes the time that it takes
        with book.open("rb") as file:
            text = file.read(_LARGEST)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return b"pdf" in text or b"[editions" not in text
