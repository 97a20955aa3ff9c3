"""Colours and pixels as inks: grey by one rule of lightness, or cyan, magenta, yellow and black through a profile.

With :mod:`publisher.manuscript.pixels` a part of the door to Pillow (LittleCMS for the profiles). Colours are sRGB,
0 … 1 each; inks 0 … 1 each. The same input gives the same bytes every time.
"""

from __future__ import annotations

import warnings
import zlib
from io import BytesIO
from typing import TYPE_CHECKING

from publisher.manuscript.pixels import Wish, remake
from publisher.manuscript.rasters import PNG, look
from publisher.value import dataclass

if TYPE_CHECKING:
    from PIL.Image import Image

LIGHTNESS = (0.299, 0.587, 0.114)
"""What red, green and blue weigh in a grey (ITU-R BT.601, as Pillow and PDF's own rule, ISO 32000-1, 10.3.2)."""

_EDGE = 33  # steps along each edge of the cube of colours: between them it is interpolated
_MARGIN = 0.03  # of ink, kept free below a limit: what rounding and a JPEG add
_QUALITY = 95
_FORMATS = ("PNG", "JPEG")

Inks = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Profile:
    """What a colour profile says of itself."""

    title: str
    space: str  # "CMYK", "RGB", "GRAY"
    kind: str  # "prtr" for a printing condition


@dataclass(frozen=True, slots=True)
class Separation:
    """How sRGB becomes four inks: a cube of colours, red changing fastest, four inks each; ``most`` ink in all."""

    cube: tuple[float, ...]
    most: float  # 0: no bound; 2.4 is 240 per cent

    def inks(self, red: float, green: float, blue: float) -> Inks:
        """The inks of one colour. A neutral one is black ink alone: text must not blur where plates do not meet."""
        from PIL import Image

        if is_neutral(red, green, blue):
            return 0.0, 0.0, 0.0, 1 - grey(red, green, blue)
        pixel = Image.new("RGB", (1, 1), (_byte(red), _byte(green), _byte(blue)))
        cyan, magenta, yellow, black = _separate(pixel, self).tobytes()
        return cyan / 255, magenta / 255, yellow / 255, black / 255

    def within(self, inks: Inks) -> Inks:
        """A colour that is in four inks already, with no more ink than may be."""
        return thinned(inks, self.most)


@dataclass(frozen=True, slots=True)
class Plates:
    """An image as a PDF holds it: ``dct`` (a JPEG) or deflated with TIFF's predictor; 1 channel, or 4."""

    data: bytes
    channels: int
    dct: bool


def grey(red: float, green: float, blue: float) -> float:
    """How light a colour is: 0 black, 1 white."""
    return LIGHTNESS[0] * red + LIGHTNESS[1] * green + LIGHTNESS[2] * blue


def is_neutral(red: float, green: float, blue: float) -> bool:
    """Whether a colour of text or a rule is a grey, or so dark that nobody would see that it is none."""
    spread = max(red, green, blue) - min(red, green, blue)
    return spread < 1 / 255 or (spread < 1 / 16 and max(red, green, blue) < 1 / 4)


def read_profile(data: bytes) -> Profile | None:
    """The profile in the bytes of an ICC file; None where it is none."""
    from PIL import ImageCms

    try:
        found = ImageCms.ImageCmsProfile(BytesIO(data)).profile
    except (OSError, ValueError, ImageCms.PyCMSError):
        return None
    title = (found.profile_description or "").strip()
    return Profile(title, found.xcolor_space.strip(), found.device_class.strip())


def separation(profile: bytes, most: float) -> Separation:
    """The cube of colours of a profile for four inks, with at most so much ink (0: no bound).

    Relative colorimetric with black point compensation: paper is white, black is as deep as the inks go. Where the
    profile lays on too much ink, the grey part of cyan, magenta and yellow is moved into black, and what is
    left over is thinned in proportion. Raises OSError or ValueError on bytes that are no profile of four inks.
    """
    from PIL import Image, ImageCms

    steps = [round(index * 255 / (_EDGE - 1)) for index in range(_EDGE)]
    corners = bytes(part for blue in steps for green in steps for red in steps for part in (red, green, blue))
    source = ImageCms.createProfile("sRGB")
    target = ImageCms.ImageCmsProfile(BytesIO(profile))
    flags = ImageCms.Flags.BLACKPOINTCOMPENSATION
    try:
        transform = ImageCms.buildTransform(source, target, "RGB", "CMYK", ImageCms.Intent.RELATIVE_COLORIMETRIC, flags)
    except ImageCms.PyCMSError as error:
        raise ValueError(str(error)) from error
    grid = Image.frombytes("RGB", (_EDGE * _EDGE, _EDGE), corners)
    made = ImageCms.applyTransform(grid, transform)
    raw = made.tobytes() if made is not None else b""
    cube: list[float] = []
    for index in range(0, len(raw), 4):
        cyan, magenta, yellow, black = raw[index : index + 4]
        cube.extend(thinned((cyan / 255, magenta / 255, yellow / 255, black / 255), most))
    return Separation(tuple(cube), most)


