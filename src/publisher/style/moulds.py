"""What a template makes of values, kept with places left open for those that it only prints.

To load Jinja and to compile a template takes a hundred times longer than to fill it. So what came of it is kept, by the
template and by all values that decide on something; the words of a chapter, a count of words and the like are put in
their places again. What is kept is text and no code.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from publisher.value import dataclass

Path = tuple[str, ...]  # a name among the values, or a name and a key of the table there
_OF_TABLES = frozenset(name for name in dir(dict) if not name.startswith("_"))  # which a template finds before a key


@dataclass(frozen=True, slots=True)
class Ready:
    """Text that is XHTML already (see :mod:`publisher.style.xhtml`), so that a template does not escape it again."""

    text: str

    def __html__(self) -> str:
        """What Jinja sets as it is."""
        return self.text

    def __str__(self) -> str:
        """The XHTML."""
        return self.text

    def __bool__(self) -> bool:
        """Whether there is any, for ``{% if %}``."""
        return bool(self.text)


@dataclass(frozen=True, slots=True)
class Uses:
    """The values that a template asks for: those that it only prints as they are, and all others."""

    printed: tuple[Path, ...]
    read: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Mould:
    """A template with its values: ``key`` stands for all but those in ``open``, which are text as it is printed."""

    key: str
    open: Mapping[Path, str]

    @classmethod
    def of(cls, named: str, uses: Uses | None, values: Mapping[str, Any]) -> Mould:
        """The mould for some values. ``named`` stands for the template; without ``uses`` every value decides."""
        open: dict[Path, str] = {}
        decides: dict[Path, Any] = {}
        if uses is None:
            decides = {(name,): value for name, value in values.items() if not callable(value)}
        else:
            for path in uses.read:
                decides |= _found(values, path)
            for path in uses.printed:
                for place, value in _found(values, path).items():
                    text = _as_printed(value) if place == path else None
                    if text is None:
                        decides[place] = value
                    else:
                        open[place] = text
            open = {path: text for path, text in open.items() if path not in decides and path[:1] not in decides}
        made_from = repr((named, sorted(open), sorted(decides.items(), key=lambda each: each[0])))
        return cls(f"mould {sha256(made_from.encode('utf-8', 'surrogatepass')).hexdigest()}", open)

    def marked(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The values with a mark for each place that is left open."""
        changed = dict(values)
        for path in self.open:
            mark = Ready(self._mark(path))
            changed[path[0]] = mark if len(path) == 1 else {**changed[path[0]], path[1]: mark}
        return changed

    def pack(self, text: str) -> bytes:
        """What a template made of the marked values, as text and places."""
        by_mark = {self._mark(path): path for path in self.open}
        marks = "|".join(map(re.escape, by_mark))
        parts = re.split(f"({marks})", text) if marks else [text]
        return json.dumps([by_mark.get(part, part) for part in parts]).encode()

    def cast(self, packed: bytes) -> str | None:
        """The text with what belongs into its places; None where it is not as it was packed."""
        try:
            parts = json.loads(packed)
            if not isinstance(parts, list):
                return None
            return "".join([part if isinstance(part, str) else self.open[tuple(part)] for part in parts])
        except (ValueError, TypeError, KeyError):
            return None

    def _mark(self, path: Path) -> str:
        return f"{self.key} {' '.join(path)};"


def _found(values: Mapping[str, Any], path: Path) -> dict[Path, Any]:
    """The value at a path, with the path; of one that leads into no table, the whole that it begins with."""
    root = values.get(path[0])
    if len(path) == 1:
        return {path: root} if path[0] in values and not callable(root) else {}
    if isinstance(root, dict) and path[1] in root and path[1] not in _OF_TABLES:
        return {path: root[path[1]]}
    return {path[:1]: root} if path[0] in values and not callable(root) else {}


def _as_printed(value: object) -> str | None:
    """A value as a template prints it; None of what may be printed in many ways."""
    if isinstance(value, Ready):
        return value.text
    if isinstance(value, str):
        text = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return text.replace("'", "&#39;").replace('"', "&#34;")
    return str(value) if isinstance(value, int) else None
