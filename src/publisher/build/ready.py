"""The process that workers are forked from: started early, so that it loads the print engine while we read the book."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing import forkserver, resource_tracker
from multiprocessing.context import ForkServerContext, SpawnContext
from pathlib import Path

from publisher.build.signs import may_want_a_pdf


def make_ready(folder: Path) -> bool:
    """Start that process, unless no PDF of the manuscript in ``folder`` can be meant; says whether it did."""
    wanted = may_want_a_pdf(folder)
    if wanted:
        worker_context()
    return wanted


def _start_server() -> None:
    """Start the process that workers are forked from: deaf to Ctrl-C, and with nothing to say to anybody.

    When we are killed it finds half-sent orders, and would complain of them on the person's terminal.
    """
    resource_tracker.ensure_running()  # first, for it lets Ctrl-C through when it starts
    with interrupts_wait(), Path(os.devnull).open("w") as nowhere:
        errors = os.dup(2)
        os.dup2(nowhere.fileno(), 2)
        try:
            forkserver.ensure_running()
        finally:
            os.dup2(errors, 2)
            os.close(errors)


@contextmanager
def interrupts_wait() -> Iterator[None]:
    """Ctrl-C waits until a process is started: a worker is born deaf to it, and we know all that we started."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def worker_context() -> ForkServerContext | SpawnContext:
    """Workers that start clean: a fork of a process with threads may hang."""
    if sys.platform.startswith("linux"):
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["publisher.build.warm"])
        with suppress(OSError):  # its socket lies in the folder for temporary files, and may have too long a path there
            _start_server()
            return context
    return multiprocessing.get_context("spawn")
