"""Where a build happens, and whom it tells what it is doing."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from publisher.build.cache import Cache
from publisher.value import dataclass


class Tell(Protocol):
    """Whoever is told what is being done now."""

    def __call__(self, stage: str, detail: str, done: int = 0, total: int = 0) -> None:
        """Stage and detail.

        The stages, in order: read, parse (a chapter), assemble, edit (an edition), compose (a file, once for each that
        the build makes), kept or make and made (a file), write. Between make and made of a long PDF: lay out, with
        how many of its parts are ``done`` of the ``total``; fewer than before where some must be laid out again, and
        of 0 where the book is to be laid out as a whole after all. In a catalogue a book is made or kept as a file is,
        or failed; to a cluster it is sent, and when it is made there is not known.
        """


@dataclass(frozen=True, slots=True)
class Place:
    """The manuscript, the styles beside it, dist/ and the cache.

    ``dist`` None means: make everything, write nothing (that is what ``publisher check`` does).
    """

    folder: Path
    style_folders: tuple[Path, ...]
    dist: Path | None
    cache: Cache
    plugins: tuple[str, ...] = ()  # what stands for the code of each plugin: another one may make another book


def quiet(stage: str, detail: str, done: int = 0, total: int = 0) -> None:
    """Tell nobody."""
