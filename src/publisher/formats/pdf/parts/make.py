"""A long book in parts: each laid out by itself, numbered together, joined.

The whole is a function of the composition alone. What a part's pages are made from is its text, the style, the side
that it begins on and the page numbers that it prints; so a fragment that a store has kept is as good as a new one, and
an edited book gives the bytes that it would give had it been written so at once::

    parts ─► fragments ─► sides, numbers ─► the fragments that these change ─► … ─► heads and folios ─► one file
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from publisher.diagnostics import Diagnostic
from publisher.formats.artefact import PageStart, Pagination
from publisher.formats.pdf.checks import check_numbers
from publisher.formats.pdf.fetch import Served
from publisher.formats.pdf.finish import Finishing
from publisher.formats.pdf.join import join_part
from publisher.formats.pdf.leaves import Head, Leaf
from publisher.formats.pdf.lost import compare_page
from publisher.formats.pdf.pagination import Folio, counted, without_padding
from publisher.formats.pdf.parts.capture import with_labels
from publisher.formats.pdf.parts.divide import Part, divide, known_ids
from publisher.formats.pdf.parts.fragment import Fragment
from publisher.formats.pdf.parts.hands import do_all
from publisher.formats.pdf.parts.joiner import Placed, join_file
from publisher.formats.pdf.parts.margins import Unjoinable
from publisher.formats.pdf.parts.numbering import Row, Seat, seat
from publisher.formats.pdf.parts.press import new_dress
from publisher.formats.pdf.parts.workshop import Order, Workshop, style_digest
from publisher.formats.pdf.places import NOWHERE
from publisher.formats.pdf.settle import Laid, settle
from publisher.formats.pdf.settle import counted as count_of
from publisher.formats.pdf.sheets import plan_sheets
from publisher.formats.pdf.survey import Number
from publisher.formats.pdf.variants import Kind
from publisher.formats.pdf.wardrobe import Wardrobe
from publisher.rules import pdf as rules
from publisher.source import Span
from publisher.store import Store
from publisher.style.composition import Composition
from publisher.value import dataclass

_MANY = 80  # pages: fewer are read back by one hand
_MOST_ROUNDS = 6  # after the first: numbers that change the pages that they are printed on, and are changed by that


@dataclass(frozen=True, slots=True)
class Joined:
    """The finished file, where its pages begin, and what was found."""

    data: bytes
    pagination: Pagination
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class _Set:
    """The whole book, laid out in one dress."""

    shop: Workshop
    row: Row
    margins: tuple[Fragment, ...]

    @property
    def leaves(self) -> tuple[Leaf, ...]:
        """The pages as a printer looks at them."""
        made = []
        for each, margins in zip(self.row.seats, self.margins, strict=True):
            for page, number, heads in zip(each.fragment.pages, each.numbers, margins.pages, strict=True):
                shape = (page.width, page.height, page.margins, page.content, page.words, page.drawn)
                made.append(Leaf(page.side, number, *shape, tuple(Head(*head) for head in heads.heads), heads.folios))
        return tuple(made)


@dataclass(frozen=True, slots=True)
class Means:
    """What a book is made with: its images and fonts, what is kept of it, and by how many hands."""

    served: Served
    kind: Kind
    font_css: str
    store: Store | None
    hands: int
    wardrobe: Wardrobe


def make_in_parts(
    composition: Composition, means: Means, identifier: bytes, *, laid_out: Callable[[int, int], None] | None = None
) -> Joined | None:
    """Lay out all parts and join them; None where the book has too few of them.

    ``laid_out`` is told how many parts are, and of how many. Raises :class:`Unjoinable` where the book can only be laid
    out as a whole.
    """
    whole = divide(composition)
    if not whole:
        return None

    def laid(css: str) -> Laid[_Set]:
        dressed = replace(composition, css=composition.css + css)
        parts = divide(dressed) if css else whole
        look = means.wardrobe.look(style_digest(dressed), lambda ends: new_dress(means.served, composition, ends))
        own = look.dress.for_book(means.served)
        shop = Workshop(
            dressed, means.kind, own, means.font_css, parts, means.store, means.hands, known_ids(composition),
            meanwhile=None if means.wardrobe.lasts else _load_reader, kept=look.fragments,
        )  # fmt: skip
        row = _settled(shop, laid_out, rtl=composition.info.direction == "rtl")
        made = _Set(shop, row, tuple(shop.margins(row.seats)))
        look.fragments = shop.to_keep()
        return Laid(made.leaves, made)

    printer = composition.printer
    said: tuple[Diagnostic, ...] = ()
    padding = 0
    if printer is None:
        return _joined(laid("").pages, composition, identifier, said, padding)
    settled, said = settle(composition, printer, laid)
    book = settled.pages
    head = join_part(book.shop.composition, means.font_css, (), first=False)
    sheets = plan_sheets(settled.leaves, composition, printer, head)
    if sheets is not None:
        seat, margin = book.shop.sheets(sheets)
        book.row.seats.append(seat)
        book, padding = replace(book, margins=(*book.margins, margin)), sheets.count
    said = (*said, *count_of(len(book.row.numbers), composition, printer))
    return _joined(book, composition, identifier, said, padding)


def _load_reader() -> None:
    """Load what the finished file is read back with: while the engine is at work somebody has time for that."""
    import publisher.formats.readback.letters  # noqa: F401


def _joined(
    book: _Set, composition: Composition, identifier: bytes, said: tuple[Diagnostic, ...], padding: int
) -> Joined:
    """The file of a book whose pages are all there; the last ``padding`` of them only fill the sheet."""
    shop, row, margins = book.shop, book.row, book.margins
    pages = [page for each in row.seats for page in each.fragment.pages]
    printed = [page.folios[0][1] if page.folios else "" for each in margins for page in each.pages]
    folios = counted(row.numbers, printed)
    finishing = Finishing(composition, shop.kind, shop.dress.served.palette, folios)
    finishing.facing = any(
        one.side != other.side and one.margins[0] != other.margins[0] and one.margins[0] == other.margins[1]
        for one, other in pairwise(pages)
    )
    placed = [
        Placed(each.fragment, margin, "" if each.part < 0 else shop.parts[each.part].matter)
        for each, margin in zip(row.seats, margins, strict=True)
    ]
    head = join_part(shop.composition, shop.font_css, (), first=False)
    data = join_file(placed, head, shop.dress, identifier, finishing)
    lost = tuple(_lost(data, row, margins, shop, folios, dict(composition.spans)))
    pagination = without_padding(_pagination(row, folios), padding)
    return Joined(data, pagination, (*said, *_found(row, margins, folios, composition), *lost))


def _settled(shop: Workshop, laid_out: Callable[[int, int], None] | None, *, rtl: bool) -> Row:
    """The row in which every part stands on the side, and prints the numbers, that it was laid out for."""
    # A chapter is taken to begin on a recto, and a copyright page to be the back of the title page, until it is known.
    orders = [Order(right=(part.document.kind == "copyright-page") == rtl) for part in shop.parts]
    row = Row()
    for _ in range(_MOST_ROUNDS):
        fragments = _made(shop, list(zip(shop.parts, orders, strict=True)), laid_out, row.seats)
        row = seat(fragments, shop.blank, rtl=rtl)
        numbers = row.numbers
        wanted = []
        for each in (each for each in row.seats if each.part >= 0):
            told = tuple((id, numbers[row.pages[id]]) for id in each.fragment.wanted if id in row.pages)
            right = each.right if each.fragment.sided else not rtl
            wanted.append(Order(right, numbers=told if each.fragment.wanted else None))
        if wanted == orders:
            break
        orders = wanted
    if any(each.fragment.sketch for each in row.seats):
        raise Unjoinable("page numbers that do not settle")
    dead = {id for each in row.seats for id in each.fragment.links} - row.pages.keys()
    if dead:
        raise Unjoinable(f"a link to what is on no page: {min(dead)}")
    return row


def _made(
    shop: Workshop,
    orders: Sequence[tuple[Part, Order]],
    laid_out: Callable[[int, int], None] | None,
    stood: Sequence[Seat],
) -> list[Fragment]:
    """The fragments that are ordered.

    Where pages ``stood`` already, only what prints numbers is set again, the contents for one: meanwhile other hands
    paint the heads of all the rest, which will be wanted if no part gets another length.
    """
    if not stood:
        return shop.fragments(orders, laid_out)
    made: list[Fragment] = []
    shop.margins(stood, lambda: made.extend(shop.fragments(orders, laid_out)))
    return made


def _pagination(row: Row, folios: Sequence[Folio]) -> Pagination:
    """Where every page begins; a page with only the end of a note begins where the next one does."""
    starts: list[PageStart] = []
    following: PageStart | None = None
    pages = [page for each in row.seats for page in each.fragment.pages]
    for index in reversed(range(len(pages))):
        page, label = pages[index], folios[index].label
        if page.start is not None:
            block, offset, text, then = page.start
            following = PageStart(label, index, block, offset, False, page.solid, text, then)
            starts.append(following)
        elif page.bare or following is None:
            starts.append(PageStart(label, index, "", 0, blank=True))
        else:
            starts.append(replace(following, label=label, index=index))
    blocks = dict.fromkeys(block for each in row.seats for block in each.fragment.blocks)
    return Pagination(tuple(reversed(starts)), tuple(blocks))


def _found(
    row: Row, margins: Sequence[Fragment], folios: Sequence[Folio], composition: Composition
) -> Iterator[Diagnostic]:
    """What was found in the parts, between them, and in the heads."""
    spans = dict(composition.spans)
    labels = [folio.label for folio in folios]
    numbers: list[Number] = []
    first = 0
    for each in row.seats:
        count = len(each.fragment.pages)
        if each.part >= 0:
            yield from with_labels(each.fragment, labels[first : first + count])
        numbers.extend(
            Number(said.id, first + said.page, said.target, said.text, said.before, said.after)
            for said in each.fragment.numbers
        )
        first += count
    where = f", in the edition `{composition.edition.name}`"
    for diagnostic in check_numbers(numbers, row.pages, folios, spans):
        yield replace(diagnostic, message=diagnostic.message + where)
    for id in dict.fromkeys(row.twice):
        yield rules.ID_TWICE.at(spans.get(id, NOWHERE), f"the id “{id}” is given twice")
    yield from dict.fromkeys(diagnostic for margin in margins for diagnostic in margin.diagnostics)


def _painted(data: bytes, pages: Sequence[int], hands: int) -> Mapping[int, Counter[str]]:
    """The letters that these pages of the file paint, read by all hands where there are many."""
    share = max(_MANY, -(-len(pages) // hands))
    if len(pages) <= share:
        from publisher.formats.readback.letters import page_letters

        found = page_letters(data, frozenset(pages))
        return {page: found[page] for page in pages}

    def job(some: Sequence[int]) -> Callable[[], bytes]:
        return lambda: json.dumps(list(_painted(data, some, 1).items())).encode()

    jobs = [job(pages[first : first + share]) for first in range(0, len(pages), share)]
    return {page: Counter(letters) for _, raw in do_all(jobs, hands) for page, letters in json.loads(raw)}


def _lost(
    data: bytes,
    row: Row,
    margins: Sequence[Fragment],
    shop: Workshop,
    folios: Sequence[Folio],
    spans: Mapping[str, Span],
) -> Iterator[Diagnostic]:
    """What the new pages have among their boxes and not in the file; those that were kept were compared when made."""
    wanted: dict[int, tuple[Counter[str], bool, str]] = {}
    index = 0
    for each, margin in zip(row.seats, margins, strict=True):
        fresh = shop.is_new(each.fragment, margin)
        for page, heads in zip(each.fragment.pages, margin.pages, strict=True):
            if fresh:
                wanted[index] = Counter(page.letters) + Counter(heads.letters), page.drawing, page.place
            index += 1
    if index != len(folios):
        yield rules.LETTERS_LOST.at(NOWHERE, f"the file has {len(folios)} pages, and {index} were laid out")
    painted = _painted(data, sorted(wanted), shop.hands)
    for at, (letters, drawing, place) in wanted.items():
        where = spans.get(place, NOWHERE)
        yield from compare_page(painted[at], letters, drawing, folios[at].label, where)
