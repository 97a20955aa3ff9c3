"""Walking over a page's content streams, and keeping what is painted: in which colour, how large, and where.

The graphics state is kept as ISO 32000-1, 8.4 says; forms, tiling patterns and the appearances of annotations are
walked too. What a clipping path hides is left out, as far as the box around the path tells.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, field
from typing import Any

import pikepdf

from publisher.formats.readback import pictures
from publisher.formats.readback.facts import Box, Paint, Picture, Rule, Space, TextRun
from publisher.formats.readback.fonts import NO_FACE, Face
from publisher.formats.readback.geometry import (
    IDENTITY,
    Matrix,
    Point,
    around,
    corners,
    narrowest,
    place,
    read_box,
    read_matrix,
    stretch,
    times,
)
from publisher.formats.readback.operators import INLINE, name, number, numbers, operators, shown
from publisher.formats.readback.resources import Resources, Shelf, key_of
from publisher.formats.readback.spaces import GRAY, begins_with, function_ends, in_inks

_DEEPEST = 12  # forms and patterns within one another
_MOST_SAVED = 256  # q without Q
_WHITE = 0.0005
MOST_OPERATORS = 12_000_000  # of a file; a novel of 300 pages has 200,000


class Enough(Exception):
    """The file holds more than can be looked at."""


@dataclass(slots=True)
class Budget:
    """How many operators may still be looked at."""

    left: int = MOST_OPERATORS


@dataclass(slots=True)
class Graphics:
    """The graphics state, as far as it matters."""

    matrix: Matrix
    clip: Box | None = None
    fill: tuple[Space, tuple[float, ...]] = (GRAY, (0.0,))
    line: tuple[Space, tuple[float, ...]] = (GRAY, (0.0,))
    fill_pattern: str = ""
    line_pattern: str = ""
    width: float = 1.0
    fill_alpha: float = 1.0
    line_alpha: float = 1.0
    soft_mask: bool = False
    blending: str = "Normal"
    face: Face = field(default_factory=lambda: NO_FACE)
    size: float = 0.0
    between: float = 0.0  # Tc
    space: float = 0.0  # Tw
    scale: float = 1.0  # Tz
    leading: float = 0.0
    rise: float = 0.0
    mode: int = 0


@dataclass(slots=True)
class Seen:
    """What a page turned out to be painted with. Dictionaries are ordered sets."""

    paints: dict[Paint, None] = field(default_factory=dict)
    texts: list[TextRun] = field(default_factory=list)
    hidden: int = 0
    rules: dict[Rule, None] = field(default_factory=dict)
    pictures: dict[Picture, None] = field(default_factory=dict)
    faces: dict[int, Face] = field(default_factory=dict)
    transparent: dict[str, None] = field(default_factory=dict)
    forbidden: dict[str, None] = field(default_factory=dict)
    images: dict[str, Any] = field(default_factory=dict)  # the objects of the pictures, by their keys
    painted: bool = False
    reach: Box | None = None


class Walk:
    """One walk over one page."""

    def __init__(self, shelf: Shelf, budget: Budget, media: Box) -> None:
        """Begin at the foot of a page; what is off its media box is not to be seen."""
        self.seen = Seen()
        self._shelf = shelf
        self._budget = budget
        self._media = media
        self._state = Graphics(IDENTITY)
        self._base: Matrix = IDENTITY  # what patterns stand on
        self._saved: list[Graphics] = []
        self._resources = Resources(None, shelf)
        self._depth = 0
        self._points: list[Point] = []
        self._shapes: list[tuple[bool, int, float, float]] = []  # rectangles: axis-aligned, first point, width, height
        self._at: Point = (0.0, 0.0)
        self._clipping = False
        self._text: Matrix = IDENTITY
        self._line: Matrix = IDENTITY
        self._patterns: set[tuple[tuple[int, int] | str, Matrix]] = set()

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
            values = numbers(operands[:6])
            matrix = self._state.matrix
            for i in range(0, len(values) - 1, 2):
                self._points.append(place(matrix, values[i], values[i + 1]))

    def _rectangle(self, operands: list[bytes]) -> None:
        if len(operands) < 4:
            return
        x, y, width, height = numbers(operands[-4:])
        matrix = self._state.matrix
        across, up = stretch(matrix)
        straight = (abs(matrix[1]) + abs(matrix[2]) < 1e-6) or (abs(matrix[0]) + abs(matrix[3]) < 1e-6)
        self._shapes.append((straight, len(self._points), abs(width) * across, abs(height) * up))
        self._points += corners(matrix, x, y, x + width, y + height)

    def _clip(self, _: list[bytes]) -> None:
        self._clipping = True

    def _end(self, _: list[bytes]) -> None:
        if self._clipping and self._points:
            box = around(self._points)
            clip = self._state.clip
            self._state.clip = box if clip is None else clip.cut(box) or Box(box.left, box.bottom, box.left, box.bottom)
        self._clipping = False
        self._points = []
        self._shapes = []

    def _paint_path(self, fill: bool, line: bool) -> None:
        box = self._visible(around(self._points)) if self._points else None
        if box is not None and fill:
            self._mark("fill", box, self._state.fill, self._state.fill_pattern, self._state.fill_alpha)
            self._thin_shapes(box)
        if box is not None and line:
            self._mark("line", box, self._state.line, self._state.line_pattern, self._state.line_alpha)
            if self._is_seen(self._state.line, self._state.line_pattern):
                thickness = round(self._state.width * narrowest(self._state.matrix), 3)
                self.seen.rules[Rule(thickness, round(max(box.width, box.height), 1))] = None
        self._end([])

    def _thin_shapes(self, seen: Box) -> None:
        """Lines that are drawn as filled rectangles, or as the frame between two of them, or cut out by a clip."""
        if not self._is_seen(self._state.fill, self._state.fill_pattern):
            return
        points, shapes = self._points, self._shapes
        if len(shapes) == 2 and len(points) == 8 and (frame := _frame(around(points[:4]), around(points[4:]))):
            thickness, length = frame
            if seen.within(around(points), 0.01) and around(points).within(seen, 0.01):
                self._thin(thickness, length)
                return
            shapes = []
        if not shapes and len(points) <= 5:
            self._thin(*sorted((seen.width, seen.height)))
        for straight, first, width, height in shapes[:64]:
            if straight:
                box = self._visible(around(points[first : first + 4]))
                if box is None:
                    continue
                width, height = box.width, box.height
            self._thin(*sorted((width, height)))
        if not self._shapes or shapes:
            return
        self._thin(*sorted((seen.width, seen.height)))

    def _thin(self, thickness: float, length: float) -> None:
        if length > 4 * thickness and thickness < 12:
            self.seen.rules[Rule(round(thickness, 3), round(length, 1))] = None

    def _visible(self, box: Box) -> Box | None:
        """What of a box is neither clipped away nor off the page."""
        clip = self._state.clip
        inside = box.cut(self._media)
        return inside.cut(clip) if inside is not None and clip is not None else inside

    # Marks

    def _is_seen(self, colour: tuple[Space, tuple[float, ...]], pattern: str) -> bool:
        """Whether a colour can be seen on paper: white cannot."""
        if pattern:
            return True
        space, values = colour
        inks = in_inks(space, values)
        if inks is not None:
            return sum(inks) > _WHITE
        return not (space.components == 3 and space.family != "Lab" and values and min(values) > 1 - _WHITE)

    def _mark(self, use: str, box: Box, colour: tuple[Space, tuple[float, ...]], pattern: str, alpha: float) -> None:
        self._mix(alpha)
        self.seen.painted = True
        if use != "text" and self._is_seen(colour, pattern):
            self._reach(box)
        if pattern:
            self._pattern(use, pattern, colour)
            return
        space, values = colour
        self.seen.paints[Paint(use, space, values)] = None

    def _reach(self, box: Box) -> None:
        before = self.seen.reach
        self.seen.reach = box if before is None else around([before[:2], before[2:], box[:2], box[2:]])

    def _mix(self, alpha: float) -> None:
        """Keep how a mark is mixed with what lies under it."""
        state = self._state
        if alpha < 1 - _WHITE:
            self.seen.transparent["opacity"] = None
        if state.soft_mask:
            self.seen.transparent["soft mask"] = None
        if state.blending not in ("Normal", "Compatible"):
            self.seen.transparent[f"blending {state.blending[:40]}"] = None

    def _pattern(self, use: str, wanted: str, colour: tuple[Space, tuple[float, ...]]) -> None:
        pattern = self._resources.thing("/Pattern", wanted)
        if not isinstance(pattern, pikepdf.Dictionary | pikepdf.Stream) or self._depth >= _DEEPEST:
            return
        if int(pattern.get("/PatternType", 0)) == 2:
            self._shade(pattern.get("/Shading"))
            return
        matrix = times(read_matrix(pattern.get("/Matrix", IDENTITY)), self._base)
        key = (key_of(pattern) or wanted, matrix)
        if key in self._patterns or not isinstance(pattern, pikepdf.Stream):
            return
        self._patterns.add(key)
        inner = Graphics(matrix, self._state.clip)
        if int(pattern.get("/PaintType", 1)) == 2 and colour[0].base is not None:
            inner.fill = inner.line = (colour[0].base, colour[1])
        self._within(pattern, inner, matrix)

    def _shade(self, shading: Any) -> None:
        """Keep the colours of a shading: those at its ends, or none where they cannot be told (8.7.4.5)."""
        if not isinstance(shading, pikepdf.Dictionary | pikepdf.Stream):
            return
        space = self._resources.space_of(shading.get("/ColorSpace"))
        ends = function_ends(shading.get("/Function"))
        for values in ends or ((),):
            self.seen.paints[Paint("shading", space, tuple(round(each, 5) for each in values))] = None

    def _shading(self, operands: list[bytes]) -> None:
        if not operands:
            return
        box = self._visible(self._state.clip or self._media)
        if box is not None:
            self._mix(self._state.fill_alpha)
            self._reach(box)
            self.seen.painted = True
            self._shade(self._resources.thing("/Shading", name(operands[-1])))

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
        self._mix(inner.fill_alpha)
        self._within(form, inner, inner.matrix)

    def _within(self, stream: Any, inner: Graphics, base: Matrix) -> None:
        """Walk over a stream that has a state of its own."""
        outer = (self._state, self._base, self._saved, self._points, self._shapes, self._text, self._line)
        self._state, self._base, self._saved, self._points, self._shapes = inner, base, [], [], []
        self._depth += 1
        _filters(stream, self.seen)
        self.run(stream.read_bytes(), stream.get("/Resources", self._resources.raw))
        self._depth -= 1
        self._state, self._base, self._saved, self._points, self._shapes, self._text, self._line = outer

    def _inline_image(self, operands: list[bytes]) -> None:
        if len(operands) == 2:
            self._picture(None, pictures.read_inline(operands[0], operands[1], self._resources))

    def _picture(self, image: Any, found: pictures.Raw) -> None:
        state = self._state
        box = self._visible(around(corners(state.matrix, 0, 0, 1, 1)))
        if box is None:
            return
        self._mix(state.fill_alpha)
        self.seen.painted = True
        if found.forbidden:
            self.seen.forbidden[found.forbidden] = None
        self._reach(box)
        if found.soft:
            self.seen.transparent["soft mask"] = None
        if found.space is None:
            self._mark("fill", box, state.fill, state.fill_pattern, state.fill_alpha)
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
        box = around(corners(matrix, 0, low, advance, high))
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
            self._mark("text", box, state.fill, state.fill_pattern, state.fill_alpha)
        if state.mode in (1, 2, 5, 6):
            self._mark("text", box, state.line, state.line_pattern, state.line_alpha)


def _frame(one: Box, other: Box) -> tuple[float, float] | None:
    """How thick the frame between two rectangles is at its thinnest side, and how long; None: they are not one."""
    outer, inner = (one, other) if other.within(one, 0.001) else (other, one)
    if not inner.within(outer, 0.001):
        return None
    gaps = (
        inner.left - outer.left, outer.right - inner.right, inner.bottom - outer.bottom, outer.top - inner.top,
    )  # fmt: skip
    thick = [gap for gap in gaps if gap > 0.001]
    return (min(thick), max(outer.width, outer.height)) if thick else None


def _filters(stream: Any, seen: Seen) -> None:
    filters = stream.get("/Filter", [])
    names = [str(filters)] if isinstance(filters, pikepdf.Name) else [str(each) for each in filters]
    if "/LZWDecode" in names or "/LZW" in names:
        seen.forbidden["LZW"] = None


def _nothing(walk: Walk, operands: list[bytes]) -> None:
    """For operators that change nothing that is kept."""


_HANDLERS: dict[bytes, Callable[[Walk, list[bytes]], None]] = {
    b"q": Walk._save,
    b"Q": Walk._restore,
    b"cm": Walk._concatenate,
    b"w": Walk._set_width,
    b"gs": Walk._set_state,
    b"cs": lambda walk, given: walk._choose(given, False),
    b"CS": lambda walk, given: walk._choose(given, True),
    b"sc": lambda walk, given: walk._set_colour(given, False),
    b"scn": lambda walk, given: walk._set_colour(given, False),
    b"SC": lambda walk, given: walk._set_colour(given, True),
    b"SCN": lambda walk, given: walk._set_colour(given, True),
    b"g": lambda walk, given: walk._device(given, "/DeviceGray", False),
    b"G": lambda walk, given: walk._device(given, "/DeviceGray", True),
    b"rg": lambda walk, given: walk._device(given, "/DeviceRGB", False),
    b"RG": lambda walk, given: walk._device(given, "/DeviceRGB", True),
    b"k": lambda walk, given: walk._device(given, "/DeviceCMYK", False),
    b"K": lambda walk, given: walk._device(given, "/DeviceCMYK", True),
    b"m": Walk._move,
    b"l": Walk._move,
    b"c": Walk._move,
    b"v": Walk._move,
    b"y": Walk._move,
    b"re": Walk._rectangle,
    b"W": Walk._clip,
    b"W*": Walk._clip,
    b"n": Walk._end,
    b"f": lambda walk, _: walk._paint_path(True, False),
    b"F": lambda walk, _: walk._paint_path(True, False),
    b"f*": lambda walk, _: walk._paint_path(True, False),
    b"S": lambda walk, _: walk._paint_path(False, True),
    b"s": lambda walk, _: walk._paint_path(False, True),
    b"B": lambda walk, _: walk._paint_path(True, True),
    b"B*": lambda walk, _: walk._paint_path(True, True),
    b"b": lambda walk, _: walk._paint_path(True, True),
    b"b*": lambda walk, _: walk._paint_path(True, True),
    b"sh": Walk._shading,
    b"Do": Walk._do,
    INLINE: Walk._inline_image,
    b"BT": Walk._begin_text,
    b"Tf": Walk._set_font,
    b"Tc": lambda walk, given: walk._set_text(given, "between"),
    b"Tw": lambda walk, given: walk._set_text(given, "space"),
    b"Tz": lambda walk, given: walk._set_text(given, "scale"),
    b"TL": lambda walk, given: walk._set_text(given, "leading"),
    b"Ts": lambda walk, given: walk._set_text(given, "rise"),
    b"Tr": lambda walk, given: walk._set_text(given, "mode"),
    b"Tm": Walk._text_matrix,
    b"Td": lambda walk, given: walk._offset(given, False),
    b"TD": lambda walk, given: walk._offset(given, True),
    b"T*": Walk._next_line,
    b"Tj": Walk._show,
    b"TJ": Walk._show,
    b"'": Walk._show_on_next_line,
    b'"': Walk._show_on_next_line,
}
