"""Diagnostics for a person: the place, the message, the line with a caret under it, the hint."""

from __future__ import annotations

import stat
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

import click

from publisher.build.place import Place
from publisher.cli import text
from publisher.diagnostics import Diagnostic, Severity
from publisher.source import Span
from publisher.style.own import own_styles

COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
_MOST_CARETS = 40  # cells: a longer run says no more
_MOST_OF_A_KIND = 10  # on a terminal; a pipe gets them all
_LARGEST = 16_000_000  # bytes of a file that a line is quoted from


def show(found: Sequence[Diagnostic], place: Place) -> None:
    """Each diagnostic on standard error. On a terminal many of one kind are folded, and said to be."""
    on_terminal = sys.stderr.isatty()
    files = _Files(place)
    wide = text.width(on_terminal)
    counts: Counter[str] = Counter()
    shown = []
    for each in found:
        counts[each.code] += 1
        if not on_terminal or counts[each.code] <= _MOST_OF_A_KIND:
            shown.append(each)
    for _, group in groupby(shown, lambda each: each.span):
        for line in _lines_of(list(group), files, wide):
            click.echo(line, err=True)
    for code, count in counts.items():
        if on_terminal and count > _MOST_OF_A_KIND:
            more = f"… and {count - _MOST_OF_A_KIND:,} more of {code}, the same in other places"
            click.echo(f"{more} (--json, or a pipe, shows them all)", err=True)


def _lines_of(group: Sequence[Diagnostic], files: _Files, wide: int) -> Iterator[str]:
    """What is said of one place: the line of the file once, and a hint once that all of them share."""
    span, hints = group[0].span, {each.hint for each in group}
    for each in group:
        yield f"{_where(span, files)}{_headline(each)}"
        if each.hint and len(hints) > 1:
            yield f"  hint: {text.printable(each.hint)}"
    yield from _excerpt(span, files, wide)
    if group[0].hint and len(hints) == 1:
        yield f"  hint: {text.printable(group[0].hint)}"


def summary(found: Iterable[Diagnostic]) -> str:
    """``2 errors, 1 warning``; empty when there is nothing."""
    counts = Counter(each.severity for each in found)
    return ", ".join(text.counted(counts[severity], severity) for severity in Severity if counts[severity])


def failure(message: str, hint: str) -> None:
    """Trouble that is not the manuscript's, on standard error."""
    click.echo(click.style("error:", fg="red", bold=True) + f" {text.printable(message)}", err=True)
    if hint:
        click.echo(f"  hint: {text.printable(hint)}", err=True)


class _Files:
    """The files that diagnostics speak of, each read once."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._lines: dict[Path, list[str]] = {}

    def find(self, name: str) -> Path:
        """Where a diagnostic's file is: in the manuscript, or ``styles/…`` beside it, or among our own styles."""
        root, _, rest = name.partition("/")
        inside = self._place.folder / name
        if root == "styles" and rest:
            places = [folder / rest for folder in (*self._place.style_folders, own_styles())]
            return next((path for path in places if path.is_file()), inside)
        return inside

    def line(self, name: str, number: int) -> str:
        """The line of a file, from 1; empty when the file cannot be read or has fewer."""
        path = self.find(name)
        if path not in self._lines:
            self._lines[path] = self._read(path)
        lines = self._lines[path]
        return lines[number - 1] if number <= len(lines) else ""

    def _read(self, path: Path) -> list[str]:
        """A link out of the book is not followed: its lines are nobody's business in a log."""
        try:
            real = path.resolve(strict=True)
            roots = [root.resolve() for root in (self._place.folder, *self._place.style_folders, own_styles())]
            status = real.stat()
            if not any(real.is_relative_to(root) for root in roots) or not stat.S_ISREG(status.st_mode):
                return []
            content = real.read_text("utf-8-sig", errors="replace") if status.st_size <= _LARGEST else ""
        except (OSError, RuntimeError, ValueError):
            return []
        return content.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _where(span: Span, files: _Files) -> str:
    """``file:line:col: `` with the file as seen from where the person stands."""
    numbers = [str(number) for number in (span.line, span.column if span.line else 0) if number]
    return ":".join([text.shown_path(files.find(span.path)), *numbers]) + ": "


def _headline(each: Diagnostic) -> str:
    label = click.style(f"{each.severity}[{each.code}]", fg=COLOURS[each.severity], bold=True)
    return f"{label} {text.printable(each.message)}"


def _excerpt(span: Span, files: _Files, width: int) -> list[str]:
    """The source line, cut around the place where it is long, and carets under it."""
    if not span.line or not span.path:
        return []
    line = text.printable(files.line(span.path, span.line).replace("\t", " "))
    if not line.strip():
        return []
    number = str(span.line)
    start = min(max(0, span.column - 1), len(line))
    length = _length(span, len(line) - start)
    shown, start = _window(line, start, max(20, width - len(number) - 6))
    rows = [f"  {number} │ {shown}"]
    if span.column:
        marked = text.cells(shown[start : start + length])
        carets = "^" * max(1, min(marked, _MOST_CARETS)) + ("…" if marked > _MOST_CARETS else "")
        rows.append(f"  {' ' * len(number)} │ {' ' * text.cells(shown[:start])}{carets}")
    return rows


def _length(span: Span, rest: int) -> int:
    """How many characters of the line are meant; one when that is not known."""
    if span.end_line > span.line:
        return max(1, rest)
    return max(1, min(span.end_column - span.column, rest)) if span.end_column else 1


def _window(line: str, start: int, width: int) -> tuple[str, int]:
    """The part of a line around ``start`` that fits into so many cells, and where ``start`` is in it."""
    if text.cells(line) <= width:
        return line, start
    cut = 0
    if text.cells(line[:start]) > width - min(30, width // 2):
        cut = start
        while cut and text.cells(line[cut - 1 : start]) < width // 3:
            cut -= 1
        line, start = "…" + line[cut:], start - cut + 1
    return text.clip(line, width), start
