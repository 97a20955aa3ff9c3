"""What texts of known words measure, and what stands for them in the place of the engine's layouts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from publisher.formats.pdf.weasy import line_break
from publisher.formats.pdf.words.shape import UNITS, Face, Faces, Line

Style = Any
# Its letters, its length in bytes, where the next one begins in bytes or None, its width, height and baseline.
FirstLine = tuple["Lettering", int, "int | None", float, float, float]
# A word in which no line ends, whatever stands beside it: letters and figures, and what may follow them.
_LETTERS = re.compile("[\u2018\u201c]?[^\\W_]+(?:['\u2019][^\\W_]+)*[,.;:\u2019\u201d]*")
_OPENING = ("", *"([{\u00bf\u00a1\u201e\u201a\u2018\u201c\u00ab\u2039")
_WRAPPING = frozenset(("normal", "pre-wrap", "pre-line"))
_COLLAPSING = frozenset(("normal", "nowrap", "pre-line"))


@dataclass(slots=True, eq=False)
class Lettering:
    """What stands in the place of the engine's layout of a text: a line of known words."""

    text: str
    line: Line
    justification_spacing: float
    max_width: float | None = None
    first_line_direction: int = 0
    ascent: None = None
    underline_position: None = None
    strikethrough_position: None = None
    _engines: Any = None

    def reactivate(self, style: Style) -> None:
        """Nothing was let go."""

    def deactivate(self) -> None:
        """Let go what only the engine asks for."""
        self._engines = None

    def as_the_engine_has_it(self) -> Any:
        """The engine's own layout of the text."""
        if self._engines is None:
            self._engines = line_break.Layout(self.line.face.style, self.justification_spacing, self.max_width)
            self._engines.set_text(self.text, justify=True)
        return self._engines

    @property
    def layout(self) -> Any:
        """Pango's layout, for whoever paints without :func:`painted_words`."""
        return self.as_the_engine_has_it().layout

    def get_first_line(self) -> Any:
        """Pango's line."""
        return self.as_the_engine_has_it().get_first_line()


@dataclass(slots=True)
class Setter:
    """Sets texts in known words where it can, for one layout."""

    _faces: Faces
    _styles: dict[int, tuple[Style, Face | None]] = field(default_factory=dict)  # kept, so that an id() stays its own

    def face(self, style: Style) -> Face | None:
        """The face of a style."""
        found = self._styles.get(id(style))
        if found is None:
            found = self._styles[id(style)] = (style, self._faces.of(style))
        return found[1]

    def first_line(
        self, text: str, style: Style, max_width: float | None, spacing: float, *, least: bool = False
    ) -> FirstLine | None:
        """What the engine's ``split_first_line`` gives, for a text whose first line ends at a line end or at a space.

        ``least`` says whether the first word is the line where it is wider than that.
        """
        face = self.face(style)
        if face is None:
            return None
        space = style["white_space"]
        end = text.find("\n")
        first = text if end < 0 else text[:end]
        line = face.line(first)
        if line is None or not (first.strip() or style["letter_spacing"] in ("normal", 0)):
            return None
        if max_width is not None and line.width > max_width and space in _WRAPPING:
            return self._broken(face, first, text, style, max_width, spacing, least=least)
        if end < 0:
            length, resume_at = len(text.encode()), None
        else:
            resume_at = len(first.encode()) + 1
            if space in _COLLAPSING and first.endswith(" "):
                first = first.rstrip(" ")
                line = face.line(first)
                if line is None:
                    return None
            length = len(first.encode())
        return Lettering(first, line, spacing, max_width), length, resume_at, line.width, face.height, face.baseline

    def _broken(
        self, face: Face, first: str, text: str, style: Style, max_width: float, spacing: float, *, least: bool
    ) -> FirstLine | None:
        """A line that is filled, word after word, up to a space; None where a word might be divided."""
        words = first.split(" ")
        if not words[-1]:
            return None  # a space at the end may hang over it
        width, count = 0.0, 0
        for word in words:
            known = face.known.get(word)
            if known is None:
                return None
            wider = width + (face.space.units if count else 0) + known.units
            if wider > max_width * UNITS:
                break
            width, count = wider, count + 1
        if count == len(words) or not _is_whole(words[count], style):
            return None
        if not any(words[:count]):
            if not least or count:
                return None
            count = 1
            if len(words) > 1 and not _is_whole(words[1], style):
                return None
        if words[count - 1][-1:] in _OPENING:
            return None  # no line ends after these, nor between spaces, of which some may hang over the end
        ended = " ".join(words[:count])
        resume_at: int | None = len(ended.encode()) + 1
        if count == len(words) or (resume_at or 0) >= len(text.encode()):
            if len(first) != len(text):
                return None  # a line end follows
            resume_at = None
        if resume_at is not None and style["white_space"] not in _COLLAPSING:
            ended += " "
        line = face.line(ended)
        if line is None:
            return None
        lettering = Lettering(ended, line, spacing, max_width)
        return lettering, len(ended.encode()), resume_at, line.width, face.height, face.baseline


def _is_whole(word: str, style: Style) -> bool:
    """Whether nothing would divide a word: neither a rule of Unicode (UAX 14) nor a hyphen."""
    if not _LETTERS.fullmatch(word):
        return False
    return bool(style["hyphens"] != "auto" or len(word) < style["hyphenate_limit_chars"][0])
