"""The lines of facing pages meet, whatever stands between them: measured on the finished PDF of a mixed book."""

from __future__ import annotations

import ctypes
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from mixed_book import TOML, mixed_book

LOOKS = {"print": (11.5, 15.0), "textbook": (10.0, 14.0)}  # size and leading of the text, in points
ENOUGH = 25  # letters of the text's size that make a line a line of text
FULL = 20  # lines that make a page a full one
TOLERANCE = 1.0  # points


def baselines(page: Any, size: float) -> list[float]:
    """The baselines of the lines of text of a page, in points from its head."""
    text, height = page.get_textpage(), page.get_height()
    rows: dict[float, Counter[float]] = defaultdict(Counter)
    x, y, matrix = ctypes.c_double(), ctypes.c_double(), pdfium.FS_MATRIX()
    for index in range(text.count_chars()):
        if chr(pdfium.FPDFText_GetUnicode(text, index)).isspace():
            continue
        pdfium.FPDFText_GetCharOrigin(text, index, x, y)
        pdfium.FPDFText_GetMatrix(text, index, matrix)
        shown = pdfium.FPDFText_GetFontSize(text, index) * matrix.d
        rows[round(height - y.value, 1)][round(shown, 1)] += 1
    return [y for y, sizes in sorted(rows.items()) if sizes[round(size, 1)] >= ENOUGH]


def off_the_grid(lines: list[float], other: list[float], leading: float) -> list[float]:
    """The lines that stand beside no line of the other page's grid."""
    grid = Counter(round(y % leading, 1) for y in other).most_common(1)[0][0]
    return [y for y in lines if abs((y - grid + leading / 2) % leading - leading / 2) > TOLERANCE]


def spreads(pages: list[list[float]]) -> Iterator[tuple[list[float], list[float]]]:
    """The full pages that face each other: page 2 and 3, 4 and 5 …"""
    for left, right in zip(pages[1::2], pages[2::2], strict=False):
        if len(left) >= FULL and len(right) >= FULL:
            yield left, right


def test_lines_of_facing_pages_meet(dressed: Any) -> None:
    name, _, path = dressed
    size, leading = LOOKS[name]
    pages = [baselines(page, size) for page in pypdfium2.PdfDocument(path)]
    facing = list(spreads(pages))
    assert len(facing) >= 4, "too few full spreads to judge by"
    off = [y for left, right in facing for y in off_the_grid(right, left, leading)]
    met = sum(not off_the_grid(right, left, leading) for left, right in facing)
    assert met / len(facing) >= 0.95, f"{len(off)} lines stand off the grid: {off[:20]}"


def test_the_measure_sees_a_line_off_the_grid() -> None:
    page = [100.0 + 15 * line for line in range(30)]
    assert off_the_grid(page, page, 15) == []
    assert off_the_grid([*page[:-1], page[-1] + 2], page, 15) == [page[-1] + 2]


def test_a_style_may_do_without_a_grid(make_book: Callable[..., Any]) -> None:
    plain = f'{TOML}\n[editions.print]\nformats = ["pdf"]\nvariables = {{ grid = "none" }}\n'
    built = make_book({**mixed_book(), "book.toml": plain})
    pages = [baselines(page, 11.5) for page in pypdfium2.PdfDocument(built.path(".pdf").read_bytes())]
    assert any(off_the_grid(right, left, 15) for left, right in spreads(pages))
