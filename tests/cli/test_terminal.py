"""On a terminal: progress, colours, folding, narrow lines; and nothing left behind by a stop."""

from __future__ import annotations

import json
import os
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for processes where Linux keeps them"),
]

TOML = '[book]\ntitle = "A Book"\nauthors = ["A. Writer"]\nlanguage = "en"\n[editions.ebook]\nformats = ["epub"]\n'
PDFS = TOML + '[editions.a]\nformats = ["pdf"]\n[editions.b]\nformats = ["pdf"]\n'
LONG = "\n\n".join(["# One", *(["A paragraph of the book that goes on for a while. " * 12] * 400)])
SIX = {f"{number}.md": LONG.replace("One", f"No. {number}")[: len(LONG) // 10] for number in range(6)}
SIX["book.toml"] = TOML + '[editions.print]\nformats = ["pdf"]\n'
MANY = "# One\n\n" + "".join(f"A [road](nowhere-{n}.md) here.\n\n" for n in range(14))
ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def alive(mark: str) -> list[str]:
    """Every process that was born with the mark in its environment."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if f"MARK={mark}".encode() in (folder / "environ").read_bytes().split(b"\0"):
                found.append((folder / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except OSError:
            continue
    return found


def gone(mark: str) -> bool:
    """Whether all of them end soon."""
    end = time.monotonic() + 10
    while alive(mark) and time.monotonic() < end:
        time.sleep(0.05)
    return not alive(mark)


@pytest.fixture
def scratch():
    """A folder for temporary files. Its path is short: a socket's path may have only so many letters."""
    with tempfile.TemporaryDirectory(prefix="t", dir="/tmp") as folder:
        yield Path(folder)


def test_progress_names_the_file_and_leaves_no_trace(terminal, book):
    book(**{"book.toml": TOML, "one.md": "# One\n\nWords.\n"})
    said = terminal("build", columns=120)
    assert said.code == 0
    assert "a-book.epub" in ESCAPE.sub("", said.out).partition("file ")[0]
    assert "\x1b[?25h" in said.out.rpartition("file ")[0], "the cursor is back before the report"


def test_parts_of_a_long_pdf_and_files_are_counted(terminal, book):
    book(**SIX)
    said = terminal("build", "--no-cache", columns=120)
    assert said.code == 0
    shown = ESCAPE.sub("", said.out)
    laid = [
        (int(done), int(total)) for done, total in re.findall(r"Laying out a-book-print.pdf.*?(\d+)/(\d+) parts", shown)
    ]
    assert laid, "how far it is was said while it was in work"
    assert len({total for _, total in laid}) == 1
    assert laid[0][1] >= 6
    assert all(done < total for done, total in laid)
    assert [(done, total) for done, total in laid if done], "and it went on"
    files = [int(done) for done in re.findall(r"(\d)/2 files", shown)]
    assert files == sorted(files)
    assert files[0] == 0
    assert files[-1] == 2
    assert re.findall(r"0/[13] files?", shown) == [], "the number of files is not said before it is known"
    assert "left" not in shown, "no time is guessed"


def test_a_pipe_sees_no_progress(process, book):
    book(**SIX)
    child = process("build", "--no-cache")
    out, err = child.communicate(timeout=120)
    assert child.returncode == 0
    assert err == ""
    assert "a-book-print.pdf" in out
    assert not re.search(r"parts|\d/\d|Making|\x1b", out)


def test_books_of_a_catalogue_are_counted_and_what_goes_into_a_file_goes_there(terminal, book, tmp_path):
    for name in ("one", "two"):
        book(f"all/{name}", **{"book.toml": TOML, "one.md": f"# {name}\n\nWords.\n"})
    with (tmp_path / "out").open("w") as file:
        said = terminal("build", "--catalogue", "all", "--jobs", "1", columns=120, out=file)
    shown = ESCAPE.sub("", said.out)
    assert said.code == 0
    assert [int(done) for done in re.findall(r"(\d)/2 books", shown)][-1] == 2
    assert "1 files" not in shown
    told = (tmp_path / "out").read_text("utf-8")
    assert told.splitlines()[:2] == ["one: 1 files", "two: 1 files"]
    assert "2 made, 0 unchanged" in told


def test_nothing_is_drawn_for_an_unchanged_book(terminal, book):
    book(**{"book.toml": TOML, "one.md": "# One\n\nWords.\n"})
    terminal("build")
    said = terminal("build")
    assert "nothing has changed" in said.out
    assert "\x1b[?25" not in said.out


def test_colours_are_for_terminals_without_no_color(terminal, publisher, book):
    book(**{"book.toml": TOML, "one.md": MANY})
    assert "\x1b[31m" in terminal("check").out
    plain = terminal("check", env={"NO_COLOR": "1"}).out
    assert not re.search(r"\x1b\[[0-9;]+m", plain.partition("manuscript/one.md")[2])
    assert "\x1b" not in publisher("check").err


def test_many_of_one_kind_are_folded_and_counted_on_a_terminal_only(terminal, publisher, book):
    book(**{"book.toml": TOML, "one.md": MANY})
    shown = ESCAPE.sub("", terminal("check", columns=120).out)
    assert shown.count(": error[") == 10
    assert re.search(r"… and 4 more of B\d+, the same in other places", shown)
    assert "14 errors" in shown
    assert publisher("check").err.count(": error[") == 14


@pytest.mark.parametrize("columns", [40, 60, 200])
def test_a_long_line_is_cut_around_the_place(terminal, book, columns):
    words = "many words before it, " * 30
    book(**{"book.toml": TOML, "one.md": f"# One\n\n{words}[road](nowhere.md){' and after it' * 30}\n"})
    lines = ESCAPE.sub("", terminal("check", columns=columns).out).splitlines()
    number = next(i for i, line in enumerate(lines) if line.startswith("  3 │ "))
    source, carets = lines[number : number + 2]
    assert len(source) <= columns
    start = carets.index("^")
    assert source[start:].startswith("[road](nowhere.md)"[: carets.count("^")])
    assert source[6] == "…"
    assert source.endswith("…")


def test_ctrl_c_stops_everything_at_once_and_leaves_nothing(terminal, book, scratch):
    book(**{"book.toml": PDFS, "one.md": LONG})
    mark = uuid.uuid4().hex
    env = {"MARK": mark, "TMPDIR": str(scratch)}
    said = terminal("build", "a", "b", "--jobs", "2", columns=120, keys=b"\x03", at="Making", env=env)
    shown = ESCAPE.sub("", said.out)
    assert said.code == 130
    assert shown.rstrip().endswith("error: stopped")
    assert "Traceback" not in shown
    assert gone(mark)
    assert not Path("dist").exists()
    assert list(scratch.iterdir()) == []


def test_a_build_leaves_nothing_in_the_folder_for_temporary_files(process, book, scratch):
    book(**{"book.toml": PDFS, "one.md": "# One\n\nWords.\n"})
    child = process("build", env={"TMPDIR": str(scratch)})
    _, err = child.communicate(timeout=60)
    assert child.returncode == 0, err
    assert list(scratch.iterdir()) == []


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGKILL, -9)])
def test_an_end_from_outside_takes_the_workers_along(process, book, number, code):
    book(**{"book.toml": PDFS, "one.md": LONG})
    mark = uuid.uuid4().hex
    child = process("build", "a", "b", "--jobs", "2", env={"MARK": mark})
    end = time.monotonic() + 60
    while len(alive(mark)) < 5 and time.monotonic() < end:  # ours, a tracker, the server of forks, two workers
        time.sleep(0.05)
    child.send_signal(number)
    _, err = child.communicate(timeout=30)
    assert child.returncode == code
    assert "Traceback" not in err
    assert gone(mark)
    assert not Path("dist").exists()


