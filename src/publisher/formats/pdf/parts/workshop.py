"""Where the parts of one book are made, or fetched from the store that kept them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import field, replace
from hashlib import sha256

from publisher.collector import collect_if_many
from publisher.formats.pdf.join import join_part
from publisher.formats.pdf.log import kept_log
from publisher.formats.pdf.paragraphs.patterns import load_patterns
from publisher.formats.pdf.parts.capture import capture, sketch
from publisher.formats.pdf.parts.divide import Part, own_spans
from publisher.formats.pdf.parts.fragment import Fragment, first_page, headed, pack, unpack, with_heads
from publisher.formats.pdf.parts.hands import do_all
from publisher.formats.pdf.parts.margins import Frame, Numbered, frame, paint_margins
from publisher.formats.pdf.parts.numbering import Seat
from publisher.formats.pdf.parts.press import Dress, lay_out_part, new_dress
from publisher.formats.pdf.places import Places
from publisher.formats.pdf.sheets import Sheets
from publisher.formats.pdf.variants import Kind
from publisher.store import Store
from publisher.style.composition import Composition, Document
from publisher.value import dataclass

_BLANK = Document("blank", "blank", "", "<p>\u00a0</p>", "body", "")
_SEARCHES = 5  # for garbage, of 100,000 new objects each: some 150 pages, 60 MB


@dataclass(frozen=True, slots=True)
class Order:
    """How a part is wanted: from which side on, and with which numbers (None: they are not known yet)."""

    right: bool = True
    forced: str = "any"
    numbers: tuple[tuple[str, int], ...] | None = None


@dataclass(slots=True)
class Workshop:
    """All that is needed to make parts of one book."""

    composition: Composition
    kind: Kind
    dress: Dress
    font_css: str
    parts: tuple[Part, ...]
    store: Store | None
    hands: int
    ids: frozenset[str] = frozenset()
    meanwhile: Callable[[], object] | None = None  # to be done here while others lay out; None: to lay out as well
    kept: Mapping[str, tuple[bytes, Fragment]] = field(default_factory=dict)  # of the book before; see :meth:`to_keep`
    made: dict[str, Fragment] = field(default_factory=dict)
    spots: dict[str, bytes] = field(default_factory=dict)  # which places their diagnostics name, where they have some
    frame: Frame | None = None
    blanks: dict[bool, Fragment] = field(default_factory=dict)  # a right and a left page without anything
    style: str = ""
    fresh: set[int] = field(default_factory=set)  # id() of the objects of what was made just now

    # Fragments

    def fragments(
        self, orders: Sequence[tuple[Part, Order]], laid_out: Callable[[int, int], None] | None = None
    ) -> list[Fragment]:
        """The fragments that are ordered: those of this run, those kept, and the others made by all hands.

        ``laid_out`` is told how many there are, and of how many, at first and whenever one more is there.
        """
        keys = [self._key(part, order) for part, order in orders]
        missing: dict[str, tuple[Part, Order]] = {}
        for key, (part, order) in zip(keys, orders, strict=True):
            if key not in self.made and key not in missing and not self._recall(key, part):
                missing[key] = (part, order)
        if missing:
            self._load()
        by_size = sorted(missing, key=lambda key: -len(missing[key][0].document.body))
        jobs = [self._job(*missing[key]) for key in by_size]
        there = len(orders) - len(missing)
        if laid_out is not None:
            laid_out(there, len(orders))
        for count, (index, raw) in enumerate(do_all(jobs, self.hands, self.meanwhile), there + 1):
            key = by_size[index]
            spot = self._spot(missing[key][0])
            self._take_in(key, unpack(raw), spot)
            self.fresh.add(id(self.made[key].objects))
            if self.store is not None:
                self.store.put(key, spot + raw)
            if laid_out is not None:
                laid_out(count, len(orders))
        return [self.made[key] for key in keys]

    def _load(self) -> Frame:
        """Read the sheets and faces before there are several hands, so that each has them."""
        if self.frame is None:
            self.frame = frame(join_part(self.composition, self.font_css, (), first=False), self.dress)
            load_patterns(self.composition.info.language, self.store)
        return self.frame

    def is_new(self, *fragments: Fragment) -> bool:
        """Whether any of these was made just now, and not kept by the store."""
        return any(fragment.objects and id(fragment.objects) in self.fresh for fragment in fragments)

    def _key(self, part: Part, order: Order) -> str:
        return sha256(f"part\n{part.digest}\n{order!r}".encode()).hexdigest()

    def _spot(self, part: Part) -> bytes:
        """Which places its diagnostics name: a fragment that has some is of no use where they have moved."""
        return sha256(repr(own_spans(part, dict(self.composition.spans))).encode()).digest()

    def _recall(self, key: str, part: Part) -> bool:
        found = self.kept.get(key) or self._stored(key)
        if found is None:
            return False
        spot, fragment = found
        if fragment.diagnostics and spot != self._spot(part):
            return False
        self._take_in(key, fragment, spot)
        return True

    def _stored(self, key: str) -> tuple[bytes, Fragment] | None:
        raw = self.store.get(key) if self.store is not None else None
        try:
            return (raw[:32], unpack(raw[32:])) if raw is not None else None
        except (ValueError, KeyError, TypeError):
            return None

    def _take_in(self, key: str, fragment: Fragment, spot: bytes) -> None:
        self.made[key], self.spots[key] = fragment, spot

    def to_keep(self) -> dict[str, tuple[bytes, Fragment]]:
        """All that this book was made of, for the next one in this process."""
        return {key: (self.spots.get(key, b""), fragment) for key, fragment in self.made.items()}

    def _job(self, part: Part, order: Order) -> Callable[[], bytes]:
        def job() -> bytes:
            done = pack(self._lay_out(part, order))
            collect_if_many(_SEARCHES)
            return done

        return job

    def _lay_out(self, part: Part, order: Order) -> Fragment:
        tree = join_part(self.composition, self.font_css, (part.document,), part.first)
        numbers = dict(order.numbers or ())
        with kept_log() as records:
            laid = lay_out_part(
                tree, self.dress, numbers, self.ids, begins=part.begins, right=order.right, forced=order.forced
            )
            if laid.wanted and order.numbers is None:
                return sketch(laid)
            places = Places(tree, own_spans(part, dict(self.composition.spans)))
            made = capture(laid, self.composition, self.kind, self.dress, places, records, f"{part.name}-", self.ids)
            return with_heads(made)

    def blank(self, right: bool) -> Fragment:
        """A page that is left blank because the next part begins on the other side; ``right``: it is a right one."""
        if right not in self.blanks:
            document = replace(_BLANK, lang=self.composition.info.language)
            part = Part("blank", document, "body", first=False, digest=f"blank {self.style_digest()}")
            [fragment] = self.fragments([(part, Order(right, "left" if right else "right", ()))])
            self.blanks[right] = with_heads(first_page(fragment))
        return self.blanks[right]

    # Heads and folios

    def margins(self, seats: Sequence[Seat], meanwhile: Callable[[], object] | None = None) -> list[Fragment]:
        """The heads and folios of all pages, a fragment for each seat but those of sketches.

        Something else can be done here ``meanwhile``, while other hands paint them.
        """
        total = sum(len(seat.numbers) for seat in seats) if "counter(pages" in self.composition.css else 0
        carried: dict[str, str] = {}
        wanted: list[tuple[str, Seat, tuple[tuple[str, str], ...]]] = []
        for seat in seats:
            before = tuple(sorted(carried.items()))
            said = (self.style_digest(), seat.fragment.heads, seat.right, seat.numbers, before, total)
            if not seat.fragment.sketch:
                wanted.append((sha256(f"margins\n{said!r}".encode()).hexdigest(), seat, before))
            for page in seat.fragment.pages:
                carried.update((name, texts[-1]) for name, texts in page.strings.items())
        missing = {
            key: _numbered(seat, dict(before))
            for key, seat, before in wanted
            if key not in self.made and not self._recall_margins(key)
        }
        order = list(missing)
        shared = self._load() if missing else None

        def job(pages: list[Numbered]) -> Callable[[], bytes]:
            assert shared is not None
            return lambda: pack(paint_margins(shared, self.dress, self.kind, pages, total))

        if meanwhile is not None and not order:
            meanwhile()
        for index, raw in do_all([job(missing[key]) for key in order], self.hands, meanwhile):
            self.made[order[index]] = unpack(raw)
            self.fresh.add(id(self.made[order[index]].objects))
            if self.store is not None:
                self.store.put(order[index], raw)
        return [self.made[key] for key, _, _ in wanted]

    def _recall_margins(self, key: str) -> bool:
        if key in self.kept:
            self.made[key] = self.kept[key][1]
            return True
        raw = self.store.get(key) if self.store is not None else None
        if raw is not None:
            try:
                self.made[key] = unpack(raw)
            except (ValueError, KeyError, TypeError):
                return False
        return raw is not None

    # The last sheet

    def sheets(self, sheets: Sheets) -> tuple[Seat, Fragment]:
        """The pages that fill the last sheet, and their heads and folios; they are no pages of the book."""
        cut = slice(sheets.skip, sheets.skip + sheets.count)
        with ExitStack() as ends, kept_log() as records:
            dress = new_dress(self.dress.served, self.composition, ends)
            laid = lay_out_part(sheets.tree, dress, {}, frozenset(), begins=True)
            laid.layout.document.pages[:] = laid.layout.document.pages[cut]
            layout = replace(laid.layout, numbers=laid.layout.numbers[cut])
            laid = replace(laid, layout=layout, strings=laid.strings[cut])
            places = Places(sheets.tree, {})
            fragment = capture(laid, self.composition, self.kind, dress, places, records, "sheets-", frozenset())
            numbers = tuple(page.number for page in fragment.pages)
            pages = [Numbered(page, number, ()) for page, number in zip(fragment.pages, numbers, strict=True)]
            margins = paint_margins(frame(sheets.tree, dress), dress, self.kind, pages, 0)
        self.fresh.add(id(fragment.objects))
        return Seat(-1, fragment, numbers, right=not sheets.skip), margins

    def style_digest(self) -> str:
        """What all heads and blank pages are made from."""
        if not self.style:
            self.style = style_digest(self.composition)
        return self.style


def style_digest(composition: Composition) -> str:
    """The digest of all that a style is read, and heads and blank pages are made from: nothing of the text."""
    info = composition.info
    said = (composition.css, composition.fonts, composition.pdf_variant, composition.edition, composition.printer)
    return sha256(repr((said, info.language, info.direction)).encode("utf-8", "surrogatepass")).hexdigest()


def _numbered(seat: Seat, carried: dict[str, str]) -> list[Numbered]:
    """The pages as their heads are painted; ``carried`` are the strings that were in force before the first."""
    pages = []
    for page, number in zip(seat.fragment.pages, seat.numbers, strict=True):
        pages.append(Numbered(headed(page), number, tuple(sorted(carried.items()))))
        carried.update((name, texts[-1]) for name, texts in page.strings.items())
    return pages
