"""A small book in a folder, and builds of it that keep out of everybody's way."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from publisher.build.cache import Cache
from publisher.build.place import Place
from publisher.build.plan import Options
from publisher.build.run import build
from publisher.plugins import load_features

BOOK = """\
[book]
title = "Two Handouts"
authors = ["A. Writer"]
language = "en"
identifier = "urn:uuid:0e7f4f5a-7a43-4f3d-8a7c-1c2d3e4f5a6b"
date = "2026-11-22"

[contents]
body = ["one.md", "two.md"]

[editions.ebook]
formats = ["epub"]

[editions.student]
style = "handout"
formats = ["pdf"]
audience = "student"

[editions.teacher]
style = "handout"
formats = ["pdf"]
audience = "teacher"
"""
ONE = "# One\n\nThe first chapter has a sentence.\n\n::: teacher\nOnly the teacher reads this answer.\n:::\n"
TWO = "# Two\n\nThe second chapter has another sentence.\n"


class Shop:
    """A folder with a book in it, its own cache and dist/; ``told`` holds what the last build told."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / "manuscript"
        self.dist = root / "dist"
        self.cache = root / "cache"
        self.told: list[tuple[str, str]] = []
        self.write("book.toml", BOOK)
        self.write("one.md", ONE)
        self.write("two.md", TWO)

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def change(self, name: str, old: str, new: str) -> None:
        text = (self.folder / name).read_text("utf-8")
        assert old in text
        self.write(name, text.replace(old, new))

    def place(self, deliver: bool = True) -> Place:
        styles = self.root / "styles"
        folders = (styles,) if styles.is_dir() else ()
        return Place(self.folder, folders, self.dist if deliver else None, Cache(self.cache))

    def build(self, *editions: str, deliver: bool = True, **options: object):
        self.told = []
        asked = Options(editions=editions, **options)
        return build(self.place(deliver), asked, load_features, lambda *what: self.told.append(what))

    def made(self) -> list[str]:
        """The files that were made and not kept."""
        return sorted(detail for stage, detail in self.told if stage == "made")

    def kept(self) -> list[str]:
        return sorted(detail for stage, detail in self.told if stage == "kept")

    def state(self) -> dict[str, str]:
        """Every file of dist/ with its digest."""
        return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(self.dist.glob("*"))}


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path)
