"""The tags of a PDF: what each stretch of the painted pages means, told to those who listen to it.

WeasyPrint marks every run of text while it paints; which element a run belongs to is decided here and not by
WeasyPrint, because books need more than it gives: a paragraph over two pages is one paragraph, a loose list is valid,
a note is a ``Note`` right after the paragraph that calls it, the contents are a ``TOC``, a foreign word has its
language, and what only decorates (folios, leaders, pull quotes, repeated table heads) is an artifact that nobody has
to hear twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from publisher.formats.pdf import boxes
from publisher.formats.pdf.boxes import PX_TO_PT, Box
from publisher.formats.pdf.structure import GROUPING, HOLDING, Annotation, Content, Struct, mark_anew
from publisher.formats.pdf.weasy import pydyf

_SVG = "{http://www.w3.org/2000/svg}svg"
_PARTS = frozenset(("frontmatter", "backmatter", "covermatter"))
_PLAIN = {
    "main": "Part",
    "section": "Sect",
    "article": "Art",
    "aside": "Div",
    "figure": "Div",
    "nav": "Sect",
    "blockquote": "BlockQuote",
    "p": "P",
    "pre": "P",
    "caption": "Caption",
    "table": "Table",
    "thead": "THead",
    "tbody": "TBody",
    "tfoot": "TFoot",
    "tr": "TR",
    "code": "Code",
    "kbd": "Code",
    "samp": "Code",
    "q": "Quote",
    **{f"h{level}": f"H{level}" for level in range(1, 7)},
}
_NUMBERINGS = {  # CSS list style → ListNumbering (ISO 32000-1, table 347)
    "disc": "Disc",
    "circle": "Circle",
    "square": "Square",
    "decimal": "Decimal",
    "lower-roman": "LowerRoman",
    "upper-roman": "UpperRoman",
    "lower-alpha": "LowerAlpha",
    "upper-alpha": "UpperAlpha",
    "lower-latin": "LowerAlpha",
    "upper-latin": "UpperAlpha",
}


@dataclass(frozen=True, slots=True)
class Painted:
    """One painted page: its boxes, the number that each run of content was marked with, and its stream."""

    box: Box
    height: float  # CSS pixels
    marks: dict[Box, dict[str, Any]]
    stream: Any
    forms: Mapping[int, Any] = field(default_factory=dict)  # marked content that stands in a form → the form


@dataclass(slots=True)
class Tagger:
    """Walks over painted pages in reading order and grows the structure."""

    document: Struct
    links: bool = True  # whether links lead anywhere: for some printers they must not
    name: str = ""  # begins the names of notes that have none
    elements: dict[int, Struct] = field(default_factory=dict)  # id() of the HTML element → its structure element
    notes: dict[int, Struct] = field(default_factory=dict)  # the same for the bodies of footnotes
    artifacts: set[int] = field(default_factory=set)  # marked content of this page that means nothing
    wordless: list[tuple[Struct, Any]] = field(default_factory=list)  # links, and annotations that say nothing
    spoken: dict[int, str] = field(default_factory=dict)  # marked content of this page that says other words
    page: int = 0
    painted: Painted | None = None

    def name_links(self) -> None:
        """A picture that only decorates is called like the link that it stands in; the engine gives the address."""
        silent = {id(annotation) for _, annotation in self.wordless}
        for link, annotation in self.wordless:
            others = [kid.dictionary for kid in link.kids if isinstance(kid, Annotation)]
            said = next((other["Contents"] for other in others if id(other) not in silent), None)
            if said is not None:
                annotation["Contents"] = said

    def tag(self, index: int, painted: Painted) -> None:
        """Take in one page; its artifacts are renamed in its stream at once."""
        self.page, self.painted, self.artifacts, self.spoken = index, painted, set(), {}
        for child in painted.box.children:
            self._walk(child, self.document, isinstance(child, boxes.MarginBox))
        self.artifacts.update(mark["mcid"] for mark in painted.marks.values())  # met by nobody
        for stream in (painted.stream, *{id(form): form for form in painted.forms.values()}.values()):
            mark_anew(stream, self.artifacts, self.spoken)

    def _walk(self, box: Box, parent: Struct, hidden: bool) -> None:
        box = boxes.real(box)
        if isinstance(box, boxes.TextBox):
            self._content(box, parent, hidden)
            return
        if isinstance(box, boxes.LineBox):
            struct = parent if hidden else self._text_holder(box, parent)
        else:
            hidden = hidden or self._is_silent(box)
            struct = parent if hidden else self._enter(box, parent)
            if isinstance(box, boxes.ReplacedBox):
                self._content(box, struct, hidden)
            if box.link_annotation and (not hidden or struct.up_to("Link")):
                self._annotate(box, struct)
        for child in box.children:
            self._walk(child, struct, hidden)

    def _content(self, box: Box, parent: Struct, hidden: bool) -> None:
        assert self.painted is not None
        mark = self.painted.marks.pop(box, None)
        if mark is None:
            return  # a box that paints nothing
        if hidden:
            self.artifacts.add(mark["mcid"])
        else:
            parent.kids.append(Content(self.page, mark["mcid"], self.painted.forms.get(mark["mcid"])))
            words = box.element.get("data-words") if box.element is not None else None
            if words is not None and isinstance(box, boxes.TextBox):
                self.spoken[mark["mcid"]] = words

    def _is_silent(self, box: Box) -> bool:
        """Whether the box and all in it only decorate."""
        element, tag = box.element, box.element_tag
        if box.is_leader:
            return True
        if element is None or tag is None:
            return False
        if boxes.is_hidden_from_readers(element) or element.tag == "hr":
            return True
        if boxes.is_repeated_header(box):
            known = self.elements.get(id(element))
            return known is not None and known.page < self.page
        if isinstance(box, boxes.ReplacedBox):
            return "::" in tag or not _description(element)
        return False

    def _text_holder(self, line: Box, parent: Struct) -> Struct:
        """The element that a line's text goes into: a paragraph is implied where only blocks may stand."""
        if parent.type == "LI":
            return self._body(parent)
        if parent.type not in GROUPING:
            return parent
        maker = (line.element, line.element_tag)
        last = parent.kids[-1] if parent.kids else None
        if isinstance(last, Struct) and last.maker == maker:
            return last
        implied = parent.child("P", self.page)
        implied.maker = maker
        return implied

    def _body(self, item: Struct) -> Struct:
        last = item.kids[-1] if item.kids else None
        if isinstance(last, Struct) and last.type == "LBody":
            return last
        return item.child("LBody", self.page)

    def _enter(self, box: Box, parent: Struct) -> Struct:
        """The element for a box; the one above it where the box adds no meaning."""
        element, tag = box.element, box.element_tag
        if element is None or tag is None or not isinstance(element.tag, str):
            return parent
        if "::" in tag:
            return self._generated(box, tag, parent)
        if id(element) in self.notes:
            return self.notes[id(element)]
        known = self.elements.get(id(element))
        if known is not None:
            return known
        if parent.type == "LI":
            parent = self._body(parent)
        made = self._make(box, element, tag, parent)
        if made is None:
            return parent
        self.elements[id(element)] = made
        return made

    def _generated(self, box: Box, tag: str, parent: Struct) -> Struct:
        if tag.endswith("::marker"):
            item = parent.up_to("LI")
            if item is None:
                return parent
            label = next((kid for kid in item.kids if isinstance(kid, Struct) and kid.type == "Lbl"), None)
            return label or item.child("Lbl", self.page, at=0)
        if tag.endswith("::footnote-marker"):
            return parent.child("Lbl", self.page) if parent.type == "Note" and not parent.kids else parent
        if tag.endswith("::footnote-call") and box.footnote is not None:
            return self._call(box, parent)
        return parent

    def _call(self, box: Box, parent: Struct) -> Struct:
        """The sign of a footnote; its ``Note`` goes after the paragraph or to the end of the cell or item that it
        stands in, and needs an ID (PDF/UA-1, 7.9)."""
        element = box.footnote.element
        if id(element) not in self.notes:
            block = parent
            while block.parent is not None and not {block.type, block.parent.type} & HOLDING:
                block = block.parent
            holder = block if block.type in HOLDING else block.parent
            note = Struct("Note", holder, self.page, parent.lang)
            note.attributes["ID"] = pydyf.String(element.get("id") or f"{self.name}note-{len(self.notes) + 1}")
            (block.tail if holder is block else block.after).append(note)
            self.notes[id(element)] = note
        return parent.child("Reference", self.page)

    def _make(self, box: Box, element: Any, tag: str, parent: Struct) -> Struct | None:
        lang = element.get("lang", "")
        lang = "" if lang == parent.lang else lang
        maker = _MAKERS.get(tag)
        if maker is not None:
            made: Struct | None = maker(self, box, element, parent)
            return made
        kind = _PLAIN.get(tag, "")
        if tag == "div" and not _PARTS.isdisjoint(element.get("class", "").split()):
            kind = "Part"
        if tag == "abbr" and element.get("title"):
            span = parent.child("Span", self.page, lang)
            span.attributes["E"] = pydyf.String(element.get("title"))
            return span
        if not kind and lang:
            kind = "Div" if boxes.is_block(box) and parent.type in HOLDING else "Span"
        if not kind:
            return None
        made = parent.child(kind, self.page, lang)
        made.wrapper = kind == "Part"
        return made

    def _list(self, box: Box, element: Any, parent: Struct) -> Struct:
        if element.tag != "dl" and (parent.up_to("TOC") or _is_contents(parent)):
            return parent.child("TOC", self.page)
        made = parent.child("L", self.page, element.get("lang", ""))
        style = box.style["list_style_type"]
        numbering = _NUMBERINGS.get(style if isinstance(style, str) else "", "None")
        made.attributes["A"] = pydyf.Dictionary({"O": "/List", "ListNumbering": f"/{numbering}"})
        return made

    def _item(self, box: Box, element: Any, parent: Struct) -> Struct:
        return parent.child("TOCI" if parent.type == "TOC" else "LI", self.page, element.get("lang", ""))

    def _term(self, box: Box, element: Any, parent: Struct) -> Struct:
        """A term opens a new item; terms in a row share one."""
        last = parent.kids[-1] if parent.kids else None
        if isinstance(last, Struct) and last.type == "LI" and all(_is_label(kid) for kid in last.kids):
            return last.child("Lbl", self.page, element.get("lang", ""))
        return parent.child("LI", self.page).child("Lbl", self.page, element.get("lang", ""))

    def _definition(self, box: Box, element: Any, parent: Struct) -> Struct:
        last = parent.kids[-1] if parent.kids else None
        item = last if isinstance(last, Struct) and last.type == "LI" else parent.child("LI", self.page)
        return item.child("LBody", self.page, element.get("lang", ""))

    def _cell(self, box: Box, element: Any, parent: Struct) -> Struct:
        made = parent.child(element.tag.upper(), self.page, element.get("lang", ""))
        attributes = pydyf.Dictionary({"O": "/Table"})
        if box.colspan != 1:
            attributes["ColSpan"] = box.colspan
        if box.rowspan != 1:
            attributes["RowSpan"] = box.rowspan
        if element.tag == "th":
            attributes["Scope"] = _scope(element, parent)
        if len(attributes) > 1:
            made.attributes["A"] = attributes
        return made

    def _caption(self, box: Box, element: Any, parent: Struct) -> Struct | None:
        """A caption belongs to a picture or a table; under a quotation it is a line like others."""
        figure = parent.maker if parent.type == "Div" else None
        if figure is None:
            return None
        return parent.child("Caption", self.page, element.get("lang", ""))

    def _frame(self, box: Box, element: Any, parent: Struct) -> Struct:
        made = parent.child("Div", self.page, element.get("lang", ""))
        if any(each.tag in ("img", "table", _SVG) for each in element.iter()):
            made.maker = element
        return made

    def _navigation(self, box: Box, element: Any, parent: Struct) -> Struct:
        made = parent.child("Sect", self.page, element.get("lang", ""))
        if "contents" in element.get("class", "").split() or element.get("role") == "doc-toc":
            made.maker = "contents"
        return made

    def _picture(self, box: Box, element: Any, parent: Struct) -> Struct:
        assert self.painted is not None
        made = parent.child("Figure", self.page, element.get("lang", ""))
        left, top = box.content_box_x(), self.painted.height - box.content_box_y()
        corners = (left, top - box.height, left + box.width, top)
        box_in_points = pydyf.Array([round(edge * PX_TO_PT, 3) for edge in corners])
        made.attributes["A"] = pydyf.Dictionary({"O": "/Layout", "BBox": box_in_points})
        made.attributes["Alt"] = pydyf.String(_description(element))
        return made

    def _link(self, box: Box, element: Any, parent: Struct) -> Struct | None:
        if not element.get("href"):
            return None
        if parent.up_to("TOCI"):
            parent = parent.child("Reference", self.page)
            if not self.links:
                return parent
        elif not self.links:
            return None
        return parent.child("Link", self.page, element.get("lang", ""))

    def _annotate(self, box: Box, struct: Struct) -> None:
        """Hang a link's annotation into its ``Link`` (PDF/UA-1, 7.18.5), and say its words instead of its address."""
        link = struct.up_to("Link")
        if link is None:
            link = struct.child("Link", self.page)
        link.kids.append(Annotation(self.page, box.link_annotation))
        words = _words(box)
        if words:
            box.link_annotation["Contents"] = pydyf.String(words)
        else:
            self.wordless.append((link, box.link_annotation))


