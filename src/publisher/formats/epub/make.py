"""A composition becomes an EPUB 3.3: its files are made, looked through and packed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from publisher.diagnostics import Diagnostic, in_order
from publisher.formats.artefact import Artefact, Claim, Pagination
from publisher.formats.covers import draw_cover as _draw_cover
from publisher.formats.epub.about import about_page
from publisher.formats.epub.access import Evidence, judge
from publisher.formats.epub.check import check
from publisher.formats.epub.documents import Leaves, frame, leaves, shown, xhtml_file
from publisher.formats.epub.images import Pictures, in_the_book, place_pictures
from publisher.formats.epub.metadata import describe, identifier, modified
from publisher.formats.epub.names import folded, hrefs, unique
from publisher.formats.epub.nav import Way, links, nav_document, ncx, pages, ways
from publisher.formats.epub.pack import pack
from publisher.formats.epub.parts import CSS, CSS_NAME, NCX, XHTML, File, Leaf, Marked, Package, Survey
from publisher.formats.epub.sheet import lint, resources, with_fonts
from publisher.formats.epub.survey import survey
from publisher.formats.epub.typefaces import font_needs, set_fonts
from publisher.formats.images import prepare_images
from publisher.source import Span
from publisher.store import NOTHING_KEPT, Store, bundled
from publisher.style.composition import ACCESSIBILITY, Composition, FontFace
from publisher.style.cover import HEIGHT, SHOWN, WIDTH

MEDIA_TYPE = "application/epub+zip"


def make_epub(
    composition: Composition,
    read_asset: Callable[[str], bytes],
    read_font: Callable[[FontFace], bytes],
    pagination: Pagination | None = None,
    store: Store = NOTHING_KEPT,
) -> Artefact:
    """The EPUB of a composition made for the screen, with everything found wrong in it.

    ``read_asset`` gives the bytes of a picture by its path in the manuscript, ``read_font`` those of a face ready
    to be embedded. With the ``pagination`` of a printed edition the EPUB lists its pages. What the last book had too,
    its cover, fonts and packed documents, comes out of ``store``. Equal arguments give equal bytes, whatever is in it.
    Raises :class:`publisher.diagnostics.MachineError` for a font that cannot be had.
    """
    with bundled(store, f"epub {composition.identifier} {composition.name}") as desk:
        return _made(composition, read_asset, _once(read_font), pagination, store, desk)


def _made(
    composition: Composition,
    read_asset: Callable[[str], bytes],
    read_font: Callable[[FontFace], bytes],
    pagination: Pagination | None,
    store: Store,
    desk: Store,
) -> Artefact:
    """The EPUB. ``desk`` keeps what is of this book alone, ``store`` what others may have too."""
    found: list[Diagnostic] = []
    marked = _marked(composition, pagination)
    composition = replace(composition, documents=marked.documents)
    composition, read_asset, unfit = prepare_images(composition, read_asset, read_font)
    size = (WIDTH, HEIGHT) if composition.edition.channel else SHOWN
    faces = composition.fonts
    pictures = place_pictures(composition, read_asset, lambda svg: _draw_cover(svg, faces, read_font, *size, store))
    taken = {folded(file.id) for file in pictures.files} | {"ncx", folded(CSS_NAME)}
    bound = leaves(composition, taken)
    own_leaves = [shown(leaf, in_the_book(pictures, leaf.document.kind == "cover")) for leaf in bound.leaves]
    contents = ways(composition, bound.address)
    told = _documents(composition, [leaf for leaf in own_leaves if leaf.document.kind != ACCESSIBILITY])
    claims = judge(_evidence(composition, told, pictures, marked, contents, pagination))
    own_leaves = [about_page(leaf, composition, claims) for leaf in own_leaves]
    seen = [font_needs(leaf.body, desk) for leaf in own_leaves]
    classes = " ".join(leaf.document.body_class for leaf in own_leaves).split()
    fonts, font_rules, font_trouble = set_fonts(composition.fonts, composition.css, seen, classes, read_font, store)
    css = with_fonts(composition.css, font_rules)
    found += [*marked.diagnostics, *unfit, *pictures.diagnostics, *bound.diagnostics, *font_trouble]

    telling = _documents(composition, [leaf for leaf in own_leaves if leaf.document.kind == ACCESSIBILITY])
    bound_up = {**told, **telling}
    documents = [bound_up[leaf.name][0] for leaf in own_leaves]
    surveys = {leaf.name: bound_up[leaf.name][1] for leaf in own_leaves}
    nav, contents_ncx = _ways_in(composition, bound, contents, surveys, marked, taken)
    spans = dict(composition.spans)
    surveys = {**surveys, nav.name: survey(nav.data, spans, Span(""))}
    files = (nav, contents_ncx, File(CSS_NAME, CSS_NAME, CSS, css.encode()), *documents, *pictures.files, *fonts)
    names = frozenset(file.name for file in files)
    found += check(surveys, names)
    found += lint(composition.css, composition.style) + resources(css, composition.style, names)

    pages_from = pagination.source if pagination and marked.marks else ""
    package = _package(composition, own_leaves, pictures, claims, pages_from)
    data = pack(package, files, desk)
    return Artefact(f"{composition.name}.epub", MEDIA_TYPE, data, diagnostics=in_order(found), claims=claims)


def _marked(composition: Composition, pagination: Pagination | None) -> Marked:
    """The documents with the marks of the printed pages, where a printed edition has any."""
    if pagination is None:
        return Marked(composition.documents)
    from publisher.formats.epub.marks import mark_pages  # most EPUBs have no use for it

    return mark_pages(composition.documents, pagination, dict(composition.spans))


def _once(read_font: Callable[[FontFace], bytes]) -> Callable[[FontFace], bytes]:
    """``read_font`` for one book: a face that both the cover and the text want is made once."""
    read: dict[FontFace, bytes] = {}

    def reader(face: FontFace) -> bytes:
        if face not in read:
            read[face] = read_font(face)
        return read[face]

    return reader


def _evidence(
    composition: Composition,
    told: dict[str, tuple[File, Survey]],
    pictures: Pictures,
    marked: Marked,
    contents: tuple[Way, ...],
    pagination: Pagination | None,
) -> Evidence:
    """What the book's accessibility is judged by: all that is read but the page that will tell of it."""
    cover = f"{next((each.stem for each in composition.documents if each.kind == 'cover'), '')}.xhtml"
    read = {name: seen for name, (_, seen) in told.items() if name != cover}
    surveys = read or {name: seen for name, (_, seen) in told.items()}
    return Evidence(
        surveys=surveys,
        cover=told[cover][1] if cover in told and read else None,
        files=pictures.files,
        css=composition.css,
        entries=sum(1 for _ in links(contents)),
        pages=len(marked.marks),
        pages_from=pagination.source if pagination and marked.marks else "",
        review=composition.review,
    )


