"""Running heads and folios: laid out when every page's number is known, and painted over the pages of the parts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import astuple
from typing import Any
from xml.etree import ElementTree

from publisher.formats.pdf import weasy
from publisher.formats.pdf.engine import Layout, engine_html, engine_options
from publisher.formats.pdf.leaves import folios, heads
from publisher.formats.pdf.log import diagnose, kept_log
from publisher.formats.pdf.lost import painted_letters
from publisher.formats.pdf.parts.capture import font_values, record
from publisher.formats.pdf.parts.fragment import Fragment, ObjectValues, PageValues
from publisher.formats.pdf.parts.press import Dress, context_of
from publisher.formats.pdf.parts.renumber import renumbered
from publisher.formats.pdf.places import Places
from publisher.formats.pdf.recolour import recolour
from publisher.formats.pdf.shaping import shared_shaping
from publisher.formats.pdf.shortcuts import short_answers
from publisher.formats.pdf.structure import number_of
from publisher.formats.pdf.used import used_values
from publisher.formats.pdf.variants import Kind
from publisher.formats.pdf.weasy import pydyf
from publisher.formats.pdf.words.lay import known_words
from publisher.value import dataclass

_MARKED = re.compile(rb"/\w+\n<</MCID \d+>>\nBDC")
_ARTIFACT = b"/Artifact\n<</Type /Pagination>>\nBDC"  # ISO 32000-1, 14.8.2.2.2


@dataclass(frozen=True, slots=True)
class Numbered:
    """A page with its number, and the strings that were in force before it."""

    page: PageValues
    number: int
    carried: tuple[tuple[str, str], ...]


class Unjoinable(Exception):
    """The style asks for something that parts cannot be given apart: the book is laid out as a whole."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The document with nothing in its body, and the engine's styles for it: all heads are laid out in these."""

    head: ElementTree.Element
    html: Any
    context: Any


def frame(head: ElementTree.Element, dress: Dress) -> Frame:
    """Read the sheets and make the styles, once for all heads of a book."""
    html = engine_html(head, dress.served)
    context = context_of(html, dress, weasy.TargetCollector(), engine_options(dress.variant))
    context.target_collector.collecting = False
    return Frame(head, html, context)


def paint_margins(frame: Frame, dress: Dress, kind: Kind, pages: Sequence[Numbered], total: int) -> Fragment:
    """The heads and folios of some pages, a stream each; the name of a page is the style of its folio here.

    ``total`` is what ``counter(pages)`` says. Raises :class:`Unjoinable`.
    """
    html, context = frame.html, frame.context
    with kept_log() as records, shared_shaping(), known_words(dress.measurer.words), used_values(), short_answers():
        made = list(_pages(html, context, pages, total))
        letters = [dict(painted_letters(page)) for page in made]
        shown = [(tuple(astuple(head) for head in heads(page)), tuple(folios(page))) for page in made]
        document = weasy.Document(
            [_Bare(page) for page in made],
            weasy.DocumentMetadata(**weasy.get_html_metadata(html)),
            html.url_fetcher,
            dress.faces,
            {},
            engine_options(dress.variant)["output_intent"],
        )
        recorded = record(Layout(document, None, (), ()), dress, kind)
        if dress.served.palette is not None:
            recolour(recorded.pdf, dress.served.palette)
    values = tuple(
        PageValues(
            each.page.side, each.page.blank, numbered[0][1] if numbered else "", 0, (), each.number, False,
            letters=counted, heads=standing, folios=numbered,
        )
        for each, counted, (standing, numbered) in zip(pages, letters, shown, strict=True)
    )  # fmt: skip
    said = diagnose(records, Places(frame.head, {}), dress.served)
    return Fragment(
        values,
        objects=tuple(_streams(recorded.pdf)),
        states=_states(recorded.pdf),
        fonts=tuple(font_values(font) for font in recorded.fonts.values()),
        diagnostics=said,
    )


