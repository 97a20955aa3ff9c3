"""Which page every part begins on: sides, blank pages, numbers, and what other parts must know of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import field, replace

from publisher.formats.pdf.parts.fragment import Fragment, PageValues
from publisher.formats.pdf.parts.margins import Unjoinable
from publisher.formats.pdf.parts.press import between
from publisher.value import dataclass

_FORCED = frozenset(("page", "left", "right", "recto", "verso"))


@dataclass(frozen=True, slots=True)
class Seat:
    """A fragment in the row of the book; ``part`` is -1 for a page that stays blank before the next part."""

    part: int
    fragment: Fragment  # its pages on the sides that they have come to
    numbers: tuple[int, ...]
    right: bool  # whether it begins with a right page


@dataclass(slots=True)
class Row:
    """The book from its first page to its last."""

    seats: list[Seat] = field(default_factory=list)
    pages: dict[str, int] = field(default_factory=dict)  # id → index of its page
    twice: list[str] = field(default_factory=list)  # ids that stand in two parts

    @property
    def numbers(self) -> tuple[int, ...]:
        """The value of the page counter on every page."""
        return tuple(number for seat in self.seats for number in seat.numbers)

    def number_of(self, id: str) -> int:
        """The number of the page that an id stands on; 0 where it is on none."""
        index = self.pages.get(id)
        return 0 if index is None else self.numbers[index]


def seat(fragments: Sequence[Fragment], blank: Callable[[bool], Fragment], *, rtl: bool) -> Row:
    """Put fragments in a row. ``blank`` gives a blank page, right or left. Raises :class:`Unjoinable`."""
    row, right, counter, index = Row(), not rtl, 0, 0
    before: Fragment | None = None
    for part, fragment in enumerate(fragments):
        wanted = _side(before, fragment, rtl) if before is not None else None
        if wanted is not None and wanted != right:
            empty = blank(right)
            counter = _sit(row, -1, empty, right, counter)
            right, index = not right, index + 1
        counter = _sit(row, part, fragment, right, counter)
        for offset, page in enumerate(fragment.pages):
            for id, _, _ in page.anchors:
                if row.pages.setdefault(id, index + offset) < index:
                    row.twice.append(id)
        index += len(fragment.pages)
        right = right == (len(fragment.pages) % 2 == 0)
        before = fragment
    return row


def _side(before: Fragment, fragment: Fragment, rtl: bool) -> bool | None:
    """Whether the fragment must begin on a right page, or on a left one; None: on any."""
    forced = between(before.after, fragment.before)
    if forced not in _FORCED:
        raise Unjoinable("chapters that share a page")
    if forced == "page":
        return None
    return forced == "right" or forced == ("verso" if rtl else "recto")


def _sit(row: Row, part: int, fragment: Fragment, right: bool, counter: int) -> int:
    """Add a fragment; gives the page counter after it."""
    numbers: list[int] = []
    pages: list[PageValues] = []
    for offset, page in enumerate(fragment.pages):
        numbers.append(counter + page.number if page.relative else page.number)
        side = "right" if right == (offset % 2 == 0) else "left"
        pages.append(page if page.side == side else replace(page, side=side))
    if any(page is not other for page, other in zip(pages, fragment.pages, strict=True)):
        fragment = replace(fragment, pages=tuple(pages))
    row.seats.append(Seat(part, fragment, tuple(numbers), right))
    return numbers[-1] if numbers else counter
