"""Finished pages put together anew: side by side on wider pages, with thin lines over them in layers of their own.

The same pages give the same bytes: nothing of a clock, and an ID made from the content.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name

from publisher.formats.readback.facts import Box
from publisher.formats.readback.geometry import read_box

_NO_BOX = Box(0.0, 0.0, 612.0, 792.0)  # where a page gives no box at all, readers take US Letter


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line on the page that is made, in points from its lower left corner."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True, slots=True)
class Layer:
    """Lines of one colour, which a viewer can show and hide under the layer's name."""

    name: str
    colour: tuple[float, float, float]  # red, green, blue, each from 0 to 1
    width: float  # points
    strokes: tuple[Stroke, ...] = ()
    dashes: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """A page of the old file on a page of the new one."""

    page: int  # from 0
    x: float  # where the lower left corner of its trim comes to stand
    y: float
    shown: Box  # what is seen of it and of its bleed, on the new page


@dataclass(frozen=True, slots=True)
class Word:
    """A few letters under a page, in the middle of ``x``; what Windows-1252 does not have becomes a question mark."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Plate:
    """A page to make; ``label`` is its page label."""

    width: float
    height: float
    placed: tuple[Placed, ...]
    layers: tuple[Layer, ...] = ()
    words: tuple[Word, ...] = ()
    label: str = ""


@dataclass(frozen=True, slots=True)
class PageSize:
    """The trim and what the page has around it, in points of the page's own space."""

    trim: Box
    bleed: Box


def page_sizes(data: bytes) -> tuple[PageSize, ...]:
    """The boxes of all pages of a PDF of ours. Raises :class:`pikepdf.PdfError` for a file that is none."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return tuple(_size(page) for page in pdf.pages)


def asks_for_twos(data: bytes) -> bool:
    """Whether a PDF of ours wants its pages shown side by side, as those of a bound book."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return str(pdf.Root.get("/PageLayout", "")).startswith("/Two")


def _size(page: pikepdf.Page) -> PageSize:
    media = read_box(page.mediabox) or _NO_BOX
    trim = read_box(page.trimbox) or media
    around = (read_box(page.obj["/BleedBox"]) if "/BleedBox" in page.obj else None) or trim
    return PageSize(trim, around)


def put_together(data: bytes, plates: Sequence[Plate], title: str = "") -> bytes:
    """A PDF of these pages, made from the pages of ``data``."""
    with pikepdf.open(io.BytesIO(data)) as old, pikepdf.new() as new:
        groups = {name: _group(new, name) for name in _names(plates)}
        sizes = [_size(page) for page in old.pages]
        for plate in plates:
            _add(new, plate, _forms(old, new, plate, sizes), sizes, groups)
        if groups:
            order = Array(list(groups.values()))
            new.Root.OCProperties = Dictionary(
                OCGs=order, D=Dictionary(Name=pikepdf.String("Proof"), Order=order, ON=order, BaseState=Name.ON)
            )
        new.Root.PageLabels = Dictionary(Nums=Array(_labels(plates)))
        new.Root.PageLayout = Name.SinglePage
        new.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        if title:
            new.docinfo["/Title"] = title
        out = io.BytesIO()
        new.save(
            out,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
            min_version="1.7",
        )
        return out.getvalue()


def _names(plates: Sequence[Plate]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(layer.name for plate in plates for layer in plate.layers))


def _group(pdf: pikepdf.Pdf, name: str) -> pikepdf.Object:
    """A layer (ISO 32000-1, 8.11)."""
    return pdf.make_indirect(Dictionary(Type=Name.OCG, Name=pikepdf.String(name)))


def _labels(plates: Sequence[Plate]) -> Iterator[int | Dictionary]:
    for index, plate in enumerate(plates):
        yield index
        yield Dictionary(P=pikepdf.String(plate.label or str(index + 1)))


def _forms(old: pikepdf.Pdf, new: pikepdf.Pdf, plate: Plate, sizes: Sequence[PageSize]) -> dict[int, pikepdf.Object]:
    """The pages of a plate as forms, without what tells a reader of tags where they stand: there are none here."""
    made = {}
    for placed in plate.placed:
        form = new.copy_foreign(old.pages[placed.page].as_form_xobject())
        form.BBox = Array(list(sizes[placed.page].bleed))
        form.Matrix = Array([1, 0, 0, 1, 0, 0])
        for key in ("/StructParents", "/StructParent"):
            if key in form:
                del form[key]
        made[placed.page] = form
    return made


def _add(
    pdf: pikepdf.Pdf,
    plate: Plate,
    forms: dict[int, pikepdf.Object],
    sizes: Sequence[PageSize],
    groups: dict[str, pikepdf.Object],
) -> None:
    """Add one page: the forms, over them the layers, and under them the words."""
    drawn: list[str] = []
    xobjects, properties = Dictionary(), Dictionary()
    for placed in plate.placed:
        trim, shown = sizes[placed.page].trim, placed.shown
        xobjects[f"/P{placed.page}"] = forms[placed.page]
        drawn.append(
            f"q {_of(shown.left, shown.bottom, shown.right - shown.left, shown.top - shown.bottom)} re W n "
            f"{_of(1, 0, 0, 1, placed.x - trim.left, placed.y - trim.bottom)} cm /P{placed.page} Do Q"
        )
    for number, layer in enumerate(plate.layers):
        properties[f"/L{number}"] = groups[layer.name]
        drawn.append(f"/OC /L{number} BDC q {_of(*layer.colour)} RG {_of(layer.width)} w [{_of(*layer.dashes)}] 0 d")
        drawn += [f"{_of(each.x1, each.y1)} m {_of(each.x2, each.y2)} l S" for each in layer.strokes]
        drawn.append("Q EMC")
    contents = "\n".join(drawn).encode() + b"".join(b"\n" + _word(word) for word in plate.words)
    page = pdf.make_indirect(
        Dictionary(
            Type=Name.Page,
            MediaBox=Array([0, 0, round(plate.width, 3), round(plate.height, 3)]),
            Resources=Dictionary(XObject=xobjects, Properties=properties, Font=Dictionary(F=_font())),
            Contents=pdf.make_stream(contents),
        )
    )
    pdf.pages.append(pikepdf.Page(page))


_SIZE = 8.0  # of the words, in points
_ADVANCE = 0.53  # of a letter of Helvetica on the average, in its size: enough to stand in the middle


def _word(word: Word) -> bytes:
    letters = word.text.encode("cp1252", "replace")
    shown = letters.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    x = word.x - len(letters) * _SIZE * _ADVANCE / 2
    return f"BT 0.35 g /F {_of(_SIZE)} Tf {_of(x, word.y)} Td (".encode() + shown + b") Tj ET"


def _font() -> Dictionary:
    return Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)


def _of(*numbers: float) -> str:
    """Numbers as a content stream has them, to a thousandth of a point."""
    return " ".join(f"{number:.3f}".rstrip("0").rstrip(".") for number in numbers)
