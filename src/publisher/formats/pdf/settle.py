"""A book settles into its printer's demands: margins by the page count, bleed, pages up to a whole number of sheets.

What a style has to do for it: take its margins from ``--margin-top``, ``--margin-bottom``, ``--margin-inside`` and
``--margin-outside``, and the thickness of its thinnest rule from ``--hairline``. The profile never makes a margin
smaller than the style's own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import inf
from typing import Generic, TypeVar

from publisher.config.printer_files import takes_trim
from publisher.config.printers import Printer, Sides
from publisher.diagnostics import Diagnostic
from publisher.formats.pdf.boxes import PX_TO_PT
from publisher.formats.pdf.leaves import Head, Leaf, sides_of
from publisher.formats.pdf.sheets import whole_count
from publisher.rules import printers as rules
from publisher.source import Span
from publisher.style.composition import PROFILE, Composition
from publisher.value import dataclass

_MOST_ROUNDS = 5  # layouts: one, one for wider margins, and three for the bands that wider margins lead to
_MOST_MARGIN = 0.7  # of a page's width or height: wider margins are a slip in the profile
_CLOSE = 0.05  # points that make no difference
# A link leads nowhere on paper: what it leads to is printed after it, unless its words say so. Any style may differ.
_ADDRESSES = (
    ":where(a.external:not(.url):not(.piece)[href^=http])::after{content:' (' attr(href) ')';overflow-wrap:anywhere}"
    ":where(.address[data-href^=http])::after{content:' (' attr(data-href) ')';overflow-wrap:anywhere}\n"
)
_SIDES = ("top", "bottom", "outside", "inside")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Laid(Generic[T]):
    """Pages as the printer looks at them, and what they were made by."""

    leaves: Sequence[Leaf]
    pages: T


@dataclass(frozen=True, slots=True)
class _Room:
    """How far from the edges things stand, in points: the smallest distance on any page that has words."""

    margins: Sides
    heads: Sides  # of running heads and folios; infinite where no such stands
    middle: Sides  # of those in the middle of their margin, which half of what it grows by moves on


def settle(
    composition: Composition, printer: Printer, lay_out: Callable[[str], Laid[T]]
) -> tuple[Laid[T], tuple[Diagnostic, ...]]:
    """Lay out a composition for its printer, again and again until the margins fit the number of pages.

    ``lay_out`` gives the pages with CSS after all other. There are :data:`_MOST_ROUNDS` layouts at the most, and no
    further one when the last has changed nothing; what then is still too near to an edge is said (P831).
    """
    css = _of_the_press(printer, composition.edition.bleed)
    laid = lay_out(css)
    asked, before = Sides(), None
    width, height = laid.leaves[0].width * PX_TO_PT, laid.leaves[0].height * PX_TO_PT
    for _ in range(_MOST_ROUNDS - 1):
        room = _room(laid.leaves)
        wanted = _wanted(room, _demanded(laid.leaves, composition, printer))
        if not any(_each(wanted)) or not _leaves_a_page(wanted, width, height):
            break
        if before is not None and not _better(room, before, wanted):
            break
        asked, before = _largest(asked, wanted), room
        laid = lay_out(css + _variables(asked))
    found = (*_cut(composition, printer, width, height), *_tight(laid.leaves, composition, printer))
    return laid, found


def _of_the_press(printer: Printer, bleed: bool) -> str:
    """What a printer changes in any style: how far the page reaches over the trim, its marks, and the thinnest rule."""
    css = f":root{{--hairline:{printer.rule_least:g}pt}}\n" if printer.rule_least > 0.5 else ""
    if not printer.links:
        css += _ADDRESSES
    if not printer.marks:
        css += "@page{marks:none!important}\n"
    sides = printer.bleed if bleed else Sides()
    css += f":root{{{';'.join(f'--bleed-{side}:{getattr(sides, side):g}pt' for side in _SIDES)}}}\n"
    for page, left, right in (("left", sides.outside, sides.inside), ("right", sides.inside, sides.outside)):
        lengths = (("top", sides.top), ("bottom", sides.bottom), ("left", left), ("right", right))
        css += f"@page :{page}{{{';'.join(f'bleed-{side}:{length:g}pt!important' for side, length in lengths)}}}\n"
    return css


# Margins


def _demanded(leaves: Sequence[Leaf], composition: Composition, printer: Printer) -> Sides:
    """The margins that the printer wants in a book of so many pages, its last sheet filled; in points."""
    safe = printer.margins_with_bleed if composition.edition.bleed else printer.margins
    gutter = printer.gutter(whole_count(leaves, printer))
    return Sides(safe.top, safe.bottom, safe.outside, max(gutter, safe.inside))


def _wanted(room: _Room, demanded: Sides) -> Sides:
    """The margins with which everything stands where it may, in points; 0 for a side that needs no other."""
    all_sides = zip(*map(_each, (room.margins, room.heads, room.middle, demanded)), strict=True)
    return Sides(*(_more(*side) for side in all_sides))


def _more(own: float, head: float, middle: float, demanded: float) -> float:
    """A margin as much wider as is missing to it, or to the heads in it; 0: nothing is."""
    missing = max(demanded - own, demanded - head, 2 * (demanded - middle))
    return own + missing if missing > _CLOSE else 0.0


def _better(room: _Room, before: _Room, wanted: Sides) -> bool:
    """Whether the last layout came nearer to what is still wanted on any side."""
    return any(getattr(wanted, side) and _nearest(room, side) > _nearest(before, side) + _CLOSE / 2 for side in _SIDES)


def _nearest(room: _Room, side: str) -> float:
    return min(float(getattr(each, side)) for each in (room.margins, room.heads, room.middle))


def _each(sides: Sides) -> tuple[float, ...]:
    return tuple(getattr(sides, side) for side in _SIDES)


def _largest(one: Sides, other: Sides) -> Sides:
    return Sides(*map(max, _each(one), _each(other)))


def _leaves_a_page(margins: Sides, width: float, height: float) -> bool:
    """Whether there is something to print on within these margins: a profile may say anything."""
    return margins.inside + margins.outside < width * _MOST_MARGIN and (
        margins.top + margins.bottom < height * _MOST_MARGIN
    )


def _variables(sides: Sides) -> str:
    said = zip(_SIDES, _each(sides), strict=True)
    return ":root{" + ";".join(f"--margin-{side}:{length:.3f}pt" for side, length in said if length) + "}\n"


def _room(leaves: Sequence[Leaf]) -> _Room:
    """What is free on the pages. One without words (an empty one, a picture to the edge) may have any margins."""
    margins = [_sides(leaf, *leaf.margins) for leaf in leaves if leaf.words]
    heads = [(_free(leaf, head), head.middle) for leaf in leaves if leaf.words for head in leaf.heads]
    ends = [sides for sides, in_the_middle in heads if not in_the_middle]
    return _Room(_least(margins), _least(ends), _least([sides for sides, in_the_middle in heads if in_the_middle]))


def _least(rooms: list[Sides]) -> Sides:
    return Sides(*(min((getattr(each, side) for each in rooms), default=inf) for side in _SIDES))


def _sides(leaf: Leaf, left: float, right: float, top: float, bottom: float) -> Sides:
    """Pixels from the edges of a page as points from the sides of a bound book."""
    inside, outside = (right, left) if leaf.side == "left" else (left, right)
    return Sides(top * PX_TO_PT, bottom * PX_TO_PT, outside * PX_TO_PT, inside * PX_TO_PT)


def _free(leaf: Leaf, head: Head) -> Sides:
    """How far a head is from the edges whose margin it stands in; of others it does not tell."""
    where = sides_of(head.keyword)
    lengths = (getattr(head, side) if side in where else inf for side in ("left", "right", "top", "bottom"))
    return _sides(leaf, *lengths)


# What cannot be helped


def _cut(composition: Composition, printer: Printer, width: float, height: float) -> tuple[Diagnostic, ...]:
    """A trim that the printer does not take, where the style has chosen it; the edition's own is checked before."""
    if composition.edition.papers or takes_trim(printer, width, height):
        return ()
    message = (
        f"{printer.title} does not cut {width / 72:g} × {height / 72:g} in, the size of the style `{composition.style}`"
    )
    hint = f'write papers = ["6x9"] or another of {", ".join(printer.trims)} ({printer.source("trims")})'
    return (rules.TRIM_REFUSED.at(_place(composition), message, hint),)


