"""Images made again: smaller, upright, in sRGB, with their alpha; the same bytes every time, and never larger."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.manuscript.pixels import Wish, fit, remake


def test_an_image_is_scaled_to_the_pixels_that_it_may_have(tools: Any) -> None:
    data = tools.saved(tools.photograph(3000, 2000), "JPEG")
    made = remake(data, Wish(most_pixels=4_000_000, lossy=True))
    assert made is not None
    assert (made.width, made.height) == (2449, 1632)
    assert made.width * made.height <= 4_000_000
    assert tools.opened(made.data).size == (2449, 1632)
    assert made.media_type == "image/jpeg"


def test_it_is_never_enlarged(tools: Any) -> None:
    made = remake(tools.saved(tools.photograph(30, 20), "PNG"), Wish(1000, 900, 900))
    assert made is not None
    assert (made.width, made.height) == (30, 20)


SIDES, LIMITS = st.integers(1, 20_000), st.integers(0, 9000)


@given(SIDES, SIDES, st.integers(0, 5_000_000), LIMITS, LIMITS)
def test_a_size_fits_its_limits_and_keeps_its_shape(w: int, h: int, pixels: int, wide: int, high: int) -> None:
    wish = Wish(pixels, wide, high)
    width, height = fit(w, h, wish)
    assert 1 <= width <= w
    assert 1 <= height <= h
    assert width <= (wide or w)
    assert height <= (high or h)
    if pixels and min(width, height) > 1:
        assert width * height <= pixels
    if min(width, height) > 50:
        assert width / height == pytest.approx(w / h, rel=0.05)
        assert fit(width, height, wish) == (width, height)


def test_the_same_image_gives_the_same_bytes(tools: Any) -> None:
    data = tools.saved(tools.photograph(400, 300), "JPEG")
    wish = Wish(most_width=200, lossy=True)
    assert remake(data, wish) == remake(data, wish)


def test_alpha_is_kept_and_does_not_darken_the_edges(tools: Any) -> None:
    from PIL import Image, ImageDraw

    image = Image.new("RGBA", (400, 400), (255, 0, 0, 0))  # red that nobody sees
    ImageDraw.Draw(image).ellipse((50, 50, 350, 350), fill=(0, 0, 255, 255))
    made = remake(tools.saved(image, "PNG"), Wish(most_width=100))
    assert made is not None
    small = tools.opened(made.data)
    assert (made.media_type, small.mode, small.size) == ("image/png", "RGBA", (100, 100))
    assert small.getpixel((0, 0))[3] == 0
    assert small.getpixel((50, 50)) == (0, 0, 255, 255)
    assert max(small.getchannel("R").tobytes()) == 0


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_png_can_be_scaled(mode: str, tools: Any) -> None:
    from PIL import Image

    made = remake(tools.saved(Image.new(mode, (60, 40)), "PNG"), Wish(most_width=30))
    assert made is not None
    image = tools.opened(made.data)
    assert image.size == (30, 20)
    assert (image.mode in ("LA", "RGBA")) == (mode in ("LA", "RGBA"))


def test_sixteen_bits_of_grey_keep_their_tone(tools: Any) -> None:
    from PIL import Image

    made = remake(tools.saved(Image.new("I;16", (60, 40), 40_000), "PNG"), Wish(most_width=30))
    assert made is not None
    assert tools.opened(made.data).getpixel((5, 5)) == 40_000 >> 8


def test_a_picture_held_sideways_stands_upright(tools: Any) -> None:
    image = tools.photograph(60, 40)
    made = remake(tools.saved(image, "PNG", exif=tools.held_sideways(6)), Wish())
    assert made is not None
    assert (made.width, made.height) == (40, 60)
    assert not tools.opened(made.data).getexif()


def test_four_colours_become_three(tools: Any) -> None:
    from PIL import Image

    made = remake(tools.saved(Image.new("CMYK", (20, 20), (255, 0, 0, 0)), "JPEG"), Wish(lossy=True))
    assert made is not None
    image = tools.opened(made.data)
    assert image.mode == "RGB"
    assert image.getpixel((5, 5)) == pytest.approx((0, 255, 255), abs=3)


def test_a_foreign_profile_is_reckoned_into_srgb_and_goes(tools: Any) -> None:
    from PIL import Image, ImageCms

    srgb = ImageCms.createProfile("sRGB")
    swapped = ImageCms.ImageCmsProfile(srgb).tobytes().replace(b"rXYZ", b"tmpZ").replace(b"gXYZ", b"rXYZ")
    swapped = swapped.replace(b"tmpZ", b"gXYZ")  # a profile in which red is green
    made = remake(tools.saved(Image.new("RGB", (20, 20), (255, 0, 0)), "PNG", icc_profile=swapped), Wish())
    assert made is not None
    image = tools.opened(made.data)
    assert "icc_profile" not in image.info
    assert image.getpixel((5, 5))[1] > 200 > image.getpixel((5, 5))[0]


def test_a_profile_that_is_no_good_spoils_nothing(tools: Any) -> None:
    from PIL import Image

    data = tools.saved(Image.new("RGB", (20, 20), (10, 20, 30)), "PNG", icc_profile=b"nonsense")
    made = remake(data, Wish())
    assert made is not None
    assert tools.opened(made.data).getpixel((5, 5)) == (10, 20, 30)


def test_a_jpeg_lays_its_alpha_on_white(tools: Any) -> None:
    from PIL import Image

    made = remake(tools.saved(Image.new("RGBA", (20, 20), (0, 0, 0, 0)), "PNG"), Wish(jpeg=True))
    assert made is not None
    assert (made.media_type, tools.opened(made.data).getpixel((5, 5))) == ("image/jpeg", (255, 255, 255))


def test_a_file_is_brought_under_its_bytes(tools: Any) -> None:
    from PIL import Image

    noise = Image.effect_noise((600, 600), 90).convert("RGB")
    for wish in (Wish(most_bytes=40_000, jpeg=True), Wish(most_bytes=40_000)):
        made = remake(tools.saved(noise, "PNG"), wish)
        assert made is not None
        assert len(made.data) <= 40_000


def test_what_moves_or_is_broken_is_left_alone(tools: Any) -> None:
    assert remake(tools.animation(), Wish(most_width=10)) is None
    assert remake(b"nothing", Wish()) is None
    assert remake(tools.saved(tools.photograph(99, 99), "JPEG")[:400], Wish()) is None
