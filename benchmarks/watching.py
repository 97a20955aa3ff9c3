"""How long a save takes to become a finished file, while the command watches the book."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from measure import KEEP_BYTECODE, Command, CommandFailed

_PATIENCE = 60.0  # seconds for a build
_LOOK = 0.002  # seconds between two looks at the file
_PAUSE = 1.5  # seconds in which nothing is saved: an author's, in which the command makes itself ready again


def saves(command: Command, made: Path, edits: Iterable[Callable[[], None]]) -> list[float]:
    """Seconds from the end of each edit until ``made`` is another file. Raises :class:`CommandFailed`."""
    with _watching(command):
        return [_until_made(made, edit) for edit in edits]


def _until_made(made: Path, edit: Callable[[], None]) -> float:
    time.sleep(_PAUSE)
    before = made.stat()
    edit()
    start = time.perf_counter()
    while time.perf_counter() - start < _PATIENCE:
        time.sleep(_LOOK)
        try:
            now = made.stat()
        except FileNotFoundError:
            continue
        if (now.st_mtime_ns, now.st_ino) != (before.st_mtime_ns, before.st_ino):
            return time.perf_counter() - start
    raise CommandFailed(f"{made.name} was not made again in {_PATIENCE:.0f} seconds")


@contextmanager
def _watching(command: Command) -> Iterator[None]:
    """The command, from when it says that it watches to its end by Ctrl-C."""
    watches = threading.Event()
    process = subprocess.Popen(
        command.arguments,
        cwd=command.folder,
        env={**os.environ, **KEEP_BYTECODE, **command.variables},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )

    def read() -> None:
        assert process.stderr is not None
        for line in process.stderr:
            if line.startswith("watching "):
                watches.set()

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    try:
        if not watches.wait(_PATIENCE):
            raise CommandFailed("it does not say that it watches")
        yield
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(_PAUSE)
        except subprocess.TimeoutExpired:  # where we run in the background, Ctrl-C may be ignored
            process.kill()
            process.wait()
        reader.join()
