"""One part of the book on the engine: laid out as if the rest stood before it, and without heads and folios."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import field, replace
from functools import partial
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

from publisher.formats.pdf import weasy
from publisher.formats.pdf.engine import Box, Layout, engine_html, engine_options, setting, unpacked_fonts
from publisher.formats.pdf.fetch import Served
from publisher.formats.pdf.hanging import hang
from publisher.formats.pdf.paragraphs.row import Measurer
from publisher.formats.pdf.styles import Styles, shared_styles
from publisher.style.composition import Composition
from publisher.value import dataclass

FIRST = 1_000_000  # the page counter before a part's first page: what is below was set by the style itself
_GEOMETRY = (
    "size", "marks", "background_color", "background_image",
    *(f"{kind}_{side}" for kind in ("margin", "padding", "bleed") for side in ("top", "right", "bottom", "left")),
    *(f"border_{side}_{what}" for side in ("top", "right", "bottom", "left") for what in ("width", "style", "color")),
)  # fmt: skip


@dataclass(slots=True)
class Dress:
    """What all parts share: the faces, and the sheets of the style, read once."""

    served: Served
    variant: str
    faces: Any
    counters: Any = field(default_factory=weasy.CounterStyle)
    sheets: list[Any] = field(default_factory=list)
    measurer: Measurer = field(default_factory=Measurer)
    dictionaries: dict[Any, Any] = field(default_factory=dict)  # of hyphenation, by language
    styles: Styles = field(default_factory=Styles)

    def for_book(self, served: Served) -> Dress:
        """The same dress for another text, with images of its own and what is said of them."""
        return replace(self, served=served)


def new_dress(served: Served, composition: Composition, ends: ExitStack) -> Dress:
    """A dress in which nothing has been set yet; ``ends`` lets its fonts go."""
    return Dress(served, composition.pdf_variant, ends.enter_context(unpacked_fonts()))


@dataclass(frozen=True, slots=True)
class PartLayout:
    """A part's pages, what its numbers of pages were asked for, and what stands at its edges."""

    layout: Layout
    wanted: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    sided: bool
    strings: tuple[dict[str, tuple[str, ...]], ...]  # page by page


class _Target:
    """What the engine asks of a target whose page number is known."""

    __slots__ = ("cached_counter_values",)

    def __init__(self, number: int) -> None:
        self.cached_counter_values = {"page": [number]}


class _Targets(weasy.TargetCollector):  # type: ignore[misc]  # the engine calls its methods
    """Gives the numbers of pages that it was told, so that no page is laid out for them again."""

    def __init__(self, numbers: Mapping[str, int], known: frozenset[str]) -> None:
        super().__init__()
        self.numbers, self.known = numbers, known
        self.wanted: dict[str, None] = {}

    def lookup_target(self, anchor_token: Any, source_box: Box, css_token: str, parse_again: Any) -> Any:
        """A target that is always ready."""
        name = _name(anchor_token, source_box)
        if name not in self.known:
            return super().lookup_target(anchor_token, source_box, css_token, parse_again)
        self.wanted[name] = None
        item = weasy.TargetLookupItem("up-to-date")
        item.target_box = _Target(self.numbers.get(name, 0))
        return item


def _name(token: Any, box: Box) -> str:
    if token[0] == "attr()":
        address = box.element.get(token[1][0]) or ""
        return unquote(address[1:]) if address.startswith("#") else ""
    return str(weasy.anchor_name_from_token(token) or "")


def lay_out_part(
    tree: ElementTree.Element,
    dress: Dress,
    numbers: Mapping[str, int],
    known: frozenset[str],
    *,
    begins: bool = False,
    right: bool = True,
    forced: str = "any",
) -> PartLayout:
    """Lay out one part.

    ``numbers`` are the pages of the ids that it may refer to, ``known`` all ids of the book. ``begins`` says whether
    the book begins with it, ``right`` on which side it begins, ``forced`` what kind of page its first one must be: a
    blank one comes before it where it is not.
    """
    options = engine_options(dress.variant)
    html = engine_html(tree, dress.served)
    targets = _Targets(numbers, known)
    context = context_of(html, dress, targets, options)
    source = weasy.build_formatting_structure(
        html.etree_element, context.style_for, context.get_image_from_uri, html.base_url, targets,
        dress.counters, context.footnotes,
    )  # fmt: skip
    notes = tuple(context.footnotes)
    with setting(dress.measurer, begins=begins), _begins(right, forced), _without_margins():
        pages = list(weasy.layout_document(html, source, context))
    hang(pages)
    counted = tuple(context.page_maker[index + 1][3][1].get("page", [FIRST])[-1] for index in range(len(pages)))
    document = weasy.Document(
        [weasy.Page(page) for page in pages],
        weasy.DocumentMetadata(**weasy.get_html_metadata(html)),
        html.url_fetcher,
        dress.faces,
        {},
        options["output_intent"],
    )
    strings = tuple(_strings(context, index + 1) for index in range(len(pages)))
    sided = _is_sided(pages, html, context)
    before, after = _breaks(source)
    return PartLayout(Layout(document, source, notes, counted), tuple(targets.wanted), before, after, sided, strings)


