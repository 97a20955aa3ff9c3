"""A book settles into its printer's demands: margins by the page count, bleed, pages up to a whole number of sheets.

What a style has to do for it: take its margins from ``--margin-top``, ``--margin-bottom``, ``--margin-inside`` and
``--margin-outside``, and the thickness of its thinnest rule from ``--hairline``. The profile never makes a margin
smaller than the style's own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from html import escape
from typing import Any
from xml.etree import ElementTree

from publisher.config.printers import Printer, Sides
from publisher.diagnostics import Diagnostic
from publisher.formats.pdf import boxes
from publisher.formats.pdf.boxes import PX_TO_PT
from publisher.formats.pdf.engine import Layout
from publisher.rules import printers as rules
from publisher.source import Span
from publisher.style.composition import PROFILE, Composition
from publisher.words import words

PADDING = "padding"  # the name of the pages that fill the last sheet
_MOST_ROUNDS = 4  # layouts: one, one for wider margins, and two for the bands that wider margins lead to
_IN_ROW = 2  # empty pages that may follow one another where the printer says nothing: more look like a mistake
_CLOSE = 0.05  # points that make no difference
_PITCH = 8.5 * 72 / 25.4  # points from one ruled line to the next: as wide as school paper is ruled
_HEAD = 48.0  # points for the heading of a page for notes
_RULES = (
    ".notes-title{text-indent:0;text-align:left}"
    f".notes-page .rule{{display:block;height:{_PITCH:.3f}pt;border-bottom:var(--hairline,0.5pt) solid var(--line)}}"
)
_MARGINS = (
    "top-left-corner", "top-left", "top-center", "top-right", "top-right-corner",
    "left-top", "left-middle", "left-bottom", "right-top", "right-middle", "right-bottom",
    "bottom-left-corner", "bottom-left", "bottom-center", "bottom-right", "bottom-right-corner",
)  # fmt: skip

LayOut = Callable[[ElementTree.Element], Layout]


@dataclass(frozen=True, slots=True)
class Settled:
    """The pages as the printer wants them; ``tree`` is the document that they were laid out from."""

    layout: Layout
    tree: ElementTree.Element
    padding: int = 0  # pages at the end that the manuscript does not know
    diagnostics: tuple[Diagnostic, ...] = ()


def settle(composition: Composition, grow: Callable[[str], ElementTree.Element], lay_out: LayOut) -> Settled:
    """Lay out a composition for its printer, again and again until the margins fit the number of pages.

    ``grow`` gives the joined document with CSS after all other. Without a printer the pages are laid out once.
    """
    printer = composition.printer
    css = _bled(printer, composition.edition.bleed) if printer is not None else ""
    tree = grow(css)
    layout = lay_out(tree)
    if printer is None:
        return Settled(layout, tree)
    asked = Sides()
    for _ in range(_MOST_ROUNDS - 1):
        wanted = _wanted(layout, printer, composition.edition.bleed)
        if _fits(wanted, asked):
            break
        asked = _largest(asked, wanted)
        tree = grow(css + _margins(asked))
        layout = lay_out(tree)
    missed = _missed(layout, printer, composition)
    padded, padding = _padded(layout, composition, printer, lay_out, tree)
    return Settled(padded, tree, padding, (*missed, *_counted(padded, composition, printer)))


# Margins


def _wanted(layout: Layout, printer: Printer, bleed: bool) -> Sides:
    """The margins that a book of so many pages needs where the style's are too small, in points; 0: they are not."""
    safe = printer.margins_with_bleed if bleed else printer.margins
    gutter = printer.gutter(len(layout.pages))
    own = _own(layout)
    head, foot = _room(layout)
    wanted = Sides(safe.top, safe.bottom, safe.outside, max(gutter, safe.inside))
    return Sides(
        _more(own.top, wanted.top, head),
        _more(own.bottom, wanted.bottom, foot),
        _more(own.outside, wanted.outside, wanted.outside),
        _more(own.inside, wanted.inside, wanted.inside),
    )


