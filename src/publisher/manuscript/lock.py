"""The lock holds the ids that a book has given, one a line, so that its next edition gives them again.

``ids.lock`` lies beside ``book.toml``. Publisher writes it, git merges it, a person seldom reads it. A line is::

    id kind chapter order length digest sketch [path]

``order`` is a fraction (base 36, without its "0.") that puts the blocks of a chapter in a row, so that a new block
between two others changes no line but its own; ``digest`` stands for the words of the block, ``sketch`` for a few of
them (see ``book/likeness.py``), ``length`` counts them. A field that says nothing is ``-``. The kind of something that
the book had once begins with ``gone:``; its line stays, for its id is never used again. The lines are sorted by id,
which is nearly by chance: two people who change one chapter seldom change neighbouring lines. Empty lines keep the
others apart, for git takes changes of neighbouring lines for a conflict: of small locks on busy branches it then merges
nineteen in twenty instead of three in four.

Two lines may have the same id: that is what is left of a merge when both sides are kept. Each of them is then one way
to know the block again.
"""

from __future__ import annotations

import re
from dataclasses import field
from pathlib import Path
from urllib.parse import quote, unquote

from publisher.diagnostics import Diagnostic
from publisher.manuscript.text import read_source
from publisher.patterns import regex
from publisher.rules.book import LOCK_CONFLICT, LOCK_DAMAGED
from publisher.source import Source, Span
from publisher.value import dataclass

LOCK = "ids.lock"
VERSION = 1
LONGEST_ID = 400
"""Characters."""

_HEAD = "# publisher ids "
_ABOUT = (
    "# What this book's chapters and blocks are called, from edition to edition. Publisher writes it; keep it in git.",
    "# After a merge conflict take out the marker lines, keep the lines of both sides, and run `publisher ids`.",
)
_GONE = "gone:"
_CHAPTER = "chapter"
_MOST_REPORTS = 20
_MARKER = regex(r"<{7}(?: |\Z)|={7}\Z|>{7}(?: |\Z)|\|{7}(?: |\Z)")
_VERSION_LINE = regex(r"# publisher ids (\d{1,9})\s*\Z")
_FIELDS = {
    "id": rf"[^\s#]\S{{0,{LONGEST_ID - 1}}}",
    "kind": r"(?:gone:)?[a-z][a-z_-]{0,39}",
    "chapter": rf"\S{{1,{LONGEST_ID}}}",
    "order": r"(?:-|[0-9a-z]{0,399}[1-9a-z])",
    "length": r"[0-9]{1,9}",
    "digest": r"[a-z2-7]{7}",
    "sketch": r"(?:-|(?:[-0-9A-Za-z_]{2}){1,200})",
    "path": r"\S{1,16000}",
}
_LINE = regex(" ".join(tuple(_FIELDS.values())[:-1]) + f"(?: {_FIELDS['path']})?")


@dataclass(frozen=True, slots=True)
class LockLine:
    """One id and how to recognise what has it.

    ``chapter`` is the id of the chapter that the block stands in; for a chapter, of its part; ``""`` for none.
    """

    id: str
    kind: str  # as a node's; "chapter" and "part" besides
    chapter: str = ""
    order: str = ""  # "" where it has no place any more
    length: int = 0  # words; a character of Chinese, Japanese or Thai counts as one
    digest: str = ""
    sketch: str = ""
    path: str = ""  # of a chapter: its file's, relative to the manuscript folder
    gone: bool = False
    line: int = field(default=0, compare=False)  # where it stands in the file (1-based); 0: nowhere yet


@dataclass(frozen=True, slots=True)
class Lock:
    """All lines. Of a lock that was read, as they stand in the file; of one to be written, sorted."""

    lines: tuple[LockLine, ...] = ()


def read_lock(folder: Path) -> tuple[Lock | None, tuple[Diagnostic, ...]]:
    """The lock of the manuscript in ``folder``, and what is wrong with it; None if there is none or a damaged one."""
    path = folder / LOCK
    if not path.exists() and not path.is_symlink():
        return None, ()
    source, found = read_source(folder, LOCK)
    if source is None or found:
        return None, found
    return parse_lock(source)


