"""The letters of a finished PDF, page by page, each with its place, size and font, as a viewer's engine reads them.

The door to pdfium's reading of text; it reads anybody's PDF. All lengths are points, from the lower left corner of the
trimmed page.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as raw  # type: ignore[import-untyped]


class Letter(NamedTuple):  # there are half a million in a novel, and a tuple is made in a third of the time
    """One character. ``left`` and ``right`` are where its advance begins and ends, so a space has them too."""

    text: str
    left: float
    right: float
    baseline: float
    size: float  # of the type
    font: str  # the PostScript name, without the subset's prefix


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its number in the file from 0, its trimmed size, and its letters in the order they are painted."""

    index: int
    width: float
    height: float
    letters: tuple[Letter, ...]


def read_pages(data: bytes) -> Iterator[Page]:
    """The pages of a PDF, one by one: all letters of a book at once would fill the memory.

    Raises ValueError for a file that is no PDF.
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise ValueError(f"this is no PDF: {error}") from error
    try:
        before: Any = None  # pdfium forgets a font when no page with it is open
        for index in range(len(document)):
            page = document[index]
            yield _read(page, index)
            if before is not None:
                before.close()
            before = page
        if before is not None:
            before.close()
    finally:
        document.close()


def _read(page: Any, index: int) -> Page:
    left, bottom, right, top = page.get_trimbox()
    text = page.get_textpage()
    try:
        letters = tuple(_letters(text, left, bottom))
    finally:
        text.close()
    return Page(index, right - left, top - bottom, letters)


def _letters(text: Any, left: float, bottom: float) -> Iterator[Letter]:
    """The letters that are painted, and without width the spaces that pdfium sees where a file paints none."""
    page = text.raw
    x, y, box = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF()
    known: dict[int, tuple[str, float]] = {}
    last: Letter | None = None
    for index in range(text.count_chars()):
        if raw.FPDFText_IsGenerated(page, index) == 1:
            if last is not None and raw.FPDFText_GetUnicode(page, index) == 32:
                yield last._replace(text=" ", left=last.right)
            continue
        thing = raw.FPDFText_GetTextObject(page, index)
        key = ctypes.cast(thing, ctypes.c_void_p).value or 0
        if key not in known:
            known[key] = _type(page, index)
        font, size = known[key]
        raw.FPDFText_GetCharOrigin(page, index, x, y)
        raw.FPDFText_GetLooseCharBox(page, index, box)
        code = raw.FPDFText_GetUnicode(page, index)
        shown = "\u2010" if code in (2, 0xFFFE) else chr(code)  # pdfium's own signs for a hyphen at a line's end
        last = Letter(shown, x.value - left, box.right - left, y.value - bottom, size, font)
        yield last


def _type(page: Any, index: int) -> tuple[str, float]:
    """Font and size of a letter: the size is that of the font, as the page scales it."""
    flags, matrix = ctypes.c_int(), raw.FS_MATRIX()
    length = raw.FPDFText_GetFontInfo(page, index, None, 0, flags)
    name = ctypes.create_string_buffer(max(1, length))
    raw.FPDFText_GetFontInfo(page, index, name, length, flags)
    raw.FPDFText_GetMatrix(page, index, matrix)
    size = raw.FPDFText_GetFontSize(page, index) * math.hypot(matrix.c, matrix.d)
    return name.value.decode("utf-8", "replace").partition("+")[2] or name.value.decode("utf-8", "replace"), size
