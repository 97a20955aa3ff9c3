"""Where a build happens, and whom it tells what it is doing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from publisher.build.cache import Cache
from publisher.value import dataclass

Tell = Callable[[str, str], None]
"""Stage and detail: what is being done now. The stages, in order: read, parse (a chapter), assemble, edit (an edition),
compose (a file, once for each that the build makes), kept or make and made (a file), write."""


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


def quiet(stage: str, detail: str) -> None:
    """Tell nobody."""
