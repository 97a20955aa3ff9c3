"""What was measured, as tables in Markdown, and how they come into a document."""

from __future__ import annotations

import os
import platform
import re
import statistics
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from measure import Figures
from peers import versions

_HEAD = (
    "CPU s",
    "wall s",
    "largest process MB",
    "all processes MB",
    "pages",
    "our CPU ÷ theirs",
    "wall",
    "memory",
)


@dataclass(frozen=True, slots=True)
class Line:
    """Who made the book: all runs, and ours that were run in turn with them; ``together``: memory of all processes."""

    name: str
    figures: Sequence[Figures]
    together: int = 0
    ours: Sequence[Figures] = ()
    pages: int = 0

    def cells(self) -> Iterator[str]:
        """The medians, and the medians of the ratios of the pairs."""
        yield self.name
        yield f"{statistics.median(each.cpu for each in self.figures):.2f}"
        yield f"{statistics.median(each.wall for each in self.figures):.2f}"
        yield f"{statistics.median(each.memory for each in self.figures) / 1e6:.0f}"
        yield f"{self.together / 1e6:.0f}" if self.together else ""
        yield f"{self.pages}" if self.pages else ""
        for what in ("cpu", "wall", "memory"):
            pairs = [getattr(us, what) / getattr(them, what) for us, them in zip(self.ours, self.figures, strict=False)]
            yield f"{statistics.median(pairs):.2f}" if pairs else ""


@dataclass(frozen=True, slots=True)
class Table:
    """One job: who made it, in rows, and what there is to say of them."""

    title: str
    lines: Sequence[Line]
    told: Sequence[str] = field(default=())

    def markdown(self) -> str:
        """The table under its title; columns in which nobody has anything are left out."""
        rows = [list(line.cells()) for line in self.lines]
        return "\n".join((*_grid(("", *_HEAD), rows, title=self.title), *_remarks(self.told)))


def _grid(head: Sequence[str], rows: Sequence[Sequence[str]], title: str) -> Iterator[str]:
    filled = [at for at in range(len(head)) if any(row[at] for row in rows)]
    yield f"### {title}"
    yield ""
    yield "| " + " | ".join(head[at] for at in filled) + " |"
    yield "|---|" + "--:|" * (len(filled) - 1)
    for row in rows:
        yield "| " + " | ".join(row[at] for at in filled) + " |"


def _remarks(told: Iterable[str]) -> Iterator[str]:
    said = list(dict.fromkeys(told))
    if said:
        yield ""
        yield "\n".join(said)


def growth_table(rows: Sequence[tuple[str, int, str, Figures, int, int]]) -> str:
    """Kind, words, format, figures, pages, bytes of the file: per thousand words for an EPUB, per page for a PDF.

    The last columns say how these are to those of the smallest book of the kind.
    """
    cells = []
    least: dict[tuple[str, str], tuple[float, float]] = {}
    for kind, words, format, taken, pages, size in rows:
        units = pages if format == "pdf" and pages else words / 1000
        seconds, memory = taken.cpu / units, taken.memory / units
        first = least.setdefault((kind, format), (seconds, memory))
        cells.append(
            [
                f"{kind} → {format.upper()}", f"{words:,}", f"{pages or ''}", f"{taken.cpu:.2f}", f"{taken.wall:.2f}",
                f"{taken.memory / 1e6:.0f}", f"{size / 1e6:.1f}", f"{seconds * 1000:.2f}", f"{memory / 1e6:.3f}",
                f"{seconds / first[0]:.2f}", f"{memory / first[1]:.2f}",
            ]
        )  # fmt: skip
    head = (
        "", "words", "pages", "CPU s", "wall s", "largest process MB", "file MB", "CPU ms a unit", "memory MB a unit",
        "time to the first", "memory to the first",
    )  # fmt: skip
    told = "The unit is a page of a PDF, and a thousand words of an EPUB."
    return "\n".join((*_grid(head, cells, title="Growth"), "", told))


