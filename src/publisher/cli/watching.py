"""The book while you write it: built again at every save, in a process that stays warm."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from publisher.build.place import Place
from publisher.build.plan import Options
from publisher.build.report import Report
from publisher.build.run import build, rehearse
from publisher.cli import machine, show, text, trouble
from publisher.cli.progress import progress
from publisher.collector import collect
from publisher.diagnostics import Diagnostic, PublisherError, has_errors

if TYPE_CHECKING:
    from publisher.build.workers import Staff
    from publisher.features.feature import Feature


def watch(place: Place, options: Options, features: Callable[[], tuple[Feature, ...]], *, as_json: bool) -> int:
    """Build, and build again whenever a file is saved, until Ctrl-C. No trouble of the manuscript ends it."""
    from publisher.build.watch import saves
    from publisher.build.workers import Staff

    with suppress(KeyboardInterrupt), Staff() as staff:  # that is how it ends
        desk = _Desk(place, options, features(), as_json, staff)
        desk.work(first=True)
        for saved in saves(place):
            if not saved and not as_json:
                click.echo(f"watching {text.shown_path(place.folder)}: Ctrl-C ends", err=True)
            desk.work(first=False)  # nothing saved: the watcher is awake, and the first build may have been overtaken
            if not saved:
                rehearse(place, options, desk.features, staff)
            collect()  # while the author writes on
    return 0


@dataclass(slots=True)
class _Desk:
    """What stays from one build to the next: the features, the workers, and what has been said."""

    place: Place
    options: Options
    features: tuple[Feature, ...]
    as_json: bool
    staff: Staff
    said: frozenset[Diagnostic] = frozenset()

    def work(self, *, first: bool) -> None:
        """One build, and what there is to say of it: in full the first time, later in a line and what is new."""
        began = time.perf_counter()
        try:
            with progress() as tell:
                report = build(self.place, self.options, lambda: self.features, tell, self.staff)
        except PublisherError as error:
            trouble.failure(str(error), error.hint)
            return
        except OSError as error:  # a file that goes away while an editor saves: the next save tells
            trouble.failure(f"{error.strerror or error}", "")
            return
        failed = has_errors(report.diagnostics, strict=self.options.strict)
        if self.as_json:
            machine.report(report, self.place, ok=not failed)
        elif first:
            trouble.show(report.diagnostics, self.place)
            show.report(report, self.place, failed=failed, strict=failed and not has_errors(report.diagnostics))
        elif not report.unchanged:  # else what was saved is as it was, or it was our own list of ids
            trouble.show([each for each in report.diagnostics if each not in self.said], self.place)
            _say(report, failed=failed, seconds=time.perf_counter() - began)
        self.said = frozenset(report.diagnostics)


def _say(report: Report, *, failed: bool, seconds: float) -> None:
    """A line on one build: when, what, how long, and how much trouble there is in all."""
    clock, found = time.strftime("%H:%M:%S"), trouble.summary(report.diagnostics)
    if failed:
        click.echo(click.style(f"{clock} {found}; nothing was written", fg="red"), err=True)
        return
    made = ", ".join(each.file_name for each in report.made)
    click.echo(f"{clock} {made} in {seconds:.1f} s" + (f" ({found})" if found else ""))