def _documents(composition: Composition, own: list[Leaf]) -> dict[str, tuple[File, Survey]]:
    """The XHTML files and what was found in each, by file name."""
    spans = dict(composition.spans)
    made: dict[str, tuple[File, Survey]] = {}
    for leaf in own:
        data = frame(leaf, composition)
        seen = survey(data, spans, spans.get(leaf.document.stem, Span("")))
        made[leaf.name] = xhtml_file(leaf, data, seen), seen
    return made


def _ways_in(
    composition: Composition,
    bound: Leaves,
    contents: tuple[Way, ...],
    surveys: dict[str, Survey],
    marked: Marked,
    taken: set[str],
) -> tuple[File, File]:
    """The nav document and the NCX."""
    page_list = pages(marked.marks, bound.address)
    marks: dict[tuple[str, str], tuple[str, str, str]] = {}
    for mark in composition.landmarks:
        link = bound.address(mark.stem, "")
        marks.setdefault((mark.type, link), (mark.type, mark.text, link))
    stem = unique("nav", {folded(leaf.name.removesuffix(".xhtml")) for leaf in bound.leaves})
    nav = File(
        f"{stem}.xhtml",
        unique(stem, taken),
        XHTML,
        nav_document(composition, contents, marks.values(), page_list),
        ("nav",),
    )
    own_id = identifier(composition)
    return nav, File("toc.ncx", "ncx", NCX, ncx(composition, own_id, contents, page_list, _reading_order(surveys)))


def _reading_order(surveys: dict[str, Survey]) -> dict[str, int]:
    """The rank of each place that can be linked to: the documents, and the ids in each."""
    links = (link for name, seen in surveys.items() for link in hrefs(name, seen.sequence))
    return {link: rank for rank, link in enumerate(links)}


def _package(
    composition: Composition,
    own: list[Leaf],
    pictures: Pictures,
    claims: tuple[Claim, ...],
    pages_from: str,
) -> Package:
    cover_id = next((file.id for file in pictures.files if file.name == pictures.cover), "")
    return Package(
        identifier=identifier(composition),
        language=composition.info.language,
        direction=composition.info.direction,
        modified=modified(composition),
        metadata=tuple(describe(composition, claims, cover_id, pages_from)),
        reading_order=tuple((leaf.id, leaf.document.linear) for leaf in own),
    )
