"""What a process keeps for its next PDF: the looks of its last ones, each found by all that it was made from.

A look is what the parts of a book share (faces, sheets, styles, measured words) and the book's last fragments. Nothing
in it depends on a text, so the bytes of a book are the same in a look that others were set in before.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the engine is loaded by who makes a PDF, and not by who may have to
    from publisher.formats.pdf.parts.fragment import Fragment
    from publisher.formats.pdf.parts.press import Dress

MOST = 4
"""Looks that are kept: the editions of a book, each by one process, or what one was laid out in until its margins fit
its pages."""


@dataclass(slots=True)
class Look:
    """A dress, and the fragments of the book that it was used for last: by their keys, with their places' digests."""

    dress: Dress
    ends: ExitStack  # lets go what the dress holds on disk
    fragments: dict[str, tuple[bytes, Fragment]] = field(default_factory=dict)


class Wardrobe:
    """The looks that were used last. Not for two threads at once."""

    def __init__(self, *, lasts: bool = True) -> None:
        """Nothing is kept yet. ``lasts``: whether this process is to make others afterwards."""
        self.lasts = lasts
        self._looks: dict[str, Look] = {}  # the latest at the end

    def look(self, key: str, make: Callable[[ExitStack], Dress]) -> Look:
        """The look that is kept under a key, or a new one in the dress that ``make`` gives."""
        look = self._looks.pop(key, None)
        if look is None:
            while len(self._looks) >= MOST:
                self._looks.pop(next(iter(self._looks))).ends.close()
            ends = ExitStack()
            look = Look(make(ends), ends)
        self._looks[key] = look
        return look

    def clear_disk(self) -> None:
        """Let go what the looks hold on the disk; after that they are good for nothing."""
        for look in self._looks.values():
            look.ends.close()

    def close(self) -> None:
        """Let everything go: at the end, or because something went wrong in a look."""
        self.clear_disk()
        self._looks.clear()