def _tight(leaves: Sequence[Leaf], composition: Composition, printer: Printer) -> tuple[Diagnostic, ...]:
    """What is still too near to an edge: a style that does not take its margins from the variables cannot be helped."""
    room, demanded = _room(leaves), _demanded(leaves, composition, printer)
    wanted = _wanted(room, demanded)
    found = []
    for side in _SIDES:
        if not getattr(wanted, side):
            continue
        own, least, head = getattr(room.margins, side), getattr(demanded, side), _nearest(room, side)
        what = f"the {side} margin is {own:.1f} pt"
        if own >= least:
            what = f"a folio or running head stands {head:.1f} pt from the edge ({side})"
        figure = "gutters" if side == "inside" else "margins"
        message = f"{what}; {printer.title} wants {least:.1f} pt in a book of {whole_count(leaves, printer)} pages"
        hint = f"let the style take it from var(--margin-{side}) ({printer.source(figure)})"
        found.append(rules.MARGIN_TOO_SMALL.at(_place(composition), message, hint))
    return tuple(found)


def counted(count: int, composition: Composition, printer: Printer) -> tuple[Diagnostic, ...]:
    """A book that is too thin or too thick for its printer, with so many pages."""
    if count < printer.pages_least:
        message = f"the book has {count} pages; {printer.title} binds none of fewer than {printer.pages_least}"
        hint = f"a larger type or a smaller trim gives more pages ({printer.source('pages_least')})"
        return (rules.TOO_FEW_PAGES.at(_place(composition), message, hint),)
    if printer.pages_most and count > printer.pages_most:
        message = f"the book has {count} pages; {printer.title} binds none of more than {printer.pages_most}"
        hint = f"a smaller type, a larger trim, or two volumes ({printer.source('pages_most')})"
        return (rules.TOO_MANY_PAGES.at(_place(composition), message, hint),)
    return ()


def _place(composition: Composition) -> Span:
    return dict(composition.spans).get(PROFILE, Span(""))
