"""The judges, or a word on why they are not here: on a machine that must have them, that is a failure."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from publisher.diagnostics import MachineError
from publisher.judges.ace import ace
from publisher.judges.epubcheck import epubcheck
from publisher.judges.finding import Finding
from publisher.judges.verapdf import verapdf

Judge = Callable[[Path], list[str]]
TOOLS = Path(__file__).resolve().parents[2] / ".tools"
# EPUBCheck says "usage" of every @font-face there is: it states that fonts are embedded, as they shall be.
EXPECTED = {"CSS-028"}


def _asked(judge: Callable[[Path], tuple[Finding, ...]]) -> Judge:
    def ask(path: Path) -> list[str]:
        try:
            return [str(finding) for finding in judge(path) if finding.code not in EXPECTED]
        except MachineError as error:
            if os.environ.get("CI") or os.environ.get("PUBLISHER_JUDGES") == "required":
                raise
            pytest.skip(str(error))

    return ask


@pytest.fixture(scope="session")
def check_epub() -> Judge:
    """EPUBCheck's messages of any severity, usages too."""
    return _asked(epubcheck)


@pytest.fixture(scope="session")
def check_access() -> Judge:
    """Ace's assertions."""
    return _asked(lambda path: ace(path, TOOLS))


@pytest.fixture(scope="session")
def check_pdf() -> Judge:
    """The checks of PDF/UA-1 that a file fails, by veraPDF."""
    return _asked(lambda path: verapdf(path, "ua1"))
