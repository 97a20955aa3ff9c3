"""Letters put together to lines of words, whatever order and pieces a page paints them in."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from publisher.formats.readback.text import Letter, Page

_WORD_GAP = 0.09  # em: what is wider is a word space; kerning is not
_RAISED = 0.85  # of the line's size: what is smaller and near its baseline is a superior or inferior
_DROPPED = 1.7  # of the line's size: what is larger is an initial that hangs over several lines
_STYLES = re.compile(
    r"(?:[-,]?(?:Regular|Roman|Book|Italic|Ital|It|Oblique|Slanted|Medium|SmallCaps))+$", re.IGNORECASE
)

_T = TypeVar("_T", float, str)


@dataclass(frozen=True, slots=True)
class Word:
    """Letters with a word space before and after them."""

    text: str
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text on a page. ``size`` and ``font`` are those of most of its letters."""

    page: int  # index
    baseline: float  # points from the foot of the trimmed page
    left: float
    right: float
    size: float
    font: str  # the family, without its upright or italic style; weights stay
    words: tuple[Word, ...]
    space: float  # the advance of a space of its font, as far as the file has one; else 0
    initial: bool = False  # whether a dropped initial stands before it, or hangs beside it

    @property
    def text(self) -> str:
        """The line's words."""
        return " ".join(word.text for word in self.words)

    @property
    def gaps(self) -> tuple[float, ...]:
        """The widths of its word spaces."""
        return tuple(two.left - one.right for one, two in zip(self.words, self.words[1:], strict=False))


def family(font: str) -> str:
    """What upright and italic of one family have in common."""
    return _STYLES.sub("", font) or font


def lines_of(page: Page) -> tuple[Line, ...]:
    """The lines of a page from its head to its foot."""
    rows = _joined(_rows(page.letters))
    lines = []
    initials: list[Letter] = []
    for row in rows:
        size = _mode(round(letter.size, 2) for letter in row if not letter.text.isspace())
        large = [letter for letter in row if letter.size > size * _DROPPED and not letter.text.isspace()]
        few = large if len(large) <= 3 else []
        initials.extend(few)
        rest = [letter for letter in row if letter not in few] if few else row
        line = _line(page.index, rest, size)
        if line is not None:
            lines.append(line)
    return tuple(_beside(line, initials) for line in lines)


def _rows(letters: Iterable[Letter]) -> list[list[Letter]]:
    """Letters on one baseline, from the head to the foot; spaces at both ends taken off."""
    rows: dict[float, list[Letter]] = defaultdict(list)
    for letter in letters:
        if letter.size > 0.1:
            rows[round(letter.baseline, 1)].append(letter)
    found: list[list[Letter]] = []
    last = 0.0
    for baseline in sorted(rows, reverse=True):
        if found and last - baseline <= 0.25:  # rounding, not another line
            found[-1].extend(rows[baseline])
        else:
            found.append(rows[baseline])
            last = baseline
    kept = [row for row in found if any(not letter.text.isspace() for letter in row)]
    return [sorted(row, key=lambda letter: letter.left) for row in kept]


def _joined(rows: list[list[Letter]]) -> list[list[Letter]]:
    """Rows of superiors and inferiors joined with the line that they belong to."""
    sizes = [_mode(round(letter.size, 2) for letter in row if not letter.text.isspace()) for row in rows]
    home: dict[int, int] = {}
    for index, row in enumerate(rows):
        for other in (index + 1, index - 1):
            if not 0 <= other < len(rows) or other in home or sizes[index] > sizes[other] * _RAISED:
                continue
            line = rows[other]
            near = abs(line[0].baseline - row[0].baseline) < 0.55 * sizes[other] and len(row) < len(line)
            if near and line[0].left - 1 <= row[0].left <= line[-1].right + 3:
                home[index] = other
                break
    made = {index: list(row) for index, row in enumerate(rows) if index not in home}
    for index, other in home.items():
        if other in made:
            made[other].extend(rows[index])
        else:
            made[index] = list(rows[index])
    return [sorted(made[index], key=lambda letter: letter.left) for index in sorted(made)]


def _line(page: int, row: Sequence[Letter], size: float) -> Line | None:
    words = tuple(_words(row, size))
    if not words:
        return None
    main = [letter for letter in row if not letter.text.isspace() and abs(letter.size - size) < 0.3]
    font = _mode(family(letter.font) for letter in main)
    blanks = (letter for letter in row if letter.text in " \u00a0" and abs(letter.size - size) < 0.3)
    spaces = [width for letter in blanks if (width := letter.right - letter.left) > 0]
    baseline = _mode(round(letter.baseline, 2) for letter in main)
    space = _mode(round(space, 2) for space in spaces) if spaces else 0.0
    return Line(page, baseline, words[0].left, words[-1].right, size, font, words, space)


def _words(row: Sequence[Letter], size: float) -> Iterator[Word]:
    text: list[str] = []
    left = right = 0.0
    spaced = False
    for letter in row:
        if letter.text.isspace():
            spaced = True
            continue
        if text and (spaced or letter.left - right > _WORD_GAP * size):
            yield Word("".join(text), left, right)
            text = []
        if not text:
            left, right = letter.left, letter.right
        text.append(letter.text)
        right = max(right, letter.right)
        spaced = False
    if text:
        yield Word("".join(text), left, right)


def _beside(line: Line, initials: Sequence[Letter]) -> Line:
    """The line, told whether a dropped initial stands on its left."""
    for letter in initials:
        high = letter.baseline + letter.size
        if letter.baseline - 1 <= line.baseline < high and letter.right - 2 <= line.left <= letter.right + letter.size:
            return replace(line, left=letter.left, initial=True)
    return line


def _mode(values: Iterable[_T]) -> _T:
    """The value that occurs most often, the smallest of several."""
    counts = Counter(values)
    most = max(counts.values())
    return min(value for value, count in counts.items() if count == most)
