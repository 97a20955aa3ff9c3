"""Colour spaces as values, and what a colour in one of them is in inks (ISO 32000-1, 8.6)."""

from __future__ import annotations

from typing import Any

import pikepdf

from publisher.formats.readback.facts import Space

_DEEPEST = 8  # spaces that stand on others
_MOST_INKS = 32
GRAY, RGB, CMYK = Space("DeviceGray", 1), Space("DeviceRGB", 3), Space("DeviceCMYK", 4)
PATTERN = Space("Pattern", 0)
UNKNOWN = Space("unknown", 0)
_PLAIN = {
    "/DeviceGray": GRAY, "/G": GRAY, "/DeviceRGB": RGB, "/RGB": RGB, "/DeviceCMYK": CMYK, "/CMYK": CMYK,
    "/Pattern": PATTERN, "/CalCMYK": CMYK,
}  # fmt: skip
_COMPONENTS = {"/CalGray": 1, "/CalRGB": 3, "/Lab": 3}
_BY_COUNT = {1: GRAY, 3: RGB, 4: CMYK}


def read_space(raw: Any, depth: int = 0) -> Space:
    """A colour space as it stands in a file; :data:`UNKNOWN` for what is none."""
    if isinstance(raw, pikepdf.Name):
        return _PLAIN.get(str(raw), UNKNOWN)
    if not isinstance(raw, pikepdf.Array) or not len(raw) or depth > _DEEPEST:
        return UNKNOWN
    kind = str(raw[0])
    if kind in _PLAIN and kind != "/Pattern":
        return _PLAIN[kind]
    if kind in _COMPONENTS:
        return Space(kind[1:], _COMPONENTS[kind])
    if kind == "/Pattern":
        return Space("Pattern", 0, base=read_space(raw[1], depth + 1)) if len(raw) > 1 else PATTERN
    if kind == "/ICCBased" and len(raw) > 1:
        count = int(raw[1].get("/N", 0))
        return Space("ICCBased", count, base=_BY_COUNT.get(count))
    if kind == "/Separation" and len(raw) > 2:
        return Space("Separation", 1, (str(raw[1])[1:],), read_space(raw[2], depth + 1))
    if kind == "/DeviceN" and len(raw) > 2:
        names = tuple(str(each)[1:] for each in list(raw[1])[:_MOST_INKS])
        return Space("DeviceN", len(names), names, read_space(raw[2], depth + 1))
    if kind in ("/Indexed", "/I") and len(raw) > 3:
        table = raw[3].read_bytes() if isinstance(raw[3], pikepdf.Stream) else bytes(raw[3])
        return Space("Indexed", 1, base=read_space(raw[1], depth + 1), palette=table[: 256 * _MOST_INKS])
    return UNKNOWN


def begins_with(space: Space) -> tuple[float, ...]:
    """The colour that holds when a space has just been chosen (8.6.5 to 8.6.6)."""
    if space.family == "DeviceCMYK":
        return (0.0, 0.0, 0.0, 1.0)
    if space.family in ("Separation", "DeviceN"):
        return (1.0,) * space.components
    return (0.0,) * space.components


def palette(space: Space) -> tuple[tuple[float, ...], ...]:
    """The colours of an indexed space, in its base."""
    base = space.base
    if base is None or not base.components:
        return ()
    step = base.components
    table = space.palette
    return tuple(tuple(each / 255 for each in table[i : i + step]) for i in range(0, len(table) - step + 1, step))


def in_inks(space: Space, values: tuple[float, ...]) -> tuple[float, float, float, float, float] | None:
    """Cyan, magenta, yellow, black and all spot inks together, from 0 to 1 each; None for a colour of light.

    A profile of four or one components is read as the inks that its numbers stand for.
    """
    if len(values) < space.components or not space.components:
        return None
    if space.family == "Indexed":
        colours = palette(space)
        index = int(values[0])
        return in_inks(space.base, colours[index]) if space.base is not None and 0 <= index < len(colours) else None
    if space.family in ("Separation", "DeviceN"):
        return _plates(space.names, values)
    if space.family in ("DeviceGray", "CalGray") or (space.family == "ICCBased" and space.components == 1):
        return (0.0, 0.0, 0.0, _unit(1 - values[0]), 0.0)
    if space.family == "DeviceCMYK" or (space.family == "ICCBased" and space.components == 4):
        return (_unit(values[0]), _unit(values[1]), _unit(values[2]), _unit(values[3]), 0.0)
    return None


def _plates(names: tuple[str, ...], values: tuple[float, ...]) -> tuple[float, float, float, float, float]:
    plates = dict.fromkeys(("Cyan", "Magenta", "Yellow", "Black"), 0.0)
    spot = 0.0
    for name, value in zip(names, values, strict=False):
        if name == "All":
            plates = dict.fromkeys(plates, _unit(value))
        elif name in plates:
            plates[name] = _unit(value)
        elif name != "None":
            spot += _unit(value)
    return plates["Cyan"], plates["Magenta"], plates["Yellow"], plates["Black"], spot


def _unit(value: float) -> float:
    return min(1.0, max(0.0, value))


def is_light(space: Space) -> bool:
    """Whether a space is one of light and not of ink: RGB in any form, or Lab."""
    if space.family == "Indexed":
        return space.base is not None and is_light(space.base)
    light = ("DeviceRGB", "CalRGB", "Lab")
    return space.family in light or (space.family == "ICCBased" and space.components == 3)


def devices(space: Space) -> tuple[str, ...]:
    """The device spaces that a colour is in the end painted in, those behind a palette or a spot ink too."""
    if space.family.startswith("Device") and space.family != "DeviceN":
        return (space.family,)
    if space.family in ("Indexed", "Separation", "DeviceN", "Pattern") and space.base is not None:
        return devices(space.base)
    return ()


def function_ends(function: Any, depth: int = 0) -> tuple[tuple[float, ...], ...]:
    """Colours that a shading's function gives: its ends and its samples; empty where they cannot be told (7.10)."""
    if isinstance(function, pikepdf.Array):
        parts = [function_ends(each, depth + 1) for each in list(function)[:_MOST_INKS]]
        if not parts or not all(parts):
            return ()
        least = min(len(part) for part in parts)
        return tuple(tuple(part[i][0] for part in parts) for i in range(least))
    if depth > _DEEPEST or not isinstance(function, pikepdf.Dictionary | pikepdf.Stream):
        return ()
    kind = int(function.get("/FunctionType", -1))
    if kind == 2:
        start, end = function.get("/C0", [0.0]), function.get("/C1", [1.0])
        return tuple(float(each) for each in start), tuple(float(each) for each in end)
    if kind == 3:
        inner = list(function.get("/Functions", []))[:64]
        return tuple(dict.fromkeys(colour for each in inner for colour in function_ends(each, depth + 1)))
    if kind == 0 and isinstance(function, pikepdf.Stream) and int(function.get("/BitsPerSample", 0)) == 8:
        count = len(function.get("/Range", [])) // 2
        table = function.read_bytes()[: 4096 * max(count, 1)]
        rows = [
            tuple(each / 255 for each in table[i : i + count]) for i in range(0, len(table) - count + 1, count or 1)
        ]
        return tuple(dict.fromkeys(rows)) if count else ()
    return ()
