"""A source is one text file of the manuscript; a span is a place in it.

Lines and columns count from 1, in characters. A column of 0 means that only the line is known:
we would rather say less than point at the wrong letter.
"""

from __future__ import annotations

from publisher.value import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """A place in a file of the manuscript.

    ``path`` is a POSIX path relative to the manuscript folder (``""`` for the manuscript as a whole).
    ``line``/``column`` are 1-based; 0 means unknown. The end is exclusive and 0 when unknown.
    """

    path: str
    line: int = 0
    column: int = 0
    end_line: int = 0
    end_column: int = 0

    def __str__(self) -> str:
        """``path:line:column``, as far as known."""
        parts = [self.path]
        if self.line:
            parts.append(str(self.line))
            if self.column:
                parts.append(str(self.column))
        return ":".join(parts)


@dataclass(frozen=True, slots=True)
class Source:
    """One text file, decoded: no byte order mark, and every line end is ``\\n``."""

    path: str
    text: str

    def line(self, number: int) -> str:
        """The text of line ``number`` (1-based) without its line end; empty when there is no such line."""
        lines = self.text.split("\n")
        return lines[number - 1] if 0 < number <= len(lines) else ""
