"""From a finding about a finished file back to the place in the manuscript that it comes from."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from publisher.diagnostics import Diagnostic, Severity
from publisher.judges.finding import Finding
from publisher.rules.judges import JUDGE_ERROR, JUDGE_WARNING
from publisher.source import Span
from publisher.style.composition import Composition

_ID = re.compile(r"""\sid=["']([^"']+)["']""")
_MILD = {"WARNING", "USAGE", "INFO", "SUPPRESSED", "minor", "moderate"}


def diagnostic(finding: Finding, epub: Path | None, composition: Composition) -> Diagnostic:
    """The finding as a diagnostic at the nearest block of the manuscript before it, else at the whole book."""
    rule = JUDGE_WARNING if finding.severity in _MILD else JUDGE_ERROR
    where = _nearest(finding, epub, dict(composition.spans))
    inside = f" ({finding.path}:{finding.line})" if finding.path and finding.line else ""
    made = rule.at(where, f"{finding.judge} {finding.code}: {finding.message}{inside}")
    assert made.severity in Severity
    return made


def _nearest(finding: Finding, epub: Path | None, spans: dict[str, Span]) -> Span:
    """The last id before the finding's place that we know the origin of."""
    for id in _ID.findall(finding.fragment):
        if id in spans:
            return spans[id]
    if epub is None or not finding.line:
        return Span("")
    with zipfile.ZipFile(epub) as book:
        name = next((name for name in book.namelist() if name.endswith(finding.path)), None)
        if name is None:
            return Span("")
        lines = book.read(name).decode("utf-8").split("\n")[: finding.line]
    lines[-1] = lines[-1][: finding.column or None]
    known = [id for id in _ID.findall("\n".join(lines)) if id in spans]
    return spans[known[-1]] if known else Span("")
