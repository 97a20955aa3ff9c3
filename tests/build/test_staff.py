"""Workers that stay from one build to the next: they know more, they make the same, and nothing outlives its parent."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from publisher.build.cache import Cache
from publisher.build.place import Place
from publisher.build.plan import Options
from publisher.build.run import build, rehearse
from publisher.build.workers import Staff
from publisher.plugins import load_features

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 60
OPTIONS = Options(format="pdf")


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A novel of five chapters, just long enough to be laid out in parts."""
    folder = tmp_path_factory.mktemp("staff") / "book"
    sys.path.insert(0, str(ROOT / "benchmarks"))
    try:
        from manuscripts import novel
    finally:
        sys.path.remove(str(ROOT / "benchmarks"))
    novel(folder, 12_500, 5)
    return folder


@pytest.fixture
def place(book: Path, tmp_path: Path) -> Place:
    folder = tmp_path / "book"
    shutil.copytree(book, folder)
    return Place(folder, (), tmp_path / "dist", Cache(tmp_path / "cache"))


@pytest.fixture
def staff() -> Iterator[Staff]:
    with Staff() as made:
        yield made


def pages(place: Place, staff: Staff | None) -> bytes:
    """The bytes of the book's PDF, built by this staff."""
    report = build(place, OPTIONS, load_features, staff=staff)
    assert place.dist is not None
    [made] = report.made
    return (place.dist / made.file_name).read_bytes()


def cold(place: Place) -> bytes:
    """What a build gives that knows nothing of any other."""
    assert place.dist is not None
    elsewhere = replace(place, dist=place.dist.parent / "cold", cache=Cache(None))
    report = build(elsewhere, replace(OPTIONS, use_cache=False), load_features)
    assert elsewhere.dist is not None
    return (elsewhere.dist / report.made[0].file_name).read_bytes()


def waiting(staff: Staff) -> list[int]:
    """Who waits for the next build, by the numbers of their processes."""
    return [worker.process.pid or 0 for worker in staff._waiting.values()]


def edit(place: Place, file: str, old: str, new: str) -> None:
    path = place.folder / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_edits_by_one_worker_have_the_bytes_of_cold_builds(place: Place, staff: Staff) -> None:
    chapters = sorted(path.name for path in place.folder.glob("0*.md"))
    pages(place, staff)
    [worker] = waiting(staff)
    for number in range(10):
        edit(place, chapters[number % len(chapters)], "the ", f"the {('quite', 'very', 'so')[number % 3]} ")
        if number == 4:
            edit(place, chapters[1], "\n\n", "\n\n" + "It was later than she had thought. " * 200 + "\n\n")
        made = pages(place, staff)
        assert waiting(staff) == [worker]
        if number in (0, 4, 9):
            assert made == cold(place)


def test_a_style_that_changes_is_read_again(place: Place, staff: Staff) -> None:
    styles = place.folder.parent / "styles"
    (styles / "mine").mkdir(parents=True)
    (styles / "mine" / "style.toml").write_text('extends = "print"\n', "utf-8")
    (styles / "mine" / "own.css").write_text("h1 { font-style: italic }\n", "utf-8")
    place = replace(place, style_folders=(styles,))
    edit(place, "book.toml", 'style = "print"', 'style = "mine"')
    before = pages(place, staff)
    [worker] = waiting(staff)
    (styles / "mine" / "own.css").write_text("h1 { font-style: normal; letter-spacing: 0.1em }\n", "utf-8")
    after = pages(place, staff)
    assert after != before
    assert after == cold(place)
    assert waiting(staff) == [worker]
    (styles / "mine" / "own.css").write_text("h1 { font-style: italic }\n", "utf-8")
    edit(place, "001.md", "the ", "the quite ")
    assert pages(place, staff) == cold(place)


def test_an_image_that_changes_is_read_again(place: Place, staff: Staff) -> None:
    (place.folder / "lamp.svg").write_text(drawing("red"), "utf-8")
    edit(place, "002.md", "\n\n", "\n\n![A lamp](lamp.svg)\n\n")
    before = pages(place, staff)
    (place.folder / "lamp.svg").write_text(drawing("blue"), "utf-8")
    after = pages(place, staff)
    assert after != before
    assert after == cold(place)


