"""A finished PDF measured: how even its word spaces are, and everything that is wrong with its lines and pages."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from statistics import fmean, pstdev

from publisher.formats.readback.text import read_pages
from publisher.judges.typography.body import Setting, text_of
from publisher.judges.typography.finding import Finding
from publisher.judges.typography.lines import lines_of
from publisher.judges.typography.makeup import makeup_faults, off_grid
from publisher.judges.typography.setting import is_hyphenated, justified_lines, setting_faults, word_space


@dataclass(frozen=True, slots=True)
class Measures:
    """What was measured. Word spaces are in multiples of the one that nobody stretches."""

    setting: Setting
    pages: int
    paragraphs: int
    lines: int  # of running text
    justified: int  # of them, whose word spaces the setter has chosen
    hyphenated: int  # of them, which end with a hyphen
    off_grid: int  # lines
    spread: float  # standard deviation of the word spaces
    mean: float
    loosest: float  # mean of the widest hundredth
    tightest: float  # mean of the narrowest hundredth
    findings: tuple[Finding, ...]

    def count(self, code: str) -> int:
        """How many findings have this code."""
        return Counter(finding.rule.code for finding in self.findings)[code]


def measure(data: bytes) -> Measures | None:
    """Measure a PDF; None when it has no running text. Raises ValueError for what is no PDF."""
    text = text_of([lines_of(page) for page in read_pages(data)])
    if text is None:
        return None
    setting = text.setting
    body = [line for paragraph in text.paragraphs for line in paragraph.lines]
    chosen = list(justified_lines(text.paragraphs, setting)) if setting.justified else []
    # All word spaces of a line are stretched alike, and kerning with the letters beside them is no setter's choice.
    spaces = sorted(each for line in chosen for each in len(line.gaps) * [word_space(line, setting)])
    worst = max(1, len(spaces) // 100)
    return Measures(
        setting=setting,
        pages=len(text.pages),
        paragraphs=len(text.paragraphs),
        lines=len(body),
        justified=len(chosen),
        hyphenated=sum(is_hyphenated(line) for line in body),
        off_grid=sum(len(lines) for lines in off_grid(text).values()),
        spread=pstdev(spaces) if spaces else 0.0,
        mean=fmean(spaces) if spaces else 0.0,
        loosest=fmean(spaces[-worst:]) if spaces else 0.0,
        tightest=fmean(spaces[:worst]) if spaces else 0.0,
        findings=(*setting_faults(text), *makeup_faults(text)),
    )
