"""What can be wrong with pages: widows, orphans, headings at the foot, short pages, lines off the grid."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from publisher.judges.typography.body import Setting, Text, TextPage
from publisher.judges.typography.finding import Finding
from publisher.judges.typography.lines import Line
from publisher.judges.typography.setting import is_hyphenated
from publisher.rules import typography as rules

UNDER_HEADING = 3  # lines of text that a heading needs below it
ON_LAST_PAGE = 5  # lines that a chapter's last page needs
OFF_GRID = 0.5  # points
_LARGE = 1.08  # times the text's size: a heading
_SMALL = 0.95  # a note
_SHARP, _HANGING = 1.5, 4.0  # points beyond the edge: of a letter, of a mark that may hang
_FEW = 3  # lines of text: a title page with fewer has no grid to keep


def makeup_faults(text: Text) -> Iterator[Finding]:
    """All findings about pages, in reading order by kind."""
    yield from _ends_of_rectos(text)
    yield from _widows(text)
    yield from _headings(text)
    yield from _last_pages(text)
    yield from _overfull(text)
    yield from _grid(text)
    yield from _spreads(text)


def off_grid(text: Text) -> dict[int, list[tuple[Line, float]]]:
    """For every page its lines of text that stand off the book's grid, and by how many points."""
    setting = text.setting
    phases = Counter(round((line.baseline % setting.leading) * 4) / 4 for page in text.pages for line in page.body)
    if not phases:
        return {}
    origin = max(phases, key=lambda phase: (phases[phase], -phase))
    found: dict[int, list[tuple[Line, float]]] = {}
    for page in text.pages:
        for line in page.body if len(page.body) >= _FEW else ():
            off = (line.baseline - origin + setting.leading / 2) % setting.leading - setting.leading / 2
            if abs(off) > OFF_GRID:
                found.setdefault(page.index, []).append((line, off))
    return found


def _opens(page: TextPage | None, setting: Setting) -> bool:
    """Whether something new begins with this page, or nothing stands on it, or there is none."""
    if page is None or not page.lines:
        return True
    first = page.lines[0]
    return first.baseline < setting.top - 0.6 * setting.leading or first.size > 1.3 * setting.size


def _with_next(pages: Sequence[TextPage]) -> Iterator[tuple[TextPage, TextPage | None]]:
    yield from zip(pages, [*pages[1:], None], strict=True)


def _ends_of_rectos(text: Text) -> Iterator[Finding]:
    for page, following in _with_next(text.pages):
        if page.index % 2 == 0 and page.body and following is not None and is_hyphenated(page.body[-1]):
            line = page.body[-1]
            yield Finding(rules.HYPHEN_AT_FOOT, page.index, line.text, f"the page ends with “{line.words[-1].text}”")


def _widows(text: Text) -> Iterator[Finding]:
    for paragraph in text.paragraphs:
        pages = Counter(line.page for line in paragraph.lines)
        if len(pages) < 2:
            continue
        first, last = paragraph.lines[0], paragraph.lines[-1]
        if pages[last.page] == 1:
            message = f"a paragraph's last line stands alone at the head of the page: “{last.text}”"
            yield Finding(rules.WIDOW, last.page, last.text, message)
        if pages[first.page] == 1:
            message = f"a paragraph's first line stands alone at the foot of the page: “{first.text}”"
            yield Finding(rules.ORPHAN, first.page, first.text, message)


def _is_heading(line: Line, setting: Setting) -> bool:
    if not any(letter.isalnum() for letter in line.text):
        return False  # an ornament
    weighty = line.font != setting.font and line.font.startswith(setting.font) and line.size > _SMALL * setting.size
    return line.size > _LARGE * setting.size or weighty


def _headings(text: Text) -> Iterator[Finding]:
    setting = text.setting
    for page, following in _with_next(text.pages):
        if _opens(following, setting):
            continue
        lines = [line for line in page.lines if line.size >= _SMALL * setting.size]
        for index, line in enumerate(lines):
            below = lines[index + 1 :]
            if not _is_heading(line, setting) or len(below) >= UNDER_HEADING:
                continue
            if below and _is_heading(below[0], setting):
                continue  # the heading's second line, or a heading under it, will say so
            near = line.baseline - lines[-1].baseline <= (UNDER_HEADING + 0.5) * setting.leading
            low = lines[-1].baseline - setting.bottom < 1.5 * setting.leading or lines[-1] is not page.lines[-1]
            if near and low:
                message = f"{_lines(len(below))} of text under this heading at the foot of the page"
                yield Finding(rules.HEADING_LOW, page.index, line.text, message)


def _last_pages(text: Text) -> Iterator[Finding]:
    setting = text.setting
    for page, following in _with_next(text.pages):
        lines = [line for line in page.lines if line.size >= _SMALL * setting.size]
        if page.body and not _opens(page, setting) and _opens(following, setting) and len(lines) < ON_LAST_PAGE:
            message = f"the chapter ends with a page of {_lines(len(lines))}"
            yield Finding(rules.SHORT_LAST_PAGE, page.index, lines[0].text, message)


def _overfull(text: Text) -> Iterator[Finding]:
    setting = text.setting
    for page in text.pages:
        for line in page.lines:
            over = line.right - setting.right(line)
            same = abs(line.size - setting.size) <= 0.3 and line.font == setting.font
            hanging = _HANGING if not line.text[-1].isalnum() else _SHARP
            if (
                same
                and over > hanging
                and setting.justified
                and abs(line.left - setting.left(line)) < setting.indent + 2
            ):
                yield Finding(rules.OVERFULL, page.index, line.text, f"the line is {over:.1f} pt too long")


def _grid(text: Text) -> Iterator[Finding]:
    for page, lines in off_grid(text).items():
        line, off = max(lines, key=lambda each: abs(each[1]))
        message = f"{_lines(len(lines))} of text off the baseline grid, by {abs(off):.1f} pt at the most"
        yield Finding(rules.OFF_GRID, page, line.text, message)


def _spreads(text: Text) -> Iterator[Finding]:
    """Facing pages, of which both are full, that do not end at one height."""
    setting = text.setting
    ends_chapter = [_opens(following, setting) for _, following in _with_next(text.pages)]
    for verso, recto in pairwise(text.pages):
        if verso.index % 2 == 0 or not verso.body or not recto.body:
            continue
        if ends_chapter[verso.index] or ends_chapter[recto.index]:
            continue
        apart = abs(verso.lines[-1].baseline - recto.lines[-1].baseline)
        if apart > 1.1 * setting.leading:
            message = f"this page and the one before it end {apart / setting.leading:.1f} lines apart"
            yield Finding(rules.UNEVEN_SPREAD, recto.index, recto.lines[-1].text, message)


def _lines(count: int) -> str:
    return "1 line" if count == 1 else f"{count} lines"
