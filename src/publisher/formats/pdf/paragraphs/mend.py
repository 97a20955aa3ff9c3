"""What the layout of a page left amiss is mended by paragraphs with a line less, or one more.

When a recto ends within a word, and its last paragraph cannot be broken otherwise, a paragraph that begins on the page
or on the one before is broken into another number of lines and the page set again, at most :data:`MOST_PAGE_TRIES`
times.

When a chapter's last page has too little on it, paragraphs of the chapter are broken into a line fewer (or more,
whichever takes fewer of them), and the chapter's pages from the first of them on are set again, at most
:data:`MOST_TRIES` times.

Each paragraph stays within the bounds of :func:`publisher.formats.pdf.paragraphs.fit.fit_lines`, and as it was where
that does not help.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from publisher.formats.pdf import boxes
from publisher.formats.pdf.paragraphs.fit import Break
from publisher.formats.pdf.paragraphs.lines import Breaker, Planned
from publisher.formats.pdf.weasy import layout_package, page_layout

Box = Any
LEAST = 5  # lines on the last page of a chapter
MOST_TRIES = 4  # fewer lines, and more
MOST_PAGE_TRIES = 6
_BEFORE = 10  # pages before the last that are changed: in more there is room that takes up a line
_HYPHENS = ("\u2010", "-")
_FAR = 3  # times as many candidates are looked at as lines are wanted


@contextmanager
def full_last_pages(breaker: Breaker) -> Iterator[None]:
    """Mend the chapters' last pages in every layout of this block. Not for two layouts in two threads at once."""
    original: Callable[..., Iterator[Box]] = layout_package.make_all_pages

    def make_all_pages(context: Any, root: Box, html: Any, pages: list[Box]) -> Iterator[Box]:
        if pages:  # page numbers changed: nearly all pages stay as they are
            return original(context, root, html, pages)
        return iter(_Press(context, root, html, breaker).pages())

    layout_package.make_all_pages = make_all_pages
    try:
        yield
    finally:
        layout_package.make_all_pages = original


@dataclass(frozen=True, slots=True)
class _Mark:
    """How things stood before a chapter's first page."""

    index: int  # of that page
    footnotes: tuple[Box, ...]
    reported: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class _Stood:
    """How a chapter stood when it was laid out first, to be had again without laying it out."""

    made: tuple[Box, ...]
    page_maker: tuple[Any, ...]
    footnotes: tuple[Box, ...]
    reported: tuple[Box, ...]
    page_footnotes: Mapping[int, Any]
    broken: tuple[tuple[Planned, tuple[Break, ...], int], ...]  # paragraphs, their breaks and the pages they begin on
    marks: Mapping[int, _Mark]

    @classmethod
    def of(cls, context: Any, planned: Iterable[Planned], made: Sequence[Box], marks: Mapping[int, _Mark]) -> _Stood:
        """As it stands now."""
        return cls(
            tuple(made),
            tuple(context.page_maker),
            tuple(context.footnotes),
            tuple(context.reported_footnotes),
            dict(context.page_footnotes),
            tuple((each, each.breaks, each.page) for each in planned),
            dict(marks),
        )

    def goes_on_alike(self, context: Any, index: int) -> bool:
        """Whether the page at this index begins as it did: with the same text, and the same notes still to come."""
        if index not in self.marks or index >= len(self.page_maker):
            return False
        mark = self.marks[index]
        alike = all(
            now == then for now, then in zip(context.page_maker[index][:3], self.page_maker[index], strict=False)
        )
        return alike and (tuple(context.footnotes), tuple(context.reported_footnotes)) == (
            mark.footnotes,
            mark.reported,
        )

    def restore(self, context: Any, made: list[Box]) -> None:
        """Let it stand so again."""
        made[:] = self.made
        context.page_maker = list(self.page_maker)
        context.footnotes, context.reported_footnotes = list(self.footnotes), list(self.reported)
        context.current_page_footnotes = []
        context.page_footnotes.clear()
        context.page_footnotes.update(self.page_footnotes)
        for planned, breaks, page in self.broken:
            planned.page = page
            if planned.breaks != breaks:
                planned.set(breaks)


