"""Finding where a build happens from the folder that a person names."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_cache_path

from publisher.build.cache import Cache
from publisher.build.place import Place
from publisher.build.proofnames import FOLDER
from publisher.diagnostics import MachineError, UsageError
from publisher.manuscript.folder import find_manuscript
from publisher.plugins import identities


def find_place(directory: Path, output: Path | None, *, deliver: bool, keep: bool) -> Place:
    """The manuscript in or at ``directory``, the styles beside it, dist/ and the cache.

    A folder called ``manuscript`` has styles/ and dist/ beside it, whether it is named itself or the folder around
    it; any other has them inside. The cache is the user's own cache folder, or ``PUBLISHER_CACHE``: a
    folder or an address. Raises
    :class:`UsageError` when there is no manuscript, :class:`MachineError` when dist/ cannot be written.
    """
    folder = find_manuscript(directory)
    root = folder.parent if folder.name == "manuscript" else folder
    styles, dist = root / "styles", (output or root / "dist").absolute()
    if styles.is_dir() and not styles.resolve().is_relative_to(root):
        raise UsageError(f"{styles} is a link to a place outside the book", "copy the styles here")
    if deliver:
        if output is None and dist.exists() and not dist.resolve().is_relative_to(root):
            raise UsageError(f"{dist} is a link to a place outside the book", f"name it: -o {dist.resolve()}")
        _check_dist(dist)
    named = os.environ.get("PUBLISHER_CACHE")
    cache = Cache.at(named) if named else Cache(user_cache_path("publisher"))
    if keep and cache.url:
        from publisher.build.remote import check

        check(cache.url)
    return Place(
        folder=folder,
        style_folders=(styles.resolve(),) if styles.is_dir() else (),
        dist=dist if deliver else None,
        cache=cache if keep else Cache(None),
        plugins=identities(),
    )


def find_proofs(place: Place, output: Path | None) -> Path:
    """Where proofs go: the folder that is named, or proof/, beside where dist/ would be.

    Raises :class:`UsageError` when it is no folder or lies outside the book unasked, :class:`MachineError` when it
    cannot be written.
    """
    root = place.folder.parent if place.folder.name == "manuscript" else place.folder
    folder = (output or root / FOLDER).absolute()
    if output is None and folder.exists() and not folder.resolve().is_relative_to(root.resolve()):
        raise UsageError(f"{folder} is a link to a place outside the book", f"name it: -o {folder.resolve()}")
    _check_dist(folder)
    return folder


def _check_dist(dist: Path) -> None:
    """Say now, and not after a minute's work, that the books or the proofs have nowhere to go."""
    there = dist
    while not there.exists() and there != there.parent:
        there = there.parent
    if not there.is_dir():
        raise UsageError(f"{there} is a file, not a folder", "what is made goes into a folder: name another with -o")
    if not os.access(there, os.W_OK | os.X_OK):
        raise MachineError(f"{there} may not be written to", "name another folder with -o, or change its permissions")
