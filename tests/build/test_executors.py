"""Books built on a Dask cluster: a real one of two processes, one of which is killed in the middle."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from publisher.build import executors
from publisher.build.cache import Cache
from publisher.build.catalogue import BookTask
from publisher.build.executors import Parcel, Return, build_on, build_parcel
from publisher.build.place import Place, quiet
from publisher.build.plan import Options
from publisher.build.run import build
from publisher.diagnostics import MachineError, UsageError
from publisher.plugins import load_features

SLOW = "PUBLISHER_TEST_SLOW"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning", "ignore::RuntimeWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


def book(folder: Path, text: str = "It was late.") -> BookTask:
    folder.mkdir(parents=True)
    (folder / "01.md").write_text(f"# {folder.name}\n\n{text}\n", "utf-8")
    return BookTask(
        0, folder.name, Place(folder, (), folder / "dist", Cache(None)), Options(format="epub"), 1000, load_features
    )


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    import cloudpickle
    from distributed import LocalCluster

    cloudpickle.register_pickle_by_value(sys.modules[__name__])  # no worker finds a module of tests by its name
    os.environ[SLOW] = str(tmp_path_factory.mktemp("who"))
    made = LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50)
    try:
        yield made
    finally:
        made.close()
        del os.environ[SLOW]


def address(cluster: Any) -> str:
    return str(cluster.scheduler_address).replace("tcp://", "dask://")


def test_the_files_are_those_of_a_build_here(cluster: Any, tmp_path: Path) -> None:
    some = [replace(book(tmp_path / name, name), index=number) for number, name in enumerate(("one", "two"))]
    bad = replace(book(tmp_path / "bad", "[x](nowhere.md)"), index=2)
    outcomes = {each.name: each for each in build_on(address(cluster), [*some, bad], quiet)}
    assert {name: each.error for name, each in outcomes.items()} == {"one": "", "two": "", "bad": ""}
    assert outcomes["bad"].report is not None
    assert "B430" in {each.code for each in outcomes["bad"].report.diagnostics}
    assert not (tmp_path / "bad" / "dist").exists()
    for task in some:
        there = {path.name: path.read_bytes() for path in (task.place.folder / "dist").iterdir()}
        place = replace(task.place, dist=tmp_path / "here" / task.name)
        build(place, task.options, load_features)
        assert there == {path.name: path.read_bytes() for path in (tmp_path / "here" / task.name).iterdir()}


def slow_parcel(parcel: Parcel) -> Return:
    """Takes its time, so that somebody can be killed over it; says who it was done by."""
    who = Path(os.environ[SLOW], f"{parcel.task.name}-{os.getpid()}")
    who.write_text("", "utf-8")
    time.sleep(2)
    return build_parcel(parcel)


def test_a_worker_that_dies_costs_its_job_which_is_tried_again(
    cluster: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(executors, "build_parcel", slow_parcel)
    books = [replace(book(tmp_path / f"b{number}"), index=number) for number in range(4)]
    killed: list[tuple[str, int]] = []

    def kill() -> None:
        deadline = time.monotonic() + 60
        while not killed and time.monotonic() < deadline:
            for path in sorted(Path(os.environ[SLOW]).iterdir()):
                name, _, pid = path.name.rpartition("-")
                killed.append((name, int(pid)))
                os.kill(int(pid), signal.SIGKILL)
                return
            time.sleep(0.05)

    watcher = threading.Thread(target=kill)
    watcher.start()
    try:
        outcomes = list(build_on(address(cluster), books, quiet))
    finally:
        watcher.join()
    assert {each.name: each.error for each in outcomes} == {f"b{number}": "" for number in range(4)}
    tried = [path.name.rpartition("-")[0] for path in Path(os.environ[SLOW]).iterdir()]
    assert tried.count(killed[0][0]) == 2, "the book of the worker that died was tried again"
    assert all((tmp_path / f"b{number}" / "dist" / f"b{number}.epub").is_file() for number in range(4))


def test_a_parcel_holds_what_a_build_reads_and_no_more(tmp_path: Path) -> None:
    task = book(tmp_path / "one")
    (tmp_path / "one" / "dist").mkdir()
    (tmp_path / "one" / "dist" / "old.pdf").write_bytes(b"x")
    (tmp_path / "one" / ".secret").write_bytes(b"x")
    (tmp_path / "outside").write_bytes(b"x")
    (tmp_path / "one" / "link.md").symlink_to(tmp_path / "outside")
    parcel = executors._packed(task)
    assert isinstance(parcel, Parcel)
    assert [name for name, _ in parcel.files] == ["01.md"]
    assert parcel.task.place.folder == Path()


def test_a_book_that_is_too_large_is_built_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executors, "_MOST_BYTES", 5)
    packed = executors._packed(book(tmp_path / "one"))
    assert not isinstance(packed, Parcel)
    assert "MB" in packed.error


def test_an_address_that_is_none_and_one_that_nobody_answers_at(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match="no executor"):
        list(build_on("ssh://x", [], quiet))
    monkeypatch.setattr(executors, "_PATIENCE", "0.3s")
    with pytest.raises(MachineError, match="no Dask scheduler"):
        list(build_on("dask://127.0.0.1:9", [], quiet))


def test_a_cache_elsewhere_keeps_what_it_is_given_and_forgives_what_is_damaged(tmp_path: Path) -> None:
    import fsspec

    for url in ("memory://books", f"file://{tmp_path}/c"):
        cache = Cache.at(url)
        assert cache.keeps
        assert cache.get("ab" * 32) is None
        cache.put("ab" * 32, b"bytes")
        assert cache.get("ab" * 32) == b"bytes"
        system, path = fsspec.core.url_to_fs(url)
        system.pipe_file(f"{path.rstrip('/')}/ab/{'ab' * 32}.artefact", b"damaged")
        assert cache.get("ab" * 32) is None
        cache.trim()


def test_a_cache_that_nobody_knows_is_said() -> None:
    from publisher.build.remote import check

    with pytest.raises(MachineError, match="cannot be used"):
        check("nosuch://x")
