"""The words of a page of a finished PDF with the boxes of their ink, as a viewer's engine (pdfium) reads them.

Slow beside :mod:`publisher.formats.readback.walk`, and exact: it is asked where that one is in doubt.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from types import TracebackType
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as raw  # type: ignore[import-untyped]

from publisher.formats.readback.facts import Box

_MOST_LETTERS = 50_000  # of a page
_MOST_EXACT = 40  # pages of which words are told apart; of others, runs: all of a book's would take many seconds


class Words:
    """A PDF that is asked for words, and opened when it is asked for the first time."""

    def __init__(self, data: bytes) -> None:
        """Take the file; nothing is read yet."""
        self._data = data
        self._document: Any = None
        self._exact = 0

    def __enter__(self) -> Words:
        """Begin to ask."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let the file go."""
        if self._document is not None:
            self._document.close()

    def outside(self, index: int, area: Box) -> tuple[tuple[str, Box], ...]:
        """The words of a page, by its number from 0, of which ink stands out of ``area``; in the order they are
        painted. Empty where the page cannot be read."""
        try:
            if self._document is None:
                self._document = pypdfium2.PdfDocument(self._data)
            page = self._document[index]
            try:
                return self._outside(page, area)
            finally:
                page.close()
        except (pypdfium2.PdfiumError, IndexError, ValueError, OSError):
            return ()

    def _outside(self, page: Any, area: Box) -> tuple[tuple[str, Box], ...]:
        text = page.get_textpage()
        try:
            runs = [Box(*text.get_rect(number)) for number in range(min(text.count_rects(), _MOST_LETTERS))]
            out = [run for run in runs if not run.within(area)]
            if not out:
                return ()
            self._exact += 1
            if self._exact > _MOST_EXACT:
                return tuple((text.get_text_bounded(*run).strip() or "text", run) for run in out)
            return tuple((word, box) for word, box in _grouped(_letters(text)) if not box.within(area))
        finally:
            text.close()


def _letters(text: Any) -> Iterator[tuple[str, Box]]:
    """Each character with the box of its ink; a space between words has none."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    for index in range(min(text.count_chars(), _MOST_LETTERS)):
        letter = chr(raw.FPDFText_GetUnicode(text.raw, index) or 32)
        known = raw.FPDFText_GetCharBox(text.raw, index, left, right, bottom, top)
        box = Box(left.value, bottom.value, right.value, top.value)
        yield (letter, box) if known and not letter.isspace() else (" ", Box(0, 0, 0, 0))


def _grouped(letters: Iterator[tuple[str, Box]]) -> Iterator[tuple[str, Box]]:
    word, around = "", Box(0, 0, 0, 0)
    for letter, box in letters:
        if letter == " ":
            if word:
                yield word, around
            word = ""
            continue
        around = box if not word else _joined(around, box)
        word += letter
    if word:
        yield word, around


def _joined(one: Box, other: Box) -> Box:
    return Box(
        min(one.left, other.left), min(one.bottom, other.bottom), max(one.right, other.right), max(one.top, other.top)
    )
