"""What an image's head says, and what is taken away without a change to a pixel."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.manuscript.rasters import GIF, JPEG, PNG, WEBP, look

SECRET = b"Secret Camera"


@pytest.mark.parametrize(("kind", "media_type"), [("JPEG", JPEG), ("PNG", PNG), ("WEBP", WEBP)])
@pytest.mark.parametrize("turned", [1, 6, 8])
def test_metadata_go_and_pixels_stay(kind: str, media_type: str, turned: int, tools: Any) -> None:
    image = tools.photograph(60, 40)
    data = tools.saved(image, kind, exif=tools.held_sideways(turned))
    head = look(data, media_type)
    assert SECRET in data
    assert SECRET not in head.plain
    assert head.turned == turned
    assert not tools.opened(head.plain).getexif()
    assert tools.opened(head.plain).tobytes() == tools.opened(data).tobytes()


def test_a_comment_goes(tools: Any) -> None:
    data = tools.saved(tools.photograph(20, 20), "JPEG", comment=b"taken at home")
    assert b"at home" in data
    assert b"at home" not in look(data, JPEG).plain


def test_words_in_a_png_go(tools: Any) -> None:
    from PIL.PngImagePlugin import PngInfo

    words = PngInfo()
    words.add_text("Author", "nobody you know")
    data = tools.saved(tools.photograph(20, 20), "PNG", pnginfo=words)
    assert b"nobody" in data
    assert b"nobody" not in look(data, PNG).plain


@pytest.mark.parametrize(("kind", "media_type"), [("JPEG", JPEG), ("PNG", PNG), ("WEBP", WEBP)])
def test_srgb_is_at_home_and_another_profile_is_not(kind: str, media_type: str, tools: Any) -> None:
    image = tools.photograph(20, 20)
    assert not look(tools.saved(image, kind, icc_profile=tools.srgb()), media_type).foreign_colours
    assert look(tools.saved(image, kind, icc_profile=tools.lab()), media_type).foreign_colours


def test_four_colours_are_foreign(tools: Any) -> None:
    assert look(tools.saved(tools.photograph(20, 20, "CMYK"), "JPEG"), JPEG).foreign_colours


def test_an_image_without_metadata_stays_as_it_is(tools: Any) -> None:
    for kind, media_type in (("JPEG", JPEG), ("PNG", PNG), ("GIF", GIF)):
        data = tools.saved(tools.photograph(20, 20), kind)
        assert look(data, media_type).plain == data


def test_what_is_not_what_its_name_says_stays_as_it_is(tools: Any) -> None:
    png = tools.saved(tools.photograph(20, 20), "PNG")
    for data in (b"", b"nothing", png):
        assert look(data, JPEG).plain == data
        assert look(data, WEBP).plain == data
    assert look(b"nothing", PNG).plain == b"nothing"


@given(st.binary(max_size=200), st.sampled_from([JPEG, PNG, WEBP]))
def test_no_bytes_make_it_stumble(noise: bytes, media_type: str) -> None:
    start = {JPEG: b"\xff\xd8\xff\xe1", PNG: b"\x89PNG\r\n\x1a\n", WEBP: b"RIFF\0\0\0\0WEBP"}[media_type]
    for data in (noise, start + noise):
        assert isinstance(look(data, media_type).plain, bytes)


@pytest.mark.parametrize(("kind", "media_type"), [("JPEG", JPEG), ("PNG", PNG), ("WEBP", WEBP)])
def test_a_file_cut_off_anywhere_is_no_trouble(kind: str, media_type: str, tools: Any) -> None:
    data = tools.saved(tools.photograph(16, 16), kind, exif=tools.held_sideways(6))
    for at in range(len(data)):
        assert isinstance(look(data[:at], media_type).plain, bytes)
