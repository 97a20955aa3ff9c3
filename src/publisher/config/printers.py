"""What each printer takes and refuses, as values: every figure with its source and the day we looked."""

from __future__ import annotations

from dataclasses import field

from publisher.config.printing import BLACK as BLACK
from publisher.config.printing import COLOUR as COLOUR
from publisher.config.printing import PRINTERS as PRINTERS
from publisher.value import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """Who says a figure, and when we saw it."""

    figure: str  # the name of the field of :class:`Printer`
    source: str  # a sentence: who says so, and where
    checked: str  # the day on which we looked, ISO 8601


@dataclass(frozen=True, slots=True)
class Sides:
    """Four lengths in points, by the sides of a page in a bound book."""

    top: float = 0.0
    bottom: float = 0.0
    outside: float = 0.0
    inside: float = 0.0


@dataclass(frozen=True, slots=True)
class Band:
    """A figure that holds up to a number of pages: of the gutter, or of a hard cover's spine. Points."""

    pages: int
    amount: float


@dataclass(frozen=True, slots=True)
class Multiple:
    """How many pages a book's count must be a multiple of, for trims up to a size in points (0: any size)."""

    pages: int
    width: float = 0.0
    height: float = 0.0


@dataclass(frozen=True, slots=True)
class Stock:
    """A paper that interiors are printed on; ``caliper`` is the thickness of one page (half a leaf), in points."""

    name: str  # "white", "cream", "colour-standard" …
    title: str
    caliper: float
    inks: tuple[str, ...] = (BLACK,)


@dataclass(frozen=True, slots=True)
class Printer:
    """One printer's demands. Lengths are points (72 to the inch), resolutions pixels per inch, ink per cent.

    A figure that a printer does not state has the value that refuses nothing.
    """

    name: str
    title: str
    trims: tuple[str, ...] = ()  # names of papers; empty: any
    trim_least: tuple[float, float] = (0.0, 0.0)  # a size of one's own: width and height from …
    trim_most: tuple[float, float] = (0.0, 0.0)  # … to; zeros: only ``trims``
    bleed: Sides = Sides()  # how far a book with bleed reaches over the trim, on each side
    marks: bool = False  # whether crop marks are welcome
    margins: Sides = Sides()  # where nothing may stand, in a book without bleed; inside: see ``gutters``
    margins_with_bleed: Sides = Sides()
    gutters: tuple[Band, ...] = ()  # the least inside margin, by page count, ascending
    pages_least: int = 1
    pages_most: int = 0  # 0: no bound
    multiples: tuple[Multiple, ...] = ()  # the first that the trim fits into holds
    last_blank: bool = False  # whether the last page must be empty
    blanks_in_row: int = 0  # how many empty pages may follow one another; 0: any
    inks: tuple[str, ...] = (BLACK, COLOUR)
    colour_space: str = ""  # of a colour interior: "cmyk", "srgb"; "" either
    total_ink: float = 0.0  # per cent; 0: no bound
    black_text_only_k: bool = False
    resolution_least: float = 0.0  # of photographs, where they stand
    resolution_most: float = 0.0
    line_art_least: float = 0.0  # of images of one bit
    links: bool = True  # whether annotations are taken
    outline: bool = True
    attachments: bool = True
    full_fonts: bool = False  # whether fonts are better embedded whole than cut down
    transparency: bool = True
    type_least: float = 0.0  # size of type
    rule_least: float = 0.0  # thickness of a line
    tint_least: float = 0.0  # per cent of ink
    bytes_most: int = 0
    standard: str = ""  # what the printer asks for: "PDF/X-1a:2001 or PDF/X-3:2002" …
    facing: bool = True  # whether it binds: sides change with the page
    stocks: tuple[Stock, ...] = ()
    cover_bleed: float = 0.0
    cover_safe: float = 0.0  # no art of importance nearer to the trim
    spine_extra: float = 0.0  # what the cover adds to the block of pages
    spine_bands: tuple[Band, ...] = ()  # where the spine goes by page count and not by the paper (hard covers)
    spine_text_pages: int = 0  # the least number of pages that lets words stand on the spine
    spine_clear: float = 0.0  # left free on each side of them
    barcode: tuple[float, float] = (0.0, 0.0)  # width and height of the white field for it; zeros: none wanted
    barcode_by_printer: bool = False  # whether the printer prints its own into that field
    sources: tuple[Source, ...] = field(default=())

    def source(self, figure: str) -> str:
        """Who sets a figure, for a hint: empty where nobody does."""
        said = next((each for each in self.sources if each.figure == figure), None)
        return f"{said.source}; looked at on {said.checked}" if said else ""

    def gutter(self, pages: int) -> float:
        """The least inside margin of a book of so many pages, in points; the last band's beyond all bands."""
        held = next((band for band in self.gutters if pages <= band.pages), None)
        return held.amount if held is not None else max((band.amount for band in self.gutters), default=0.0)

    def multiple(self, width: float, height: float) -> int:
        """What the page count of a book of this trim (points) must be a multiple of."""
        for each in self.multiples:
            if not each.width or (width <= each.width + 0.1 and height <= each.height + 0.1):
                return each.pages
        return 1

    def stock(self, name: str) -> Stock | None:
        """The paper of this name, the first when nothing is said; None if there is none."""
        return next((each for each in self.stocks if not name or each.name == name), None)
