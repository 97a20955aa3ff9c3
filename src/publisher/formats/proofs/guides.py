"""The lines that a proof draws over a page: trim, safe area, margins and baseline grid, all in points."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from publisher.config.printers import Sides
from publisher.style.composition import Composition

_VARIABLE = re.compile(r"--(leading|grid|margin-(?:top|bottom|inside|outside))\s*:\s*([^;}]{1,80})")
_LENGTH = re.compile(r"\s*([0-9]*\.?[0-9]+)(pt|mm|cm|in|px|q|pc)\s*", re.IGNORECASE)
_POINTS = {"pt": 1.0, "mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0, "px": 0.75, "q": 72 / 101.6, "pc": 12.0}
_LEAST_LEADING = 4.0  # points: a narrower grid would be a grey wall
_STEPS = 20  # to the point: how exactly a baseline's place on the grid is told
_SHARE = 0.4  # of the lines that must agree, or there is no grid


@dataclass(frozen=True, slots=True)
class Guides:
    """Where the lines of a page are, in points from its trim; ``None`` or 0 where there are none to draw."""

    facing: bool = True  # whether the sides change with the page
    rtl: bool = False
    safe: Sides | None = None  # nearer to the trim nothing may stand
    margins: Sides | None = None
    leading: float = 0.0
    first_line: float = 0.0  # from the top of the page down to a line of the grid

    def grid(self, height: float) -> tuple[float, ...]:
        """The lines of the grid between the margins of a page of this height, from the top of the page down."""
        if not self.leading or self.margins is None:
            return ()
        top, bottom = self.margins.top, height - self.margins.bottom
        line = self.first_line
        while line - self.leading >= top - 0.05:
            line -= self.leading
        while line < top - 0.05:
            line += self.leading
        found = []
        while line <= bottom + 0.05:
            found.append(line)
            line += self.leading
        return tuple(found)


def read_guides(composition: Composition, pages: int, *, facing: bool, grid: bool) -> Guides:
    """The lines for a book of so many pages: the printer's safe area, the style's margins and its leading.

    ``facing`` says whether the finished PDF asks to be shown by twos; a printer's own word goes before it.
    The grid begins at the top margin; :func:`on_baselines` moves it to where the letters stand.
    """
    said = _variables(composition.css)
    sides = tuple(_points(said.get(f"margin-{side}", "")) for side in ("top", "bottom", "outside", "inside"))
    margins = Sides(*sides) if all(sides[:2]) else None
    leading = _points(said.get("leading", "")) if grid and said.get("grid", "").strip() != "none" else 0.0
    printer = composition.printer
    safe = None
    if printer is not None:
        facing = printer.facing
        most = printer.margins_with_bleed if composition.edition.bleed else printer.margins
        safe = Sides(most.top, most.bottom, most.outside, max(most.inside, printer.gutter(pages)))
        margins = _as_settled(margins, safe)
    return Guides(
        facing=facing,
        rtl=composition.info.direction == "rtl",
        safe=safe,
        margins=margins,
        leading=leading if leading >= _LEAST_LEADING else 0.0,
        first_line=margins.top if margins is not None else 0.0,
    )


def _as_settled(margins: Sides | None, safe: Sides) -> Sides | None:
    """The margins as the book was laid out with: none narrower than the printer takes."""
    if margins is None:
        return None
    pairs = ((getattr(margins, side), getattr(safe, side)) for side in ("top", "bottom", "outside", "inside"))
    return Sides(*(max(pair) for pair in pairs))


def on_baselines(leading: float, baselines: Iterable[float]) -> float | None:
    """Where, in points down from the top and within one leading, most baselines stand; None where they do not agree.

    ``baselines`` are measured down from the top of their pages.
    """
    if not leading:
        return None
    places = Counter(round(each % leading * _STEPS) % max(1, round(leading * _STEPS)) for each in baselines)
    total = sum(places.values())
    if not total:
        return None
    ring = max(1, round(leading * _STEPS))
    near = {place: sum(places[(place + step) % ring] for step in (-1, 0, 1)) for place in sorted(places)}
    best = max(near, key=lambda place: (near[place], places[place], -place))
    return best / _STEPS if near[best] >= total * _SHARE else None


def _variables(css: str) -> dict[str, str]:
    """The measures that the sheets declare, the last of each: it wins, since all stand in ``:root``."""
    return {match[1]: match[2] for match in _VARIABLE.finditer(css)}


def _points(written: str) -> float:
    """A CSS length in points; 0 for what is none, or no absolute one."""
    match = _LENGTH.fullmatch(written)
    return float(match[1]) * _POINTS[match[2].lower()] if match else 0.0
