"""Contact sheets of the pages that have changed: as they were and as they are, side by side and marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from publisher.formats.proofs.compare import CHANGED, EQUAL, GONE, NEW, Fate, PageWords, Range
from publisher.formats.proofs.sheets import Cell, Shape, Shot, shape
from publisher.formats.readback.facts import Box
from publisher.formats.readback.raster import Viewer
from publisher.manuscript.contact import Colour, look_alike

# Told apart by those who do not see red and green alike, too; and the caption says it in words.
_BEFORE: Colour = (150, 90, 30)
_NOW: Colour = (0, 90, 170)
_TINT_BEFORE: Colour = (255, 200, 140)
_TINT_NOW: Colour = (150, 210, 255)
_NEW: Colour = (0, 125, 95)
_GONE: Colour = (190, 40, 30)
_LOOK = 36  # pixels to the inch at which pages of the same words are held against each other
_MOST_LOOKED = 1_500  # pages
_MOST_MARKS = 300  # of a page
_LARGEST = 2_000.0  # points: a poster among the pages must not make all others small
_MOST_LETTERS = 40_000_000  # of a whole file: after so many its pages count as empty


@dataclass(frozen=True, slots=True)
class Cells:
    """The changed pages; ``cells`` are made one by one."""

    cells: Iterator[Cell]
    count: int
    shape: Shape


def read_words(viewer: Viewer) -> tuple[PageWords, ...]:
    """The words of all pages of a file."""
    found, left = [], _MOST_LETTERS
    for index in range(len(viewer)):
        text = viewer.text(index) if left > 0 else ""
        left -= len(text)
        found.append(PageWords(index, viewer.label(index), text))
    return tuple(found)


def with_looks(fates: Sequence[Fate], older: Viewer, newer: Viewer) -> tuple[Fate, ...]:
    """The fates, with those pages changed that have the same words in the same place and look different."""
    found, looked = [], 0
    for fate in fates:
        if fate.kind == EQUAL and fate.old is not None and fate.new is not None and looked < _MOST_LOOKED:
            looked += 1
            one, other = older.picture(fate.old.index, _LOOK), newer.picture(fate.new.index, _LOOK)
            same = (one.width, one.height) == (other.width, other.height)
            if not same or not look_alike((one.width, one.height), one.pixels, other.pixels):
                found.append(replace(fate, kind=CHANGED, look=True))
                continue
        found.append(fate)
    return tuple(found)


def change_cells(fates: Sequence[Fate], older: Viewer, newer: Viewer, dpi: int) -> Cells:
    """The pages that are changed, new or gone, in the order of the book."""
    shown = [fate for fate in fates if fate.kind in (CHANGED, NEW, GONE)]
    sizes = [older.size(fate.old.index) for fate in shown if fate.old is not None]
    sizes += [newer.size(fate.new.index) for fate in shown if fate.new is not None]
    width = min(_LARGEST, max((size[0] for size in sizes), default=1.0))
    height = min(_LARGEST, max((size[1] for size in sizes), default=1.0))
    form = shape((width, height), dpi, across=2, notes=True)
    return Cells((_cell(fate, older, newer, form) for fate in shown), len(shown), form)


def _cell(fate: Fate, older: Viewer, newer: Viewer, form: Shape) -> Cell:
    before, now = _BEFORE if fate.new is not None else _GONE, _NOW if fate.old is not None else _NEW
    left: Shot | None = None
    right: Shot | None = None
    if fate.old is not None:
        said = f"was {fate.old.label}" if fate.new is not None else f"{fate.old.label}: gone"
        left = replace(_shot(older, fate.old.index, said, before, form), tint=_TINT_BEFORE)
        left = replace(left, marks=_marks(older, fate.old.index, fate.marks_old))
    if fate.new is not None:
        said = f"now {fate.new.label}" if fate.old is not None else f"{fate.new.label}: new"
        right = replace(_shot(newer, fate.new.index, said, now, form), tint=_TINT_NOW)
        right = replace(right, marks=_marks(newer, fate.new.index, fate.marks_new))
    return Cell((left, right), note_of(fate))


def _marks(viewer: Viewer, index: int, ranges: Sequence[Range]) -> tuple[Box, ...]:
    """Where changed words stand."""
    return tuple(box for start, end in ranges[:_MOST_MARKS] for box in viewer.places(index, start, end))


def _shot(viewer: Viewer, index: int, said: str, colour: Colour, form: Shape) -> Shot:
    """A page that fits into its place: a larger one is made smaller."""
    width, height = viewer.size(index)
    most = min(1.0, form.page[0] / (width * form.dpi / 72), form.page[1] / (height * form.dpi / 72))
    return Shot(viewer.picture(index, form.dpi * most), said, colour)


def note_of(fate: Fate) -> str:
    """What has changed on a page, in words; empty for any page that is not changed."""
    if fate.kind != CHANGED:
        return ""
    if fate.look:
        return "the same words, another look"
    if not fate.out and not fate.come:
        return "the same words, divided between pages in another way"
    counts = (f"{fate.out} out" if fate.out else "", f"{fate.come} in" if fate.come else "")
    return f"words: {', '.join(count for count in counts if count)}"
