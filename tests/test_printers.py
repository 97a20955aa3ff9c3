"""Every printer takes what we make: three books for each profile, preflighted, and black ink alone by Ghostscript's word."""

from __future__ import annotations

import functools
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from publisher.build.cache import Cache
from publisher.build.place import Place
from publisher.build.plan import Options
from publisher.build.run import build
from publisher.diagnostics import Severity
from publisher.plugins import load_features

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "benchmarks"))

from manuscripts import novel, technical

ROOT = Path(__file__).resolve().parents[1]
pytestmark = [pytest.mark.slow, pytest.mark.judge]

BOOK = """\
[book]
title = "The Lighthouse Stairs"
authors = ["A. N. Author"]
language = "en-GB"
date = "2026-11-23"
"""
EDITION = """
[editions.print]
style = "{style}"
formats = ["pdf"]
papers = ["6x9"]
profile = "{profile}"
ink = "black"
bleed = {bleed}
"""


@functools.cache
def manuscript(kind: str, folder: Path) -> Path:
    """The sample, a novel of about forty pages, or a technical book of about thirty."""
    made = folder / kind
    if kind == "sample":
        shutil.copytree(ROOT / "manuscript", made)
    elif kind == "novel":
        novel(made, words=11_000, chapters=4)
    else:
        technical(made, chapters=3)
    return made


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("shelf")


# Each printer with the sample; the long books where a printer asks most of them. All fifteen were measured once.
@pytest.mark.parametrize(
    ("kind", "profile", "bleed"),
    [
        ("sample", "kdp", True),
        ("sample", "ingramspark", False),
        ("sample", "lulu", False),
        ("sample", "press", True),
        ("novel", "kdp", False),
        ("novel", "ingramspark", False),
        ("technical", "kdp", True),
        ("technical", "lulu", False),
    ],
)
def test_a_printer_takes_it(
    kind: str, profile: str, bleed: bool, shelf: Path, tmp_path: Path, program: Callable[[str], str]
) -> None:
    source = manuscript(kind, shelf)
    folder = tmp_path / "book"
    shutil.copytree(source, folder)
    written = (source / "book.toml").read_text("utf-8") if kind == "sample" else BOOK
    edition = EDITION.format(style="print", profile=profile, bleed=str(bleed).lower())
    (folder / "book.toml").write_text(written.split("[editions.")[0] + edition, "utf-8")
    place = Place(folder=folder, style_folders=(), dist=tmp_path / "dist", cache=Cache(None))
    report = build(place, Options(use_cache=False, jobs=1), load_features)
    assert [each for each in report.diagnostics if each.severity is Severity.ERROR] == []
    assert [each for each in report.diagnostics if each.code.startswith(("P84", "P85", "P863"))] == [
        each for each in report.diagnostics if each.code == "P840"
    ]
    (pdf,) = (tmp_path / "dist").glob("*.pdf")
    command = [program("gs"), "-q", "-dSAFER", "-sDEVICE=inkcov", "-o", "-", str(pdf)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    inks = [line.split()[:3] for line in told.splitlines() if "CMYK" in line]
    assert len(inks) == report.made[0].pages
    assert {float(ink) for page in inks for ink in page} == {0.0}
