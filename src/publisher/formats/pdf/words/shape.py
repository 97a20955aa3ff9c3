"""Words, shaped once by the engine's own shaper (Pango and HarfBuzz) for each face that they are set in.

A book of 100,000 words has some thousands of different ones. A line is its words with spaces between them, as long as
nothing that decides the form of a letter reaches over a space: so it is for what :data:`_PLAIN` lets through (Latin,
Greek and Cyrillic letters without combining marks, figures, punctuation), set from left to right in one font. Whatever
else a text holds, the engine shapes itself.
"""

from __future__ import annotations

import itertools
import re
import struct
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from publisher.formats.pdf.weasy import line_break, text_ffi, text_fonts

Style = Any

# What decides how a text is shaped.
_METRICS = (
    "font_family", "font_size", "font_style", "font_weight", "font_stretch", "font_kerning", "font_variant_ligatures",
    "font_variant_position", "font_variant_caps", "font_variant_numeric", "font_variant_alternates",
    "font_variant_east_asian", "font_feature_settings", "font_variation_settings", "lang",
    "letter_spacing",
)  # fmt: skip
_PLAIN = re.compile(
    "[!-~\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u052f\u1e00-\u1fff"
    "\u2000-\u200a\u2010-\u2027\u2030-\u205e\u2070-\u20cf\u2100-\u218f]+"
)
_LONGEST = 400  # characters of a word: what is longer is none
_BEFORE = "n "  # stands before a word when it is shaped, as something does in books: figures take their script from it
_AFTER = " n"
_OLDEST = 14802  # the Pango from which the size of a font can be told
_NUMBERS = itertools.count(
    1
)  # of words; those of all faces of all books in this process, since files have them together
_GLYPH = struct.Struct("=Iiiii")  # PangoGlyphInfo: glyph; width, x and y offset in Pango's units; attributes
_EMPTY, _UNKNOWN = text_ffi.pango.PANGO_GLYPH_EMPTY, text_ffi.pango.PANGO_GLYPH_UNKNOWN_FLAG
NBSP = "\u00a0"
UNITS = line_break.TO_UNITS  # of Pango in a CSS pixel


class Font(NamedTuple):
    """A font of Pango as the drawing asks for it. Its ``layout`` keeps it alive, and serves for texts in turn."""

    key: int
    size: float  # CSS pixels
    pointer: Any
    layout: Any
    widths: dict[int, int]  # of the glyphs that were met, in thousandths of its size


class Word(NamedTuple):
    """A word, or a space, without what stands around it."""

    number: int  # no other word of any face has it
    units: int  # its advance, in Pango's units
    codes: str  # its glyphs between "<" and ">" in the operand of TJ
    glyphs: tuple[tuple[int, str, int], ...]  # each with its text, and its width in thousandths of the font's size


class Line(NamedTuple):
    """A text without line ends. ``words`` stand between spaces; a tuple has no-break spaces between its words."""

    face: Face
    words: tuple[Word | tuple[Word, ...], ...]
    width: float  # CSS pixels


@dataclass(slots=True, eq=False)
class Face:
    """All words of one face: what they have in common, and those that were asked for."""

    number: int
    style: Style
    font: Font
    height: float  # of a line, in CSS pixels
    baseline: float  # below its top
    space: Word
    no_break: Word | None = None
    known: dict[str, Word | None] = field(default_factory=dict)

    def line(self, text: str) -> Line | None:
        """The text as a line; None where it must be shaped as a whole."""
        known = self.known
        words: list[Any] = []
        units = 0
        for part in text.split(" "):
            word = known.get(part)
            if word is None:
                if part in known:
                    return None
                if NBSP in part:
                    bound = self._bound(part)
                    if bound is None:
                        return None
                    words.append(bound)
                    units += sum(each.units for each in bound)
                    continue
                word = known[part] = self._shape(part)
                if word is None:
                    return None
            words.append(word)
            units += word.units
        return Line(self, tuple(words), (units + (len(words) - 1) * self.space.units) / UNITS)

    def _bound(self, text: str) -> tuple[Word, ...] | None:
        """Words and the no-break spaces between them, in turn."""
        if self.no_break is None:
            self.no_break = shaped(self.style, self.font, "n", NBSP, "n")
        if self.no_break is None or len(self.no_break.glyphs) != 1:
            return None
        found: list[Word] = []
        for part in text.split(NBSP):
            if part not in self.known:
                self.known[part] = self._shape(part)
            word = self.known[part]
            if word is None:
                return None
            found += (self.no_break, word) if found else (word,)
        return tuple(found)

    def _shape(self, text: str) -> Word | None:
        if not text:
            return Word(0, 0, "", ())
        if len(text) > _LONGEST or not _PLAIN.fullmatch(text):
            return None
        # Letterspacing stands half before and half after a letter, but not at the ends of a line.
        after = "" if self.style["letter_spacing"] in ("normal", 0) else _AFTER
        return shaped(self.style, self.font, _BEFORE, text, after)