def drawing(colour: str) -> str:
    shape = f'<rect width="40" height="40" fill="{colour}"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40" viewBox="0 0 40 40">{shape}</svg>'


def test_who_dies_between_two_builds_is_replaced(place: Place, staff: Staff) -> None:
    pages(place, staff)
    [worker] = waiting(staff)
    os.kill(worker, signal.SIGKILL)
    edit(place, "003.md", "the ", "the quite ")
    assert pages(place, staff) == cold(place)
    assert worker not in waiting(staff)
    assert len(waiting(staff)) == 1


def test_who_dies_at_work_is_replaced(place: Place, staff: Staff) -> None:
    pages(place, staff)
    [worker] = waiting(staff)
    os.kill(worker, signal.SIGSTOP)  # it takes the order in, and never answers
    edit(place, "003.md", "the ", "the quite ")
    killer = subprocess.Popen([sys.executable, "-c", f"import os, time; time.sleep(1); os.kill({worker}, 9)"])
    made = pages(place, staff)
    assert killer.wait(SECONDS) == 0
    assert worker not in waiting(staff)
    assert made == cold(place)


def test_who_has_become_too_large_does_not_stay(place: Place) -> None:
    with Staff(most=1) as staff:
        made = pages(place, staff)
        assert waiting(staff) == []
    assert made == cold(place)


def test_a_staff_gets_to_know_a_book_that_is_kept(place: Place, staff: Staff) -> None:
    pages(place, None)
    report = build(place, OPTIONS, load_features, staff=staff)
    assert report.unchanged
    assert waiting(staff) == []
    written = {path: path.read_bytes() for path in place.folder.rglob("*") if path.is_file()}
    rehearse(place, OPTIONS, load_features(), staff)
    [worker] = waiting(staff)
    assert {path: path.read_bytes() for path in place.folder.rglob("*") if path.is_file()} == written
    edit(place, "003.md", "the ", "the quite ")
    assert pages(place, staff) == cold(place)
    assert waiting(staff) == [worker]


def test_of_a_book_with_errors_nobody_gets_to_know_anything(place: Place, staff: Staff) -> None:
    edit(place, "003.md", "\n\n", "\n\n[there](nowhere.md)\n\n")
    rehearse(place, OPTIONS, load_features(), staff)
    edit(place, "book.toml", "[book]", "[book")
    rehearse(place, OPTIONS, load_features(), staff)
    assert waiting(staff) == []


def test_a_build_that_keeps_nothing_keeps_no_worker(place: Place, staff: Staff) -> None:
    build(place, replace(OPTIONS, use_cache=False), load_features, staff=staff)
    assert waiting(staff) == []


def test_nobody_waits_after_the_end(place: Place) -> None:
    with Staff() as staff:
        pages(place, staff)
        [worker] = waiting(staff)
        assert staff.diaries is not None
        diaries = Path(staff.diaries.name)
        assert list(diaries.iterdir())
    assert not lives(worker)
    assert not diaries.exists()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="processes are found by what /proc says of them")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_nothing_outlives_a_watch(place: Place, number: signal.Signals) -> None:
    cache = str(place.folder.parent / "cache")
    command = [sys.executable, "-m", "publisher", "build", "-C", str(place.folder), "--format", "pdf", "--watch"]
    environment = {**os.environ, "PUBLISHER_CACHE": cache}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as watch:
        assert watch.stdout is not None
        assert any("watching" in line for line in watch.stdout)
        assert len(ours(cache)) > 2, "the watch, the process that it forks from, and a worker that waits"
        watch.send_signal(number)
        watch.wait(SECONDS)
        deadline = time.monotonic() + 10
        while ours(cache) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert ours(cache) == []
        assert "Traceback" not in watch.stdout.read()


def ours(cache: str) -> list[int]:
    """The processes that live with this cache in their environment."""
    found = []
    for path in Path("/proc").glob("[0-9]*/environ"):
        with suppress(OSError):
            if f"PUBLISHER_CACHE={cache}\0".encode() in path.read_bytes() and lives(int(path.parent.name)):
                found.append(int(path.parent.name))
    return found


def lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False