@dataclass(frozen=True, slots=True)
class Batch:
    """All books of a catalogue in one run: how many were to be built, what it took, and what is to say of the bytes."""

    name: str
    books: int
    figures: Figures
    same: str = ""

    def cells(self) -> list[str]:
        """The row of the table."""
        taken = self.figures
        return [
            self.name, f"{self.books}", f"{taken.wall:.1f}", f"{taken.cpu:.1f}", f"{self.books * 60 / taken.wall:.1f}",
            f"{taken.memory / 1e6:.0f}", f"{taken.together / 1e6:.0f}" if taken.together else "", self.same,
        ]  # fmt: skip


def catalogue_table(title: str, batches: Sequence[Batch], told: Iterable[str]) -> str:
    """Every way in which the catalogue was built, and what there is to say of it."""
    head = (
        "", "books", "wall s", "CPU s", "books a minute", "largest process MB", "all processes MB",
        "bytes as in the first row",
    )  # fmt: skip
    return "\n".join((*_grid(head, [each.cells() for each in batches], title=title), *_remarks(told)))


def watch_table(title: str, rows: Sequence[tuple[str, Sequence[float]]], told: Iterable[str]) -> str:
    """For each format the seconds from a save to the finished file."""
    cells = [
        [
            format.upper(),
            *(f"{each:.2f}" for each in (statistics.median(taken), min(taken), max(taken))),
            f"{len(taken)}",
        ]
        for format, taken in rows
    ]
    head = ("", "wall s, median", "least", "most", "saves")
    return "\n".join((*_grid(head, cells, title=title), *_remarks(told)))


def phases_table(found: Sequence[tuple[str, Mapping[str, object]]]) -> str:
    """Shares by phase, a column a job, and under it the functions that take most of their own time."""
    phases: dict[str, None] = {}
    for _, said in found:
        shares = said["shares"]
        assert isinstance(shares, dict)
        phases.update(dict.fromkeys(shares))
    rows = []
    for phase in phases:
        shares = [said["shares"].get(phase) for _, said in found]  # type: ignore[attr-defined]
        rows.append([phase, *("" if share is None else f"{100 * share:.1f} %" for share in shares)])
    rows.append(["all, CPU s", *(f"{said['cpu']:.2f}" for _, said in found)])
    lines = list(_grid(("", *(name for name, _ in found)), rows, title="What the time is made of"))
    for name, said in found:
        top = said["top"]
        assert isinstance(top, list)
        told = "; ".join(f"`{function}` {100 * share:.1f} %" for function, share in top)
        lines += ["", f"{name}, functions by their own time under cProfile: {told}."]
        if said["unknown"]:
            lines.append(f"Not found, and so not told apart: {said['unknown']}.")
    return "\n".join(lines)


def machine(runs: int) -> str:
    """Where, when and with whom."""
    able = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    those = ", ".join(f"{name} {version}" for name, version in versions())
    what = f"{platform.system()} {platform.machine()}, {_processor()}{able} core{'s' if able > 1 else ''}"
    how = f"medians of {runs} runs" if runs > 1 else "one run of each"
    return f"Measured {date.today().isoformat()} on {what}; {how}. {those}."


def _processor() -> str:
    try:
        found = re.search(r"^model name\s*: (.*)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    except OSError:
        return ""
    return f"{' '.join(found[1].split())}, " if found else ""


def write_into(document: Path, name: str, text: str) -> None:
    """Put a text between its marks in the document; where it has none of this name, at its end."""
    begin, end = f"<!-- measured: {name} -->", "<!-- end -->"
    before = document.read_text("utf-8") if document.exists() else ""
    block = f"{begin}\n{text}\n{end}"
    marks = re.compile(rf"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    if marks.search(before):
        after = marks.sub(lambda _: block, before, count=1)
    else:
        after = f"{before.rstrip()}\n\n{block}\n".lstrip()
    document.write_text(after, "utf-8")