@dataclass(slots=True, eq=False)
class Faces:
    """The faces of one font configuration, found by all that decides the form of letters."""

    faces: dict[tuple[Any, ...], Face | None] = field(default_factory=dict)

    def of(self, style: Style) -> Face | None:
        """The face of a style; None where its texts are the engine's business."""
        if (
            style["text_decoration_line"] != "none"
            or style["word_spacing"] != 0
            or style["font_language_override"] != "normal"
            or style["direction"] != "ltr"
            or style["font_size"] < 1e-6
        ):
            return None
        key = (id(style.font_config), *(_hashable(style[name]) for name in _METRICS))
        if key not in self.faces:
            self.faces[key] = self._open(style)
        return self.faces[key]

    def _open(self, style: Style) -> Face | None:
        if text_ffi.pango.pango_version() < _OLDEST:
            return None
        layout = line_break.Layout(style)
        layout.set_text("n n")
        line, _ = layout.get_first_line()
        _, height = line_break.line_size(line, style)
        baseline = text_ffi.pango.pango_layout_get_baseline(layout.layout) * text_ffi.FROM_UNITS
        font = _font(line, layout)
        if font is None:
            return None
        space = shaped(style, font, "n", " ", "n")
        if space is None or len(space.glyphs) != 1:
            return None
        return Face(len(self.faces), style, font, height, baseline, space)


def _hashable(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _font(line: Any, layout: Any) -> Font | None:
    """The font of a line, if it is one alone and nothing but outlines."""
    pointers = {item.item.analysis.font for item in _runs(line)}
    if len(pointers) != 1:
        return None
    pointer = pointers.pop()
    face = text_fonts.get_pango_font_hb_face(pointer)
    harfbuzz = text_ffi.harfbuzz
    kinds = (harfbuzz.hb_ot_color_has_png, harfbuzz.hb_ot_color_has_svg, harfbuzz.hb_ot_color_has_layers)
    if any(has(face) for has in kinds):
        return None
    key, _, size = text_fonts.get_pango_font_key(pointer)
    return Font(key, size, pointer, layout, {})


def _runs(line: Any) -> Any:
    run = line.runs
    while run != text_ffi.ffi.NULL:
        yield run.data
        run = run.next


def shaped(style: Style, font: Font, before: str, text: str, after: str = "") -> Word | None:
    """A text shaped where it stands; None when a glyph is missing, moved off its place or of another font."""
    # Letterspacing stays with a layout, for the letters that it was said of: such a one serves once.
    layout = font.layout if style["letter_spacing"] in ("normal", 0) else line_break.Layout(style)
    layout.set_text(before + text + after)
    line, _ = layout.get_first_line()
    start, end = len(before.encode()), len((before + text).encode())
    apart = 0 if style["letter_spacing"] == "normal" else int(style["letter_spacing"] * UNITS)
    found = _Glyphs(font, (before + text + after).encode(), start, end, abs(apart))
    if not all(found.add(item) for item in _runs(line)):
        return None
    return Word(next(_NUMBERS), found.units, "".join(found.codes), tuple(found.glyphs))


@dataclass(slots=True)
class _Glyphs:
    """Gathers the glyphs of the bytes from ``start`` to ``end``."""

    font: Font
    text: bytes
    start: int
    end: int
    apart: int  # Pango's units: letterspacing moves a glyph by some of it
    units: int = 0
    codes: list[str] = field(default_factory=list)
    glyphs: list[tuple[int, str, int]] = field(default_factory=list)

    def add(self, item: Any) -> bool:
        """Add a run; False where it is none for us."""
        offset, length = item.item.offset, item.item.length
        if offset >= self.end or offset + length <= self.start:
            return True
        if item.item.analysis.level % 2 or item.item.analysis.font != self.font.pointer:
            return False
        glyphs = item.glyphs
        ends = [offset + place for place in text_ffi.ffi.unpack(glyphs.log_clusters, glyphs.num_glyphs)]
        places = iter(ends.copy())
        ends.append(offset + length)
        # A glyph's record is read from memory: to ask for its members one by one takes as long as shaping does.
        found = _GLYPH.iter_unpack(text_ffi.ffi.buffer(glyphs.glyphs, glyphs.num_glyphs * _GLYPH.size))
        for number, (glyph, width, right, down, _) in enumerate(found, 1):
            place = next(places)
            if self.start <= place < self.end:
                if glyph == _EMPTY or glyph & _UNKNOWN or abs(right) > self.apart or down:
                    return False
                self._glyph(glyph, width, self.text[place : ends[number]].decode())
        return True

    def _glyph(self, glyph: int, advance: int, text: str) -> None:
        width = self.font.widths.get(glyph)
        if width is None:
            width = self.font.widths[glyph] = self._width(glyph)
        kerning = int(width - advance * 1000 / UNITS / self.font.size)
        self.units += advance
        self.codes.append(f"{glyph:04x}>{kerning}<" if kerning else f"{glyph:04x}")
        self.glyphs.append((glyph, text, width))

    def _width(self, glyph: int) -> int:
        ffi = text_ffi.ffi
        ink, logical = ffi.new("PangoRectangle *"), ffi.new("PangoRectangle *")
        text_ffi.pango.pango_font_get_glyph_extents(self.font.pointer, glyph, ink, logical)
        width: int = round(logical.width * 1000 / UNITS / self.font.size)
        return width
