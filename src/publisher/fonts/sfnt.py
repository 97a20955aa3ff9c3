"""The container of a TrueType or OpenType font: its tables, its embedding rights, its names (OpenType 1.9)."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from enum import StrEnum

from publisher.diagnostics import MachineError

_TRUETYPE = (b"\x00\x01\x00\x00", b"true")
_CFF = b"OTTO"
_CHECKSUM_MAGIC = 0xB1B0AFBA  # OpenType, "head": checksumAdjustment = this − sum of the whole file
_WINDOWS, _UNICODE_BMP, _US_ENGLISH = 3, 1, 0x0409
_WEIGHT_NAMES = {
    100: "Thin",
    200: "ExtraLight",
    300: "Light",
    400: "Regular",
    500: "Medium",
    600: "SemiBold",
    700: "Bold",
    800: "ExtraBold",
    900: "Black",
}


class Embedding(StrEnum):
    """What the font's own licence bits (OS/2 fsType) let us do."""

    FREE = "free"  # installable or editable: any file, as a subset
    WHOLE = "whole"  # may be embedded, but not as a subset
    PREVIEW = "preview"  # preview and print: a PDF, not an EPUB
    RESTRICTED = "restricted"  # not at all


def tables(data: bytes) -> dict[str, bytes]:
    """The tables of a font by tag. Raises :class:`MachineError` when ``data`` is no single sfnt font."""
    directory = _directory(data)
    return {tag: data[offset : offset + length] for tag, (_, offset, length) in directory.items()}


def is_cff(data: bytes) -> bool:
    """Whether the outlines are PostScript ones (a ``.otf`` file) and not TrueType (a ``.ttf``)."""
    return data[:4] == _CFF


def embedding(data: bytes) -> Embedding:
    """The embedding rights of a font; a font without an OS/2 table says nothing and is free."""
    table = tables(data).get("OS/2", b"")
    if len(table) < 10:
        return Embedding.FREE
    rights = struct.unpack_from(">H", table, 8)[0]
    # Old fonts set several usage bits at once; the least restrictive one holds. 0x0200: bitmaps only.
    usage = rights & 0x000E
    if usage == 0x0002 or rights & 0x0200:
        return Embedding.RESTRICTED
    if usage and not usage & 0x0008:
        return Embedding.PREVIEW
    return Embedding.WHOLE if rights & 0x0100 else Embedding.FREE


def name_instance(data: bytes, family: str, weight: int) -> bytes:
    """An instance of a variable font under names and style bits that tell its weight.

    Without this the instance of weight 700 would still call itself Regular, or the one of 400 ExtraLight.
    """
    parts = tables(data)
    italic = bool(struct.unpack_from(">H", parts["head"], 44)[0] & 0b10)
    parts["name"] = _name_table(_instance_names(_english_names(parts.get("name", b"")), family, weight, italic))
    parts["OS/2"] = _with_style_bits(parts["OS/2"], 62, {0: italic, 5: weight == 700, 6: weight == 400 and not italic})
    parts["head"] = _with_style_bits(parts["head"], 44, {0: weight == 700, 1: italic})
    parts.pop("STAT", None)  # it describes axes that are gone
    parts.pop("DSIG", None)  # and a signature of bytes that are gone
    untouched = {tag: known for tag, (known, _, _) in _directory(data).items() if tag not in ("name", "OS/2", "head")}
    return join(parts, data[:4], untouched)


def _instance_names(given: dict[int, str], family: str, weight: int, italic: bool) -> dict[int, str]:
    """The entries of a name table by id. Copyright, version, trademark, makers and licence stay as given."""
    names = {key: value for key, value in given.items() if key in (0, 5, 7, 8, 9, 11, 13, 14)}
    upright = _WEIGHT_NAMES.get(weight, f"W{weight}")
    words = ([] if italic and weight == 400 else [upright]) + (["Italic"] if italic else [])
    postscript = "".join(c for c in family if c.isascii() and c.isalnum()) + "-" + "".join(words)
    # Entries 1 and 2 know four styles of a family; any other weight is a family of its own there.
    linked = weight in (400, 700)
    names[1] = family if linked else f"{family} {upright}"
    names[2] = " ".join(words) if linked else "Italic" if italic else "Regular"
    names[3] = f"{postscript};{names.get(5, '')}"
    names[4], names[6] = " ".join([family, *words]), postscript[:63]
    if not linked:
        names[16], names[17] = family, " ".join(words)
    return names


