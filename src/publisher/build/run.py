"""A build: walk the corridor once, make what is not in the cache, and put whole files into dist/."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

from publisher.build import record
from publisher.build.cache import Cache
from publisher.build.place import Place, Tell, quiet
from publisher.build.plan import Options
from publisher.build.report import Made, Report
from publisher.diagnostics import Severity, has_errors, in_order

if TYPE_CHECKING:
    from publisher.build.corridor import Planned
    from publisher.features.feature import Feature
    from publisher.formats.artefact import Artefact

# A manuscript that cannot be read as it is meant, or nests without end, cannot be set. With a dead link it can: what is
# wrong with glyphs and images is then said at once, and not after the next round of mending.
_STOPS = ("C", "M")


def build(
    place: Place,
    options: Options,
    features: Callable[[], tuple[Feature, ...]],
    tell: Tell = quiet,
) -> Report:
    """Build the chosen editions. ``features`` is called only when something must be made.

    A manuscript with errors gives a report with no artefacts and leaves dist/ as it was. Raises
    :class:`publisher.diagnostics.PublisherError` for trouble that is not the manuscript's; dist/ is as it was then too.
    """
    tell("read", "")
    if not options.use_cache:
        place = replace(place, cache=Cache(None))
    key = record.input_digest(place, options) if options.use_cache else ""
    kept = record.recall(place, key)
    if kept is not None:
        return kept
    from publisher.build.corridor import compositions, expected_files, walk  # heavy: an unchanged book needs none of it

    loaded = features()
    walked = walk(place.folder, options, loaded, tell)
    found = list(walked.diagnostics)
    if any(each.severity == Severity.ERROR and each.code.startswith(_STOPS) for each in found):
        return Report(diagnostics=in_order(found))
    planned, trouble = compositions(walked, place.folder, place.style_folders, options, loaded, tell)
    found.extend(trouble)
    if has_errors(found, strict=options.strict):
        return Report(diagnostics=in_order(found))
    artefacts = _make(place, options.jobs, planned, tell)
    found.extend(each for artefact in artefacts for each in artefact.diagnostics)
    if has_errors(found, strict=options.strict):
        return Report(diagnostics=in_order(found))
    made = tuple(_describe(artefact, each) for artefact, each in zip(artefacts, planned, strict=True))
    report = Report(made, in_order(found))
    record.remember(place, key, report)
    place.cache.trim()
    if place.dist is None:
        return report
    from publisher.build.deliver import deliver

    tell("write", place.dist.name)
    return replace(report, left_over=deliver(place.dist, artefacts, *expected_files(walked)))


def _make(place: Place, jobs: int, planned: tuple[Planned, ...], tell: Tell) -> tuple[Artefact, ...]:
    """The artefacts in the plan's order, out of the cache where they are in it."""
    from publisher.build import kept
    from publisher.build.make import Task
    from publisher.build.workers import run_tasks
    from publisher.style.pack import style_folders

    done: dict[int, Artefact] = {}
    tasks = []
    for index, each in enumerate(planned):
        found = kept.recall(place.cache, each)
        if found is not None:
            done[index] = found
            tell("kept", each.job.file_name)
        else:
            folders = style_folders(place.style_folders)
            tasks.append(Task(index, each.job.format, each.job.file_name, each.composition, place.folder, folders))
    with closing(run_tasks(tuple(tasks), jobs, tell)) as finished:
        for task, artefact in finished:
            done[task.index] = artefact
            kept.keep(place.cache, planned[task.index], artefact)
    return tuple(done[index] for index in range(len(planned)))


def _describe(artefact: Artefact, planned: Planned) -> Made:
    return Made(
        file_name=artefact.file_name,
        edition=planned.job.edition,
        format=planned.job.format,
        size=len(artefact.data),
        sha256=hashlib.sha256(artefact.data).hexdigest(),
        pages=artefact.page_count,
        words=planned.composition.reading.counts.total,
        minutes=planned.composition.reading.minutes,
    )
