"""The judges as fixtures. A missing one skips its tests, and fails them where ``PUBLISHER_JUDGES=required`` or ``CI``."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from publisher.judges.ace import ace as run_ace
from publisher.judges.epubcheck import FACTS
from publisher.judges.epubcheck import epubcheck as run_epubcheck
from publisher.judges.finding import Finding
from publisher.judges.reader import Reading
from publisher.judges.reader import reader as run_reader
from publisher.judges.verapdf import verapdf as run_verapdf

Judge = Callable[[Path], tuple[Finding, ...]]
_ROOT = Path(__file__).resolve().parents[2]
_TOOLS = _ROOT / ".tools"


@pytest.fixture(scope="session")
def epubcheck(ask: Callable[..., Any]) -> Judge:
    """EPUBCheck: every message, usages too."""
    return lambda path: ask(run_epubcheck, path)


@pytest.fixture(scope="session")
def ace(ask: Callable[..., Any]) -> Judge:
    """Ace by DAISY."""
    return lambda path: ask(run_ace, path, _TOOLS)


@pytest.fixture(scope="session")
def reader(ask: Callable[..., Any]) -> Callable[..., Reading]:
    """foliate-js in a browser: ``reader(path, settings=…, screenshots=…)``."""
    return lambda path, **options: ask(
        functools.partial(run_reader, **options), path, _TOOLS, _ROOT / "tools" / "judges"
    )


@pytest.fixture(scope="session")
def verapdf(ask: Callable[..., Any]) -> Judge:
    """veraPDF, for PDF/UA-1."""
    return lambda path: ask(run_verapdf, path)


@pytest.fixture(scope="session")
def faults(epubcheck: Judge, verapdf: Judge) -> Callable[[Any], list[str]]:
    """What EPUBCheck and veraPDF find wrong in all files of a build, as lines; facts that are no faults left out."""

    def found(built: Any) -> list[str]:
        assert built.files, built.diagnostics
        lines = []
        for name in built.files:
            judge = epubcheck if name.endswith(".epub") else verapdf
            lines += [f"{name}: {each}" for each in judge(built.dist / name) if each.code not in FACTS]
        return lines

    return found
