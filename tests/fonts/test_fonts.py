"""Fonts come from packages and style folders only, are pinned to a weight, and cut down without losing features."""

from __future__ import annotations

import hashlib
import struct
from pathlib import Path

import pytest

from publisher.diagnostics import MachineError
from publisher.fonts import Embedding, coverage, embedding, font_bytes, font_digest, is_cff, read_font, subset_font
from publisher.fonts.sfnt import join, tables

GARAMOND = "fontpkg_eb_garamond/EBGaramond[wght].ttf"
SANS = "fontpkg_source_sans_3/SourceSans3[wght].ttf"
ATKINSON = "fontpkg_atkinson_hyperlegible/AtkinsonHyperlegible-Regular.ttf"


def names(data: bytes) -> dict[int, str]:
    table = tables(data)["name"]
    _, count, start = struct.unpack_from(">3H", table)
    found = {}
    for index in range(count):
        *_, key, length, offset = struct.unpack_from(">6H", table, 6 + 12 * index)
        found[key] = table[start + offset : start + offset + length].decode("utf-16-be")
    return found


def with_rights(data: bytes, rights: int) -> bytes:
    parts = tables(data)
    parts["OS/2"] = parts["OS/2"][:8] + struct.pack(">H", rights) + parts["OS/2"][10:]
    return join(parts, data[:4])


def style_folder(tmp_path: Path, data: bytes, name: str = "mine.ttf") -> Path:
    folder = tmp_path / "styles"
    (folder / "look" / "fonts").mkdir(parents=True)
    (folder / "look" / "fonts" / name).write_bytes(data)
    return folder


def test_a_digest_is_that_of_the_files_bytes() -> None:
    assert font_digest(GARAMOND) == hashlib.sha256(font_bytes(GARAMOND)).hexdigest()


def test_coverage_has_what_the_font_has() -> None:
    known = coverage(GARAMOND)
    assert {ord("a"), ord("é"), 0x2014, 0x03B1} <= known
    assert 0x4E00 not in known


def test_a_static_font_comes_as_it_is() -> None:
    assert read_font(ATKINSON, 700) == font_bytes(ATKINSON)


def test_a_variable_font_is_pinned_with_all_its_glyphs() -> None:
    data = read_font(GARAMOND, 700)
    parts = tables(data)
    assert not {"fvar", "gvar", "STAT", "HVAR"} & parts.keys()
    assert struct.unpack_from(">H", parts["OS/2"], 4) == (700,)
    glyphs = struct.unpack_from(">H", tables(font_bytes(GARAMOND))["maxp"], 4)
    assert struct.unpack_from(">H", parts["maxp"], 4) == glyphs


def test_an_instance_is_named_after_its_weight() -> None:
    regular, bold, half = (names(read_font(SANS, weight)) for weight in (400, 700, 600))
    assert (regular[1], regular[2], regular[6]) == ("Source Sans 3", "Regular", "SourceSans3-Regular")
    assert (bold[1], bold[2], bold[6]) == ("Source Sans 3", "Bold", "SourceSans3-Bold")
    assert (half[1], half[2], half[16], half[17]) == ("Source Sans 3 SemiBold", "Regular", "Source Sans 3", "SemiBold")
    assert "Open Font License" in regular[13]


def test_an_italic_instance_says_so() -> None:
    data = read_font("fontpkg_eb_garamond/EBGaramond-Italic[wght].ttf", 400)
    assert names(data)[2] == "Italic"
    assert struct.unpack_from(">H", tables(data)["head"], 44)[0] == 0b10


def test_a_weight_that_the_font_has_not_becomes_the_nearest() -> None:
    assert names(read_font(GARAMOND, 950))[6] == "EBGaramond-ExtraBold"


def test_a_whole_font_file_sums_to_the_magic_number() -> None:
    data = read_font(GARAMOND, 700)
    padded = data + bytes(-len(data) % 4)
    assert sum(struct.unpack(f">{len(padded) // 4}I", padded)) & 0xFFFFFFFF == 0xB1B0AFBA


def test_a_subset_has_its_characters_its_licence_and_nothing_much_else() -> None:
    data = subset_font(read_font(GARAMOND, 400), map(ord, "Hailsham"), ())
    assert len(data) < 12_000
    assert "Open Font License" in names(data)[13]
    assert "Copyright" in names(data)[0]


def test_features_bring_their_glyphs() -> None:
    whole = read_font(GARAMOND, 400)
    letters = range(0x61, 0x7B)
    plain, small = subset_font(whole, letters, ()), subset_font(whole, letters, ("smcp",))
    count = [struct.unpack_from(">H", tables(each)["maxp"], 4)[0] for each in (plain, small)]
    assert count[1] >= count[0] + 26
    assert b"smcp" in tables(small)["GSUB"]
    assert b"kern" in tables(plain)["GPOS"]


