"""Whether an image moves: a GIF, PNG or WebP file with several pictures in it. Nothing is unpacked."""

from __future__ import annotations

_PNG = b"\x89PNG\r\n\x1a\n"
_EXTENSION, _PICTURE = 0x21, 0x2C


def moves(data: bytes) -> bool:
    """Whether the file has more than one picture to show; False for a broken one and for any other kind."""
    if data.startswith((b"GIF87a", b"GIF89a")):
        try:
            return _gif_pictures(data) > 1
        except IndexError:
            return False
    if data.startswith(_PNG):  # APNG: a chunk acTL before the picture (W3C PNG, third edition, 11.3.6.1)
        head, found, rest = data[: data.find(b"IDAT") + 1].partition(b"acTL")
        return bool(head and found) and int.from_bytes(rest[:4], "big") > 1
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return data[12:16] == b"VP8X" and bool(data[20] & 0x02) if len(data) > 20 else False
    return False


def _gif_pictures(data: bytes) -> int:
    """How many pictures a GIF has, two at the most (GIF89a, appendix A): blocks are passed over by their lengths."""
    position = 13 + _table(data[10])
    found = 0
    while found < 2 and position < len(data):
        if data[position] == _EXTENSION:
            position = _after_blocks(data, position + 2)
        elif data[position] == _PICTURE:
            found += 1
            position = _after_blocks(data, position + 11 + _table(data[position + 9]))
        else:  # the trailer, or something that no reader knows
            break
    return found


def _table(flags: int) -> int:
    """The bytes of a colour table."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _after_blocks(data: bytes, position: int) -> int:
    while data[position]:
        position += data[position] + 1
    return position + 1
