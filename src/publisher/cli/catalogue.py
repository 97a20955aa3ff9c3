"""A thousand books: all below a folder, and a line on each."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from publisher.build.place import Place
from publisher.build.plan import Options
from publisher.cli import machine, text, trouble
from publisher.cli.place import find_place
from publisher.cli.progress import progress
from publisher.diagnostics import PublisherError, UsageError, has_errors
from publisher.plugins import load_features

if TYPE_CHECKING:
    from publisher.build.catalogue import BookTask, Outcome


def catalogue(folder: Path, options: Options, *, executor: str, as_json: bool) -> int:
    """Build every book below ``folder``; 1 when any has errors. Raises :class:`UsageError` when there is none."""
    from publisher.build.catalogue import BookTask, build_books, find_books, outcome, text_size

    if not folder.is_dir():
        raise UsageError(f"{text.printable(str(folder))} is no folder", "name the folder that the books are below")
    found = find_books(folder.resolve())
    if not found:
        hint = "a book is a folder with book.toml, with manuscript/, or with Markdown files"
        raise UsageError(f"there is no book below {text.printable(str(folder))}", hint)
    began = time.perf_counter()
    tasks: list[BookTask] = []
    done: list[tuple[Outcome, Place | None]] = []
    for index, book in enumerate(found):
        name = book.relative_to(folder.resolve()).as_posix()
        try:
            place = find_place(book, None, deliver=True, keep=options.use_cache)
            tasks.append(BookTask(index, name, place, options, text_size(place), load_features))
        except PublisherError as error:  # this book cannot be built; the others can
            done.append((outcome(name, error), None))
            _tell_of(done[-1][0], None, options, as_json=as_json)
    places = {task.name: task.place for task in tasks}
    with progress({task.file_name: task.size for task in tasks}) as tell:
        outcomes: Iterator[Outcome]
        if executor:
            from publisher.build.executors import build_on

            outcomes = build_on(executor, tasks, tell)
        else:
            outcomes = build_books(tasks, options.jobs, tell)
        for each in outcomes:
            done.append((each, places[each.name]))
            _tell_of(each, places[each.name], options, as_json=as_json)
    bad = sum(_failed(each, options) for each, _ in done)
    if as_json:
        ordered = sorted(done, key=lambda pair: [book.as_posix() for book in found].index(_path(folder, pair[0])))
        machine.catalogue([(each, place, not _failed(each, options)) for each, place in ordered], ok=not bad)
    else:
        _sum_up(done, bad, time.perf_counter() - began)
    return 1 if bad else 0


def _path(folder: Path, each: Outcome) -> str:
    return (folder.resolve() / each.name).as_posix()


def _failed(each: Outcome, options: Options) -> bool:
    return each.report is None or has_errors(each.report.diagnostics, strict=options.strict)


def _tell_of(each: Outcome, place: Place | None, options: Options, *, as_json: bool) -> None:
    """A line on a book that is done; of one with errors, the errors."""
    if as_json:
        return
    name = text.printable(each.name)
    if each.report is None or place is None:
        click.echo(click.style(f"{name}: {each.error}", fg="red"), err=True)
        if each.hint:
            click.echo(f"  hint: {each.hint}", err=True)
        return
    if _failed(each, options):
        trouble.show(each.report.diagnostics, place)
        found = trouble.summary(each.report.diagnostics)
        click.echo(click.style(f"{name}: {found}; nothing was written", fg="red"), err=True)
        return
    what = "unchanged" if each.report.unchanged else f"{len(each.report.made)} files"
    found = trouble.summary(each.report.diagnostics)
    click.echo(f"{name}: {what}" + (f" ({found})" if found else ""))


def _sum_up(done: list[tuple[Outcome, Place | None]], bad: int, seconds: float) -> None:
    unchanged = sum(each.report is not None and each.report.unchanged for each, _ in done)
    parts = [f"{len(done) - bad - unchanged} made", f"{unchanged} unchanged"]
    if bad:
        parts.append(f"{bad} with errors")
    click.echo(f"\n{len(done)} books in {seconds:.1f} s: {', '.join(parts)}")