def _more(own: float, wanted: float, there: float) -> float:
    """The margin that moves what is ``there`` points from the edge as far in as is ``wanted``; 0: nothing to do."""
    missing = max(wanted - there if there else 0.0, wanted - own)
    return own + missing if missing > _CLOSE else 0.0


def _own(layout: Layout) -> Sides:
    """The smallest margins of any page, by side, in points."""
    sides = [_of_page(page) for page in layout.pages]
    return Sides(*(min(getattr(each, side) for each in sides) for side in ("top", "bottom", "outside", "inside")))


def _of_page(page: Any) -> Sides:
    left, right = page.margin_left * PX_TO_PT, page.margin_right * PX_TO_PT
    inside, outside = (right, left) if page.page_type.side == "left" else (left, right)
    return Sides(page.margin_top * PX_TO_PT, page.margin_bottom * PX_TO_PT, outside, inside)


def _room(layout: Layout) -> tuple[float, float]:
    """How near to the upper and the lower edge running heads and folios come, in points; 0: there are none."""
    heads: list[float] = []
    feet: list[float] = []
    for page in layout.pages:
        height = page.margin_height()
        for margin in page.children:
            if isinstance(margin, boxes.MarginBox):
                for box in margin.descendants():
                    if isinstance(box, boxes.TextBox) and box.text.strip():
                        top, bottom = _ink(box)
                        (heads if top < height / 2 else feet).append(top if top < height / 2 else height - bottom)
    return min(heads, default=0.0) * PX_TO_PT, min(feet, default=0.0) * PX_TO_PT


def _ink(box: Any) -> tuple[float, float]:
    """About where the letters of a text begin and end, in pixels from the top: ascent and descent of a usual face."""
    size = box.style["font_size"]
    baseline = box.position_y + box.baseline
    return baseline - 0.75 * size, baseline + 0.25 * size


def _fits(wanted: Sides, asked: Sides) -> bool:
    return all(getattr(wanted, side) <= getattr(asked, side) + _CLOSE for side in Sides.__slots__)


def _largest(one: Sides, other: Sides) -> Sides:
    return Sides(*(max(getattr(one, side), getattr(other, side)) for side in Sides.__slots__))


def _margins(sides: Sides) -> str:
    said = {f"--margin-{side}": getattr(sides, side) for side in Sides.__slots__}
    return ":root{" + ";".join(f"{name}:{value:.3f}pt" for name, value in said.items() if value) + "}\n"


def _missed(layout: Layout, printer: Printer, composition: Composition) -> tuple[Diagnostic, ...]:
    """What the margins still lack: a style that does not take them from its variables cannot be helped."""
    safe = printer.margins_with_bleed if composition.edition.bleed else printer.margins
    wanted = Sides(safe.top, safe.bottom, safe.outside, max(printer.gutter(len(layout.pages)), safe.inside))
    own = _own(layout)
    short = [side for side in Sides.__slots__ if getattr(own, side) < getattr(wanted, side) - _CLOSE]
    return tuple(
        rules.MARGIN_TOO_SMALL.at(
            _place(composition),
            f"the {side} margin is {getattr(own, side):.1f} pt; {printer.title} wants {getattr(wanted, side):.1f} pt "
            f"in a book of {len(layout.pages)} pages",
            f"let the style take it from var(--margin-{side})",
        )
        for side in short
    )


