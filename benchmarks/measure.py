"""What commands take: seconds on the clock, seconds of the processors, and memory, with all processes they start.

CPU is user + system of a command and of all its descendants. A child that is waited for hands its usage up (wait4); a
process that its parent leaves behind, such as the server that forks our workers, is adopted by us when it ends (Linux's
child subreaper) and waited for by us. Memory is that of the largest process. That of all processes together, at the
moment when it is largest, can only be found by looking often (``/proc``, Linux), which costs time of its own: it is
looked for in a run whose seconds are not counted, or so seldom, in a long run, that the looks cost next to nothing.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

_UNIT = 1 if sys.platform == "darwin" else 1024  # of ru_maxrss
_PROC = Path("/proc")
_OFTEN = 0.02  # seconds between two looks at the memory
SELDOM = 0.5
"""Seconds between two looks where the run is long and its own seconds count: each look takes a few milliseconds."""
KEEP_BYTECODE = {"PYTHONDONTWRITEBYTECODE": ""}  # else whoever is not installed is compiled again in every run
_LINGER = 10.0  # seconds that processes may go on for when the command has ended


class CommandFailed(Exception):
    """A command that ended with an error, or that there is none of; the message is the end of what it said."""


@dataclass(frozen=True, slots=True)
class Command:
    """What is run, where, and with which variables of the environment besides ours."""

    arguments: tuple[str, ...]
    folder: Path
    variables: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Figures:
    """What a run took: seconds, seconds, bytes; ``together`` is 0 where nobody looked."""

    wall: float
    cpu: float
    memory: int
    together: int = 0

    def __add__(self, other: Figures) -> Figures:
        """Both, one after the other."""
        most = max(self.memory, other.memory)
        return Figures(self.wall + other.wall, self.cpu + other.cpu, most, max(self.together, other.together))


def adopt() -> None:
    """Have the processes that a command leaves behind come to us when it ends, so that they are counted (Linux)."""
    if sys.platform == "linux":
        set_child_subreaper = 36  # prctl(2)
        ctypes.CDLL(None).prctl(set_child_subreaper, 1, 0, 0, 0)


def measure(command: Command, *, look: bool = False, every: float = _OFTEN, code: int = 0) -> tuple[Figures, bytes]:
    """Run a command; what it took, and what it wrote on standard out. ``look``: find its memory ``together``.

    ``every`` is how many seconds are between two looks, ``code`` the exit code that the command must end with.
    The system counts the memory of a process from before it became the command: ours, which is therefore kept small.
    Raises :class:`CommandFailed`.
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        try:
            process = subprocess.Popen(
                command.arguments,
                cwd=command.folder,
                env={**os.environ, **KEEP_BYTECODE, **command.variables},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=errors,
            )
        except OSError as error:
            raise CommandFailed(f"{command.arguments[0]}: {error.strerror}") from error
        with _Watcher(every if look else 0) as watcher:
            _, status, usage = os.wait4(process.pid, 0)
            wall = time.perf_counter() - start
            process.returncode = os.waitstatus_to_exitcode(status)
            usages = [usage, *_left_behind()]
        if process.returncode != code:
            errors.seek(0)
            said = errors.read()[-600:].decode("utf-8", "replace").strip()
            raise CommandFailed(f"{Path(command.arguments[0]).name} ended with {process.returncode}: {said}")
        out.seek(0)
        cpu = sum(each.ru_utime + each.ru_stime for each in usages)
        return Figures(wall, cpu, max(each.ru_maxrss for each in usages) * _UNIT, watcher.most), out.read()


def measure_all(commands: Sequence[Command], *, look: bool = False) -> list[Figures]:
    """Run the commands one after the other. Raises :class:`CommandFailed`."""
    return [measure(command, look=look)[0] for command in commands]


def _left_behind() -> Iterator[resource.struct_rusage]:
    """What the processes took that the command left to us, as they end; one that does not end is ended."""
    deadline = time.monotonic() + _LINGER
    while True:
        try:
            pid, _, usage = os.wait4(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid:
            yield usage
        elif time.monotonic() < deadline:
            time.sleep(0.005)
        else:
            for child in _children(os.getpid()):
                with suppress(OSError):
                    os.kill(child, signal.SIGKILL)
            time.sleep(0.05)


class _Watcher:
    """Looks, in a thread, at the memory of all our descendants, ``every`` so many seconds while entered (0: never)."""

    def __init__(self, every: float) -> None:
        self.most = 0
        self._every = every
        self._ended = threading.Event()
        able = every > 0 and (_PROC / "self" / "smaps_rollup").exists()
        self._thread = threading.Thread(target=self._look, daemon=True) if able else None

    def __enter__(self) -> _Watcher:
        if self._thread is not None:
            self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        if self._thread is not None:
            self._thread.join()

    def _look(self) -> None:
        while not self._ended.wait(self._every):
            self.most = max(self.most, sum(_share(pid) for pid in _descendants(os.getpid())))


def _share(pid: int) -> int:
    """Bytes of a process; of memory that several share, such as forks of one, each has its part (PSS)."""
    try:
        for line in (_PROC / str(pid) / "smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except (OSError, ValueError):
        pass
    return 0


def _descendants(pid: int) -> Iterator[int]:
    for child in _children(pid):
        yield child
        yield from _descendants(child)


def _children(pid: int) -> list[int]:
    found: list[int] = []
    with suppress(OSError, ValueError):
        for task in (_PROC / str(pid) / "task").iterdir():
            found.extend(int(each) for each in (task / "children").read_text().split())
    return found
