"""What texts of known words measure, and what stands for them in the place of the engine's layouts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from publisher.formats.pdf.weasy import line_break
from publisher.formats.pdf.words.shape import Face, Faces, Line

Style = Any
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
        self, text: str, style: Style, max_width: float | None, spacing: float
    ) -> tuple[Lettering, int, int | None, float, float, float] | None:
        """What the engine's ``split_first_line`` gives for a text whose first line needs no break but its own."""
        face = self.face(style)
        if face is None:
            return None
        space = style["white_space"]
        end = text.find("\n")
        first = text if end < 0 else text[:end]
        line = face.line(first)
        if line is None:
            return None
        if max_width is not None and line.width > max_width and space in _WRAPPING:
            return None
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
