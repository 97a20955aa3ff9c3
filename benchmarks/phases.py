"""What the time of one cold build is made of, by phases; the build runs in this process and with one hand.

    python benchmarks/phases.py BOOK epub|pdf [--functions]

Functions at which a phase begins are wrapped (``PHASES``), and processor time is given to the innermost phase that has
begun: so the shares add up, and hardly anything is spent on finding them. ``--functions`` runs the build under cProfile
instead, which finds the functions that take most time of their own, and makes small ones look larger than they are.
Printed is one JSON object: CPU seconds, the share of each phase, the functions, and what of ``PHASES`` is no more.
"""

from __future__ import annotations

import time

_START = time.process_time()  # what Python itself took to start

import argparse  # noqa: E402
import functools  # noqa: E402
import gc  # noqa: E402
import importlib  # noqa: E402
import inspect  # noqa: E402
import json  # noqa: E402
import subprocess  # noqa: E402
import sys  # noqa: E402
from collections import defaultdict  # noqa: E402
from collections.abc import Callable, Generator, Iterator  # noqa: E402
from contextlib import contextmanager  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any  # noqa: E402

_ALL = {
    "reading": ("publisher.manuscript.read:read_manuscript", "publisher.manuscript:probe_asset"),
    "parsing": ("publisher.markup.parse:Parser.parse",),
    "assembling": ("publisher.book.assemble:assemble",),
    "editing": ("publisher.book.edition:edit",),
    "composing": ("publisher.style.compose:compose",),
    "highlighting of code": ("publisher.features.code:code_block",),
    "images": (
        "publisher.formats.images:prepare_images",
        "publisher.formats.covers:draw_cover",
    ),
    "fonts": (
        "publisher.fonts.cut:read_font",
        "publisher.fonts.cut:subset_font",
        "publisher.fonts.cut:subset_glyphs",
        "publisher.fonts.cut:coverage",
    ),
}
_EPUB = {
    "EPUB: documents": (
        "publisher.formats.epub.documents:leaves",
        "publisher.formats.epub.documents:shown",
        "publisher.formats.epub.documents:frame",
        "publisher.formats.epub.documents:xhtml_file",
    ),
    "EPUB: survey and checks": (
        "publisher.formats.epub.survey:survey",
        "publisher.formats.epub.check:check",
        "publisher.formats.epub.sheet:lint",
        "publisher.formats.epub.sheet:resources",
        "publisher.formats.epub.access:judge",
        "publisher.formats.contrast:low_contrast",
    ),
    "EPUB: which letters in which face": ("publisher.formats.epub.typefaces:set_fonts",),
    "EPUB: pictures": ("publisher.formats.epub.images:place_pictures",),
    "EPUB: ways in": ("publisher.formats.epub.nav:nav_document", "publisher.formats.epub.nav:ncx"),
    "EPUB: packing": ("publisher.formats.epub.pack:pack",),
}
_PDF = {
    "PDF: cascade": ("weasyprint.css:get_all_computed_styles",),
    "PDF: boxes": ("weasyprint.formatting_structure.build:build_formatting_structure",),
    "PDF: layout": ("weasyprint.layout:layout_document",),
    "PDF: layout, our paragraphs": (
        "publisher.formats.pdf.paragraphs.lines:Breaker.plan",
        "publisher.formats.pdf.paragraphs.row:read",
        "publisher.formats.pdf.paragraphs.fit:fit",
    ),
    "PDF: Pango, for layout and for drawing": (
        "weasyprint.text.line_break:Layout.setup",
        "weasyprint.text.line_break:Layout.set_text",
        "weasyprint.text.line_break:Layout.get_first_line",
        "weasyprint.text.line_break:Layout.reactivate",
    ),
    "PDF: objects": ("publisher.formats.pdf.parts.capture:capture",),
    "PDF: steps of a part": ("publisher.formats.pdf.parts.press:lay_out_part",),
    "PDF: drawing": ("weasyprint.document:Page.paint", "publisher.formats.pdf.parts.capture:record"),
    "PDF: heads and folios": ("publisher.formats.pdf.parts.margins:paint_margins",),
    "PDF: tags": (
        "publisher.formats.pdf.tags:tag_pages",
        "publisher.formats.pdf.structure:mark_anew",
        "publisher.formats.pdf.structure:prune",
        "publisher.formats.pdf.structure:Writer.branch",
        "publisher.formats.pdf.structure:Writer.write",
    ),
    "PDF: survey and checks": (
        "publisher.formats.pdf.survey:survey",
        "publisher.formats.pdf.survey:source_texts",
        "publisher.formats.pdf.checks:check_pages",
        "publisher.formats.pdf.pagination:paginate",
        "publisher.formats.pdf.lost:painted_letters",
        "publisher.formats.pdf.lost:nearest_id",
    ),
    "PDF: colour": ("publisher.formats.pdf.recolour:recolour",),
    "PDF: reading back": ("publisher.formats.readback.letters:page_letters",),
    "PDF: parts packed and unpacked": (
        "publisher.formats.pdf.parts.fragment:pack",
        "publisher.formats.pdf.parts.fragment:unpack",
    ),
    "PDF: fonts": ("weasyprint.pdf.fonts:build_fonts_dictionary",),
    "PDF: writing": ("publisher.formats.pdf.parts.joiner:join_file", "weasyprint.pdf:generate_pdf"),
}
PHASES: dict[str, dict[str, tuple[str, ...]]] = {"epub": {**_ALL, **_EPUB}, "pdf": {**_ALL, **_PDF}}


