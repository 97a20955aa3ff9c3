"""A real reading engine opens our books: every link lands on its target, every page fits and can be read."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.judge

WIDE = b'<table style="width: 900px"><tr><td>A wide table.</td></tr></table>'
# Document, what stands there, what is put in its place, and the code, path and words by which it must be found.
FAULTS = {
    "a dead link": ("hailsham", b'#miss-lucy"', b'#nowhere"', "no-target", "hailsham.xhtml", "#nowhere"),
    "a dead entry": ("nav", b'"themes.xhtml#symbols"', b'"gone.xhtml#symbols"', "unresolved", "toc", "gone.xhtml"),
    "a dead page": ("nav", b'characters.xhtml#page-', b'characters.xhtml#sheet-', "no-target", "page-list", "#sheet-"),
    "a call without its note": (
        "the-cottages", b'href="#note-', b'href="#lost-', "no-target", "the-cottages.xhtml", "#lost-",
    ),
    "a target that is hidden": (
        "themes", b'<section id="acceptance"', b'<section style="display: none" id="acceptance"', "not-shown", "",
        "#acceptance",
    ),
    "a picture that is not there": ("hailsham", b"images/timeline.svg", b"images/no.svg", "image", "hailsham.xhtml", "img"),
    "a table too wide": ("faq", b"</header>", b"</header>" + WIDE, "wide", "faq.xhtml", "table"),
    "black by night": ("glossary", b"<p id=", b'<p style="color: #000" id=', "contrast", "glossary.xhtml", "1.1"),
    "a picture from the web": (
        "about-this-guide", b"</header>", b'</header><img src="https://example.org/a.png" alt="A"/>', "network", "https:",
        "outside",
    ),
}  # fmt: skip


def damaged(data: bytes) -> bytes:
    """The EPUB with all of the faults."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            text = old.read(info)
            for document, before, after, *_ in FAULTS.values():
                if info.filename == f"EPUB/{document}.xhtml":
                    assert before in text, (document, before)
                    text = text.replace(before, after, 1)
            new.writestr(info, text)
    return out.getvalue()


def test_our_own_book_is_a_pleasure_to_read(sample: Any, reader: Callable[..., Any], tmp_path: Path) -> None:
    path = sample.path("-ebook.epub")
    assert [str(each) for each in reader(path, tmp_path / "sights")] == []
    sights = {each.name for each in (tmp_path / "sights").iterdir()}
    assert {"title-phone.png", "contents-tablet.png", "notes-phone-dark.png", "table-narrow.png"} <= sights


def test_so_is_one_of_everything(everything: Any, reader: Callable[..., Any]) -> None:
    assert [str(each) for each in reader(everything.path(".epub"))] == []


def test_it_finds_every_fault_and_nothing_else(sample: Any, reader: Callable[..., Any], tmp_path: Path) -> None:
    path = tmp_path / "book.epub"
    path.write_bytes(damaged(sample.path("-ebook.epub").read_bytes()))
    found = reader(path)
    missed = [
        row
        for row, (*_, code, place, words) in FAULTS.items()
        if not any(each.code == code and place in each.path and words in each.message for each in found)
    ]
    assert missed == [], [str(each) for each in found]
    known = {code for *_, code, _, _ in FAULTS.values()} | {"console"}  # the browser complains of what was refused
    assert {each.code for each in found} == known
