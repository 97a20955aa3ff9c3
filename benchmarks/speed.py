"""How fast Publisher is, beside whoever makes the same books, in the same minute.

    python benchmarks/speed.py [--runs 5] [--quick] [--only JOB …] [--growth] [--profile] [--write]

The jobs are a novel of 100,000 words and a technical book of 200,000 (generated from the sample's sentences and a
seed), each as EPUB and as PDF; one chapter of the novel edited; the same while we watch; nothing changed; all editions
of the sample. Each pair
of programs is run in turn, A B A B …; what is told is the median of each figure, and of the ratios pair by pair. Who is
not installed is left out, and said to be. ``--quick`` makes small books, to see that all works. ``--growth`` says what
becomes of seconds and memory at three and ten times the words, ``--profile`` what the time is made of. ``--write`` puts
the tables into docs/performance.md.
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
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from edits import Edit, change_places, grow
from measure import KEEP_BYTECODE, Command, CommandFailed, Figures, adopt, measure, measure_all
from peers import Missing, Peer, epub_peers, pdf_peers, publisher
from tables import Line, Table, growth_table, machine, phases_table, watch_table, write_into
from watching import saves

HERE = Path(__file__).parent
ROOT = HERE.parent
DOCUMENT = ROOT / "docs" / "performance.md"
JOBS = ("novel-epub", "technical-epub", "novel-pdf", "technical-pdf", "edited", "watched", "unchanged", "editions")
_CHAPTER = {"novel": 2_500, "technical": 5_000}  # words


@dataclass(frozen=True, slots=True)
class Size:
    """How large the books are, and how often each is made."""

    novel: int = 100_000
    technical: int = 200_000
    growth: tuple[int, ...] = (100_000, 300_000, 1_000_000)
    runs: int = 5


@dataclass(frozen=True, slots=True)
class Bench:
    """The folder where all is made, the sizes, and who is told."""

    folder: Path
    size: Size

    def book(self, kind: str, words: int = 0) -> Path:
        """The generated book of one kind; equal words give one book."""
        count = words or (self.size.novel if kind == "novel" else self.size.technical)
        made = self.folder / f"{kind}-{count}"
        if not made.exists():
            chapters = max(2, count // _CHAPTER[kind])
            told = ("--words", str(count), "--chapters", str(chapters), "--seed", "1")
            _here("manuscripts.py", kind, str(made), *told)
        return made

    def prepared(self, book: Path) -> Path:
        """The same book as the peers read it."""
        made = self.folder / "peers" / book.name
        if not made.exists():
            _here("peers.py", str(book), str(made))
        return made

    def build(self, book: Path, *more: str, dist: str = "dist", cold: bool = True) -> Command:
        """Our command; ``cold`` makes everything afresh, else the bench's own cache is used."""
        command = publisher(book, self.folder / dist / book.name, *more, *(("--no-cache",) if cold else ()))
        return Command(command.arguments, self.folder, {"PUBLISHER_CACHE": str(self.folder / "cache")})


def main() -> None:
    """Measure what is asked for, print it, and write it down where that is asked for."""
    given = _arguments()
    size = Size(10_000, 10_000, (10_000, 20_000, 40_000), 2) if given.quick else Size()
    size = replace(size, runs=given.runs or size.runs)
    adopt()
    with tempfile.TemporaryDirectory(prefix="publisher-bench-") as temporary:
        bench = Bench(Path(temporary), size)
        for name, text in _wanted(given, bench):
            print(f"\n{text}", flush=True)
            if given.write:
                write_into(DOCUMENT, name, text)


def _arguments() -> argparse.Namespace:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--runs", type=int, help="of each command (default: 5, with --quick 2)")
    options.add_argument("--quick", action="store_true", help="books of 10,000 words")
    options.add_argument("--only", nargs="+", default=[], metavar="JOB", choices=JOBS, help=", ".join(JOBS))
    options.add_argument("--growth", action="store_true", help="the growth alone, or with --only after the jobs")
    options.add_argument("--profile", action="store_true", help="the profile alone, or with --only after the jobs")
    options.add_argument("--write", action="store_true", help="put the tables into docs/performance.md")
    return options.parse_args()


