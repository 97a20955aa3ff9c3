"""The PDF of a cover wrap: measured, fitted and set on one sheet that says which book it was made for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from publisher.diagnostics import Diagnostic, MachineError, has_errors, in_order
from publisher.formats.artefact import Artefact
from publisher.formats.pdf import boxes
from publisher.formats.pdf.checks import check_colours
from publisher.formats.pdf.colour import choose_palette
from publisher.formats.pdf.engine import Layout, lay_out, lean_memory, unpacked_fonts, write
from publisher.formats.pdf.faces import font_face_css, read_faces
from publisher.formats.pdf.fetch import Served
from publisher.formats.pdf.finish import Finishing
from publisher.formats.pdf.join import NotWellFormed, join
from publisher.formats.pdf.log import diagnose, kept_log
from publisher.formats.pdf.pagination import folios
from publisher.formats.pdf.places import Places
from publisher.formats.pdf.survey import survey
from publisher.formats.pdf.variants import kind_of
from publisher.formats.pdf.weasy import pydyf
from publisher.formats.wrap.fit import BACK_LARGEST, BACK_LEAST, BACK_STEP, PARTS, Fit, SpineRoom, fit_spine
from publisher.formats.wrap.geometry import Wrap
from publisher.formats.wrap.label import Label, written
from publisher.style.composition import Composition, FontFace

MEDIA_TYPE = "application/pdf"


@dataclass(frozen=True, slots=True)
class Order:
    """One wrap to be made. ``dress`` gives its composition for a fit; lengths are points."""

    name: str  # of the file, with its ending
    wrap: Wrap
    label: Label
    dress: Callable[[Fit], Composition]
    room: SpineRoom | None  # None: no words may stand on the spine
    back_height: float  # the room for the words on the back
    back_words: int  # how many words there are


@dataclass(frozen=True, slots=True)
class MadeWrap:
    """A wrap and what had to give way: parts of the spine, words of the back."""

    artefact: Artefact
    fit: Fit
    left_out: tuple[str, ...] = ()
    cut: bool = False


def make_wrap(order: Order, read_asset: Callable[[str], bytes], read_font: Callable[[FontFace], bytes]) -> MadeWrap:
    """Measure the words, choose their sizes, and set the sheet. Equal orders give equal bytes.

    The artefact has no bytes when an error kept it from being made. Raises MachineError when the engine fails.
    """
    sample = order.dress(Fit(draft=True))
    served = Served({each.path: each for each in sample.assets}, sample.fonts, sample.css, read_asset, read_font)
    kind = kind_of(sample.pdf_variant)
    trouble = read_faces(served)
    if has_errors((*trouble, *sample.diagnostics)) or kind is None:
        return _none(order, (*sample.diagnostics, *trouble))
    palette, uncoloured = choose_palette(sample, kind, read_asset)
    font_css = font_face_css(sample.fonts)
    with kept_log() as records, lean_memory(), unpacked_fonts() as faces:

        def laid(fit: Fit) -> tuple[Layout, Any, Composition]:
            composition = order.dress(fit)
            served.css = composition.css
            tree = join(composition, font_css)
            return lay_out(tree, served, composition.pdf_variant, faces), tree, composition

        try:
            fit, left_out = _fit(order, lambda fit: laid(fit)[0])
            records.clear()
            served.palette = palette
            layout, tree, composition = laid(fit)
            places = Places(tree, dict(composition.spans))
            finishing = Finishing(composition, kind, palette, folios(layout))
            finishing.watch(layout, survey(layout, places.spans), places)
            data = write(layout, composition.pdf_variant, _identifier(order, composition), _signed(finishing, order))
        except NotWellFormed as broken:
            return _none(order, broken.diagnostics)
        except MemoryError as error:
            raise MachineError("there is not enough memory to set the cover") from error
        logged = (*diagnose(records, places, served), *check_colours(finishing.unconverted, served, places))
    _one_page(layout)
    found = (*composition.diagnostics, *trouble, *uncoloured, *logged)
    made = Artefact(order.name, MEDIA_TYPE, b"" if has_errors(uncoloured) else data, diagnostics=in_order(found))
    return MadeWrap(made, fit, left_out, cut=fit.back_words is not None)


def _none(order: Order, found: tuple[Diagnostic, ...]) -> MadeWrap:
    """What comes of a wrap that errors keep from being made."""
    return MadeWrap(Artefact(order.name, MEDIA_TYPE, b"", diagnostics=in_order(found)), Fit())


def _one_page(layout: Layout) -> None:
    if len(layout.pages) != 1:
        raise MachineError(
            f"the cover takes {len(layout.pages)} pages", "templates/cover-wrap.xhtml must place all that it draws"
        )


def _identifier(order: Order, composition: Composition) -> bytes:
    return sha256(f"{composition.identifier}\n{order.name}".encode()).hexdigest()[:32].encode()


def _signed(finishing: Finishing, order: Order) -> Callable[[Any, Any], None]:
    """The usual last strokes, and then the label of the book that the wrap fits."""

    def finish(document: Any, pdf: Any) -> None:
        finishing(document, pdf)
        for key, value in written(order.label).items():
            pdf.info[key] = pydyf.String(value)

    return finish


# Fitting


def _fit(order: Order, lay: Callable[[Fit], Layout]) -> tuple[Fit, tuple[str, ...]]:
    """The largest sizes in which everything has room, and the parts of the spine that have none."""
    fit = Fit(draft=True)
    first = lay(fit)
    size, parts, left_out = 0.0, (), ()  # type: tuple[float, tuple[str, ...], tuple[str, ...]]
    if order.room is not None:
        ems = _lengths(first, (f"spine-{part}" for part in PARTS), fit.spine_size)
        there = {part: ems[f"spine-{part}"] for part in PARTS}
        size, parts = fit_spine(order.wrap, order.room, there)
        left_out = tuple(part for part in PARTS if there[part] > 0 and part not in parts)
    fit = replace(fit, spine_size=size, spine_parts=parts)
    layout, back = first, BACK_LARGEST
    while _height(layout, "back-words") > order.back_height and back > BACK_LEAST:
        back -= BACK_STEP
        layout = lay(replace(fit, back_size=back))
    fit = replace(fit, back_size=back)
    if _height(layout, "back-words") > order.back_height:
        fit = replace(fit, back_words=_most_words(order, fit, lay))
    return replace(fit, draft=False), left_out


def _most_words(order: Order, fit: Fit, lay: Callable[[Fit], Layout]) -> int:
    """How many words of the back have room in the least size, found by halving."""
    least, most = 0, order.back_words
    while most - least > 1:
        middle = (least + most) // 2
        if _height(lay(replace(fit, back_words=middle)), "back-words") <= order.back_height:
            least = middle
        else:
            most = middle
    return least


def _lengths(layout: Layout, ids: Iterable[str], size: float) -> Mapping[str, float]:
    """How long the text in each of these elements is, in em of a size of type in points; 0 where it has none."""
    found = dict.fromkeys(ids, 0.0)
    for box in _all(layout):
        id = boxes.own_id(box)
        if id in found and isinstance(box, boxes.InlineBox):
            found[id] += sum(each.width for each in box.descendants() if isinstance(each, boxes.TextBox))
    return {id: width * boxes.PX_TO_PT / size for id, width in found.items()}


def _height(layout: Layout, id: str) -> float:
    """How high a block is, in points; 0 where there is none."""
    found = (box.height for box in _all(layout) if boxes.own_id(box) == id and boxes.is_block(box))
    return max(found, default=0.0) * boxes.PX_TO_PT


def _all(layout: Layout) -> Iterator[Any]:
    """Every box of the sheet, those that are placed among them."""
    stack = list(reversed(layout.pages))
    while stack:
        box = boxes.real(stack.pop())
        yield box
        stack.extend(reversed(getattr(box, "children", ())))
