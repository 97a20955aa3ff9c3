"""The PDF of spreads: verso on the left, recto on the right, with the printer's and the style's lines over them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from publisher.config.printers import Sides
from publisher.formats.proofs.guides import Guides, on_baselines
from publisher.formats.proofs.spreads import Spread, spreads
from publisher.formats.readback.facts import Box
from publisher.formats.readback.surgery import Layer, PageSize, Placed, Plate, Stroke, Word, page_sizes, put_together
from publisher.formats.readback.text import read_pages

_AROUND = 30.0  # points of white around a spread
_UNDER = 18.0  # from the trim down to the labels
_LOOKED_AT = 40  # pages on which the grid is looked for
_BEGIN_AT = 4  # pages before these are title and imprint, which stand as they like
# Colours that are told apart by those who do not see red or green alike: by lightness, and by dashes.
_TRIM = Layer("Trim", (0.25, 0.25, 0.25), 0.3)
_SAFE = Layer("Safe area", (0.84, 0.15, 0.1), 0.5, dashes=(4.0, 2.0))
_MARGINS = Layer("Margins", (0.1, 0.35, 0.85), 0.4)
_GRID = Layer("Baseline grid", (0.5, 0.78, 0.92), 0.25)


def spread_pdf(data: bytes, guides: Guides, labels: Sequence[str], title: str) -> bytes:
    """The pages of ``data`` as spreads. ``labels`` are those of its pages, in order."""
    sizes = page_sizes(data)
    guides = _with_grid(data, guides)
    open_book = spreads(len(sizes), facing=guides.facing, rtl=guides.rtl)
    return put_together(data, tuple(plate(each, sizes, guides, labels) for each in open_book), title)


def _with_grid(data: bytes, guides: Guides) -> Guides:
    """The guides with their grid on the lines on which the letters stand, where most of them stand on one."""
    if not guides.leading:
        return guides
    place = on_baselines(guides.leading, _baselines(data))
    return guides if place is None else replace(guides, first_line=place)


def _baselines(data: bytes) -> Iterator[float]:
    """The baselines of the first pages, each once a page, in points from the top."""
    for page in islice(read_pages(data), _LOOKED_AT):
        if page.index >= _BEGIN_AT:
            lines = {round(letter.baseline, 2) for letter in page.letters if not letter.text.isspace()}
            yield from (page.height - each for each in sorted(lines))


def plate(spread: Spread, sizes: Sequence[PageSize], guides: Guides, labels: Sequence[str]) -> Plate:
    """One spread as a page to make, with a place for the page that a first or a last spread lacks."""
    shown = {page: sizes[page] for page in spread.pages}
    reach = max(_reach(size) for size in shown.values())
    edge = _AROUND + reach
    height = max(size.trim.height for size in shown.values())
    wide = max(size.trim.width for size in shown.values())
    left = shown[spread.left].trim.width if spread.left is not None else wide
    right = shown[spread.right].trim.width if spread.right is not None else wide
    width = left + right if guides.facing else left
    spine = edge + left
    placed: list[Placed] = []
    trims: list[tuple[Box, bool]] = []  # each page's trim on the plate, and whether its spine is on its right
    if spread.left is not None:
        trims.append((_on_plate(shown[spread.left], spine - left, edge), guides.facing or guides.rtl))
        box, cut = trims[-1][0], spine if spread.right is not None else None
        placed.append(_place(spread.left, shown[spread.left], box, cut))
    if spread.right is not None:
        trims.append((_on_plate(shown[spread.right], spine, edge), False))
        box, cut = trims[-1][0], spine if spread.left is not None else None
        placed.append(_place(spread.right, shown[spread.right], box, cut, cut_left=True))
    words = tuple(
        Word((box.left + box.right) / 2, edge - reach - _UNDER, _caption(each.page, labels))
        for each, (box, _) in zip(placed, trims, strict=True)
    )
    return Plate(
        width=width + 2 * edge,
        height=height + 2 * edge,
        placed=tuple(placed),
        layers=tuple(_layers(trims, guides)),
        words=words,
        label="–".join(labels[page] for page in (spread.pages[::-1] if guides.rtl else spread.pages)),
    )


def _caption(page: int, labels: Sequence[str]) -> str:
    """A page's label, and its number in the file where that is another."""
    label = labels[page]
    return label if label == str(page + 1) else f"{label}  ({page + 1} of {len(labels)})"


def _reach(size: PageSize) -> float:
    """How far a page reaches over its trim, at most."""
    trim, bleed = size.trim, size.bleed
    return max(0.0, trim.left - bleed.left, trim.bottom - bleed.bottom, bleed.right - trim.right, bleed.top - trim.top)


def _on_plate(size: PageSize, x: float, y: float) -> Box:
    return Box(x, y, x + size.trim.width, y + size.trim.height)


def _place(page: int, size: PageSize, box: Box, spine: float | None, *, cut_left: bool = False) -> Placed:
    """A page in its place with its bleed, but none over the page on the other side of the spine."""
    left = box.left - (size.trim.left - size.bleed.left)
    right = box.right + (size.bleed.right - size.trim.right)
    if spine is not None and cut_left:
        left = max(left, spine)
    elif spine is not None:
        right = min(right, spine)
    low, high = box.bottom - (size.trim.bottom - size.bleed.bottom), box.top + (size.bleed.top - size.trim.top)
    return Placed(page, box.left, box.bottom, Box(left, low, right, high))


def _layers(trims: Sequence[tuple[Box, bool]], guides: Guides) -> Iterator[Layer]:
    """The lines over the pages of a spread, what lies under others first."""
    grid: list[Stroke] = []
    margins: list[Stroke] = []
    safe: list[Stroke] = []
    for trim, spine_right in trims:
        if guides.margins is not None:
            area = _inner(trim, guides.margins.top, guides.margins.bottom, *_sides(guides.margins, spine_right))
            margins += _around(area)
            grid += [
                Stroke(area.left, trim.top - line, area.right, trim.top - line) for line in guides.grid(trim.height)
            ]
        if guides.safe is not None:
            inner = _inner(trim, guides.safe.top, guides.safe.bottom, *_sides(guides.safe, spine_right))
            safe += _around(inner)
    for layer, strokes in ((_GRID, grid), (_MARGINS, margins), (_SAFE, safe)):
        if strokes:
            yield replace(layer, strokes=tuple(strokes))
    yield replace(_TRIM, strokes=tuple(stroke for trim, _ in trims for stroke in _around(trim)))


def _sides(lengths: Sides, spine_right: bool) -> tuple[float, float]:
    """The margins on the left and on the right of a page."""
    return (lengths.outside, lengths.inside) if spine_right else (lengths.inside, lengths.outside)


def _inner(trim: Box, top: float, bottom: float, left: float, right: float) -> Box:
    return Box(trim.left + left, trim.bottom + bottom, trim.right - right, trim.top - top)


def _around(box: Box) -> tuple[Stroke, ...]:
    """The four sides of a box, from the lower left corner to the right."""
    left, bottom, right, top = box
    return (
        Stroke(left, bottom, right, bottom),
        Stroke(right, bottom, right, top),
        Stroke(right, top, left, top),
        Stroke(left, top, left, bottom),
    )