def _pages(html: Any, context: Any, pages: Sequence[Numbered], total: int) -> Iterator[Any]:
    """The page boxes; of those that are alike but for their number the engine lays out one."""
    known: dict[str, tuple[int, Any]] = {}
    for each in pages:
        page = each.page
        kind = (page.side, page.blank, page.name, page.index, page.groups, each.carried, sorted(page.strings.items()))
        like = known.get(repr(kind))
        made = renumbered(like[1], like[0], each.number) if like is not None else None
        if made is None:
            made = _page(html, context, each, total)
            known[repr(kind)] = (each.number, made)
        yield made


def _page(html: Any, context: Any, numbered: Numbered, total: int) -> Any:
    """The page box with nothing but its margin boxes."""
    values = numbered.page
    kind = weasy.page_layout.PageType(values.side, values.blank, values.name, values.index, values.groups)
    if context.style_for(kind) is None:
        weasy.page_layout.set_page_type_computed_styles(kind, html, context.style_for)
    style = context.style_for(kind)
    page = weasy.boxes.PageBox(kind, style)
    size = style["size"]
    weasy.resolve_percentages(page, size)
    page.position_x = page.position_y = 0
    weasy.page_layout.page_width(page, context, size[0])
    weasy.page_layout.page_height(page, context, size[1])
    context.current_page, context.page_bottom = 2, page.content_box_y() + page.height
    context.string_set.clear()
    for name, text in numbered.carried:
        context.string_set[name][1].append(text)
    for name, texts in values.strings.items():
        context.string_set[name][2].extend(texts)
    page.children = ()
    page.fixed_boxes = []
    state: Any = ([0], {"page": [numbered.number], "pages": [total]}, [{"page", "pages"}], [])
    page.children = tuple(weasy.page_layout.make_margin_boxes(context, page, state))
    for margin in page.children:
        weasy.layout_box_backgrounds(page, margin, context.get_image_from_uri)
    page.background = page.canvas_background = None
    return page


class _Bare(weasy.Page):  # type: ignore[misc]  # the engine takes what looks like one of its pages
    """A page of which only the margin boxes are painted: all else is painted with its part."""

    def __init__(self, page_box: Any) -> None:
        super().__init__(page_box)
        for gathered in (self.links, self.anchors, self.bookmarks):
            gathered.clear()

    def paint(self, stream: Any, scale: float = 1) -> None:
        """Paint the margin boxes alone."""
        page = self._page_box
        with stream.stacked():
            stream.transform(a=scale, d=scale)
            weasy.draw_stacking_context(stream, weasy.StackingContext.from_page(page))
        if stream._tags is not None:
            stream._tags.clear()  # nobody is to tag them
            bare = page.copy()
            bare.children = ()
            self._page_box: Any = bare


def _streams(pdf: Any) -> Sequence[ObjectValues]:
    """The streams of the pages, each closed in itself, all their text an artifact. Raises :class:`Unjoinable`."""
    made: list[ObjectValues] = []
    for thing in pdf.objects:
        if not isinstance(thing, dict) or thing.get("Type") != "/Page":
            continue
        stream = pdf.objects[number_of(thing["Contents"])]
        data = b"\n".join(_plain(piece) for piece in stream.stream)
        whole = pydyf.Stream([b"q", _MARKED.sub(_ARTIFACT, data), b"Q"], compress=True).data
        at = whole.index(b"\nstream\n")
        made.append(ObjectValues(len(made), whole[:at], whole[at + 8 : -len(b"\nendstream")]))
    return made


def _states(pdf: Any) -> dict[str, str]:
    """The graphics states that the streams use: how much is seen through them. Raises :class:`Unjoinable`."""
    resources = next(thing for thing in pdf.objects if isinstance(thing, dict) and "ExtGState" in thing)
    states = resources["ExtGState"]
    if any(resources.get(name) for name in ("XObject", "Pattern", "Shading")) or any(name[0] == "s" for name in states):
        raise Unjoinable("pictures in heads or folios")
    return {name: value.data.decode("ascii") for name, value in states.items()}


def _plain(piece: Any) -> bytes:
    if isinstance(piece, bytes):
        return piece
    data = getattr(piece, "data", None)
    return data if isinstance(data, bytes) else str(piece).encode("ascii")