def test_a_subset_is_the_same_whatever_the_order() -> None:
    whole = read_font(GARAMOND, 400)
    assert subset_font(whole, [97, 98, 99], ("smcp", "onum")) == subset_font(whole, {99, 98, 97}, ("onum", "smcp"))


def test_a_missing_package_says_how_to_get_it() -> None:
    with pytest.raises(MachineError, match="not installed") as caught:
        font_bytes("fontpkg_no_such_family/File.ttf")
    assert caught.value.hint == "pip install fontpkg-no-such-family"


def test_a_missing_file_of_a_package_names_those_it_has() -> None:
    with pytest.raises(MachineError, match="no file") as caught:
        font_bytes("fontpkg_eb_garamond/Nope.ttf")
    assert "EBGaramond[wght].ttf" in caught.value.hint


@pytest.mark.parametrize(
    "source",
    [
        "os/File.ttf",
        "fontpkg_eb_garamond/../fontpkg_spectral/files/Spectral-Bold.ttf",
        "fontpkg_eb_garamond/",
        "/etc/passwd",
        "fontpkg_eb_garamond",
        "style:../../secret.ttf",
        "style:look/../../secret.ttf",
        "style:look//x.ttf",
        "style:C:\\x.ttf",
        "style:",
        "",
    ],
)
def test_a_source_cannot_leave_its_place(source: str, tmp_path: Path) -> None:
    (tmp_path / "secret.ttf").write_bytes(font_bytes(ATKINSON))
    with pytest.raises(MachineError, match="names no font"):
        font_bytes(source, [style_folder(tmp_path, b"")])


def test_a_style_brings_its_own_font(tmp_path: Path) -> None:
    folder = style_folder(tmp_path, font_bytes(ATKINSON))
    source = "style:look/fonts/mine.ttf"
    assert font_digest(source, [tmp_path / "other", folder]) == font_digest(ATKINSON)
    assert ord("a") in coverage(source, [folder])


def test_the_first_folder_that_has_the_font_is_believed(tmp_path: Path) -> None:
    first = style_folder(tmp_path / "1", font_bytes(ATKINSON))
    second = style_folder(tmp_path / "2", b"other")
    assert font_bytes("style:look/fonts/mine.ttf", [first, second]) == font_bytes(ATKINSON)


def test_a_link_out_of_the_style_folder_is_refused(tmp_path: Path) -> None:
    outside = tmp_path / "outside.ttf"
    outside.write_bytes(font_bytes(ATKINSON))
    folder = style_folder(tmp_path, b"")
    (folder / "look" / "fonts" / "link.ttf").symlink_to(outside)
    with pytest.raises(MachineError, match="outside its style folder"):
        font_bytes("style:look/fonts/link.ttf", [folder])


@pytest.mark.parametrize("data", [b"", b"not a font", b"wOFF" + bytes(60), b"ttcf" + bytes(60), b"\0\1\0\0\0\x20"])
def test_what_is_no_font_is_told_with_its_source(data: bytes, tmp_path: Path) -> None:
    folder = style_folder(tmp_path, data)
    with pytest.raises(MachineError, match=r"style:look/fonts/mine\.ttf"):
        read_font("style:look/fonts/mine.ttf", 400, [folder])


def test_a_font_cut_short_is_told(tmp_path: Path) -> None:
    folder = style_folder(tmp_path, font_bytes(ATKINSON)[:20_000])
    with pytest.raises(MachineError, match="cut short"):
        coverage("style:look/fonts/mine.ttf", [folder])


@pytest.mark.parametrize(
    ("rights", "expected"),
    [
        (0, Embedding.FREE),
        (2, Embedding.RESTRICTED),
        (4, Embedding.PREVIEW),
        (8, Embedding.FREE),
        (0b1100, Embedding.FREE),
        (0x0200, Embedding.RESTRICTED),
        (0x0108, Embedding.WHOLE),
    ],
)
def test_the_licence_bits_are_read(rights: int, expected: Embedding) -> None:
    assert embedding(with_rights(font_bytes(ATKINSON), rights)) is expected


def test_a_restricted_font_is_not_read(tmp_path: Path) -> None:
    folder = style_folder(tmp_path, with_rights(font_bytes(ATKINSON), 2))
    with pytest.raises(MachineError, match="forbids embedding"):
        read_font("style:look/fonts/mine.ttf", 400, [folder])


def test_a_font_that_forbids_subsets_stays_whole() -> None:
    data = with_rights(font_bytes(ATKINSON), 0x0100)
    assert subset_font(data, [97]) == data


def test_truetype_is_told_from_postscript_outlines() -> None:
    assert not is_cff(font_bytes(ATKINSON))
    assert is_cff(b"OTTO" + bytes(8))
