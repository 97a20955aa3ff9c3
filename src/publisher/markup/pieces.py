"""Pieces: the flat row that the text of a block is cut into, before it becomes a tree."""

from __future__ import annotations

from collections.abc import Mapping

from publisher.markup.html import Tag
from publisher.markup.node import Attrs
from publisher.value import dataclass


@dataclass(slots=True, eq=False)
class Run:
    """A run of ``*``, ``_`` or ``~~`` that may open or close emphasis (CommonMark 6.2); a link in a chain of runs."""

    char: str
    length: int  # characters not yet used
    original: int
    can_open: bool
    can_close: bool
    start: int  # offset of the first character not yet used
    end: int
    before: Run | None = None
    after: Run | None = None
    opens: list[Piece] | None = None
    closes: list[Piece] | None = None


@dataclass(slots=True, eq=False)
class Piece:
    """One piece: ``kind`` is text, open, close, leaf, break, tag or html.

    ``node``, ``tag`` and ``attrs`` are those of the node that an open or leaf piece becomes. A literal text is not
    touched by typography: it was escaped, written as an entity, or is an address.
    """

    kind: str
    start: int
    end: int
    text: str = ""
    node: str = ""
    tag: str = ""
    attrs: Attrs = ()
    literal: bool = False
    run: Run | None = None
    html: Tag | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What the text of a block may refer to: link definitions and labels of notes in the chapter; and which dialect.

    ``references`` maps a normalised label to address and title. ``plain`` is CommonMark and nothing more.
    """

    references: Mapping[str, tuple[str, str]]
    notes: frozenset[str] = frozenset()
    plain: bool = False
