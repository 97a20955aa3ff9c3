"""What happens inside a worker: its bounds, its tasks one by one, its answers.

An answer has the artefact, a :class:`PublisherError` as it was raised, or the name and the traceback of anything else.
Before it come any number of :class:`Parts`, which say how far the work is. Most workers have one task. One that is to
stay keeps what it read and measured (a wardrobe) for the next one, unless it has become too large for that.
"""

from __future__ import annotations

import faulthandler
import math
import os
import re
import select
import signal
import sys
import tempfile
import threading
import traceback
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from publisher.build.bounds import Bounds
from publisher.build.make import make
from publisher.collector import collect
from publisher.diagnostics import PublisherError
from publisher.formats.pdf.wardrobe import Wardrobe

_TIMEOUT = "Timeout ("  # how faulthandler begins its last words
_FRAME = re.compile(r'^  File "(?P<path>[^"]+)", line (?P<line>\d+) in (?P<name>\S+)', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Parts:
    """How many parts of a long PDF are laid out, and of how many."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Order:
    """A task, and what it may take. ``most`` is with how many bytes of memory the worker may wait for another one
    afterwards."""

    task: Any
    bounds: Bounds
    most: int


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a task: the artefact, an error, or the name and the traceback of one that nobody expected."""

    result: object
    stays: bool  # whether the worker waits for another task


def serve(ends: Connection, diary: Path, do: Callable[[Any], object] | None = None) -> None:
    """Do what is ordered and send what comes of it; ends this process when that takes too long or nobody waits.

    Without ``do`` a task is to make its artefact.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started us is told too, and stops us
    # Libraries tidy up when they are asked to end, and we may be killed: what they leave goes with our diary's folder.
    tempfile.tempdir = str(diary.parent)
    _keep_diary(diary)
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    with suppress(EOFError, OSError), closing(Wardrobe()) as wardrobe:  # until nobody is at the other end
        while True:
            order = ends.recv()
            os.truncate(diary, 0)
            faulthandler.dump_traceback_later(order.bounds.seconds, exit=True, file=2)
            _bound_memory(order.bounds.memory)
            wardrobe.lasts = order.most > 0
            making = partial(make, parts=partial(_tell, ends), wardrobe=wardrobe)
            result = _result(order.task, do, making)
            stays = _resident() < order.most
            ends.send(Done(result, stays))
            faulthandler.cancel_dump_traceback_later()
            if not stays and do is None:
                wardrobe.clear_disk()
                os._exit(0)  # to let a book go piece by piece takes time
            if not stays:
                return
            del order, result
            collect()  # while nobody waits for us


def _result(task: Any, do: Callable[[Any], object] | None, making: Callable[[Any], object]) -> object:
    """What comes of the task, whatever it is."""
    try:
        return do(task) if do is not None else making(task)
    except PublisherError as error:
        return error
    except MemoryError:
        return ("MemoryError", "")
    except Exception as error:  # whatever it is: the parent turns it into a sentence
        return (type(error).__name__, traceback.format_exc())


def _resident() -> float:
    """Bytes of memory that this process has; where the system does not tell, too many."""
    with suppress(OSError, ValueError, IndexError):
        return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    with suppress(ImportError):
        import resource

        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # the most that it ever had
        return most if sys.platform == "darwin" else most * 1024
    return math.inf


def _tell(answers: Connection, done: int, total: int) -> None:
    """Say how far we are, unless there is so much unread that we should have to wait for whoever reads it."""
    with suppress(OSError, ValueError):  # where the system cannot tell about pipes (Windows), nothing is said
        if select.select((), (answers,), (), 0)[1]:
            answers.send(Parts(done, total))


def _keep_diary(diary: Path) -> None:
    """What native libraries print goes into the diary, and so does where we were when a bound or a crash ends us."""
    handle = os.open(diary, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for stream in (1, 2):
        os.dup2(handle, stream)
    os.close(handle)
    faulthandler.enable(file=2)


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
