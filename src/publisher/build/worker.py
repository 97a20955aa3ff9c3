"""What happens inside a worker: its bounds, its one task, its answer.

The answer is the artefact, a :class:`PublisherError` as it was raised, or the name and the traceback of anything else.
Before it come any number of :class:`Parts`, which say how far the work is.
"""

from __future__ import annotations

import faulthandler
import os
import re
import select
import signal
import sys
import tempfile
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from publisher.build.bounds import Bounds
from publisher.build.make import make
from publisher.diagnostics import PublisherError

_TIMEOUT = "Timeout ("  # how faulthandler begins its last words
_FRAME = re.compile(r'^  File "(?P<path>[^"]+)", line (?P<line>\d+) in (?P<name>\S+)', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Parts:
    """How many parts of a long PDF are laid out, and of how many."""

    done: int
    total: int


def serve(
    task: Any, answers: Connection, bounds: Bounds, diary: Path, do: Callable[[Any], object] | None = None
) -> None:
    """Do the task and send the answer; ends this process when it takes too long or nobody waits.

    Without ``do`` the task is to make its artefact.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started us is told too, and stops us
    # Libraries tidy up when they are asked to end, and we may be killed: what they leave goes with our diary's folder.
    tempfile.tempdir = str(diary.parent)
    _keep_diary(diary, bounds.seconds)
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    _bound_memory(bounds.memory)
    answer: object
    try:
        answer = do(task) if do is not None else make(task, partial(_tell, answers))
    except PublisherError as error:
        answer = error
    except MemoryError:
        answer = ("MemoryError", "")
    except Exception as error:  # whatever it is: the parent turns it into a sentence
        answer = (type(error).__name__, traceback.format_exc())
    answers.send(answer)
    answers.close()


def _tell(answers: Connection, done: int, total: int) -> None:
    """Say how far we are, unless there is so much unread that we should have to wait for whoever reads it."""
    with suppress(OSError, ValueError):  # where the system cannot tell about pipes (Windows), nothing is said
        if select.select((), (answers,), (), 0)[1]:
            answers.send(Parts(done, total))


def _keep_diary(diary: Path, seconds: float) -> None:
    """What native libraries print goes into the diary, and so does where we were when a bound or a crash ends us."""
    handle = os.open(diary, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for stream in (1, 2):
        os.dup2(handle, stream)
    os.close(handle)
    faulthandler.enable(file=2)
    faulthandler.dump_traceback_later(seconds, exit=True, file=2)


def _leave_with_parent() -> None:
    """End this process when the one that waits for its answer is gone: nobody else would."""
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _bound_memory(memory: int) -> None:
    """Where the system keeps such a bound: Linux."""
    if sys.platform != "linux":
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    bound = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
    resource.setrlimit(resource.RLIMIT_AS, (bound, hard))


def last_words(diary: Path) -> str:
    """The end of a worker's diary."""
    try:
        return diary.read_bytes()[-20_000:].decode("utf-8", "replace")
    except OSError:
        return ""


def ran_out_of_time(words: str) -> bool:
    """Whether these last words are those of a worker that its own clock stopped."""
    return _TIMEOUT in words


def doing(words: str) -> str:
    """Where a worker was, by its last words: ``in block_layout (weasyprint/layout/block.py, line 97)``; or ``""``."""
    threads = words.partition(_TIMEOUT)[2].split("Thread ")
    frames = _FRAME.finditer(threads[-1])  # the main thread is the last one
    frame = next((each for each in frames if not each["name"].startswith("<")), None)
    if frame is None:
        return ""
    parts = re.split(r"[/\\]", frame["path"])
    place = next((i for i, part in enumerate(parts) if part in ("site-packages", "src")), len(parts) - 3)
    return f"in {frame['name']} ({'/'.join(parts[max(0, place) + 1 :])}, line {frame['line']})"
