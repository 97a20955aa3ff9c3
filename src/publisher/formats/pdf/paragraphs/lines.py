"""The lines of paragraphs, chosen for the whole paragraph and given to the engine as lines that may not be broken.

WeasyPrint fills one line after the other. Before it sets the first line of a justified paragraph, the breaks are chosen
here and written into the paragraph's boxes as line ends; its text then wraps nowhere else, and each line is stretched,
or shrunk, to the measure. Nothing else changes: words, tags, notes, links and the breaking of pages are the engine's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from publisher.formats.pdf import boxes
from publisher.formats.pdf.paragraphs.fit import AFTER, MOST_TO_MEND, Break, fit, fit_lines
from publisher.formats.pdf.paragraphs.row import Measurer, Paragraph, read
from publisher.formats.pdf.weasy import block_layout, inline_layout

Box = Any
_TAGS = frozenset(("p", "li", "dd"))
_GREEDY = "greedy"  # the value of --line-breaking that leaves paragraphs to the engine
_FEWEST = 4  # lines of a paragraph that may get one less or more: in a shorter one it would show
_MOST_TRIES = 3  # to end a recto with a whole word


@contextmanager
def total_fit(measurer: Measurer | None = None) -> Iterator[Breaker]:
    """Break paragraphs as wholes in every layout of this block. Not for two layouts in two threads at once.

    ``measurer`` remembers the widths of words from one layout to the next: of layouts with the same faces.
    """
    next_linebox, linebox_layout = inline_layout.get_next_linebox, block_layout._linebox_layout
    breaker = Breaker(measurer=measurer or Measurer())

    def next_line(
        context: Any, linebox: Box, position_y: float, bottom_space: float, skip_stack: Any, block: Box, *rest: Any
    ) -> Any:
        if skip_stack is None:
            breaker.plan(context, linebox, block, position_y, lettered=any(rest[-2:]))
        line, resume_at = next_linebox(context, linebox, position_y, bottom_space, skip_stack, block, *rest)
        if line is not None and id(linebox) in breaker.planned:
            _spread(context, line, block.width, is_last=resume_at is None)
        return line, resume_at

    def laid(context: Any, block: Box, index: int, line: Box, lines: list[Box], *rest: Any) -> Any:
        return breaker.without_hyphen(context, line, lines, rest[6], lambda: linebox_layout(
            context, block, index, line, lines, *rest
        ))  # fmt: skip

    inline_layout.get_next_linebox, block_layout._linebox_layout = next_line, laid
    try:
        yield breaker
    finally:
        inline_layout.get_next_linebox, block_layout._linebox_layout = next_linebox, linebox_layout
        for planned in breaker.planned.values():  # who asks for the text before it was broken, gets that
            planned.undo()


@dataclass(slots=True)
class Planned:
    """A paragraph whose breaks stand in its boxes. The box is kept, so that its id() stays its own."""

    box: Box
    width: float
    paragraph: Paragraph
    texts: tuple[str, ...]  # of the runs, before breaks were written into them
    breaks: tuple[Break, ...]
    page: int  # on which it begins, from 1; 0 for a note, which nobody mends
    styles: tuple[tuple[Box, Any], ...]  # of its boxes, before they were kept from wrapping

    @property
    def lines(self) -> int:
        """How many lines it has."""
        return len(self.breaks) + 1

    def undo(self) -> None:
        """Leave the boxes as they were, for the engine or for another measure."""
        self.set(())
        for box, style in self.styles:
            box.style = style

    def bend(self, step: int) -> bool:
        """Give the paragraph so many lines more (or, negative, fewer), if that can be done within bounds."""
        if self.lines < _FEWEST:
            return False
        breaks = fit_lines(self.paragraph.row, self.width, self.lines + step)
        if breaks is not None:
            self.set(breaks)
        return breaks is not None

    def set(self, breaks: tuple[Break, ...]) -> None:
        """Write breaks into the runs, from the last to the first, so that offsets stay true."""
        for run, text in zip(self.paragraph.runs, self.texts, strict=True):
            run.text = text
        for where in reversed(breaks):
            chosen = self.paragraph.written(where)
            run = self.paragraph.runs[chosen.run]
            run.text = run.text[: chosen.offset] + chosen.text + run.text[chosen.offset + chosen.replaces :]
        self.breaks = breaks


@dataclass(slots=True)
class Breaker:
    """Plans paragraphs as the engine comes to them, and remembers what it planned."""

    planned: dict[int, Planned] = field(default_factory=dict)
    passed: dict[int, tuple[Box, float]] = field(default_factory=dict)  # left to the engine, and at what measure
    measurer: Measurer = field(default_factory=Measurer)
    styles: dict[int, tuple[Any, Any]] = field(default_factory=dict)

    def between(self, first: int, last: int) -> list[Planned]:
        """The paragraphs that begin on these pages, counted from 1, the last first."""
        return [each for each in reversed(self.planned.values()) if first <= each.page <= last]

    def plan(self, context: Any, line: Box, block: Box, top: float, *, lettered: bool) -> None:
        """Choose the breaks of a paragraph and write them into its boxes, once for each measure."""
        known = self.planned.get(id(line))
        beside = any(shape.position_y + shape.margin_height() > top for shape in context.excluded_shapes or ())
        if known is not None:
            if known.width == block.width and not beside:
                known.page = context.current_page if known.page else 0
                return
            known.undo()
            del self.planned[id(line)]
        elif self.passed.get(id(line), (line, -1.0))[1] == block.width:
            return
        if beside:
            return  # beside a float every line may have another measure
        paragraph = None if lettered or not _is_ours(line, block) else read(line, self.measurer, line.text_indent)
        breaks = fit(paragraph.row, block.width) if paragraph is not None else None
        if paragraph is None or breaks is None:
            self.passed[id(line)] = (line, block.width)
            return
        texts = tuple(run.text for run in paragraph.runs)
        styles = tuple((box, box.style) for box in (line, *line.descendants()))
        page = 0 if _is_note(line) else context.current_page
        planned = Planned(line, block.width, paragraph, texts, (), page, styles)
        planned.set(breaks)
        self._keep_whole(line)
        self.planned[id(line)] = planned

    def without_hyphen(
        self, context: Any, line: Box, lines: list[Box], skip_stack: Any, lay_out: Callable[[], Any]
    ) -> Any:
        """The lines of a paragraph on a page, chosen anew where the last one on a recto would end within a word."""
        result = lay_out()
        known = self.planned.get(id(line))
        for _ in range(_MOST_TRIES):
            if known is None or not known.page or not lines:
                break
            done = _lines_before(known, skip_stack)
            if done is None or context.current_page % 2 == 0 or _has_notes(lines):
                break
            if not _is_divided(known, done + len(lines)):
                break
            if not _soften(known, done, done + len(lines)):
                break
            lines.clear()
            result = lay_out()
        return result

    def _keep_whole(self, line: Box) -> None:
        """Let the text of a line wrap nowhere but at the line ends that stand in it."""
        for box in (line, *line.descendants()):
            known = self.styles.get(id(box.style))
            if known is None:
                style = box.style.copy()
                style["white_space"] = "nowrap"
                known = (box.style, style)  # the old style is kept, so that its id() stays its own
                self.styles[id(box.style)] = known
                self.styles[id(style)] = (style, style)
            box.style = known[1]


def _lines_before(known: Planned, skip_stack: Any) -> int | None:
    """How many lines stand on the pages before, by the place at which the engine goes on: line ends tell."""
    if skip_stack is None:
        return 0
    box, offset = known.box, 0
    while skip_stack is not None:
        ((index, skip_stack),) = skip_stack.items()
        if isinstance(box, boxes.TextBox):
            offset = index
        else:
            box = box.children[index]
    first = box if isinstance(box, boxes.TextBox) else next(_texts(box), None)
    count = 0
    for run in known.paragraph.runs:
        if id(run) == id(first):
            return count + int(run.text.encode()[:offset].decode().count("\n"))
        count += run.text.count("\n")
    return None


def _texts(box: Box) -> Iterator[Box]:
    return (each for each in box.descendants() if isinstance(each, boxes.TextBox))


def _is_divided(known: Planned, line: int) -> bool:
    """Whether a line, counted from 1, ends within a word, and the paragraph goes on after it."""
    return line < known.lines and known.breaks[line - 1][1] != AFTER


def _has_notes(lines: list[Box]) -> bool:
    """Whether one of the lines calls a note: to lay it out again would set the note twice."""
    return any(box.footnote is not None for line in lines for box in line.descendants())


def _soften(known: Planned, done: int, line: int) -> bool:
    """Break a paragraph so that this line ends with a whole word; the ``done`` lines before stand already."""
    breaks = fit(known.paragraph.row, known.width, fixed=known.breaks[:done], whole=line, most=MOST_TO_MEND)
    if breaks is None or breaks == known.breaks:
        return False
    known.set(breaks)
    return True


def _is_ours(line: Box, block: Box) -> bool:
    """Whether a line box is the text of a justified paragraph from left to right."""
    style = line.style
    return (
        line.element is not None
        and (line.element_tag in _TAGS or _is_note(line))
        and isinstance(line, boxes.LineBox)
        and style["text_align_all"] == "justify"
        and style["direction"] == "ltr"
        and style["text_overflow"] == "clip"
        and not any(getattr(token, "value", "") == _GREEDY for token in style["__line_breaking"] or ())
        and block.style["max_lines"] in (None, "none")
    )


def _is_note(line: Box) -> bool:
    """Whether a line box is a footnote's, which is laid out as a copy of itself whenever one joins it on the page."""
    tag = line.children[0].element_tag if line.children else None
    return tag is not None and tag.endswith("::footnote-marker")


def _spread(context: Any, line: Box, width: float, *, is_last: bool) -> None:
    """Stretch or shrink the spaces of a line to the measure; the last one is only shrunk."""
    extra = width - line.width
    count = inline_layout.count_expandable_spaces(line)
    if not count or abs(extra) < 0.001 or (is_last and extra > 0):
        return
    inline_layout.add_word_spacing(context, line, extra / count, 0)
