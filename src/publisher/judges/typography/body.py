"""What is running text on the pages of a book, and where its paragraphs begin and end.

Nothing is known but where letters stand. Running text is what most of the book is set in: one size, one family, one
measure. Running heads, folios, notes, tables, code, headings and quotations differ in one of these and are left out.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import TypeVar

from publisher.judges.typography.lines import Line

_EDGE = 1.5  # points within which an edge counts as met; marks that hang in the margin are no more
_OVERFULL = 4  # em: a line of text may be too long, but not by more
_HOLE = 6  # em: no word space is as wide, however badly a line is set
_MARKER = re.compile(r"[•◦▪‣·–☐☑]|[0-9]{1,3}[.)]|[a-zA-Z][.)]|[ivxlc]+[.)]")
_T = TypeVar("_T", float, str)


@dataclass(frozen=True, slots=True)
class Setting:
    """How a book's text is set, in points. Left and right edges are those of even and odd page indexes."""

    size: float
    font: str
    leading: float
    lefts: tuple[float, float]
    rights: tuple[float, float]
    indent: float  # of a paragraph's first line; 0 when there is none
    top: float  # baseline of the first line of a full page
    bottom: float  # and of the last
    justified: bool
    space: float  # a word space that nobody has stretched

    @property
    def measure(self) -> float:
        """The width of the lines."""
        return self.rights[0] - self.lefts[0]

    def left(self, line: Line) -> float:
        """The left edge of the text on the line's page."""
        return self.lefts[line.page % 2]

    def right(self, line: Line) -> float:
        """The right edge of the text on the line's page."""
        return self.rights[line.page % 2]

    def is_indented(self, line: Line) -> bool:
        """Whether the line begins a paragraph by standing in."""
        return self.indent > 0 and not line.initial and abs(line.left - self.left(line) - self.indent) <= _EDGE

    def is_full(self, line: Line) -> bool:
        """Whether the line reaches the right edge."""
        return line.right >= self.right(line) - _EDGE


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The lines of one paragraph, perhaps over several pages."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class TextPage:
    """The lines of one page without running head and folio, from its head to its foot; which of them are text."""

    index: int
    lines: tuple[Line, ...]
    body: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """A book's text: how it is set, its pages and its paragraphs."""

    setting: Setting
    pages: tuple[TextPage, ...]
    paragraphs: tuple[Paragraph, ...]


def text_of(pages: Sequence[Sequence[Line]]) -> Text | None:
    """The running text of a book, from the lines of its pages; None when there is none to speak of."""
    stripped = _without_heads(pages)
    setting = _setting([line for page in stripped for line in page])
    if setting is None:
        return None
    made = []
    for index, page in enumerate(stripped):
        apart = set_apart(page, setting)
        body = (line for line in page if id(line) not in apart and _is_body(line, setting))
        made.append(TextPage(index, tuple(page), tuple(body)))
    paragraphs = _paragraphs(made, setting)
    return Text(_with_space(setting, paragraphs), tuple(made), paragraphs)


