"""What the tests of markup share: parsing a text, and writing its tree down so that a person can read it."""

from __future__ import annotations

import textwrap
from collections.abc import Callable

import pytest

from publisher.markup.node import Node
from publisher.markup.parse import Parsed, Parser
from publisher.source import Source


def _parse(text: str, language: str = "en-US", **options: object) -> Parsed:
    return Parser(language, **options).parse(Source("chapter.md", textwrap.dedent(text)))  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def parse() -> Callable[..., Parsed]:
    """Parse a (dedented) text with the whole dialect."""
    return _parse


@pytest.fixture(scope="session")
def codes() -> Callable[..., list[str]]:
    """The diagnostics of a text as ``line:column CODE``."""

    def codes_of(text: str, language: str = "en-US") -> list[str]:
        return [f"{d.span.line}:{d.span.column} {d.code}" for d in _parse(text, language).diagnostics]

    return codes_of


@pytest.fixture(scope="session")
def kinds() -> Callable[[Node], str]:
    """A tree in one line: ``document(paragraph(text))``."""

    def kinds_of(node: Node) -> str:
        inside = " ".join(kinds_of(child) for child in node.children)
        return f"{node.kind}({inside})" if inside else node.kind

    return kinds_of


@pytest.fixture(scope="session")
def find() -> Callable[[Parsed, str], Node]:
    """The first node of a kind."""

    def first(parsed: Parsed, kind: str) -> Node:
        return next(node for node in parsed.root.walk() if node.kind == kind)

    return first
