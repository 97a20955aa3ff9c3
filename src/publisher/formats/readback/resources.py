"""What a content stream finds under its names: fonts, colour spaces, states, images, forms; each read once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pikepdf

from publisher.formats.readback.facts import Space
from publisher.formats.readback.fonts import NO_FACE, Face, read_face
from publisher.formats.readback.spaces import UNKNOWN, read_space

_DEFAULTS = {"/DeviceGray": "/DefaultGray", "/DeviceRGB": "/DefaultRGB", "/DeviceCMYK": "/DefaultCMYK"}


def key_of(thing: Any) -> tuple[int, int] | None:
    """What names an object of its own in the file; None for one that is written where it is used."""
    return tuple(thing.objgen) if getattr(thing, "is_indirect", False) else None


@dataclass(slots=True)
class State:
    """An ExtGState, as far as it matters (8.4.5). None: it says nothing of it."""

    fill_alpha: float | None = None
    line_alpha: float | None = None
    soft_mask: bool | None = None
    blending: str | None = None
    width: float | None = None
    font: tuple[Any, float] | None = None


@dataclass(slots=True)
class Shelf:
    """What has been read of one file, by the objects' own numbers."""

    faces: dict[tuple[int, int], Face] = field(default_factory=dict)
    resources: dict[tuple[int, int], Resources] = field(default_factory=dict)
    spaces: dict[tuple[int, int], Space] = field(default_factory=dict)

    def resources_of(self, raw: Any) -> Resources:
        """The resources that stand in this dictionary."""
        key = key_of(raw)
        if key is None:
            return Resources(raw, self)
        if key not in self.resources:
            self.resources[key] = Resources(raw, self)
        return self.resources[key]


@dataclass(slots=True)
class Resources:
    """One resource dictionary (7.8.3)."""

    raw: Any
    shelf: Shelf
    _faces: dict[str, Face] = field(default_factory=dict)
    _spaces: dict[str, Space] = field(default_factory=dict)
    _states: dict[str, State] = field(default_factory=dict)
    _things: dict[tuple[str, str], Any] = field(default_factory=dict)

    def thing(self, kind: str, name: str) -> Any:
        """The object of this name; None where there is none."""
        if (kind, name) not in self._things:
            found = self.raw.get(kind) if isinstance(self.raw, pikepdf.Dictionary) else None
            self._things[kind, name] = found.get(name) if isinstance(found, pikepdf.Dictionary) else None
        return self._things[kind, name]

    def face(self, name: str) -> Face:
        """The font of this name."""
        if name not in self._faces:
            self._faces[name] = self.face_of(self.thing("/Font", name))
        return self._faces[name]

    def face_of(self, raw: Any) -> Face:
        """The face of a font dictionary."""
        if not isinstance(raw, pikepdf.Dictionary):
            return NO_FACE
        key = key_of(raw)
        if key is None:
            return read_face(raw)
        if key not in self.shelf.faces:
            self.shelf.faces[key] = read_face(raw)
        return self.shelf.faces[key]

    def space(self, name: str) -> Space:
        """The colour space of this name; a device space may have been given another meaning here (8.6.5.6)."""
        if name not in self._spaces:
            raw = self.thing("/ColorSpace", _DEFAULTS.get(name, name))
            found = UNKNOWN
            if raw is not None:
                found = read_space(raw) if isinstance(raw, pikepdf.Name) else self.space_of(raw)
            self._spaces[name] = read_space(pikepdf.Name(name)) if found is UNKNOWN else found
        return self._spaces[name]

    def space_of(self, raw: Any) -> Space:
        """The colour space that is written here, as a name or as an array."""
        if isinstance(raw, pikepdf.Name):
            name = str(raw)
            return read_space(raw) if name in _DEFAULTS.values() else self.space(name)
        key = key_of(raw)
        if key is None:
            return read_space(raw)
        if key not in self.shelf.spaces:
            self.shelf.spaces[key] = read_space(raw)
        return self.shelf.spaces[key]

    def state(self, name: str) -> State:
        """The graphics state of this name."""
        if name not in self._states:
            raw = self.thing("/ExtGState", name)
            self._states[name] = _read_state(raw) if isinstance(raw, pikepdf.Dictionary) else State()
        return self._states[name]


def _read_state(raw: Any) -> State:
    state = State()
    if "/ca" in raw:
        state.fill_alpha = float(raw["/ca"])
    if "/CA" in raw:
        state.line_alpha = float(raw["/CA"])
    if "/SMask" in raw:
        state.soft_mask = isinstance(raw["/SMask"], pikepdf.Dictionary)
    if "/BM" in raw:
        mode = raw["/BM"]
        state.blending = str(mode[0] if isinstance(mode, pikepdf.Array) and len(mode) else mode)[1:]
    if "/LW" in raw:
        state.width = float(raw["/LW"])
    font = raw.get("/Font")
    if isinstance(font, pikepdf.Array) and len(font) == 2:
        state.font = (font[0], float(font[1]))
    return state
