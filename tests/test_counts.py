"""How much is done for a book, in counts that are the same on every machine: so that what speed has been won is kept.

Seconds depend on who else is at work; pages laid out, boxes made, files read and modules loaded do not. Every bound is
followed by what is counted today, which is a little less: whoever brings a count down brings its bound down with it.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from publisher.build.corridor import compositions, walk
from publisher.build.plan import Options
from publisher.fonts import read_font
from publisher.formats.artefact import Artefact
from publisher.formats.pdf.make import make_pdf
from publisher.manuscript import asset_reader
from publisher.markup.parse import Parser
from publisher.plugins import load_features
from publisher.style.composition import FontFace

ROOT = Path(__file__).resolve().parents[1]
BENCHMARKS = ROOT / "benchmarks"
WORDS, CHAPTERS = 12_500, 5  # of the novel: long enough to be laid out in parts

# What an EPUB may load that is not Python's own or ours; a technical book pygments besides.
LIBRARIES = frozenset(
    {"PIL", "click", "ebooklib", "jinja2", "linkify_it", "lxml", "markdown_it", "markupsafe", "mdit_py_plugins"}
    | {"mdurl", "platformdirs", "resvg_py", "six", "tinycss2", "uharfbuzz", "webencodings"}
)
EPUB_MODULES = 425  # 420, of a technical book
UNCHANGED_MODULES = 64  # 62
EPUB_READS = 3  # 3 of one file of the manuscript: for the record, to read it, to show its lines or to copy it
EPUB_STYLE_READS = 2  # 2 of one file of the styles: for the record, and to use it

PAGES_MADE = {"novel": 1.0, "technical": 1.0}  # 0.96 and 0.97 for each page of the book: blank ones are made but once
PASSES = {"novel": 11, "technical": 8}  # 11 and 8: each part once, and once more those that print page numbers
BOXES = {"novel": 15.0, "technical": 58.0}  # 14.5 and 55.7 before pages are made, for a thousand letters of Markdown
LINES_SHAPED = {"novel": 59.0, "technical": 76.0}  # 56.4 and 73.1 by Pango for each page, laid out and painted
SHEETS_READ = 1  # 1: all parts share the style's sheets
FONTS_CUT = 2  # 2: a novel's roman and italic
EDITED_PASSES = 2  # 2: the edited chapter and the contents
EDITED_PAGES_MADE = 10  # 8


@contextmanager
def benchmarks() -> Iterator[None]:
    """Within it, the modules of benchmarks/ can be imported."""
    sys.path.insert(0, str(BENCHMARKS))
    try:
        yield
    finally:
        sys.path.remove(str(BENCHMARKS))


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a novel of some forty pages and a technical book of some thirty."""
    folder = tmp_path_factory.mktemp("counts")
    with benchmarks():
        from manuscripts import novel, technical
    novel(folder / "novel", WORDS, CHAPTERS)
    technical(folder / "technical", chapters=2)
    return folder


# An EPUB, by a process of its own

WATCH = """
import json, os, sys
read = []
def heard(event, arguments):
    if event == "open" and not isinstance(arguments[0], int) and not arguments[2] & (os.O_WRONLY | os.O_RDWR):
        read.append(os.path.abspath(os.fsdecode(arguments[0])))
sys.addaudithook(heard)
from publisher.cli.main import run
code = run(sys.argv[2:])
said = {"code": code, "modules": sorted(sys.modules), "read": read}
open(sys.argv[1], "w").write(json.dumps(said))
"""


@dataclass(frozen=True)
class Watched:
    """What a process loaded and read."""

    modules: tuple[str, ...]
    read: Counter[str]

    def below(self, folder: Path) -> dict[str, int]:
        """The files in a folder that were read, and how often."""
        named = f"{folder.resolve()}/"
        return {path.removeprefix(named): count for path, count in self.read.items() if path.startswith(named)}

    @property
    def libraries(self) -> set[str]:
        """Others' packages that were loaded."""
        own = {"publisher", "cython_runtime"}  # the second is no module, but a place that compiled ones have
        return {name for name in self.tops() - own if not name.startswith("_")}

    def tops(self) -> set[str]:
        machines = {"sitecustomize", "usercustomize"}  # what somebody's Python loads before any program
        return {name.partition(".")[0] for name in self.modules} - set(sys.stdlib_module_names) - machines

    def count(self) -> int:
        """Modules that are not Python's own."""
        return sum(name.partition(".")[0] in self.tops() for name in self.modules)