def _without_heads(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The pages without running heads and folios: lines that stand apart at one height on many pages."""
    heads, feet = Counter[int](), Counter[int]()
    for page in pages:
        if len(page) > 3:
            gaps = [one.baseline - two.baseline for one, two in pairwise(page)]
            usual = median(gaps)
            if gaps[0] > 1.25 * usual:
                heads[round(page[0].baseline)] += 1
            if gaps[-1] > 1.25 * usual:
                feet[round(page[-1].baseline)] += 1
    least = max(2, len(pages) // 12)
    head = [height for height, count in heads.items() if count >= least]
    foot = [height for height, count in feet.items() if count >= least]
    # A chapter's first page has a lower head than others have a running head: only what is above all text is one.
    text = Counter(round(line.baseline) for page in pages for line in page[1:-1])
    head = [height for height in head if text[height] < heads[height]]
    foot = [height for height in foot if text[height] < feet[height]]
    return [[line for line in page if not _is_head(line, page, head, foot)] for page in pages]


def _is_head(line: Line, page: Sequence[Line], heads: Sequence[int], feet: Sequence[int]) -> bool:
    at_head = line is page[0] and any(abs(line.baseline - height) <= 1 for height in heads)
    at_foot = line is page[-1] and any(abs(line.baseline - height) <= 1 for height in feet)
    return at_head or at_foot


def _setting(lines: Sequence[Line]) -> Setting | None:
    weights: Counter[tuple[float, str]] = Counter()
    for line in lines:
        weights[_rounded(line.size, 0.2), line.font] += len(line.text)
    if not weights:
        return None
    (size, font), _ = max(weights.items(), key=lambda item: (item[1], item[0]))
    own = [line for line in lines if abs(line.size - size) <= 0.3 and line.font == font]
    if len(own) < 3:
        return None
    exact = _commonest(round(line.size, 1) for line in own)
    edges = [_edges([line for line in own if line.page % 2 == side], exact) for side in (0, 1)]
    known = [edge for edge in edges if edge is not None]
    if not known:
        return None
    left, right = [edge or known[0] for edge in edges]
    leading = _leading(own, exact)
    inner = [line for line in own if abs(line.right - (left, right)[line.page % 2][1]) <= _EDGE]
    whole = [line for line in own if _starts(line, (left, right)[line.page % 2][0], exact)]
    indent = _indent(own, (left, right), exact)
    return Setting(
        exact, font, leading, (left[0], right[0]), (left[1], right[1]), indent,
        _outermost(whole or own, top=True), _outermost(whole or own, top=False),
        len(inner) >= 0.45 * len(own), own[0].space or 0.25 * exact,
    )  # fmt: skip


def _edges(lines: Sequence[Line], size: float) -> tuple[float, float] | None:
    """The left and right edges that most lines of one side have."""
    if len(lines) < 3:
        return None
    left = _peak([line.left for line in lines if not line.initial] or [line.left for line in lines])
    right = _peak([line.right for line in lines if line.right > left + 8 * size] or [line.right for line in lines])
    return left, right


def _peak(values: Sequence[float]) -> float:
    """Where most values stand: the median of those in the fullest point and its neighbours."""
    counts = Counter(round(value) for value in values)
    best = max(counts, key=lambda each: (counts[each] + counts[each - 1] + counts[each + 1], counts[each], -each))
    return median(value for value in values if abs(value - best) <= 1.5)


def _starts(line: Line, left: float, size: float) -> bool:
    return abs(line.left - left) <= _EDGE or line.initial


def _leading(lines: Sequence[Line], size: float) -> float:
    steps = []
    for one, two in pairwise(lines):
        step = one.baseline - two.baseline
        if one.page == two.page and 0.7 * size < step < 3 * size:
            steps.append(round(step, 2))
    if not steps:
        return 1.2 * size
    usual = _peak_of_steps(steps)
    return median(step for step in steps if abs(step - usual) <= 0.3)


def _peak_of_steps(steps: Sequence[float]) -> float:
    counts = Counter(_rounded(step, 0.1) for step in steps)
    return max(counts, key=lambda each: (counts[each], -each))


def _indent(lines: Sequence[Line], edges: tuple[tuple[float, float], tuple[float, float]], size: float) -> float:
    """How far most first lines stand in: full lines above one that begins at the edge. 0 when there are hardly any."""
    within = []
    for line, following in pairwise(lines):
        left, right = edges[line.page % 2]
        first = line.page == following.page and not line.initial and line.right >= right - _EDGE
        if first and abs(following.left - left) <= _EDGE and 0.4 * size <= line.left - left <= 4 * size:
            within.append(line.left - left)
    return _peak_of_offsets(within) if len(within) >= max(2, 0.01 * len(lines)) else 0.0


def _peak_of_offsets(offsets: Sequence[float]) -> float:
    counts = Counter(_rounded(offset, 0.5) for offset in offsets)
    best = max(counts, key=lambda each: (counts[each], -each))
    return median(offset for offset in offsets if abs(offset - best) <= 0.75)


def _outermost(lines: Sequence[Line], *, top: bool) -> float:
    """The height of the first line of most pages (``top``), or of the last."""
    pages: dict[int, list[float]] = defaultdict(list)
    for line in lines:
        pages[line.page].append(line.baseline if top else -line.baseline)
    ends = [max(page) for page in pages.values() if len(page) > 3] or [max(map(max, pages.values()))]
    counts = Counter(round(end) for end in ends)
    best = max(counts, key=lambda each: (counts[each], each))
    end = median(end for end in ends if abs(end - best) <= 1)
    return end if top else -end


def _is_body(line: Line, setting: Setting) -> bool:
    """Whether a line is running text: its size, family and both edges are."""
    if abs(line.size - setting.size) > 0.3 or line.font != setting.font:
        return False
    if line.right > setting.right(line) + _OVERFULL * setting.size or _has_leader(line):
        return False
    return _starts(line, setting.left(line), setting.size) or setting.is_indented(line)


def set_apart(page: Sequence[Line], setting: Setting) -> frozenset[int]:
    """The lines (their ``id``) whose edges are those of text and which are none: of lists, of ragged quotations."""
    return frozenset((*_items(page, setting), *(_ragged(page, setting) if setting.justified else ())))


def _items(page: Sequence[Line], setting: Setting) -> Iterator[int]:
    """Lines of lists: what begins with a sign or a number, and the lines below it that stand in as far as its text."""
    hang = 0.0
    above = None
    for line in page:
        near = above is not None and above.baseline - line.baseline < 1.3 * setting.leading
        if len(line.words) > 1 and _MARKER.fullmatch(line.words[0].text):
            hang = line.words[1].left
            yield id(line)
        elif hang and near and abs(line.left - hang) <= _EDGE:
            yield id(line)
        else:
            hang = 0.0
        above = line


def _ragged(page: Sequence[Line], setting: Setting) -> Iterator[int]:
    """Lines one under another that end before the edge because the next word would not fit."""
    run: list[Line] = []
    links = 0
    for line in page:
        broken = bool(run) and _is_under(run[-1], line, setting) and _broken(run[-1], line, setting)
        if broken or (links and _is_under(run[-1], line, setting)):
            links += broken
            run.append(line)
            continue
        yield from _apart(run, links, setting)
        run, links = [line], 0
    yield from _apart(run, links, setting)


def _is_under(above: Line, line: Line, setting: Setting) -> bool:
    """Whether a line stands right below another, at the same edge and in the same type."""
    near = above.baseline - line.baseline < 1.3 * setting.leading
    return near and abs(above.left - line.left) <= _EDGE and above.size == line.size


def _broken(above: Line, line: Line, setting: Setting) -> bool:
    word = line.words[0]
    return not setting.is_full(above) and setting.right(above) - above.right < setting.space + word.right - word.left


def _apart(run: Sequence[Line], links: int, setting: Setting) -> Iterator[int]:
    """A run of them. Two lines of speech may be nearly full paragraphs: where first lines stand, it takes three."""
    if links > (1 if run and setting.is_indented(run[0]) else 0):
        yield from map(id, run)


def _has_leader(line: Line) -> bool:
    """Whether dots, or nothing, lead from an entry to its page number."""
    if any(gap > _HOLE * line.size for gap in line.gaps):
        return True
    return sum(not word.text.strip("._…") for word in line.words) >= 3


def _paragraphs(pages: Sequence[TextPage], setting: Setting) -> tuple[Paragraph, ...]:
    made: list[list[Line]] = []
    before: Line | None = None
    for page in pages:
        last = None  # the line above, whatever it is
        body = {id(line) for line in page.body}
        for line in page.lines:
            if id(line) not in body:
                last = line
                if not _is_small(line, setting):
                    before = None
                continue
            begins = before is None or setting.is_indented(line) or _is_apart(before, line, last, setting)
            if setting.justified and before is not None and not setting.is_full(before):
                begins = True
            if begins:
                made.append([])
            made[-1].append(line)
            before = last = line
    return tuple(Paragraph(tuple(lines)) for lines in made)


def _is_small(line: Line, setting: Setting) -> bool:
    """Whether a line is a note at the foot of the page, which does not end the paragraph above it."""
    return line.size < 0.95 * setting.size


def _is_apart(before: Line, line: Line, above: Line | None, setting: Setting) -> bool:
    """Whether more than a line's distance lies between two lines of text."""
    if before.page == line.page:
        return before.baseline - line.baseline > 1.45 * setting.leading
    turned = line.page == before.page + 1 and above is None
    return not turned or line.baseline < setting.top - 0.6 * setting.leading


def _with_space(setting: Setting, paragraphs: Sequence[Paragraph]) -> Setting:
    """The setting with the word space that last lines have: nobody stretches them."""
    gaps = [
        gap
        for paragraph in paragraphs
        if not setting.is_full(last := paragraph.lines[-1]) and last.right < setting.right(last) - 2 * setting.size
        for gap in last.gaps
    ]
    space = median(gaps) if len(gaps) >= 12 else setting.space
    return replace(setting, space=space)


def _rounded(value: float, step: float) -> float:
    return round(round(value / step) * step, 3)


def _commonest(values: Iterable[_T]) -> _T:
    counts = Counter(values)
    most = max(counts.values())
    return min(value for value, count in counts.items() if count == most)