def family_name(data: bytes) -> str:
    """The typographic family name, or the plain one."""
    names = _english_names(tables(data).get("name", b""))
    return names.get(16) or names.get(1) or "Font"


def join(parts: dict[str, bytes], version: bytes, known: Mapping[str, int] | None = None) -> bytes:
    """A font file of ``parts``, tables sorted by tag, every checksum right.

    ``known`` are checksums that need not be computed again, by tag.
    """
    known = known or {}
    head = bytearray(parts["head"])
    head[8:12] = bytes(4)
    parts = {**parts, "head": bytes(head)}
    count = len(parts)
    power = 1 << (count.bit_length() - 1)
    header = version + struct.pack(">4H", count, power * 16, power.bit_length() - 1, (count - power) * 16)
    offset = 12 + 16 * count
    records, bodies, total = b"", [], 0
    for tag in sorted(parts):
        body = parts[tag]
        checksum = known[tag] if tag in known else _checksum(body)
        records += tag.encode("latin-1") + struct.pack(">3I", checksum, offset, len(body))
        bodies.append(body + bytes(-len(body) % 4))
        offset += len(bodies[-1])
        total += checksum
    total = (total + _checksum(header + records)) & 0xFFFFFFFF
    head[8:12] = struct.pack(">I", (_CHECKSUM_MAGIC - total) & 0xFFFFFFFF)
    position = sorted(parts).index("head")
    bodies[position] = bytes(head) + bytes(-len(head) % 4)
    return header + records + b"".join(bodies)


def _directory(data: bytes) -> dict[str, tuple[int, int, int]]:
    magic = data[:4]
    if magic in (b"wOFF", b"wOF2"):
        raise MachineError("a WOFF font cannot be read here", hint="use the font's .ttf or .otf file")
    if magic == b"ttcf":
        raise MachineError("a font collection (.ttc) cannot be read here", hint="use the single .ttf or .otf files")
    if magic not in (*_TRUETYPE, _CFF) or len(data) < 12:
        raise MachineError("this is no TrueType or OpenType font", hint="use a .ttf or .otf file")
    count = struct.unpack_from(">H", data, 4)[0]
    if len(data) < 12 + 16 * count:
        raise MachineError("the font file is cut short")
    found = {}
    for index in range(count):
        tag, checksum, offset, length = struct.unpack_from(">4s3I", data, 12 + 16 * index)
        if offset + length > len(data):
            raise MachineError("the font file is cut short")
        found[tag.decode("latin-1")] = (checksum, offset, length)
    return found


def _english_names(table: bytes) -> dict[int, str]:
    """Windows, Unicode, US English entries of a name table by id."""
    if len(table) < 6:
        return {}
    count, storage = struct.unpack_from(">2H", table, 2)
    names = {}
    for index in range(min(count, (len(table) - 6) // 12)):
        platform, encoding, language, key, length, offset = struct.unpack_from(">6H", table, 6 + 12 * index)
        if (platform, encoding, language) == (_WINDOWS, _UNICODE_BMP, _US_ENGLISH):
            raw = table[storage + offset : storage + offset + length]
            names[key] = raw.decode("utf-16-be", errors="replace")
    return names


def _name_table(names: dict[int, str]) -> bytes:
    records, storage = b"", b""
    for key in sorted(names):
        raw = names[key].encode("utf-16-be", errors="replace")
        records += struct.pack(">6H", _WINDOWS, _UNICODE_BMP, _US_ENGLISH, key, len(raw), len(storage))
        storage += raw
    return struct.pack(">3H", 0, len(names), 6 + len(records)) + records + storage


def _with_style_bits(table: bytes, offset: int, bits: dict[int, bool]) -> bytes:
    value = struct.unpack_from(">H", table, offset)[0]
    for bit, wanted in bits.items():
        value = value | 1 << bit if wanted else value & ~(1 << bit)
    return table[:offset] + struct.pack(">H", value) + table[offset + 2 :]


def _checksum(table: bytes) -> int:
    padded = table + bytes(-len(table) % 4)
    words: tuple[int, ...] = struct.unpack(f">{len(padded) // 4}I", padded)
    return sum(words) & 0xFFFFFFFF
