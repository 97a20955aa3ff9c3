"""The images of an ebook brought within the limits of the shop that sells it, before they are placed in the book."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from publisher.config.shops import Shop, find_shop
from publisher.diagnostics import Diagnostic, PublisherError
from publisher.formats.covers import draw_cover, drawn_size
from publisher.manuscript.pixels import Remade, Wish, fit, remake
from publisher.manuscript.rasters import GIF, JPEG, PNG, WEBP, Head, look
from publisher.rules.shops import IMAGE_OVER_LIMIT
from publisher.source import Span
from publisher.style.composition import AssetRef, Composition, FontFace

SVG = "image/svg+xml"
_RASTERS = frozenset({JPEG, PNG, GIF, WEBP})
_NO_COVERS = frozenset({GIF, WEBP})  # Kobo takes no GIF, and hardly any shop WebP

ReadAsset = Callable[[str], bytes]


def prepare_images(
    composition: Composition, read_asset: ReadAsset, read_font: Callable[[FontFace], bytes]
) -> tuple[Composition, ReadAsset, tuple[Diagnostic, ...]]:
    """The composition with its images as the shop takes them, and the reader that gives their bytes.

    An image over a limit is scaled down, one of a kind that the shop does not take becomes a JPEG or PNG, one of
    other colours than sRGB or held sideways is made again, and all lose their metadata. What is within all limits
    keeps its pixels to the bit. An image that cannot be read is left to whoever reads it next.
    """
    shop = find_shop(composition.edition.channel)
    ready: dict[str, bytes] = {}
    found: list[Diagnostic] = []
    assets = []
    for asset in composition.assets:
        own_cover = asset.path == composition.info.cover
        made = _prepared(asset, shop, read_asset, own_cover=own_cover)
        if own_cover and asset.media_type == SVG:
            made = _drawn(asset, shop, composition, read_asset, read_font)
        if made is None:
            assets.append(asset)
            continue
        ready[asset.path] = made.data
        assets.append(replace(asset, media_type=made.media_type, width=made.width, height=made.height))
        found.extend(_still_over(asset, made, shop))

    def read(path: str) -> bytes:
        return ready[path] if path in ready else read_asset(path)

    return replace(composition, assets=tuple(assets)), read, tuple(found)


def wish_of(shop: Shop, *, lossy: bool) -> Wish:
    """What the shop allows an image inside the book to be."""
    side = shop.number("image-side")
    return Wish(
        most_pixels=shop.number("image-pixels"),
        most_width=side,
        most_height=side,
        most_bytes=shop.number("image-bytes"),
        quality=shop.number("jpeg-quality"),
        lossy=lossy,
    )


def _prepared(asset: AssetRef, shop: Shop, read_asset: ReadAsset, *, own_cover: bool) -> Remade | None:
    """The image as the shop takes it; None where it stays as it is."""
    if asset.media_type not in _RASTERS or not (asset.width and asset.height):
        return None
    try:
        data = read_asset(asset.path)
    except (PublisherError, OSError):
        return None
    head = look(data, asset.media_type)
    if _must_be_made_again(asset, data, head, shop, own_cover=own_cover):
        made = remake(data, wish_of(shop, lossy=head.lossy))
        if made is not None:
            return made
    return Remade(head.plain, asset.media_type, asset.width, asset.height)


def _must_be_made_again(asset: AssetRef, data: bytes, head: Head, shop: Shop, *, own_cover: bool) -> bool:
    wish = wish_of(shop, lossy=head.lossy)
    size = asset.width, asset.height
    return (
        fit(*size, wish) != size
        or bool(wish.most_bytes and len(data) > wish.most_bytes)
        or head.turned != 1
        or head.foreign_colours
        or asset.media_type not in shop.words("image-types")
        or (own_cover and asset.media_type in _NO_COVERS)
    )


def _drawn(
    asset: AssetRef,
    shop: Shop,
    composition: Composition,
    read_asset: ReadAsset,
    read_font: Callable[[FontFace], bytes],
) -> Remade | None:
    """An author's drawing as a cover image: shops and libraries look for a raster (Kobo's guidelines, on covers)."""
    try:
        svg = read_asset(asset.path).decode("utf-8")
    except (PublisherError, OSError, UnicodeDecodeError):
        return None
    size = fit(*drawn_size(asset, shop), wish_of(shop, lossy=False))
    return Remade(draw_cover(svg, composition.fonts, read_font, *size), PNG, *size)


def _still_over(asset: AssetRef, made: Remade, shop: Shop) -> tuple[Diagnostic, ...]:
    """What could not be mended: an image that moves cannot be scaled without losing its movement."""
    over = []
    if made.media_type not in shop.words("image-types"):
        over.append(("image-types", f"{shop.title} takes no {made.media_type.removeprefix('image/').upper()}"))
    most = shop.number("image-bytes")
    if most and len(made.data) > most:
        over.append(("image-bytes", f"{shop.title} takes {most / 1e6:g} MB at most, it has {len(made.data) / 1e6:.1f}"))
    side = shop.number("image-side")
    if side and max(made.width, made.height) > side:
        over.append(("image-side", f"{shop.title} takes {side} pixels a side at most"))
    return tuple(
        IMAGE_OVER_LIMIT.at(Span(asset.path), f"{asset.path} cannot be made fit: {words}", shop.source(name))
        for name, words in over
    )
