"""The archive of an EPUB (PKWARE's APPNOTE 6.3.3, of which EPUB 3.3 §4.2 takes a part): deflated entries as they come.

The library cannot be given what is deflated already, and to deflate is most of the work on a book of which one chapter
has changed. Every entry has the same date, rights and method, whoever asks; so the same files give the same bytes.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable

from publisher.diagnostics import MachineError
from publisher.value import dataclass

_LEVEL = 6
_STORED, _DEFLATED = 0, 8  # methods
_VERSION, _UNIX = 20, 3  # 2.0 has folders and deflating; rights are to be read as Unix has them
_UTF8 = 0x800
_FILE_MODE = 0o100644
_MOST_BYTES, _MOST_ENTRIES = 0xFFFFFFFF, 0xFFFF  # beyond these an archive is of another kind, which old readers refuse

Moment = tuple[int, int, int, int, int, int]  # year, month, day, hours, minutes, seconds; 1980 to 2107


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of the archive: its bytes, and those it has in the archive where it is ``deflated``."""

    name: str
    data: bytes
    deflated: bytes | None = None


def deflate(data: bytes) -> bytes:
    """The bytes as an archive holds them (RFC 1951)."""
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


def archive(entries: Iterable[Entry], moment: Moment) -> bytes:
    """The archive's bytes. Raises :class:`MachineError` where they are more than an archive can hold."""
    clock = moment[3] << 11 | moment[4] << 5 | moment[5] // 2
    day = (moment[0] - 1980) << 9 | moment[1] << 5 | moment[2]
    parts: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for entry in entries:
        body = entry.data if entry.deflated is None else entry.deflated
        name, flags = _name(entry.name)
        method = _STORED if entry.deflated is None else _DEFLATED
        sizes = (zlib.crc32(entry.data), len(body), len(entry.data), len(name), 0)
        if offset + len(body) + 100 + len(name) > _MOST_BYTES or len(directory) >= _MOST_ENTRIES:
            raise MachineError("the EPUB is larger than an archive can be", "leave out pictures, or make them smaller")
        head = struct.pack("<4s5H3L2H", b"PK\x03\x04", _VERSION, flags, method, clock, day, *sizes)
        versions = _UNIX << 8 | _VERSION, _VERSION
        listed = (*versions, flags, method, clock, day, *sizes, 0, 0, 0, _FILE_MODE << 16, offset)
        directory.append(struct.pack("<4s6H3L5H2L", b"PK\x01\x02", *listed) + name)
        parts += (head, name, body)
        offset += len(head) + len(name) + len(body)
    count, length = len(directory), sum(map(len, directory))
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, length, offset, 0)
    return b"".join((*parts, *directory, end))


def _name(name: str) -> tuple[bytes, int]:
    return (name.encode("ascii"), 0) if name.isascii() else (name.encode(), _UTF8)
