"""PNG pictures go into a PDF as they were compressed: the engine unpacks them and packs them again.

The pixels of a PNG file and those of a PDF's image are packed alike (ISO/IEC 15948, clauses 9 and 10; ISO 32000-2,
7.4.4.4, predictor 15), so the chunks of a file can be taken over where they are what the engine says of them: eight
bits for each of one or three colours, line after line. They are unpacked once, to see that all of them are there.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from publisher.formats.pdf.weasy import image_package

_COLOURS = {b"\x08\x00": ("L", 1), b"\x08\x02": ("RGB", 3)}  # bits and kind in a PNG's head → its mode, its colours
_HEAD, _AFTER_HEAD = 8 + 8, 8 + 8 + 13 + 4  # a signature; a chunk's length and name, its 13 bytes and their sum
_FILTERS = 5  # of PNG, from 0
_QUICKLY = 2  # zlib's level in its second byte (RFC 1950, 2.2): below it, packing again makes it smaller


@contextmanager
def packed_pictures() -> Iterator[None]:
    """Within it PNG pictures are written as they were packed. Not for two threads at once."""
    original: Callable[[Any], bytes] = image_package.RasterImage._get_png_data

    def data_of(picture: Any) -> bytes:
        found = _packed(picture)
        return original(picture) if found is None else found

    image_package.RasterImage._get_png_data = staticmethod(data_of)
    try:
        yield
    finally:
        image_package.RasterImage._get_png_data = staticmethod(original)


def _packed(picture: Any) -> bytes | None:
    """The compressed lines of a picture that Pillow has opened and not read; None where they must be made."""
    file = getattr(picture, "fp", None)
    if not isinstance(file, io.BytesIO):
        return None
    data = file.getvalue()
    mode, colours = _COLOURS.get(data[_HEAD + 8 : _HEAD + 10], ("", 0))
    if mode != picture.mode or data[_HEAD + 10 : _HEAD + 13] != b"\0\0\0" or "transparency" in picture.info:
        return None  # of another depth, in seven passes, or with a colour that lets through
    packed = b"".join(_pixel_chunks(data))
    if packed[1:2] < bytes([_QUICKLY << 6]) or not _is_whole(packed, picture.height, 1 + picture.width * colours):
        return None
    return packed


def _pixel_chunks(data: bytes) -> Iterator[bytes]:
    position = _AFTER_HEAD
    while position + 12 <= len(data):
        end = position + 8 + int.from_bytes(data[position : position + 4], "big")
        if data[position + 4 : position + 8] == b"IDAT":
            yield data[position + 8 : end]
        position = end + 4


def _is_whole(packed: bytes, lines: int, length: int) -> bool:
    """Whether these are so many lines, each of a filter that there is, and nothing after them."""
    unpacker = zlib.decompressobj()
    try:
        pixels = unpacker.decompress(packed, lines * length + 1)
    except zlib.error:
        return False
    whole = len(pixels) == lines * length and unpacker.eof and not unpacker.unused_data
    return whole and max(pixels[::length], default=_FILTERS) < _FILTERS
