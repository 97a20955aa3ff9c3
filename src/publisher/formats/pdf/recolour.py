"""Every colour of a finished PDF put through one palette, in the one place that all of them pass.

It is done on pydyf's objects just before they become bytes, and not in the styles, drawings and images that colours
come from: what WeasyPrint paints by itself, an author's drawing, an emoji and a rule of a table all end here as the
same few operators (ISO 32000-1, 8.6.8), shadings, groups and images, and nothing that has colour can pass by.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from publisher.formats.pdf.colour import CMYK, GREY, MASK, SRGB, Palette, Parts
from publisher.formats.pdf.structure import number_of
from publisher.formats.pdf.variants import Kind
from publisher.formats.pdf.weasy import pydyf
from publisher.manuscript.inks import Plates, colour_plates, grey_plates

_OPERATORS = {1: (b"g", b"G"), 3: (b"rg", b"RG"), 4: (b"k", b"K")}
_SIMPLE = {b"g": False, b"G": True, b"rg": False, b"RG": True, b"k": False, b"K": True}
_SPACES = {"DeviceGray": 1, "DeviceRGB": 3, "DeviceCMYK": 4}
_PNG = b"\x89PNG\r\n\x1a\n"
_WHITE = (0.9505, 1.0, 1.089)  # D65


def recolour(pdf: Any, palette: Palette) -> int:
    """Put all colours through the palette. Gives the number of images that could not be converted."""
    run = _Recolouring(pdf, palette)
    run.all()
    return run.failed


def declare_intent(pdf: Any, palette: Palette, kind: Kind) -> None:
    """The printing condition in a file that must have one: PDF/X, and a PDF/A in other colours than the screen's."""
    intent = palette.intent
    if intent is None or not (kind.press or kind.archive):
        return
    profile = pydyf.Stream([intent.profile], pydyf.Dictionary({"N": 4}), compress=True)
    pdf.add_object(profile)
    said = pydyf.Dictionary({"Type": "/OutputIntent", "S": "/GTS_PDFX" if kind.press else "/GTS_PDFA1"})
    said["OutputConditionIdentifier"] = pydyf.String(intent.identifier)
    said["OutputCondition"] = said["Info"] = pydyf.String(intent.title)
    if intent.registered:
        said["RegistryName"] = pydyf.String("http://www.color.org")
    said["DestOutputProfile"] = profile.reference
    pdf.catalog["OutputIntents"] = pydyf.Array([said])


def smooth_nothing(pdf: Any) -> None:
    """No image asks to be smoothed: PDF/A forbids it (ISO 19005-2, 6.2.8), since each viewer does it otherwise."""
    for thing in pdf.objects:
        if isinstance(thing, pydyf.Stream) and thing.extra.get("Interpolate") == "true":
            thing.extra["Interpolate"] = "false"


