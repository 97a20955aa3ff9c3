"""One walk over all finished pages, which notes down what the pagination and the checks want to know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from publisher.formats.pdf import boxes
from publisher.formats.pdf.boxes import Box
from publisher.formats.pdf.engine import Layout
from publisher.formats.solid import solid as solid
from publisher.source import Span

_TOLERANCE = 1.0  # CSS pixels, 0.75 pt
_ENOUGH = 120  # solid characters that tell where in its block a page begins


@dataclass(frozen=True, slots=True)
class Finding:
    """Something on a page: the nearest id that has a place in the manuscript, the page, and a number or words."""

    id: str
    page: int  # index
    amount: float = 0.0  # CSS pixels over the edge
    text: str = ""


@dataclass(frozen=True, slots=True)
class Number:
    """A page number that CSS generated for a link: what it prints and where it leads."""

    id: str
    page: int
    target: str
    text: str
    before: str  # what the style prints around it, as in "(p. 37)"
    after: str


@dataclass(slots=True)
class PageSurvey:
    """One page: its first words in the flow, and its last line."""

    block: str = ""
    solid: int = 0  # solid characters of that block on earlier pages
    begins: str = ""  # the first solid characters of that block on this page
    then: str = ""  # the next block that begins on this page
    picture: bool = False  # whether a picture stands before them
    bare: bool = False  # whether nothing at all is drawn but heads and folio
    last_tag: str = ""
    last_id: str = ""
    last_document: int = 0
    first_document: int = 0
    has_flow: bool = False


@dataclass(slots=True)
class Survey:
    """What was met on the way over the pages."""

    pages: list[PageSurvey] = field(default_factory=list)
    texts: dict[str, list[str]] = field(default_factory=dict)  # block id → its text, as laid out
    lost_lines: list[Finding] = field(default_factory=list)
    wide_lines: list[Finding] = field(default_factory=list)
    off_paper: list[Finding] = field(default_factory=list)  # lines that the edge of the paper cuts, or that miss it
    wide_tables: list[Finding] = field(default_factory=list)
    large_images: list[Finding] = field(default_factory=list)
    numbers: list[Number] = field(default_factory=list)
    calls: dict[Any, Finding] = field(default_factory=dict)  # element of the note → its call
    call_boxes: list[tuple[int, Box]] = field(default_factory=list)  # page, and the sign that calls a note
    notes: dict[Any, list[Finding]] = field(default_factory=dict)  # element of the note → its parts
    tall_notes: list[Finding] = field(default_factory=list)
    anchors: dict[str, int] = field(default_factory=dict)  # id → first page
    blocks: dict[str, None] = field(default_factory=dict)  # ids of the blocks with text or images, as they came


@dataclass(slots=True)
class _Here:
    """Where the walk is. ``block`` is the nearest block with an id, ``place`` the nearest id with a span."""

    block: str = ""
    place: str = ""
    heading: str = ""
    document: int = 0
    note: Any = None
    flow: bool = True
    right: float = 0.0  # the right edge of the enclosing block
    left: float = 0.0


def survey(layout: Layout, spans: Mapping[str, Span]) -> Survey:
    """Walk over every page once."""
    walker = _Walker(spans)
    for index, (page, box) in enumerate(zip(layout.document.pages, layout.pages, strict=True)):
        for anchor in page.anchors:
            walker.found.anchors.setdefault(anchor, index)
        walker.page(index, box)
    return walker.found


def source_texts(layout: Layout) -> dict[str, list[str]]:
    """Block id → its text before it was broken into lines and pages, notes included.

    The numbers that call a note again are gathered under "": they are no words of the block.
    """
    texts: dict[str, list[str]] = {}
    for root in (layout.source, *layout.notes):
        _gather(root, "", texts)
    return texts


def _gather(box: Box, block: str, texts: dict[str, list[str]]) -> None:
    box = boxes.real(box)
    if isinstance(box, boxes.TextBox):
        if not boxes.is_generated(box.element_tag):
            texts.setdefault(block, []).append(box.text)
        return
    if box.is_running():
        return
    if boxes.is_block(box):
        block = boxes.own_id(box) or block
    elif boxes.is_call(box):
        block = ""
    for child in box.children:
        _gather(child, block, texts)


@dataclass(slots=True)
class _Walker:
    """The walk; its state is the page it is on and the solid characters met so far, block by block."""

    spans: Mapping[str, Span]
    found: Survey = field(default_factory=Survey)
    index: int = 0
    box: Box = None
    here: PageSurvey = field(default_factory=PageSurvey)
    met: dict[str, int] = field(default_factory=dict)  # block id → solid characters
    headers: set[int] = field(default_factory=set)  # id() of the elements of table heads met
    documents: dict[int, int] = field(default_factory=dict)  # id() of div.document → its number

    def page(self, index: int, box: Box) -> None:
        """Walk over one page."""
        self.index, self.box, self.here = index, box, PageSurvey()
        self.found.pages.append(self.here)
        left = box.content_box_x()
        right = left + box.width
        for child in box.children:
            if isinstance(child, boxes.MarginBox):
                continue
            self._note_area_height(child)
            flow = not isinstance(child, boxes.FootnoteAreaBox)
            self._walk(child, _Here(flow=flow, left=left, right=right))
        self.here.bare = not self.here.has_flow and not boxes.is_drawn_on(box)

    def _note_area_height(self, child: Box) -> None:
        if isinstance(child, boxes.FootnoteAreaBox) and child.children:
            over = self.box.content_box_y() - child.position_y
            if over > _TOLERANCE:
                first = next((boxes.own_id(box) for box in child.children if boxes.own_id(box)), "")
                self.found.tall_notes.append(Finding(first, self.index, over))

    def _walk(self, box: Box, here: _Here) -> None:
        box = boxes.real(box)
        if isinstance(box, boxes.TextBox):
            self._text(box, here)
            return
        if isinstance(box, boxes.LineBox):
            self._line(box, here)
        else:
            here = self._enter(box, here)
        for child in box.children:
            self._walk(child, here)

    def _enter(self, box: Box, here: _Here) -> _Here:
        """What is known below this box."""
        element, tag = box.element, box.element_tag
        if box.footnote is not None:
            self.found.calls.setdefault(box.footnote.element, Finding(here.place, self.index))
            self.found.call_boxes.append((self.index, box))
        if isinstance(box, boxes.ReplacedBox):
            self._image(box, here)
            return here
        if tag is not None and tag.endswith(("::after", "::before")):
            self._number(box, here)
        if isinstance(box, boxes.InlineLevelBox) or element is None:
            return replace(here, block="", flow=False) if boxes.is_call(box) else here
        id = boxes.own_id(box)
        as_wide = box.is_table_wrapper  # the wrapper is as wide as its table: keep the edges around it
        below = _Here(
            block=id or here.block,
            place=id if id in self.spans else here.place,
            heading=tag if tag in boxes.HEADINGS else here.heading,
            document=self._document(element) or here.document,
            note=here.note,
            flow=here.flow and not boxes.is_generated(tag) and not self._is_repeat(box),
            left=here.left if as_wide else box.content_box_x(),
            right=here.right if as_wide else box.content_box_x() + box.width,
        )
        if not here.flow and here.note is None and not boxes.is_generated(tag):
            below.note = element
            self.found.notes.setdefault(element, []).append(Finding(id, self.index))
        if isinstance(box, boxes.TableBox):
            self._table(box, here)
        return below

    def _document(self, element: Any) -> int:
        if element.tag != "div" or not element.get("class", "").startswith("document "):
            return 0
        return self.documents.setdefault(id(element), len(self.documents) + 1)

    def _is_repeat(self, box: Box) -> bool:
        """Whether a table's head stands here again, on a later page than its first."""
        if not boxes.is_repeated_header(box):
            return False
        if id(box.element) in self.headers:
            return True
        self.headers.add(id(box.element))
        return False

    def _text(self, box: Box, here: _Here) -> None:
        if boxes.is_generated(box.element_tag):
            return
        text = box.text
        if here.flow and not self.here.has_flow and not text.isspace():
            self._first(here)
        if here.flow and not text.isspace():
            self.here.last_tag, self.here.last_id = here.heading, here.place
            self.here.last_document = here.document
            self._block(here)
        letters = solid(text)
        if here.flow and here.block == self.here.block and len(self.here.begins) < _ENOUGH:
            self.here.begins += letters
        self.found.texts.setdefault(here.block, []).append(text)
        self.met[here.block] = self.met.get(here.block, 0) + len(letters)

    def _first(self, here: _Here) -> None:
        page = self.here
        page.has_flow, page.block, page.solid = True, here.block, self.met.get(here.block, 0)
        page.first_document = here.document

    def _block(self, here: _Here) -> None:
        """Words or a picture of a block, on the way to the page's end."""
        if here.block and here.block not in self.found.blocks:
            self.found.blocks[here.block] = None
            if here.block != self.here.block and not self.here.then:
                self.here.then = here.block

    def _line(self, box: Box, here: _Here) -> None:
        """A line over the text area and over its own block, or off the page altogether."""
        left, right = box.position_x, box.position_x + box.width
        page = self.box
        edge = page.content_box_x() + page.width
        over = max(right - max(edge, here.right), min(page.content_box_x(), here.left) - left)
        middle = box.position_y + box.height / 2
        wide, lost = over > _TOLERANCE, middle < 0 or middle > page.margin_height()
        off = max(right - page.margin_width(), -left)
        if not (wide or lost or off > _TOLERANCE):
            return
        words = _words(box)
        if off > _TOLERANCE and words and not lost:
            self.found.off_paper.append(Finding(here.place or here.block, self.index, off, words))
        if wide and words:
            self.found.wide_lines.append(Finding(here.place, self.index, over, words))
        if lost and words:
            self.found.lost_lines.append(Finding(here.place or here.block, self.index, 0, words))

    def _image(self, box: Box, here: _Here) -> None:
        page = self.box
        if here.flow and not self.here.has_flow:
            self._first(here)
            self.here.picture = True
        if here.flow:
            self.here.last_tag, self.here.last_document = "", here.document
            self._block(here)
        wide = box.border_box_x() + box.border_width() - max(page.content_box_x() + page.width, here.right)
        high = box.border_height() - page.height
        over = max(wide, high)
        if over > _TOLERANCE and box.element_tag in ("img", "{http://www.w3.org/2000/svg}svg"):
            id = boxes.own_id(box)
            place = id if id in self.spans else here.place
            self.found.large_images.append(Finding(place, self.index, over, box.element.get("src", "")))

    def _table(self, box: Box, here: _Here) -> None:
        page = self.box
        over = box.border_box_x() + box.border_width() - max(page.content_box_x() + page.width, here.right)
        if over > _TOLERANCE:
            self.found.wide_tables.append(Finding(here.place, self.index, over))

    def _number(self, box: Box, here: _Here) -> None:
        """The number that ``target-counter(attr(href), page)`` printed before or after a link."""
        content = box.style["content"]
        items = content if isinstance(content, tuple | list) else ()
        target = box.element.get("href", "")
        at = next((index for index, item in enumerate(items) if _is_page(item)), None)
        if not target.startswith("#") or at is None:
            return
        text = "".join(_generated_text(box))
        number = Number(here.place, self.index, target[1:], text, _strings(items[:at]), _strings(items[at + 1 :]))
        self.found.numbers.append(number)


def _is_page(item: Any) -> bool:
    return item[0] == "target-counter()" and len(item[1]) > 1 and item[1][1] == "page"


def _strings(items: Any) -> str:
    return "".join(item[1] for item in items if item[0] == "string")


def _generated_text(box: Box) -> list[str]:
    """The text of a generated box without its leader's dots."""
    if isinstance(box, boxes.TextBox):
        return [box.text]
    return [text for child in box.children if not child.is_leader for text in _generated_text(child)]


def _words(line: Box) -> str:
    return "".join(box.text for box in line.descendants() if isinstance(box, boxes.TextBox)).strip()
