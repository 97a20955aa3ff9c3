"""The pictures of an EPUB: which of the book's images go in, under which safe names, and the cover."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath
from urllib.parse import unquote

from publisher.diagnostics import Diagnostic, PublisherError
from publisher.formats.epub.names import folded, slug, unique, xml_id
from publisher.formats.epub.parts import File
from publisher.rules.epub import LARGE_IMAGE, UNREADABLE_IMAGE, UNSUPPORTED_IMAGE
from publisher.source import Span
from publisher.style.composition import AssetRef, Composition
from publisher.value import dataclass

# The image types of EPUB 3.3 §3.2 that a reading system must show, and how their bytes begin.
_EXTENSIONS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/gif": "gif",
    "image/webp": "webp",
    "image/svg+xml": "svg",
}
_MOST_PIXELS = 4_000_000
_COVER = "images/cover"


@dataclass(frozen=True, slots=True)
class Pictures:
    """The image files, and which of them an author's path means."""

    files: tuple[File, ...] = ()
    by_path: tuple[tuple[str, str], ...] = ()  # path in the manuscript → file name
    cover: str = ""  # file name of the cover image
    diagnostics: tuple[Diagnostic, ...] = ()


def place_pictures(
    composition: Composition, read_asset: Callable[[str], bytes], draw_cover: Callable[[str], bytes]
) -> Pictures:
    """All pictures of the composition under ``images/``, the cover among them.

    ``draw_cover`` gives JPEG or PNG bytes for the composition's generated cover art.
    """
    files: dict[str, File] = {}
    by_path: dict[str, str] = {}
    found: list[Diagnostic] = []
    own_cover = composition.info.cover
    cover = ""
    if not own_cover and composition.cover_svg:
        drawn = _file(_COVER, draw_cover(composition.cover_svg))
        files[drawn.name] = _as_cover(drawn)
        cover = drawn.name
    names = _names(composition.assets, own_cover, {folded(_COVER)} if cover or own_cover else set())
    for asset in composition.assets:
        data = _bytes(asset, read_asset, found)
        if data is None:
            continue
        name = names[asset.path]
        by_path[asset.path] = name
        if name not in files:
            file = File(name, xml_id(name.replace("/", ".")), asset.media_type, data)
            files[name] = _as_cover(file) if asset.path == own_cover else file
    if own_cover:
        cover = by_path.get(own_cover, "")
    return Pictures(tuple(files.values()), tuple(by_path.items()), cover, tuple(found))


def in_the_book(pictures: Pictures, cover_page: bool) -> Callable[[str, str], str]:
    """The change from what a document shows (an author's path) to the file's name in the EPUB.

    On the cover page ``images/cover.jpg`` and ``images/cover.png`` mean the cover image, of whatever type it is.
    """
    by_path = dict(pictures.by_path)

    def change(tag: str, value: str) -> str:
        if tag not in ("img", "image"):
            return value
        if cover_page and pictures.cover and str(PurePosixPath(value).with_suffix("")) == _COVER:
            return pictures.cover
        return by_path.get(value) or by_path.get(unquote(value)) or value

    return change


def sniff(data: bytes) -> str:
    """The media type that the first bytes of an image tell; empty for none that we know."""
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if b"<svg" in data[:4096] or b":svg" in data[:4096]:
        return "image/svg+xml"
    return ""


def _names(assets: tuple[AssetRef, ...], own_cover: str, taken: set[str]) -> dict[str, str]:
    """A file name for each path: the picture's own name made safe; the digest tells apart what would clash."""
    wanted: dict[str, list[AssetRef]] = {}
    for asset in assets:
        stem = _COVER if asset.path == own_cover else f"images/{slug(PurePosixPath(asset.path).stem) or 'image'}"
        wanted.setdefault(f"{stem}.{_EXTENSIONS.get(asset.media_type, 'bin')}", []).append(asset)
    names: dict[str, str] = {}
    for name, rivals in wanted.items():
        stem, _, extension = name.rpartition(".")
        clash = len({asset.digest for asset in rivals}) > 1 or (folded(stem) in taken and stem != _COVER)
        by_digest: dict[str, str] = {}
        for asset in rivals:
            full = f"{stem}-{asset.digest[:8]}" if (clash and asset.path != own_cover) else stem
            if asset.digest not in by_digest:
                by_digest[asset.digest] = unique(full, taken, f".{extension}")
            names[asset.path] = by_digest[asset.digest]
    return names


def _bytes(asset: AssetRef, read_asset: Callable[[str], bytes], found: list[Diagnostic]) -> bytes | None:
    place = Span(asset.path)
    if asset.media_type not in _EXTENSIONS:
        found.append(
            UNSUPPORTED_IMAGE.at(
                place, f"{asset.path} is {asset.media_type or 'of no known type'}", hint="save it as PNG or JPEG"
            )
        )
        return None
    if asset.width * asset.height > _MOST_PIXELS and asset.media_type != "image/svg+xml":
        found.append(
            LARGE_IMAGE.at(
                place,
                f"{asset.path} has {asset.width} × {asset.height} pixels, more than 4 million",
                hint="scale it down; 2000 pixels on the longer side are plenty",
            )
        )
    try:
        data = read_asset(asset.path)
    except (PublisherError, OSError) as error:
        found.append(UNREADABLE_IMAGE.at(place, f"{asset.path} cannot be read: {error}"))
        return None
    if sniff(data) != asset.media_type:
        found.append(
            UNREADABLE_IMAGE.at(
                place, f"{asset.path} is not {asset.media_type} inside", hint="save it under the right extension"
            )
        )
        return None
    return data


def _file(stem: str, data: bytes) -> File:
    kind = sniff(data) or "image/png"
    name = f"{stem}.{_EXTENSIONS[kind]}"
    return File(name, xml_id(name.replace("/", ".")), kind, data)


def _as_cover(file: File) -> File:
    return File(file.name, file.id, file.media_type, file.data, ("cover-image",))
