"""The author's files, read safely: nothing outside the folder, nothing run, nothing without a bound."""

from __future__ import annotations

from publisher.config import default_editions
from publisher.manuscript.folder import find_manuscript
from publisher.manuscript.images import asset_reader, probe_asset
from publisher.manuscript.read import read_manuscript
from publisher.manuscript.values import AssetFile, ChapterFile, Header, Manuscript

__all__ = [
    "AssetFile",
    "ChapterFile",
    "Header",
    "Manuscript",
    "asset_reader",
    "default_editions",
    "find_manuscript",
    "probe_asset",
    "read_manuscript",
]