def _bled(printer: Printer, bleed: bool) -> str:
    """What a printer changes in any style: how far the page reaches over the trim, and the thinnest rule."""
    hairline = f":root{{--hairline:{printer.rule_least:g}pt}}\n" if printer.rule_least > 0.5 else ""
    if not bleed:
        return hairline
    sides = printer.bleed
    names = {"top": sides.top, "bottom": sides.bottom, "outside": sides.outside, "inside": sides.inside}
    variables = ";".join(f"--bleed-{name}:{value:g}pt" for name, value in names.items())
    ends = f"bleed-top:{sides.top:g}pt;bleed-bottom:{sides.bottom:g}pt"
    left = f"@page :left{{{ends};bleed-left:{sides.outside:g}pt;bleed-right:{sides.inside:g}pt}}\n"
    right = f"@page :right{{{ends};bleed-left:{sides.inside:g}pt;bleed-right:{sides.outside:g}pt}}\n"
    return f"{hairline}:root{{{variables}}}\n{left}{right}"


# Pages


def _padded(
    layout: Layout, composition: Composition, printer: Printer, lay_out: LayOut, tree: ElementTree.Element
) -> tuple[Layout, int]:
    """The layout with pages for notes and empty ones at its end, as many as the last sheet has room for."""
    page = layout.pages[0]
    multiple = printer.multiple(page.margin_width() * PX_TO_PT, page.margin_height() * PX_TO_PT)
    there = len(layout.pages)
    needs_blank = printer.last_blank and boxes.is_drawn_on(layout.pages[-1])
    count = (-(there + needs_blank)) % multiple + needs_blank
    if not count:
        return layout, 0
    empty = count if count <= (printer.blanks_in_row or _IN_ROW) else int(printer.last_blank)
    skip = there % 2  # a document's first page is a right one
    extra = lay_out(_padding_tree(tree, composition, _lines(page), count - empty, empty, skip))
    pages = extra.document.pages[skip:]
    layout.document.pages.extend(pages)
    last = layout.numbers[-1]
    return replace(layout, numbers=(*layout.numbers, *(last + 1 + index for index in range(len(pages))))), len(pages)


def _padding_tree(
    tree: ElementTree.Element, composition: Composition, lines: int, notes: int, empty: int, skip: int
) -> ElementTree.Element:
    """A document of its own, with the head of the book's: a page to skip, pages for notes, empty pages."""
    silent = "".join(f"@{name}{{content:none}}" for name in _MARGINS)
    css = f"@page {PADDING}{{{silent}}}.{PADDING}{{page:{PADDING};break-before:page}}{_RULES}"
    heading = escape(words(composition.info.language)["notes_pages"])
    ruled = '<span class="rule"></span>' * lines
    note = f'<div class="{PADDING} notes-page"><p class="notes-title">{heading}</p>{ruled}</div>'
    blank = f'<div class="{PADDING}"></div>'
    body = ElementTree.fromstring(f"<body>{blank * skip}{note * notes}{blank * empty}</body>")
    grown = ElementTree.Element("html", dict(tree.attrib))
    head = ElementTree.SubElement(grown, "head")
    head.extend(tree[0])
    ElementTree.SubElement(head, "style").text = css
    grown.append(body)
    return grown


def _lines(page: Any) -> int:
    """How many ruled lines fit under the heading of a page for notes."""
    return max(1, int((page.height * PX_TO_PT - _HEAD) / _PITCH))


def _counted(layout: Layout, composition: Composition, printer: Printer) -> tuple[Diagnostic, ...]:
    """A book that is too thin or too thick for its printer."""
    count = len(layout.pages)
    if count < printer.pages_least:
        message = f"the book has {count} pages; {printer.title} binds none of fewer than {printer.pages_least}"
        hint = f"a larger type or a smaller trim gives more pages ({printer.source('pages_least')})"
        return (rules.TOO_FEW_PAGES.at(_place(composition), message, hint),)
    if printer.pages_most and count > printer.pages_most:
        message = f"the book has {count} pages; {printer.title} binds none of more than {printer.pages_most}"
        hint = f"a smaller type, a larger trim, or two volumes ({printer.source('pages_most')})"
        return (rules.TOO_MANY_PAGES.at(_place(composition), message, hint),)
    return ()


def _place(composition: Composition) -> Span:
    return dict(composition.spans).get(PROFILE, Span(""))
