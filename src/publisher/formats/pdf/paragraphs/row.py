"""A paragraph's boxes read as a row of words with the places where it may be broken, each with its width."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from publisher.formats.pdf import boxes
from publisher.formats.pdf.paragraphs.fit import AFTER, Break, Place, Row
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
_LONGEST = 20_000  # characters: what is longer is no paragraph


class Written(NamedTuple):
    """How a break is written into the boxes: the run, the offset in its text, what goes there, and what it replaces."""

    run: int
    offset: int
    text: str
    replaces: int


class _Division(NamedTuple):
    """Where a word may be divided: its offset, what is written, where the line ends and where the next one begins."""

    offset: int
    text: str
    end: float
    start: float


@dataclass(slots=True, eq=False)
class _Word:
    """What stands between two spaces, in one run."""

    text: str
    width: float
    spaces: int  # no-break spaces in it
    last: str  # as it is compared at the end of a line, so that the same word is not set twice at an edge
    first: str  # and at the beginning
    divisions: tuple[_Division, ...] | None = None  # not asked for yet


_NO_WORD = _Word("", 0.0, 0, "", "", ())
# A word and where it stands: its run, the offset there, its cumulative width and the spaces before it.
_Piece = tuple[_Word, int, int, float, int]


@dataclass(slots=True, eq=False)
class _Kind:
    """The words of all styles that set and divide them alike."""

    style: Style
    face: int
    space: float
    letters: float  # the width of five
    words: dict[str, _Word]
    measurer: Measurer

    def word(self, text: str) -> _Word:
        """A word that was not met yet."""
        width = self.measurer.width(text, self.style, self.face)
        last, first = text[-_EDGE:].strip(",.;:”’").lower(), text[:_EDGE].strip("“‘").lower()
        word = self.words[text] = _Word(text, width, text.count("\u00a0"), last, first)
        return word

    def divisions(self, word: _Word) -> tuple[_Division, ...]:
        """Where a word may be divided: few are ever asked."""
        if word.divisions is None:
            text, width = word.text, self._width
            word.divisions = tuple(
                _Division(at, f"{hyphen}\n", width(text[:at] + hyphen), word.width - width(text[at:]))
                for at, hyphen in self._places(text)
            )
        return word.divisions

    def _width(self, text: str) -> float:
        return self.measurer.width(text, self.style, self.face)

    def _places(self, text: str) -> Iterator[tuple[int, str]]:
        """Where a word may be divided, and the sign that is added there; after its own hyphens nothing is."""
        inner = [match.end() for match in _INNER.finditer(text)]
        if inner:  # a word with a hyphen of its own is divided nowhere else
            yield from ((at, "") for at in inner)
            return
        if self.style["hyphens"] != "auto":
            return
        for match in _WORD.finditer(text):
            for place in self.measurer.places(match[0], self.style):
                yield match.start() + place, self.style["hyphenate_character"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """What can be broken, and how each break of its row is written."""

    runs: tuple[Box, ...]
    row: Row
    _kinds: Sequence[_Kind]  # of the runs
    _pieces: Sequence[_Piece]
    _heads: Sequence[int]  # for each word of the row the first of its pieces, and the end of all
    _gaps: Sequence[tuple[int, int]]  # for each space between words its run and the offset there

    def written(self, where: Break) -> Written:
        """How a break is written."""
        word, division = where
        if division == AFTER:
            return Written(*self._gaps[word], "\n", 1)
        for known, run, offset, *_ in self._pieces[self._heads[word] : self._heads[word + 1]]:
            divisions = self._kinds[run].divisions(known)
            if division < len(divisions):
                return Written(run, offset + divisions[division].offset, divisions[division].text, 0)
            division -= len(divisions)
        raise IndexError(where)


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
    _styles: dict[int, tuple[Style, _Kind]] = field(default_factory=dict)  # kept, so that an id() stays its own

    def face(self, style: Style) -> int:
        """A number for everything in a style that decides widths."""
        key = tuple(_hashable(style[name]) for name in _METRICS)
        return self.faces.setdefault(key, len(self.faces))

    def kind(self, style: Style) -> _Kind:
        """The words of a style, and the width of its spaces."""
        known = self._styles.get(id(style))
        if known is None:
            known = self._styles[id(style)] = (style, self._kind(style))
        return known[1]

    def _kind(self, style: Style) -> _Kind:
        face = self.face(style)
        key = (face, style["hyphens"], style["hyphenate_character"], tuple(style["hyphenate_limit_chars"]))
        found = self.kinds.get(key)
        if found is None:
            space = self.width("n n", style, face) - 2 * self.width("n", style, face)
            letters = self.width("nnnnn", style, face)
            found = self.kinds[key] = _Kind(style, face, space, letters, {}, self)
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
    if any("  " in run.text for run in runs):
        return None  # not where white space collapses
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
    kinds: list[_Kind] = field(default_factory=list)
    pieces: list[_Piece] = field(default_factory=list)
    heads: list[int] = field(default_factory=lambda: [0])
    gaps: list[tuple[int, int]] = field(default_factory=list)
    ends: list[float] = field(default_factory=list)
    starts: list[float] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)
    lasts: list[str] = field(default_factory=list)
    firsts: list[str] = field(default_factory=list)
    at: float = 0.0
    spaces: int = 0

    def read(self, indent: float) -> Paragraph | None:
        main = self.measurer.kind(self.runs[0].style)
        for number, run in enumerate(self.runs):
            self._run(number, run)
        self._end(_NO_WORD, _NO_WORD, self.at)
        if len(self.ends) < 2 or main.space <= 0:
            return None
        columns = (self.ends, self.starts, self.counts, self.lasts, self.firsts)
        row = Row(*columns, self._divisions(), main.space, indent, max(indent, main.letters))
        return Paragraph(self.runs, row, self.kinds, self.pieces, self.heads, self.gaps)

    def _run(self, number: int, run: Box) -> None:
        kind = self.measurer.kind(run.style)
        self.kinds.append(kind)
        known = kind.words
        offset, before = 0, _NO_WORD
        texts = run.text.split(" ")
        for index, text in enumerate(texts):
            word = (known.get(text) or kind.word(text)) if text else _NO_WORD
            if index:  # a space stands before it; space at either end of a paragraph goes
                is_end = not text and index + 1 == len(texts) and number + 1 == len(self.runs)
                if (self.ends or self.at > 0) and not is_end:
                    self.gaps.append((number, offset))
                    self._end(before, word, self.at + kind.space)
                    self.spaces += 1
                offset += 1
            if text:
                self.pieces.append((word, number, offset, self.at, self.spaces))
                self.at += word.width
                self.spaces += word.spaces
                offset += len(text)
                before = word

    def _end(self, before: _Word, after: _Word, start: float) -> None:
        """A word of the row ends, and the next one begins at ``start``."""
        self.ends.append(self.at)
        self.starts.append(start)
        self.counts.append(self.spaces)
        self.lasts.append(before.last)
        self.firsts.append(after.first)
        self.heads.append(len(self.pieces))
        self.at = start

    def _divisions(self) -> Callable[[int], Sequence[Place]]:
        kinds, pieces, heads = self.kinds, self.pieces, self.heads
        known: dict[int, tuple[Place, ...]] = {}

        def divisions(word: int) -> Sequence[Place]:
            found = known.get(word)
            if found is None:
                found = known[word] = tuple(
                    Place(at + division.end, at + division.start, spaces, spaces, True)
                    for piece, run, _, at, spaces in pieces[heads[word] : heads[word + 1]]
                    for division in kinds[run].divisions(piece)
                )
            return found

        return divisions
