"""Where the command begins: a guess from its arguments, that may be wrong and must do no harm."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from publisher.cli import start

SRC = Path(__file__).resolve().parents[2] / "src"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """The folders and formats for which the process was to be started."""
    found: list[tuple[str, str]] = []

    def make_ready(folder: Path, options: object) -> bool:
        found.append((folder.name, getattr(options, "format", "")))
        return True

    monkeypatch.setattr("publisher.build.ready.make_ready", make_ready)
    return found


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "book"
    folder.mkdir()
    (folder / "one.md").write_text("# One\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    return folder


@pytest.mark.parametrize(
    "arguments",
    [
        ["build", "-C", "book"],
        ["build", "--directory=book", "--format", "pdf"],
        ["build", "print", "-C", "book", "--watch"],
        ["build", "--jobs", "2", "-C", "book", "-o", "out"],
    ],
)
def test_a_book_that_was_never_built_wants_the_engine(
    arguments: list[str], here: Path, asked: list[tuple[str, str]]
) -> None:
    assert start.begin_early(arguments)
    assert asked == [("book", "pdf" if "pdf" in arguments else "")]


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["info", "-C", "book"],
        ["build", "-C", "book", "--format", "epub"],
        ["build", "-C", "book", "--format=epub"],
        ["build", "-C", "book", "--help"],
        ["build", "--catalogue", "book"],
        ["build", "-C", "nowhere"],
    ],
)
def test_nothing_is_started_for_what_makes_no_pdf(
    arguments: list[str], here: Path, asked: list[tuple[str, str]]
) -> None:
    assert not start.begin_early(arguments)
    assert asked == []


def test_a_book_that_is_as_it_was_wants_nothing(here: Path, asked: list[tuple[str, str]]) -> None:
    sums = here / "dist" / "SHA256SUMS"
    sums.parent.mkdir()
    sums.write_text("", "utf-8")
    os.utime(here / "one.md", (1, 1))
    assert not start.begin_early(["build", "-C", "book"])
    os.utime(here / "one.md")
    os.utime(sums, (1, 1))
    assert start.begin_early(["build", "-C", "book"])


def test_the_command_is_the_same_by_both_ways(here: Path) -> None:
    said = [
        subprocess.run(
            [sys.executable, "-c", f"from publisher.cli.{module} import main; main()", "build", "-C", "nowhere"],
            env={**os.environ, "PYTHONPATH": str(SRC)},
            capture_output=True,
            text=True,
            check=False,
        )
        for module in ("start", "main")
    ]
    assert said[0].returncode == said[1].returncode == 2
    assert said[0].stderr == said[1].stderr
    assert "Traceback" not in said[0].stderr