def _wanted(given: argparse.Namespace, bench: Bench) -> Iterator[tuple[str, str]]:
    """The names and texts of what is asked for, one by one as they are measured."""
    yield "machine", machine(bench.size.runs)
    for job in given.only or (() if given.growth or given.profile else JOBS):
        try:
            yield job, _JOBS[job](bench)
        except CommandFailed as failed:
            print(f"{job}: left out, {failed}", file=sys.stderr)
    if given.growth:
        yield "growth", growth(bench)
    if given.profile:
        yield "profile", profile(bench)


def whole(bench: Bench, kind: str, format: str) -> str:
    """One book made from nothing, beside everybody who can make it."""
    book = bench.book(kind)
    ours = bench.build(book, "--format", format)
    peers = (epub_peers if format == "epub" else pdf_peers)(bench.prepared(book))
    title = f"{kind.capitalize()} of {_words(bench, kind):,} words → {format.upper()}"
    return beside(title, ours, peers, bench.size.runs, bench.folder / "dist" / book.name, format).markdown()


def beside(title: str, ours: Command, peers: Iterator[Peer | Missing], runs: int, dist: Path, format: str) -> Table:
    """Our command in turn with each of theirs. Raises :class:`CommandFailed` when ours fails."""
    looked = measure(ours, look=True)[0]
    own: list[Figures] = []
    lines: list[Line] = []
    told: list[str] = []
    for peer in peers:
        if isinstance(peer, Missing):
            told.append(f"{peer.name} was left out: {peer.why}.")
            continue
        print(f"{title}: beside {peer.name}", file=sys.stderr, flush=True)
        try:
            first = measure_all(peer.commands, look=True)
            rows = [(measure(ours)[0], measure_all(peer.commands)) for _ in range(runs)]
        except CommandFailed as failed:
            told.append(f"{peer.name} was left out, it failed: {' '.join(str(failed).split())[:200]}")
            continue
        own += [row[0] for row in rows]
        lines += _lines(peer, first, rows)
        told += [peer.tells] if peer.tells else []
    own = own or [measure(ours)[0] for _ in range(runs)]
    made = sorted(dist.glob(f"*.{format}")) if format else []
    us = Line("**Publisher**", own, looked.together, pages=_pages(made[0]) if len(made) == 1 else 0)
    return Table(title, [us, *lines], told)


def _lines(peer: Peer, first: Sequence[Figures], rows: Sequence[tuple[Figures, list[Figures]]]) -> Iterator[Line]:
    """A peer's row in the table, and that of its commands but the first ones where they are somebody by themselves."""
    pages = _pages(peer.out)
    ours = [row[0] for row in rows]
    if peer.alone:
        together = max(each.together for each in first[peer.before :])
        yield Line(peer.alone, [_sum(row[1][peer.before :]) for row in rows], together, ours, pages)
    together = max(each.together for each in first)
    summed = [_sum(row[1]) for row in rows]
    yield Line(peer.name, summed, together, ours, pages)


def _sum(figures: Sequence[Figures]) -> Figures:
    total = figures[0]
    for each in figures[1:]:
        total += each
    return total


