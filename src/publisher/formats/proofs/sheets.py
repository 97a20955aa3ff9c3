"""Contact sheets of a book: several spreads on a picture, labels under the pages, from the first page to the last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from publisher.formats.readback.facts import Box
from publisher.formats.readback.raster import Picture
from publisher.manuscript.contact import INK, Caption, Colour, Tile, draw_sheet

_WIDE, _HIGH = 52.0, 36.0  # inches of pages on a sheet, at the most: four spreads of 6 × 9 inches in three rows
_GAP = 0.45  # inches between spreads
_TYPE = 0.24  # inches: the size of the labels
_LEAST_TYPE = 11  # pixels
_LETTER = 0.6  # of its size that a letter of a caption is wide, at most


@dataclass(frozen=True, slots=True)
class Shot:
    """A page on a sheet."""

    picture: Picture
    caption: str
    colour: Colour | None = None  # of a frame around it and of its caption; None: nothing is marked
    marks: tuple[Box, ...] = ()  # what is tinted, in hundredths of the page from its upper left corner
    tint: Colour = (255, 240, 140)


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands side by side: one page, two, or a page beside the place of one that there is not."""

    shots: tuple[Shot | None, ...]
    note: str = ""  # a line under the captions


@dataclass(frozen=True, slots=True)
class Shape:
    """How a sheet is divided: all cells have room for the largest page of the book."""

    dpi: int
    page: tuple[int, int]  # pixels
    across: int  # pages of a cell
    notes: bool  # whether cells have a line of their own
    columns: int
    rows: int
    rtl: bool = False  # whether a row begins on the right

    @property
    def gap(self) -> int:
        """Pixels between cells."""
        return max(8, round(_GAP * self.dpi))

    @property
    def type(self) -> int:
        """Pixels of the labels' type."""
        return max(_LEAST_TYPE, round(_TYPE * self.dpi))

    @property
    def cell(self) -> tuple[int, int]:
        """Width and height of a cell with its words, in pixels."""
        lines = 2 if self.notes else 1
        return self.page[0] * self.across + self.across - 1, self.page[1] + round(self.type * (0.5 + 1.25 * lines))

    @property
    def count(self) -> int:
        """How many cells stand on a sheet."""
        return self.columns * self.rows


def shape(page: tuple[float, float], dpi: int, *, across: int, notes: bool = False) -> Shape:
    """The division of sheets for pages of at most this size, in points."""
    pixels = max(1, round(page[0] * dpi / 72)), max(1, round(page[1] * dpi / 72))
    one = Shape(dpi, pixels, across, notes, 1, 1)
    wide, high = (each / dpi for each in one.cell)
    columns = max(1, int(_WIDE / (wide + one.gap / dpi)))
    rows = max(1, int(_HIGH / (high + one.gap / dpi)))
    return Shape(dpi, pixels, across, notes, columns, rows)


def sheets(cells: Iterator[Cell], total: int, form: Shape, title: str, font: bytes) -> Iterator[bytes]:
    """PNG files, each made when it is asked for: a book's pages in pixels would fill the memory.

    ``total`` is how many cells there are.
    """
    count = -(-total // form.count)
    for number in range(1, count + 1):
        some = [cell for cell, _ in zip(cells, range(min(form.count, total - (number - 1) * form.count)))]  # noqa: B905
        yield _sheet(some, form, f"{title}   ·   sheet {number} of {count}" if count > 1 else title, font)


def _sheet(cells: Sequence[Cell], form: Shape, title: str, font: bytes) -> bytes:
    columns, rows = min(form.columns, len(cells)), -(-len(cells) // form.columns)
    head = form.gap + round(form.type * 1.6)
    size = (form.gap + columns * (form.cell[0] + form.gap), head + rows * (form.cell[1] + form.gap) + form.gap // 2)
    tiles: list[Tile] = []
    captions = [Caption(form.gap, form.gap // 2, _fitted(title, size[0] - 2 * form.gap, form), form.type, INK, True)]
    for number, cell in enumerate(cells):
        row, column = divmod(number, form.columns)
        column = columns - 1 - column if form.rtl else column
        x, y = form.gap + column * (form.cell[0] + form.gap), head + row * (form.cell[1] + form.gap)
        _lay(cell, x, y, form, tiles, captions)
    return draw_sheet(size, tiles, captions, font)


def _lay(cell: Cell, x: int, y: int, form: Shape, tiles: list[Tile], captions: list[Caption]) -> None:
    """Put a cell in its place: pages meet at the spine, and stand on one line."""
    under = y + form.page[1] + round(form.type * 0.4)
    for place, shot in enumerate(cell.shots):
        if shot is None:
            continue
        picture = shot.picture
        left = x + place * (form.page[0] + 1)
        if place == 0 and len(cell.shots) == 2:
            left += form.page[0] - picture.width
        border = max(2, form.dpi // 20)
        down = y + form.page[1] - picture.height
        marks = tuple(_in_pixels(mark, picture, form) for mark in shot.marks)
        tiles.append(
            Tile(left, down, picture.width, picture.height, picture.pixels, shot.colour, border, marks, shot.tint)
        )
        said = _fitted(shot.caption, form.page[0], form)
        captions.append(Caption(left + picture.width // 2, under, said, form.type, shot.colour or INK))
    if cell.note:
        said = _fitted(cell.note, form.cell[0], form)
        captions.append(Caption(x + form.cell[0] // 2, under + round(form.type * 1.25), said, form.type))


def _in_pixels(mark: Box, picture: Picture, form: Shape) -> tuple[int, int, int, int]:
    """A mark in a picture, a little larger than what it marks: it must be seen from afar."""
    more = max(1, form.dpi // 40)
    wide, high = picture.width / 100, picture.height / 100
    left, top = round(mark.left * wide) - more, round(min(mark[1], mark[3]) * high) - more
    return left, top, round(mark.right * wide) + more, round(max(mark[1], mark[3]) * high) + more


def _fitted(text: str, width: int, form: Shape) -> str:
    """The words that have room in so many pixels; what is cut off becomes an ellipsis."""
    most = max(1, int(width / (form.type * _LETTER)))
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
