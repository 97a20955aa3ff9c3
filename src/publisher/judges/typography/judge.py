"""The typographic judgement of a finished PDF of ours: each finding at its place in the manuscript."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from publisher.diagnostics import Diagnostic
from publisher.formats.artefact import Artefact
from publisher.judges.typography.measure import measure
from publisher.judges.typography.place import Finder, finder
from publisher.rules import typography as rules
from publisher.source import Span
from publisher.style.composition import Composition

_OF_HEADINGS = frozenset({rules.HEADING_LOW.code})


@dataclass(frozen=True, slots=True)
class Typography:
    """What one PDF measures. Word spaces are in multiples of the one that nobody stretches; 0 where all is ragged."""

    file_name: str
    pages: int
    lines: int  # of running text
    justified: int  # of them, those whose word spaces were chosen
    hyphenated: int
    off_grid: int
    mean: float
    spread: float  # standard deviation
    loosest: float  # mean of the widest hundredth
    tightest: float  # mean of the narrowest hundredth
    counts: tuple[tuple[str, int], ...]  # code and how many findings have it, by code; none where there are none


def judge(artefact: Artefact, composition: Composition) -> tuple[Typography | None, tuple[Diagnostic, ...]]:
    """Measure a PDF and say what was found; None when it holds no running text."""
    measured = measure(artefact.data)
    if measured is None:
        return None, ()
    places = finder(composition, artefact.pagination)
    found = []
    for finding in measured.findings:
        span, heading = places.place(finding.words, finding.page)
        if finding.rule.code in _OF_HEADINGS and not heading:
            continue  # large words that are none
        where = _where(places, finding.page, composition.edition.name)
        found.append(finding.rule.at(Span(span.path, span.line, span.column), f"{finding.message} ({where})"))
    counts = tuple(sorted(Counter(each.code for each in found).items()))
    typography = Typography(
        artefact.file_name,
        measured.pages,
        measured.lines,
        measured.justified,
        measured.hyphenated,
        measured.off_grid,
        round(measured.mean, 3),
        round(measured.spread, 3),
        round(measured.loosest, 3),
        round(measured.tightest, 3),
        counts,
    )
    return typography, tuple(found)


def _where(places: Finder, page: int, edition: str) -> str:
    return f"page {places.label(page)}, in the edition `{edition}`"
