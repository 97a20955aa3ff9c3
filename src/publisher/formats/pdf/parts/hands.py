"""Several hands for one book: children of this process, each with the engine and the style that it has loaded.

A child gets the number of a job and gives back bytes. It has no more rights and no more time than the process that it
came from: it ends with it, whatever it is doing, so that a text which hangs the engine hangs nothing for good.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
import time
import traceback
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import Pipe
from multiprocessing.connection import Connection, wait

Job = Callable[[], bytes]
_PR_SET_PDEATHSIG = 1  # linux/prctl.h


class HandLost(Exception):
    """A child ended without an answer; ``story`` is what it had to say."""


@dataclass(slots=True)
class _Child:
    pid: int
    ends: Connection
    job: int = -1


def do_all(
    jobs: Sequence[Job], hands: int, meanwhile: Callable[[], object] | None = None
) -> Iterator[tuple[int, bytes]]:
    """The bytes of every job with its index, in the order they are done.

    With one hand, or where processes cannot be forked, all is done here. So is the first job where there is a hand for
    each, since what is learnt here helps whoever comes after, unless there is something else to do ``meanwhile``: that
    is done in any case, where there are jobs.
    Raises :class:`HandLost`, and what a job raises when it is done here.
    """
    most = min(hands, len(jobs))
    if most < 2 or not hasattr(os, "fork") or sys.platform == "darwin":
        if jobs and meanwhile is not None:
            meanwhile()
        for index, job in enumerate(jobs):
            yield index, job()
        return
    children: list[_Child] = []
    try:
        own = 1 if most == len(jobs) and meanwhile is None else 0
        children.extend(_start(jobs) for _ in range(most - own))
        serving = _serve(jobs, children, own)
        if meanwhile is not None:
            meanwhile()
        if own:
            yield 0, jobs[0]()
        yield from serving
    finally:
        for child in children:
            child.ends.close()
            with suppress(OSError):
                os.kill(child.pid, signal.SIGKILL)
            with suppress(OSError):
                os.waitpid(child.pid, 0)


def _serve(jobs: Sequence[Job], children: list[_Child], first: int) -> Iterator[tuple[int, bytes]]:
    """Let the children work at once at the jobs from the first on, and give what comes of them."""
    waiting = iter(range(first, len(jobs)))
    busy = {}
    for child in children:
        child.job = next(waiting, -1)
        if child.job >= 0:
            child.ends.send(child.job)
            busy[child.ends] = child
    return _answers(jobs, waiting, busy)


def _answers(
    jobs: Sequence[Job], waiting: Iterator[int], busy: dict[Connection, _Child]
) -> Iterator[tuple[int, bytes]]:
    while busy:
        for ends in wait(list(busy)):
            child = busy.pop(ends)  # type: ignore[call-overload]
            try:
                good, answer = child.ends.recv_bytes()[:1], child.ends.recv_bytes()
            except (EOFError, OSError) as error:
                raise HandLost(f"while it laid out part {child.job + 1} of {len(jobs)}") from error
            if good != b"+":
                raise HandLost(answer.decode("utf-8", "replace"))
            done = child.job
            child.job = next(waiting, -1)
            if child.job >= 0:
                child.ends.send(child.job)
                busy[child.ends] = child
            yield done, answer


def _start(jobs: Sequence[Job]) -> _Child:
    ours, theirs = Pipe()
    parent = os.getpid()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # our one other thread only waits for our parent's end
        pid = os.fork()
    if pid:
        theirs.close()
        return _Child(pid, ours)
    try:
        ours.close()
        _end_with(parent)
        _work(jobs, theirs)
    finally:
        os._exit(0)


def _end_with(parent: int) -> None:
    """End this process when its parent has: at once where the system offers that (Linux), else within a second."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def _work(jobs: Sequence[Job], ends: Connection) -> None:
    """Do what is asked for until nobody asks any more."""
    with suppress(EOFError, OSError):
        while True:
            index = ends.recv()
            try:
                answer = jobs[index]()
            except BaseException:
                ends.send_bytes(b"-")
                ends.send_bytes(traceback.format_exc().encode())
                return
            ends.send_bytes(b"+")
            ends.send_bytes(answer)
