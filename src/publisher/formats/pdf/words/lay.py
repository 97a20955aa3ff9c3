"""Lines of known words are measured without the shaper, and painted without it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from publisher.formats.pdf.weasy import boxes, draw_package, draw_text, inline_layout, preferred_layout
from publisher.formats.pdf.words.lines import quick_line
from publisher.formats.pdf.words.setter import Lettering, Setter
from publisher.formats.pdf.words.shape import UNITS, Faces, Line, Word

Box = Any
Style = Any
_WRAPPING = frozenset(("normal", "pre-wrap", "pre-line"))
_WHOLE = frozenset(("normal",))  # the values of overflow-wrap that leave a word whole which is wider than the line …
_WHOLE_AT_LEAST = frozenset(("normal", "break-word"))  # … and where it is asked how narrow a text may be
_STYLES = 2  # from there on, after the absolute and the fixed boxes: of the first letter, of the first line
_COLLAPSING = frozenset(("normal", "nowrap", "pre-line"))


@contextmanager
def known_words(faces: Faces) -> Iterator[Setter]:
    """Within it texts are set in known words. Not for two layouts in two threads at once."""
    split, create = inline_layout.split_first_line, inline_layout.create_layout
    next_linebox, add_spacing = inline_layout.get_next_linebox, inline_layout.add_word_spacing
    setter = Setter(faces)

    def split_first_line(
        text: str,
        style: Style,
        context: Any,
        max_width: float | None,
        spacing: float,
        is_line_start: bool = True,
        minimum: bool = False,
    ) -> Any:
        whole = _WHOLE_AT_LEAST if minimum else _WHOLE
        least = style["overflow_wrap"] in whole and style["word_break"] == "normal"
        found = setter.first_line(text, style, max_width, spacing, least=least)
        return found or split(text, style, context, max_width, spacing, is_line_start, minimum)

    asked: dict[tuple[Any, ...], tuple[Style, Any]] = {}  # a style is kept, so that its id() stays its own

    def measure(text: str, style: Style, context: Any, max_width: float | None, spacing: float, **how: bool) -> Any:
        """Where a line would end, and how wide it is: all that is wanted of it to know how narrow a box may be."""
        key = (text, id(style), max_width, spacing, *how.items())
        found = asked.get(key)
        if found is None:
            _, _, resume_at, width, _, _ = split_first_line(text, style, context, max_width, spacing, **how)
            found = asked[key] = (style, (None, None, resume_at, width, None, None))
        return found[1]

    def create_layout(
        text: str, style: Style, context: Any, max_width: float | None, justification_spacing: float
    ) -> Any:
        face = setter.face(style)
        line = face.line(text) if face is not None else None
        if line is not None:
            return Lettering(text, line, justification_spacing, max_width)
        return create(text, style, context, max_width, justification_spacing)

    def get_next_linebox(
        context: Any, linebox: Box, position_y: float, bottom_space: float, skip_stack: Any, block: Box, *rest: Any
    ) -> Any:
        found = None
        if not any(rest[_STYLES:]) and not any(_reaches(shape, position_y) for shape in context.excluded_shapes or ()):
            found = quick_line(setter, context, linebox, position_y, skip_stack, block)
        return found or next_linebox(context, linebox, position_y, bottom_space, skip_stack, block, *rest)

    def add_word_spacing(context: Any, box: Box, spacing: float, advance: float) -> Any:
        """Stretch the spaces of a text; where its words are known, they need not be looked up again."""
        lettering = box.pango_layout if type(box) is boxes.TextBox else None
        if not isinstance(lettering, Lettering) or lettering.text != box.text:
            return add_spacing(context, box, spacing, advance)
        box.justification_spacing = spacing
        box.position_x += advance
        count = inline_layout.count_expandable_spaces(box)
        if count:
            box.width += spacing * count
            box.pango_layout = Lettering(lettering.text, lettering.line, spacing)
        return advance + spacing * count

    inline_layout.split_first_line, preferred_layout.split_first_line = split_first_line, measure
    inline_layout.create_layout, inline_layout.get_next_linebox = create_layout, get_next_linebox
    inline_layout.add_word_spacing = add_word_spacing
    try:
        yield setter
    finally:
        inline_layout.split_first_line = preferred_layout.split_first_line = split
        inline_layout.create_layout, inline_layout.get_next_linebox = create, next_linebox
        inline_layout.add_word_spacing = add_spacing


@contextmanager
def painted_words() -> Iterator[None]:
    """Within it lines of known words are painted; all others by the engine."""
    original, draw_whole = draw_text.draw_first_line, draw_package.draw_text

    def draw(stream: Any, box: Box, offset_x: float, text_overflow: str, block_ellipsis: Any = "none") -> None:
        lettering = box.pango_layout
        if not isinstance(lettering, Lettering) or text_overflow == "ellipsis" or block_ellipsis != "none":
            draw_whole(stream, box, offset_x, text_overflow, block_ellipsis)
            return
        style = box.style  # it has no lines under, over or through its text: such texts are not set in known words
        if style["visibility"] != "visible":
            return
        stream.set_color(style["color"])
        stream.begin_text()
        if box.text.strip():
            stream.set_text_matrix(1, 0, 0, -1, box.position_x, box.position_y + box.baseline)
            _show(stream, lettering.line, lettering.justification_spacing)
        stream.end_text()

    def draw_first_line(stream: Any, box: Box, text_overflow: str, block_ellipsis: Any, matrix: Any) -> Any:
        lettering = box.pango_layout
        if not isinstance(lettering, Lettering):
            return original(stream, box, text_overflow, block_ellipsis, matrix)
        box.pango_layout = lettering.as_the_engine_has_it()
        return original(stream, box, text_overflow, block_ellipsis, matrix)

    draw_text.draw_first_line, draw_package.draw_text = draw_first_line, draw
    try:
        yield
    finally:
        draw_text.draw_first_line, draw_package.draw_text = original, draw_whole


def _reaches(shape: Box, position_y: float) -> bool:
    """Whether a float ends below this height, so that a line may stand beside it."""
    return bool(shape.position_y + shape.margin_height() > position_y)


def _show(stream: Any, line: Line, spacing: float) -> None:
    """Paint a line, its spaces wider by ``spacing`` CSS pixels."""
    face = line.face
    font = stream._fonts.get(face.font.key)
    if font is None:
        font, _ = stream.add_font(face.font.pointer)
    stream.set_font_size(font.hash, 1 if font.bitmap else face.font.size)
    space = face.space
    gap = _gap(space, spacing, face.font.size)
    seen = font.__dict__.setdefault("words", {0})
    codes = []
    for word in line.words:
        if isinstance(word, Word):
            codes.append(word.codes)
            if word.number not in seen:
                _note(font, seen, word)
        else:
            no_break = _gap(word[1], spacing, face.font.size)
            codes.append(no_break.join(each.codes for each in word[::2]))
            for each in word:
                _note(font, seen, each)
    if len(line.words) > 1 and space.number not in seen:
        _note(font, seen, space)
    operand = gap.join(codes)
    stream.show_text(f"<{operand[:-1]}" if operand.endswith("<") else f"<{operand}>")


def _gap(space: Word, spacing: float, size: float) -> str:
    """A space that is wider by ``spacing``, between "<" and ">" in the operand of TJ."""
    glyph, _, width = space.glyphs[0]
    kerning = int(width - (space.units + int(spacing * UNITS)) * 1000 / UNITS / size)
    return f"{glyph:04x}>{kerning}<" if kerning else f"{glyph:04x}"


def _note(font: Any, seen: set[int], word: Word) -> None:
    """Tell the font of the file which glyphs it must have, what they mean and how wide they are."""
    seen.add(word.number)
    meanings, widths = font.to_unicode, font.widths
    for glyph, text, width in word.glyphs:
        if glyph not in meanings:
            meanings[glyph] = text
        if glyph not in widths:
            widths[glyph] = width