@dataclass(slots=True)
class _Recolouring:
    pdf: Any
    palette: Palette
    failed: int = 0
    known: dict[tuple[bool, bytes], bytes] = field(default_factory=dict)

    def all(self) -> None:
        """Convert all content, shadings, groups and images."""
        masks = self._masks()
        for number, thing in enumerate(self.pdf.objects):
            if isinstance(thing, pydyf.Stream):
                self._stream(thing, MASK if number in masks else self.palette)
            elif isinstance(thing, dict):
                self._dictionary(thing, MASK if number in masks else self.palette)

    def _stream(self, stream: Any, palette: Palette) -> None:
        extra = stream.extra
        if extra.get("Subtype") == "/Image":
            self._image(stream, palette)
        elif not extra or "BBox" in extra:  # pages, forms, patterns; fonts, profiles and metadata say what they are
            if "Group" in extra:
                self._group(extra["Group"], palette)
            self._content(stream, palette)

    def _group(self, group: dict[str, Any], palette: Palette) -> None:
        """What a transparency group is mixed in: black ink takes the page's, since a grey one is printed in four."""
        if palette is MASK or palette.space == CMYK:
            group["CS"] = palette.space
        elif palette.space == GREY:
            group.pop("CS", None)

    def _content(self, stream: Any, palette: Palette) -> None:
        """Operators that set a colour, each a piece of its own in the stream."""
        spaces: dict[bool, str] = {}  # by stroke: what the next scn is in
        kept: list[Any] = []
        for piece in stream.stream:
            if not isinstance(piece, bytes) or piece[-1:] not in b"gGkKnNsS":
                kept.append(piece)
                continue
            operands, _, operator = piece.rpartition(b" ")
            if operator in _SIMPLE:
                kept.append(self._set(piece, operands, operator, palette))
            elif operator in (b"cs", b"CS"):
                name = operands[1:].decode("ascii")
                spaces[operator == b"CS"] = name
                if name == "Pattern":
                    kept.append(piece)
            elif operator in (b"scn", b"SCN") and spaces.get(operator == b"SCN", "Pattern") != "Pattern":
                stroke = operator == b"SCN"
                parts = _in_device(spaces[stroke], tuple(map(float, operands.split())))
                kept.append(_operator(palette.of(parts), stroke))
            else:
                kept.append(piece)
        stream.stream[:] = kept

    def _set(self, piece: bytes, operands: bytes, operator: bytes, palette: Palette) -> bytes:
        key = palette is MASK, piece
        if key not in self.known:
            parts = tuple(map(float, operands.split()))
            self.known[key] = _operator(palette.of(parts), _SIMPLE[operator])
        return self.known[key]

    def _dictionary(self, thing: dict[str, Any], palette: Palette) -> None:
        if "ShadingType" in thing:
            _shading(thing, palette)

    def _masks(self) -> set[int]:
        """The numbers of the objects that are drawn into the soft masks of graphics states, and all in them."""
        waiting = [
            state["SMask"]["G"]
            for thing in self.pdf.objects
            if isinstance(thing, dict)
            for state in thing.get("ExtGState", {}).values()
            if isinstance(state, dict) and isinstance(state.get("SMask"), dict)
        ]
        found: set[int] = set()
        while waiting:
            number = number_of(waiting.pop())
            if number in found:
                continue
            found.add(number)
            waiting.extend(_used_by(self.pdf.objects, self.pdf.objects[number]))
        return found

    def _image(self, stream: Any, palette: Palette) -> None:
        extra = stream.extra
        if palette.space == SRGB or extra.get("ColorSpace") == GREY or extra.get("ImageMask"):
            return
        plates = _plates(stream, palette)
        if plates is None:
            self.failed += 1
            return
        stream.stream[:] = [plates.data]
        for key in ("DecodeParms", "Decode"):
            extra.pop(key, None)
        extra["ColorSpace"] = GREY if plates.channels == 1 else CMYK
        extra["Filter"] = "/DCTDecode" if plates.dct else "/FlateDecode"
        if plates.dct and plates.channels == 4:
            extra["Decode"] = pydyf.Array((1, 0) * 4)  # libjpeg writes four inks as Adobe does, upside down
        if not plates.dct:
            columns = {"Predictor": 2, "Colors": plates.channels, "Columns": extra["Width"]}
            extra["DecodeParms"] = pydyf.Dictionary(columns)


def _used_by(objects: Any, thing: Any) -> Iterator[bytes]:
    """The forms, patterns and shadings that a form is drawn with."""
    resources = getattr(thing, "extra", {}).get("Resources")
    if resources is None:
        return
    if isinstance(resources, bytes):
        resources = objects[number_of(resources)]
    for kind in ("XObject", "Pattern", "Shading"):
        for reference in resources.get(kind, {}).values():
            if isinstance(reference, bytes):
                yield reference


