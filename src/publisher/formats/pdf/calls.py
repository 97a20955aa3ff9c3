"""A footnote stays on the page of its call: rather a line moves than its note.

WeasyPrint 70 does so too (``footnote-policy: line``), but for one case: where a paragraph may only be divided after
lines that just do not fit, it sends the last note of the page away to make room for them. It does not in columns; so
the layout of lines is told that it stands in one.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from publisher.formats.pdf.weasy import block_layout


@contextmanager
def notes_at_their_calls() -> Iterator[None]:
    """Keep notes and calls together in every layout of this block. Not for two layouts in two threads at once."""
    original = block_layout._linebox_layout

    def laid(context: Any, *rest: Any) -> Any:
        noted = context.current_page_footnotes or context.footnotes
        return original(_AsInColumn(context) if noted and not context.in_column else context, *rest)

    block_layout._linebox_layout = laid
    try:
        yield
    finally:
        block_layout._linebox_layout = original


class _AsInColumn:
    """A layout context that is the same in everything, but seems to stand in a column."""

    __slots__ = ("_context",)
    in_column = True

    def __init__(self, context: Any) -> None:
        object.__setattr__(self, "_context", context)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._context, name)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self._context, name, value)
