"""What EPUBCheck, Ace and veraPDF say of every edition of the sample, and that they do find faults."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.judge
Judge = Callable[[Path], list[str]]

BOOK = {
    "01-one.md": "# One\n\nA [link](02-two.md), a note[^1] and *emphasis*.\n\n[^1]: The note.\n",
    "02-two.md": "## Two\n\n- a\n\n- b\n\n| A | B |\n|---|---|\n| 1 | 2 |\n\n> Words.\n>\n> — Somebody, *Work*\n",
}


def written(built: Any, ending: str) -> list[Path]:
    """The files of dist/ with this ending, on the disk (another worker may have made them)."""
    return [built.dist / name for name in sorted(built.files) if name.endswith(ending)]


def test_epubs_of_the_sample(sample: Any, check_epub: Judge) -> None:
    assert [(path.name, found) for path in written(sample, ".epub") if (found := check_epub(path))] == []


def test_epubs_of_the_sample_are_accessible(sample: Any, check_access: Judge) -> None:
    assert [(path.name, found) for path in written(sample, ".epub") if (found := check_access(path))] == []


def test_pdfs_of_the_sample(sample: Any, check_pdf: Judge) -> None:
    paths = written(sample, ".pdf")
    assert len(paths) == 7
    assert [(path.name, found) for path in paths if (found := check_pdf(path))] == []


def test_a_folder_without_book_toml(make_book: Any, check_epub: Judge, check_access: Judge, check_pdf: Judge) -> None:
    built = make_book(BOOK)
    assert check_epub(built.path(".epub")) == []
    assert check_access(built.path(".epub")) == []
    assert check_pdf(built.path(".pdf")) == []


def test_epubcheck_finds_a_dead_link(make_book: Any, check_epub: Judge, tmp_path: Path) -> None:
    built = make_book(BOOK, format="epub")
    broken = _changed(built.path(".epub"), tmp_path / "broken.epub", b'href="two.xhtml#', b'href="three.xhtml#')
    assert any("RSC-007" in message for message in check_epub(broken))


def test_ace_finds_a_picture_without_words(make_book: Any, check_access: Judge, tmp_path: Path) -> None:
    built = make_book(BOOK, format="epub")
    broken = _changed(built.path(".epub"), tmp_path / "broken.epub", b"<em>", b'<img src="images/cover.png"/><em>')
    assert any("image-alt" in message for message in check_access(broken))


def test_verapdf_finds_a_file_without_tags(check_pdf: Judge, tmp_path: Path) -> None:
    import pikepdf

    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(tmp_path / "blank.pdf")
    assert check_pdf(tmp_path / "blank.pdf")


def _changed(source: Path, target: Path, old: bytes, new: bytes) -> Path:
    """A copy of the EPUB with ``new`` for ``old`` in its documents, where there is any."""
    found = 0
    with zipfile.ZipFile(source) as book, zipfile.ZipFile(target, "w") as copy:
        for info in book.infolist():
            data = book.read(info)
            if info.filename.endswith("one.xhtml"):
                found += data.count(old)
                data = data.replace(old, new)
            copy.writestr(info, data)
    assert found, "the fault was not planted"
    return target
