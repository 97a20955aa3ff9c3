"""Publisher's EPUB beside pandoc's, of the same manuscript: what the judges say, how one gets about, what is claimed.

    python benchmarks/epubs.py [--tools .tools]

Printed is a Markdown table. The manuscript is this repository's, once as it is and once with a picture whose
description was forgotten, because that is where a claim of accessibility is true or not.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree  # type: ignore[import-untyped]

sys.path.insert(0, str(Path(__file__).parent))

from peers import BIN, pandoc

from publisher.judges.ace import ace
from publisher.judges.epubcheck import epubcheck

MANUSCRIPT = Path(__file__).parent.parent / "manuscript"
TYPE = "{http://www.idpf.org/2007/ops}type"
HTML = "{http://www.w3.org/1999/xhtml}"
FORGOTTEN = "\n\n![](images/timeline.svg)\n"


@dataclass(frozen=True)
class Book:
    """An EPUB, opened: its package document and its XHTML documents."""

    path: Path
    package: etree._Element
    documents: dict[str, etree._Element]

    @classmethod
    def open(cls, path: Path) -> Book:
        """Read the EPUB at ``path``."""
        with zipfile.ZipFile(path) as file:
            names = file.namelist()
            package = etree.fromstring(file.read(next(name for name in names if name.endswith(".opf"))))
            pages = {name: etree.fromstring(file.read(name)) for name in names if name.endswith(".xhtml")}
        return cls(path, package, pages)

    def elements(self, kind: str) -> Iterator[etree._Element]:
        """The elements of one ``epub:type`` in all documents."""
        for page in self.documents.values():
            yield from (each for each in page.iter(etree.Element) if kind in (each.get(TYPE) or "").split())

    def entries(self, kind: str) -> int:
        """The links of a nav of this type."""
        return sum(len(nav.findall(f".//{HTML}a")) for nav in self.elements(kind))

    def claims(self, name: str) -> set[str]:
        """The values of one of schema.org's accessibility properties."""
        found = self.package.iter("{http://www.idpf.org/2007/opf}meta")
        return {(each.text or "").strip() for each in found if each.get("property") == f"schema:{name}"}


def notes(book: Book) -> tuple[int, int]:
    """Calls of notes, and those whose note has a link back to them."""
    calls, answered = 0, 0
    for page in book.documents.values():
        goals = {(each.get("href") or "").rpartition("#")[2] for each in page.iter(f"{HTML}a")}
        for call in page.iter(f"{HTML}a"):
            if "noteref" in (call.get(TYPE) or "").split():
                calls += 1
                answered += bool(call.get("id")) and call.get("id") in goals
    return calls, answered


def false_claims(book: Book) -> list[str]:
    """What the package document says of its accessibility and is not so."""
    pictures = [img for page in book.documents.values() for img in page.iter(f"{HTML}img")]
    bare = [img for img in pictures if not img.get("alt") and img.get("role") not in ("presentation", "none")]
    tags = {each.tag for page in book.documents.values() for each in page.iter(etree.Element)}
    features, modes = book.claims("accessibilityFeature"), book.claims("accessMode")
    summary = " ".join(book.claims("accessibilitySummary")).lower()
    checks: list[tuple[str, bool]] = [
        ("alternativeText", "alternativeText" in features and (bool(bare) or not pictures)),
        ("MathML", "MathML" in features and not any(str(tag).endswith("}math") for tag in tags)),
        ("pageNavigation", "pageNavigation" in features and not book.entries("page-list")),
        ("no accessMode visual", bool(pictures) and "visual" not in modes),
        ("accessModeSufficient textual", "textual" in book.claims("accessModeSufficient") and bool(bare)),
        ("conforms to WCAG", bool(re.search(r"conforms|wcag", summary))),
    ]
    return [name for name, wrong in checks if wrong]


def make_ours(folder: Path, target: Path) -> Path:
    """The edition ``ebook`` of the manuscript in ``folder``."""
    command = [str(BIN / "publisher"), "build", "ebook", "-C", str(folder), "-o", str(target), "--no-cache"]
    subprocess.run(command, check=True, capture_output=True)
    return next(target.glob("*.epub"))


def make_theirs(folder: Path, target: Path) -> Path:
    """Pandoc's EPUB of the same chapters in the same order; links between chapters are put in its spelling."""
    target.mkdir(parents=True, exist_ok=True)
    listed = re.findall(r'"([^"]+\.md)"', (folder / "book.toml").read_text("utf-8"))
    for name in listed:
        text = re.sub(r"\]\([\w-]+\.md#", "](#", (folder / name).read_text("utf-8"))
        (target / name).write_text(re.sub(r"\]\(([\w-]+)\.md\)", r"](#\1)", text), "utf-8")
    out = target / "pandoc.epub"
    command = [*pandoc(), "--resource-path", str(folder), "-o", str(out), *(str(target / name) for name in listed)]
    subprocess.run(command, check=True, capture_output=True)
    return out


def row(book: Book, tools: Path) -> list[str]:
    """The figures of one book, in the order of :data:`HEAD`."""
    said = epubcheck(book.path)
    by_severity = {kind: sum(each.severity == kind for each in said) for kind in ("ERROR", "WARNING", "USAGE")}
    calls, answered = notes(book)
    wrong = false_claims(book)
    return [
        " / ".join(str(by_severity[kind]) for kind in by_severity),
        str(len(ace(book.path, tools))),
        str(book.entries("landmarks")),
        str(book.entries("page-list")),
        f"{answered} of {calls}",
        f"{len(wrong)}{': ' + ', '.join(wrong) if wrong else ''}",
    ]


HEAD = [
    "EPUBCheck: errors / warnings / usages",
    "Ace: assertions",
    "landmarks",
    "page-list entries",
    "notes with a link back",
    "false claims",
]


def main() -> None:
    """Make the four books, judge them, print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--tools", type=Path, default=Path(".tools"), help="where Ace is installed")
    given = options.parse_args()
    makers: dict[str, Callable[[Path, Path], Path]] = {"Publisher": make_ours, "pandoc": make_theirs}
    columns: dict[str, list[str]] = {}
    with tempfile.TemporaryDirectory() as temporary:
        for label, more in (("as it is", ""), ("a description forgotten", FORGOTTEN)):
            folder = Path(temporary, label)
            shutil.copytree(MANUSCRIPT, folder)
            chapter = folder / "hailsham.md"
            if more:
                (chapter if chapter.exists() else next(folder.glob("*hailsham*.md"))).open("a").write(more)
            for name, make in makers.items():
                made = make(folder, Path(temporary, f"{name} {label}"))
                columns[f"{name}, {label}"] = row(Book.open(made), given.tools)
    print("| | " + " | ".join(columns) + " |")
    print("|---" * (len(columns) + 1) + "|")
    for index, head in enumerate(HEAD):
        print(f"| {head} | " + " | ".join(column[index] for column in columns.values()) + " |")


if __name__ == "__main__":
    main()
