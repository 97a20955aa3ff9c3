"""The command as a person runs it: in this process where that is enough, in one of its own where it is not."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from publisher.cli.main import run

SRC = Path(__file__).resolve().parents[2] / "src"


@dataclass(frozen=True)
class Said:
    """What a command said, and its exit code."""

    code: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def _own_place(tmp_path, monkeypatch):
    """Everybody stands in an empty folder, with a cache of their own and no colours asked for or forbidden."""
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.setenv("PUBLISHER_CACHE", str(tmp_path / "cache"))
    for name in ("NO_COLOR", "FORCE_COLOR", "PUBLISHER_DEBUG", "SOURCE_DATE_EPOCH", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def publisher(capsys):
    """``publisher("build", "-C", "x")`` in this process."""

    def command(*arguments: str) -> Said:
        capsys.readouterr()
        code = run(arguments)
        out, err = capsys.readouterr()
        return Said(code, out, err)

    return command


@pytest.fixture
def process():
    """A process of its own, started and not waited for."""
    started = []

    def start(*arguments: str, **more) -> subprocess.Popen[str]:
        more = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "encoding": "utf-8"} | more
        env = os.environ | {"PYTHONPATH": str(SRC)} | more.pop("env", {})
        started.append(subprocess.Popen([sys.executable, "-m", "publisher", *arguments], env=env, **more))
        return started[-1]

    yield start
    for each in started:
        each.kill()
        each.communicate()


@pytest.fixture
def terminal():
    """``terminal(…)`` runs the command in a terminal of so many columns; ``keys`` are typed when ``at`` is read.

    ``out`` is a file that standard out goes to instead.
    """

    def start(*arguments: str, columns: int = 80, keys: bytes = b"", at: str = "", env=None, out=None) -> Said:
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        child = subprocess.Popen(
            [sys.executable, "-m", "publisher", *arguments],
            stdin=theirs,
            stdout=out or theirs,
            stderr=theirs,
            env=os.environ | {"PYTHONPATH": str(SRC), "TERM": "xterm-256color"} | (env or {}),
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(theirs)
        seen, typed = b"", False
        end = time.monotonic() + 120
        while time.monotonic() < end:
            if not select.select([ours], [], [], 0.2)[0]:
                continue
            try:
                data = os.read(ours, 65536)
            except OSError:  # the other end is closed
                break
            if not data:
                break
            seen += data
            if keys and not typed and at in seen.decode("utf-8", "replace"):
                typed = True
                os.write(ours, keys)
        os.close(ours)
        return Said(child.wait(20), seen.decode("utf-8", "replace").replace("\r\n", "\n"), "")

    return start


@pytest.fixture
def book():
    """``book(**{"a.md": "# A"})`` writes a book into the folder where we stand."""

    def write(folder: str = "manuscript", /, **files: str) -> Path:
        for name, text in files.items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        return Path(folder)

    return write
