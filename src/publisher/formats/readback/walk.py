"""Walking over a page's content streams, and keeping what is painted: in which colour, how large, and where.

The graphics state is kept as ISO 32000-1, 8.4 says; forms, tiling patterns and the appearances of annotations are
walked too. What a clipping path hides is left out, as far as the box around the path tells.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from typing import Any

import pikepdf

from publisher.formats.readback import pictures
from publisher.formats.readback.canvas import Budget, Canvas, Colour, Enough, Graphics, Seen, is_seen
from publisher.formats.readback.facts import Box, Picture, Space, TextRun
from publisher.formats.readback.geometry import (
    IDENTITY,
    Matrix,
    around,
    corners,
    narrowest,
    read_box,
    read_matrix,
    stretch,
    times,
)
from publisher.formats.readback.operators import INLINE, name, number, numbers, operators, shown
from publisher.formats.readback.paths import Path
from publisher.formats.readback.resources import Resources, Shelf, key_of
from publisher.formats.readback.spaces import begins_with

_DEEPEST = 12  # forms and patterns within one another
_MOST_SAVED = 256  # q without Q
_DEVICES = ("/DeviceGray", "/DeviceRGB", "/DeviceCMYK")


class Walk:
    """One walk over one page."""

    def __init__(self, shelf: Shelf, budget: Budget, media: Box) -> None:
        """Begin at the foot of a page; what is off its media box is not to be seen."""
        self._shelf = shelf
        self._budget = budget
        self._canvas = Canvas(media)
        self._media = media
        self._state = Graphics(IDENTITY)
        self._base: Matrix = IDENTITY  # what patterns stand on
        self._saved: list[Graphics] = []
        self._resources = Resources(None, shelf)
        self._depth = 0
        self._path = Path()
        self._clipping = False
        self._text: Matrix = IDENTITY
        self._line: Matrix = IDENTITY
        self._patterns: set[tuple[tuple[int, int] | str, Matrix]] = set()

    @property
    def seen(self) -> Seen:
        """What the page is painted with, as far as it has been walked over."""
        return self._canvas.seen

    def begin(self) -> None:
        """Go back to the state that a page begins with."""
        self._state, self._saved = Graphics(IDENTITY), []

    def run(self, stream: bytes, resources: Any) -> None:
        """Walk over a content stream with its resources."""
        before = self._resources
        self._resources = self._shelf.resources_of(resources)
        handlers, budget = _HANDLERS, self._budget
        for operator, operands in operators(stream):
            budget.left -= 1
            if budget.left < 0:
                raise Enough
            handler = handlers.get(operator)
            if handler is not None:
                handler(self, operands)
        self._resources = before

    # The graphics state

    def _save(self, _: list[bytes]) -> None:
        if len(self._saved) < _MOST_SAVED:
            self._saved.append(copy(self._state))

    def _restore(self, _: list[bytes]) -> None:
        if self._saved:
            self._state = self._saved.pop()

    def _concatenate(self, operands: list[bytes]) -> None:
        if len(operands) >= 6:
            a, b, c, d, e, f = numbers(operands[-6:])
            self._state.matrix = times((a, b, c, d, e, f), self._state.matrix)

    def _set_width(self, operands: list[bytes]) -> None:
        if operands:
            self._state.width = abs(number(operands[-1]))

    def _set_state(self, operands: list[bytes]) -> None:
        if not operands:
            return
        given, state = self._resources.state(name(operands[-1])), self._state
        state.fill_alpha = state.fill_alpha if given.fill_alpha is None else given.fill_alpha
        state.line_alpha = state.line_alpha if given.line_alpha is None else given.line_alpha
        state.soft_mask = state.soft_mask if given.soft_mask is None else given.soft_mask
        state.blending = state.blending if given.blending is None else given.blending
        state.width = state.width if given.width is None else given.width
        if given.font is not None:
            state.face, state.size = self._resources.face_of(given.font[0]), given.font[1]

    # Colour

    def _choose(self, operands: list[bytes], line: bool) -> None:
        if operands:
            space = self._resources.space(name(operands[-1]))
            self._colour(space, begins_with(space), line)

    def _colour(self, space: Space, values: tuple[float, ...], line: bool, pattern: str = "") -> None:
        if line:
            self._state.line, self._state.line_pattern = (space, values), pattern
        else:
            self._state.fill, self._state.fill_pattern = (space, values), pattern

    def _set_colour(self, operands: list[bytes], line: bool) -> None:
        space = (self._state.line if line else self._state.fill)[0]
        pattern = name(operands.pop()) if operands and operands[-1][:1] == b"/" else ""
        self._colour(space, numbers(operands), line, pattern)

    def _device(self, operands: list[bytes], space: str, line: bool) -> None:
        self._colour(self._resources.space(space), numbers(operands), line)

    # Paths

    def _move(self, operands: list[bytes]) -> None:
        if len(operands) >= 2:
            self._path.add(self._state.matrix, numbers(operands[:6]))

    def _rectangle(self, operands: list[bytes]) -> None:
        if len(operands) >= 4:
            self._path.rectangle(self._state.matrix, *numbers(operands[-4:]))

    def _clip(self, _: list[bytes]) -> None:
        self._clipping = True

    def _end(self, _: list[bytes]) -> None:
        if self._clipping and self._path.points:
            box = around(self._path.points)
            clip = self._state.clip
            self._state.clip = box if clip is None else clip.cut(box) or Box(box.left, box.bottom, box.left, box.bottom)
        self._clipping = False
        self._path = Path()

    def _paint_path(self, fill: bool, line: bool) -> None:
        path, state, canvas = self._path, self._state, self._canvas
        box = canvas.visible(state.clip, around(path.points)) if path.points else None
        if box is not None and fill:
            self._mark("fill", box, line=False)
            if is_seen(state.fill, state.fill_pattern):
                for width, height in path.shapes(box, state.clip):
                    canvas.thin(width, height)
        if box is not None and line:
            self._mark("line", box, line=True)
            if is_seen(state.line, state.line_pattern):
                canvas.line(state.width * narrowest(state.matrix), max(box.width, box.height))
        self._end([])

    def _mark(self, use: str, box: Box, line: bool) -> None:
        """Make a mark; a pattern is walked over too."""
        self._canvas.mark(use, box, self._state, line)
        state = self._state
        pattern, colour = (state.line_pattern, state.line) if line else (state.fill_pattern, state.fill)
        if pattern:
            self._pattern(pattern, colour, box)

    def _pattern(self, wanted: str, colour: Colour, box: Box) -> None:
        pattern = self._resources.thing("/Pattern", wanted)
        if not isinstance(pattern, pikepdf.Dictionary | pikepdf.Stream) or self._depth >= _DEEPEST:
            return
        if int(pattern.get("/PatternType", 0)) == 2:
            self._canvas.shade(self._resources, pattern.get("/Shading"))
            return
        matrix = times(read_matrix(pattern.get("/Matrix", IDENTITY)), self._base)
        key = (key_of(pattern) or wanted, matrix)
        if key in self._patterns or not isinstance(pattern, pikepdf.Stream):
            return
        self._patterns.add(key)
        inner = Graphics(matrix)
        if int(pattern.get("/PaintType", 1)) == 2 and colour[0].base is not None:
            inner.fill = inner.line = (colour[0].base, colour[1])
        outer, self._canvas.tiled = self._canvas.tiled, box
        self._within(pattern, inner, matrix)
        self._canvas.tiled = outer

    def _shading(self, operands: list[bytes]) -> None:
        if not operands:
            return
        box = self._canvas.visible(self._state.clip, self._state.clip or self._media)
        if box is not None:
            self._canvas.mix(self._state, self._state.fill_alpha)
            self._canvas.reach(box)
            self.seen.painted = True
            self._canvas.shade(self._resources, self._resources.thing("/Shading", name(operands[-1])))

    # Images and forms

    def _do(self, operands: list[bytes]) -> None:
        if not operands:
            return
        thing = self._resources.thing("/XObject", name(operands[-1]))
        if not isinstance(thing, pikepdf.Stream):
            return
        kind = str(thing.get("/Subtype", ""))
        if "/OPI" in thing:
            self.seen.forbidden["OPI"] = None
        if kind == "/Image":
            self._picture(thing, pictures.read(thing, self._resources))
        elif kind == "/PS" or "/PS" in thing:
            self.seen.forbidden["PostScript"] = None
        elif kind == "/Form" and self._depth < _DEEPEST:
            self.form(thing, read_matrix(thing.get("/Matrix", IDENTITY)))

    def form(self, form: Any, matrix: Matrix) -> None:
        """Walk over a form that is painted here (8.10)."""
        inner = copy(self._state)
        inner.matrix = times(matrix, inner.matrix)
        box = read_box(form.get("/BBox"))
        if box is not None:
            clip = around(corners(inner.matrix, *box))
            inner.clip = clip if inner.clip is None else inner.clip.cut(clip)
            if inner.clip is None:
                return
        self._canvas.mix(inner, inner.fill_alpha)
        self._within(form, inner, inner.matrix)

    def _within(self, stream: Any, inner: Graphics, base: Matrix) -> None:
        """Walk over a stream that has a state of its own."""
        outer = (self._state, self._base, self._saved, self._path, self._text, self._line)
        self._state, self._base, self._saved, self._path = inner, base, [], Path()
        self._depth += 1
        _filters(stream, self.seen)
        self.run(stream.read_bytes(), stream.get("/Resources", self._resources.raw))
        self._depth -= 1
        self._state, self._base, self._saved, self._path, self._text, self._line = outer

    def _inline_image(self, operands: list[bytes]) -> None:
        if len(operands) == 2:
            self._picture(None, pictures.read_inline(operands[0], operands[1], self._resources))

    def _picture(self, image: Any, found: pictures.Raw) -> None:
        state = self._state
        box = self._canvas.visible(self._state.clip, around(corners(state.matrix, 0, 0, 1, 1)))
        if box is None:
            return
        self._canvas.mix(state, state.fill_alpha)
        self.seen.painted = True
        if found.forbidden:
            self.seen.forbidden[found.forbidden] = None
        self._canvas.reach(box)
        if found.soft:
            self.seen.transparent["soft mask"] = None
        if found.space is None:
            self._mark("fill", box, line=False)
        across, up = stretch(state.matrix)
        picture = Picture(
            found.key,
            found.width,
            found.height,
            found.bits,
            found.space,
            Box(*(round(each, 3) for each in box)),
            round(found.width / across * 72, 2) if across > 1e-6 else 0.0,
            round(found.height / up * 72, 2) if up > 1e-6 else 0.0,
            found.soft,
        )
        self.seen.pictures[picture] = None
        if image is not None:
            self.seen.images[found.key] = image

    # Text

    def _begin_text(self, _: list[bytes]) -> None:
        self._text = self._line = IDENTITY

    def _set_font(self, operands: list[bytes]) -> None:
        if len(operands) >= 2:
            self._state.face = self._resources.face(name(operands[-2]))
            self._state.size = number(operands[-1])

    def _set_text(self, operands: list[bytes], what: str) -> None:
        if operands:
            value = number(operands[-1])
            setattr(self._state, what, value / 100 if what == "scale" else int(value) if what == "mode" else value)

    def _text_matrix(self, operands: list[bytes]) -> None:
        if len(operands) >= 6:
            a, b, c, d, e, f = numbers(operands[-6:])
            self._text = self._line = (a, b, c, d, e, f)

    def _next(self, x: float, y: float) -> None:
        self._text = self._line = times((1.0, 0.0, 0.0, 1.0, x, y), self._line)

    def _offset(self, operands: list[bytes], leading: bool) -> None:
        if len(operands) >= 2:
            x, y = numbers(operands[-2:])
            if leading:
                self._state.leading = -y
            self._next(x, y)

    def _next_line(self, _: list[bytes]) -> None:
        self._next(0.0, -self._state.leading)

    def _show_on_next_line(self, operands: list[bytes]) -> None:
        if len(operands) >= 3:
            self._state.space, self._state.between = numbers(operands[:2])
        self._next_line([])
        self._show(operands)

    def _show(self, operands: list[bytes]) -> None:
        if not operands or operands[-1][:1] not in (b"(", b"<", b"["):
            return
        state = self._state
        codes, moved = shown(operands[-1])
        wide, count, spaces = state.face.measure(codes)
        advance = ((wide - moved / 1000) * state.size + state.between * count + state.space * spaces) * state.scale
        matrix = times(self._text, state.matrix)
        self._text = times((1.0, 0.0, 0.0, 1.0, advance, 0.0), self._text)
        if not count:
            return
        low, high = state.face.descent * state.size + state.rise, state.face.ascent * state.size + state.rise
        box = self._canvas.tiled or around(corners(matrix, 0, low, advance, high))
        if state.clip is not None and box.cut(state.clip) is None:
            self.seen.hidden += count
            return
        if state.mode in (3, 7):
            self.seen.hidden += count
            return
        size = abs(state.size) * stretch(matrix)[1] * (state.face.unit * 1000 if state.face.fact.kind == "Type3" else 1)
        self.seen.texts.append(TextRun(box, round(size, 3), count, state.face.fact.name))
        self.seen.faces[id(state.face)] = state.face
        if state.mode in (0, 2, 4, 6):
            self._mark("text", box, line=False)
        if state.mode in (1, 2, 5, 6):
            self._mark("text", box, line=True)


def _filters(stream: Any, seen: Seen) -> None:
    filters = stream.get("/Filter", [])
    names = [str(filters)] if isinstance(filters, pikepdf.Name) else [str(each) for each in filters]
    if "/LZWDecode" in names or "/LZW" in names:
        seen.forbidden["LZW"] = None


def _painter(fill: bool, line: bool) -> Callable[[Walk, list[bytes]], None]:
    return lambda walk, _: walk._paint_path(fill, line)


def _device(space: str, line: bool) -> Callable[[Walk, list[bytes]], None]:
    return lambda walk, given: walk._device(given, space, line)


def _text_setter(what: str) -> Callable[[Walk, list[bytes]], None]:
    return lambda walk, given: walk._set_text(given, what)


_TEXT = {b"Tc": "between", b"Tw": "space", b"Tz": "scale", b"TL": "leading", b"Ts": "rise", b"Tr": "mode"}
_HANDLERS: dict[bytes, Callable[[Walk, list[bytes]], None]] = {
    b"q": Walk._save,
    b"Q": Walk._restore,
    b"cm": Walk._concatenate,
    b"w": Walk._set_width,
    b"gs": Walk._set_state,
    b"cs": lambda walk, given: walk._choose(given, False),
    b"CS": lambda walk, given: walk._choose(given, True),
    **dict.fromkeys((b"sc", b"scn"), lambda walk, given: walk._set_colour(given, False)),
    **dict.fromkeys((b"SC", b"SCN"), lambda walk, given: walk._set_colour(given, True)),
    **{sign: _device(space, False) for sign, space in zip((b"g", b"rg", b"k"), _DEVICES, strict=True)},
    **{sign: _device(space, True) for sign, space in zip((b"G", b"RG", b"K"), _DEVICES, strict=True)},
    **dict.fromkeys((b"m", b"l", b"c", b"v", b"y"), Walk._move),
    b"re": Walk._rectangle,
    **dict.fromkeys((b"W", b"W*"), Walk._clip),
    b"n": Walk._end,
    **dict.fromkeys((b"f", b"F", b"f*"), _painter(fill=True, line=False)),
    **dict.fromkeys((b"S", b"s"), _painter(fill=False, line=True)),
    **dict.fromkeys((b"B", b"B*", b"b", b"b*"), _painter(fill=True, line=True)),
    b"sh": Walk._shading,
    b"Do": Walk._do,
    INLINE: Walk._inline_image,
    b"BT": Walk._begin_text,
    b"Tf": Walk._set_font,
    **{sign: _text_setter(what) for sign, what in _TEXT.items()},
    b"Tm": Walk._text_matrix,
    b"Td": lambda walk, given: walk._offset(given, False),
    b"TD": lambda walk, given: walk._offset(given, True),
    b"T*": Walk._next_line,
    **dict.fromkeys((b"Tj", b"TJ"), Walk._show),
    **dict.fromkeys((b"'", b'"'), Walk._show_on_next_line),
}
