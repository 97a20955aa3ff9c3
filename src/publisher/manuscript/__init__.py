"""The author's files, read safely: nothing outside the folder, nothing run, nothing without a bound.

What this package offers is imported when it is asked for: finding a manuscript takes a few milliseconds, and reading
one the tenth of a second that loading the configuration's checks costs. An unchanged book is only found.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from publisher.config import default_editions
    from publisher.manuscript.folder import find_manuscript
    from publisher.manuscript.images import asset_reader, probe_asset, probe_profile
    from publisher.manuscript.read import read_manuscript
    from publisher.manuscript.values import AssetFile, ChapterFile, Header, Manuscript

_HOMES = {
    "AssetFile": "publisher.manuscript.values",
    "ChapterFile": "publisher.manuscript.values",
    "Header": "publisher.manuscript.values",
    "Manuscript": "publisher.manuscript.values",
    "asset_reader": "publisher.manuscript.images",
    "default_editions": "publisher.config",
    "find_manuscript": "publisher.manuscript.folder",
    "probe_asset": "publisher.manuscript.images",
    "probe_profile": "publisher.manuscript.images",
    "read_manuscript": "publisher.manuscript.read",
}

__all__ = [
    "AssetFile",
    "ChapterFile",
    "Header",
    "Manuscript",
    "asset_reader",
    "default_editions",
    "find_manuscript",
    "probe_asset",
    "probe_profile",
    "read_manuscript",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
