"""publisher build --watch: built again at every save, ended by Ctrl-C alone."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from publisher.build.record import is_read

SECONDS = 60


class Watched:
    """A watching process, its lines read as they come."""

    def __init__(self, folder: Path, *options: str) -> None:
        environment = {**os.environ, "PUBLISHER_CACHE": str(folder.parent / "cache")}
        command = [
            sys.executable,
            "-m",
            "publisher",
            "build",
            "-C",
            str(folder),
            "--format",
            "epub",
            "--watch",
            *options,
        ]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment, bufsize=1
        )
        self.lines: queue.Queue[str] = queue.Queue()
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.put(line)

    def until(self, words: str) -> str:
        """What is said up to the line with these words."""
        heard = ""
        while words not in heard:
            heard += self.lines.get(timeout=SECONDS)
        return heard


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[tuple[Watched, Path]]:
    folder = tmp_path / "book"
    folder.mkdir()
    (folder / "one.md").write_text("# One\n\nIt was late.\n", "utf-8")
    (folder / "two.md").write_text("# Two\n\nIt was early.\n", "utf-8")
    made = Watched(folder)
    yield made, folder
    made.process.kill()
    made.process.wait()
    made.reader.join(SECONDS)
    assert made.process.stdout is not None
    made.process.stdout.close()


def test_every_save_is_built_and_trouble_ends_nothing(watched: tuple[Watched, Path]) -> None:
    watch, folder = watched
    assert "book.epub" in watch.until("watching")
    before = (folder / "dist" / "book.epub").read_bytes()
    (folder / "two.md").write_text("# Two\n\nIt was [early](nowhere.md).\n", "utf-8")
    said = watch.until("nothing was written")
    assert "two.md:3:8: error[B430]" in said
    assert "note[C124]" not in said, "what was said before is not said again"
    assert (folder / "dist" / "book.epub").read_bytes() == before
    (folder / "two.md").write_text("# Two\n\nIt was earlier.\n", "utf-8")
    assert "book.epub in " in watch.until(" s (1 note)")
    assert (folder / "dist" / "book.epub").read_bytes() != before
    watch.process.send_signal(signal.SIGINT)
    assert watch.process.wait(SECONDS) == 0


def test_what_was_watched_is_what_a_build_afresh_gives(watched: tuple[Watched, Path], tmp_path: Path) -> None:
    watch, folder = watched
    watch.until("watching")
    (folder / "one.md").write_text("# One\n\nIt was later still.\n", "utf-8")
    watch.until("book.epub in ")
    command = [sys.executable, "-m", "publisher", "build", "-C", str(folder), "--no-cache", "--format", "epub", "-o", str(tmp_path / "d")]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)
    assert (tmp_path / "d" / "book.epub").read_bytes() == (folder / "dist" / "book.epub").read_bytes()


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("one.md", True),
        ("images/a.png", True),
        ("styles/print/x.css", True),
        ("book.toml", True),
        ("ids.lock", True),
        (".one.md.swp", False),
        (".git/index", False),
        ("dist/book.epub", False),
        ("out/book.epub", False),
        ("__pycache__/x", False),
    ],
)
def test_only_what_a_build_reads_is_waited_for(name: str, read: bool, tmp_path: Path) -> None:
    assert is_read(tmp_path / name, tmp_path, tmp_path / "out") is read
