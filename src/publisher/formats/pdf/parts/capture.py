"""A laid-out part, painted and tagged, as a fragment: the engine's own objects, taken before a file is made of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from typing import Any

from publisher.diagnostics import Diagnostic
from publisher.formats.pdf import boxes, weasy
from publisher.formats.pdf.boxes import PX_TO_PT
from publisher.formats.pdf.checks import check_colours, check_images, check_pages
from publisher.formats.pdf.engine import Layout, engine_options, screen_colours
from publisher.formats.pdf.faces import foreign_fonts
from publisher.formats.pdf.finish import Finishing, bleed_to_the_edge
from publisher.formats.pdf.leaves import leaf
from publisher.formats.pdf.log import diagnose
from publisher.formats.pdf.lost import nearest_id, painted_letters
from publisher.formats.pdf.pagination import Folio, paginate
from publisher.formats.pdf.parts.fragment import (
    KEY,
    LABEL,
    MARK,
    FontValues,
    Fragment,
    ObjectValues,
    PageValues,
    PrintedNumber,
)
from publisher.formats.pdf.parts.press import FIRST, Dress, PartLayout
from publisher.formats.pdf.pixels import packed_pictures
from publisher.formats.pdf.places import Places
from publisher.formats.pdf.recolour import recolour, smooth_nothing
from publisher.formats.pdf.shaping import shared_shaping
from publisher.formats.pdf.structure import Struct, Writer, number_of, prune
from publisher.formats.pdf.survey import Survey, source_texts, survey
from publisher.formats.pdf.tags import tag_pages
from publisher.formats.pdf.variants import Kind
from publisher.formats.pdf.weasy import pydyf
from publisher.formats.pdf.words.lay import painted_words
from publisher.rules import pdf as rules
from publisher.style.composition import Composition
from publisher.value import dataclass

_FACTS = (
    "index", "font_size", "style", "family", "variations", "weight", "ascent", "descent", "tables", "bitmap",
    "italic_angle", "upem", "png", "svg", "colr", "glyph_count", "stemv", "stemh", "used_in_forms", "flags",
)  # fmt: skip


class _Pdf(pydyf.PDF):  # type: ignore[misc]  # the engine makes one of its own kind
    """A file whose objects call one another by numbers with a mark, for somebody else to renumber."""

    def add_object(self, object_: Any) -> None:
        object_.number = f"{MARK}{len(self.objects)}"
        self.objects.append(object_)


@dataclass(frozen=True, slots=True)
class _Page:
    """A page as it is named in words until its label is known."""

    index: int
    style: str = "decimal"

    @property
    def label(self) -> str:
        return f"{LABEL}{self.index}{LABEL}"


@dataclass(slots=True)
class Recorded:
    """What the engine made of some pages."""

    pdf: Any
    fonts: Mapping[Any, Any]
    fonts_object: int


def sketch(part: PartLayout) -> Fragment:
    """A part that was laid out and is not worth painting, since the numbers that it prints were not known."""
    pages = tuple(
        _values(page, number, strings, ())
        for page, number, strings in zip(part.layout.pages, part.layout.numbers, part.strings, strict=True)
    )
    anchored = zip(pages, part.layout.document.pages, strict=True)
    pages = tuple(replace(each, anchors=tuple((id, 0.0, 0.0) for id in page.anchors)) for each, page in anchored)
    return Fragment(pages, part.before, part.after, part.wanted, part.sided, sketch=True)


def capture(
    part: PartLayout,
    composition: Composition,
    kind: Kind,
    dress: Dress,
    places: Places,
    records: list[Any],
    name: str,
    ids: frozenset[str],
) -> Fragment:
    """Look at the pages, paint, tag and take them.

    ``name`` tells the part's notes from those of others; ``ids`` are all that a link may lead to.
    """
    layout = part.layout
    found = survey(layout, places.spans)
    sources = source_texts(layout)
    folios = [_Page(index) for index in range(len(layout.pages))]
    checked = check_pages(layout, found, sources, folios, places)  # type: ignore[arg-type]  # like a Folio
    starts = paginate(layout, found, sources, [Folio(0, "decimal")] * len(layout.pages))
    letters = [painted_letters(page) for page in layout.pages]
    places_of_pages = [nearest_id(page, places.spans) for page in layout.pages]
    kept = [(dict(page.anchors), list(page.bookmarks)) for page in layout.document.pages]
    finishing = Finishing(composition, kind, dress.served.palette, ())
    finishing.watch(layout, found, places)
    values = []
    for index, (page, number, strings) in enumerate(zip(layout.pages, layout.numbers, part.strings, strict=True)):
        anchors, bookmarks = kept[index]
        height = layout.document.pages[index].height
        said = _values(page, number, strings, _anchors(anchors, height))
        start, begun = starts.pages[index], found.pages[index]
        values.append(
            replace(
                said,
                bookmarks=tuple((level, label, x, y, state) for level, label, (x, y), state in bookmarks),
                letters=dict(letters[index]),
                drawing=any(isinstance(boxes.real(box), boxes.ReplacedBox) for box in page.descendants()),
                place=places_of_pages[index],
                start=(start.block, start.offset, start.text, start.then) if begun.has_flow else None,
                solid=start.solid,
                bare=begun.bare or page.page_type.blank,
            )
        )
    links = {link[1]: None for page in layout.document.pages for link in page.links if link[0] == "internal"}
    dead = [id for id in links if id not in ids]
    for page in layout.document.pages:
        page.links[:] = [link for link in page.links if link[0] != "internal" or link[1] in ids]
    for page in layout.document.pages:
        page.bookmarks.clear()
        page.anchors.clear()
    recorded = record(layout, dress, kind)
    fragment = _tagged(recorded, finishing, composition, name)
    where = f", in the edition `{composition.edition.name}`"
    unconverted = _coloured(recorded.pdf, finishing, kind)
    if composition.printer is not None:
        bleed_to_the_edge(recorded.pdf)
    with weasy.quick_deflate():
        objects = tuple(_objects(recorded, fragment.root))
    diagnostics: tuple[Diagnostic, ...] = (
        *(replace(each, message=each.message + where) for each in checked),
        *check_images(places),
        *(rules.LINK_DEAD.at(places.of_link(id), f"nothing in this book has the id “{id}”") for id in dead),
        *diagnose(records, places, dress.served),
        *check_colours(unconverted, dress.served, places),
        *foreign_fonts(finishing.fonts, dress.served),
    )
    return replace(
        fragment,
        pages=tuple(values),
        before=part.before,
        after=part.after,
        wanted=part.wanted,
        sided=part.sided,
        objects=objects,
        fonts=tuple(font_values(font) for font in recorded.fonts.values()),
        blocks=tuple(found.blocks),
        numbers=_numbers(found),
        links=tuple(id for id in links if id in ids),
        diagnostics=diagnostics,
    )


def record(layout: Layout, dress: Dress, kind: Kind) -> Recorded:
    """Let the engine paint the pages and make its objects, but no file, no fonts and no names."""
    options = engine_options(dress.variant)
    options["pdf_variant"] = None
    options["pdf_tags"] = kind.tagged
    screen_colours(layout.document, options)
    with _recording(), weasy.quick_deflate(), shared_shaping(), painted_words(), packed_pictures():
        pdf = weasy.pdf_package.generate_pdf(layout.document, None, 1, **options)
    fonts = next(n for n, thing in enumerate(pdf.objects) if isinstance(thing, _Fonts))
    return Recorded(pdf, layout.document.fonts, fonts)


class _Fonts(pydyf.Dictionary):  # type: ignore[misc]  # to be found again among the objects
    """The place of the dictionary of fonts, which the joiner makes."""


@contextmanager
def _recording() -> Iterator[None]:
    package = weasy.pdf_package
    before = package.resolve_links, package.build_fonts_dictionary, package.pydyf.PDF
    package.resolve_links = lambda pages: ((page.links, ()) for page in pages)
    package.build_fonts_dictionary = lambda *_: _Fonts()
    package.pydyf.PDF = _Pdf
    try:
        yield
    finally:
        package.resolve_links, package.build_fonts_dictionary, package.pydyf.PDF = before


def _values(page: Any, number: int, strings: Mapping[str, tuple[str, ...]], anchors: Any) -> PageValues:
    kind = page.page_type
    relative = number >= FIRST
    shown = leaf(page, number)
    return PageValues(
        kind.side,
        kind.blank,
        str(kind.name),
        kind.index,
        tuple((str(name), index) for name, index in kind.groups),
        number - FIRST if relative else number,
        relative,
        shown.width,
        shown.height,
        shown.margins,
        shown.content,
        shown.words,
        shown.drawn,
        strings={name: tuple(map(str, texts)) for name, texts in strings.items()},
        anchors=anchors,
    )


def _anchors(anchors: Mapping[str, Any], height: float) -> tuple[tuple[str, float, float], ...]:
    return tuple((id, point[0] * PX_TO_PT, (height - point[1]) * PX_TO_PT) for id, point in anchors.items())


def _numbers(found: Survey) -> tuple[PrintedNumber, ...]:
    return tuple(
        PrintedNumber(each.id, each.page, each.target, each.text, each.before, each.after) for each in found.numbers
    )


def _tagged(recorded: Recorded, finishing: Finishing, composition: Composition, name: str) -> Fragment:
    """The structure of the part, written; its branch begins below the wrappers that all parts share."""
    pdf = recorded.pdf
    references = pdf.page_references
    pages = tuple(number_of(reference) for reference in references)
    resources = next(n for n, thing in enumerate(pdf.objects) if isinstance(thing, dict) and "ExtGState" in thing)
    base = Fragment(
        (),
        page_objects=pages,
        fonts_object=recorded.fonts_object,
        pages_object=number_of(pdf.pages.reference),
        resources_object=resources,
    )
    if not finishing.painted:
        return base
    document = tag_pages(finishing.painted, composition.info.language, links=finishing.may_link(), name=name)
    prune(document)
    root = pydyf.Dictionary()
    pdf.add_object(root)
    writer = Writer(pdf, references, [{} for _ in finishing.painted])
    branch, depth = _branch(document)
    kids, parents = writer.branch(branch, root.reference, KEY)
    for index, reference in enumerate(references):
        pdf.objects[number_of(reference)]["StructParents"] = f"{KEY}{index}"
    return replace(
        base,
        root=number_of(root.reference),
        depth=depth,
        kids=tuple(number_of(reference) for reference in kids),
        parents=tuple(each if isinstance(each, bytes) else each.data for each in parents),
    )


def _branch(document: Struct) -> tuple[Struct, int]:
    """What is in the wrappers that the part shares with others, and how many of them there are around it."""
    branch, depth = document, 0
    while len(branch.kids) == 1 and isinstance(branch.kids[0], Struct) and branch.kids[0].wrapper:
        branch, depth = branch.kids[0], depth + 1
    return branch, depth


def _coloured(pdf: Any, finishing: Finishing, kind: Kind) -> int:
    """Colours, and what the kind of PDF forbids; gives the number of images whose colours stayed."""
    failed = recolour(pdf, finishing.palette) if finishing.palette is not None else 0
    if kind.archive:
        smooth_nothing(pdf)
        for thing in pdf.objects:
            if isinstance(thing, dict) and thing.get("Type") == "/Annot":
                thing["F"] = 4  # it prints (ISO 19005-2, 6.3.2)
    return failed


def _objects(recorded: Recorded, root: int) -> Iterator[ObjectValues]:
    """The objects that go into the file, as bytes. The first three are the file's own: none, page tree, catalogue."""
    left_out = _only_of_files(recorded.pdf) | {recorded.fonts_object, root}
    for number, thing in enumerate(recorded.pdf.objects):
        if number < 3 or number in left_out:
            continue
        data = thing.data
        if isinstance(thing, pydyf.Stream):
            at = data.index(b"\nstream\n")
            shared = thing.extra.get("Subtype") == "/Image" or "N" in thing.extra
            yield ObjectValues(number, data[:at], data[at + 8 : -len(b"\nendstream")], shared)
        else:
            yield ObjectValues(number, data, None, isinstance(thing, dict) and "lab-d50" in thing)


