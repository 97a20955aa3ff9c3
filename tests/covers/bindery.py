"""A small book for a printer, its covers, and a way to look into them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pikepdf

from publisher.build.cache import Cache
from publisher.build.place import Place
from publisher.build.plan import Options
from publisher.build.report import Report
from publisher.build.run import build
from publisher.build.wrap import Wish, cover
from publisher.formats.readback.facts import FileFacts
from publisher.formats.readback.objects import read_back
from publisher.plugins import load_features

ISBN = "978-3-16-148410-0"
BOOK = f"""\
[book]
title = "The Long Way"
authors = ["A. Writer"]
publisher = "House"
language = "en"
identifier = "urn:uuid:0e7f4f5a-7a43-4f3d-8a7c-1c2d3e4f5a6b"
date = "2026-11-22"
summary = "Where does it lead? Nobody who has walked it says. This book does."

[contents]
body = ["one.md"]

[editions.ebook]
formats = ["epub"]

[editions.print]
formats = ["pdf"]
style = "print"
papers = ["6x9"]
profile = "own"
isbn = "{ISBN}"
"""
OWN = """\
title = "Our press"

[figures]
trims = { value = ["6x9", "5x8"] }
cover_bleed = { value = "0.125in" }
cover_safe = { value = "0.25in" }
spine_text_pages = { value = 2 }
spine_clear = { value = "0.0625in" }
barcode = { value = ["2in", "1.2in"] }

[[stocks]]
name = "card"
title = "card"
caliper = "0.1in"
"""


class Bindery:
    """A folder with a book in it; its wrap is ``wrap``, in dist/."""

    def __init__(self, root: Path) -> None:
        self.root, self.folder, self.dist = root, root / "manuscript", root / "dist"
        self.write("book.toml", BOOK)
        self.write("printers/own.toml", OWN)
        self.write("one.md", "# One\n\nThe first chapter has a sentence.\n")

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def change(self, name: str, old: str, new: str) -> None:
        text = (self.folder / name).read_text("utf-8")
        assert old in text
        self.write(name, text.replace(old, new))

    @property
    def place(self) -> Place:
        return Place(self.folder, (), self.dist, Cache(self.root / "cache"))

    def cover(self, edition: str = "print", **asked: Any) -> Report:
        return cover(self.place, Wish(edition, **asked), load_features())

    def build(self) -> Report:
        return build(self.place, Options(editions=("print",)), load_features)

    @property
    def wrap(self) -> Path:
        return self.dist / "the-long-way-print-cover-wrap.pdf"

    def facts(self) -> FileFacts:
        return read_back(self.wrap.read_bytes())

    def text(self, path: Path | None = None) -> str:
        import pypdfium2

        document = pypdfium2.PdfDocument((path or self.wrap).read_bytes())
        try:
            page = document[0].get_textpage()
            said = str(page.get_text_bounded())
            page.close()
        finally:
            document.close()
        return said

    def boxes(self) -> dict[str, list[float]]:
        with pikepdf.open(self.wrap) as pdf:
            page: Any = pdf.pages[0]
            return {key: [float(each) for each in page[f"/{key}"]] for key in ("MediaBox", "TrimBox", "BleedBox")}


def codes(report: Report) -> list[str]:
    return sorted({each.code for each in report.diagnostics})