def test_a_reader_who_goes_away_is_no_trouble(process, publisher):
    publisher("new", ".")
    child = process("explain")
    assert child.stdout.readline().startswith("B401")
    child.stdout.close()
    child.stdout = None
    _, err = child.communicate(timeout=30)
    assert err == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no disk that is always full")
def test_a_report_that_cannot_be_written(process, book):
    book(**{"book.toml": TOML, "one.md": "# One\n"})
    with Path("/dev/full").open("w") as full:
        child = process("info", stdout=full)
        _, err = child.communicate(timeout=30)
    assert child.returncode == 1
    assert err.startswith("error: No space left on device")


def test_a_full_disk_is_said_and_dist_is_as_it_was(process, book):
    book(**{"book.toml": TOML, "one.md": "# One\n"})

    def small() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))  # bytes of any one file

    child = process("build", preexec_fn=small)
    _, err = child.communicate(timeout=60)
    assert child.returncode == 1
    assert err.startswith("error: a-book.epub cannot be made: File too large")
    assert not Path("dist").exists()


def test_an_old_locale_is_no_trouble(process, book):
    book(**{"book.toml": TOML.replace("A Book", "Ein Märchen 日本"), "one.md": "# One\n"})
    env = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"}
    child = process("info", env=env)
    out, err = child.communicate(timeout=30)
    assert child.returncode == 0, err
    assert out.startswith("Ein M")


def test_a_closed_standard_output(book):
    book(**{"book.toml": TOML, "one.md": "# One\n"})
    done = subprocess.run([sys.executable, "-m", "publisher", "info"], preexec_fn=lambda: os.close(1), check=False)
    assert done.returncode in (0, 1)


def test_a_manuscript_cannot_drive_the_terminal(publisher, book):
    book(**{"book.toml": TOML, "one.md": "# One\n\nA \x1b]0;title\x07 [link](\u202enowhere.md) here.\n"})
    said = publisher("check")
    assert "\x1b" not in said.err
    assert "\x07" not in said.err
    assert "\u202e" not in said.err
    assert json.loads(publisher("check", "--json").out)["ok"] is False


def test_a_long_way_to_temporary_files_is_no_trouble(process, book, tmp_path):
    book(**{"book.toml": PDFS, "one.md": "# One\n\nWords.\n"})
    deep = tmp_path / ("x" * 100)
    deep.mkdir()
    child = process("build", "a", env={"TMPDIR": str(deep)})
    out, err = child.communicate(timeout=60)
    assert child.returncode == 0, err
    assert "a-book-a.pdf" in out
    assert list(deep.iterdir()) == []