def edited(bench: Bench) -> str:
    """A chapter of the novel edited, and the book built by a new process with a warm cache; a new edit every time.

    Seconds depend on the machine and its minute: pandoc makes the EPUB of the whole novel in turn with each build.
    """
    lines: list[Line] = []
    told: list[str] = []
    peer = next(epub_peers(bench.prepared(bench.book("novel"))))
    yardstick = peer if isinstance(peer, Peer) else None
    book = bench.folder / "edited-novel"
    shutil.copytree(bench.book("novel"), book)
    for format in ("pdf", "epub"):
        for label, edit in (("edited", change_places), ("edited, pages more", grow)):
            if format == "epub" and edit is grow:
                continue
            more, said = _edited(bench, book, format, label, edit, yardstick)
            lines += more
            told.append(said)
    title = f"One chapter of 2,500 words in the novel of {bench.size.novel:,} words edited"
    return Table(title, lines, told).markdown()


def _edited(
    bench: Bench, book: Path, format: str, label: str, edit: Edit, yardstick: Peer | None
) -> tuple[list[Line], str]:
    """The book edited and built, one run more than is asked for: the first one is looked at."""
    build = bench.build(book, "--format", format, "--json", dist="edited", cold=False)
    measure(build)
    pages = [_said(measure(build)[1])[0]]
    figures, theirs = [], []
    for run in range(bench.size.runs + 1):
        _edit(book, run, edit)
        taken, out = measure(build, look=not run)
        pages.append(_said(out)[0])
        figures.append(taken)
        if yardstick is not None and run:
            theirs.append(_sum(measure_all(yardstick.commands)))
    same = _digests(bench, book, format, cold=False) == _digests(bench, book, format, cold=True)
    bytes_are = "the bytes are those of a cold build" if same else "THE BYTES ARE NOT THOSE OF A COLD BUILD"
    counted = f"pages {' → '.join(map(str, pages))}; " if format == "pdf" else ""
    said = f"{format.upper()}, {label}: {counted}{bytes_are}."
    lines = [Line(f"Publisher, {format.upper()}, {label}", figures[1:], figures[0].together, pages=pages[-1])]
    if theirs and yardstick is not None:
        lines.append(Line(f"{yardstick.name}, the whole novel → EPUB, in turn with it", theirs, ours=figures[1:]))
    return lines, said


def watched(bench: Bench) -> str:
    """A chapter of the novel edited while the command watches, which has made the book before."""
    rows, told = [], []
    for format in ("pdf", "epub"):
        book = bench.folder / "watched-novel"
        shutil.rmtree(book, ignore_errors=True)
        shutil.copytree(bench.book("novel"), book)
        build = bench.build(book, "--format", format, dist="watched", cold=False)
        own = {"PUBLISHER_CACHE": str(bench.folder / "watched-cache")}  # others have made the same edits
        build = replace(build, variables=own)
        measure(build)
        (made,) = (bench.folder / "watched" / book.name).glob(f"*.{format}")
        watch = replace(build, arguments=(*build.arguments, "--watch"))
        edits = [partial(_edit, book, run, change_places) for run in range(bench.size.runs + 1)]
        print(f"watched: {format}", file=sys.stderr, flush=True)
        rows.append((format, saves(watch, made, edits)[1:]))
        watched = hashlib.sha256(made.read_bytes()).hexdigest()
        same = [watched] == _digests(bench, book, format, cold=True)
        told.append(f"{format.upper()}: the bytes are {'' if same else 'NOT '}those of a cold build.")
    title = f"One chapter of 2,500 words in the novel of {bench.size.novel:,} words saved while `--watch` runs"
    return watch_table(title, rows, told)


def _edit(book: Path, run: int, edit: Edit) -> None:
    """Another chapter in every run."""
    chapters = sorted(book.glob("*.md"))
    chapter = chapters[(3 + 7 * run) % len(chapters)]
    chapter.write_text(edit(chapter.read_text("utf-8"), run), "utf-8")


def _digests(bench: Bench, book: Path, format: str, *, cold: bool) -> list[str]:
    """SHA-256 of what a build makes of the book as it is now."""
    dist = "cold" if cold else "edited"
    measure(bench.build(book, "--format", format, dist=dist, cold=cold))
    made = sorted((bench.folder / dist / book.name).glob(f"*.{format}"))
    return [hashlib.sha256(path.read_bytes()).hexdigest() for path in made]


