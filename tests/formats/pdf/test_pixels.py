"""PNG pictures go into the PDF as they were packed, if they are what the PDF says of them."""

from __future__ import annotations

import io
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from publisher.formats.pdf.pixels import packed_pictures
from publisher.formats.pdf.weasy import image_package

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_LEVEL = b"\x80"  # the second byte of what zlib packed at its own level, or a higher one


def saved(picture: Image.Image, **options: object) -> bytes:
    file = io.BytesIO()
    picture.save(file, "PNG", **options)
    return file.getvalue()


def chunk(name: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + name + body + zlib.crc32(name + body).to_bytes(4, "big")


def png(kind: bytes, lines: bytes, *, size: tuple[int, int] = (3, 2), parts: int = 1) -> bytes:
    """A PNG file of these packed lines; ``kind`` is depth, colours, compression, filtering and passes."""
    head = chunk(b"IHDR", size[0].to_bytes(4, "big") + size[1].to_bytes(4, "big") + kind)
    step = max(1, -(-len(lines) // parts))
    pixels = b"".join(chunk(b"IDAT", lines[at : at + step]) for at in range(0, len(lines), step))
    return _SIGNATURE + head + pixels + chunk(b"IEND", b"")


def in_pdf(data: bytes) -> bytes:
    """What the PDF has of a picture."""
    with packed_pictures():
        return image_package.RasterImage._get_png_data(Image.open(io.BytesIO(data)))


def made(data: bytes) -> bytes:
    """What the engine makes of it."""
    return image_package.RasterImage._get_png_data(Image.open(io.BytesIO(data)))


GRAY = Image.frombytes("L", (3, 2), bytes(range(6)))
COLOURED = Image.frombytes("RGB", (3, 2), bytes(range(18)))


@pytest.mark.parametrize("picture", [GRAY, COLOURED], ids=lambda each: each.mode)
def test_it_is_taken_over(picture: Image.Image) -> None:
    best = saved(picture, compress_level=9)
    assert in_pdf(best) in best
    assert Image.open(io.BytesIO(best)).tobytes() == picture.tobytes()


def test_from_several_chunks() -> None:
    lines = zlib.compress(b"\0abc\1def")
    assert in_pdf(png(b"\x08\0\0\0\0", lines, parts=3)) == lines


def test_what_was_made_in_memory_is_packed() -> None:
    with packed_pictures():
        assert image_package.RasterImage._get_png_data(GRAY) == made(saved(GRAY))


@pytest.mark.parametrize("picture", [COLOURED.convert("P"), GRAY.convert("1")], ids=("palette", "one bit"))
def test_other_pixels_are_made(picture: Image.Image) -> None:
    data = saved(picture)
    assert in_pdf(data) == made(data)


def test_a_colour_that_lets_through_is_made() -> None:
    data = saved(COLOURED, transparency=(0, 1, 2))
    assert in_pdf(data) == made(data)


@pytest.mark.parametrize(
    ("kind", "lines"),
    [
        (b"\x10\0\0\0\0", b"\0aabbcc\0aabbcc"),  # sixteen bits
        (b"\x08\0\0\0\1", b"\0a\0ac\0abc"),  # in seven passes
        (b"\x08\0\0\0\0", b"\0abc\0ab"),  # too short
        (b"\x08\0\0\0\0", b"\0abc\0abcd"),  # too long
        (b"\x08\0\0\0\0", b"\0abc\7abc"),  # a filter that there is not
    ],
    ids=("sixteen bits", "interlaced", "short", "long", "filter"),
)
def test_what_a_pdf_would_show_otherwise_is_not_taken_over(kind: bytes, lines: bytes) -> None:
    packed = zlib.compress(lines)
    data = png(kind, packed)
    try:
        expected = made(data)
    except (OSError, SyntaxError) as error:
        with pytest.raises(type(error)):
            in_pdf(data)
    else:
        assert in_pdf(data) == expected != packed


def test_what_was_packed_in_a_hurry_is_packed_again() -> None:
    lines = b"".join(b"\0" + b"abcabcabd" * 11 for _ in range(90))
    quick = zlib.compress(lines, 1)
    data = png(b"\x08\0\0\0\0", quick, size=(99, 90))
    assert quick[1:2] < _LEVEL
    assert in_pdf(data) == made(data) != quick


@given(junk=st.binary(max_size=60), cut=st.integers(0, 40))
def test_broken_chunks_are_the_engines_business(junk: bytes, cut: int) -> None:
    lines = zlib.compress(b"\0abc\1def")
    data = png(b"\x08\0\0\0\0", lines[:cut] + junk)
    try:
        expected = made(data)
    except (OSError, SyntaxError, ValueError) as error:
        with pytest.raises(type(error)):
            in_pdf(data)
    else:
        assert in_pdf(data) in (expected, lines[:cut] + junk)
        pixels = zlib.decompress(in_pdf(data))
        assert len(pixels) == 8
