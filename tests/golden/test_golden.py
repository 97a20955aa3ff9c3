"""The small book with one of everything, as text: what is in its EPUB, and page by page what is in its PDF.

``PUBLISHER_UPDATE_GOLDEN=1 pytest tests/golden`` writes what is now the case; read the difference before you commit it.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest

import publisher
from publisher.build.maker import versions

EXPECTED = Path(__file__).with_name("expected")
SETS_PAGES = ("fontpkg-eb-garamond", "harfbuzz", "pango", "pyphen", "weasyprint")  # a change of these may move a line


def lines(text: str) -> str:
    """The text without empty lines and without our own version, which changes more often than the book."""
    text = text.replace(publisher.__version__, "VERSION")
    return "\n".join(line.strip() for line in text.split("\n") if line.strip())


def compare(name: str, found: str) -> None:
    path = EXPECTED / name
    if os.environ.get("PUBLISHER_UPDATE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(found, "utf-8", newline="\n")
    assert found == path.read_text("utf-8"), f"{name} has changed; PUBLISHER_UPDATE_GOLDEN=1 writes it anew"


def test_the_epub(everything: Any) -> None:
    """Its entries, then the text of each document in reading order."""
    epub = everything.epub
    parts = ["=== entries", *sorted(epub.entries)]
    for name in epub.reading_order:
        parts += ["", f"=== {name}", lines(epub.text(name))]
    compare("ebook.txt", "\n".join(parts) + "\n")


def test_the_markup_of_a_chapter(everything: Any) -> None:
    """One chapter to the byte: attributes, ids, classes, semantics."""
    (name,) = (name for name in everything.epub.entries if name.endswith("arrival.xhtml"))
    compare("arrival.xhtml", everything.epub.entries[name].decode("utf-8"))


def test_the_pages(everything: Any) -> None:
    """The text of each page, heads and folios too, where the same engine sets them."""
    used = "".join(f"{name} {version}\n" for name, version in versions() if name in SETS_PAGES)
    path = EXPECTED / "print.txt"
    if path.exists() and not os.environ.get("PUBLISHER_UPDATE_GOLDEN"):
        kept = path.read_text("utf-8").partition("\n\n")[0] + "\n"
        if kept != used:
            pytest.skip(f"the pages were set by other versions: {' '.join(kept.split())}")
    pages = [f"--- page {number}\n{lines(text)}" for number, text in enumerate(everything.pdf.drawn, 1)]
    compare("print.txt", used + "\n" + re.sub(r"\n+", "\n", "\n".join(pages)) + "\n")
