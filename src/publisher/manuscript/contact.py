"""Contact sheets: many small pictures on one, with a line of words under each, as a PNG; the same bytes every time.

With :mod:`publisher.manuscript.pixels` a part of the door to Pillow.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

Colour = tuple[int, int, int]
GROUND: Colour = (228, 226, 221)
INK: Colour = (40, 40, 40)
_SPECK = 48  # of 255: what is paler comes from rounding the edges of letters
_SPECKS = 3  # pixels
_EDGE: Colour = (165, 162, 156)


@dataclass(frozen=True, slots=True)
class Tile:
    """A picture in its place: ``pixels`` has three bytes each, row by row. ``frame`` is a broad frame's colour."""

    x: int
    y: int
    width: int
    height: int
    pixels: bytes
    frame: Colour | None = None
    border: int = 1  # pixels of the frame, drawn around the picture
    marks: tuple[tuple[int, int, int, int], ...] = ()  # left, top, right, bottom in the picture: what is tinted
    tint: Colour = (255, 240, 140)


@dataclass(frozen=True, slots=True)
class Caption:
    """A line of words whose middle (or, ``flush``, whose left end) is at ``x`` and whose top is at ``y``."""

    x: int
    y: int
    text: str
    size: int  # pixels
    colour: Colour = INK
    flush: bool = False


def draw_sheet(size: tuple[int, int], tiles: Sequence[Tile], captions: Sequence[Caption], font: bytes) -> bytes:
    """A PNG of this size in pixels. ``font`` is a TrueType file; a letter that it lacks is an empty box."""
    from PIL import Image, ImageChops, ImageDraw, ImageFont

    sheet = Image.new("RGB", size, GROUND)
    pen = ImageDraw.Draw(sheet)
    for tile in tiles:
        width = tile.border if tile.frame is not None else 1
        box = (tile.x - width, tile.y - width, tile.x + tile.width + width - 1, tile.y + tile.height + width - 1)
        pen.rectangle(box, fill=tile.frame or _EDGE)
        picture = Image.frombytes("RGB", (tile.width, tile.height), tile.pixels)
        for left, top, right, bottom in tile.marks:
            place = max(0, left), max(0, top), min(tile.width, right), min(tile.height, bottom)
            if place[0] < place[2] and place[1] < place[3]:
                part = picture.crop(place)  # tinted as by a marker: what is black stays black
                picture.paste(ImageChops.multiply(part, Image.new("RGB", part.size, tile.tint)), place)
        sheet.paste(picture, (tile.x, tile.y))
    # The plain layout, which needs no library that a machine may lack: the same letters everywhere.
    faces = {
        each: ImageFont.truetype(BytesIO(font), each, layout_engine=ImageFont.Layout.BASIC)
        for each in dict.fromkeys(caption.size for caption in captions)
    }
    for caption in captions:
        anchor = "la" if caption.flush else "ma"
        pen.text((caption.x, caption.y), caption.text, fill=caption.colour, font=faces[caption.size], anchor=anchor)
    out = BytesIO()
    sheet.save(out, "PNG", compress_level=6)
    return out.getvalue()


def look_alike(size: tuple[int, int], one: bytes, other: bytes) -> bool:
    """Whether two pictures of a size, in pixels of three bytes, differ in no more than specks of grey."""
    from PIL import Image, ImageChops

    if one == other:
        return True
    both = (Image.frombytes("RGB", size, pixels) for pixels in (one, other))
    apart = ImageChops.difference(*both).convert("L").histogram()
    return sum(apart[_SPECK:]) <= _SPECKS