def parse_lock(source: Source) -> tuple[Lock | None, tuple[Diagnostic, ...]]:
    """The lock that a text says, or None and every line of it that cannot be one."""
    rows = source.text.split("\n")
    version = _version(rows, source.path)
    if version is not None:
        return None, (version,)
    found: list[Diagnostic] = []
    lines: list[LockLine] = []
    for number, row in enumerate(rows, 1):
        if len(found) == _MOST_REPORTS:
            break
        if _MARKER.match(row):
            found.append(_conflict(source.path, number, row))
        elif row and not row.startswith("#"):
            line = _line(row, number) if _LINE.fullmatch(row) else None
            if line is None:
                found.append(_damage(source.path, number, row))
            else:
                lines.append(line)
    return (None if found else Lock(tuple(lines))), tuple(found)


def _version(rows: list[str], path: str) -> Diagnostic | None:
    """What is wrong with the line that says which kind of lock this is. A merge may have put another line before it."""
    hint = "take it from your version control, or delete it to begin anew: then nothing is kept from earlier editions"
    said = next((match for row in rows if (match := _VERSION_LINE.match(row))), None)
    if said is None:
        message = "the lock is empty" if not any(rows) else f"this is no lock: no line says `{_HEAD}{VERSION}`"
        return LOCK_DAMAGED.at(Span(path, 1), message, hint)
    if int(said[1]) != VERSION:
        line = next(number for number, row in enumerate(rows, 1) if _VERSION_LINE.match(row))
        message = f"this lock was written by another Publisher: it says {said[1]}, and this one knows {VERSION}"
        return LOCK_DAMAGED.at(Span(path, line), message, "use the Publisher that wrote it, or a newer one")
    return None


def _line(row: str, number: int) -> LockLine | None:
    id, kind, chapter, order, length, digest, sketch, *path = row.split(" ")
    gone = kind.startswith(_GONE)
    if gone:
        kind = kind[len(_GONE) :]
    if bool(path) != (kind == _CHAPTER):
        return None
    return LockLine(
        id, kind, _said(chapter), _said(order), int(length), digest, _said(sketch),
        unquote(_said(path[0])) if path else "", gone, number,
    )  # fmt: skip


def _said(written: str) -> str:
    return "" if written == "-" else written


def _conflict(path: str, number: int, row: str) -> Diagnostic:
    span = Span(path, number, 1, number, len(row) + 1)
    hint = "take out the marker lines, keep the lines of both sides, and run `publisher ids`"
    return LOCK_CONFLICT.at(span, "a merge left its conflict marker here", hint)


def _damage(path: str, number: int, row: str) -> Diagnostic:
    """Which field of a line is wrong."""
    hint = "take the line from your version control, or take it out: then what it names may get another id"
    names = (*_FIELDS, "")
    column = 1
    for name, part in zip(names, row.split(" "), strict=False):
        if not name or not re.fullmatch(_FIELDS[name], part):
            span = Span(path, number, column, number, column + max(1, len(part)))
            shown = part if len(part) <= 40 else part[:39] + "…"
            return LOCK_DAMAGED.at(span, f"`{shown}` cannot be the {name or 'ninth field'} of a line", hint)
        column += len(part) + 1
    return LOCK_DAMAGED.at(Span(path, number), "this line has not the fields that a line of the lock has", hint)


def lock_text(lock: Lock) -> str:
    """The lock as it stands in its file."""
    head = "\n".join((f"{_HEAD}{VERSION}", *_ABOUT))
    return "\n\n".join((head, *map(_row, lock.lines))) + "\n"


def _row(line: LockLine) -> str:
    kind = f"{_GONE}{line.kind}" if line.gone else line.kind
    row = f"{line.id} {kind} {line.chapter or '-'} {line.order or '-'} {line.length} {line.digest} {line.sketch or '-'}"
    return f"{row} {_written(line.path)}" if line.kind == _CHAPTER else row


def _written(path: str) -> str:
    """A path without spaces: everything that could part a line is percent-encoded, letters of all scripts stay."""
    if not path or path == "-":
        return "%2D" if path else "-"
    return "".join(quote(c, safe="") if c in "%#" or c.isspace() or not c.isprintable() else c for c in path)
