"""Reads ebooks in foliate-js, says what is wrong with them, and takes pictures for somebody to look at: ``make look``.

Without arguments: the ebooks of ``dist/``. The pictures are in ``.look/``, a folder for each book.
"""

from __future__ import annotations

import sys
from pathlib import Path

from publisher.diagnostics import PublisherError
from publisher.judges.reader import reader

ROOT = Path(__file__).resolve().parents[1]


def look(book: Path) -> int:
    """Read one book; how much is wrong with it."""
    folder = ROOT / ".look" / book.stem
    reading = reader(book, ROOT / ".tools", ROOT / "tools" / "judges", screenshots=folder)
    counts = ", ".join(f"{count} {name}" for name, count in reading.counts.items())
    print(f"{book.name}: {counts}; {len(reading.screenshots)} pictures in {folder.relative_to(ROOT)}")
    for each in reading.findings:
        print(f"  {each}")
    return len(reading.findings)


def main(books: list[str]) -> int:
    """Read them all; 1 when something is wrong."""
    paths = [Path(book) for book in books] or sorted((ROOT / "dist").glob("*.epub"))
    try:
        return 1 if sum([look(path) for path in paths]) else 0
    except PublisherError as error:
        print(f"{error}\n{error.hint}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
