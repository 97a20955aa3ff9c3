"""Small PDFs that a printer takes, and what is wrong in the others: each case changes one thing."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from publisher.config.printers import BLACK, COLOUR, Band, Multiple, Printer, Sides
from publisher.fonts import read_font, subset_font
from publisher.judges.preflight.run import preflight
from publisher.judges.preflight.values import FAILED, Preflight

STRICT = Printer(
    name="strict", title="a strict press", trims=("6x9",), bleed=Sides(9, 9, 9, 0), margins=Sides(18, 18, 18),
    margins_with_bleed=Sides(27, 27, 27), gutters=(Band(6, 36), Band(900, 54)), pages_least=4, pages_most=40,
    multiples=(Multiple(2),), last_blank=True, blanks_in_row=2, inks=(BLACK, COLOUR), total_ink=240,
    resolution_least=300, resolution_most=600, line_art_least=600, links=False, outline=False, attachments=False,
    transparency=False, type_least=7, rule_least=0.5, tint_least=10, bytes_most=10_000_000,
)  # fmt: skip
WIDTH, HEIGHT = 432.0, 648.0
TEXT = "0 g BT /F 11 Tf 72 {y} Td (All this was a long time ago.) Tj ET\n"
GOOD = "0 g 0 G 1 w 72 400 m 300 400 l S\nq 72 0 0 72 72 300 cm /Im Do Q\n" + TEXT.format(y=500) + TEXT.format(y=480)


@cache
def font_file() -> bytes:
    """A real font of the letters that the cases use."""
    whole = read_font("fontpkg_source_sans_3/SourceSans3[wght].ttf", 400)
    return subset_font(whole, frozenset(range(32, 127)))


def embedded(pdf: pikepdf.Pdf, *, whole: bool = True) -> Any:
    """A simple font with its file."""
    descriptor = Dictionary(
        Type=Name.FontDescriptor, FontName=Name("/ABCDEF+Sans"), Flags=32, FontBBox=[-100, -250, 1100, 950],
        ItalicAngle=0, Ascent=750, Descent=-250, CapHeight=660, StemV=80,
    )  # fmt: skip
    if whole:
        descriptor.FontFile2 = Stream(pdf, font_file())
    font = Dictionary(
        Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name("/ABCDEF+Sans"), FirstChar=32, LastChar=126,
        Widths=[500] * 95, Encoding=Name.WinAnsiEncoding, FontDescriptor=pdf.make_indirect(descriptor),
    )  # fmt: skip
    return pdf.make_indirect(font)


def grey(pdf: pikepdf.Pdf, pixels: int = 300, **more: Any) -> Any:
    """A picture in grey."""
    return Stream(
        pdf, bytes(pixels * pixels), Type=Name.XObject, Subtype=Name.Image, Width=pixels, Height=pixels,
        ColorSpace=Name.DeviceGray, BitsPerComponent=8, **more,
    )  # fmt: skip


Change = Callable[[pikepdf.Pdf], None]


def make(
    content: str | bytes = "", *, pages: int = 4, change: Change | None = None, last: str = "", bleed: bool = False
) -> bytes:
    """A book of so many pages, 6 × 9 inches, the last one empty. ``content`` is added to page 1; ``change`` may change
    anything at the end."""
    pdf = pikepdf.new()
    font, image = embedded(pdf), pdf.make_indirect(grey(pdf))
    for index in range(pages):
        blank = index == pages - 1
        text = GOOD if not blank else last
        data = text.encode() + (content.encode() if isinstance(content, str) else content) * (index == 0)
        sides = (0, -9, WIDTH + 9, HEIGHT + 9) if index % 2 == 0 else (-9, -9, WIDTH, HEIGHT + 9)
        page = Dictionary(
            Type=Name.Page, MediaBox=Array(sides if bleed else (0, 0, WIDTH, HEIGHT)), TrimBox=[0, 0, WIDTH, HEIGHT],
            Resources=Dictionary(Font=Dictionary(F=font), XObject=Dictionary(Im=image)), Contents=Stream(pdf, data),
        )  # fmt: skip
        pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
    if change is not None:
        change(pdf)
    return saved(pdf)


def saved(pdf: pikepdf.Pdf, **options: Any) -> bytes:
    out = io.BytesIO()
    pdf.save(out, deterministic_id=not options, **options)
    return out.getvalue()


def look(data: bytes, printer: Printer = STRICT, **options: Any) -> Preflight:
    return preflight(data, printer, **({"ink": BLACK} | options))


def failed(found: Preflight) -> set[str]:
    """The checks that failed."""
    return {verdict.check for verdict in found.verdicts if verdict.state == FAILED}


def codes(found: Preflight) -> list[str]:
    """The codes of what was found, errors and others."""
    return [fault.rule.code for fault in found.faults]
