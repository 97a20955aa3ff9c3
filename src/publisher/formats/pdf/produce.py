"""The steps from a composition to a PDF, and what happens when one of them fails."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from xml.etree import ElementTree

from publisher.diagnostics import Diagnostic, MachineError, has_errors
from publisher.formats.artefact import Pagination
from publisher.formats.pdf.checks import check_colours, check_images, check_numbers, check_pages
from publisher.formats.pdf.colour import choose_palette
from publisher.formats.pdf.engine import Layout, lay_out, lean_memory, unpacked_fonts, write
from publisher.formats.pdf.faces import font_face_css, foreign_fonts, read_faces
from publisher.formats.pdf.fetch import Served
from publisher.formats.pdf.finish import Finishing
from publisher.formats.pdf.join import NotWellFormed, first_place, join
from publisher.formats.pdf.leaves import leaves
from publisher.formats.pdf.log import diagnose, kept_log
from publisher.formats.pdf.lost import lost_letters
from publisher.formats.pdf.pagination import folios, paginate, without_padding
from publisher.formats.pdf.parts.make import Joined, Means, make_in_parts
from publisher.formats.pdf.places import NOWHERE, Places
from publisher.formats.pdf.settle import Laid, counted, settle
from publisher.formats.pdf.sheets import filled, plan_sheets
from publisher.formats.pdf.survey import source_texts, survey
from publisher.formats.pdf.variants import Kind, kind_of, known
from publisher.formats.pdf.wardrobe import Wardrobe
from publisher.rules import pdf as rules
from publisher.store import Store
from publisher.style.composition import Composition, FontFace
from publisher.value import dataclass


@dataclass(frozen=True, slots=True)
class Made:
    """What came of it; without bytes when an error kept the pages from being made."""

    data: bytes
    pagination: Pagination
    diagnostics: tuple[Diagnostic, ...]


def produce(
    composition: Composition,
    identifier: bytes,
    read_asset: Callable[[str], bytes],
    read_font: Callable[[FontFace], bytes],
    *,
    store: Store | None = None,
    hands: int = 1,
    parts: Callable[[int, int], None] | None = None,
    wardrobe: Wardrobe,
) -> Made:
    """Join, lay out, survey, check, write: a long book in parts, any other as a whole. Raises MachineError."""
    assets = {asset.path: asset for asset in composition.assets}
    served = Served(assets, composition.fonts, composition.css, read_asset, read_font)
    kind = kind_of(composition.pdf_variant)
    trouble = (*read_faces(served), *(() if kind else _unknown_variant(composition.pdf_variant)))
    if has_errors(trouble) or kind is None:
        return Made(b"", Pagination(), trouble)
    served.palette, uncoloured = choose_palette(composition, kind, read_asset)
    if has_errors(uncoloured):
        return Made(b"", Pagination(), uncoloured)
    font_css = font_face_css(composition.fonts)

    def grow(css: str) -> ElementTree.Element:
        return join(replace(composition, css=composition.css + css), font_css)

    with kept_log() as records, lean_memory(), ExitStack() as ends:
        means = Means(served, kind, font_css, store, hands, wardrobe)
        joined = _in_parts(composition, means, identifier, parts)
        if joined is not None:
            return Made(joined.data, joined.pagination, joined.diagnostics)
        records.clear()
        faces = ends.enter_context(unpacked_fonts())
        try:
            settled = _settled(composition, grow, lambda tree: lay_out(tree, served, composition.pdf_variant, faces))
            places = Places(settled.tree, dict(composition.spans))
            pagination, checked, finishing = _look(settled, composition, kind, served, places)
            laid_out = settled.layout.pages
            data = write(settled.layout, composition.pdf_variant, identifier, finishing)
        except NotWellFormed as broken:
            return Made(b"", Pagination(), broken.diagnostics)
        except MemoryError as error:
            raise MachineError("there is not enough memory to lay out the book") from error
        except Exception as error:
            return Made(b"", Pagination(), _guilty(composition, font_css, served, error))
        logged = (*diagnose(records, places, served), *check_colours(finishing.unconverted, served, places))
        lost = lost_letters(data, laid_out, finishing.folios, places)
    fonts = foreign_fonts(finishing.fonts, served)
    return Made(data, pagination, (*checked, *logged, *fonts, *lost))


def _in_parts(
    composition: Composition, means: Means, identifier: bytes, parts: Callable[[int, int], None] | None
) -> Joined | None:
    """The book, laid out in parts; None where it is to be laid out as a whole, which tells what is wrong with it."""
    try:
        return make_in_parts(composition, means, identifier, laid_out=parts)
    except Exception:
        means.wardrobe.close()  # who knows what it left there
        if os.environ.get("PUBLISHER_DEBUG"):
            raise
        if parts is not None:
            parts(0, 0)
        return None


@dataclass(frozen=True, slots=True)
class _Settled:
    """The pages as the printer wants them; ``tree`` is the document that they were laid out from."""

    layout: Layout
    tree: ElementTree.Element
    padding: int = 0  # pages at the end that the manuscript does not know
    diagnostics: tuple[Diagnostic, ...] = ()


def _settled(
    composition: Composition,
    grow: Callable[[str], ElementTree.Element],
    lay: Callable[[ElementTree.Element], Layout],
) -> _Settled:
    """The book laid out as a whole: as often as its printer wants, and once where it has none."""
    printer = composition.printer
    if printer is None:
        tree = grow("")
        return _Settled(lay(tree), tree)

    def laid(css: str) -> Laid[tuple[ElementTree.Element, Layout]]:
        tree = grow(css)
        layout = lay(tree)
        return Laid(leaves(layout), (tree, layout))

    settled, found = settle(composition, printer, laid)
    tree, layout = settled.pages
    sheets = plan_sheets(settled.leaves, composition, printer, tree)
    if sheets is not None:
        layout = filled(layout, sheets, lay)
    found = (*found, *counted(len(layout.pages), composition, printer))
    return _Settled(layout, tree, sheets.count if sheets is not None else 0, found)


def _look(
    settled: _Settled, composition: Composition, kind: Kind, served: Served, places: Places
) -> tuple[Pagination, tuple[Diagnostic, ...], Finishing]:
    """What is to be seen on the finished pages, before they are painted."""
    layout = settled.layout
    found = survey(layout, places.spans)
    sources = source_texts(layout)
    numbers = folios(layout)
    pagination = without_padding(paginate(layout, found, sources, numbers), settled.padding)
    # One manuscript is laid out for several editions: say in which the page is.
    where = f", in the edition `{composition.edition.name}`"
    pages = (
        *check_pages(layout, found, sources, numbers, places),
        *check_numbers(found.numbers, found.anchors, numbers, places.spans),
    )
    told = (replace(each, message=each.message + where) for each in pages)
    checked = (*settled.diagnostics, *told, *check_images(places))
    finishing = Finishing(composition, kind, served.palette, numbers)
    finishing.watch(layout, found, places)
    return pagination, checked, finishing


def _unknown_variant(variant: str) -> tuple[Diagnostic, ...]:
    hint = f"known are {', '.join(known())}"
    return (rules.VARIANT_UNKNOWN.at(NOWHERE, f"“{variant}” is no kind of PDF", hint=hint),)


def _guilty(composition: Composition, font_css: str, served: Served, error: Exception) -> tuple[Diagnostic, ...]:
    """The documents that cannot be laid out even alone. Raises MachineError when each of them can."""
    found = []
    for document in composition.documents:
        try:
            with unpacked_fonts() as faces:
                layout = lay_out(join(composition, font_css, document), served, composition.pdf_variant, faces)
                write(layout, composition.pdf_variant, b"0", lambda document, pdf: None)
        except Exception as again:
            message = f"the print engine cannot set “{document.title}”: {_said(again)}"
            found.append(rules.LAYOUT_FAILED.at(first_place(document, dict(composition.spans)), message))
    if not found:
        raise MachineError(
            f"the print engine failed: {_said(error)}",
            hint="each chapter can be set alone, so this is a fault of the engine or of ours: please report it",
        ) from error
    return tuple(found)


def _said(error: Exception) -> str:
    text = str(error).split("\n")[0]
    return f"{type(error).__name__}: {text[:200]}" if text else type(error).__name__
