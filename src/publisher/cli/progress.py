"""Progress on a terminal: what is being made, and what is left; nothing at all in a pipe.

A line says what is in work and how many files (of a catalogue: books) are done of how many. Each long PDF has a line
of its own, with how many of its parts are laid out. Nothing is guessed but the time that a catalogue still takes, and
that by the books which are done.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager

from publisher.build.place import Tell, quiet


@contextmanager
def progress(books: Mapping[str, int] | None = None) -> Iterator[Tell]:
    """A function to tell what is being done. It draws on standard error when that is a terminal.

    ``books`` are those of a catalogue by their names, with their sizes, which the time goes by that is left.

    Nothing is drawn, and what draws is not loaded, before the first chapter is parsed: an unchanged book has none.
    """
    if not sys.stderr.isatty():
        yield quiet
        return
    from publisher.cli.bars import STAGES, Bars, Work, bars

    with ExitStack() as stack:
        work = Work(books or {})
        drawn: list[Bars] = []

        def tell(stage: str, detail: str, done: int = 0, total: int = 0) -> None:
            if stage not in STAGES:
                return
            work.hear(stage, detail, done, total)
            if not drawn:
                drawn.append(Bars(stack.enter_context(bars())))
            drawn[0].show(work)

        yield tell
