"""Where Publisher's own styles lie; apart from the rest so that asking costs no import."""

from __future__ import annotations

from pathlib import Path


def own_styles() -> Path:
    """The folder of Publisher's own styles: inside the installed package, or beside ``src/`` in a checkout."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "styles"
    return inside if inside.is_dir() else package.parent.parent / "styles"
