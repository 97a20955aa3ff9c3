"""The book with one of every meaning, and a look of somebody's own, built once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

BOOK = Path(__file__).parent / "book"
NAMES = {"h": "http://www.w3.org/1999/xhtml", "epub": "http://www.idpf.org/2007/ops"}


@pytest.fixture(scope="session")
def meanings(once: Any, press: Any) -> Any:
    """Every ebook and PDF of ``tests/semantics/book``."""
    return once("meanings", lambda folder: press.build_folder(BOOK, folder / "dist", None, jobs=0))


@pytest.fixture(scope="session")
def ebook(meanings: Any, press: Any) -> Any:
    """Its plain ebook."""
    return press.Epub(meanings.files["the-meaning-of-every-part-ebook.epub"])


@pytest.fixture(scope="session")
def find(ebook: Any) -> Any:
    """``find("phrases", "//h:abbr")``: the elements of a chapter."""

    def found(chapter: str, path: str) -> list[Any]:
        (name,) = (each for each in ebook.entries if each.endswith(f"/{chapter}.xhtml"))
        return list(ebook.document(name).xpath(path, namespaces=NAMES))

    return found