@dataclass(slots=True)
class _Press:
    """Makes all pages in their order, as WeasyPrint's ``make_all_pages`` does, and goes back within a chapter."""

    context: Any
    root: Box
    html: Any
    breaker: Breaker
    turned: _Mark | None = None  # before the page made last
    first: int = 0  # the index of the chapter's first page
    marks: dict[int, _Mark] = field(default_factory=dict)  # before each page of the chapter

    def pages(self) -> list[Box]:
        """All pages, without margin boxes."""
        self.context.rendered_notes = []
        made: list[Box] = []
        mark = self._mark(0)
        while True:
            self.first = mark.index
            resume_at = self._recto(made)
            is_end = resume_at is None and not self.context.reported_footnotes
            if is_end or self._is_forced(len(made)):
                self._mend(mark, made)
                self.marks.clear()
                mark = self._mark(len(made))
            if is_end:
                break
        self.context.page_maker = self.context.page_maker[: len(made) + 1]
        self.context.broken_out_of_flow.clear()
        self.context.reported_footnotes.clear()
        return made

    def _page(self, index: int, made: list[Box]) -> Any:
        state = self.context.page_maker[index][-1]
        state.update(content_changed=False, pages_wanted=False, anchors=[], content_lookups=[])
        page, resume_at = page_layout.remake_page(index, self.context, self.root, self.html)
        made.append(page)
        return resume_at

    def _recto(self, made: list[Box]) -> Any:
        """Make the next page; where it is a recto that ends within a word, look for a way that does not."""
        mark = self._mark(len(made))
        turned = self.turned if self.turned is not None and self.turned.index == mark.index - 1 >= self.first else None
        self.turned = self.marks[mark.index] = mark
        resume_at = self._page(mark.index, made)
        if not self._is_recto(made[-1]) or self.context.broken_out_of_flow or not _is_divided(made[-1]):
            return resume_at
        tries = 0
        for start in (mark, turned):
            here = self.breaker.between(start.index + 1, start.index + 1) if start is not None else []
            for planned, step in ((planned, step) for planned in here for step in (-1, 1)):
                before = planned.breaks
                if start is None or tries == MOST_PAGE_TRIES or not planned.bend(step):
                    continue
                tries += 1
                resume_at = self._from(start, made, mark.index + 1)
                if not _is_divided(made[-1]):
                    self.turned = mark if start is mark else None  # what was known of it may be true no more
                    return resume_at
                planned.set(before)
        return self._from(turned or mark, made, mark.index + 1) if tries else resume_at

    def _is_recto(self, page: Box) -> bool:
        """Whether a reader turns the leaf after this page."""
        return bool(page.page_type.side == ("left" if self.root.style["direction"] == "rtl" else "right"))

    def _from(self, mark: _Mark, made: list[Box], end: int) -> Any:
        """Set the pages from a mark on again, up to this index, or to the end of the chapter."""
        self._go_back(mark)
        del made[mark.index :]
        resume_at = None
        while len(made) < end:
            resume_at = self._page(len(made), made)
            if (resume_at is None and not self.context.reported_footnotes) or self._is_forced(len(made)):
                break
        return resume_at

    def _is_forced(self, index: int) -> bool:
        """Whether the page at this index begins because something wants a page of its own."""
        return bool(self.context.page_maker[index][1]["break"] != "any")

    def _mark(self, index: int) -> _Mark:
        return _Mark(index, tuple(self.context.footnotes), tuple(self.context.reported_footnotes))

    def _go_back(self, mark: _Mark) -> None:
        context = self.context
        context.page_maker = context.page_maker[: mark.index + 1]
        context.footnotes = list(mark.footnotes)
        context.reported_footnotes = list(mark.reported)
        context.current_page_footnotes = []
        for page in [page for page in context.page_footnotes if page > mark.index]:
            del context.page_footnotes[page]

    def _mend(self, mark: _Mark, made: list[Box]) -> None:
        """Set a chapter's end again where its last page has too little on it, if that helps."""
        count = len(made) - mark.index
        lines = _lines(made[-1])
        if count < 2 or not 0 < lines < LEAST or self.context.broken_out_of_flow:
            return
        last = len(made) - 1  # of the pages from 1 that may help
        first = max(mark.index + 1, last - _BEFORE)
        least = LEAST - lines
        stood = _Stood.of(self.context, self.breaker.between(mark.index + 1, len(made)), made, self.marks)
        for change in sorted((-lines, least, -lines - 1, least + 1), key=abs)[:MOST_TRIES]:
            changed = self._change(change, first, last)
            if not changed:
                continue
            differs = self._again(changed, stood, made, mark.index + count + 1)
            if differs and (_lines(made[-1]) >= LEAST or len(made) - mark.index < count):
                return
            stood.restore(self.context, made)
            self.marks = dict(stood.marks)

    def _again(self, changed: Sequence[Planned], stood: _Stood, made: list[Box], most: int) -> bool:
        """Set the pages of a chapter again from the first that changes on; the book has at most so many pages then.

        Whether its end is another: where room before a table or a picture takes up the change, all that follows is as
        it was, and is not set again.
        """
        start = self.marks[min(planned.page for planned in changed) - 1]
        self._go_back(start)
        del made[start.index :]
        self.turned = None
        while len(made) < most:
            resume_at = self._recto(made)
            if resume_at is None and not self.context.reported_footnotes:
                break
            if self._is_forced(len(made)):
                break
            if all(planned.page < len(made) for planned in changed) and stood.goes_on_alike(self.context, len(made)):
                return False
        return True

    def _change(self, wanted: int, first: int, last: int) -> list[Planned]:
        """Give so many paragraphs of these pages a line more or fewer; nothing where there are not enough of them."""
        step = 1 if wanted > 0 else -1
        changed: list[tuple[Planned, tuple[Break, ...]]] = []
        for planned in self.breaker.between(first, last)[: abs(wanted) * _FAR * 10]:
            before = planned.breaks
            if planned.bend(step):
                changed.append((planned, before))
            if len(changed) == abs(wanted):
                return [each for each, _ in changed]
        for planned, breaks in changed:
            planned.set(breaks)
        return []


def _lines(page: Box) -> int:
    """How many lines of text, or what takes their room, stand on a page; 0 for a page with a picture or a table."""
    count = 0
    for child in page.children:
        if isinstance(child, boxes.MarginBox | boxes.FootnoteAreaBox):
            continue
        for box in child.descendants():
            if isinstance(box, boxes.ReplacedBox | boxes.TableBox):
                return 0
            count += isinstance(box, boxes.LineBox)
    return count


def _is_divided(page: Box) -> bool:
    """Whether the last line of text on a page ends within a word."""
    last = None
    for child in page.children:
        if not isinstance(child, boxes.MarginBox | boxes.FootnoteAreaBox):
            last = next((box for box in _backwards(child) if isinstance(box, boxes.LineBox)), last)
    if last is None:
        return False
    text = next((box for box in _backwards(last) if isinstance(box, boxes.TextBox)), None)
    return text is not None and text.text.rstrip().endswith(_HYPHENS)


def _backwards(box: Box) -> Iterator[Box]:
    """A box and all within it, the last first."""
    for child in reversed(getattr(box, "children", ())):
        yield from _backwards(child)
    yield box
