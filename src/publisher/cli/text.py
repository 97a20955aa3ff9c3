"""Text on a terminal: what may be shown, how many cells it takes, and how it is set in columns."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import click

_JOINERS = "\u200c\u200d"  # words of some scripts cannot be written without them, and they move nothing
_WIDEST = 160  # cells of a line in a pipe, where nobody can say how wide it is


def printable(text: str) -> str:
    """Without control characters: a manuscript must not drive the reader's terminal."""
    if text.isprintable():
        return text
    return "".join(char if char in _JOINERS or not _drives(char) else "\ufffd" for char in text)


def _drives(char: str) -> bool:
    """Whether the character moves the cursor or turns the text: controls, and the ends of lines and paragraphs."""
    category = unicodedata.category(char)
    return category[0] == "C" or category in ("Zl", "Zp")


def cells(text: str) -> int:
    """How many cells of a terminal the text takes: wide characters two, combining marks none."""
    if text.isascii():
        return len(text)
    return sum(_cells_of(char) for char in text)


def _cells_of(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def width(stream_is_terminal: bool) -> int:
    """How many cells a line has."""
    if not stream_is_terminal:
        return _WIDEST
    import shutil

    return max(40, shutil.get_terminal_size((_WIDEST, 24)).columns)


def shown_path(path: Path) -> str:
    """A path as a person would write it from where they stand: short, and never a row of ``..``."""
    whole = os.path.abspath(path)  # noqa: PTH100 - links stay as they were written
    try:
        near = os.path.relpath(whole)
    except ValueError:  # Windows: on another drive
        return printable(whole)
    return printable(whole if near.startswith(os.path.join("..", "..")) else near)  # noqa: PTH118


def clip(text: str, most: int) -> str:
    """The text in at most so many cells, cut with an ellipsis."""
    if cells(text) <= most:
        return text
    kept = ""
    for char in text:
        if cells(kept) + _cells_of(char) > most - 1:
            break
        kept += char
    return f"{kept.rstrip()}…"


def table(rows: Sequence[tuple[str, ...]]) -> str:
    """Rows in columns, the first to the left and the others to the right; the first row is the head."""
    widths = [max(cells(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = []
    for first, *rest in rows:
        line = [first + " " * (widths[0] - cells(first))]
        line += [" " * (wide - cells(cell)) + cell for cell, wide in zip(rest, widths[1:], strict=True)]
        lines.append("  ".join(line).rstrip())
    return "\n".join([click.style(lines[0], bold=True), *lines[1:]])


def size(count: int) -> str:
    """Bytes for a person: ``309 kB``, ``1.4 MB``."""
    return f"{count / 1_000_000:.1f} MB" if count >= 1_000_000 else f"{max(1, round(count / 1000))} kB"


def minutes(count: int) -> str:
    """Minutes for a person: ``31 min``, ``2 h 5 min``."""
    hours, rest = divmod(count, 60)
    return f"{hours} h {rest} min" if hours else f"{rest} min"


def counted(count: int, word: str) -> str:
    """``1 warning``, ``2 warnings``."""
    return f"{count:,} {word}" if count == 1 else f"{count:,} {word}s"
