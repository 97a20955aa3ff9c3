"""A paragraph's boxes read as a row of words with the places where it may be broken, each with its width."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from publisher.formats.pdf import boxes
from publisher.formats.pdf.paragraphs.fit import Place, Row
from publisher.formats.pdf.weasy import line_break, pyphen
from publisher.formats.pdf.words.shape import Faces

Box = Any
Style = Any

# What decides how wide a text is set.
_METRICS = (
    "font_family", "font_size", "font_style", "font_weight", "font_stretch", "font_kerning", "font_variant_ligatures",
    "font_variant_position", "font_variant_caps", "font_variant_numeric", "font_variant_alternates",
    "font_variant_east_asian", "font_feature_settings", "font_variation_settings", "font_language_override", "lang",
    "letter_spacing", "word_spacing",
)  # fmt: skip
_WORD = re.compile(r"[^\W\d_]{4,}")
_INNER = re.compile(r"(?<=[^\W\d_])([-‐–—])(?=[^\W\d_])")  # a hyphen or a dash in a word: a line may end after it
# Scripts that are broken without spaces, or whose letters change at the end of a line, are the engine's business.
_STRANGE = re.compile("[\u0590-\u08ff\u0900-\u1cff\u2e80-\uffef\n\r\t\f\u00ad\u2028\u2029]|[\U00010000-\U0010ffff]")
_EDGE = 24  # letters of a word that are compared at the edges of lines
_PIECES = re.compile("( +)")
_LONGEST = 20_000  # characters: what is longer is no paragraph


class Break(NamedTuple):
    """How a break is written into the boxes: the run, the offset in its text, what goes there, and what it replaces."""

    run: int
    offset: int
    text: str
    replaces: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """What can be broken, and how each place of its row is written."""

    runs: tuple[Box, ...]
    row: Row
    breaks: tuple[Break, ...]  # one for each place but the last


class _Word(NamedTuple):
    """What stands between two spaces: its width, where it may be divided, and how many no-break spaces it has."""

    width: float
    divisions: tuple[
        tuple[int, str, float, float], ...
    ]  # offset, what is written, where the line ends and the next begins
    spaces: int
    last: str  # as it is compared at the end of a line, so that the same word is not set twice at an edge
    first: str  # and at the beginning


_NO_WORD = _Word(0.0, (), 0, "", "")


@dataclass(slots=True, eq=False)
class _Kind:
    """The words of all styles that set and divide them alike."""

    style: Style
    face: int
    space: float
    words: dict[str, _Word] = field(default_factory=dict)


@dataclass(slots=True)
class Measurer:
    """Widths of words in CSS pixels, each measured once with the engine's own shaper (Pango and HarfBuzz)."""

    widths: dict[tuple[int, str], float] = field(default_factory=dict)
    faces: dict[tuple[Any, ...], int] = field(default_factory=dict)
    hyphens: dict[tuple[str, str, tuple[int, int, int]], tuple[int, ...]] = field(default_factory=dict)
    dictionaries: dict[tuple[str, int, int], Any] = field(default_factory=dict)
    layouts: dict[int, Any] = field(default_factory=dict)  # face → a layout to measure with, one after the other
    words: Faces = field(default_factory=Faces)
    kinds: dict[tuple[Any, ...], _Kind] = field(default_factory=dict)

    def face(self, style: Style) -> int:
        """A number for everything in a style that decides widths."""
        key = tuple(_hashable(style[name]) for name in _METRICS)
        return self.faces.setdefault(key, len(self.faces))

    def kind(self, style: Style) -> _Kind:
        """The words of a style, and the width of its spaces."""
        face = self.face(style)
        key = (face, style["hyphens"], style["hyphenate_character"], tuple(style["hyphenate_limit_chars"]))
        found = self.kinds.get(key)
        if found is None:
            space = self.width("n n", style, face) - 2 * self.width("n", style, face)
            found = self.kinds[key] = _Kind(style, face, space)
        return found

    def width(self, text: str, style: Style, face: int) -> float:
        """The width of a text without a break."""
        known = self.widths.get((face, text))
        if known is None:
            known = self.widths[face, text] = self._measure(text, style, face)
        return known

    def _measure(self, text: str, style: Style, face: int) -> float:
        known = self.words.of(style)
        words = known.line(text) if known is not None else None
        if words is not None:
            return words.width
        layout = self._layout(style, face)
        layout.set_text(text)
        line, _ = layout.get_first_line()
        return float(line_break.line_size(line, style)[0])

    def _layout(self, style: Style, face: int) -> Any:
        """A layout for texts of this face. One with spaces of its own width remembers its text, so it serves once."""
        layout = self.layouts.get(face)
        if layout is None:
            layout = line_break.create_layout("", style, None, None, 0)
            if style["word_spacing"] == 0 and style["letter_spacing"] in ("normal", 0):
                self.layouts[face] = layout
        return layout

    def places(self, word: str, style: Style) -> tuple[int, ...]:
        """The offsets at which a word may be divided, by the style's language and limits."""
        limits = tuple(style["hyphenate_limit_chars"])
        lang = style["lang"] or ""
        key = (word, lang, limits)
        known = self.hyphens.get(key)
        if known is None:
            known = self._divide(word, lang, *limits) if len(word) >= limits[0] else ()
            self.hyphens[key] = known
        return known

    def _divide(self, word: str, lang: str, total: int, left: int, right: int) -> tuple[int, ...]:
        language = pyphen.language_fallback(lang) if lang else None
        if not language:
            return ()
        key = (language, left, right)
        if key not in self.dictionaries:
            self.dictionaries[key] = pyphen.Pyphen(lang=language, left=left, right=right)
        found = self.dictionaries[key].positions(word)
        return tuple(int(each) for each in found if getattr(each, "data", None) is None)


