"""Covers: the art drawn as a PNG, and the shop's own file beside the book, a JPEG in sRGB as large as shops show it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from hashlib import sha256

from publisher.config.shops import Shop, find_shop
from publisher.diagnostics import Diagnostic, MachineError, in_order
from publisher.formats.artefact import Artefact
from publisher.formats.shops import CHANNEL, COVER
from publisher.manuscript.pixels import Remade, Wish, remake
from publisher.manuscript.rasters import JPEG
from publisher.patterns import regex
from publisher.rules.shops import COVER_TOO_SMALL, NO_COVER, SMALL_COVER
from publisher.source import Span
from publisher.store import NOTHING_KEPT, Store, kept
from publisher.style.composition import AssetRef, Composition, FontFace
from publisher.style.cover import HEIGHT, WIDTH, render_cover

_SVG = "image/svg+xml"
_SLANTED = regex("italic|oblique|<style|style=")  # whether a drawing may ask for slanted letters


def draw_cover(
    svg: str,
    fonts: tuple[FontFace, ...],
    read_font: Callable[[FontFace], bytes],
    width: int = WIDTH,
    height: int = HEIGHT,
    store: Store = NOTHING_KEPT,
) -> bytes:
    """The drawing as a PNG, with those of the style's faces that it names, or else with all of them.

    Slanted ones only where it may ask for them.
    """
    named = [face for face in fonts if face.family in svg] or list(fonts)
    if not _SLANTED.search(svg):
        named = [face for face in named if face.style == "normal"] or named

    def drawn() -> bytes:
        faces = [read_font(face) for face in named]
        return render_cover(svg, faces, width, height, **({"family": named[0].family} if named else {}))

    made_from = repr((svg, named, width, height)).encode("utf-8", "surrogatepass")
    return kept(store, f"cover {sha256(made_from).hexdigest()}", drawn)


def has_cover(composition: Composition) -> bool:
    """Whether there is anything to show on a cover: the author's own image, or art of the style."""
    return bool(composition.cover_svg) or _own(composition) is not None


def make_cover(
    composition: Composition, read_asset: Callable[[str], bytes], read_font: Callable[[FontFace], bytes]
) -> Artefact:
    """The shop's own cover file, ``NAME-cover.jpg``: art in the shop's size, an author's image never enlarged."""
    shop = find_shop(composition.edition.channel)
    name = f"{composition.name}-cover.jpg"
    own = _own(composition)
    size = shop.number("cover-width"), shop.number("cover-height")
    drawing = composition.cover_svg
    if own is not None and own.media_type == _SVG:
        size, drawing = drawn_size(own, shop), read_asset(own.path).decode("utf-8")
    if own is None and not drawing:
        return Artefact(name, JPEG, b"", diagnostics=(no_cover(composition),))
    if own is None or own.media_type == _SVG:
        data = draw_cover(drawing, composition.fonts, read_font, *size)
    else:
        data = read_asset(own.path)
    made = remake(data, _wish(shop))
    if made is None:
        raise MachineError(f"{own.path if own else name} cannot be made a JPEG", "export it again as PNG or JPEG")
    found = tuple(_check(made, composition, shop)) if own is not None else ()
    return Artefact(name, JPEG, made.data, diagnostics=in_order(found))


def no_cover(composition: Composition) -> Diagnostic:
    """What is said where a shop wants a cover and there is nothing to make one of."""
    span = dict(composition.spans).get(CHANNEL, Span("book.toml"))
    shop = find_shop(composition.edition.channel)
    hint = 'let the style have the page "cover", or write [book] cover = "images/cover.jpg"'
    return NO_COVER.at(span, f"{shop.title} wants a cover, and `{composition.edition.name}` has none", hint)


def drawn_size(asset: AssetRef, shop: Shop) -> tuple[int, int]:
    """A drawing's size as the shop's cover file: its own shape, as large as may be. A drawing has no pixels."""
    width, height = shop.number("cover-width"), shop.number("cover-height")
    if not (asset.width and asset.height):
        return width, height
    scale = min(width / asset.width, height / asset.height)
    return max(1, round(asset.width * scale)), max(1, round(asset.height * scale))


def _own(composition: Composition) -> AssetRef | None:
    """The author's own cover image, where there is one that can be shown."""
    cover = composition.info.cover
    return next((asset for asset in composition.assets if cover and asset.path == cover), None)


def _wish(shop: Shop) -> Wish:
    return Wish(
        most_width=shop.number("cover-width"),
        most_height=shop.number("cover-height"),
        most_bytes=shop.number("cover-bytes"),
        quality=shop.number("cover-jpeg-quality"),
        jpeg=True,
    )


def _check(made: Remade, composition: Composition, shop: Shop) -> Iterator[Diagnostic]:
    """An author's image against the shop's least sizes, at the key that names it."""
    span = dict(composition.spans).get(COVER, Span(composition.info.cover))
    short, long = sorted((made.width, made.height))
    size = f"{made.width} × {made.height} pixels"
    for name, side, which in (("cover-short-side", short, "shorter"), ("cover-long-side", long, "longer")):
        least = shop.number(name)
        if side < least:
            message = f"the cover has {size}; {shop.title} wants at least {least} on the {which} side"
            yield COVER_TOO_SMALL.at(span, message, shop.source(name))
            return
    width, height = shop.number("cover-width"), shop.number("cover-height")
    if made.width < width and made.height < height:
        message = f"the cover has {size}; {width} × {height} is what shops show at its best"
        yield SMALL_COVER.at(span, message, "export it larger; it is not enlarged here, for that would blur it")
