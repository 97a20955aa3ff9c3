"""A build: walk the corridor once, make what is not in the cache, and put whole files into dist/."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from publisher.build import record
from publisher.build.cache import Cache
from publisher.build.place import Place, Tell, quiet
from publisher.build.plan import Options
from publisher.build.report import Made, Report
from publisher.build.signs import saved_since
from publisher.collector import collector_resting
from publisher.diagnostics import Diagnostic, PublisherError, Severity, has_errors, in_order
from publisher.store import NOTHING_KEPT

if TYPE_CHECKING:
    from publisher.build.corridor import Planned, Walk
    from publisher.build.workers import Staff
    from publisher.features.feature import Feature
    from publisher.formats.artefact import Artefact
    from publisher.judges.typography.judge import Typography

# A manuscript that cannot be read as it is meant, or nests without end, cannot be set. With a dead link it can: what is
# wrong with glyphs and images is then said at once, and not after the next round of mending.
_STOPS = ("C", "M")


def build(
    place: Place,
    options: Options,
    features: Callable[[], tuple[Feature, ...]],
    tell: Tell = quiet,
    staff: Staff | None = None,
) -> Report:
    """Build the chosen editions. ``features`` is called only when something must be made.

    Who builds again and again has a ``staff``, whose workers stay from one build to the next.

    A manuscript with errors gives a report with no artefacts and leaves dist/ as it was. Raises
    :class:`publisher.diagnostics.PublisherError` for trouble that is not the manuscript's; dist/ is as it was then too.
    """
    tell("read", "")
    if not options.use_cache:
        place = replace(place, cache=Cache(None))
    if saved_since(place.folder, place.dist):
        _make_ready(place, options)  # before the book is compared with the last one: what is saved is seldom the same
    key = record.input_digest(place, options) if options.use_cache else ""
    kept = record.recall(place, key)
    if kept is not None:
        return kept
    with collector_resting():
        return _afresh(place, options, key, features, tell, staff)


def _afresh(
    place: Place,
    options: Options,
    key: str,
    load_features: Callable[[], tuple[Feature, ...]],
    tell: Tell,
    staff: Staff | None,
) -> Report:
    """The build of a book that is not as it was. ``key`` stands for all that it reads; empty: keep no record."""
    _make_ready(place, options)
    from publisher.build.artefacts import artefacts  # heavy: an unchanged book needs none of it
    from publisher.build.corridor import about, compositions, expected_files, walk
    from publisher.build.locking import stale
    from publisher.build.parsed import Shelf
    from publisher.build.stale import stale_wraps

    features = load_features()
    staff = staff if options.use_cache else None
    shelf = Shelf(place.cache, place.plugins, staff.chapters if staff is not None else {})
    store = shelf if place.cache.folder is not None else NOTHING_KEPT
    walked = walk(place.folder, options, features, tell, shelf)
    if staff is not None:
        staff.chapters = shelf.now
    found = [*walked.diagnostics, *(stale(walked) if options.locked else ())]
    if any(each.severity == Severity.ERROR and each.code.startswith(_STOPS) for each in found):
        return Report(diagnostics=in_order(found))
    planned, trouble = compositions(walked, place.folder, place.style_folders, options, features, tell, store)
    found.extend(trouble)
    if has_errors(found, strict=options.strict):
        return Report(diagnostics=in_order(found))
    finished = tuple(zip(artefacts(place, planned, options.jobs, tell, staff), planned, strict=True))
    found.extend(said for artefact, each in finished for said in about(artefact.diagnostics, each.delivered))
    found.extend(stale_wraps(place.dist, ((artefact, each) for artefact, each in finished if each.delivered)))
    typography, measured = _typography(finished, options, tell)
    found.extend(measured)
    if has_errors(found, strict=options.strict):
        return Report(diagnostics=in_order(found), typography=typography)
    asked = tuple((artefact, each) for artefact, each in finished if each.delivered)
    made = tuple(_describe(artefact, each) for artefact, each in asked)
    report = _for_the_next(place, options, key, walked, Report(made, in_order(found), typography=typography))
    if place.dist is None:
        return report
    from publisher.build.deliver import deliver

    tell("write", place.dist.name)
    books = (artefact for artefact, _ in asked)
    return replace(report, left_over=deliver(place.dist, books, *expected_files(walked)))


def rehearse(place: Place, options: Options, features: tuple[Feature, ...], staff: Staff) -> None:
    """Let a staff that has nobody get to know the book, where its PDFs came out of the cache; nothing is written.

    Trouble is for the next build to say.
    """
    if not options.use_cache or options.format == "epub" or staff.anybody:
        return
    from publisher.build.artefacts import rehearse
    from publisher.build.corridor import compositions, walk
    from publisher.build.parsed import Shelf

    shelf = Shelf(place.cache, place.plugins)
    with suppress(PublisherError, OSError), collector_resting():
        walked = walk(place.folder, options, features, shelf=shelf)
        planned, trouble = compositions(walked, place.folder, place.style_folders, options, features, store=shelf)
        if not has_errors((*walked.diagnostics, *trouble)):
            rehearse(place, planned, options.jobs, staff)


def _make_ready(place: Place, options: Options) -> None:
    """Let the print engine load while we read the book, unless we are a worker ourselves."""
    if options.jobs >= 0 and options.format != "epub":
        from publisher.build.ready import make_ready  # what starts processes takes time to load

        make_ready(place.folder)


def _typography(
    finished: Sequence[tuple[Artefact, Planned]], options: Options, tell: Tell
) -> tuple[tuple[Typography, ...], tuple[Diagnostic, ...]]:
    """What the asked PDFs measure, and what is wrong with their setting, where that was asked for."""
    if not options.typography:
        return (), ()
    from publisher.judges.typography.judge import judge

    measures: list[Typography] = []
    found: list[Diagnostic] = []
    for artefact, planned in finished:
        if planned.delivered and planned.job.format == "pdf" and not planned.product and artefact.data:
            tell("measure", artefact.file_name)
            typography, trouble = judge(artefact, planned.composition)
            measures += [typography] if typography is not None else []
            found += trouble
    return tuple(measures), tuple(found)


def _for_the_next(place: Place, options: Options, key: str, walked: Walk, report: Report) -> Report:
    """Keep the ids and the report for the next build, and say in the report what became of the ids."""
    from publisher.build.locking import lock_changes, write_lock

    changed = lock_changes(walked)
    if changed is not None and place.dist is None:
        return report  # a build would still have the list of ids to write: it must not find everything done
    if changed is not None:
        as_read = bool(key) and record.input_digest(place, options) == key  # nobody has written in the meantime
        write_lock(place.folder, walked)
        key = record.input_digest(place, options) if as_read else ""
        report = replace(report, ids=changed)
    record.remember(place, key, report)
    place.cache.tidy()
    return report


def _describe(artefact: Artefact, planned: Planned) -> Made:
    return Made(
        file_name=artefact.file_name,
        edition=planned.job.edition,
        format=planned.job.format,
        size=len(artefact.data),
        sha256=hashlib.sha256(artefact.data).hexdigest(),
        pages=artefact.page_count,
        words=0 if planned.product else planned.composition.reading.counts.total,
        minutes=0 if planned.product else planned.composition.reading.minutes,
        claims=artefact.claims,
    )