def thinned(inks: Inks, most: float) -> Inks:
    """The same colour with less ink, where it has more than ``most`` (0: no bound)."""
    *colours, black = inks
    limit = most - _MARGIN
    over = sum(inks) - limit
    if most <= 0 or over <= 0:
        return inks
    moved = min(over / 2, min(colours), 1 - black)
    colours, black = [each - moved for each in colours], black + moved
    if sum(colours) + black > limit:
        factor = max(0.0, limit - black) / sum(colours)
        colours = [each * factor for each in colours]
    return colours[0], colours[1], colours[2], black


def grey_plates(data: bytes) -> Plates | None:
    """A JPEG or PNG in black ink alone, without alpha; None where it cannot be read."""
    opened = _opened(data)
    if opened is None:
        return None
    image, lossy = opened
    if image.mode == "CMYK":
        image = image.convert("RGB")
    return _plates(image if image.mode == "L" else image.convert("RGB").convert("L"), lossy, 0)


def colour_plates(data: bytes, how: Separation) -> Plates | None:
    """A JPEG or PNG in four inks, one of grey in black alone, without alpha; None where it cannot be read.

    One that is in four inks already keeps them where they are within the limit.
    """
    opened = _opened(data)
    if opened is None:
        return None
    image, lossy = opened
    if image.mode == "L":
        return _plates(image, lossy, 0)
    if image.mode != "CMYK" or (how.most and _most_ink(image) > how.most):
        image = _separate(image.convert("RGB"), how)
    return _plates(image, lossy, how.most)


def ink_of(data: bytes) -> float:
    """The most ink that one pixel of an image in four inks has, 0 … 4; 0 for any other image."""
    opened = _opened(data)
    return _most_ink(opened[0]) if opened is not None and opened[0].mode == "CMYK" else 0.0


def is_deep(data: bytes, media_type: str) -> bool:
    """Whether a PNG has sixteen bits a channel, which the print engine does not know (ISO/IEC 15948, 11.2.2)."""
    return media_type == PNG and data[24:25] == b"\x10"


def in_srgb(data: bytes, media_type: str, *, four_inks: bool) -> bytes:
    """An image whose colours are sRGB as all software understands it: one of other colours is made again.

    ``four_inks`` lets one in CMYK be.
    """
    head = look(data, media_type)
    if not (head.foreign_colours or is_deep(data, media_type)) or (four_inks and ink_of(data)):
        return data
    made = remake(data, Wish(quality=_QUALITY, lossy=head.lossy))
    return made.data if made is not None else data


def _opened(data: bytes) -> tuple[Image, bool] | None:
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image = Image.open(BytesIO(data), formats=_FORMATS)
            image.load()
    except Exception:  # Pillow raises what its decoders raise: OSError, SyntaxError, struct.error …
        return None
    return image, image.format == "JPEG"


def _separate(image: Image, how: Separation) -> Image:
    from PIL import ImageFilter

    cube = ImageFilter.Color3DLUT(_EDGE, list(how.cube), channels=4, target_mode="CMYK", _copy_table=False)
    return image.filter(cube)


def _most_ink(image: Image) -> float:
    from PIL import ImageChops

    cyan, magenta, yellow, black = image.split()
    halves = ImageChops.add(cyan, magenta, 4), ImageChops.add(yellow, black, 4)  # a quarter each: they cannot overflow
    extrema = ImageChops.add(*halves).getextrema()
    most = extrema[1]
    assert isinstance(most, int | float)
    return float(most) * 4 / 255


def _plates(image: Image, lossy: bool, most: float) -> Plates:
    """Written as a JPEG where it was one and the ink stays within the limit, else without loss."""
    from PIL import Image as Pillow
    from PIL import ImageChops

    channels = len(image.getbands())
    if lossy:
        out = BytesIO()
        image.info = {}
        image.save(out, "JPEG", quality=_QUALITY, optimize=False, progressive=False, subsampling=0)
        if not most or ink_of(out.getvalue()) <= most:
            return Plates(out.getvalue(), channels, dct=True)
    shifted = Pillow.new(image.mode, image.size)
    shifted.paste(image, (1, 0))
    differences = ImageChops.subtract_modulo(image, shifted)  # to the left neighbour: TIFF's predictor
    return Plates(zlib.compress(differences.tobytes(), 9), channels, dct=False)


def _byte(part: float) -> int:
    return max(0, min(255, round(part * 255)))
