"""The parser as a whole: syntaxes, plain mode, order of diagnostics, what it does not touch."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.diagnostics import Diagnostic, Rule, Severity
from publisher.markup.node import Node, plain_text
from publisher.markup.parse import Parsed, Parser
from publisher.markup.syntax import Syntax
from publisher.rules import markup as rules
from publisher.source import Source

SHOUT = Rule("X001", Severity.NOTE, "shout", "Only for this test.")


def _shape(root: Node) -> tuple[Node, tuple[Diagnostic, ...]]:
    return replace(root, attrs=(("seen", str(len(root.children))),)), (SHOUT.at(root.span, "shaped"),)


def test_a_syntax_names_divs_and_shapes_the_tree() -> None:
    parser = Parser("en", (Syntax(("pullquote",)), Syntax(("verse",), _shape)))
    parsed = parser.parse(Source("a.md", "::: pullquote\na\n:::\n\n::: verse {.x}\nb\n:::\n\n::: box\nc\n:::"))
    assert [node.kind for node in parsed.root.children] == ["pullquote", "verse", "div"]
    assert [node.get("class") for node in parsed.root.children] == ["", "x", "box"]
    assert parsed.root.get("seen") == "3"
    assert [trouble.code for trouble in parsed.diagnostics] == ["X001"]


def test_notes_are_gathered_before_shapes_see_the_tree() -> None:
    parsed = Parser("en", (Syntax((), _shape),)).parse(Source("a.md", "a[^1]\n\n[^1]: b"))
    assert parsed.root.get("seen") == "2"
    assert parsed.root.children[-1].kind == "notes"


def test_plain_is_commonmark_and_nothing_more() -> None:
    parsed = Parser("en", plain=True).parse(Source("a.md", '"a" ~~b~~ <x>\n\n::: c\n\n| d |\n|---|\n\n![e](f "g")'))
    assert [node.kind for node in parsed.root.children] == ["paragraph"] * 4
    assert plain_text(parsed.root.children[0]) == '"a" ~~b~~ <x>'
    assert parsed.diagnostics == ()


def test_one_parser_parses_many_chapters() -> None:
    parser = Parser("en")
    first = parser.parse(Source("a.md", "[x]: u\n\n[x][]^[n]"))
    parser.parse(Source("b.md", "[x][]\n\n[^1]: a"))
    assert parser.parse(Source("a.md", "[x]: u\n\n[x][]^[n]")) == first


def test_a_result_travels() -> None:
    parsed = Parser("en").parse(Source("a.md", "# A\n\n*b* <b>c</b>^[d]\n\n| a |\n|---|\n"))
    assert pickle.loads(pickle.dumps(parsed)) == parsed


def test_diagnostics_come_in_the_order_of_the_file(parse: Callable[..., Parsed]) -> None:
    parsed = parse("[^a]\n\n::: x\n\n![](b)\n\n[c](data:d)\n")
    assert [trouble.span.line for trouble in parsed.diagnostics] == [1, 3, 5, 7]


@pytest.mark.parametrize(
    "text", ["", "\n", "\n\n\n", " ", "---", "\ufeff", "::: a", "[^1]: a", "{.a}", "\n> text\n> \n> "]
)
def test_hardly_anything(parse: Callable[..., Parsed], text: str) -> None:
    assert parse(text).root.kind == "document"


def test_a_chapter_that_ends_before_it_begins() -> None:
    assert Parser("en").parse(Source("a.md", "---\ntitle: x\n---"), first_line=4).root.children == ()


@given(st.lists(st.sampled_from(["Kathy", "Ruth", "Tommy", "had", "been", "there", "before", "them"]), min_size=1))
@settings(deadline=None)
def test_words_are_kept(words: list[str]) -> None:
    parsed = Parser("en").parse(Source("a.md", " ".join(words)))
    assert plain_text(parsed.root) == " ".join(words)


def test_every_rule_explains_itself() -> None:
    declared = [value for value in vars(rules).values() if isinstance(value, Rule)]
    assert len({rule.code for rule in declared}) == len(declared)
    for rule in declared:
        assert rule.code.startswith("M3")
        assert len(rule.doc.strip().split("\n\n")) >= 3, rule.code