def _hashable(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def read(line: Box, measurer: Measurer, indent: float) -> Paragraph | None:
    """The paragraph in a line box that is not laid out yet; None where only the engine can break it."""
    runs = _runs(line)
    if not runs:
        return None
    text = "".join(run.text for run in runs)
    if len(text) > _LONGEST or _STRANGE.search(text) or " " not in text.strip(" "):
        return None
    return _Reader(tuple(runs), measurer).read(indent)


def _runs(line: Box) -> list[Box]:
    """The text boxes of a line in their order; empty where there is anything else in it."""
    found: list[Box] = []
    stack = list(reversed(line.children))
    while stack:
        box = stack.pop()
        if isinstance(box, boxes.TextBox):
            found.append(box)
        elif isinstance(box, boxes.InlineBox) and box.is_in_normal_flow() and not _spaced(box):
            stack.extend(reversed(box.children))
        else:
            return []
        if box.style["white_space"] != "normal" or box.style["text_transform"] not in ("none",):
            return []
    return found


def _spaced(box: Box) -> bool:
    """Whether an inline box takes room of its own."""
    style = box.style
    sides = ("margin_left", "margin_right", "padding_left", "padding_right")
    return any(getattr(style[side], "value", 0) for side in sides) or any(
        style[f"border_{side}_width"] for side in ("left", "right")
    )


@dataclass(slots=True)
class _Reader:
    """Goes over the runs, word by word; positions are cumulative widths."""

    runs: tuple[Box, ...]
    measurer: Measurer
    places: list[Place] = field(default_factory=list)
    breaks: list[Break] = field(default_factory=list)
    at: float = 0.0
    spaces: int = 0

    def read(self, indent: float) -> Paragraph | None:
        main = self.runs[0].style
        face = self.measurer.face(main)
        space = self.measurer.width("n n", main, face) - 2 * self.measurer.width("n", main, face)
        for number, run in enumerate(self.runs):
            self._run(number, run)
        self.places.append(Place(self.at, self.at, self.spaces, self.spaces, False, "", ""))
        if len(self.places) < 2 or space <= 0:
            return None
        letters = self.measurer.width("nnnnn", main, face)
        row = Row(tuple(self.places), space, indent, max(indent, letters))
        return Paragraph(self.runs, row, tuple(self.breaks))

    def _run(self, number: int, run: Box) -> None:
        text = run.text
        kind = self.measurer.kind(run.style)
        offset, before = 0, _NO_WORD
        pieces = _PIECES.split(text)
        for index, piece in enumerate(pieces):
            if not piece:
                continue
            if piece[0] == " ":
                is_end = offset + len(piece) == len(text) and number + 1 == len(self.runs)
                if (self.places or self.at > 0) and not is_end:  # space at either end of a paragraph goes
                    after = self._word(pieces[index + 1], kind)
                    self._space(Break(number, offset, "\n", len(piece)), kind.space, before.last, after.first)
            else:
                before = self._word(piece, kind)
                self._piece(number, before, offset)
            offset += len(piece)

    def _space(self, written: Break, space: float, last_word: str, first_word: str) -> None:
        after = self.at + space
        self.places.append(Place(self.at, after, self.spaces, self.spaces + 1, False, last_word, first_word))
        self.breaks.append(written)
        self.at = after
        self.spaces += 1

    def _piece(self, number: int, word: _Word, offset: int) -> None:
        start = self.at
        for at, hyphen, before, after in word.divisions:
            self.places.append(Place(start + before, start + after, self.spaces, self.spaces, True))
            self.breaks.append(Break(number, offset + at, hyphen, 0))
        self.at = start + word.width
        self.spaces += word.spaces

    def _word(self, piece: str, kind: _Kind) -> _Word:
        if not piece:
            return _NO_WORD
        word = kind.words.get(piece)
        if word is None:
            word = kind.words[piece] = self._measured(piece, kind)
        return word

    def _measured(self, piece: str, kind: _Kind) -> _Word:
        width, style, face = self.measurer.width, kind.style, kind.face
        whole = width(piece, style, face)
        divisions = tuple(
            (at, f"{hyphen}\n", width(piece[:at] + hyphen, style, face), whole - width(piece[at:], style, face))
            for at, hyphen in self._divisions(piece, style)
        )
        last, first = piece[-_EDGE:].strip(",.;:”’").lower(), piece[:_EDGE].strip("“‘").lower()
        return _Word(whole, divisions, piece.count("\u00a0"), last, first)

    def _divisions(self, piece: str, style: Style) -> Iterator[tuple[int, str]]:
        """Where a word may be divided, and the sign that is added there; after its own hyphens nothing is."""
        inner = [match.end() for match in _INNER.finditer(piece)]
        if inner:  # a word with a hyphen of its own is divided nowhere else
            yield from ((at, "") for at in inner)
            return
        if style["hyphens"] != "auto":
            return
        for match in _WORD.finditer(piece):
            for place in self.measurer.places(match[0], style):
                yield match.start() + place, style["hyphenate_character"]