def unchanged(bench: Bench) -> str:
    """The whole command when there is nothing to do."""
    book = bench.book("novel")
    build = bench.build(book, dist="unchanged", cold=False)
    measure(build)
    looked = measure(build, look=True)[0]
    figures = [measure(build)[0] for _ in range(bench.size.runs)]
    title = f"The novel of {bench.size.novel:,} words built again, EPUB and PDF, nothing changed"
    return Table(title, [Line("Publisher", figures, looked.together)], []).markdown()


def editions(bench: Bench) -> str:
    """All editions of the sample at once, beside one after the other."""
    sample = bench.folder / "manuscript"
    shutil.copytree(ROOT / "manuscript", sample, dirs_exist_ok=True)
    one = Peer("Publisher, one worker", (bench.build(sample, "--jobs", "1", dist="one"),), Path())
    title = "All editions of the sample, from nothing"
    dist = bench.folder / "dist" / sample.name
    return beside(title, bench.build(sample), iter((one,)), bench.size.runs, dist, "").markdown()


def growth(bench: Bench) -> str:
    """Seconds and memory as books grow."""
    rows: list[tuple[str, int, str, Figures, int, int]] = []
    for kind in ("novel", "technical"):
        for words in bench.size.growth:
            book = bench.book(kind, words)
            for format in ("epub", "pdf"):
                print(f"growth: {kind}, {words:,} words, {format}", file=sys.stderr, flush=True)
                build = bench.build(book, "--format", format, "--json")
                runs = [measure(build) for _ in range(min(3, bench.size.runs))]
                taken, out = sorted(runs, key=lambda run: run[0].cpu)[len(runs) // 2]
                pages, size = _said(out)
                rows.append((kind, words, format, taken, pages, size))
    return growth_table(rows)


def profile(bench: Bench) -> str:
    """What the time of each cold job is made of."""
    jobs = [(kind, format) for format in ("epub", "pdf") for kind in ("novel", "technical")]
    found = []
    for kind, format in jobs:
        print(f"profile: {kind}, {format}", file=sys.stderr, flush=True)
        said = _here("phases.py", str(bench.book(kind)), format)
        found.append((f"{kind} → {format.upper()}", json.loads(said)))
    return phases_table(found)


def _words(bench: Bench, kind: str) -> int:
    return bench.size.novel if kind == "novel" else bench.size.technical


def _said(out: bytes) -> tuple[int, int]:
    """Pages and bytes of the one book that the command says it made."""
    (made,) = json.loads(out)["artefacts"]
    return int(made.get("pages") or 0), int(made.get("size") or 0)


def _pages(path: Path) -> int:
    """The pages of a PDF, counted by a process of its own; 0 where there are none."""
    if path.suffix != ".pdf" or not path.exists():
        return 0
    code = "import sys, pypdfium2; print(len(pypdfium2.PdfDocument(sys.argv[1])))"
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=False)
    return int(done.stdout or 0)


def _here(script: str, *arguments: str) -> str:
    """Run a script of this folder in a process of its own: ours must stay small (see measure.py)."""
    command = [sys.executable, str(HERE / script), *arguments]
    return subprocess.run(
        command, env={**os.environ, **KEEP_BYTECODE}, stdout=subprocess.PIPE, text=True, check=True
    ).stdout


_JOBS: dict[str, Callable[[Bench], str]] = {
    "novel-epub": lambda bench: whole(bench, "novel", "epub"),
    "technical-epub": lambda bench: whole(bench, "technical", "epub"),
    "novel-pdf": lambda bench: whole(bench, "novel", "pdf"),
    "technical-pdf": lambda bench: whole(bench, "technical", "pdf"),
    "edited": edited,
    "watched": watched,
    "unchanged": unchanged,
    "editions": editions,
}


if __name__ == "__main__":
    main()
