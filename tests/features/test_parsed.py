"""What an author writes, through the real parser with all built-in features."""

from __future__ import annotations

import pytest

from publisher.features import BUILT_IN
from publisher.markup.node import Node, plain_text
from publisher.markup.parse import Parser
from publisher.source import Source


@pytest.fixture(scope="module")
def read():
    parser = Parser("en", tuple(feature.syntax for feature in BUILT_IN if feature.syntax is not None))

    def parse(text: str) -> tuple[tuple[Node, ...], list[str]]:
        parsed = parser.parse(Source("a.md", text))
        return parsed.root.children, [each.code for each in parsed.diagnostics]

    return parse


@pytest.mark.parametrize("dash", ["—", "–", "--", "―"])
def test_a_quotation_keeps_its_attributes_and_gets_its_attribution(read, dash):
    (node,), codes = read(f'{{#q .highlight}}\n> I was "here".\n>\n> {dash} Kathy H., *Never Let Me Go*, ch. 1\n')
    assert (node.kind, node.id, node.classes) == ("quotation", "q", ("quotation", "highlight"))
    said = node.children[1]
    assert (said.get("speaker"), said.get("source"), said.get("place")) == ("Kathy H.", "Never Let Me Go", "ch. 1")
    assert (said.span.line, said.span.column) == (4, 3)
    assert codes == []


def test_a_last_line_is_enough(read):
    (node,), _ = read("> I was here.\n> — Ruth\n")
    assert node.children[1].get("speaker") == "Ruth"
    assert plain_text(node.children[0]) == "I was here."


def test_an_epigraph_and_a_pull_quote(read):
    (epigraph, pull), codes = read(
        "::: epigraph\n> Words.\n>\n> — A, *B*\n:::\n\n::: pullquote\nSo [it](x.md) is.\n:::\n"
    )
    assert [child.kind for child in epigraph.children] == ["quoted", "attribution"]
    assert plain_text(pull) == "So it is."
    assert codes == ["Q512"]


def test_a_question_with_its_answer(read):
    (question,), codes = read(":::: question {#d lines=6}\nWhy?\n\n::: answer\nBecause.\n:::\n::::\n")
    assert (question.kind, question.id, question.get("lines")) == ("question", "d", "6")
    assert question.children[-1].kind == "answer"
    assert codes == []


def test_an_alert_with_a_title_and_one_without(read):
    (titled, plain), _ = read("> [!NOTE] My *title*\n> Text\n\n> [!TIP]\n> Text\n")
    assert (titled.kind, titled.get("type"), titled.children[0].kind) == ("alert", "note", "alert_title")
    assert (plain.kind, plain.get("type")) == ("alert", "tip")


def test_verse_keeps_its_lines(read, screen):
    (verse,), _ = read("::: verse\nOne *line\nand* two\n:::\n")
    assert screen(verse).count('class="verse-line"') == 2
