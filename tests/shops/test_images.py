"""Images on their way into the book: within the shop's limits, and otherwise as the author made them."""

from __future__ import annotations

from typing import Any

import pytest

from publisher.formats.images import prepare_images


def prepared(tools: Any, channel: str, path: str, data: bytes, **more: Any) -> tuple[Any, bytes, list[str]]:
    """The picture's description and bytes after it was prepared, and the codes of what was found."""
    made = tools.composition(channel, tools.asset(path, data), **more)
    done, read, found = prepare_images(made, tools.reader({path: data}), tools.no_font)
    return done.assets[0], read(path), [each.code for each in found]


@pytest.mark.parametrize("channel", ["", "apple", "google", "kindle", "kobo", "own"])
def test_a_photograph_from_the_camera_fits_every_shop(channel: str, tools: Any) -> None:
    data = tools.saved(tools.photograph(4000, 3000), "JPEG", exif=tools.held_sideways(1))
    asset, made, codes = prepared(tools, channel, "a.jpg", data)
    assert codes == []
    assert (asset.width, asset.height) == tools.opened(made).size == (2309, 1732)
    assert b"Secret" not in made


def test_a_long_side_fits_google(tools: Any) -> None:
    data = tools.saved(tools.photograph(6400, 400), "PNG")
    assert prepared(tools, "google", "a.png", data)[0].width == 3200
    assert prepared(tools, "kobo", "a.png", data)[0].width == 6400


def test_what_fits_keeps_its_pixels_to_the_bit(tools: Any) -> None:
    data = tools.saved(tools.photograph(300, 200), "JPEG", quality=40, exif=tools.held_sideways(1))
    _, made, _ = prepared(tools, "apple", "a.jpg", data)
    assert len(made) < len(data)
    assert tools.opened(made).tobytes() == tools.opened(data).tobytes()


def test_alpha_is_kept(tools: Any) -> None:
    data = tools.saved(tools.photograph(3000, 2000).convert("RGBA"), "PNG")
    asset, made, _ = prepared(tools, "", "a.png", data)
    assert (asset.media_type, tools.opened(made).mode) == ("image/png", "RGBA")


def test_webp_is_converted_where_a_shop_does_not_take_it(tools: Any) -> None:
    data = tools.saved(tools.photograph(300, 200), "WEBP", lossless=True)
    lossy = tools.saved(tools.photograph(300, 200), "WEBP", quality=80)
    assert prepared(tools, "kobo", "a.webp", data)[0].media_type == "image/png"
    assert prepared(tools, "kobo", "a.webp", lossy)[0].media_type == "image/jpeg"
    assert prepared(tools, "own", "a.webp", data)[0].media_type == "image/webp"


def test_four_colours_become_three(tools: Any) -> None:
    data = tools.saved(tools.photograph(30, 20, "CMYK"), "JPEG")
    assert tools.opened(prepared(tools, "apple", "a.jpg", data)[1]).mode == "RGB"


def test_what_moves_cannot_be_mended_and_is_told(tools: Any) -> None:
    data = tools.animation(4000, 40)
    asset, made, codes = prepared(tools, "google", "a.gif", data)
    assert (codes, made, asset.width) == (["E730"], data, 4000)
    assert prepared(tools, "kobo", "a.gif", data)[2] == []


def test_an_image_of_too_many_bytes_is_made_smaller(tools: Any) -> None:
    from PIL import Image

    noise = Image.merge("RGB", [Image.effect_noise((1900, 1900), 90) for _ in range(3)])
    data = tools.saved(noise, "PNG")
    assert len(data) > 5_000_000
    _, made, codes = prepared(tools, "kobo", "a.png", data)
    assert codes == []
    assert len(made) <= 5_000_000


def test_an_image_that_cannot_be_read_is_left_to_others(tools: Any) -> None:
    made = tools.composition("kobo", tools.asset("a.png", tools.saved(tools.photograph(30, 20), "PNG")))

    def read(path: str) -> bytes:
        raise OSError

    done, _, found = prepare_images(made, read, tools.no_font)
    assert (done, found) == (made, ())


def test_a_cover_is_no_gif(tools: Any) -> None:
    data = tools.saved(tools.photograph(300, 480), "GIF")
    assert prepared(tools, "", "c.gif", data, info={"cover": "c.gif"})[0].media_type == "image/png"
    assert prepared(tools, "", "c.gif", data)[0].media_type == "image/gif"
