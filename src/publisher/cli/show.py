"""What a person (or a machine) is shown: diagnostics with their source line, reports, rules."""

from __future__ import annotations

import dataclasses
import difflib
import json
import os
import re
import textwrap
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from publisher.build.place import Place
from publisher.build.report import Report
from publisher.diagnostics import Diagnostic, Rule, Severity

if TYPE_CHECKING:
    from publisher.build.corridor import Walk

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
_CONTROLS = re.compile("[\\x7f-\\x9f\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]")  # json leaves them as they are
_LONGEST_LINE = 160  # characters of a source line that are shown


def diagnostics(found: Iterable[Diagnostic], folder: Path) -> None:
    """Each diagnostic on standard error, with the line it speaks of, a caret under the place, and the hint."""
    for each in found:
        click.echo(_place(each, folder) + _headline(each), err=True)
        for line in _excerpt(each, folder):
            click.echo(line, err=True)
        if each.hint:
            click.echo(f"  hint: {_printable(each.hint)}", err=True)


def _place(each: Diagnostic, folder: Path) -> str:
    """``file:line:col: `` with the file as seen from where the person stands."""
    path = folder / each.span.path if each.span.path else folder
    shown = os.path.relpath(path)
    if shown.count("..") > 2:
        shown = str(path)
    numbers = [str(n) for n in (each.span.line, each.span.column) if n]
    if not each.span.line:
        numbers = []
    return ":".join([_printable(shown), *numbers]) + ": "


def _headline(each: Diagnostic) -> str:
    label = click.style(f"{each.severity}[{each.code}]", fg=_COLOURS[each.severity], bold=True)
    return f"{label} {_printable(each.message)}"


def _excerpt(each: Diagnostic, folder: Path) -> list[str]:
    """The source line and a caret; nothing when the file cannot be read as text."""
    if not each.span.line or not each.span.path:
        return []
    try:
        text = (folder / each.span.path).read_text("utf-8-sig", errors="replace")
    except OSError:
        return []
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if each.span.line > len(lines):
        return []
    line = _printable(lines[each.span.line - 1].expandtabs(1))
    start = max(0, each.span.column - 1)
    if start > _LONGEST_LINE - 20:
        cut = start - 40
        line, start = "…" + line[cut + 1 :], start - cut
    shown = line[:_LONGEST_LINE] + ("…" if len(line) > _LONGEST_LINE else "")
    number = str(each.span.line)
    rows = [f"  {number} │ {shown}"]
    if each.span.column:
        same_line = each.span.end_line in (0, each.span.line)
        length = max(1, each.span.end_column - each.span.column) if each.span.end_column and same_line else 1
        length = max(1, min(length, len(shown) - start))
        carets = "^" * max(1, _cells(shown[start : start + length]))
        rows.append(f"  {' ' * len(number)} │ {' ' * _cells(shown[:start])}{carets}")
    return rows


def _cells(text: str) -> int:
    """How many cells of a terminal the text takes: wide characters two, combining marks none."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


def _printable(text: str) -> str:
    """Without control characters: a manuscript must not drive the reader's terminal."""
    return "".join(char if unicodedata.category(char)[0] != "C" else "�" for char in text)


def failure(message: str, hint: str) -> None:
    """Trouble that is not the manuscript's, on standard error."""
    click.echo(click.style("error:", fg="red", bold=True) + f" {_printable(message)}", err=True)
    if hint:
        click.echo(f"  hint: {_printable(hint)}", err=True)


def report(made: Report, place: Place, *, failed: bool) -> None:
    """What a build made: file, size, pages, words, minutes; and one line on the trouble, if any."""
    if made.made and place.dist is not None:
        rows = [("file", "size", "pages", "words", "minutes")]
        for each in made.made:
            path = os.path.relpath(place.dist / each.file_name)
            pages = f"{each.pages:,}" if each.pages else "–"
            rows.append((path, _size(each.size), pages, f"{each.words:,}", _minutes(each.minutes)))
        click.echo(_table(rows))
        if made.unchanged:
            click.echo("nothing had changed")
    summary = _summary(made.diagnostics)
    if failed:
        unwritten = "; nothing was written" if place.dist is not None else ""
        click.echo(click.style(f"{summary}{unwritten}", fg="red"), err=True)
    elif summary:
        click.echo(summary, err=True)
    elif place.dist is None:
        click.echo("no trouble found")


