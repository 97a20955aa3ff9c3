"""A finished PDF as a viewer's engine (pdfium) shows it: pages as pictures and as words, of anybody's file, bounded."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from types import TracebackType
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as raw  # type: ignore[import-untyped]

from publisher.formats.readback.facts import Box

MOST_SIDE = 4_000  # pixels of a page's longer side: a poster is shown smaller
_MOST_LETTERS = 20_000  # of a page that are read; a newspaper's has fewer
_MOST_PLACES = 200  # lines of one part of a text
_MOST_LABEL = 24  # letters: a longer label is cut
_HEADER = 1_024  # bytes among which a file must call itself a PDF (ISO 32000-1, annex H.3.4.1)


class Unreadable(Exception):
    """A file that cannot be shown; the message is the reason, as the end of a sentence."""


class Locked(Unreadable):
    """A file that opens only with a password."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A page in pixels: three bytes each, red, green and blue, row by row from the top."""

    width: int
    height: int
    pixels: bytes


class Viewer:
    """A PDF that is looked at page by page; its pages are numbered from 0. To be used in a ``with``."""

    def __init__(self, data: bytes, patience: float = math.inf) -> None:
        """Open the file. Raises :class:`Unreadable`, for one with a password :class:`Locked`.

        ``patience`` is how many seconds of the processor its pages may take in all; when a page is asked for after
        that, :class:`Unreadable` is raised. It is for files of others: a single page cannot be interrupted.
        """
        self._patience = patience
        if b"%PDF-" not in data[:_HEADER]:
            raise Unreadable("it is no PDF")
        try:
            self._document: Any = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            if raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD or "password" in str(error).casefold():
                raise Locked("it is encrypted, and opens only with a password") from error
            raise Unreadable("it is damaged, or no PDF") from error
        self._begun = time.process_time()
        self._last: Any = None  # pdfium forgets the fonts of a file of which no page is open

    def __enter__(self) -> Viewer:
        """Begin to look."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let the file go."""
        if self._last is not None:
            self._last.close()
        self._document.close()

    def __len__(self) -> int:
        """How many pages the file says that it has."""
        return max(0, len(self._document))

    def label(self, index: int) -> str:
        """The page's label, printable and short; its number in the file, from 1, where it has none."""
        try:
            said = str(self._document.get_page_label(index) or "")
        except (pypdfium2.PdfiumError, ValueError, UnicodeDecodeError):
            said = ""
        plain = "".join(letter for letter in said if letter.isprintable()).strip()
        return plain[:_MOST_LABEL] or str(index + 1)

    def size(self, index: int) -> tuple[float, float]:
        """Width and height of the trimmed page in points, as it is shown; US Letter for one that cannot be read."""
        page = self._page(index)
        if page is None:
            return 612.0, 792.0
        left, bottom, right, top = _trim(page)
        turned = page.get_rotation() in (90, 270)
        return (top - bottom, right - left) if turned else (right - left, top - bottom)

    def text(self, index: int) -> str:
        """The page's words in the order in which they are painted, lines apart; empty for one that cannot be read."""
        page = self._page(index)
        if page is None:
            return ""
        try:
            text = page.get_textpage()
        except pypdfium2.PdfiumError:
            return ""
        try:
            return str(text.get_text_range(0, min(_MOST_LETTERS, max(0, text.count_chars()))))
        except (pypdfium2.PdfiumError, ValueError, UnicodeDecodeError):
            return ""
        finally:
            text.close()

    def places(self, index: int, start: int, end: int) -> tuple[Box, ...]:
        """Where a part of :meth:`text` stands on the page, line by line: in hundredths of its width and height, from
        the upper left corner (``top`` is the smaller number). Empty for a page that is turned."""
        page = self._page(index)
        if page is None or page.get_rotation():
            return ()
        left, bottom, right, top = _trim(page)
        wide, high = (right - left) / 100, (top - bottom) / 100
        try:
            text = page.get_textpage()
        except pypdfium2.PdfiumError:
            return ()
        try:
            count = text.count_rects(start, end - start)
            rects = [text.get_rect(number) for number in range(min(count, _MOST_PLACES))]
        except (pypdfium2.PdfiumError, ValueError):
            return ()
        finally:
            text.close()
        boxes = (Box((l - left) / wide, (top - b) / high, (r - left) / wide, (top - t) / high) for l, b, r, t in rects)  # noqa: E741
        return tuple(box for box in boxes if all(math.isfinite(each) for each in box))

    def picture(self, index: int, dpi: float) -> Picture:
        """The trimmed page at so many pixels to the inch, fewer where it would be larger than :data:`MOST_SIDE`.

        A page that cannot be painted is white.
        """
        width, height = self.size(index)
        scale = min(dpi / 72, MOST_SIDE / max(width, height))
        pixels = max(1, round(width * scale)), max(1, round(height * scale))
        page = self._page(index)
        if page is None:
            return _white(*pixels)
        left, bottom, right, top = _trim(page)
        try:
            page.set_cropbox(left, bottom, right, top)
            bitmap = page.render(scale=scale, rev_byteorder=True, draw_annots=False, fill_color=(255, 255, 255, 255))
        except (pypdfium2.PdfiumError, ValueError, MemoryError):
            return _white(*pixels)
        try:
            return _packed(bitmap)
        finally:
            bitmap.close()

    def _page(self, index: int) -> Any:
        """The page, or None where pdfium cannot make one of what is there."""
        if time.process_time() - self._begun > self._patience:
            raise Unreadable(f"its pages take longer than {self._patience:g} seconds to show")
        try:
            page = self._document[index]
        except (pypdfium2.PdfiumError, IndexError):
            return None
        if self._last is not None:
            self._last.close()
        self._last = page
        return page


def _trim(page: Any) -> tuple[float, float, float, float]:
    """The box of the cut page within the media; US Letter for what is no box."""
    try:
        media, box = page.get_mediabox(), page.get_trimbox()
    except pypdfium2.PdfiumError:
        return 0.0, 0.0, 612.0, 792.0
    left, bottom = max(media[0], box[0]), max(media[1], box[1])
    right, top = min(media[2], box[2]), min(media[3], box[3])
    numbers = (left, bottom, right, top)
    if not all(math.isfinite(each) and abs(each) < 1e6 for each in numbers) or right - left < 1 or top - bottom < 1:
        return 0.0, 0.0, 612.0, 792.0
    return left, bottom, right, top


def _packed(bitmap: Any) -> Picture:
    """The rows of a bitmap without what pads them, and without a fourth byte to the pixel."""
    width, height, stride, channels = bitmap.width, bitmap.height, bitmap.stride, bitmap.n_channels
    data = bytes(bitmap.buffer)
    rows = b"".join(data[row * stride : row * stride + width * channels] for row in range(height))
    if channels == 1:
        return Picture(width, height, b"".join(bytes((each,)) * 3 for each in rows))
    if channels == 3:
        return Picture(width, height, rows)
    packed = bytearray(width * height * 3)
    for channel in range(3):
        packed[channel::3] = rows[channel::channels]
    return Picture(width, height, bytes(packed))


def _white(width: int, height: int) -> Picture:
    return Picture(width, height, b"\xff" * (width * height * 3))
