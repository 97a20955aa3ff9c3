"""What the head of a raster image says of it, and its bytes without what is nobody's business. Nothing is unpacked.

A photograph carries the place, the hour and the camera (EXIF, XMP, IPTC), and comments. None of it is needed to show
it but the orientation and the colour profile: an image that has one of these must be made again
(:mod:`publisher.manuscript.pixels`), all others lose the rest here without a change to a pixel.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator

from publisher.value import dataclass

JPEG, PNG, WEBP, GIF = "image/jpeg", "image/png", "image/webp", "image/gif"
_SRGB = (b"sRGB", "sRGB".encode("utf-16-be"))
_LARGEST_PROFILE = 1 << 22  # bytes, unpacked: the largest real ones have 3 MB
_PNG_START = b"\x89PNG\r\n\x1a\n"
_PNG_WORDS = frozenset({b"eXIf", b"tEXt", b"iTXt", b"zTXt", b"tIME"})
_WEBP_WORDS = frozenset({b"EXIF", b"XMP "})
_JPEG_KEPT = frozenset({0xE0, 0xEE})  # JFIF's density and Adobe's colour transform; the other APPn only tell


@dataclass(frozen=True, slots=True)
class Head:
    """What must be known of an image before it goes into a book."""

    turned: int = 1  # EXIF orientation, 1 … 8
    foreign_colours: bool = False  # CMYK, or a profile other than sRGB
    lossy: bool = False
    plain: bytes = b""  # the file without metadata; a turned one or one of foreign colours must be made again


def look(data: bytes, media_type: str) -> Head:
    """The head of a JPEG, PNG or WebP file; of any other kind, and of a broken one, the bytes as they are."""
    start, reader = _READERS.get(media_type, (b"", None))
    if reader is None or not data.startswith(start) or (media_type == WEBP and data[8:12] != b"WEBP"):
        return Head(plain=data)
    try:
        return reader(data)
    except (IndexError, ValueError, zlib.error):
        return Head(plain=data, lossy=media_type == JPEG)


def _jpeg(data: bytes) -> Head:
    """ISO/IEC 10918-1, annex B: segments up to the first scan."""
    kept, position, turned, four, profile = [data[:2]], 2, 1, False, b""
    while data[position] == 0xFF and data[position + 1] != 0xDA:
        marker = data[position + 1]
        if marker == 0xFF:  # a fill byte
            position += 1
            continue
        end = position + 2 + int.from_bytes(data[position + 2 : position + 4], "big")
        body = data[position + 4 : end]
        if marker == 0xE1 and body.startswith(b"Exif\0\0"):
            turned = _orientation(body[6:])
        elif marker == 0xE2 and body.startswith(b"ICC_PROFILE\0"):
            profile += body[14:]
        elif 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            four = body[5] == 4
        if marker in _JPEG_KEPT or not (0xE0 <= marker <= 0xEF or marker == 0xFE):
            kept.append(data[position:end])
        if end <= position + 3 or end > len(data):
            raise ValueError("a segment without an end")
        position = end
    return Head(turned, four or _foreign(profile), lossy=True, plain=b"".join([*kept, data[position:]]))


def _png(data: bytes) -> Head:
    """ISO/IEC 15948, clause 11: chunks."""
    kept, turned, profile = [_PNG_START], 1, b""
    for name, body, whole in _png_chunks(data):
        if name == b"iCCP":
            profile = zlib.decompressobj().decompress(body.partition(b"\0")[2][1:], _LARGEST_PROFILE)
        elif name == b"eXIf":
            turned = _orientation(body)
        elif name not in _PNG_WORDS:
            kept.append(whole)
    return Head(turned, _foreign(profile), plain=b"".join(kept))


def _png_chunks(data: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    position = len(_PNG_START)
    while position + 12 <= len(data):
        end = position + 12 + int.from_bytes(data[position : position + 4], "big")
        yield data[position + 4 : position + 8], data[position + 8 : end - 4], data[position:end]
        if end > len(data):
            raise ValueError("a chunk without an end")
        position = end


def _webp(data: bytes) -> Head:
    """WebP container specification: RIFF chunks; the head's flags tell what follows."""
    kept, position, turned, profile, lossy = [], 12, 1, b"", False
    while position + 8 <= len(data):
        name = data[position : position + 4]
        size = int.from_bytes(data[position + 4 : position + 8], "little")
        end = position + 8 + size + size % 2
        body = data[position + 8 : position + 8 + size]
        whole = data[position:end]
        if name == b"EXIF":
            turned = _orientation(body.removeprefix(b"Exif\0\0"))
        elif name == b"ICCP":
            profile = body
        elif name == b"VP8X":
            whole = whole[:8] + bytes([whole[8] & ~0x2C]) + whole[9:]  # no profile, no EXIF, no XMP
        lossy = lossy or name == b"VP8 "
        if name not in _WEBP_WORDS and name != b"ICCP":
            kept.append(whole)
        position = end
    chunks = b"".join(kept)
    plain = b"RIFF" + (len(chunks) + 4).to_bytes(4, "little") + b"WEBP" + chunks
    return Head(turned, _foreign(profile), lossy, plain)


def _foreign(profile: bytes) -> bool:
    """Whether a colour profile is another than sRGB, which is what an image without one is taken for."""
    return bool(profile) and not any(name in profile for name in _SRGB)


def _orientation(exif: bytes) -> int:
    """Tag 0x0112 of a TIFF head (EXIF 2.32, 4.6.4): how the camera was held; 1 where it does not say."""
    order = {b"II": "little", b"MM": "big"}.get(exif[:2])
    if order not in ("little", "big"):
        return 1
    start = _number(exif[4:8], order)
    for index in range(min(_number(exif[start : start + 2], order), 200)):
        entry = exif[start + 2 + index * 12 : start + 14 + index * 12]
        if _number(entry[:2], order) == 0x0112:
            value = _number(entry[8:10], order)
            return value if 1 <= value <= 8 else 1
    return 1


def _number(data: bytes, order: str) -> int:
    return int.from_bytes(data, "little" if order == "little" else "big")


_READERS: dict[str, tuple[bytes, Callable[[bytes], Head]]] = {
    JPEG: (b"\xff\xd8\xff", _jpeg),
    PNG: (_PNG_START, _png),
    WEBP: (b"RIFF", _webp),
}
