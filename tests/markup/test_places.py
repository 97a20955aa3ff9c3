"""Places: a node's span leads to its own words in the author's file, or says that it does not know the column."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from publisher.markup.node import Node
from publisher.markup.parse import Parsed, Parser
from publisher.source import Source

# One letter of each kind that some rule of the parser looks at; no marks that typography would change.
WORDS = st.text(alphabet=st.sampled_from("abcÄ字 *_`[](){}<>!#|\\:&~^-+=.1;\n\t"), max_size=80)
LINES = st.lists(
    st.tuples(
        st.sampled_from(["", "> ", "- ", "1. ", "    ", "> > ", "- > ", "# ", "| ", ": ", "\t", "::: ", "[^1]: "]),
        st.text(alphabet=st.sampled_from("ab *_`[](){}<>!|\\&~^x"), max_size=24),
    ),
    max_size=8,
)


def check_places(text: str) -> None:
    """Every text node's first word, up to a mark that may have been escaped, stands where its span says."""
    source = Source("a.md", text)
    lines = text.split("\n")
    for node in Parser("en").parse(source).root.walk():
        span = node.span
        assert span.path == "a.md"
        assert 0 <= span.line <= len(lines), node
        if not span.column:
            continue
        line = lines[span.line - 1]
        assert span.column <= len(line) + 1, node
        if node.kind == "text" and node.text:
            assert begins(line[span.column - 1 :], node.text), (node, line)
        if span.end_line:
            assert (span.line, span.column) <= (span.end_line, span.end_column)


def begins(source: str, words: str) -> bool:
    """Whether the source begins with the words, an escape or an entity aside, and blanks of HTML collapsed."""
    first = words.lstrip()[:1]
    if not first:
        return True
    source = source.lstrip()
    first = {"–": "-", "—": "-", "…": "."}.get(first, first)
    return source.startswith((first, "\\" + first, "&"))


@given(WORDS)
@example("a\n\tb")
@example("![a *b](c) d*")
@example("| a \\| b |\n|---|\n| `\\|` |")
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_text_stands_where_its_span_says(text: str) -> None:
    check_places(text)


@given(LINES)
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_in_containers_too(lines: list[tuple[str, str]]) -> None:
    check_places("\n".join(prefix + words for prefix, words in lines))


@given(st.lists(st.sampled_from(["Ruth", "*Tommy*", "**was**", "`there`", "[and](x)", "left", "~~now~~"]), min_size=1))
def test_prose_has_exact_columns(words: list[str]) -> None:
    text = "> " + " ".join(words[: len(words) // 2] or ["One"]) + "\n> " + " ".join(words)
    lines = text.split("\n")
    for node in Parser("en").parse(Source("a.md", text)).root.walk():
        if node.kind in ("text", "code"):
            start = lines[node.span.line - 1][node.span.column - 1 :]
            assert node.span.column
            assert start.removeprefix("`").startswith(node.text)
            assert lines[node.span.line - 1][: node.span.end_column - 1].rstrip("`").endswith(node.text)


def nodes(parsed: Parsed, kind: str) -> list[Node]:
    return [node for node in parsed.root.walk() if node.kind == kind]


def test_lines_count_from_the_head_of_the_file() -> None:
    source = Source("a.md", "---\ntitle: x\n---\n\nText *here*.")
    parsed = Parser("en").parse(source, first_line=4)
    assert str(nodes(parsed, "emphasis")[0].span) == "a.md:5:6"


@pytest.mark.parametrize(
    ("text", "kind", "place"),
    [
        ("> - # *x*", "emphasis", (1, 7)),
        ("a\n===\n", "heading", (1, 1)),
        ("a\n\n  ## b", "heading", (3, 3)),
        ("- a\n\n      code", "code_block", (3, 7)),
        ("> > ![a](b) c", "image", (1, 5)),
        ("t\n: *d*", "emphasis", (2, 3)),
    ],
)
def test_column_of(parse: Callable[..., Parsed], text: str, kind: str, place: tuple[int, int]) -> None:
    span = nodes(parse(text), kind)[0].span
    assert (span.line, span.column) == place


def test_a_span_ends_after_its_last_character(parse: Callable[..., Parsed]) -> None:
    span = nodes(parse("one *two\nthree* four"), "emphasis")[0].span
    assert (span.line, span.column, span.end_line, span.end_column) == (1, 5, 2, 7)