class Clock:
    """Gives the processor's time to the phase that began last and has not ended."""

    def __init__(self, started: float) -> None:
        """``started``: the seconds that went by before."""
        self.shares: defaultdict[str, float] = defaultdict(float)
        self.shares["Python's own start"] = started
        self._stack = ["the rest"]
        self._last = started

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Within it, time belongs to this phase."""
        self.begin(name)
        try:
            yield
        finally:
            self.end()

    def begin(self, name: str) -> None:
        """A phase begins."""
        self._note()
        self._stack.append(name)

    def end(self) -> None:
        """The phase that began last ends."""
        self._note()
        self._stack.pop()

    def _note(self) -> None:
        now = time.process_time()
        self.shares[self._stack[-1]] += now - self._last
        self._last = now

    def watch_garbage(self, moment: str, _: dict[str, int]) -> None:
        """What gc calls."""
        if moment == "start":
            self.begin("garbage")
        else:
            self.end()

    def wrapped(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, as a phase; of a generator every step is."""
        if inspect.isgeneratorfunction(function):

            @functools.wraps(function)
            def steps(*arguments: Any, **named: Any) -> Generator[Any, None, Any]:
                running = function(*arguments, **named)
                while True:
                    with self.phase(name):
                        try:
                            step = next(running)
                        except StopIteration as stop:
                            return stop.value
                    yield step

            return steps

        @functools.wraps(function)
        def call(*arguments: Any, **named: Any) -> Any:
            with self.phase(name):
                return function(*arguments, **named)

        return call


def find(place: str) -> tuple[Any, str, Callable[..., Any]]:
    """Where a function of ``PHASES`` is kept: the module or class, its name there, and itself.

    Raises ImportError and AttributeError when there is none.
    """
    module, _, path = place.partition(":")
    *outer, name = path.split(".")
    holder = functools.reduce(getattr, outer, importlib.import_module(module))
    return holder, name, getattr(holder, name)


def watch(format: str, clock: Clock) -> list[str]:
    """Wrap the functions at which phases begin, wherever modules know them; returns those that are no more."""
    unknown = []
    for phase, places in PHASES[format].items():
        for place in places:
            try:
                holder, name, function = find(place)
            except (ImportError, AttributeError):
                unknown.append(place)
                continue
            wrapper = clock.wrapped(phase, function)
            setattr(holder, name, wrapper)
            for module in list(sys.modules.values()):
                for known, value in list(vars(module).items()) if inspect.ismodule(module) else ():
                    if value is function:
                        setattr(module, known, wrapper)
    return unknown


def build(book: Path, format: str) -> None:
    """A cold build of one file in this process."""
    from publisher.build.corridor import compositions, walk
    from publisher.build.make import Task, make
    from publisher.build.plan import Options
    from publisher.plugins import load_features
    from publisher.style.pack import style_folders

    options = Options(format=format, use_cache=False)
    features = load_features()
    walked = walk(book, options, features)
    planned, _ = compositions(walked, book, (), options, features)
    for index, each in enumerate(planned):
        task = Task(index, each.job.format, each.job.file_name, each.composition, book, style_folders(()))
        if not make(task).data:
            raise SystemExit(f"{each.job.file_name} could not be made")


def timed(book: Path, format: str) -> dict[str, Any]:
    """CPU seconds, shares of the phases from the largest, and what could not be watched."""
    clock = Clock(_START)
    loader: Any = importlib._bootstrap
    loader._find_and_load = clock.wrapped("imports", loader._find_and_load)
    unknown = watch(format, clock)
    gc.callbacks.append(clock.watch_garbage)
    build(book, format)
    clock._note()
    total = sum(clock.shares.values())
    shares = sorted(((share / total, name) for name, share in clock.shares.items()), reverse=True)
    return {"cpu": total, "shares": {name: share for share, name in shares if share >= 0.0005}, "unknown": unknown}


def functions(book: Path, format: str, most: int = 12) -> list[tuple[str, float]]:
    """The functions that take most time of their own, with their shares of the whole, under cProfile."""
    import cProfile
    import pstats

    profile = cProfile.Profile()
    profile.runcall(build, book, format)
    stats: Any = pstats.Stats(profile)
    rows = sorted(((own, *where) for where, (_, _, own, _, _) in stats.stats.items()), reverse=True)[:most]
    return [(_named(path, name), own / stats.total_tt) for own, path, _, name in rows]


def _named(path: str, name: str) -> str:
    parts = Path(path).parts
    place = max((at for at, part in enumerate(parts) if part in ("site-packages", "src")), default=len(parts) - 2)
    return name if path == "~" else f"{'/'.join(parts[place + 1 :])}: {name}"


def main() -> None:
    """Build under watch, in this process, and under cProfile in another."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("book", type=Path)
    options.add_argument("format", choices=tuple(PHASES))
    options.add_argument("--functions", action="store_true")
    given = options.parse_args()
    if given.functions:
        print(json.dumps(functions(given.book, given.format)))
        return
    said = timed(given.book, given.format)
    command = [sys.executable, __file__, str(given.book), given.format, "--functions"]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    print(json.dumps({**said, "top": json.loads(done.stdout)}))


if __name__ == "__main__":
    main()
