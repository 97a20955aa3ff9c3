"""Pictures and compositions by hand for the shops' tests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pytest
from PIL import Image, ImageCms, ImageDraw

from publisher.book.model import Counts, ReadingTime
from publisher.config import BookInfo, Contributor, EditionSpec
from publisher.style.composition import SCREEN, AssetRef, Composition, Document

TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "GIF": "image/gif", "WEBP": "image/webp"}


def saved(image: Image.Image, kind: str, **more: Any) -> bytes:
    """The image as the bytes of a file."""
    out = BytesIO()
    image.save(out, kind, **more)
    return out.getvalue()


def photograph(width: int, height: int, mode: str = "RGB") -> Image.Image:
    """Something with edges and gradients that a codec has to work at."""
    image = Image.linear_gradient("L").resize((width, height)).convert(mode)
    middle = (width // 4, height // 4, width * 3 // 4, height * 3 // 4)
    ImageDraw.Draw(image).ellipse(middle, fill=image.getpixel((0, 0)))
    return image


def held_sideways(number: int) -> Image.Exif:
    """EXIF of a camera that was turned, with something that is nobody's business."""
    exif = Image.Exif()
    exif[0x0112] = number
    exif[0x010F] = "A Secret Camera"
    return exif


def animation(width: int = 20, height: int = 20) -> bytes:
    """A GIF of two pictures."""
    frames = [Image.new("RGB", (width, height), colour) for colour in ("red", "blue")]
    return saved(frames[0], "GIF", save_all=True, append_images=frames[1:])


def opened(data: bytes) -> Image.Image:
    """The image in a file's bytes, unpacked."""
    image = Image.open(BytesIO(data))
    image.load()
    return image


def asset(path: str, data: bytes) -> AssetRef:
    """The picture as the manuscript's probe would describe it."""
    with Image.open(BytesIO(data)) as image:
        return AssetRef(path, TYPES[str(image.format)], "0" * 64, *image.size)


def composition(channel: str = "", *assets: AssetRef, **more: Any) -> Composition:
    """A book of one chapter; ``info`` and ``edition`` are fields of BookInfo and EditionSpec."""
    info = BookInfo(title="A Book", authors=(Contributor("Ada Writer"),), date="2026-11-22")
    fields: dict[str, Any] = {
        "name": "a-book",
        "medium": SCREEN,
        "info": replace(info, **more.pop("info", {})),
        "edition": EditionSpec("ebook", channel=channel, **more.pop("edition", {})),
        "style": "ebook",
        "reading": ReadingTime(Counts(words=500), 126.0, 2),
        "documents": (Document("one", "chapter", "One", '<p id="p1">Words.</p>', "body", ""),),
        "css": "",
        "contents": (),
        "assets": assets,
        "identifier": "urn:uuid:0c7ac31c-9e3a-4d0e-9d4a-3d2b2d8a7f10",
        "modified": "2026-11-22T00:00:00Z",
    }
    return Composition(**{**fields, **more})


def reader(files: dict[str, bytes]) -> Callable[[str], bytes]:
    """What gives an image's bytes by its path."""
    return files.__getitem__


@pytest.fixture(scope="session")
def tools() -> SimpleNamespace:
    """All of the above."""
    return SimpleNamespace(
        saved=saved,
        photograph=photograph,
        held_sideways=held_sideways,
        animation=animation,
        opened=opened,
        asset=asset,
        composition=composition,
        reader=reader,
        srgb=lambda: ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(),
        lab=lambda: ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes(),
        no_font=lambda face: b"",
    )
