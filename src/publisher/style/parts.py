"""The parts that a style is made of: its text files and its font families."""

from __future__ import annotations

from publisher.style.composition import FontFace
from publisher.value import dataclass


@dataclass(frozen=True, slots=True)
class StyleFile:
    """A text file of a style. ``path`` is what diagnostics show: ``styles/NAME/…``."""

    name: str
    path: str
    text: str


@dataclass(frozen=True, slots=True)
class FontFamily:
    """A family of a style, for one role: ``text``, ``head``, ``code``, ``fallback`` or a role of the style's own."""

    role: str
    family: str
    generic: str  # serif, sans-serif or monospace: what a reading system takes when it refuses the font
    faces: tuple[FontFace, ...]  # their digests are still empty
