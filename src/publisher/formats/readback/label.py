"""A few facts of a finished PDF, read back without walking its pages: the Info dictionary, and how a page is cut."""

from __future__ import annotations

import io
from typing import Any

import pikepdf

from publisher.formats.readback.geometry import read_box
from publisher.formats.readback.objects import FAULTS, bounded, read_info


def info_of(data: bytes) -> tuple[tuple[str, str], ...]:
    """The Info dictionary, keys and texts; empty for a file that cannot be read."""
    try:
        with bounded(), pikepdf.open(io.BytesIO(data)) as pdf:
            return read_info(pdf)
    except FAULTS:
        return ()


def trim_box(data: bytes) -> tuple[float, float] | None:
    """Width and height of the first page as it is cut, in points; None for a file that cannot be read."""
    try:
        with bounded(), pikepdf.open(io.BytesIO(data)) as pdf:
            page: Any = pdf.pages[0]
            box = read_box(page.trimbox)
            return (box.width, box.height) if box is not None else None
    except FAULTS:
        return None