def context_of(html: Any, dress: Dress, targets: Any, options: dict[str, Any]) -> Any:
    """The engine's context for one document; as Document's own, but for sheets that are read once and these targets.

    Its images go with it: a chapter's are seldom another's, those of a book are its largest part, and a drawing holds
    all of the layout that first asked for it.
    """
    with _sheets_once(dress), shared_styles(dress.styles):
        style_for = weasy.get_all_computed_styles(
            html, [], options["presentational_hints"], dress.faces, dress.counters, {}, [], [], targets, False
        )
    image = partial(weasy.get_image_from_uri, cache={}, url_fetcher=html.url_fetcher, options=options)
    context = weasy.LayoutContext(style_for, image, dress.faces, dress.counters, targets)
    context.dictionaries = dress.dictionaries
    return context


@contextmanager
def _sheets_once(dress: Dress) -> Iterator[None]:
    original = weasy.css.find_stylesheets

    def find(*arguments: Any, **named: Any) -> Any:
        if not dress.sheets:
            dress.sheets.extend(original(*arguments, **named))
        return dress.sheets

    weasy.css.find_stylesheets = find
    try:
        yield
    finally:
        weasy.css.find_stylesheets = original


@contextmanager
def _begins(right: bool, forced: str) -> Iterator[None]:
    """The first page is of this side, and the page counter counts from :data:`FIRST`."""
    original = weasy.layout_package.initialize_page_maker

    def initialize(context: Any, root: Box) -> None:
        original(context, root)
        resume_at, next_page, _, state, remake = context.page_maker[0]
        state[1]["page"] = [FIRST]
        state[2][0].add("page")
        context.page_maker[0] = (resume_at, {**next_page, "break": forced}, right, state, remake)

    weasy.layout_package.initialize_page_maker = initialize
    try:
        yield
    finally:
        weasy.layout_package.initialize_page_maker = original


@contextmanager
def _without_margins() -> Iterator[None]:
    original = weasy.layout_package.make_margin_boxes
    weasy.layout_package.make_margin_boxes = lambda context, page, state: iter(())
    try:
        yield
    finally:
        weasy.layout_package.make_margin_boxes = original


def _strings(context: Any, page: int) -> dict[str, tuple[str, ...]]:
    return {name: tuple(pages[page]) for name, pages in context.string_set.items() if page in pages}


def _breaks(source: Box) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The breaks that are asked for before what the part begins with, and after what it ends with.

    The wrappers around the documents are the same for all parts and ask for none.
    """
    return tuple(weasy.block_layout._add_break_values(source, "before")), tuple(
        weasy.block_layout._add_break_values(source, "after")
    )


def between(after: tuple[str, ...], before: tuple[str, ...]) -> str:
    """Which break comes between two parts: as the engine weighs the wishes on both sides of it."""
    result = "auto"
    for value in (*after, *before):
        if value in ("left", "right", "recto", "verso") or (value == "page" and result in _WEAKER):
            result = value
    return result


_WEAKER = frozenset(("auto", "avoid", "avoid-page", "avoid-column"))


def _is_sided(pages: list[Box], html: Any, context: Any) -> bool:
    """Whether any of these pages would have another shape on the other side of the leaf."""
    kinds = {page.page_type for page in pages if not page.page_type.blank}
    for kind in sorted(kinds, key=repr):
        shapes = []
        for side in ("left", "right"):
            other = kind._replace(side=side)
            if context.style_for(other) is None:
                weasy.page_layout.set_page_type_computed_styles(other, html, context.style_for)
            style = context.style_for(other)
            shapes.append([str(style[name]) for name in _GEOMETRY])
        if shapes[0] != shapes[1]:
            return True
    return False
