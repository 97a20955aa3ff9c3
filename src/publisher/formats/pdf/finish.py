"""The last strokes on a PDF before it is written: tags, page labels, how a viewer opens it, metadata.

All of it happens on WeasyPrint's own objects, just before they become bytes, so that nothing is parsed again and equal
pages give equal bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from typing import Any

from publisher.formats.pdf import boxes
from publisher.formats.pdf.colour import Palette
from publisher.formats.pdf.engine import Layout
from publisher.formats.pdf.pagination import PDF_STYLES, Folio
from publisher.formats.pdf.places import Places
from publisher.formats.pdf.recolour import declare_intent, recolour, smooth_nothing
from publisher.formats.pdf.structure import Writer, marks_in_forms, number_of, prune
from publisher.formats.pdf.survey import Survey
from publisher.formats.pdf.tags import Painted, tag_pages
from publisher.formats.pdf.turnovers import draw_turnovers
from publisher.formats.pdf.variants import Kind
from publisher.formats.pdf.weasy import Page, pydyf
from publisher.formats.pdf.xmp import describe
from publisher.style.composition import Composition


@dataclass(slots=True)
class Finishing:
    """Watches the pages while they are painted, and finishes the PDF when all are."""

    composition: Composition
    kind: Kind
    palette: Palette | None
    folios: Sequence[Folio]
    painted: list[Painted] = field(default_factory=list)
    fonts: list[tuple[str, bytes]] = field(default_factory=list)  # family and file of every font on the pages
    forms: set[int] = field(default_factory=set)  # id() of the forms on the pages so far
    facing: bool = False
    unconverted: int = 0  # images whose colours could not be converted

    def watch(self, layout: Layout, found: Survey, places: Places) -> None:
        """Prepare the links of every page, and be there when it is painted."""
        silent = [element for element in places.tree.iter() if boxes.is_hidden_from_readers(element)]
        hidden = {id(each) for element in silent for each in element.iter()}
        self.facing = _is_facing(layout)
        for page in layout.document.pages:
            margins = _margin_boxes(page._page_box)
            page.links[:] = [
                link
                for link in page.links
                if _is_own(link[3]) and id(link[3].element) not in hidden and id(link[3]) not in margins
            ]
            page.paint = partial(self._paint, page)
        self._keep_what_is_taken(layout)
        for index, box in found.call_boxes if self.may_link() else ():
            note = box.footnote.element.get("id", "")
            if note in found.anchors:
                x, y, width, height = box.hit_area()
                layout.document.pages[index].links.append(("internal", note, (x, y, x + width, y + height), box))

    def may_link(self) -> bool:
        """Whether the file may have links: no press takes an annotation on the page."""
        printer = self.composition.printer
        return not self.kind.press and (printer is None or printer.links)

    def may_outline(self) -> bool:
        """Whether the file may have an outline."""
        printer = self.composition.printer
        return not self.kind.press and (printer is None or printer.outline)

    def _keep_what_is_taken(self, layout: Layout) -> None:
        """Leave out what the printer refuses: links on paper lead nowhere, and an outline is no page."""
        for page in layout.document.pages:
            if not self.may_link():
                page.links.clear()
                page.anchors.clear()  # names for links to lead to
            if not self.may_outline():
                page.bookmarks.clear()

    def _paint(self, page: Any, stream: Any, scale: float = 1) -> None:
        """Paint a page as ever, and keep what the tags need; WeasyPrint then finds nothing to tag itself."""
        Page.paint(page, stream, scale)
        draw_turnovers(page._page_box, stream, scale)
        fonts = list(stream._fonts.values())[len(self.fonts) :]
        self.fonts.extend((font.family, font.file_content) for font in fonts)
        if self.composition.printer is not None and self.composition.printer.full_fonts:
            for font in fonts:
                keep_whole(font)
        if stream._tags is None:
            return
        box = page._page_box
        inside = marks_in_forms(stream, self.forms)
        self.painted.append(Painted(box, page.height, dict(stream._tags), stream, inside))
        stream._tags.clear()
        page._page_box = box.copy()
        page._page_box.children = ()

    def __call__(self, document: Any, pdf: Any) -> None:
        """WeasyPrint's finisher hook."""
        if self.painted:
            self._tag(pdf)
        if self.composition.printer is not None:
            bleed_to_the_edge(pdf)
        if self.palette is not None:
            self.unconverted = recolour(pdf, self.palette)
        if self.kind.archive:
            smooth_nothing(pdf)
        self.finish_file(pdf)

    def finish_file(self, pdf: Any) -> None:
        """What the file says of itself as a whole: page labels, how it opens, its colours, its metadata."""
        pdf.catalog["PageLabels"] = page_labels(self.folios)
        self._open_well(pdf)
        if self.kind.press:
            pdf.catalog.pop("Names", None)  # what nothing leads to
        if self.palette is not None:
            declare_intent(pdf, self.palette, self.kind)
        describe(pdf, self.composition, self.kind)

    def _tag(self, pdf: Any) -> None:
        root = _object(pdf, pdf.catalog["StructTreeRoot"])
        element = _object(pdf, root["K"][0])
        tree = _object(pdf, root["ParentTree"])
        document = tag_pages(self.painted, self.composition.info.language, links=self.may_link())
        prune(document)
        owners: list[dict[int, bytes]] = [{} for _ in self.painted]
        Writer(pdf, pdf.page_references, owners).write(document, root, element, tree)

    def _open_well(self, pdf: Any) -> None:
        preferences = pdf.catalog.setdefault("ViewerPreferences", pydyf.Dictionary())
        preferences["DisplayDocTitle"] = "true"
        if self.composition.info.direction == "rtl":
            preferences["Direction"] = "/R2L"
        if self.facing:
            pdf.catalog["PageLayout"] = "/TwoPageRight"
        elif "Outlines" in pdf.catalog:
            pdf.catalog["PageMode"] = "/UseOutlines"


