"""Fonts: found in pinned packages or style folders, read, pinned to one weight, cut down to what a book uses.

The only door to uharfbuzz and to the ``fontpkg_*`` packages. A font never comes from the machine. A *source* names
a file: ``fontpkg_eb_garamond/EBGaramond[wght].ttf`` in a font package, or ``style:NAME/fonts/file.ttf`` in the
style folder NAME. Trouble with a font is trouble of the machine: :class:`publisher.diagnostics.MachineError`.
"""

from __future__ import annotations

from publisher.fonts.cut import COMMON_FEATURES, code_points, coverage, read_font, subset_font, subset_glyphs
from publisher.fonts.find import font_bytes, font_digest
from publisher.fonts.sfnt import Embedding, embedding, is_cff

__all__ = [
    "COMMON_FEATURES",
    "Embedding",
    "code_points",
    "coverage",
    "embedding",
    "font_bytes",
    "font_digest",
    "is_cff",
    "read_font",
    "subset_font",
    "subset_glyphs",
]
