"""The images of a finished PDF: their pixels' size and space, and how much ink lies on them (ISO 32000-1, 8.9)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pikepdf

from publisher.formats.readback.facts import Ink, Space
from publisher.formats.readback.operators import name
from publisher.formats.readback.resources import Resources, key_of
from publisher.formats.readback.spaces import GRAY, UNKNOWN, in_inks, palette
from publisher.manuscript.coverage import coverage_of_jpeg, coverage_of_samples

_PAIR = re.compile(rb"/(\w+)\s*(/[^\s/\[\]()<>]+|\[[^\]]*\]|[-+.\w]+)")


@dataclass(frozen=True, slots=True)
class Raw:
    """An image as it stands in the file, before it is placed. ``space`` is None for a stencil."""

    key: str
    width: int
    height: int
    bits: int
    space: Space | None
    soft: bool = False
    forbidden: str = ""


def read(image: Any, resources: Resources) -> Raw:
    """An image XObject."""
    stencil = bool(image.get("/ImageMask", False))
    raw_space = image.get("/ColorSpace")
    jpx = "/JPXDecode" in _names(image.get("/Filter"))
    space = None if stencil else resources.space_of(raw_space) if raw_space is not None else UNKNOWN
    key = key_of(image)
    forbidden = "OPI" if "/OPI" in image else "LZW" if "/LZWDecode" in _names(image.get("/Filter")) else ""
    return Raw(
        f"{key[0]}.{key[1]}" if key else f"~{image.get('/Width', 0)}x{image.get('/Height', 0)}",
        int(image.get("/Width", 0)),
        int(image.get("/Height", 0)),
        1 if stencil else int(image.get("/BitsPerComponent", 8)),
        space,
        isinstance(image.get("/SMask"), pikepdf.Stream) or (jpx and int(image.get("/SMaskInData", 0)) > 0),
        forbidden,
    )


def _names(filters: Any) -> tuple[str, ...]:
    if filters is None:
        return ()
    return (str(filters),) if isinstance(filters, pikepdf.Name) else tuple(str(each) for each in filters)


def read_inline(dictionary: bytes, data: bytes, resources: Resources) -> Raw:
    """An inline image; its dictionary has short keys or long ones (8.9.7)."""
    pairs = {key.decode("latin-1"): value for key, value in _PAIR.findall(dictionary)}
    stencil = pairs.get("IM", pairs.get("ImageMask", b"")) == b"true"
    written = pairs.get("CS", pairs.get("ColorSpace", b""))
    space = None if stencil else _inline_space(written, resources)
    filters = pairs.get("F", pairs.get("Filter", b""))
    key = hashlib.sha256(data).hexdigest()[:12]
    width, height = (_count(pairs, short, long) for short, long in (("W", "Width"), ("H", "Height")))
    bits = 1 if stencil else _count(pairs, "BPC", "BitsPerComponent") or 8
    return Raw(f"inline-{key}", width, height, bits, space, False, "LZW" if b"/LZW" in filters else "")


def _inline_space(written: bytes, resources: Resources) -> Space:
    if written[:1] == b"/":
        short = {b"/G": "/DeviceGray", b"/RGB": "/DeviceRGB", b"/CMYK": "/DeviceCMYK"}
        return resources.space(short.get(written, name(written)))
    if written[:1] == b"[":  # an indexed one
        base = re.search(rb"/(?:I|Indexed)\s*(/\w+)", written)
        return _inline_space(base[1], resources) if base else UNKNOWN
    return GRAY if not written else UNKNOWN


def _count(pairs: dict[str, bytes], short: str, long: str) -> int:
    written = pairs.get(short, pairs.get(long, b"0"))
    return int(written) if written.isdigit() and len(written) < 8 else 0


def is_inked(space: Space | None) -> bool:
    """Whether pixels of this space lay on inks other than black, so that somebody has to look at them."""
    if space is None:
        return False
    if space.family == "Indexed" and space.base is not None:
        return is_inked(space.base)
    four = space.family == "DeviceCMYK" or (space.family == "ICCBased" and space.components == 4)
    return four or space.family in ("Separation", "DeviceN")


def ink_of(image: Any, space: Space) -> Ink | None:
    """What lies on the pixels of an image in inks, at most two per cent too few; None where it cannot be told."""
    if space.family == "Indexed" and space.base is not None:
        return _of_colours(in_inks(space.base, colour) for colour in palette(space))
    if space.components != 4 or space.family in ("Separation", "DeviceN"):
        return None
    width, height, turned = int(image.get("/Width", 0)), int(image.get("/Height", 0)), _is_turned(image)
    names = _names(image.get("/Filter"))
    found = None
    if names == ("/DCTDecode",):
        found = coverage_of_jpeg(image.read_raw_bytes(), turned)
    elif int(image.get("/BitsPerComponent", 0)) == 8 and not set(names) & {"/DCTDecode", "/JPXDecode"}:
        found = coverage_of_samples(image.read_bytes(), width, height, turned)
    return Ink(*found) if found is not None else None


def _is_turned(image: Any) -> bool:
    decode = image.get("/Decode")
    return isinstance(decode, pikepdf.Array) and len(decode) >= 2 and float(decode[0]) > float(decode[1])


def _of_colours(colours: Iterable[tuple[float, float, float, float, float] | None]) -> Ink | None:
    known = [each for each in colours if each is not None]
    if not known:
        return None
    return Ink(max(sum(each) for each in known) * 100, not any(sum(each[:3]) + each[4] > 0.002 for each in known))
