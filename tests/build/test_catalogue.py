"""Every book below a folder: found, built as by itself, and none at the cost of another."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from publisher.build import catalogue
from publisher.build.cache import Cache
from publisher.build.catalogue import BookTask, Outcome, build_book, build_books, find_books
from publisher.build.place import Place, quiet
from publisher.build.plan import Options
from publisher.build.report import Report
from publisher.cli.main import run
from publisher.plugins import load_features


def write(folder: Path, text: str = "# One\n\nIt was late.\n") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "01-one.md").write_text(text, "utf-8")
    return folder


def tasks(*folders: Path) -> list[BookTask]:
    options = Options(format="epub")
    return [
        BookTask(number, folder.name, Place(folder, (), folder / "dist", Cache(None)), options, 1000, load_features)
        for number, folder in enumerate(folders)
    ]


def names(root: Path) -> list[str]:
    return [path.relative_to(root).as_posix() for path in find_books(root)]


def test_books_are_found(tmp_path: Path) -> None:
    write(tmp_path / "b" / "deep" / "novel")
    write(tmp_path / "a" / "manuscript")
    (write(tmp_path / "c") / "book.toml").write_text("[book]\n", "utf-8")
    write(tmp_path / "c" / "appendix")  # chapters of the same book
    write(tmp_path / "d" / "dist")
    write(tmp_path / ".hidden")
    (tmp_path / "e").mkdir()
    (tmp_path / "README.md").write_text("About these books.\n", "utf-8")
    (tmp_path / "f").symlink_to(tmp_path / "c")
    assert names(tmp_path) == ["a", "b/deep/novel", "c"]


def test_a_folder_of_chapters_is_a_book_where_none_is_below_it(tmp_path: Path) -> None:
    write(tmp_path)
    assert names(tmp_path) == ["."]
    write(tmp_path / "sub")
    assert names(tmp_path) == ["sub"]
    (tmp_path / "sub" / "01-one.md").rename(tmp_path / "sub" / "readme.md")
    assert names(tmp_path) == ["."]


def test_each_is_built_as_by_itself(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("one", "two"):
        write(tmp_path / "all" / name, f"# {name}\n\nIt was late.\n")
    assert run(["build", "--catalogue", str(tmp_path / "all"), "--no-cache"]) == 0
    assert "2 books in" in capsys.readouterr().out
    for name in ("one", "two"):
        folder = tmp_path / "all" / name
        together = {path.name: path.read_bytes() for path in (folder / "dist").iterdir()}
        assert run(["build", "-C", str(folder), "-o", str(tmp_path / "alone" / name), "--no-cache"]) == 0
        assert together == {path.name: path.read_bytes() for path in (tmp_path / "alone" / name).iterdir()}


def test_one_with_errors_costs_itself(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path / "good")
    write(tmp_path / "bad", "# One\n\n[x](nowhere.md)\n")
    assert run(["build", "--catalogue", str(tmp_path), "--format", "epub"]) == 1
    said = capsys.readouterr()
    assert "bad/01-one.md:3:1: error[B430]" in said.err or "01-one.md:3:1: error[B430]" in said.err
    assert "1 made, 0 unchanged, 1 with errors" in said.out
    assert (tmp_path / "good" / "dist" / "good.epub").is_file()
    assert not (tmp_path / "bad" / "dist").exists()
    assert run(["build", "--catalogue", str(tmp_path), "--format", "epub", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert [(book["name"], book["ok"]) for book in told["books"]] == [("bad", False), ("good", True)]
    assert told["books"][1]["unchanged"] is True


def dying(task: BookTask) -> Report:
    """Its worker is killed: always for one book, the first time for another."""
    once = task.place.folder / "died"
    if task.name == "always" or (task.name == "once" and not once.exists()):
        once.write_text("", "utf-8")
        os.kill(os.getpid(), signal.SIGKILL)
    return build_book(task)


def hanging(task: BookTask) -> Report:
    while task.name == "hangs":
        pass
    return build_book(task)


@pytest.mark.parametrize(
    ("do", "folders", "wrong"),
    [
        (dying, ("once", "good", "always"), {"always": "killed"}),
        (hanging, ("hangs", "good"), {"hangs": "not finished"}),
    ],
)
def test_a_poisoned_book_costs_itself(
    do: Callable[[BookTask], Report],
    folders: tuple[str, ...],
    wrong: dict[str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(catalogue, "build_book", do)
    if do is hanging:
        monkeypatch.setenv("PUBLISHER_WORKER_MINUTES", "0.1")
    outcomes: dict[str, Outcome] = {
        each.name: each for each in build_books(tasks(*(write(tmp_path / name) for name in folders)), 2, quiet)
    }
    assert sorted(outcomes) == sorted(folders)
    for name, outcome in outcomes.items():
        if name in wrong:
            assert outcome.report is None
            assert wrong[name] in outcome.error
        else:
            assert outcome.report is not None
            assert (tmp_path / name / "dist" / f"{name}.epub").is_file()


@pytest.mark.parametrize(
    "arguments",
    [
        ["--catalogue", "nowhere"],
        ["--catalogue", "."],
        ["--executor", "dask://localhost:1"],
        ["--catalogue", ".", "--watch"],
        ["--catalogue", ".", "print"],
        ["--catalogue", ".", "-o", "x"],
    ],
)
def test_wrong_use_is_said(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["build", *arguments]) == 2
    assert capsys.readouterr().err.startswith("error: ")
