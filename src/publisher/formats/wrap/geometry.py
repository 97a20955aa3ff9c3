"""Where everything lies on a cover wrap, in points from the upper left corner of the sheet; pure arithmetic."""

from __future__ import annotations

from publisher.config.printers import Printer, Stock
from publisher.value import dataclass

BARCODE_AWAY = 18.0  # a quarter of an inch from trim and fold, where scanners in shops expect the field to be clear
_FOLD = 4.5  # a sixteenth of an inch: how far a fold may wander


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle on the sheet, in points; y grows downward."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The x of its right side."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The y of its lower side."""
        return self.y + self.height

    def within(self, left: float, top: float, right: float, bottom: float) -> Rect:
        """What is left of it without these strips."""
        return Rect(self.x + left, self.y + top, self.width - left - right, self.height - top - bottom)


@dataclass(frozen=True, slots=True)
class Wrap:
    """One sheet. ``back``, ``spine`` and ``front`` are trimmed panels: the bleed lies around all three."""

    width: float  # of the sheet, bleed and all
    height: float
    bleed: float
    safe: float  # how far words and art of importance keep from trim and folds
    clear: float  # how far words on the spine keep from the folds
    back: Rect
    spine: Rect
    front: Rect
    barcode: Rect | None  # the white field; None where the printer wants none
    rtl: bool = False

    @property
    def folds(self) -> tuple[float, float]:
        """The x of both folds, from left to right."""
        return self.spine.x, self.spine.right

    @property
    def trim(self) -> Rect:
        """The sheet without its bleed."""
        return Rect(self.bleed, self.bleed, self.width - 2 * self.bleed, self.height - 2 * self.bleed)

    @property
    def front_art(self) -> Rect:
        """The front with the bleed on its three outer sides."""
        return self._with_bleed(self.front)

    @property
    def back_art(self) -> Rect:
        """The back with the bleed on its three outer sides, and the spine: what the front's art runs on over.

        It reaches a point under the front, so that nothing shines through between them.
        """
        both = Rect(min(self.back.x, self.spine.x), self.back.y, self.back.width + self.spine.width, self.back.height)
        under = (1.0, 0.0) if self.rtl else (0.0, 1.0)
        return self._with_bleed(both).within(-under[0], 0, -under[1], 0)

    def safe_of(self, panel: Rect) -> Rect:
        """Where on a panel words may stand: away from the trim, and from the folds as far as those may wander."""
        side = self.clear if panel is self.spine else max(self.safe, _FOLD)
        return panel.within(side, self.safe, side, self.safe)

    def _with_bleed(self, panel: Rect) -> Rect:
        left = self.bleed if panel.x <= self.bleed + 0.001 else 0.0
        right = self.bleed if panel.right >= self.width - self.bleed - 0.001 else 0.0
        return panel.within(-left, -self.bleed, -right, -self.bleed)


def spine_width(pages: int, printer: Printer, stock: Stock | None) -> float | None:
    """How thick a book of so many pages is, in points; None where the profile does not say.

    Hard covers come in steps (``spine_bands``); any other spine is pages times the paper's caliper and what the cover
    adds.
    """
    if printer.spine_bands:
        held = next((band for band in printer.spine_bands if pages <= band.pages), None)
        return held.amount if held is not None else None
    return pages * stock.caliper + printer.spine_extra if stock is not None else None


def measure(trim: tuple[float, float], spine: float, printer: Printer, *, rtl: bool = False) -> Wrap:
    """The sheet for a trim (width and height in points) and a spine.

    A book that is read from right to left opens at the other side: its front lies left of the spine. The barcode's
    field stands at the lower right of the back.
    """
    width, height = trim
    bleed = printer.cover_bleed
    left = Rect(bleed, bleed, width, height)
    middle = Rect(bleed + width, bleed, spine, height)
    right = Rect(bleed + width + spine, bleed, width, height)
    back, front = (right, left) if rtl else (left, right)
    return Wrap(
        width=2 * width + spine + 2 * bleed,
        height=height + 2 * bleed,
        bleed=bleed,
        safe=printer.cover_safe,
        clear=printer.spine_clear,
        back=back,
        spine=middle,
        front=front,
        barcode=_barcode(back, printer),
        rtl=rtl,
    )


def _barcode(back: Rect, printer: Printer) -> Rect | None:
    width, height = printer.barcode
    if not (width and height):
        return None
    away = max(printer.cover_safe, BARCODE_AWAY)
    if width + 2 * away > back.width or height + 2 * away > back.height:
        return None
    return Rect(back.right - away - width, back.bottom - away - height, width, height)


def may_have_words(pages: int, printer: Printer) -> bool:
    """Whether the printer lets words stand on the spine of a book of so many pages."""
    return pages >= printer.spine_text_pages
