"""The last pages of a printed book: pages for notes and empty ones, until the last sheet is full."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from html import escape
from itertools import takewhile
from xml.etree import ElementTree

from publisher.config.printers import Printer
from publisher.formats.pdf.boxes import PX_TO_PT
from publisher.formats.pdf.engine import Layout
from publisher.formats.pdf.leaves import Leaf
from publisher.style.composition import Composition
from publisher.value import dataclass
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


@dataclass(frozen=True, slots=True)
class Sheets:
    """The pages that fill the last sheet, to be laid out by themselves: the book does not change by them."""

    tree: ElementTree.Element  # a document in the book's own style
    skip: int  # pages of it that only bring the others to their side
    count: int  # pages after these that are wanted


def whole_count(leaves: Sequence[Leaf], printer: Printer) -> int:
    """How many pages the book has when its last sheet is full, and its last page empty where the printer wants it."""
    return len(leaves) + _missing(leaves, printer)


def plan_sheets(
    leaves: Sequence[Leaf], composition: Composition, printer: Printer, tree: ElementTree.Element
) -> Sheets | None:
    """As many pages more as the last sheet has room for; None where it is full. ``tree`` has the head of the book."""
    count = _missing(leaves, printer)
    if not count:
        return None
    empty = _empty(leaves, printer, count)
    skip = len(leaves) % 2  # a document's first page is a right one
    return Sheets(_tree(tree, composition, leaves, count - empty, empty), skip, count)


def filled(layout: Layout, sheets: Sheets, lay_out: Callable[[ElementTree.Element], Layout]) -> Layout:
    """The layout with these pages at its end."""
    pages = lay_out(sheets.tree).document.pages[sheets.skip : sheets.skip + sheets.count]
    layout.document.pages.extend(pages)
    last = layout.numbers[-1]
    return replace(layout, numbers=(*layout.numbers, *range(last + 1, last + 1 + len(pages))))


def _missing(leaves: Sequence[Leaf], printer: Printer) -> int:
    multiple = printer.multiple(leaves[0].width * PX_TO_PT, leaves[0].height * PX_TO_PT)
    needs_blank = printer.last_blank and leaves[-1].drawn
    return (-(len(leaves) + needs_blank)) % multiple + needs_blank


def _empty(leaves: Sequence[Leaf], printer: Printer, count: int) -> int:
    """How many of the last pages stay empty: all if that is no more than may follow one another, else one or none."""
    before = sum(1 for _ in takewhile(lambda leaf: not leaf.drawn, reversed(leaves)))
    return count if before + count <= (printer.blanks_in_row or _IN_ROW) else int(printer.last_blank)


def _tree(
    tree: ElementTree.Element, composition: Composition, leaves: Sequence[Leaf], notes: int, empty: int
) -> ElementTree.Element:
    """A document of its own, with the head of the book's: perhaps a page to skip, pages for notes, empty pages."""
    skip, pitch = len(leaves) % 2, _pitch(composition.css)
    lines = max(1, int(min(leaf.content for leaf in leaves) * PX_TO_PT / pitch) - 1)  # the heading takes one
    heading = escape(words(composition.info.language)["notes_pages"])
    ruled = '<span class="rule"></span>' * lines
    note = f'<div class="notes-page"><p class="notes-title">{heading}</p>{ruled}</div>'
    blank = f'<div class="{PADDING}"></div>'
    body = ElementTree.fromstring(f"<body>{blank * skip}{note * notes}{blank * empty}</body>")
    grown = ElementTree.Element("html", dict(tree.attrib))
    head = ElementTree.SubElement(grown, "head")
    head.extend(tree[0])
    ElementTree.SubElement(head, "style").text = _css(leaves, pitch, skip)
    grown.append(body)
    return grown


def _css(leaves: Sequence[Leaf], pitch: float, skip: int) -> str:
    """The pages go on counting. Those for notes keep the folio where most pages have it, and nothing else."""
    silent = "".join(f"@{name}{{content:none!important}}" for name in _MARGINS)
    css = f"@page {PADDING}{{{silent}}}@page notes{{{silent}}}"
    for side, (where, content) in _folios(leaves).items():
        css += f"@page notes:{side}{{{where}{{content:{content}!important}}}}"
    first = leaves[-1].number + 1 - skip
    return (
        f"{css}@page :first{{counter-reset:page {first}}}.{PADDING}{{page:{PADDING};break-before:page}}"
        ".notes-page{page:notes;break-before:page}.notes-title{text-indent:0;text-align:left;hyphens:manual;"
        f"margin:0;height:{pitch:.3f}pt;font-size:var(--head-size,1.2em);line-height:1}}"
        f".notes-page .rule{{display:block;box-sizing:border-box;height:{pitch:.3f}pt;"
        "border-bottom:var(--hairline,0.5pt) solid var(--line,currentColor)}"
    )


def _folios(leaves: Sequence[Leaf]) -> dict[str, tuple[str, str]]:
    """Side → the margin box that the number of a usual page stands in there, and its content.

    A usual one has its like on the other side: the number at the foot of an opening right page has none.
    """
    found: dict[str, Counter[str]] = {"left": Counter(), "right": Counter()}
    styles: dict[str, str] = {}
    for leaf in leaves:
        for keyword, style in leaf.folios:
            found[leaf.side][keyword] += 1
            styles[keyword] = style
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
