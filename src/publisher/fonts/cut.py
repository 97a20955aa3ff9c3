"""HarfBuzz at work: which characters a font has, one weight of a variable font, the part of it that a book uses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from publisher.diagnostics import MachineError
from publisher.fonts.find import font_bytes
from publisher.fonts.sfnt import Embedding, embedding, family_name, name_instance, tables

if TYPE_CHECKING:  # at run time where it cuts: it takes long to load, and fonts are kept as they were cut
    import uharfbuzz as hb  # type: ignore[import-untyped]

# On top of HarfBuzz's own defaults (kern, liga, clig, calt, ccmp, locl, mark, mkmk, frac …): what CSS can ask for
# by font-variant-caps, -numeric, -position and -ligatures.
COMMON_FEATURES = (
    *("c2pc", "c2sc", "pcap", "smcp", "titl", "unic"),
    *("lnum", "onum", "ordn", "pnum", "tnum", "zero"),
    *("case", "dlig", "hlig", "sinf", "subs", "sups"),
)
_ONLY_FOR_SHAPING = (b"BASE", b"DSIG", b"EBDT", b"EBLC", b"EBSC", b"GPOS", b"GSUB", b"JSTF", b"LTSH", b"PCLT", b"SVG ")
_KEPT_NAMES = (0, 1, 2, 3, 4, 5, 6, 7, 13, 14, 16, 17)  # copyright, names, trademark, licence and its address


def coverage(source: str, folders: Sequence[Path] = ()) -> frozenset[int]:
    """The code points for which the font has a glyph. Raises :class:`MachineError` like ``font_bytes``."""
    return frozenset(_face(font_bytes(source, folders), source).unicodes)


def code_points(data: bytes) -> frozenset[int]:
    """The code points for which a font's bytes have a glyph."""
    return frozenset(_face(data, "font").unicodes)


def read_font(source: str, weight: int, folders: Sequence[Path] = ()) -> bytes:
    """The font file for one weight, ready to be embedded.

    A variable font is pinned to ``weight`` (or the nearest that it has), its other axes to their defaults, with
    every glyph and feature kept, and named after its weight. A static font comes back as it is. Raises
    :class:`MachineError` when the file is missing, broken, or must not be embedded.
    """
    data = font_bytes(source, folders)
    face = _face(data, source)
    if embedding(data) is Embedding.RESTRICTED:
        raise MachineError(
            f"the licence of the font {source} forbids embedding (OS/2 fsType)", hint="choose an open font"
        )
    if not face.has_var_data:
        return data
    import uharfbuzz as hb

    wanted = hb.SubsetInput()
    wanted.keep_everything()
    wanted.pin_all_axes_to_default(face)
    for axis in face.axis_infos:
        if axis.tag == "wght":
            weight = round(min(max(weight, axis.min_value), axis.max_value))
            wanted.pin_axis_location(face, "wght", weight)
    return name_instance(_run(face, wanted, source), family_name(data), weight)


def subset_font(data: bytes, codepoints: Iterable[int], features: Iterable[str] = COMMON_FEATURES) -> bytes:
    """The font cut down to ``codepoints`` and the glyphs that ``features`` may put in their place.

    ``features`` are OpenType tags on top of HarfBuzz's defaults. Hinting goes (no page and no e-paper needs it),
    of the names the copyright and the licence stay. A font that forbids subsets comes back whole. Equal arguments
    give equal bytes.
    """
    if embedding(data) is Embedding.WHOLE:
        return data
    import uharfbuzz as hb

    face = _face(data, "font")
    wanted = hb.SubsetInput()
    wanted.unicode_set.update(codepoints)
    wanted.flags = hb.SubsetFlags.NO_HINTING
    wanted.layout_feature_tag_set.update(int.from_bytes(tag.encode("ascii"), "big") for tag in features)
    wanted.name_id_set.clear()
    wanted.name_id_set.update(_KEPT_NAMES)
    wanted.drop_table_tag_set.update(int.from_bytes(tag, "big") for tag in (b"DSIG", b"STAT", b"meta"))
    return _run(face, wanted, "font")


def subset_glyphs(data: bytes, glyphs: Iterable[int], *, index: int = 0, keep_notdef: bool = False) -> bytes:
    """The font cut down to these glyphs, by their numbers, which they keep: what a page's content calls them by.

    What only shaping needs goes, and the shape of the missing glyph unless it is wanted. Equal arguments give equal
    bytes. Raises :class:`MachineError` when the font is broken.
    """
    import uharfbuzz as hb

    face = hb.Face(data, index)
    wanted = hb.SubsetInput()
    wanted.glyph_set.update(glyphs)
    flags = hb.SubsetFlags
    wanted.flags = flags.RETAIN_GIDS | flags.PASSTHROUGH_UNRECOGNIZED | flags.DESUBROUTINIZE | flags.NO_HINTING
    if keep_notdef:
        wanted.flags |= flags.NOTDEF_OUTLINE
    wanted.drop_table_tag_set.update(int.from_bytes(tag, "big") for tag in _ONLY_FOR_SHAPING)
    return _run(face, wanted, "font")


def _face(data: bytes, source: str) -> hb.Face:
    try:
        required = {"cmap", "head", "hhea", "hmtx", "maxp"} - tables(data).keys()
    except MachineError as error:
        raise MachineError(f"{source}: {error}", hint=error.hint) from error
    if required:
        raise MachineError(f"{source}: the font has no {', '.join(sorted(required))} table")
    import uharfbuzz as hb

    return hb.Face(data)


def _run(face: hb.Face, wanted: hb.SubsetInput, source: str) -> bytes:
    import uharfbuzz as hb

    try:
        return bytes(hb.subset(face, wanted).blob.data)
    except RuntimeError as error:
        raise MachineError(f"HarfBuzz cannot cut the font {source}") from error