def _words(box: Box) -> str:
    element = box.element
    if boxes.is_generated(box.element_tag):
        return "".join(each.text for each in box.descendants() if isinstance(each, boxes.TextBox)).strip()
    words = " ".join("".join(element.itertext()).split()) if element is not None else ""
    return words or (_description(element) if element is not None else "")


def _description(element: Any) -> str:
    """The alternative text of a picture; "" for one that only decorates."""
    if element.tag == _SVG:
        title = element.find("{http://www.w3.org/2000/svg}title")
        return (title.text if title is not None else "") or element.get("aria-label") or ""
    alt: str = element.get("alt", "")
    return alt.strip()


def _is_contents(struct: Struct | None) -> bool:
    while struct is not None:
        if struct.maker == "contents":
            return True
        struct = struct.parent
    return False


def _is_label(kid: Any) -> bool:
    return isinstance(kid, Struct) and kid.type == "Lbl"


def _scope(element: Any, row: Struct) -> str:
    """What a header cell heads (PDF/UA-1, 7.5): as written, else by where it stands."""
    scope = element.get("scope", "")
    if scope.startswith("row"):
        return "/Row"
    if scope.startswith("col") or row.up_to("THead"):
        return "/Column"
    return "/Row" if not row.kids[:-1] else "/Column"


_MAKERS: Mapping[str, Any] = {
    "ul": Tagger._list,
    "ol": Tagger._list,
    "dl": Tagger._list,
    "li": Tagger._item,
    "dt": Tagger._term,
    "dd": Tagger._definition,
    "th": Tagger._cell,
    "td": Tagger._cell,
    "figcaption": Tagger._caption,
    "figure": Tagger._frame,
    "nav": Tagger._navigation,
    "img": Tagger._picture,
    _SVG: Tagger._picture,
    "a": Tagger._link,
}


def tag_pages(pages: Sequence[Painted], lang: str, *, links: bool = True, name: str = "") -> Struct:
    """The structure of a whole document, or of a part of one: ``name`` then tells its notes from those of others."""
    tagger = Tagger(Struct("Document", None, 0, lang), links, name)
    for index, painted in enumerate(pages):
        tagger.tag(index, painted)
    tagger.name_links()
    return tagger.document
