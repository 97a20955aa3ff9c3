"""The last pages of a printed book: pages for notes and empty ones, until the last sheet is full."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from html import escape
from itertools import takewhile
from xml.etree import ElementTree

from publisher.config.printers import Printer
from publisher.formats.pdf import boxes
from publisher.formats.pdf.boxes import PX_TO_PT
from publisher.formats.pdf.engine import Layout
from publisher.formats.pdf.pagination import folio_style
from publisher.style.composition import Composition
from publisher.words import words

PADDING = "padding"  # the name of the empty pages that fill the last sheet
_IN_ROW = 2  # empty pages that may follow one another where the printer says nothing: more look like a mistake
_PITCH = 8.5 * 72 / 25.4  # points from one ruled line to the next: as wide as school paper is ruled
_LEAST_PITCH, _MOST_PITCH = 12.0, 100.0  # points; what a style says beyond them is a slip
_POINTS = {"mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0, "pt": 1.0, "px": 0.75}
_SAID = re.compile(r"--answer-pitch:\s*([0-9]{1,4}(?:\.[0-9]{1,4})?)(mm|cm|in|pt|px)")
_MARGINS = (
    "top-left-corner", "top-left", "top-center", "top-right", "top-right-corner",
    "left-top", "left-middle", "left-bottom", "right-top", "right-middle", "right-bottom",
    "bottom-left-corner", "bottom-left", "bottom-center", "bottom-right", "bottom-right-corner",
)  # fmt: skip

LayOut = Callable[[ElementTree.Element], Layout]


def whole_count(layout: Layout, printer: Printer) -> int:
    """How many pages the book has when its last sheet is full, and its last page empty where the printer wants it."""
    return len(layout.pages) + _missing(layout, printer)


def filled(
    layout: Layout, composition: Composition, printer: Printer, lay_out: LayOut, tree: ElementTree.Element
) -> tuple[Layout, int]:
    """The layout with as many pages more as the last sheet has room for, and how many those are.

    They are laid out by themselves, in the book's own style: the book does not change by them.
    """
    count = _missing(layout, printer)
    if not count:
        return layout, 0
    empty = _empty(layout, printer, count)
    skip = len(layout.pages) % 2  # a document's first page is a right one
    extra = lay_out(_tree(tree, composition, layout, count - empty, empty))
    pages = extra.document.pages[skip : skip + count]
    layout.document.pages.extend(pages)
    last = layout.numbers[-1]
    return replace(layout, numbers=(*layout.numbers, *range(last + 1, last + 1 + len(pages)))), len(pages)


def _missing(layout: Layout, printer: Printer) -> int:
    page = layout.pages[0]
    multiple = printer.multiple(page.margin_width() * PX_TO_PT, page.margin_height() * PX_TO_PT)
    there = len(layout.pages)
    needs_blank = printer.last_blank and boxes.is_drawn_on(layout.pages[-1])
    return (-(there + needs_blank)) % multiple + needs_blank


def _empty(layout: Layout, printer: Printer, count: int) -> int:
    """How many of the last pages stay empty: all if that is no more than may follow one another, else one or none."""
    before = sum(1 for _ in takewhile(lambda page: not boxes.is_drawn_on(page), reversed(layout.pages)))
    return count if before + count <= (printer.blanks_in_row or _IN_ROW) else int(printer.last_blank)


def _tree(
    tree: ElementTree.Element, composition: Composition, layout: Layout, notes: int, empty: int
) -> ElementTree.Element:
    """A document of its own, with the head of the book's: perhaps a page to skip, pages for notes, empty pages."""
    skip, pitch = len(layout.pages) % 2, _pitch(composition.css)
    lines = max(1, int(min(page.height for page in layout.pages) * PX_TO_PT / pitch) - 1)  # the heading takes one
    heading = escape(words(composition.info.language)["notes_pages"])
    ruled = '<span class="rule"></span>' * lines
    note = f'<div class="notes-page"><p class="notes-title">{heading}</p>{ruled}</div>'
    blank = f'<div class="{PADDING}"></div>'
    body = ElementTree.fromstring(f"<body>{blank * skip}{note * notes}{blank * empty}</body>")
    grown = ElementTree.Element("html", dict(tree.attrib))
    head = ElementTree.SubElement(grown, "head")
    head.extend(tree[0])
    ElementTree.SubElement(head, "style").text = _css(layout, pitch, skip)
    grown.append(body)
    return grown


def _css(layout: Layout, pitch: float, skip: int) -> str:
    """The pages go on counting. Those for notes keep the folio where most pages have it, and nothing else."""
    silent = "".join(f"@{name}{{content:none!important}}" for name in _MARGINS)
    css = f"@page {PADDING}{{{silent}}}@page notes{{{silent}}}"
    for side, (where, content) in _folios(layout).items():
        css += f"@page notes:{side}{{{where}{{content:{content}!important}}}}"
    first = layout.numbers[-1] + 1 - skip
    return (
        f"{css}@page :first{{counter-reset:page {first}}}.{PADDING}{{page:{PADDING};break-before:page}}"
        ".notes-page{page:notes;break-before:page}.notes-title{text-indent:0;text-align:left;hyphens:manual;"
        f"margin:0;height:{pitch:.3f}pt;font-size:var(--head-size,1.2em);line-height:1}}"
        f".notes-page .rule{{display:block;box-sizing:border-box;height:{pitch:.3f}pt;"
        "border-bottom:var(--hairline,0.5pt) solid var(--line,currentColor)}"
    )


def _folios(layout: Layout) -> dict[str, tuple[str, str]]:
    """Side → the margin box that the number of a usual page stands in there, and its content.

    A usual one has its like on the other side: the number at the foot of an opening right page has none.
    """
    found: dict[str, Counter[str]] = {"left": Counter(), "right": Counter()}
    styles: dict[str, str] = {}
    for page in layout.pages:
        for box in page.children:
            style = folio_style(box)
            if style:
                found[page.page_type.side][box.at_keyword] += 1
                styles[box.at_keyword] = style
    made = {}
    for side, other in (("left", found["right"]), ("right", found["left"])):
        usual = {name: (name in other or _mirrored(name) in other, count) for name, count in found[side].items()}
        if usual:
            where = max(usual, key=lambda name: (usual[name], name))
            made[side] = where, f"counter(page,{styles[where]})"
    return made


def _mirrored(name: str) -> str:
    """``@top-left`` for ``@top-right``, and the other way round."""
    return re.sub("left|right", lambda side: "right" if side[0] == "left" else "left", name)


def _pitch(css: str) -> float:
    """Points from one ruled line to the next, as the style has them for answers."""
    said = _SAID.findall(css)
    pitch = float(said[-1][0]) * _POINTS[said[-1][1]] if said else _PITCH
    return pitch if _LEAST_PITCH <= pitch <= _MOST_PITCH else _PITCH
