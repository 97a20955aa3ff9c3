"""The lines that are drawn on a terminal: what is in work, what is done, what is left."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from publisher.cli.text import printable

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

STAGES = {
    "parse": "Parsing",
    "assemble": "Assembling the book",
    "edit": "Editing",
    "compose": "Composing",
    "make": "Making",
    "made": "Made",
    "kept": "Unchanged",
    "failed": "Failed",
    "send": "Sent",
    "lay out": "Making",
    "measure": "Measuring",
    "proof": "Proofing",
    "write": "Writing",
}
_ENDS = ("made", "kept", "failed")
_NAMED = 3  # of the files in work
_ENOUGH = 5  # books that are done, and a tenth of all, before it is said how long the others take


@dataclass
class Work:
    """What is in work, what is done, and what is left, as far as it has been told."""

    books: Mapping[str, int]  # of a catalogue
    clock: Callable[[], float] = time.monotonic
    stage: str = ""
    detail: str = ""
    composed: int = 0  # files of one book, all of which are composed before the first is made
    done: int = 0
    making: dict[str, tuple[int, int]] = field(default_factory=dict)  # with its parts: laid out, of how many
    _began: float = -1.0
    _size: int = 0  # of the books that are done

    def hear(self, stage: str, detail: str, done: int = 0, total: int = 0) -> None:
        """Take in what is told: see :class:`publisher.build.place.Tell`."""
        self.stage, self.detail = stage, detail
        if self._began < 0 and stage in ("make", "send", *_ENDS):
            self._began = self.clock()
        if stage == "compose":
            self.composed += 1
        elif stage == "make":
            self.making[detail] = 0, 0
        elif stage == "lay out":
            self.making[detail] = done, total
        elif stage in _ENDS:
            self.making.pop(detail, None)
            self.done += 1
            self._size += self.books.get(detail, 0)

    @property
    def total(self) -> int:
        """How many files or books there are to make; 0 while that is not known."""
        return len(self.books) or (self.composed if self._began >= 0 else 0)

    @property
    def words(self) -> str:
        """What is being done: who is still at work goes before what is done."""
        if not self.making or self.stage not in ("make", "lay out", *_ENDS):
            return f"{STAGES[self.stage]} {self.detail}".rstrip()
        names = list(self.making)
        more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        return f"Making {', '.join(names[:_NAMED])}{more}"

    @property
    def count(self) -> str:
        """How many are done of how many, and about how long the others take where that can be known."""
        if not self.total:
            return ""
        kind = "book" if self.books else "file"
        return f"{self.done}/{self.total} {kind}{'s' if self.total > 1 else ''}{self._time_left()}"

    def _time_left(self) -> str:
        """About how long the other books take, by those that are done; nothing before enough are done."""
        if self.done < max(_ENOUGH, self.total // 10) or not self._size or self.done >= self.total:
            return ""
        # The longest go first. By their sizes the others would seem quicker than they are, since each book takes some
        # time however short it is, and by their number slower: the truth is between the two.
        by_size = sum(self.books.values()) / self._size - 1
        by_number = self.total / self.done - 1
        seconds = (self.clock() - self._began) * (by_size + by_number) / 2
        return ", less than a minute left" if seconds < 55 else f", about {_rounded(seconds)} left"


def _rounded(seconds: float) -> str:
    minutes = max(1, round(seconds / 60))
    return f"{minutes} min" if minutes < 90 else f"{seconds / 3600:.1f} h"


@dataclass
class Bars:
    """The lines on the terminal: one for the whole work, and one for each PDF that is laid out in parts."""

    progress: Progress
    parts: dict[str, TaskID] = field(default_factory=dict)

    def show(self, work: Work) -> None:
        """Draw the work as it is now."""
        self._draw(self.progress.task_ids[0], work.words, work.count, work.done, work.total)
        laid = {name: parts for name, parts in work.making.items() if parts[1]}
        for name in [name for name in self.parts if name not in laid]:
            self.progress.remove_task(self.parts.pop(name))
        for name, (done, total) in laid.items():
            words = f"  {'Joining' if done == total else 'Laying out'} {name}"
            count = f"{done}/{total} parts"
            if name not in self.parts:
                self.parts[name] = self.progress.add_task(printable(words), total=total, count=count)
            self._draw(self.parts[name], words, count, done, total)

    def _draw(self, line: TaskID, words: str, count: str, done: int, total: int) -> None:
        self.progress.update(line, description=printable(words), count=count, completed=done, total=total or None)


def bars() -> Progress:
    """An empty line on standard error, to which others are added."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, ProgressColumn, SpinnerColumn, Task, TextColumn, TimeElapsedColumn
    from rich.table import Column
    from rich.text import Text

    class Words(ProgressColumn):
        """What is cut where the terminal is narrow: the counts are not."""

        def render(self, task: Task) -> Text:
            return Text(task.description, no_wrap=True, overflow="ellipsis")

    count = TextColumn("{task.fields[count]}", markup=False, table_column=Column(no_wrap=True))
    columns = (SpinnerColumn(), Words(), BarColumn(bar_width=16), count, TimeElapsedColumn(Column(no_wrap=True)))
    # What goes to standard out stays there where that is no terminal: rich would draw it above the bars.
    drawn = Progress(
        *columns, console=Console(stderr=True), transient=True, expand=False, redirect_stdout=sys.stdout.isatty()
    )
    drawn.add_task("Starting", total=None, count="")
    return drawn