def watched(tmp: Path, *arguments: str) -> Watched:
    told = tmp / "told.json"
    code = f"import sys; sys.path.insert(0, {str(ROOT / 'src')!r})\n{WATCH}"
    environment = {"PUBLISHER_CACHE": str(tmp / "cache"), "PATH": "", "HOME": str(tmp)}
    command = [sys.executable, "-c", code, str(told), *arguments]
    done = subprocess.run(command, cwd=tmp, env=environment, capture_output=True, text=True, check=True)
    said = json.loads(told.read_text())
    assert said["code"] == 0, done.stderr
    return Watched(tuple(said["modules"]), Counter(said["read"]))


@pytest.fixture(scope="module")
def epub_builds(shelf: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Watched, Watched, Path]:
    """The technical book as an EPUB, cold and then unchanged; and where dist/ and the cache are."""
    tmp = tmp_path_factory.mktemp("epub")
    command = ("build", "-C", str(shelf / "technical"), "-o", str(tmp / "dist"), "--format", "epub")
    return watched(tmp, *command), watched(tmp, *command), tmp


def test_an_epub_loads_what_it_needs(epub_builds: tuple[Watched, Watched, Path]) -> None:
    cold, _, _ = epub_builds
    assert cold.libraries <= LIBRARIES | {"pygments"}
    assert cold.count() <= EPUB_MODULES


def test_a_novel_s_epub_loads_no_highlighter(shelf: Path, tmp_path: Path) -> None:
    cold = watched(tmp_path, "build", "-C", str(shelf / "novel"), "-o", str(tmp_path / "dist"), "--format", "epub")
    assert cold.libraries <= LIBRARIES


# Of an EPUB of which one chapter has changed: what reads Markdown, and nothing that dresses or packs.
EDITED_LIBRARIES = frozenset({"click", "linkify_it", "markdown_it", "mdit_py_plugins", "mdurl", "platformdirs"})
EDITED_MODULES = 335  # 326


def test_an_edited_epub_loads_what_reads_the_chapter(shelf: Path, tmp_path: Path) -> None:
    book = tmp_path / "novel"
    shutil.copytree(shelf / "novel", book)
    command = ("build", "-C", str(book), "-o", str(tmp_path / "dist"), "--format", "epub")
    watched(tmp_path, *command)
    with (book / "002.md").open("a") as chapter:
        chapter.write("\n\nSome more words, in a paragraph of their own.\n")
    edited = watched(tmp_path, *command)
    assert edited.libraries <= EDITED_LIBRARIES
    assert edited.count() <= EDITED_MODULES


def test_an_epub_reads_no_file_again_and_again(shelf: Path, epub_builds: tuple[Watched, Watched, Path]) -> None:
    cold, _, _ = epub_builds
    manuscript = cold.below(shelf / "technical")
    assert "001.md" in manuscript, "the test would prove nothing"
    assert max(manuscript.values()) <= EPUB_READS
    styles = cold.below(ROOT / "styles")
    assert max(styles.values()) <= EPUB_STYLE_READS


def test_an_unchanged_book_is_only_compared(shelf: Path, epub_builds: tuple[Watched, Watched, Path]) -> None:
    _, again, tmp = epub_builds
    assert again.libraries <= {"click", "platformdirs"}
    assert again.count() <= UNCHANGED_MODULES
    manuscript = again.below(shelf / "technical")
    there = {str(path.relative_to(shelf / "technical")) for path in (shelf / "technical").rglob("*") if path.is_file()}
    assert set(manuscript) == there
    assert sum(manuscript.values()) <= len(there) + 1  # and one for the lines that a diagnostic shows
    assert sum(again.below(tmp / "dist").values()) == 1
    assert sum(again.below(tmp / "cache").values()) == 1


# A PDF, in this process


@dataclass
class Counts:
    """What was done for one PDF."""

    calls: Counter[str] = field(default_factory=Counter)
    boxes: int = 0
    pages: int = 0
    letters: int = 0


