"""What can be wrong with lines and paragraphs: word spaces, hyphens, last lines, stacked words, rivers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from publisher.judges.typography.body import Paragraph, Setting, Text
from publisher.judges.typography.finding import Finding
from publisher.judges.typography.lines import Line
from publisher.rules import typography as rules

LOOSE = 2.0  # times the natural word space: a hole that one sees
TIGHT = 0.65  # words begin to run together
MOST_HYPHENS = 2  # in a row
BEFORE, AFTER = 2, 3  # letters of a broken word on either side
RIVER = 4  # lines
RIVER_WIDTH = 1.4  # times the natural word space, on the average: narrower ones do not run together
_HYPHENS = "-\u2010\u00ad"
_SET = "\u2010\u00ad"  # those that only a line breaker sets
_LETTERS = re.compile(r"[^\W\d_]+")


def setting_faults(text: Text) -> Iterator[Finding]:
    """All findings about lines and paragraphs, in reading order by kind."""
    setting = text.setting
    if setting.justified:
        yield from _spaces(text.paragraphs, setting)
    yield from _hyphens(text.paragraphs)
    yield from _short_breaks(text.paragraphs)
    yield from _last_lines(text.paragraphs, setting)
    yield from _stacks(text.paragraphs)
    if setting.justified:
        yield from _rivers(text.paragraphs, setting)


def justified_lines(paragraphs: Sequence[Paragraph], setting: Setting) -> Iterator[Line]:
    """The lines whose word spaces the setter has chosen: all but the last of a paragraph.

    Those beside a dropped initial are left out: their first words are often small capitals, with wider spaces.
    """
    for paragraph in paragraphs:
        yield from (line for line in paragraph.lines[:-1] if setting.is_full(line) and not line.initial)


def word_space(line: Line, setting: Setting) -> float:
    """How wide the word spaces of a line are, in multiples of the one that nobody stretches; 1 without any."""
    return median(line.gaps) / setting.space if len(line.words) > 1 else 1.0


def is_hyphenated(line: Line) -> bool:
    """Whether the line ends with a hyphen."""
    return line.words[-1].text.endswith(tuple(_HYPHENS)) and len(line.words[-1].text) > 1


def _spaces(paragraphs: Sequence[Paragraph], setting: Setting) -> Iterator[Finding]:
    for line in justified_lines(paragraphs, setting):
        if not line.gaps:
            continue
        ratio = word_space(line, setting)
        if ratio > LOOSE:
            message = f"the word spaces of this line are {ratio:.1f} times as wide as they should be"
            yield Finding(rules.LOOSE_LINE, line.page, line.text, message)
        elif ratio < TIGHT:
            message = f"the word spaces of this line are {ratio:.2f} times as wide as they should be"
            yield Finding(rules.TIGHT_LINE, line.page, line.text, message)


def _hyphens(paragraphs: Sequence[Paragraph]) -> Iterator[Finding]:
    for paragraph in paragraphs:
        run: list[Line] = []
        for line in paragraph.lines:
            if is_hyphenated(line):
                run.append(line)
                continue
            yield from _ladder(run)
            run = []
        yield from _ladder(run)


def _ladder(run: Sequence[Line]) -> Iterator[Finding]:
    if len(run) > MOST_HYPHENS:
        yield Finding(rules.HYPHEN_LADDER, run[0].page, run[0].text, f"{len(run)} lines in a row end with a hyphen")


def _short_breaks(paragraphs: Sequence[Paragraph]) -> Iterator[Finding]:
    sets_own = any(line.words[-1].text.endswith(tuple(_SET)) for each in paragraphs for line in each.lines)
    signs = tuple(_SET) if sets_own else tuple(_HYPHENS)  # else a hyphen may be the word's own
    for paragraph in paragraphs:
        for line, following in pairwise(paragraph.lines):
            if not is_hyphenated(line) or not line.words[-1].text.endswith(signs):
                continue
            before = _LETTERS.findall(line.words[-1].text)[-1:]
            after = _LETTERS.match(following.words[0].text)
            if not before or after is None:
                continue
            if len(before[0]) < BEFORE or len(after[0]) < AFTER:
                message = f"the word is broken as {before[0]}-{after[0]}"
                yield Finding(rules.SHORT_BREAK, line.page, line.text, message)


def _last_lines(paragraphs: Sequence[Paragraph], setting: Setting) -> Iterator[Finding]:
    least = setting.indent or 2 * setting.size
    for paragraph in paragraphs:
        last = paragraph.lines[-1]
        width = last.right - last.left
        if len(paragraph.lines) > 1 and width < least:
            message = f"the paragraph's last line, “{last.text}”, is shorter than an indent"
            yield Finding(rules.SHORT_LAST_LINE, last.page, last.text, message)


def _stacks(paragraphs: Sequence[Paragraph]) -> Iterator[Finding]:
    for paragraph in paragraphs:
        for one, two in pairwise(paragraph.lines):
            if len(one.words) < 2 or len(two.words) < 2:
                continue
            for index, edge in ((0, "begin"), (-1, "end")):
                word, below = _bare(one.words[index].text), _bare(two.words[index].text)
                if word == below and len(word) > 1:
                    message = f"two lines in a row {edge} with “{word}”"
                    yield Finding(rules.STACKED_WORDS, two.page, two.text, message)


def _bare(word: str) -> str:
    return word.strip("“”‘’\"'.,;:!?()[]…—–-\u2010\u00ad").casefold()


def _rivers(paragraphs: Sequence[Paragraph], setting: Setting) -> Iterator[Finding]:
    """Word spaces under one another, wider than they should be: each river once, from where it rises."""
    for paragraph in paragraphs:
        streams: list[tuple[int, float, float, float]] = []  # lines so far, their widths, and the last space's edges
        for line in paragraph.lines[:-1]:
            spaces = [(one.right, two.left) for one, two in pairwise(line.words)]
            flowing: list[tuple[int, float, float, float]] = []
            used = set()
            for left, right in spaces:
                above = [(each, stream) for each, stream in enumerate(streams) if _overlap(left, right, *stream[2:])]
                number, stream = max(above, key=lambda item: item[1][0], default=(-1, (0, 0.0, 0.0, 0.0)))
                used.add(number)
                flowing.append((stream[0] + 1, stream[1] + right - left, left, right))
            ended = [stream for number, stream in enumerate(streams) if number not in used]
            yield from _river(ended, line, setting)
            streams = flowing
        yield from _river(streams, paragraph.lines[-1], setting)


def _overlap(left: float, right: float, other_left: float, other_right: float) -> bool:
    common = min(right, other_right) - max(left, other_left)
    return common > 0.5 * min(right - left, other_right - other_left)


def _river(streams: Sequence[tuple[int, float, float, float]], line: Line, setting: Setting) -> Iterator[Finding]:
    for count, width, _, _ in streams:
        if count >= RIVER and width / count > RIVER_WIDTH * setting.space:
            message = f"word spaces stand under one another in {count} lines, down to this one"
            yield Finding(rules.RIVER, line.page, line.text, message)
