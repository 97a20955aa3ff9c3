"""How large the words of a wrap are: as large as they may be, smaller where they must, left out where they cannot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from publisher.formats.wrap.geometry import Wrap

AUTHOR, TITLE, PUBLISHER = "author", "title", "publisher"
PARTS = (AUTHOR, TITLE, PUBLISHER)
SPINE_LARGEST, SPINE_LEAST = 20.0, 6.5  # points
BACK_LARGEST, BACK_LEAST, BACK_STEP = 14.0, 8.5, 0.5
_TALL = 1.12  # of the size of type: from the highest ascender to the lowest descender
_BETWEEN = 2.0  # em between the words at the head and those at the foot
_LESS = ((AUTHOR, TITLE, PUBLISHER), (AUTHOR, TITLE), (TITLE,))
HORIZON = 0.62  # of the height: where the front's drawing runs on over the spine, words keep above it …
FOOT = 0.30  # … and the publisher stands within it


@dataclass(frozen=True, slots=True)
class Fit:
    """Sizes in points. ``back_words`` is how many words of the blurb are set, None for all of them."""

    spine_size: float = 10.0
    spine_parts: tuple[str, ...] = PARTS
    back_size: float = BACK_LARGEST
    back_words: int | None = None
    draft: bool = False  # whether it is only measured, and needs no pictures


@dataclass(frozen=True, slots=True)
class SpineRoom:
    """How long the words at the head of the spine and those at its foot may be together, and each alone. Points."""

    whole: float
    head: float
    foot: float


def spine_room(wrap: Wrap, *, drawn_on: bool) -> SpineRoom:
    """The room on a spine; ``drawn_on`` where the front's drawing runs on over its lower part."""
    inner = wrap.safe_of(wrap.spine)
    if not drawn_on:
        return SpineRoom(inner.height, inner.height, inner.height)
    head = wrap.front_art.y + wrap.front_art.height * HORIZON - inner.y
    return SpineRoom(inner.height, head, wrap.front_art.height * FOOT - (wrap.height - inner.bottom))


def fit_spine(wrap: Wrap, room: SpineRoom, ems: Mapping[str, float]) -> tuple[float, tuple[str, ...]]:
    """Size of type and the parts that stand on the spine; no parts where not even the title can.

    ``ems`` is how long each part is in em. The title stays longest, the publisher's name goes first.
    """
    thick = (wrap.spine.width - 2 * wrap.clear) / _TALL
    there = tuple(part for part in PARTS if ems.get(part, 0.0) > 0)
    for wanted in _LESS:
        parts = tuple(part for part in wanted if part in there)
        head = sum(ems[part] for part in parts if part != PUBLISHER) + (1.5 if {AUTHOR, TITLE} <= set(parts) else 0.0)
        foot = ems[PUBLISHER] if PUBLISHER in parts else 0.0
        size = min(thick, SPINE_LARGEST)
        if head:
            size = min(size, room.head / head)
        if foot:
            size = min(size, room.foot / foot, room.whole / (head + foot + _BETWEEN))
        if parts and size >= SPINE_LEAST:
            return int(size * 10) / 10, parts
    return 0.0, ()
