"""A catalogue of books built at once: by one worker and by several, again, with a poisoned one, and on a Dask cluster.

    python benchmarks/catalogue.py [--books 200] [--workers 1 2 4] [--quick] [--write]

The books are small novels and technical books of different lengths, generated (``manuscripts.py``); each is made as
EPUB and as PDF. For each number of workers the whole catalogue is built from nothing, and again with nothing changed.
With most workers it is built once more with a poisoned manuscript among the others, and by a cluster of as many
processes on this machine, one of which is killed in the middle. Told is also whether the bytes of all files were the
same each time. ``--quick`` makes few and tiny books, to see that all works; ``--write`` puts the table into
docs/performance.md.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from measure import KEEP_BYTECODE, SELDOM, Command, CommandFailed, Figures, adopt, measure
from peers import program
from tables import Batch, catalogue_table, machine, write_into

HERE = Path(__file__).parent
DOCUMENT = HERE.parent / "docs" / "performance.md"
_BOOKS, _WORDS = 200, 8_000
_QUICK_BOOKS, _QUICK_WORDS = 6, 800
_POISONED = "0000-poisoned"
_DEEP = 5_000  # quotations in one another
_COLUMNS = (
    "Each row is one run of the whole command, not a median. *CPU* is that of all processes, those of the cluster too, "
    "with its start and end; its *wall* is that of the command alone, with the cluster there already. *Books a minute* "
    "is by the wall. *All processes* was looked for twice a second in the same run: a shorter peak can have been "
    "missed, and memory that forks share is counted once. All rows but those where nothing changed begin with an empty "
    "cache, which the books of the row share: a font is cut for the first that needs it. More workers than there are "
    "cores share these."
)

Sums = dict[str, str]  # of every file made: its path below the catalogue, and its SHA-256


@dataclass
class Bench:
    """The catalogue, and what is known of it so far."""

    folder: Path  # for all that is only for now
    books: int
    words: int  # of the longest
    first: Sums = field(default_factory=dict)  # what the first run made: all others must make the same
    told: list[str] = field(default_factory=list)

    @property
    def shelf(self) -> Path:
        """Where the books are."""
        return self.folder / "catalogue"

    def fill(self) -> None:
        """Write the manuscripts."""
        told = ("--books", str(self.books), "--words", str(self.words))
        command = [sys.executable, str(HERE / "manuscripts.py"), "catalogue", str(self.shelf), *told]
        subprocess.run(command, env={**os.environ, **KEEP_BYTECODE}, check=True)

    def poison(self) -> None:
        """Put a manuscript among the others that cannot become a book."""
        folder = self.shelf / _POISONED
        folder.mkdir()
        quotations = ">" * _DEEP
        (folder / "01.md").write_text(f"# One\n\n{quotations} deep\n\n[nowhere](nowhere.md)\n", "utf-8")
        (folder / "02.md").write_bytes(b"# Two\n\n\xff\xfe is no text\n")

    def build(self, *more: str, cache: str) -> Command:
        """Our command for the catalogue, with a cache of that name."""
        words = (*program(), "build", "--catalogue", str(self.shelf), "--json", *more)
        return Command(words, self.folder, {"PUBLISHER_CACHE": str(self.folder / cache)})

    def clear(self) -> None:
        """Take away what the last run made."""
        for dist in self.shelf.glob("*/dist"):
            shutil.rmtree(dist)

    def sums(self) -> Sums:
        """What there is in the folders of finished books."""
        found = {}
        for path in sorted(self.shelf.glob("*/dist/*")):
            with path.open("rb") as file:
                found[path.relative_to(self.shelf).as_posix()] = hashlib.file_digest(file, "sha256").hexdigest()
        return found

    def count(self) -> int:
        """How many manuscripts there are, with the poisoned one where it is there."""
        return sum(1 for _ in self.shelf.iterdir())

    def same(self) -> str:
        """Whether the files that are there now are those of the first run."""
        made = self.sums()
        self.first = self.first or made
        other = sum(made.get(name) != self.first.get(name) for name in made.keys() | self.first.keys())
        return f"{other} OTHERS" if other else "yes"


def main() -> None:
    """Measure, print, and write down where that is asked for."""
    given = _arguments()
    books = given.books or (_QUICK_BOOKS if given.quick else _BOOKS)
    adopt()
    with tempfile.TemporaryDirectory(prefix="publisher-bench-") as temporary:
        bench = Bench(Path(temporary), books, _QUICK_WORDS if given.quick else _WORDS)
        _say("writing the manuscripts")
        bench.fill()
        batches = list(_batches(bench, given.workers))
        if not batches:
            sys.exit("nothing could be measured: " + " ".join(bench.told))
        text = "\n\n".join((_table(bench, batches), machine(1)))
    print(text)
    if given.write:
        write_into(DOCUMENT, "catalogue", text)


def _arguments() -> argparse.Namespace:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--books", type=int, help=f"how many (default: {_BOOKS}, with --quick {_QUICK_BOOKS})")
    options.add_argument("--workers", type=int, nargs="+", default=[1, 2, 4], metavar="N", help="default: 1 2 4")
    options.add_argument("--quick", action="store_true", help=f"books of {_QUICK_WORDS} words at the most")
    options.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    return options.parse_args()


def _batches(bench: Bench, workers: Sequence[int]) -> Iterator[Batch]:
    """Every way of building, one by one as it is measured; one that fails is left out, and said to be."""
    most = max(workers)
    ways = {_worded(count): partial(_from_nothing, bench, count) for count in workers}
    ways |= {f"{name}, nothing changed": partial(_again, bench, way.args[1]) for name, way in ways.items()}
    ways = dict(sorted(ways.items(), key=lambda way: workers.index(way[1].args[1])))  # from nothing, then again
    ways[f"Dask, {max(2, most)} processes, one of them killed"] = partial(_on_a_cluster, bench, max(2, most))
    ways[f"{_worded(most)}, one book more, poisoned"] = partial(_poisoned, bench, most)  # last: the poison stays
    for name, way in ways.items():
        _say(name)
        try:
            figures = way()
        except CommandFailed as failed:
            _say(f"left out, {failed}")
            bench.told.append(f"{name}: left out, {' '.join(str(failed).split())[:200]}.")
            continue
        yield Batch(name, bench.count(), figures, bench.same())


def _worded(workers: int) -> str:
    return f"{workers} worker{'s' if workers > 1 else ''}"


def _from_nothing(bench: Bench, workers: int) -> Figures:
    """With an empty cache."""
    bench.clear()
    taken, out = _measured(bench.build("--jobs", str(workers), cache=f"cache-{workers}"))
    good = sum(book["ok"] for book in json.loads(out)["books"])
    if good != bench.books:
        raise CommandFailed(f"{good} of {bench.books} books were made")
    return taken


def _again(bench: Bench, workers: int) -> Figures:
    """With nothing changed since the last time."""
    taken, out = _measured(bench.build("--jobs", str(workers), cache=f"cache-{workers}"))
    found = sum(book["ok"] and book["unchanged"] for book in json.loads(out)["books"])
    if found != bench.books:
        bench.told.append(f"With {_worded(workers)}, and nothing changed, ONLY {found} BOOKS WERE FOUND UNCHANGED.")
    shutil.rmtree(bench.folder / f"cache-{workers}")  # it is large
    return taken


def _measured(command: Command, code: int = 0) -> tuple[Figures, bytes]:
    return measure(command, look=True, every=SELDOM, code=code)


def _on_a_cluster(bench: Bench, processes: int) -> Figures:
    """On a cluster of several processes, one of which is killed when half of the books are done."""
    bench.clear()
    build = bench.build("--executor", "@", cache="cache-cluster")
    start = (sys.executable, str(HERE / "cluster.py"), "--workers", str(processes), "--books", str(bench.books), "--")
    taken, out = _measured(replace(build, arguments=(*start, *build.arguments)))
    said = json.loads(out)
    good = sum(book["ok"] for book in json.loads(said["out"] or '{"books": []}')["books"])
    if said["code"] or good != bench.books:
        raise CommandFailed(f"{good} of {bench.books} books were made; exit code {said['code']}")
    lost = ", ".join(f"`{key.split('-', 2)[-1]}`" for key in said["lost"])
    bench.told.append(
        f"On the cluster one of {processes} processes was killed (SIGKILL) when half of the books were done, and with "
        f"it what it was building or was to build next: {lost}. Others built these again; no book has an error."
        if lost
        else "On the cluster NOBODY WAS KILLED: no process was building anything when half of the books were done."
    )
    return replace(taken, wall=said["seconds"])


def _poisoned(bench: Bench, workers: int) -> Figures:
    """From nothing, with a poisoned manuscript among the others, which must cost only itself."""
    bench.clear()
    bench.poison()
    taken, out = _measured(bench.build("--jobs", str(workers), cache="cache-poisoned"), code=1)
    bad = [book["name"] for book in json.loads(out)["books"] if not book["ok"]]
    if bad != [_POISONED] or (bench.shelf / _POISONED / "dist").exists():
        raise CommandFailed(f"of the other books these were lost too: {', '.join(bad)}")
    bench.told.append(
        "The poisoned manuscript (a chapter that is no text, another with quotations nested "
        f"{_DEEP:,} deep and a link to nowhere) cost itself alone: exit code 1, and all {bench.books} others were made."
    )
    return taken


def _table(bench: Bench, batches: Sequence[Batch]) -> str:
    """The table, with what its columns mean and what was seen."""
    least = f"{bench.words // 4:,}"
    title = f"A catalogue of {bench.books} books of {least} to {bench.words:,} words, each as EPUB and PDF"
    wrong = [each.name for each in batches if each.same != "yes"]
    books = [name for name in bench.first if name.endswith((".epub", ".pdf"))]
    bytes_are = (
        f"THE BYTES ARE NOT THE SAME: {'; '.join(wrong)}."
        if wrong
        else f"The bytes of all {len(books)} files are the same in every row: {_and(each.name for each in batches)}."
    )
    return catalogue_table(title, batches, (bytes_are, *bench.told, _dask())) + f"\n\n{_COLUMNS}"


def _and(names: Iterator[str]) -> str:
    *rest, last = names
    return f"{'; '.join(rest)}; and {last}" if rest else last


def _dask() -> str:
    try:
        return f"The cluster is of dask.distributed {version('distributed')}, on this machine: one thread a process."
    except PackageNotFoundError:
        return "There is no dask.distributed here: pip install 'publisher[dask]'."


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
