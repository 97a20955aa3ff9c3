"""The case files: ``input . expected .`` blocks that read as documentation of the dialect.

A case is a title, a line ``.``, the Markdown, a line ``.``, the tree, a line ``.``. The title may end in a language in
brackets. In the tree a node is its kind, its place, its attributes and its text; a line that begins with ``!`` is a
diagnostic. Blanks that cannot be seen are written as ``␣`` (no-break) and ``·`` (narrow).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from publisher.markup.node import Node
from publisher.markup.parse import Parsed, Parser
from publisher.source import Source

FOLDER = Path(__file__).parent / "cases"
_CASE = re.compile(r"^([^\n]+)\n\.\n(.*?)\n\.\n(.*?)\n?^\.$", re.MULTILINE | re.DOTALL)
_LANGUAGE = re.compile(r"\[([\w-]+)\]$")
_SEEN = str.maketrans({"\u00a0": "␣", "\u202f": "·"})


def cases() -> Iterator[tuple[str, str, str]]:
    for path in sorted(FOLDER.glob("*.md")):
        for match in _CASE.finditer(path.read_text(encoding="utf-8")):
            yield f"{path.stem}: {match[1]}", match[2], match[3]


def written(parsed: Parsed) -> str:
    lines = [line for child in parsed.root.children for line in _lines(child, 0)]
    lines += (f"! {d.span.line}:{d.span.column} {d.severity} {d.code} {d.message}" for d in parsed.diagnostics)
    return "\n".join(lines).translate(_SEEN)


def _lines(node: Node, depth: int) -> Iterator[str]:
    attrs = "".join(f" {key}={value}" for key, value in node.attrs)
    tag = f" <{node.tag}>" if node.kind == "element" else ""
    text = f" {node.text!r}" if node.text else ""
    yield f"{'  ' * depth}{node.kind}{tag} {node.span.line}:{node.span.column}{attrs}{text}"
    for child in node.children:
        yield from _lines(child, depth + 1)


CASES = list(cases())


@pytest.mark.parametrize(("title", "markdown", "expected"), CASES, ids=[case[0] for case in CASES])
def test_case(title: str, markdown: str, expected: str) -> None:
    language = _LANGUAGE.search(title)
    parser = Parser(language[1] if language else "en-US")
    assert written(parser.parse(Source("case.md", markdown + "\n"))) == expected


def test_there_are_cases() -> None:
    assert len(CASES) > 60
