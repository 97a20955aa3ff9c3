"""How much ink lies on the pixels of a picture in cyan, magenta, yellow and black."""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageChops

_MOST_PIXELS = 120_000_000
_TURNED = [255 - value for value in range(256)]


def coverage_of_jpeg(data: bytes, turned: bool = False) -> tuple[float, bool] | None:
    """The most ink on one pixel, in per cent and at most two too few, and whether there is none but black.

    ``turned``: the PDF says that the picture's numbers are the wrong way round, as Adobe's programs write them. None
    for what is no JPEG in four inks, or is too large to be looked at.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow's of size: it is looked at below
            with Image.open(io.BytesIO(data), formats=("JPEG",)) as picture:
                if picture.mode != "CMYK" or picture.width * picture.height > _MOST_PIXELS:
                    return None
                # Pillow turns round what bears Adobe's mark; a PDF's reader does so only where it is told to.
                return _coverage(picture, ("adobe" in picture.info) != turned)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, MemoryError):
        return None


def coverage_of_samples(data: bytes, width: int, height: int, turned: bool = False) -> tuple[float, bool] | None:
    """The same for pixels of four bytes, row by row."""
    if width < 1 or height < 1 or width * height > _MOST_PIXELS or len(data) < width * height * 4:
        return None
    return _coverage(Image.frombytes("CMYK", (width, height), data[: width * height * 4]), turned)


def _coverage(picture: Image.Image, turn: bool) -> tuple[float, bool]:
    cyan, magenta, yellow, black = picture.split()
    if turn:
        cyan, magenta, yellow, black = (each.point(_TURNED) for each in (cyan, magenta, yellow, black))
    half, other = ImageChops.add(cyan, magenta, scale=2), ImageChops.add(yellow, black, scale=2)
    _, most = ImageChops.add(half, other, scale=2).getextrema()
    coloured = any(each.getextrema() != (0, 0) for each in (cyan, magenta, yellow))
    return float(most) * 4 / 255 * 100, not coloured  # type: ignore[arg-type]
