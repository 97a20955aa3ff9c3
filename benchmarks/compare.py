"""Publisher beside pandoc and plain WeasyPrint, on the same text, in the same minute.

    python benchmarks/compare.py [--words 100000] [--chapters 40] [--runs 3]

Each pair of commands is run in turn, A B A B …; what is printed is the median of each figure, and of the ratios
pair by pair. CPU seconds are user + system of the process and all its children; memory is the largest process.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import resource
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from books import novel

BIN = Path(sys.executable).parent


@dataclass(frozen=True)
class Figures:
    """What one run took: seconds, seconds, bytes."""

    wall: float
    cpu: float
    memory: int


def measure(command: list[str]) -> Figures:
    """Run a command and account for it and its children. Raises RuntimeError when it fails."""
    start = time.perf_counter()
    process = os.posix_spawnp(
        command[0],
        command,
        os.environ,
        file_actions=[
            (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
            (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
        ],
    )
    _, status, usage = os.wait4(process, 0)
    wall = time.perf_counter() - start
    usages = [usage, *_left_behind()]
    if status:
        raise RuntimeError(f"failed ({os.waitstatus_to_exitcode(status)}): {' '.join(command)}")
    unit = 1 if sys.platform == "darwin" else 1024
    cpu = sum(each.ru_utime + each.ru_stime for each in usages)
    return Figures(wall, cpu, max(each.ru_maxrss for each in usages) * unit)


def adopt() -> None:
    """Have the processes that a command leaves behind come to us when it ends, so that they are counted (Linux)."""
    if sys.platform == "linux":
        set_child_subreaper = 36  # prctl(2)
        ctypes.CDLL(None).prctl(set_child_subreaper, 1, 0, 0, 0)


def _left_behind() -> Iterator[resource.struct_rusage]:
    """What the processes took that the command left to us, as they end: the server that forks its workers is one."""
    while True:
        try:
            yield os.wait4(-1, 0)[2]
        except ChildProcessError:
            return


def pair(name: str, ours: list[str], theirs: list[str], runs: int) -> None:
    """Run two commands in turn and print their medians and the ratio."""
    measure(ours), measure(theirs)  # once without counting: caches of the disk
    rows = [(measure(ours), measure(theirs)) for _ in range(runs)]
    print(f"\n{name}")
    for label, index in (("Publisher", 0), ("the other", 1)):
        figures = [row[index] for row in rows]
        print(
            f"  {label:10} {statistics.median(f.wall for f in figures):7.2f} s wall"
            f" {statistics.median(f.cpu for f in figures):7.2f} s CPU"
            f" {statistics.median(f.memory for f in figures) / 1e6:7.0f} MB"
        )
    for label, what in (("wall", "wall"), ("CPU", "cpu"), ("memory", "memory")):
        print(f"  ratio {label:7} {statistics.median(getattr(a, what) / getattr(b, what) for a, b in rows):6.2f}")


def main() -> None:
    """Generate the book, then measure."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--words", type=int, default=100_000)
    options.add_argument("--chapters", type=int, default=40)
    options.add_argument("--runs", type=int, default=3)
    given = options.parse_args()
    adopt()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        book = novel(folder / "novel", given.words, given.chapters)
        files = sorted(str(path) for path in book.glob("*.md"))
        publisher = [str(BIN / "publisher"), "build", "-C", str(book), "-o", str(folder / "dist"), "--no-cache"]
        print(f"{given.words:,} words, {given.chapters} chapters, {given.runs} runs of each, in turn")
        theirs = [*pandoc(), "-o", str(folder / "p.epub"), *files]
        pair("EPUB, beside pandoc", [*publisher, "--format", "epub"], theirs, given.runs)
        page = plain_html(book, folder / "html")
        weasyprint = [str(BIN / "weasyprint"), "--pdf-variant", "pdf/ua-1", str(page), str(folder / "w.pdf")]
        pair("PDF, beside plain WeasyPrint on the same HTML", [*publisher, "--format", "pdf"], weasyprint, given.runs)


def pandoc() -> list[str]:
    """Pandoc's command: the one in the package index's ``pypandoc_binary``, or the system's."""
    try:
        import pypandoc

        program = pypandoc.get_pandoc_path()
    except (ImportError, OSError):
        program = shutil.which("pandoc") or "pandoc"
    return [program, "--toc", "--metadata", "title=Novel", "--metadata", "lang=en"]


def plain_html(book: Path, folder: Path) -> Path:
    """The very HTML, CSS and fonts that Publisher lays out for this book, as files for WeasyPrint's own command."""
    from xml.etree import ElementTree

    from publisher.build.corridor import compositions, walk
    from publisher.build.plan import Options
    from publisher.fonts import read_font
    from publisher.formats.pdf.faces import font_face_css
    from publisher.formats.pdf.fetch import FONT
    from publisher.formats.pdf.join import join
    from publisher.plugins import load_features

    options = Options(format="pdf")
    features = load_features()
    walked = walk(book, options, features)
    ((planned,), _) = compositions(walked, book, (), options, features)
    composition = planned.composition
    folder.mkdir()
    for number, face in enumerate(composition.fonts):
        (folder / f"font-{number}").write_bytes(read_font(face.source, face.weight, ()))
    tree = join(composition, font_face_css(composition.fonts).replace(FONT, "font-"))
    page = folder / "book.html"
    page.write_bytes(b"<!DOCTYPE html>" + ElementTree.tostring(tree, "utf-8", method="html"))
    return page


if __name__ == "__main__":
    main()