def _summary(found: tuple[Diagnostic, ...]) -> str:
    parts = []
    for severity in Severity:
        count = sum(each.severity is severity for each in found)
        if count:
            parts.append(f"{count} {severity}{'s' if count > 1 else ''}")
    return ", ".join(parts)


def _table(rows: Sequence[tuple[str, ...]]) -> str:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = []
    for row in rows:
        first, *rest = row
        cells = [first.ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True))]
        lines.append("  ".join(cells).rstrip())
    lines[0] = click.style(lines[0], bold=True)
    return "\n".join(lines)


def _size(count: int) -> str:
    return f"{count / 1_000_000:.1f} MB" if count >= 1_000_000 else f"{max(1, round(count / 1000))} kB"


def _minutes(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest} min" if hours else f"{rest} min"


def report_as_json(made: Report, place: Place, *, ok: bool) -> None:
    """One JSON object: ok, dist, artefacts, diagnostics."""
    _print_json(
        {
            "ok": ok,
            "dist": str(place.dist) if place.dist is not None else None,
            "unchanged": made.unchanged,
            "artefacts": [dataclasses.asdict(each) for each in made.made],
            "diagnostics": [dataclasses.asdict(each) for each in made.diagnostics],
        }
    )


def _print_json(value: Any) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=2)
    click.echo(_CONTROLS.sub(lambda match: f"\\u{ord(match[0]):04x}", text))


def info(walked: Walk) -> None:
    """Chapters and editions of a manuscript with their words and minutes."""
    book = walked.manuscript.config.book
    click.echo(click.style(book.title, bold=True) + (f": {book.subtitle}" if book.subtitle else ""))
    if book.authors:
        click.echo("by " + ", ".join(author.name for author in book.authors))
    for edition in walked.editions:
        formats = " + ".join(edition.spec.formats)
        click.echo(f"\n{click.style(edition.name, bold=True)} ({formats}, for the {edition.spec.audience})")
        rows = [("chapter", "words", "minutes")]
        for chapter in edition.chapters:
            time = chapter.reading
            rows.append(
                (
                    f"{'  ' if chapter.part else ''}{_clip(chapter.text)}",
                    f"{time.counts.total:,}" if time else "–",
                    _minutes(time.minutes) if time else "–",
                )
            )
        rows.append(("in all", f"{edition.reading.counts.total:,}", _minutes(edition.reading.minutes)))
        click.echo(_table(rows))


def _clip(text: str) -> str:
    return textwrap.shorten(text, 60, placeholder="…")


def info_as_json(walked: Walk) -> None:
    """The same as :func:`info` in one JSON object."""
    book = walked.manuscript.config.book
    _print_json(
        {
            "title": book.title,
            "subtitle": book.subtitle,
            "authors": [author.name for author in book.authors],
            "language": book.language,
            "editions": [
                {
                    "name": edition.name,
                    "formats": edition.spec.formats,
                    "audience": edition.spec.audience,
                    "words": edition.reading.counts.total,
                    "minutes": edition.reading.minutes,
                    "seconds": edition.reading.seconds,
                    "chapters": [
                        {
                            "id": chapter.id,
                            "path": chapter.path,
                            "title": chapter.text,
                            "matter": chapter.matter,
                            "words": chapter.reading.counts.total if chapter.reading else None,
                            "minutes": chapter.reading.minutes if chapter.reading else None,
                        }
                        for chapter in edition.chapters
                    ],
                }
                for edition in walked.editions
            ],
            "diagnostics": [dataclasses.asdict(each) for each in walked.diagnostics],
        }
    )


def rule(one: Rule) -> None:
    """A rule's code, severity, title and explanation."""
    click.echo(click.style(f"{one.code} ({one.severity}): {one.title}", bold=True))
    click.echo()
    click.echo(textwrap.dedent(one.doc).strip())


def nearest(word: str, known: list[str]) -> str:
    """A hint "did you mean …?", or one that names where the list is."""
    close = difflib.get_close_matches(word, known, 1, 0.6)
    return f"did you mean {close[0]}?" if close else f"the codes go from {known[0]} to {known[-1]}" if known else ""
