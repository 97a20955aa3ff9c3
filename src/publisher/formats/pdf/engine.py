"""The engine: a joined document in, laid-out pages out, and the pages as bytes.

The layout is done step by step as ``HTML.render`` does it, because two things that it throws away are wanted: the box
tree before it was broken into pages (the text as it must come out), and the true value of the page counter.
"""

from __future__ import annotations

import gc
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from publisher.formats.pdf import weasy
from publisher.formats.pdf.calls import notes_at_their_calls
from publisher.formats.pdf.fetch import CompositionFetcher, Served
from publisher.formats.pdf.fontconfig import only_our_fonts
from publisher.formats.pdf.grid import baseline_grid
from publisher.formats.pdf.hanging import hang, whole_margins
from publisher.formats.pdf.pagetypes import few_page_types
from publisher.formats.pdf.paragraphs.lines import total_fit
from publisher.formats.pdf.paragraphs.mend import full_last_pages
from publisher.formats.pdf.paragraphs.row import Measurer
from publisher.formats.pdf.pixels import packed_pictures
from publisher.formats.pdf.places import BASE
from publisher.formats.pdf.shaping import shared_shaping
from publisher.formats.pdf.shortcuts import short_answers
from publisher.formats.pdf.styles import Styles, shared_styles
from publisher.formats.pdf.used import used_values
from publisher.formats.pdf.variants import Kind, kind_of
from publisher.formats.pdf.words.lay import known_words, painted_words
from publisher.value import dataclass

Box = Any  # WeasyPrint's boxes are not typed
Finisher = Callable[[Any, Any], None]


@dataclass(frozen=True, slots=True)
class Layout:
    """The pages of one document. ``source`` and ``notes`` are the boxes before they were broken into pages."""

    document: Any  # weasyprint.Document
    source: Box
    notes: tuple[Box, ...]
    numbers: tuple[int, ...]  # the value of the counter "page" on each page

    @property
    def pages(self) -> tuple[Box, ...]:
        """The page boxes, in order."""
        return tuple(page._page_box for page in self.document.pages)


@contextmanager
def lean_memory() -> Iterator[None]:
    """Collect garbage seldom: boxes live to the end anyway, and looking for dead ones costs 8 % of the time."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
    try:
        yield
    finally:
        gc.freeze()  # what was made lately too: else it would all be searched here, before the book is given away
        gc.unfreeze()
        gc.set_threshold(*before)


@contextmanager
def unpacked_fonts() -> Iterator[Any]:
    """A font configuration for one layout; the files that it unpacks are gone at the end.

    WeasyPrint removes them when the configuration is collected, which does not happen in a process that just ends.
    """
    with only_our_fonts():
        fonts = weasy.FontConfiguration()
    with tempfile.TemporaryDirectory(prefix="publisher-faces-") as folder:
        fonts._folder = Path(folder)
        try:
            yield fonts
        finally:
            fonts._folder = None


def lay_out(tree: ElementTree.Element, served: Served, variant: str, fonts: Any) -> Layout:
    """The tree, laid out in pages. Raises whatever WeasyPrint raises on input that it cannot bear."""
    options = engine_options(variant)
    html = engine_html(tree, served)
    counters = weasy.CounterStyle()
    profiles: dict[str, Any] = {}
    with shared_styles(Styles()):
        context = weasy.Document._build_layout_context(html, fonts, counters, profiles, options)
    source = weasy.build_formatting_structure(
        html.etree_element,
        context.style_for,
        context.get_image_from_uri,
        html.base_url,
        context.target_collector,
        counters,
        context.footnotes,
    )
    notes = tuple(context.footnotes)
    with setting():
        boxes = list(weasy.layout_document(html, source, context))
    hang(boxes)
    numbers = tuple(context.page_maker[index + 1][3][1].get("page", [index + 1])[-1] for index in range(len(boxes)))
    document = weasy.Document(
        [weasy.Page(box) for box in boxes],
        weasy.DocumentMetadata(**weasy.get_html_metadata(html)),
        html.url_fetcher,
        fonts,
        profiles,
        options["output_intent"],
    )
    return Layout(document, source, notes, numbers)


@contextmanager
def setting(measurer: Measurer | None = None, *, begins: bool = True) -> Iterator[None]:
    """Within it the engine lays out as our books are set: on a grid, notes at their calls, paragraphs as wholes.

    ``measurer`` remembers the widths of words from one layout to the next; ``begins`` says whether the book's first
    page is among these.
    """
    measurer = measurer or Measurer()
    with (
        few_page_types(begins=begins),
        shared_shaping(),
        known_words(measurer.words),
        used_values(),
        short_answers(),
        baseline_grid(),
        notes_at_their_calls(),
        whole_margins(),
        total_fit(measurer) as breaker,
        full_last_pages(breaker),
    ):
        yield


def write(layout: Layout, variant: str, identifier: bytes, finisher: Finisher) -> bytes:
    """The pages as a PDF. ``identifier`` is the first half of its ID and never changes for one book."""
    options = engine_options(variant)
    options["pdf_identifier"] = identifier
    screen_colours(layout.document, options)
    with weasy.quick_deflate(), shared_shaping(), painted_words(), packed_pictures():
        data: bytes = layout.document.write_pdf(finisher=finisher, **options)
    return data


def screen_colours(document: Any, options: dict[str, Any]) -> None:
    """The screen's profile in the place of the engine's own, which it leaves open."""
    if options["output_intent"] == "srgb":
        document.color_profiles["srgb"] = weasy.screen_profile()
        options["output_intent"] = ""  # said: neither the engine's own, nor the variant's in the place of nothing


def engine_options(variant: str) -> dict[str, Any]:
    """WeasyPrint's own options, with tags in all but the press's PDF/X, and the settings of the kind filled in."""
    kind = kind_of(variant) or Kind("", "")
    options = dict(weasy.DEFAULT_OPTIONS)
    options["pdf_variant"] = kind.engine or None
    options["pdf_tags"] = kind.tagged
    options["pdf_version"] = kind.version or None
    if kind.engine:
        _, settings = weasy.VARIANTS[kind.engine]
        options.update((key, value) for key, value in settings.items() if options.get(key) is None)
    return options


def engine_html(tree: ElementTree.Element, served: Served) -> Any:
    """WeasyPrint's document around our tree: XML is parsed in C, ten times as fast as its HTML parser."""
    html = weasy.HTML(string="<html></html>", base_url=BASE, url_fetcher=CompositionFetcher(served))
    html.wrapper_element = type(html.wrapper_element).from_html_root(tree, content_language=None)
    html.etree_element = html.wrapper_element.etree_element
    return html
