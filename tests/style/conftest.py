"""Small books and styles, made by hand: floor 4 is tested without the floors that usually feed it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from publisher.book.model import Chapter, Counts, Edition, Part, ReadingTime
from publisher.config import BookInfo, Contributor, EditionSpec
from publisher.markup.node import Node
from publisher.source import Span
from publisher.style.composition import AssetRef
from publisher.style.plain import render_plain
from publisher.style.render import Rendering
from publisher.style.xhtml import escape
from publisher.words import words

sys.path.insert(0, str(Path(__file__).parent))  # for mixed_book

READING = ReadingTime(Counts(words=8450), 2130.0, 36)
INFO = BookInfo("Never & Ever", subtitle="A guide", authors=(Contributor("Ann Author"),), publisher="The House",
                date="2026-11-22", dedication="For you")  # fmt: skip
MAP = AssetRef("images/a map.png", "image/png", "0" * 64, 400, 200)


def text(words: str, line: int = 3) -> Node:
    return Node("text", text=words, span=Span("one.md", line))


def paragraph(*children: Node | str, id: str = "") -> Node:
    inner = tuple(text(child) if isinstance(child, str) else child for child in children)
    return Node("paragraph", "p", (("id", id),) if id else (), children=inner, span=Span("one.md", 3))


def heading(level: int, id: str, words: str) -> Node:
    return Node("heading", f"h{level}", (("id", id), ("level", str(level))), children=(text(words),))


def chapter(id: str = "one", *blocks: Node, **more: object) -> Chapter:
    body = Node("document", children=blocks or (paragraph("Hello.", id=f"{id}-p"),))
    made = Chapter(id, f"{id}.md", (text("Title"),), "Title", "Short", "chapter", "body", "", "", body, number="1",
                   reading=READING, span=Span(f"{id}.md", 1))  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]


def edition(*chapters: Chapter, parts: tuple[Part, ...] = (), info: BookInfo = INFO, **spec: object) -> Edition:
    made = EditionSpec("ebook", **spec)  # type: ignore[arg-type]
    return Edition("ebook", made, info, chapters or (chapter(),), parts, (), (), READING)


class Book:
    """What tests make books of."""

    text = staticmethod(text)
    paragraph = staticmethod(paragraph)
    heading = staticmethod(heading)
    chapter = staticmethod(chapter)
    edition = staticmethod(edition)
    info = INFO
    assets = MappingProxyType({MAP.path: MAP})
    map = MAP


@pytest.fixture(scope="session", params=["print", "textbook"])
def dressed(request: Any, press: Any, tmp_path_factory: Any) -> Any:
    """The mixed book in each of the two looks: the look's name, the build, and the PDF's path."""
    from mixed_book import TOML, mixed_book

    folder: Path = tmp_path_factory.mktemp(request.param)
    edition = f'\n[editions.{request.param}]\nformats = ["pdf"]\nstyle = "{request.param}"\n'
    press.write_files(folder / "manuscript", {**mixed_book(), "book.toml": TOML + edition})
    built = press.build_folder(folder, folder / "dist", None)
    assert built.ok, built.codes
    return request.param, built, built.path(".pdf")


@pytest.fixture
def book() -> type[Book]:
    return Book


@pytest.fixture
def render() -> Callable[..., str]:
    """``render(node, medium, known=…)``: a node by the default renderers alone."""

    def run(node: Node, medium: str = "screen", known: frozenset[str] | None = None, role: str = "chapter") -> str:
        def nodes(children: tuple[Node, ...]) -> str:
            return "".join(
                escape(each.text) if each.kind == "text" else render_plain(each, rendering) for each in children
            )

        rendering = Rendering(medium, edition(), chapter(role=role), nodes, lambda id: f"#{id}", words("en"),
                              Book.assets, known=known)  # fmt: skip
        return nodes((node,))

    return run


@pytest.fixture
def styles(tmp_path: Path) -> Callable[[dict[str, str]], Path]:
    """``styles({"mine/style.toml": "…"})``: a project's styles folder with these files."""

    def write(files: dict[str, str]) -> Path:
        for name, content in files.items():
            path = tmp_path / "styles" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
        return tmp_path / "styles"

    return write
