"""The fetcher that serves WeasyPrint the composition's own images and fonts, and nothing else in the world."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote, unquote_to_bytes

from publisher.diagnostics import PublisherError
from publisher.formats.pdf.colour import Palette
from publisher.formats.pdf.places import path_of
from publisher.formats.pdf.weasy import URLFetcher, URLFetcherResponse
from publisher.manuscript.inks import in_srgb, ink_of, is_deep
from publisher.manuscript.rasters import JPEG, PNG, WEBP
from publisher.style.composition import AssetRef, FontFace

FONT = "publisher:font/"
_RASTERS = frozenset({JPEG, PNG, WEBP})


@dataclass(slots=True)
class Served:
    """What the fetcher may serve, and what it was asked for in vain (address → why)."""

    assets: Mapping[str, AssetRef]
    fonts: tuple[FontFace, ...]
    css: str
    read_asset: Callable[[str], bytes]
    read_font: Callable[[FontFace], bytes]
    font_bytes: dict[int, bytes] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    unreadable: dict[str, str] = field(default_factory=dict)
    palette: Palette | None = None
    heavy: dict[str, float] = field(default_factory=dict)  # image → its most ink, where that was too much

    def font(self, number: int) -> bytes:
        """The bytes of one face, read once. Raises what ``read_font`` raises."""
        if number not in self.font_bytes:
            self.font_bytes[number] = self.read_font(self.fonts[number])
        return self.font_bytes[number]

    def image(self, asset: AssetRef) -> bytes:
        """The bytes of an image, in colours that the palette can convert. Raises what ``read_asset`` raises."""
        data = self.read_asset(asset.path)
        if asset.media_type not in _RASTERS or (self.palette is None and not is_deep(data, asset.media_type)):
            return data
        inks = self.palette.inks if self.palette is not None else None
        ink = ink_of(data) if inks is not None and inks.most else 0.0
        if inks is not None and ink > inks.most:
            self.heavy[asset.path] = ink
        return in_srgb(data, asset.media_type, four_inks=inks is not None)


class CompositionFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint takes nothing but a subclass
    """Serves what :class:`Served` holds; every other address is refused and remembered."""

    def __init__(self, served: Served) -> None:
        """Serve from ``served``; WeasyPrint's own handlers for files and the network are never asked."""
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self.served = served

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """The bytes behind ``url``. Raises ValueError when there are none for it; WeasyPrint logs that."""
        served = self.served
        if url.startswith(FONT):
            return URLFetcherResponse(url, served.font(int(url.removeprefix(FONT))))
        if url.startswith("data:") and _written_in(url, served.css):
            return _inline(url)
        path = path_of(url)
        asset = served.assets.get(path)
        if asset is None:
            served.refused.setdefault(url, path)
            raise ValueError("not part of the book")
        try:
            data = served.image(asset)
        except (PublisherError, OSError, ValueError) as error:
            served.unreadable.setdefault(path, str(error))
            raise ValueError(str(error)) from error
        return URLFetcherResponse(url, data, {"Content-Type": asset.media_type})


def _written_in(url: str, css: str) -> bool:
    """Whether a data: address stands in the style's own CSS: an image of the manuscript may not bring one."""
    return url in css or unquote(url) in unquote(css)


def _inline(url: str) -> URLFetcherResponse:
    head, _, body = url.removeprefix("data:").partition(",")
    data = unquote_to_bytes(body)
    media_type, *parameters = head.split(";")
    if "base64" in parameters:
        import base64

        data = base64.b64decode(data)
    return URLFetcherResponse(url, data, {"Content-Type": media_type or "text/plain"})
