"""What a build does with the list of ids: bring it up to date where there is one, begin one only when asked, or refuse.

As with the locks of package managers: ``publisher ids`` begins the list, every build keeps it up to date, and with
``--locked`` (for machines that build from a commit) a list that would change is an error.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from publisher.build.whole import write_whole
from publisher.diagnostics import Diagnostic, MachineError
from publisher.manuscript.lock import LOCK, lock_text
from publisher.rules.book import LOCK_STALE
from publisher.source import Span

if TYPE_CHECKING:
    from publisher.book.lock import Changes
    from publisher.build.corridor import Walk


def lock_changes(walked: Walk) -> Changes | None:
    """How the list of ids would change; None where it would not, or where the manuscript keeps none."""
    before, after = walked.manuscript.lock, walked.book.lock
    if before is None or after is None or before.lines == after.lines:
        return None
    from publisher.book.lock import changes  # few manuscripts have a list

    return changes(before, after)


def stale(walked: Walk) -> tuple[Diagnostic, ...]:
    """What is wrong with the list of ids for a build that may not change it."""
    changed = lock_changes(walked)
    if walked.manuscript.lock is None:
        message = f"there is no {LOCK}, and with --locked every id must be in it"
        return (LOCK_STALE.at(Span(""), message, "run `publisher ids`, and commit what it writes"),)
    if changed is None:
        return ()
    message = f"{LOCK} is not up to date: {changed}"
    return (LOCK_STALE.at(Span(LOCK), message, f"run `publisher ids`, and commit {LOCK} with the text"),)


def write_lock(folder: Path, walked: Walk) -> None:
    """Write the list of ids as it is now. Raises :class:`MachineError` when it cannot be written."""
    if walked.book.lock is None:
        return
    path = folder / LOCK
    try:
        write_whole(path, lock_text(walked.book.lock).encode())
    except OSError as error:
        hint = "the ids of this edition must be kept; where the folder may not change, build with --locked"
        raise MachineError(f"cannot write {path}: {error.strerror or error}", hint) from error
