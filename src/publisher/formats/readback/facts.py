"""What stands in a finished PDF, as values: boxes, fonts, pictures, colours, lines, type, and what hangs on it.

All lengths are points (72 to the inch) in the page's own space, before it is rotated for a viewer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Box(NamedTuple):
    """A rectangle; ``bottom`` is below ``top``."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From bottom to top."""
        return self.top - self.bottom

    def within(self, other: Box, slack: float = 0.0) -> bool:
        """Whether no side stands out of ``other`` by more than ``slack``."""
        return (
            self.left >= other.left - slack
            and self.bottom >= other.bottom - slack
            and self.right <= other.right + slack
            and self.top <= other.top + slack
        )

    def cut(self, other: Box) -> Box | None:
        """What both have in common; None where they do not even touch."""
        box = Box(
            max(self.left, other.left),
            max(self.bottom, other.bottom),
            min(self.right, other.right),
            min(self.top, other.top),
        )
        return box if box.left <= box.right and box.bottom <= box.top else None


@dataclass(frozen=True, slots=True)
class Space:
    """A colour space (ISO 32000-1, 8.6). ``names`` are a spot colour's inks, ``base`` what it stands on."""

    family: str  # DeviceGray, DeviceRGB, DeviceCMYK, CalGray, CalRGB, Lab, ICCBased, Separation, DeviceN, Indexed …
    components: int = 1
    names: tuple[str, ...] = ()
    base: Space | None = None
    palette: bytes = b""  # of an indexed space


@dataclass(frozen=True, slots=True)
class Paint:
    """One colour that a page is painted with, once for each use. No ``values``: they could not be told."""

    use: str  # text, fill, line, shading
    space: Space
    values: tuple[float, ...]


class TextRun(NamedTuple):
    """The glyphs of one painting operator. The box is as high as the font says that its letters may be."""

    box: Box
    size: float  # of the type as it stands on the page
    glyphs: int
    font: str


class Rule(NamedTuple):
    """A line, or a filled rectangle: how thick it is, and how long."""

    thickness: float
    length: float


@dataclass(frozen=True, slots=True)
class Picture:
    """An image as it is placed. ``key`` is the same wherever one image stands."""

    key: str
    width: int  # pixels
    height: int
    bits: int  # of one component
    space: Space | None  # None for a stencil, which is painted in the colour that holds
    box: Box
    across: float  # pixels per inch as it stands
    down: float
    soft: bool = False  # whether a mask makes it partly transparent


@dataclass(frozen=True, slots=True)
class Font:
    """A font that text is set in."""

    name: str  # without the prefix of a subset
    kind: str  # Type1, TrueType, Type3, CIDFontType0, CIDFontType2, MMType1
    embedded: bool
    subset: bool


@dataclass(frozen=True, slots=True)
class Annotation:
    """Something that lies upon a page: a link, a comment, a field."""

    kind: str
    box: Box | None
    printed: bool


@dataclass(frozen=True, slots=True)
class PageFacts:
    """One page. A box is None where the file does not give it (14.11.2); ``media`` is always there."""

    index: int  # from 0
    label: str
    media: Box
    crop: Box | None = None
    bleed: Box | None = None
    trim: Box | None = None
    art: Box | None = None
    rotation: int = 0
    unit: float = 1.0
    paints: tuple[Paint, ...] = ()
    texts: tuple[TextRun, ...] = ()
    hidden: int = 0  # glyphs that are there and not to be seen
    rules: tuple[Rule, ...] = ()
    pictures: tuple[Picture, ...] = ()
    fonts: tuple[Font, ...] = ()
    transparent: tuple[str, ...] = ()  # how: ``opacity``, ``soft mask``, ``blending Multiply``
    annotations: tuple[Annotation, ...] = ()
    forbidden: tuple[str, ...] = ()  # PostScript, OPI, LZW …: what a press must not meet
    painted: bool = False  # whether anything at all is painted, white too
    reach: Box | None = None  # around all that is painted, is not white, and is no text
    trouble: str = ""  # why not all of the page could be read

    @property
    def edge(self) -> Box:
        """Where the page is cut: the trim box, else the art, crop or media box."""
        return self.trim or self.art or self.crop or self.media


@dataclass(frozen=True, slots=True)
class Intent:
    """An output intent (14.11.5)."""

    kind: str  # GTS_PDFX, GTS_PDFA1
    condition: str
    components: int = 0  # N of the embedded profile; 0: there is none
    profile_class: str = ""  # prtr, mntr …
    profile_space: str = ""  # CMYK, RGB, GRAY


@dataclass(frozen=True, slots=True)
class Ink:
    """The pixels of one picture as inks, per cent: the most that lies on any pixel, and whether it is black alone."""

    total: float
    black_only: bool


@dataclass(frozen=True, slots=True)
class FileFacts:
    """A finished PDF. ``trouble`` says why it could not be read at all; then there is no page."""

    size: int  # bytes
    version: str = ""
    pages: tuple[PageFacts, ...] = ()
    intents: tuple[Intent, ...] = ()
    claims: tuple[tuple[str, str], ...] = ()  # keys of the XMP and the Info dictionary: GTS_PDFXVersion, Trapped …
    info: tuple[tuple[str, str], ...] = ()  # the Info dictionary alone
    identified: bool = False  # whether the trailer has an ID
    encrypted: bool = False
    outline: bool = False
    scripts: bool = False
    actions: tuple[str, ...] = ()
    forms: bool = False
    attachments: bool = False
    inks: tuple[tuple[str, Ink], ...] = ()  # of each picture in four inks, by its key
    damage: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()  # what was passed over, and why
    trouble: str = ""
