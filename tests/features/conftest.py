"""Nodes by hand, an edition of one or more chapters around them, and their XHTML on screen and on paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest

from publisher.book.model import Chapter, Edition, ReadingTime
from publisher.config import BookInfo, EditionSpec
from publisher.features import BUILT_IN
from publisher.markup.node import Node
from publisher.markup.parse import Parser
from publisher.source import Source, Span
from publisher.style.composition import PAGE, SCREEN
from publisher.style.plain import render_plain
from publisher.style.render import Rendering

RENDERERS = {kind: renderer for feature in BUILT_IN for kind, renderer in feature.render.items()}


def _inlines(parts: tuple[Node | str, ...], line: int) -> tuple[Node, ...]:
    span = Span("a.md", line)
    return tuple(Node("text", text=part, span=span) if isinstance(part, str) else part for part in parts)


def _leaf(kind: str, tag: str) -> Callable[..., Node]:
    def make(*parts: Node | str, line: int = 1, **attrs: str) -> Node:
        return Node(kind, tag, _attrs(attrs), "", _inlines(parts, line), Span("a.md", line))

    return make


def _attrs(attrs: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((name.rstrip("_"), value) for name, value in attrs.items())


def _block(kind: str, *children: Node, tag: str = "div", line: int = 1, **attrs: str) -> Node:
    return Node(kind, tag, _attrs(attrs), "", children, Span("a.md", line))


def _noteref(number: str = "1", target: str = "note-a", **attrs: str) -> Node:
    pairs = (("label", number), ("number", number), ("target", target))
    return Node("noteref", "", (*pairs, *_attrs(attrs)), span=Span("a.md", 1))


def _code(text: str, lang: str = "", line: int = 1) -> Node:
    return Node("code_block", "pre", (("lang", lang),) if lang else (), text, (), Span("a.md", line))


@pytest.fixture(scope="session")
def make() -> SimpleNamespace:
    """Constructors: ``make.p("a ", make.em("b"))``, ``make.block("epigraph", …)``, ``make.edition(chapter, …)``."""
    return SimpleNamespace(
        p=_leaf("paragraph", "p"),
        plain=_leaf("plain", ""),
        heading=_leaf("heading", "h2"),
        em=_leaf("emphasis", "em"),
        strong=_leaf("strong", "strong"),
        link=_leaf("link", "a"),
        quote=lambda *children, **attrs: _block("blockquote", *children, tag="blockquote", **attrs),
        block=_block,
        noteref=_noteref,
        code=_code,
        soft=Node("softbreak"),
        hard=Node("hardbreak", "br"),
        document=lambda *children: _block("document", *children, tag=""),
        chapter=_chapter,
        edition=_edition,
    )


def _chapter(*blocks: Node, id: str = "one", text: str = "One", role: str = "chapter", lang: str = "") -> Chapter:
    body = Node("document", children=blocks, span=Span("a.md", 1))
    title = (Node("text", text=text),)
    return Chapter(id, f"{id}.md", title, text, text, role, "body", "", lang, body)


def _edition(*chapters: Chapter, audience: str = "reader", language: str = "en") -> Edition:
    spec = EditionSpec("test", audience=audience)
    return Edition("test", spec, BookInfo("Title", language=language), chapters, (), (), (), ReadingTime())


@pytest.fixture(scope="session")
def render() -> Callable[..., str]:
    """``render(edition, medium)``: the XHTML of the first chapter's body (or of ``node``), proved well-formed."""

    def xhtml(edition: Edition, medium: str, node: Node | None = None) -> str:
        def nodes(some: tuple[Node, ...]) -> str:
            return "".join(RENDERERS.get(each.kind, render_plain)(each, rendering) for each in some)

        rendering = Rendering(medium, edition, edition.chapters[0], nodes, lambda id: f"#{id}")
        text = nodes(edition.chapters[0].body.children if node is None else (node,))
        ElementTree.fromstring(f'<body xmlns:epub="http://www.idpf.org/2007/ops">{text}</body>')
        return text

    return xhtml


@pytest.fixture(scope="session")
def screen(make: SimpleNamespace, render: Callable[..., str]) -> Callable[..., str]:
    """The XHTML of some blocks on screen."""
    return lambda *blocks, **known: render(make.edition(make.chapter(*blocks), **known), SCREEN)


@pytest.fixture(scope="session")
def page(make: SimpleNamespace, render: Callable[..., str]) -> Callable[..., str]:
    """The XHTML of some blocks on paper."""
    return lambda *blocks, **known: render(make.edition(make.chapter(*blocks), **known), PAGE)


@pytest.fixture(scope="session")
def passed() -> Callable[[Edition], Edition]:
    """The edition after the passes of all built-in features."""

    def apply(edition: Edition) -> Edition:
        for feature in BUILT_IN:
            for each in feature.passes:
                edition = each(edition)
        return edition

    return apply


@pytest.fixture(scope="session")
def shaped(make: SimpleNamespace) -> Callable[..., tuple[tuple[Node, ...], tuple[str, ...]]]:
    """The blocks after the shapes of all built-in features, and the codes of what was found."""

    def shape(*blocks: Node) -> tuple[tuple[Node, ...], tuple[str, ...]]:
        document, codes = make.document(*blocks), []
        for feature in BUILT_IN:
            if feature.syntax is not None and feature.syntax.shape is not None:
                document, found = feature.syntax.shape(document)
                codes.extend(each.code for each in found)
        return document.children, tuple(codes)

    return shape


@pytest.fixture(scope="session")
def moved() -> Callable[..., Node]:
    """A copy of a node at another line."""
    return lambda node, line: replace(node, span=Span("a.md", line))


@pytest.fixture(scope="session")
def read() -> Callable[[str], tuple[Node, ...]]:
    """The blocks of some Markdown, by the parser with all built-in features."""
    parser = Parser("en", tuple(feature.syntax for feature in BUILT_IN if feature.syntax is not None))
    return lambda text: parser.parse(Source("a.md", text)).root.children


@pytest.fixture(scope="session")
def found() -> Callable[[str], list[str]]:
    """What is wrong with some Markdown: ``line:column code message (hint)``."""
    parser = Parser("en", tuple(feature.syntax for feature in BUILT_IN if feature.syntax is not None))

    def say(text: str) -> list[str]:
        return [
            f"{each.span.line}:{each.span.column} {each.code} {each.message} ({each.hint})"
            for each in parser.parse(Source("a.md", text)).diagnostics
        ]

    return say
