"""Progress on a terminal: the stage and the chapter or file at hand; nothing at all in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from publisher.build.place import Tell, quiet

_STAGES = {
    "read": "Reading the manuscript",
    "parse": "Parsing",
    "assemble": "Assembling the book",
    "edit": "Editing",
    "compose": "Composing",
    "make": "Making",
    "made": "Made",
    "kept": "Unchanged",
    "write": "Writing",
}


@contextmanager
def progress() -> Iterator[Tell]:
    """A function to tell what is being done. It draws on standard error when that is a terminal."""
    if not sys.stderr.isatty():
        yield quiet
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        line = bar.add_task("Starting", total=None)
        counts = {"all": 0, "done": 0}

        def tell(stage: str, detail: str) -> None:
            counts["all"] += stage in ("make", "kept")
            counts["done"] += stage in ("made", "kept")
            bar.update(
                line,
                description=f"{_STAGES[stage]} {detail}".rstrip(),
                total=counts["all"] or None,
                completed=counts["done"],
            )

        yield tell
