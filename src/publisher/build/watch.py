"""Waiting for the author: which of the files that a build reads have just been saved. The only door to watchfiles."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event

from publisher.build.place import Place
from publisher.build.record import is_read

_TOGETHER = 60  # milliseconds: an editor that saves in two steps has saved once
_STEP = 10  # milliseconds of silence that end a save
_TURN = 200  # milliseconds after which the watcher lets us hear that it is awake


def saves(place: Place, stop: Event | None = None) -> Iterator[tuple[Path, ...]]:
    """The files saved, made or removed, each time that there are some, in order; ends when ``stop`` is set.

    The first time it gives none: from then on nothing is missed, and what came before is for the caller to look at.
    What a build itself writes, hidden files and those that no build reads are passed over. Raises KeyboardInterrupt.
    """
    from watchfiles import watch

    roots = (place.folder, *(folder for folder in place.style_folders if folder.is_dir()))

    def wanted(_: object, path: str) -> bool:
        return any(is_read(Path(path), root, place.dist) for root in roots)

    awake = False
    for changes in watch(
        *roots, watch_filter=wanted, debounce=_TOGETHER, step=_STEP, stop_event=stop, rust_timeout=_TURN,
        yield_on_timeout=True,
    ):  # fmt: skip
        if not awake:
            awake = True
            yield ()
        if changes:
            yield tuple(sorted({Path(path) for _, path in changes}))
