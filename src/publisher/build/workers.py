"""Workers make artefacts in processes of their own; one that dies is named with its job and stops nobody else's."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path

from publisher.build.place import Tell
from publisher.diagnostics import WorkerError
from publisher.formats.artefact import Artefact
from publisher.style.composition import Composition, FontFace


@dataclass(frozen=True, slots=True)
class Task:
    """One artefact to make, with all that a worker needs: it crosses into another process by pickle."""

    index: int
    format: str
    file_name: str
    composition: Composition
    folder: Path
    style_folders: tuple[Path, ...]


def make(task: Task) -> Artefact:
    """Make one artefact. Imports what its format needs and no more."""
    from publisher.fonts import read_font
    from publisher.manuscript import asset_reader

    read_asset = asset_reader(task.folder)

    def font(face: FontFace) -> bytes:
        return read_font(face.source, face.weight, task.style_folders)

    if task.format == "epub":
        from publisher.formats.epub.make import make_epub

        return make_epub(task.composition, read_asset, font)
    from publisher.formats.pdf.make import make_pdf

    return make_pdf(task.composition, read_asset, font)


def run_tasks(tasks: tuple[Task, ...], jobs: int, tell: Tell) -> Iterator[tuple[Task, Artefact]]:
    """Every task with its artefact, in the order they are done.

    ``jobs`` 0 means as many workers as there are processors for us. Raises :class:`WorkerError` naming the
    file whose worker died; what others had finished by then has been given.
    """
    workers = min(jobs or _processors(), len(tasks))
    if workers <= 1:
        for task in tasks:
            tell("make", task.file_name)
            yield task, make(task)
        return
    for task in tasks:
        tell("make", task.file_name)
    yield from _in_pool(tasks, workers, tell)


def _in_pool(tasks: tuple[Task, ...], workers: int, tell: Tell) -> Iterator[tuple[Task, Artefact]]:
    """A pool breaks as a whole; so what it left undone is tried once more, each task in a pool of its own."""
    undone = []
    with ProcessPoolExecutor(workers, mp_context=_context()) as pool:
        futures: dict[Future[Artefact], Task] = {}
        for task in sorted(tasks, key=_weight, reverse=True):
            futures[pool.submit(make, task)] = task
        for future in as_completed(futures):
            task = futures[future]
            try:
                artefact = future.result()
            except BrokenProcessPool:
                undone.append(task)
                continue
            tell("made", task.file_name)
            yield task, artefact
    for task in sorted(undone, key=lambda each: each.index):
        yield task, _alone(task)
        tell("made", task.file_name)


def _alone(task: Task) -> Artefact:
    with ProcessPoolExecutor(1, mp_context=_context()) as pool:
        try:
            return pool.submit(make, task).result()
        except BrokenProcessPool as error:
            raise WorkerError(
                f"the worker that made {task.file_name} died",
                hint="often there was too little memory; try --jobs 1, or build this edition alone",
            ) from error


def _weight(task: Task) -> tuple[bool, int]:
    """The longest first, so that no worker is left alone with one at the end."""
    return task.format == "pdf", sum(len(document.body) for document in task.composition.documents)


def _context() -> multiprocessing.context.BaseContext:
    """Workers that start clean: a fork of a process with threads may hang."""
    if sys.platform.startswith("linux"):
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["publisher.formats.pdf.make"])
        return context
    return multiprocessing.get_context("spawn")


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
