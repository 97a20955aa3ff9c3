"""The artefacts of a plan: out of the cache where they are in it, made where not, each after those it takes from.

An EPUB takes its page-list from a PDF, an ONIX record what it says from a finished book.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING

from publisher.build import kept
from publisher.build.corridor import Planned
from publisher.build.make import Task
from publisher.build.pages import pages_of, without_pages
from publisher.build.place import Place, Tell, quiet
from publisher.build.plan import Job
from publisher.build.shops import print_pages
from publisher.build.tasks import make_here, run_tasks
from publisher.formats.artefact import Artefact, Pagination
from publisher.style.pack import style_folders
from publisher.value import dataclass

if TYPE_CHECKING:
    from publisher.build.workers import Staff


def artefacts(
    place: Place, planned: tuple[Planned, ...], jobs: int, tell: Tell, staff: Staff | None = None
) -> tuple[Artefact, ...]:
    """The artefacts in the plan's order. ``jobs`` is how many workers there may be, 0 as many as processors.

    Who builds again has a ``staff`` of workers that stay.
    """
    bench = _Bench(place, planned, style_folders(place.style_folders), tell)
    with closing(run_tasks(tuple(bench.first()), jobs, tell, staff)) as finished:
        for task, artefact in finished:
            bench.keep(task, artefact)
            for epub in bench.after(planned[task.index]):
                bench.keep(epub, make_here(epub, tell))
    for each in planned:
        if each.trade is not None:
            bench.done[each.job] = bench.record(each)
            tell("made", each.job.file_name)
    return tuple(bench.done[each.job] for each in planned)


def rehearse(place: Place, planned: tuple[Planned, ...], jobs: int, staff: Staff) -> None:
    """Let the staff make the PDFs of a plan for nobody, of parts that are kept: who has made a book makes it sooner."""
    bench = _Bench(place, planned, style_folders(place.style_folders), quiet)
    tasks = tuple(bench.task(each) for each in planned if each.job.format == "pdf" and not each.product)
    with closing(run_tasks(tasks, jobs, quiet, staff)) as finished:
        for _ in finished:
            pass


@dataclass(frozen=True, slots=True)
class _Bench:
    """What is to be made in one build, and what is done."""

    place: Place
    planned: tuple[Planned, ...]
    folders: tuple[Path, ...]  # of styles
    tell: Tell
    done: dict[Job, Artefact] = field(default_factory=dict)
    keys: dict[Job, str] = field(default_factory=dict)  # under which they are kept; empty where nothing is

    def first(self) -> Iterator[Task]:
        """The tasks that wait for no other: all but the records and the EPUBs whose PDF must be made."""
        free = [each for each in self.planned if each.pages_from is None and each.trade is None]
        yield from [task for each in free for task in self._unless_kept(each)]
        for each in free:
            if each.job in self.done:
                yield from self.after(each)

    def after(self, pdf: Planned) -> Iterator[Task]:
        """The tasks of the EPUBs that waited for the pages of this PDF, which is there now."""
        made = self.done[pdf.job]
        for each in self.planned:
            if each.pages_from == pdf.job and made.data:
                yield from self._unless_kept(each, pages_of(made, pdf.composition, pdf.job.paper))
            elif each.pages_from == pdf.job:
                self.done[each.job] = without_pages(each.job, pdf.job, each.pages_span)

    def _unless_kept(self, each: Planned, pagination: Pagination | None = None) -> Iterator[Task]:
        key = kept.artefact_key(each, pagination) if self.place.cache.keeps else ""
        self.keys[each.job] = key
        found = kept.recall(self.place.cache, key, each)
        if found is None:
            yield self.task(each, pagination)
        else:
            self.done[each.job] = found
            self.tell("kept", each.job.file_name)

    def task(self, each: Planned, pagination: Pagination | None = None) -> Task:
        """What there is to do for one artefact."""
        files = (each.job.format, each.job.file_name)
        index = next(number for number, other in enumerate(self.planned) if other is each)
        return Task(index, *files, each.composition, self.place.folder, self.folders, pagination, self.place.cache)

    def keep(self, task: Task, artefact: Artefact) -> None:
        """Take a finished artefact in, and keep it for the next build."""
        each = self.planned[task.index]
        self.done[each.job] = artefact
        kept.keep(self.place.cache, self.keys[each.job], each, artefact)

    def record(self, each: Planned) -> Artefact:
        """The ONIX record of a finished book; of one that could not be made, of which the errors tell, nothing."""
        from publisher.formats.onix.make import make_onix

        book = next(other for other in self.planned if other.job == each.product)
        product = self.done[book.job]
        if not product.data or each.trade is None:
            return Artefact(each.job.file_name, "application/xml", b"")
        printed = self.done[book.pages_from] if book.pages_from is not None else None
        return make_onix(each.composition, product, each.trade, print_pages(printed))
