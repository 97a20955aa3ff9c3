"""The shop's own cover file: 1600 by 2560 where it is drawn, and the author's image as it is, never enlarged."""

from __future__ import annotations

from typing import Any

import pytest

from publisher.formats.covers import make_cover
from publisher.formats.shops import COVER
from publisher.source import Span
from publisher.style.composition import AssetRef

ART = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1560 2496" width="1560" height="2496">'
    '<rect width="1560" height="2496" fill="#123456"/></svg>'
)
PLACE = Span("book.toml", 7, 1)


def own(tools: Any, channel: str, data: bytes, path: str = "c.jpg", asset: AssetRef | None = None) -> Any:
    """The cover file of a book with an image of the author's."""
    spans = ((COVER, PLACE),)
    made = tools.composition(channel, asset or tools.asset(path, data), info={"cover": path}, spans=spans)
    return make_cover(made, tools.reader({path: data}), tools.no_font)


def test_drawn_art_fills_the_shops_size(tools: Any) -> None:
    made = make_cover(tools.composition("apple", cover_svg=ART), tools.reader({}), tools.no_font)
    image = tools.opened(made.data)
    assert (made.file_name, made.media_type, made.diagnostics) == ("a-book-cover.jpg", "image/jpeg", ())
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (1600, 2560))
    assert image.getpixel((800, 1200)) == pytest.approx((0x12, 0x34, 0x56), abs=3)
    again = make_cover(tools.composition("apple", cover_svg=ART), tools.reader({}), tools.no_font)
    assert again.data == made.data


@pytest.mark.parametrize(
    ("size", "expected"),
    [((3200, 5120), (1600, 2560)), ((2000, 3000), (1600, 2400)), ((3000, 3000), (1600, 1600))],
)
def test_an_authors_image_is_scaled_into_the_shops_size(size: Any, expected: Any, tools: Any) -> None:
    made = own(tools, "apple", tools.saved(tools.photograph(*size), "JPEG"))
    assert (tools.opened(made.data).size, made.diagnostics) == (expected, ())


@pytest.mark.parametrize(
    ("channel", "size", "codes"),
    [
        ("apple", (1399, 2200), ["E731"]),
        ("apple", (1400, 2200), ["E732"]),
        ("kindle", (600, 1200), ["E731"]),
        ("kindle", (800, 900), ["E731"]),
        ("google", (639, 900), ["E731"]),
        ("kobo", (639, 900), ["E732"]),
        ("own", (1500, 2400), ["E732"]),
    ],
)
def test_a_small_cover_is_told_and_not_enlarged(channel: str, size: Any, codes: list[str], tools: Any) -> None:
    made = own(tools, channel, tools.saved(tools.photograph(*size), "JPEG"))
    assert tools.opened(made.data).size == size
    assert [(each.code, each.span) for each in made.diagnostics] == [(code, PLACE) for code in codes]


def test_kobos_covers_have_3_mb_at_most(tools: Any) -> None:
    from PIL import Image

    noise = Image.merge("RGB", [Image.effect_noise((1600, 2560), 120) for _ in range(3)])
    data = tools.saved(noise, "PNG")
    assert len(own(tools, "apple", data, "c.png").data) > 3_000_000
    assert len(own(tools, "kobo", data, "c.png").data) <= 3_000_000


def test_an_authors_drawing_is_drawn_in_its_own_shape(tools: Any) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 150"><rect width="100" height="150"/></svg>'
    made = own(tools, "apple", svg.encode(), "c.svg", AssetRef("c.svg", "image/svg+xml", "0" * 64, 100, 150))
    assert (tools.opened(made.data).size, made.diagnostics) == ((1600, 2400), ())


def test_a_shop_without_a_cover_to_show_is_told(tools: Any) -> None:
    made = make_cover(tools.composition("kobo"), tools.reader({}), tools.no_font)
    assert (made.data, [each.code for each in made.diagnostics]) == (b"", ["E733"])
