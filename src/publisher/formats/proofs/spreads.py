"""Which pages lie side by side when a book is open."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spread:
    """What is seen at once: the pages on the left and on the right, numbered from 0; None where there is none."""

    left: int | None
    right: int | None

    @property
    def pages(self) -> tuple[int, ...]:
        """The pages that there are, from left to right."""
        return tuple(page for page in (self.left, self.right) if page is not None)


def spreads(count: int, *, facing: bool = True, rtl: bool = False) -> tuple[Spread, ...]:
    """The spreads of a book of ``count`` pages, in the order of reading.

    The first page is a recto and stands alone: on the right, in a book that is read from right to left on the left.
    Where pages do not face each other (a handout, stapled at a corner) each stands alone, on the left.
    """
    if not facing:
        return tuple(Spread(page, None) for page in range(count))
    found = []
    for recto in range(0, count + 1, 2):
        verso = recto - 1
        first, second = verso if verso >= 0 else None, recto if recto < count else None
        if first is not None or second is not None:
            found.append(Spread(second, first) if rtl else Spread(first, second))
    return tuple(found)
