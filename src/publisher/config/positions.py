"""Where each key and each list item of a TOML file stands, since tomllib does not tell.

The scanner knows just enough of TOML 1.0 to walk over keys and values. Where it loses the thread it stops and
gives what it has: the file is then not TOML, and tomllib says so.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Mapping

from publisher.patterns import regex
from publisher.source import Span
from publisher.value import dataclass

Path = tuple[str | int, ...]

MAX_DEPTH = 16
"""How many tables and lists may stand in each other, and how many parts a dotted key may have."""

_SPACE = regex(r"[ \t]*")
_GAP = regex(r"(?:[ \t\r\n]|#[^\n]*)*")
_BARE_KEY = regex(r"[A-Za-z0-9_-]+")
_QUOTED = r"""(?:"(?:\\.|[^"\\\n])*"|'[^'\n]*')"""
_LONG = r'''(?:"""(?:\\.|[^\\])*?"{3,5}|\'{3}.*?\'{3,5})'''
_STRING = regex(f"{_LONG}|{_QUOTED}", re.DOTALL)
_QUOTED_KEY = regex(_QUOTED)
_SCALAR = regex(r"[^,\[\]{}\n#]+")


@dataclass(frozen=True, slots=True)
class Positions:
    """The places of a TOML file: of each key where it is written, of each list item where it begins.

    ``too_deep`` is the place where something nests deeper than :data:`MAX_DEPTH`; nothing after it was looked at.
    """

    path: str
    places: Mapping[Path, Span]
    too_deep: Span | None = None

    def at(self, loc: Path) -> Span:
        """The place of ``loc``, or of the nearest thing around it."""
        for length in range(len(loc), 0, -1):
            span = self.places.get(loc[:length])
            if span is not None:
                return span
        return Span(self.path, 1)


def find_positions(text: str, path: str) -> Positions:
    """The places of all keys and list items in TOML ``text``; never raises."""
    scanner = _Scanner(text)
    too_deep = None
    try:
        scanner.document()
    except _Lost:
        pass
    except _TooDeep as stop:
        too_deep = scanner.span(path, stop.offset, stop.offset)
    places = {loc: scanner.span(path, start, end) for loc, (start, end) in scanner.found.items()}
    return Positions(path, places, too_deep)


class _Lost(Exception):
    """The text is not TOML here."""


class _TooDeep(Exception):
    def __init__(self, offset: int) -> None:
        self.offset = offset


class _Scanner:
    """One walk over the text; ``found`` holds the offsets of what was met."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.found: dict[Path, tuple[int, int]] = {}
        self.lengths: dict[Path, int] = {}  # arrays of tables
        self.lines = [0, *(match.end() for match in re.finditer("\n", text))]

    def span(self, path: str, start: int, end: int) -> Span:
        line, column = self._line_column(start)
        end_line, end_column = self._line_column(end) if end > start else (0, 0)
        return Span(path, line, column, end_line, end_column)

    def _line_column(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self.lines, offset)
        return line, offset - self.lines[line - 1] + 1

    def document(self) -> None:
        table: Path = ()
        while True:
            self._skip(_GAP)
            if self.at >= len(self.text):
                return
            if self.text[self.at] == "[":
                table = self._header()
            else:
                self._pair(table, 0)
            self._skip(_SPACE)
            if self.text[self.at : self.at + 1] not in ("", "\n", "#"):
                raise _Lost

    def _skip(self, pattern: re.Pattern[str]) -> None:
        match = pattern.match(self.text, self.at)
        if match:
            self.at = match.end()

    def _take(self, token: str) -> None:
        if not self.text.startswith(token, self.at):
            raise _Lost
        self.at += len(token)

    def _header(self) -> Path:
        """``[a.b]`` or ``[[a.b]]``: the path of the table that the next keys belong to."""
        brackets = 2 if self.text.startswith("[[", self.at) else 1
        self.at += brackets
        parts = self._key()
        self._take("]" * brackets)
        path: Path = ()
        for position, (name, start, end) in enumerate(parts):
            path = (*path, name)
            self.found.setdefault(path, (start, end))
            last = position == len(parts) - 1
            if last and brackets == 2:
                self.lengths[path] = self.lengths.get(path, 0) + 1
            if path in self.lengths:
                path = (*path, self.lengths[path] - 1)
                self.found.setdefault(path, (start, end))
        return path

    def _key(self) -> list[tuple[str, int, int]]:
        """The parts of a dotted key with their offsets."""
        parts: list[tuple[str, int, int]] = []
        while True:
            self._skip(_SPACE)
            start = self.at
            if len(parts) >= MAX_DEPTH:
                raise _TooDeep(start)
            bare = _BARE_KEY.match(self.text, start)
            if bare:
                self.at = bare.end()
                name = bare.group()
            else:
                name = self._quoted_key()
            parts.append((name, start, self.at))
            self._skip(_SPACE)
            if not self.text.startswith(".", self.at):
                return parts
            self.at += 1

    def _quoted_key(self) -> str:
        match = _QUOTED_KEY.match(self.text, self.at)
        if not match:
            raise _Lost
        self.at = match.end()
        try:
            name = tomllib.loads(f"name = {match.group()}")["name"]
        except tomllib.TOMLDecodeError as error:
            raise _Lost from error
        return str(name)

    def _pair(self, table: Path, depth: int) -> None:
        path = table
        for name, start, end in self._key():
            path = (*path, name)
            self.found.setdefault(path, (start, end))
        if len(path) > 2 * MAX_DEPTH:
            raise _TooDeep(self.at)
        self._take("=")
        self._skip(_SPACE)
        self._value(path, depth)

    def _value(self, path: Path, depth: int) -> None:
        first = self.text[self.at : self.at + 1]
        if first in ("[", "{"):
            if depth >= MAX_DEPTH:
                raise _TooDeep(self.at)
            (self._list if first == "[" else self._table)(path, depth + 1)
            return
        pattern = _STRING if first in ('"', "'") else _SCALAR
        match = pattern.match(self.text, self.at)
        if not match:
            raise _Lost
        self.at = match.end()

    def _list(self, path: Path, depth: int) -> None:
        self.at += 1
        index = 0
        while True:
            self._skip(_GAP)
            if self.text.startswith("]", self.at):
                self.at += 1
                return
            item = (*path, index)
            start = self.at
            self._value(item, depth)
            self.found.setdefault(item, (start, self.at if "\n" not in self.text[start : self.at] else start))
            self._skip(_GAP)
            self._comma_before("]")
            index += 1

    def _table(self, path: Path, depth: int) -> None:
        self.at += 1
        while True:
            self._skip(_GAP)  # TOML 1.1 allows line ends here
            if self.text.startswith("}", self.at):
                self.at += 1
                return
            self._pair(path, depth)
            self._skip(_GAP)
            self._comma_before("}")

    def _comma_before(self, end: str) -> None:
        if self.text.startswith(",", self.at):
            self.at += 1
        elif not self.text.startswith(end, self.at):
            raise _Lost
