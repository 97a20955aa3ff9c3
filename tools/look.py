"""Screenshots of the ebooks in dist/, as a reading engine shows them by day and night: python tools/look.py FOLDER."""

from __future__ import annotations

import sys
from pathlib import Path

from publisher.judges.finding import Finding
from publisher.judges.reader import reader


def main() -> int:
    """Photograph the ebooks; what the engine finds wrong is said, too."""
    root = Path(__file__).resolve().parents[1]
    found: list[Finding] = []
    for book in sorted((root / "dist").glob("*.epub")):
        folder = Path(sys.argv[1], book.stem)
        found += reader(book, root / ".tools", folder)
        print(folder)
    for each in found:
        print(each)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
