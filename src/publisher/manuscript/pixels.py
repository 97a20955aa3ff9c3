"""Images made again for a shop's limits: smaller, upright, in sRGB, without metadata; the same bytes every time.

With :mod:`publisher.manuscript.images` the door to Pillow. Never larger than they were, and never without their alpha.
"""

from __future__ import annotations

import math
import warnings
from io import BytesIO
from typing import TYPE_CHECKING

from publisher.manuscript.rasters import JPEG, PNG
from publisher.value import dataclass

if TYPE_CHECKING:
    from PIL.Image import Image

_MOST_TRIES = 12
_LOWEST_QUALITY = 60
_FORMATS = ("PNG", "JPEG", "GIF", "WEBP")


@dataclass(frozen=True, slots=True)
class Wish:
    """What an image may be at most. 0: no limit."""

    most_pixels: int = 0  # width times height
    most_width: int = 0
    most_height: int = 0
    most_bytes: int = 0
    quality: int = 88  # of a JPEG, libjpeg's scale
    jpeg: bool = False  # whether it must be a JPEG: its alpha is laid on white then
    lossy: bool = False  # whether the file it comes from was lossy: then a JPEG will do


@dataclass(frozen=True, slots=True)
class Remade:
    """An image's new bytes; ``width`` and ``height`` in pixels."""

    data: bytes
    media_type: str
    width: int
    height: int


def fit(width: int, height: int, wish: Wish) -> tuple[int, int]:
    """The largest size of the same shape within the limits; never larger than it is."""
    scale = 1.0
    if wish.most_pixels:
        scale = min(scale, math.sqrt(wish.most_pixels / (width * height)))
    if wish.most_width:
        scale = min(scale, wish.most_width / width)
    if wish.most_height:
        scale = min(scale, wish.most_height / height)
    if scale >= 1:
        return width, height
    return max(1, int(width * scale + 1e-9)), max(1, int(height * scale + 1e-9))


def remake(data: bytes, wish: Wish) -> Remade | None:
    """The image within the limits of ``wish``, as a JPEG or PNG; None for one that moves or cannot be read.

    A lossy image without alpha becomes a JPEG, any other a PNG.
    """
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(BytesIO(data), formats=_FORMATS) as opened:
                if getattr(opened, "n_frames", 1) > 1 and opened.format != "MPO":
                    return None
                opened.load()
                image = _in_srgb(ImageOps.exif_transpose(opened))
    except Exception:  # Pillow raises what its decoders raise: OSError, SyntaxError, struct.error …
        return None
    image.info = {}  # comments, density, gamma: what Pillow would write back
    if wish.jpeg and _has_alpha(image):
        ground = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(ground, image.convert("RGBA")).convert("RGB")
    as_jpeg = wish.jpeg or (wish.lossy and not _has_alpha(image))
    return _within_bytes(image, as_jpeg, wish)


def opaque(data: bytes) -> bytes:
    """A PNG of ours without its alpha, laid on white: a press takes nothing that one can see through."""
    from PIL import Image

    with Image.open(BytesIO(data), formats=("PNG",)) as opened:
        image = opened.convert("RGBA")
    ground = Image.new("RGBA", image.size, "white")
    ground.alpha_composite(image)
    made = BytesIO()
    ground.convert("RGB").save(made, "PNG", optimize=False, compress_level=6)
    return made.getvalue()


def _within_bytes(image: Image, as_jpeg: bool, wish: Wish) -> Remade:
    """Scaled and written; where the file is still too large, in a lower quality and then smaller, a bounded time."""
    size, quality = fit(*image.size, wish), wish.quality
    for _ in range(_MOST_TRIES):
        scaled = _scaled(image, size)
        written = _write(scaled, as_jpeg, quality)
        if not wish.most_bytes or len(written) <= wish.most_bytes:
            break
        if as_jpeg and quality > _LOWEST_QUALITY:
            quality = max(_LOWEST_QUALITY, quality - 8)
        else:
            size = max(1, size[0] * 4 // 5), max(1, size[1] * 4 // 5)
    return Remade(written, JPEG if as_jpeg else PNG, *scaled.size)


def _has_alpha(image: Image) -> bool:
    return image.mode in ("LA", "RGBA")


def _in_srgb(image: Image) -> Image:
    """The image as L, LA, RGB or RGBA with sRGB colours."""
    profile = image.info.get("icc_profile")
    if image.mode == "P" or (image.mode in ("L", "RGB") and "transparency" in image.info):
        image = image.convert("RGBA" if "transparency" in image.info else "RGB")
    elif image.mode.startswith("I"):  # 16 bits of grey
        image = image.convert("I").point([value >> 8 for value in range(65536)], "L")
    elif image.mode == "1":
        image = image.convert("L")
    if profile:
        image = _with_profile(image, profile)
    if image.mode not in ("L", "LA", "RGB", "RGBA"):
        image = image.convert("RGB")
    return image


def _with_profile(image: Image, profile: bytes) -> Image:
    """The image's colours as its profile means them, in sRGB; as they are where the profile is no good."""
    from PIL import ImageCms

    alpha = image.getchannel("A") if _has_alpha(image) else None
    bare = image.convert({"LA": "L", "RGBA": "RGB"}[image.mode]) if alpha is not None else image
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        target = ImageCms.createProfile("sRGB")
        made = ImageCms.profileToProfile(bare, source, target, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    if made is None:
        return image
    if alpha is not None:
        made.putalpha(alpha)
    return made


def _scaled(image: Image, size: tuple[int, int]) -> Image:
    """Lanczos; alpha is multiplied in before, so that what is seen through does not colour the edges."""
    from PIL.Image import Resampling

    if size == image.size:
        return image
    if image.mode == "RGBA":
        return image.convert("RGBa").resize(size, Resampling.LANCZOS).convert("RGBA")
    if image.mode == "LA":
        return image.convert("La").resize(size, Resampling.LANCZOS).convert("LA")
    return image.resize(size, Resampling.LANCZOS)


def _write(image: Image, as_jpeg: bool, quality: int) -> bytes:
    out = BytesIO()
    if as_jpeg:
        fine = 0 if quality >= 90 else 2  # 4:4:4 keeps the edges of letters, 4:2:0 is enough for photographs
        # Neither optimised nor progressive: for these Pillow holds the file in a buffer that a noisy image overflows.
        image.save(out, "JPEG", quality=quality, optimize=False, progressive=False, subsampling=fine)
    else:
        image.save(out, "PNG", optimize=False, compress_level=9)
    return out.getvalue()