def _margin_boxes(page: Any) -> set[int]:
    """The boxes of running heads and folios; a link in them would belong to no text."""
    margins = [box for box in page.children if isinstance(box, boxes.MarginBox)]
    return {id(each) for box in margins for each in box.descendants()}


def _is_own(box: Any) -> bool:
    """Whether a link's rectangle adds to that of the link around it: a word in italics within a link does not."""
    return box.link is not None or not isinstance(box, boxes.InlineBox)


def _is_facing(layout: Layout) -> bool:
    """Whether left and right pages mirror each other, as in a book that is bound."""
    for one, other in pairwise(layout.pages):
        if one.page_type.side != other.page_type.side and one.margin_left != other.margin_left:
            return bool(one.margin_left == other.margin_right)
    return False


def page_labels(folios: Sequence[Folio]) -> Any:
    """The number tree of page labels (ISO 32000-1, 12.4.2): one entry where numbers or their style start anew."""
    nums = pydyf.Array()
    before: Folio | None = None
    for index, folio in enumerate(folios):
        kind = PDF_STYLES.get(folio.style, "D")
        if before is None or kind != PDF_STYLES.get(before.style, "D") or folio.number != before.number + 1:
            label = pydyf.Dictionary({"S": f"/{kind}"})
            if folio.number < 1:  # PDF counts from 1; a page before that is named in letters
                label = pydyf.Dictionary({"P": pydyf.String(folio.label)})
            elif folio.number > 1:
                label["St"] = folio.number
            nums.extend((index, label))
        before = folio
    return pydyf.Dictionary({"Nums": nums})


def _object(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[number_of(reference)]


def keep_whole(font: Any) -> None:
    """Embed all letters of a font. The engine's own way to do so forgets what small capitals and old figures mean."""
    font.subset = lambda to_unicode, hinting: None
    font.name = b"/" + font.name.removeprefix(b"/").split(b"+", 1)[-1].rstrip(b",")


def bleed_to_the_edge(pdf: Any) -> None:
    """Say of every page how far it bleeds: the engine's own BleedBox ends 10 pt from the trim, however wide it is."""
    for reference in pdf.page_references:
        page = _object(pdf, reference)
        page["BleedBox"] = page["MediaBox"]
