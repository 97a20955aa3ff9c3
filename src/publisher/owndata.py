"""Publisher's own data files, as whoever imported this module reads them: the library for that takes longer to load."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any


def own_data(name: str) -> bytes:
    """The bytes of ``data/<name>`` in the package, on a disk or in an archive. Raises OSError where there is none."""
    importer: Any = __spec__.loader  # one that reads files, for it has read this one (PEP 302, "Optional Extensions")
    data: bytes = importer.get_data(os.fspath(Path(__file__).parent / "data" / name))
    return data


def own_text(name: str) -> str:
    """The same as text."""
    return own_data(name).decode("utf-8").replace("\r\n", "\n")