@contextmanager
def counting() -> Iterator[Counts]:
    """Count what the engine is asked for, through the one module that knows it."""
    from publisher.formats.pdf import weasy
    from publisher.formats.pdf.parts import joiner

    counts = Counts()

    def counted(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            counts.calls[name] += 1
            return function(*arguments, **named)

        return call

    def boxes(*arguments: Any, **named: Any) -> Any:
        root = build(*arguments, **named)
        counts.boxes += sum(1 for _ in root.descendants())
        return root

    build = weasy.build_formatting_structure
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(weasy, "build_formatting_structure", boxes)
        for name, holder, what in (
            ("page", weasy.page_layout, "make_page"),
            ("pass", weasy, "layout_document"),
            ("sheets", weasy.css, "find_stylesheets"),
            ("line", weasy.line_break.Layout, "get_first_line"),
            ("font", joiner, "subset_glyphs"),
        ):
            patch.setattr(holder, what, counted(name, getattr(holder, what)))
        yield counts


def pdf(book: Path, store: dict[str, bytes]) -> tuple[Artefact, Counts]:
    """The PDF of a book, with a store and one hand; and what was done for it."""
    options, features = Options(format="pdf"), load_features()
    [planned], _ = compositions(walk(book, options, features), book, (), options, features)
    fonts: dict[FontFace, bytes] = {}

    def font(face: FontFace) -> bytes:
        if face not in fonts:
            fonts[face] = read_font(face.source, face.weight)
        return fonts[face]

    with counting() as counts:
        made = make_pdf(planned.composition, asset_reader(book), font, store=Store(store), hands=1)
    assert made.data, made.diagnostics
    counts.pages = made.page_count
    counts.letters = sum(len(path.read_text("utf-8")) for path in book.glob("*.md"))
    return made, counts


@dataclass(frozen=True)
class Store:
    """Keeps parts of books in a dictionary."""

    kept: dict[str, bytes]

    def get(self, key: str) -> bytes | None:
        return self.kept.get(key)

    def put(self, key: str, data: bytes) -> None:
        self.kept[key] = data


@pytest.fixture(scope="module")
def novel_builds(shelf: Path) -> tuple[Counts, Counts, Counts]:
    """What was done for the novel when it was new, when a chapter was edited, and when nothing was."""
    store: dict[str, bytes] = {}
    _, cold = pdf(shelf / "novel", store)
    chapter = shelf / "novel" / "003.md"
    before = chapter.read_text("utf-8")
    chapter.write_text(before.replace("\n\n", "\n\nNobody had told her that it would be so. ", 1), "utf-8")
    _, edited = pdf(shelf / "novel", store)
    _, unchanged = pdf(shelf / "novel", store)
    chapter.write_text(before, "utf-8")
    return cold, edited, unchanged


@pytest.fixture(scope="module")
def counts(shelf: Path, novel_builds: tuple[Counts, Counts, Counts]) -> dict[str, Counts]:
    """What was done for each new book."""
    return {"novel": novel_builds[0], "technical": pdf(shelf / "technical", {})[1]}


@pytest.mark.parametrize("kind", ["novel", "technical"])
def test_pages_are_made_once_but_for_those_that_are_mended(kind: str, counts: dict[str, Counts]) -> None:
    done = counts[kind]
    assert done.pages >= 25, "the test would prove nothing"
    assert done.pages / 2 < done.calls["page"] <= PAGES_MADE[kind] * done.pages


@pytest.mark.parametrize("kind", ["novel", "technical"])
def test_nothing_is_laid_out_twice_for_numbers(kind: str, counts: dict[str, Counts]) -> None:
    assert 1 <= counts[kind].calls["pass"] <= PASSES[kind]


@pytest.mark.parametrize("kind", ["novel", "technical"])
def test_boxes_are_few(kind: str, counts: dict[str, Counts]) -> None:
    done = counts[kind]
    assert 0 < done.boxes <= BOXES[kind] * done.letters / 1000


@pytest.mark.parametrize("kind", ["novel", "technical"])
def test_lines_are_shaped_seldom(kind: str, counts: dict[str, Counts]) -> None:
    done = counts[kind]
    assert done.pages < done.calls["line"] <= LINES_SHAPED[kind] * done.pages


def test_sheets_are_read_and_fonts_cut_once_for_all_chapters(counts: dict[str, Counts]) -> None:
    done = counts["novel"]
    assert 1 <= done.calls["sheets"] <= SHEETS_READ
    assert 1 <= done.calls["font"] <= FONTS_CUT


def test_only_what_was_edited_is_laid_out_again(novel_builds: tuple[Counts, Counts, Counts]) -> None:
    cold, edited, unchanged = novel_builds
    assert 1 <= edited.calls["pass"] <= EDITED_PASSES < cold.calls["pass"]
    assert 1 <= edited.calls["page"] <= EDITED_PAGES_MADE < cold.calls["page"]
    assert unchanged.calls["pass"] == unchanged.calls["page"] == unchanged.boxes == 0


# All editions


def test_the_corridor_is_walked_once_for_all_editions(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: Counter[str] = Counter()
    parse = Parser.parse

    def counted(self: Parser, source: Any, *more: Any, **named: Any) -> Any:
        parsed[source.path] += 1
        return parse(self, source, *more, **named)

    monkeypatch.setattr(Parser, "parse", counted)
    options, features = Options(), load_features()
    planned, _ = compositions(walk(shelf / "novel", options, features), shelf / "novel", (), options, features)
    assert len(planned) == 2
    assert parsed == Counter({f"{number:03}.md": 1 for number in range(1, CHAPTERS + 1)})


# The benchmarks themselves


def test_every_phase_that_the_benchmarks_tell_of_begins_somewhere() -> None:
    with benchmarks():
        from phases import PHASES, find
    for places in {place for format in PHASES.values() for phase in format.values() for place in phase}:
        assert callable(find(places)[2])


def test_equal_arguments_give_equal_books(tmp_path: Path) -> None:
    with benchmarks():
        from manuscripts import novel, technical
    for name in ("one", "other"):
        novel(tmp_path / name / "novel", 600, 2, seed=7)
        technical(tmp_path / name / "technical", 1, seed=7, words=3_600)
    files = sorted(path.relative_to(tmp_path / "one") for path in (tmp_path / "one").rglob("*") if path.is_file())
    assert any("-5." in path.name for path in files), "there is no fifth section"
    for path in files:
        assert (tmp_path / "one" / path).read_bytes() == (tmp_path / "other" / path).read_bytes()


def test_no_edit_is_the_one_before(tmp_path: Path) -> None:
    with benchmarks():
        from edits import change_places, grow
        from manuscripts import novel
    chapter = (novel(tmp_path, 2_500, 1) / "001.md").read_text("utf-8")
    for edit in (change_places, grow):
        texts = [edit(chapter, run) for run in range(5)]
        assert len({chapter, *texts}) == 6
    assert sorted(change_places(chapter, 0).split()) == sorted(chapter.split())
    assert len(grow(chapter, 0).split()) >= len(chapter.split()) + 600


LEAVES_BEHIND = """
import os, time
if not os.fork():
    until = time.process_time() + 0.3
    while time.process_time() < until:
        pass
    held = bytearray(90_000_000)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nobody adopts orphans")
def test_what_a_command_leaves_behind_is_measured_too(tmp_path: Path) -> None:
    script = f"""
import sys; sys.path.insert(0, {str(BENCHMARKS)!r})
from pathlib import Path
from measure import Command, adopt, measure
adopt()
figures, _ = measure(Command((sys.executable, "-S", "-c", {LEAVES_BEHIND!r}), Path()))
print(figures.cpu, figures.memory)
"""
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True)
    cpu, memory = done.stdout.split()
    assert float(cpu) >= 0.3  # no bound from above: only what was counted can be too little
    assert int(memory) >= 90_000_000


def test_tables_take_the_place_of_those_before(tmp_path: Path) -> None:
    with benchmarks():
        from tables import write_into
    page = tmp_path / "page.md"
    page.write_text("# Fast\n\n<!-- measured: one -->\nold\n<!-- end -->\n\nBetween.\n", "utf-8")
    write_into(page, "one", "new \\1")
    write_into(page, "two", "more")
    assert page.read_text("utf-8") == (
        "# Fast\n\n<!-- measured: one -->\nnew \\1\n<!-- end -->\n\nBetween.\n\n<!-- measured: two -->\nmore\n<!-- end -->\n"
    )


def test_the_page_has_a_place_for_every_table() -> None:
    with benchmarks():
        from speed import DOCUMENT, JOBS
    text = DOCUMENT.read_text("utf-8")
    for name in ("machine", *JOBS, "growth", "profile"):
        assert text.count(f"<!-- measured: {name} -->") == 1