def _shading(thing: dict[str, Any], palette: Palette) -> None:
    """A gradient: the colours of its ends are converted, what lies between follows."""
    ends = list(_ends(thing["Function"]))
    if not ends or len(ends[0]["C0"]) == 1:
        return
    made = [(end, key, palette.of(tuple(map(float, end[key])))) for end in ends for key in ("C0", "C1")]
    channels = max(len(parts) for _, _, parts in made)
    for end, key, parts in made:
        end[key] = pydyf.Array(_with_channels(parts, channels))
    thing["ColorSpace"] = {1: GREY, 3: SRGB, 4: CMYK}[channels]


def _with_channels(parts: Parts, channels: int) -> Parts:
    """The ends of one gradient have one number of parts, so that grey may be among colours."""
    if len(parts) == channels:
        return parts
    return parts * 3 if channels == 3 else (0.0, 0.0, 0.0, 1 - parts[0])


def _ends(function: dict[str, Any]) -> Iterable[dict[str, Any]]:
    if function["FunctionType"] == 3:
        for each in function["Functions"]:
            yield from _ends(each)
    else:
        yield function


def _operator(parts: Parts, stroke: bool) -> bytes:
    numbers = b" ".join(_number(part) for part in parts)
    return numbers + b" " + _OPERATORS[len(parts)][stroke]


def _number(part: float) -> bytes:
    return f"{max(0.0, min(1.0, part)):.4f}".rstrip("0").rstrip(".").encode()


def _in_device(space: str, parts: Parts) -> Parts:
    """A colour of one of the engine's named spaces as grey, sRGB or four inks."""
    if space.startswith("lab"):
        return _from_lab(*parts[:3])
    if len(parts) == _SPACES.get(space, len(parts)) and len(parts) in (1, 3, 4):
        return parts
    return (0.0,)  # a space that the style brings along: black, which nothing of ours does


def _from_lab(lightness: float, a: float, b: float) -> Parts:
    """CIE Lab as sRGB; its white is taken for the screen's, so that what is neutral stays so."""
    middle = (lightness + 16) / 116
    axes = (middle + a / 500, middle, middle - b / 200)
    x, y, z = (
        w * (t**3 if t > 6 / 29 else 3 * (6 / 29) ** 2 * (t - 4 / 29)) for w, t in zip(_WHITE, axes, strict=True)
    )
    linear = (
        3.2406 * x - 1.5372 * y - 0.4986 * z,
        -0.9689 * x + 1.8758 * y + 0.0415 * z,
        0.0557 * x - 0.2040 * y + 1.0570 * z,
    )
    return tuple(_encoded(max(0.0, min(1.0, each))) for each in linear)


def _cubed(axis: float) -> float:
    """CIE 15, 8.2.1: a cube, and a straight line near black."""
    return axis**3 if axis > 6 / 29 else 3 * (6 / 29) ** 2 * (axis - 4 / 29)


def _encoded(part: float) -> float:
    """sRGB's transfer curve (IEC 61966-2-1)."""
    return 12.92 * part if part <= 0.0031308 else float(1.055 * part ** (1 / 2.4) - 0.055)


def _plates(stream: Any, palette: Palette) -> Plates | None:
    """The pixels of an image in the palette's space."""
    data = b"".join(piece if isinstance(piece, bytes) else piece.data for piece in stream.stream)
    if stream.extra["Filter"] == "/FlateDecode":
        data = _as_png(data, stream.extra)
    if palette.space == CMYK and palette.inks is not None:
        return colour_plates(data, palette.inks)
    return grey_plates(data)


def _as_png(data: bytes, extra: dict[str, Any]) -> bytes:
    """The engine keeps lossless pixels as a PNG's own (predictor 15): a head and an end make them one again."""
    size = int(extra["Width"]).to_bytes(4, "big") + int(extra["Height"]).to_bytes(4, "big")
    kind = b"\x02" if extra.get("ColorSpace") != GREY else b"\x00"
    return b"".join(
        (_PNG, _chunk(b"IHDR", size + b"\x08" + kind + b"\0\0\0"), _chunk(b"IDAT", data), _chunk(b"IEND", b""))
    )


def _chunk(name: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + name + body + zlib.crc32(name + body).to_bytes(4, "big")
