"""Finding where a build happens from the folder that a person names."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_cache_path

from publisher.build.cache import Cache
from publisher.build.place import Place
from publisher.manuscript import find_manuscript


def find_place(directory: Path, output: Path | None, *, deliver: bool, keep: bool) -> Place:
    """The manuscript in or at ``directory``, the styles beside it, dist/ and the cache.

    The cache is the user's own cache folder, or ``PUBLISHER_CACHE``. Raises
    :class:`publisher.diagnostics.UsageError` when there is no manuscript.
    """
    folder = find_manuscript(directory)
    root = folder.parent if folder.name == "manuscript" and folder != directory.resolve() else folder
    styles = root / "styles"
    dist = (output or root / "dist").absolute()
    named = os.environ.get("PUBLISHER_CACHE")
    cache = Path(named).absolute() if named else user_cache_path("publisher")
    return Place(
        folder=folder,
        style_folders=(styles.resolve(),) if styles.is_dir() else (),
        dist=dist if deliver else None,
        cache=Cache(cache if keep else None),
    )
