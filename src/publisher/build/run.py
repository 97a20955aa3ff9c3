"""A build: walk the corridor once, make what is not in the cache, and put whole files into dist/."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from publisher.build import record
from publisher.build.cache import Cache, pack_artefact, unpack_artefact
from publisher.build.deliver import deliver
from publisher.build.maker import maker_digest
from publisher.build.place import Place, Tell, quiet
from publisher.build.plan import Job, Options
from publisher.build.report import Made, Report
from publisher.diagnostics import Diagnostic, has_errors, in_order

if TYPE_CHECKING:
    from publisher.features.feature import Feature
    from publisher.formats.artefact import Artefact
    from publisher.style.composition import Composition


def build(
    place: Place,
    options: Options,
    features: Callable[[], tuple[Feature, ...]],
    tell: Tell = quiet,
) -> Report:
    """Build the chosen editions. ``features`` is called only when something must be made.

    A manuscript with errors gives a report with no artefacts and leaves dist/ as it was. Raises
    :class:`publisher.diagnostics.PublisherError` for trouble that is not the manuscript's.
    """
    tell("read", "")
    key = record.input_digest(place, options)
    kept = record.recall(place, key) if options.use_cache else None
    if kept is not None:
        return kept
    from publisher.build.corridor import compositions, walk  # heavy: an unchanged book needs none of it

    loaded = features()
    walked = walk(place.folder, options, loaded, tell)
    found = list(walked.diagnostics)
    planned: tuple[tuple[Job, Composition], ...] = ()
    if not has_errors(found):
        planned = compositions(walked, place.folder, place.style_folders, options, loaded, tell)
        found.extend(each for _, composition in planned for each in composition.diagnostics)
    if has_errors(found, strict=options.strict):
        return Report(diagnostics=in_order(found))
    artefacts = _make(place, options, planned, tell)
    found.extend(each for artefact in artefacts for each in artefact.diagnostics)
    if has_errors(found, strict=options.strict):
        return Report(diagnostics=in_order(found))
    made = tuple(
        _describe(artefact, job, composition) for artefact, (job, composition) in zip(artefacts, planned, strict=True)
    )
    report = Report(made, in_order(found))
    if place.dist is not None:
        tell("write", place.dist.name)
        deliver(place.dist, artefacts)
    record.remember(place, key, report)
    place.cache.trim()
    return report


def _make(
    place: Place, options: Options, planned: tuple[tuple[Job, Composition], ...], tell: Tell
) -> tuple[Artefact, ...]:
    """The artefacts in the plan's order, out of the cache where they are in it."""
    from publisher.build.workers import Task, run_tasks

    done: dict[int, Artefact] = {}
    tasks = []
    for index, (job, composition) in enumerate(planned):
        key = composition_key(job, composition)
        kept = _recall(place.cache, key, composition) if options.use_cache else None
        if kept is not None:
            done[index] = kept
            tell("kept", job.file_name)
        else:
            tasks.append(Task(index, job.format, job.file_name, composition, place.folder, place.style_folders))
    for task, artefact in run_tasks(tuple(tasks), options.jobs, tell):
        done[task.index] = artefact
        job, composition = planned[task.index]
        _keep(place.cache, composition_key(job, composition), composition, artefact)
    return tuple(done[index] for index in range(len(planned)))


def composition_key(job: Job, composition: Composition) -> str:
    """SHA-256 (hex) of everything that the artefact's bytes depend on.

    Places in the manuscript are left out: moving a chapter down a line changes no byte of the book.
    """
    essence = replace(composition, spans=(), diagnostics=())
    return hashlib.sha256(f"{maker_digest()}\n{job.format}\n{essence!r}".encode()).hexdigest()


def _places_key(composition: Composition) -> str:
    return hashlib.sha256(repr(composition.spans).encode()).hexdigest()


def _recall(cache: Cache, key: str, composition: Composition) -> Artefact | None:
    """The kept artefact. One with diagnostics also needs its places to be the same."""
    raw = cache.get(key)
    if raw is None:
        return None
    places, packed = raw[:64].decode("ascii", "replace"), raw[64:]
    try:
        artefact = unpack_artefact(packed)
    except (ValueError, KeyError, TypeError):
        return None
    if artefact.diagnostics and places != _places_key(composition):
        return None
    return artefact


def _keep(cache: Cache, key: str, composition: Composition, artefact: Artefact) -> None:
    cache.put(key, _places_key(composition).encode() + pack_artefact(artefact))


def _describe(artefact: Artefact, job: Job, composition: Composition) -> Made:
    return Made(
        file_name=artefact.file_name,
        edition=job.edition,
        format=job.format,
        size=len(artefact.data),
        sha256=hashlib.sha256(artefact.data).hexdigest(),
        pages=len(artefact.pagination.pages),
        words=composition.reading.counts.total,
        minutes=composition.reading.minutes,
    )


def diagnose(place: Place, options: Options, features: tuple[Feature, ...]) -> tuple[Diagnostic, ...]:
    """What is wrong up to the compositions, without laying anything out: quick."""
    from publisher.build.corridor import compositions, walk

    walked = walk(place.folder, options, features)
    found = list(walked.diagnostics)
    if not has_errors(found):
        planned = compositions(walked, place.folder, place.style_folders, options, features)
        found.extend(each for _, composition in planned for each in composition.diagnostics)
    return in_order(found)
