"""Progress on a terminal: the stage and the chapter or file at hand; nothing at all in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from publisher.build.place import Tell, quiet
from publisher.cli.text import printable

if TYPE_CHECKING:
    from rich.progress import Progress

_STAGES = {
    "parse": "Parsing",
    "assemble": "Assembling the book",
    "edit": "Editing",
    "compose": "Composing",
    "make": "Making",
    "made": "Made",
    "kept": "Unchanged",
    "measure": "Measuring",
    "proof": "Proofing",
    "write": "Writing",
}


@contextmanager
def progress(total: int = 0) -> Iterator[Tell]:
    """A function to tell what is being done. It draws on standard error when that is a terminal.

    ``total`` is how many things there are to make, where that is known before the first is composed.

    Nothing is drawn, and nothing loaded for it, before the first chapter is parsed: an unchanged book has none.
    """
    if not sys.stderr.isatty():
        yield quiet
        return
    with ExitStack() as stack:
        bars: list[Progress] = []
        counts = {"compose": total, "kept": 0, "made": 0}
        making: list[str] = []

        def tell(stage: str, detail: str) -> None:
            if stage not in _STAGES:
                return
            if not bars:
                bars.append(stack.enter_context(_bar()))
            if stage in counts:
                counts[stage] += 1
            if stage == "make":
                making.append(detail)
            elif stage == "made" and detail in making:
                making.remove(detail)
            if stage == "made" and making:  # say who is still at work
                stage, detail = "make", making[0]
            done = counts["kept"] + counts["made"]
            words = printable(f"{_STAGES[stage]} {detail}".rstrip())
            bars[0].update(bars[0].task_ids[0], description=words, total=counts["compose"] or None, completed=done)

        yield tell


def _bar() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
    from rich.table import Column

    words = TextColumn(
        "{task.description}", markup=False, table_column=Column(no_wrap=True, overflow="ellipsis", ratio=1)
    )
    columns = (SpinnerColumn(), words, BarColumn(bar_width=16), MofNCompleteColumn(), TimeElapsedColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True, expand=False)
    bar.add_task("Starting", total=None)
    return bar
