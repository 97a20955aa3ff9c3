"""The numbers of pages in a contents that a browser printed without them, put into its HTML for the second printing.

Run as ``numbered.py printed.pdf book.html numbered.html``: Chromium names in its PDF the place of every anchor that is
linked to.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import pikepdf


def pages_of(pdf: Path) -> dict[str, int]:
    """The number of the page, from 1, on which each named place of a PDF is."""
    with pikepdf.open(pdf) as file:
        numbers = {page.obj.objgen: number for number, page in enumerate(file.pages, 1)}
        places: Any = file.Root.Dests
        return {name.removeprefix("/"): numbers[place[0].objgen] for name, place in places.items()}


def with_numbers(html: str, pages: dict[str, int]) -> str:
    """The HTML with the number of its page behind every link of the contents."""

    def numbered(link: re.Match[str]) -> str:
        return f'{link[0]}<span style="float: right">{pages.get(link[1], "")}</span>'

    begin, end = html.index("<nav"), html.index("</nav>")
    return html[:begin] + re.sub(r'<a href="#([^"]+)".*?</a>', numbered, html[begin:end], flags=re.DOTALL) + html[end:]


if __name__ == "__main__":
    printed, source, target = map(Path, sys.argv[1:])
    target.write_text(with_numbers(source.read_text("utf-8"), pages_of(printed)), "utf-8")
