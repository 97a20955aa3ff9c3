"""Where the command begins: a guess from its arguments, that may be wrong and must do no harm."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from publisher.build.signs import manuscript_at, may_want_a_pdf
from publisher.cli import start

SRC = Path(__file__).resolve().parents[2] / "src"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The folders for which the process was to be started."""
    found: list[str] = []

    def make_ready(folder: Path) -> bool:
        found.append(folder.name)
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
def test_a_book_that_was_never_built_wants_the_engine(arguments: list[str], here: Path, asked: list[str]) -> None:
    assert start.begin_early(arguments)
    assert asked == ["book"]


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
def test_nothing_is_started_for_what_makes_no_pdf(arguments: list[str], here: Path, asked: list[str]) -> None:
    assert not start.begin_early(arguments)
    assert asked == []


def test_a_book_that_is_as_it_was_wants_nothing(here: Path, asked: list[str]) -> None:
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


def test_it_is_asked_before_what_a_build_needs_is_loaded(here: Path) -> None:
    code = (
        "import sys; from publisher.cli.start import begin_early; begin_early(['build', '-C', 'nowhere']);"
        "from publisher.build import ready; print('dataclasses' in sys.modules, 'publisher.build.record' in sys.modules)"
    )
    env = {**os.environ, "PYTHONPATH": str(SRC)}
    said = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    assert said.stdout.split() == ["False", "False"]


@pytest.mark.parametrize(
    ("config", "wanted"),
    [("", True), ('[editions.e]\nformats = ["epub"]\n', False), ('[editions.p]\nformats = ["pdf"]\n', True)],
)
def test_the_configuration_is_looked_at(here: Path, config: str, wanted: bool) -> None:
    (here / "book.toml").write_text(config, "utf-8")
    assert may_want_a_pdf(here) is wanted


def test_a_link_that_may_lead_out_of_the_book_is_not_followed(here: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (here / "manuscript").symlink_to(outside, target_is_directory=True)
    assert manuscript_at(here) == here
    (here / "manuscript").unlink()
    (here / "manuscript").mkdir()
    assert manuscript_at(here) == here / "manuscript"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no such files here")
def test_what_is_no_plain_file_is_not_waited_for(here: Path) -> None:
    os.mkfifo(here / "book.toml")
    assert not may_want_a_pdf(here)
    (here / "book.toml").unlink()
    (here / "book.toml").symlink_to("/dev/zero")
    assert not may_want_a_pdf(here)
