"""Places: from an offset in the text of a block back to the line and column in the author's file.

markdown-it tells only the lines of a block. The text of a block is what is left of those lines when indents and
markers are taken away, so each of its lines is the end of a source line, and that gives the column exactly. Where
it does not (a tab that was split, say) the column is 0: rather less than a false one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from publisher.patterns import regex
from publisher.source import Span
from publisher.value import dataclass

_CLOSING_HASHES = regex(r"[ \t]+#+[ \t]*$")
_ESCAPED = regex(r"\\\|")
_CELL_END = regex(r"(?<!\\)\|")


@dataclass(frozen=True, slots=True)
class Lines:
    """Where the text of one block stands.

    ``starts`` are offsets in the block's text, ``lines`` and ``columns`` the places of the character at each; a
    column of 0 is unknown. Between two starts every character stands one column after the one before.
    """

    path: str
    starts: Sequence[int]
    lines: Sequence[int]
    columns: Sequence[int]

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column (1-based; column 0 when unknown) of the character at ``offset``."""
        index = bisect_right(self.starts, offset) - 1
        column = self.columns[index]
        return self.lines[index], column + offset - self.starts[index] if column else 0

    def span(self, start: int, end: int) -> Span:
        """The span from ``start`` to ``end`` (exclusive)."""
        starts = self.starts
        columns = self.columns
        if len(starts) == 1:
            line = self.lines[0]
            column = columns[0]
            return Span(self.path, line, column + start, line, column + end) if column else Span(self.path, line)
        index = bisect_right(starts, start) - 1
        line = self.lines[index]
        column = columns[index]
        if not column:
            return Span(self.path, line)
        last = index if end <= start else bisect_right(starts, end - 1) - 1
        if not columns[last]:
            return Span(self.path, line, column + start - starts[index])
        end_column = columns[last] + end - starts[last]
        return Span(self.path, line, column + start - starts[index], self.lines[last], end_column)


def line_only(path: str, line: int) -> Lines:
    """A map that knows nothing but one line."""
    return Lines(path, (0,), (line,), (0,))


def block_lines(path: str, content: str, first_line: int, source: Sequence[str]) -> Lines:
    """The map of a block whose text is ``content`` and whose first line is ``first_line`` (1-based) of ``source``."""
    starts: list[int] = []
    columns: list[int] = []
    offset = 0
    number = first_line
    for line in content.split("\n"):
        starts.append(offset)
        columns.append(_column(line, source[number - 1] if number <= len(source) else ""))
        offset += len(line) + 1
        number += 1
    return Lines(path, starts, range(first_line, number), columns)


def _column(line: str, source: str) -> int:
    words = line.strip()
    source = source.rstrip()
    if not words or not source.endswith(words):
        return 0
    lead = len(line) - len(line.lstrip())
    return max(0, len(source) - len(words) + 1 - lead)


def heading_lines(path: str, content: str, line: int, source: Sequence[str]) -> Lines:
    """The map of an ATX heading: its text may be followed by closing hashes."""
    text = source[line - 1].rstrip() if line <= len(source) else ""
    for candidate in (_CLOSING_HASHES.sub("", text).rstrip(), text):
        if content and candidate.endswith(content):
            return Lines(path, (0,), (line,), (len(candidate) - len(content) + 1,))
    return line_only(path, line)


def cell_lines(path: str, cells: Sequence[str], line: int, source: Sequence[str]) -> list[Lines]:
    """The maps of the cells of one table row; ``\\|`` in the source is ``|`` in a cell."""
    text = source[line - 1] if line <= len(source) else ""
    bounds = [0, *(match.end() for match in _CELL_END.finditer(text)), len(text) + 1]
    pieces = [(begin, text[begin : end - 1]) for begin, end in pairwise(bounds)]
    for first in (1, 0):
        found = _cells_from(path, cells, line, pieces[first:], loose_start=first == 0)
        if found:
            return found
    return [line_only(path, line) for _ in cells]


def _cells_from(
    path: str, cells: Sequence[str], line: int, pieces: list[tuple[int, str]], loose_start: bool
) -> list[Lines] | None:
    found: list[Lines] = []
    for index, cell in enumerate(cells):
        begin, piece = pieces[index] if index < len(pieces) else (0, "")
        words = piece.strip()
        plain = words.replace("\\|", "|")
        if plain != cell:
            if not (loose_start and index == 0 and cell and plain.endswith(cell)):
                return None
            words = words[len(words) - len(cell) - cell.count("|") :]
            if words.replace("\\|", "|") != cell:
                return None
        if not cell:
            found.append(line_only(path, line))
            continue
        column = begin + piece.rstrip().rfind(words) + 1
        starts, columns = [0], [column]
        for number, match in enumerate(_ESCAPED.finditer(words) if "\\" in words else ()):
            starts.append(match.start() - number)
            columns.append(column + match.start() + 1)
        if len(starts) > 1 and starts[1] == 0:
            del starts[0], columns[0]
        found.append(Lines(path, starts, [line] * len(starts), columns))
    return found
