"""Every book below a folder, each built as if by itself, by a few processes that stay warm."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from publisher.build.place import Place, Tell
from publisher.build.plan import Options
from publisher.build.report import Report
from publisher.build.tasks import HERE, processors
from publisher.build.workers import Crew
from publisher.diagnostics import PublisherError
from publisher.features.feature import Feature

_CONFIG = "book.toml"
_MANUSCRIPT = "manuscript"  # a folder of this name holds the book of the folder around it
_PASSED = frozenset({"dist", "proof", "styles", "node_modules", "__pycache__", "venv"})
_MARKDOWN = (".md", ".markdown")
_NO_CHAPTERS = frozenset({"readme.md", "changelog.md", "contributing.md", "license.md"})
_DEEPEST = 12  # folders below the one that is named
_EDITIONS = 4  # about as many files as a book has: what the bounds of its worker go by


@dataclass(frozen=True, slots=True)
class BookTask:
    """One book to build. ``name`` is its folder below the catalogue, "." for the catalogue itself."""

    index: int
    name: str
    place: Place
    options: Options
    size: int  # bytes of its text, for the bounds on time and memory
    features: Callable[[], tuple[Feature, ...]]  # a function of a module, which other processes find by its name

    @property
    def file_name(self) -> str:
        """What people know it by."""
        return self.name


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one book: its report, or what kept it from having one."""

    name: str
    report: Report | None
    error: str = ""
    hint: str = ""

    @property
    def fate(self) -> str:
        """The stage that ends the work on it: kept as it was, made, or failed."""
        if self.report is None or not self.report.made:
            return "failed"
        return "kept" if self.report.unchanged else "made"


def find_books(folder: Path) -> tuple[Path, ...]:
    """The folders of all books below ``folder`` (or itself), in order of their names.

    A book is a folder with ``book.toml``, or with ``manuscript/``; where a folder has neither, and none below it has,
    it is one when there are chapters in it. Nothing in a book is another one. Links to folders are not followed.
    """
    found = [Path(each) for each in _books(folder, _DEEPEST)]
    return tuple(sorted(found, key=lambda path: path.relative_to(folder).parts))


def _books(folder: Path, deepest: int) -> list[str]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return []
    names = {entry.name for entry in entries}
    if _CONFIG in names or _is_book(folder / _MANUSCRIPT):
        return [str(folder)]
    below = [
        book
        for entry in entries
        if entry.is_dir(follow_symlinks=False) and not entry.name.startswith(".") and entry.name not in _PASSED
        for book in (_books(folder / entry.name, deepest - 1) if deepest else ())
    ]
    if below:
        return below
    chapters = [name for name in names if name.lower().endswith(_MARKDOWN) and name.lower() not in _NO_CHAPTERS]
    return [str(folder)] if chapters else []


def _is_book(folder: Path) -> bool:
    return folder.is_dir() and not folder.is_symlink() and bool(_books(folder, 0))


def text_size(place: Place) -> int:
    """Bytes of Markdown in a manuscript, times the files that are made of it."""
    total = 0
    for folder, names, files in os.walk(place.folder):
        names[:] = [name for name in names if not name.startswith(".") and name not in _PASSED]
        total += sum(Path(folder, name).stat().st_size for name in files if name.lower().endswith(_MARKDOWN))
    return total * _EDITIONS


def build_books(tasks: Sequence[BookTask], jobs: int, tell: Tell) -> Iterator[Outcome]:
    """Build all of them, ``jobs`` at a time (0: as many as there are processors), the longest first.

    A book whose worker dies is tried once more, alone; one that takes too long or too much is given up. No book costs
    another one anything.
    """
    waiting = deque(sorted(tasks, key=lambda task: (-task.size, task.index)))
    with Crew(tell, build_book, forgiving=True) as crew:
        for task, answer in crew.work(waiting, jobs or processors()):
            each = outcome(task.name, answer)
            tell(each.fate, task.file_name)
            yield each


def outcome(name: str, answer: object) -> Outcome:
    """The answer of a worker, in words."""
    if isinstance(answer, Report):
        return Outcome(name, answer)
    hint = answer.hint if isinstance(answer, PublisherError) else ""
    return Outcome(name, None, str(answer), hint)


def build_book(task: BookTask) -> Report:
    """Build one book in this process. Raises :class:`PublisherError` for trouble that is not the manuscript's."""
    from publisher.build.run import build

    return build(task.place, replace(task.options, jobs=HERE), task.features)
