"""Hand-made values of the floors below, so that the book can be tested without a parser or files."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace

import pytest

from publisher.book.assemble import assemble
from publisher.book.edition import edit
from publisher.book.model import Book, Edition
from publisher.config import BookInfo, Config, Contents, EditionSpec, ReadingOptions
from publisher.diagnostics import Diagnostic
from publisher.manuscript.values import AssetFile, ChapterFile, Header, Manuscript
from publisher.markup.node import Node
from publisher.source import Source, Span

NO_HEADER = Header()


@dataclass(frozen=True, slots=True)
class FakeParsed:
    path: str
    root: Node
    diagnostics: tuple[Diagnostic, ...] = ()


class Make:
    """Short names for nodes, files and whole books."""

    Header = Header

    @staticmethod
    def File(path: str, header: Header = NO_HEADER, matter: str = "body", part: str = "") -> ChapterFile:
        return ChapterFile(path, Source(path, ""), header, 1, matter, part)

    def __init__(self) -> None:
        self._lines = itertools.count(1)

    def n(self, kind: str, *children: Node | str, tag: str = "", text: str = "", **attrs: str) -> Node:
        named = tuple((k.rstrip("_").replace("_", "-"), v) for k, v in attrs.items() if v)
        inlines = tuple(self.t(c) if isinstance(c, str) else c for c in children)
        return Node(kind, tag, named, text, inlines, Span("", next(self._lines)))

    def t(self, text: str) -> Node:
        return Node("text", text=text, span=Span("", next(self._lines)))

    def h(self, level: int, *inlines: Node | str, **attrs: str) -> Node:
        return self.n("heading", *inlines, tag=f"h{level}", level=str(level), **attrs)

    def p(self, *inlines: Node | str, **attrs: str) -> Node:
        return self.n("paragraph", *inlines, tag="p", **attrs)

    def link(self, href: str, *inlines: Node | str, **attrs: str) -> Node:
        made = self.n("link", *(inlines or ("there",)), tag="a", **attrs)
        return replace(made, attrs=(("href", href), *made.attrs))

    def div(self, name: str, *blocks: Node) -> Node:
        return self.n("div", *blocks, tag="div", class_=name)

    def image(self, src: str, alt: str = "", **attrs: str) -> Node:
        return Node("image", "img", (("src", src), ("alt", alt), *attrs.items()), span=Span("", next(self._lines)))

    def figure(self, src: str, caption: str = "", alt: str = "a picture", **attrs: str) -> Node:
        parts: list[Node] = [self.image(src, alt)]
        if caption:
            parts.append(self.n("caption", caption, tag="figcaption"))
        return self.n("figure", *parts, tag="figure", **attrs)

    def call(self, label: str) -> Node:
        return self.n("noteref", label=label)

    def notes(self, **notes: str | tuple[Node, ...]) -> Node:
        made = [
            self.n("note", *((self.p(body),) if isinstance(body, str) else body), label=label)
            for label, body in notes.items()
        ]
        return self.n("notes", *made)

    def quotation(self, words: str, speaker: str = "", source: str = "", place: str = "", **attrs: str) -> Node:
        said = self.n("attribution", speaker, tag="figcaption", speaker=speaker, source=source, place=place)
        return self.n("quotation", self.n("quoted", self.p(words), tag="blockquote"), said, tag="figure", **attrs)

    def question(self, words: str, answer: str = "") -> Node:
        answers = (self.n("answer", self.p(answer), tag="div"),) if answer else ()
        return self.n("question", self.p(words), *answers, tag="div")

    def book(
        self,
        *files: tuple[str, list[Node]] | tuple[str, list[Node], Header] | tuple[ChapterFile, list[Node]],
        config: Config | None = None,
        assets: tuple[str, ...] = (),
        numbered: bool = False,
    ) -> Book:
        """A book of ``(path or file, blocks, perhaps a Header)`` each."""
        made, parsed = [], {}
        for entry in files:
            file = entry[0] if isinstance(entry[0], ChapterFile) else self.File(entry[0], *entry[2:])
            made.append(file)
            root = Node("document", children=tuple(entry[1]), span=Span(file.path, 1))
            parsed[file.path] = FakeParsed(file.path, _placed(root, file.path))
        config = config or Config(BookInfo(title="A Book"), Contents(numbered=numbered))
        manuscript = Manuscript(config, tuple(made), tuple(AssetFile(path, "image/png") for path in assets))
        return assemble(manuscript, parsed)  # type: ignore[arg-type]

    def edit(self, book: Book, audience: str = "reader", **spec: object) -> Edition:
        made = EditionSpec(name=str(spec.pop("name", "ebook")), audience=audience, **spec)  # type: ignore[arg-type]
        return edit(book, made, ReadingOptions())


def _placed(node: Node, path: str) -> Node:
    children = tuple(_placed(child, path) for child in node.children)
    return replace(node, span=replace(node.span, path=path), children=children)


@pytest.fixture
def make() -> Make:
    return Make()


@pytest.fixture
def codes():
    """The codes of a book's or an edition's diagnostics, in order of appearance."""
    return lambda value: [diagnostic.code for diagnostic in value.diagnostics]


@pytest.fixture
def find():
    """All nodes of a kind in a chapter."""
    return lambda chapter, kind: [node for node in chapter.body.walk() if node.kind == kind]