def _only_of_files(pdf: Any) -> set[int]:
    """The engine's own root of the structure, and what hangs in it: ours takes its place."""
    found = set()
    for number, thing in enumerate(pdf.objects):
        if isinstance(thing, dict) and (thing.get("Type") == "/StructTreeRoot" or thing.get("S") == "/Document"):
            found.add(number)
            if "ParentTree" in thing:
                found.add(number_of(thing["ParentTree"]))
    return found


def font_values(font: Any) -> FontValues:
    """What the joiner needs to embed a font."""
    facts = {name: getattr(font, name) for name in _FACTS}
    facts["name"] = font.name.decode("latin-1")
    facts["tables"] = list(facts["tables"])
    return FontValues(
        font.hash,
        sha256(font.file_content).hexdigest(),
        facts,
        dict(font.widths),
        dict(font.to_unicode),
        dict(font.missing),
    )


def with_labels(fragment: Fragment, labels: Sequence[str]) -> tuple[Diagnostic, ...]:
    """The fragment's diagnostics, its pages called by their labels."""
    told = []
    for each in fragment.diagnostics:
        message = each.message
        if LABEL in message:
            pieces = message.split(LABEL)
            pieces[1::2] = [labels[int(index)] for index in pieces[1::2]]
            message = "".join(pieces)
        told.append(replace(each, message=message))
    return tuple(told)
