"""Lines of known words are measured without the shaper, and painted without it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from publisher.formats.pdf.weasy import draw_text, inline_layout, line_break, preferred_layout
from publisher.formats.pdf.words.shape import UNITS, Face, Faces, Line, Word

Box = Any
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


@contextmanager
def known_words(faces: Faces) -> Iterator[Setter]:
    """Within it texts are set in known words. Not for two layouts in two threads at once."""
    split, create = inline_layout.split_first_line, inline_layout.create_layout
    setter = Setter(faces)

    def split_first_line(
        text: str, style: Style, context: Any, max_width: float | None, spacing: float, *rest: Any, **named: Any
    ) -> Any:
        found = setter.first_line(text, style, max_width, spacing)
        return found or split(text, style, context, max_width, spacing, *rest, **named)

    def create_layout(
        text: str, style: Style, context: Any, max_width: float | None, justification_spacing: float
    ) -> Any:
        face = setter.face(style)
        line = face.line(text) if face is not None else None
        if line is not None:
            return Lettering(text, line, justification_spacing, max_width)
        return create(text, style, context, max_width, justification_spacing)

    inline_layout.split_first_line = preferred_layout.split_first_line = split_first_line
    inline_layout.create_layout = create_layout
    try:
        yield setter
    finally:
        inline_layout.split_first_line = preferred_layout.split_first_line = split
        inline_layout.create_layout = create


@contextmanager
def painted_words() -> Iterator[None]:
    """Within it lines of known words are painted; all others by the engine."""
    original = draw_text.draw_first_line

    def draw_first_line(stream: Any, box: Box, text_overflow: str, block_ellipsis: Any, matrix: Any) -> Any:
        lettering = box.pango_layout
        if not isinstance(lettering, Lettering):
            return original(stream, box, text_overflow, block_ellipsis, matrix)
        if text_overflow == "ellipsis" or block_ellipsis != "none":
            box.pango_layout = lettering.as_the_engine_has_it()
            return original(stream, box, text_overflow, block_ellipsis, matrix)
        if box.text.strip():
            stream.set_text_matrix(*matrix.values)
            _show(stream, lettering.line, lettering.justification_spacing)
        return []

    draw_text.draw_first_line = draw_first_line
    try:
        yield
    finally:
        draw_text.draw_first_line = original


def _show(stream: Any, line: Line, spacing: float) -> None:
    """Paint a line, its spaces wider by ``spacing`` CSS pixels."""
    face = line.face
    font = stream._fonts.get(face.font.key)
    if font is None:
        font, _ = stream.add_font(face.font.pointer)
    stream.set_font_size(font.hash, 1 if font.bitmap else face.font.size)
    space = face.space
    glyph, _, width = space.glyphs[0]
    kerning = int(width - (space.units + int(spacing * UNITS)) * 1000 / UNITS / face.font.size)
    gap = f"{glyph:04x}>{kerning}<" if kerning else f"{glyph:04x}"
    seen = font.__dict__.setdefault("words", {0})
    codes = []
    for word in line.words:
        if isinstance(word, Word):
            codes.append(word.codes)
            if word.number not in seen:
                _note(font, seen, word)
        else:
            codes.append(gap.join(each.codes for each in word))
            for each in word:
                _note(font, seen, each)
    if len(line.words) > 1 and space.number not in seen:
        _note(font, seen, space)
    operand = gap.join(codes)
    stream.show_text(f"<{operand[:-1]}" if operand.endswith("<") else f"<{operand}>")


def _note(font: Any, seen: set[int], word: Word) -> None:
    """Tell the font of the file which glyphs it must have, what they mean and how wide they are."""
    seen.add(word.number)
    for glyph, text, width in word.glyphs:
        font.to_unicode.setdefault(glyph, text)
        font.widths.setdefault(glyph, width)
