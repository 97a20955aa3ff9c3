"""The tasks of a build, each done by a worker or right here."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Generator
from dataclasses import replace
from typing import TYPE_CHECKING

from publisher.build.make import Task, make
from publisher.build.place import Tell
from publisher.diagnostics import WorkerError
from publisher.formats.artefact import Artefact

if TYPE_CHECKING:
    from publisher.build.workers import Staff

HERE = -1
"""As a number of workers: none, since we are one ourselves."""


def run_tasks(
    tasks: tuple[Task, ...], jobs: int, tell: Tell, staff: Staff | None = None
) -> Generator[tuple[Task, Artefact]]:
    """Every task with its artefact, in the order they are done.

    ``jobs`` 0 means as many workers as there are processors for us, :data:`HERE` none. An EPUB or a cover is made right
    here: that is quicker than handing it over. Raises :class:`WorkerError` naming the file whose worker died; what
    others had finished by then has been given. The ``staff`` has workers from the build before, and gets these.
    """
    if jobs == HERE:
        yield from ((task, make_here(task, tell)) for task in tasks)
        return
    most = jobs or processors()
    here = [task for task in tasks if task.format != "pdf"]
    away = sorted((task for task in tasks if task.format == "pdf"), key=_weight, reverse=True)
    away = [replace(task, hands=max(1, most // len(away))) for task in away]
    if not away:
        yield from ((task, make_here(task, tell)) for task in here)
        return
    from publisher.build.workers import Crew  # what starts processes takes time to load, and an EPUB wants none

    with Crew(tell, staff=staff) as crew:
        for task in away[: most - 1] if here else ():
            crew.start(task)
        for task in here:
            yield task, make_here(task, tell)
        for task, artefact in crew.work(deque(task for task in away if not crew.has(task)), most):
            tell("made", task.file_name)
            yield task, _checked(task, artefact)


def make_here(task: Task, tell: Tell) -> Artefact:
    """The task's artefact, made in this process."""
    tell("make", task.file_name)
    artefact = _checked(task, make(task))
    tell("made", task.file_name)
    return artefact


def _checked(task: Task, artefact: Artefact) -> Artefact:
    """The artefact, if it is what a maker may give: bytes, or else the errors that kept it from having any."""
    if not artefact.data and not artefact.diagnostics:
        raise WorkerError(f"nothing came out for {task.file_name}, and nobody said why", "please report this")
    return artefact


def _weight(task: Task) -> tuple[int, str]:
    """The longest first, so that no worker is left alone with one at the end; the name settles a tie."""
    return task.size, task.file_name


def processors() -> int:
    """How many processors there are for us."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
