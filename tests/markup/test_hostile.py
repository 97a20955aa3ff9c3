"""What a hostile chapter can do to the parser: nothing; and what comes out of it: nothing that runs or fetches."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publisher.diagnostics import has_errors
from publisher.markup.elements import BLOCKS, INLINES
from publisher.markup.node import Node
from publisher.markup.parse import Parsed, Parser
from publisher.source import Source

SIZE = 40_000


def repeated(text: str) -> str:
    return (text * (SIZE // len(text) + 1))[:SIZE]


PATHOLOGICAL = {
    "images that open": repeated("![[]()"),
    "brackets and underscores": repeated("[ a_"),
    "brackets": repeated("[a"),
    "brackets, closed": "[" * (SIZE // 2) + "]" * (SIZE // 2),
    "links that open": repeated("[a](b"),
    "links with half an address": repeated("[a](<b"),
    "links with half a title": repeated("[a](b \"c 'd "),
    "nested images": "![a" * 5_000 + "](x)" * 5_000,
    "nested links": "[a" * 5_000 + "](x)" * 5_000,
    "nested spans": "[" * 6_000 + "a" + "]{.b}" * 6_000,
    "nested notes": "^[a" * 8_000 + "]" * 8_000,
    "emphasis that opens": repeated("*a _b "),
    "emphasis of two marks": repeated("a**b_"),
    "nested emphasis": "*a " * 8_000 + " b*" * 8_000,
    "backticks": "".join("e" + "`" * length for length in range(280)),
    "quotation marks": repeated("\"a b' "),
    "apostrophes": repeated("'a "),
    "block quotations": repeated(">"),
    "lists": repeated("- "),
    "indented lists": "".join(" " * 2 * depth + "- a\n" for depth in range(310)),
    "comments": repeated("a <!-- "),
    "instructions": repeated("a <?b "),
    "tags that open": repeated("<a b='"),
    "elements": repeated("<b>"),
    "blocks of HTML": repeated("<div>"),
    "end tags": repeated("</b>"),
    "elements line by line": repeated("x <span>\n"),
    "tables of HTML": repeated("<table><tr><td>"),
    "drawings": repeated("<svg>"),
    "divs": repeated("::: a\n"),
    "definitions in one line": "a\n" + repeated(": "),
    "a label without an end": "[" + repeated("a\n"),
    "a title without an end": "[a]: b '" + repeated("c\n"),
    "definitions of links": "".join(f"[{number}]: u\n" for number in range(4_000)),
    "definitions of notes": "".join(f"[^{number}]: u\n" for number in range(3_000)),
    "a wide table": "a|" * 2_000 + "\n" + "-|" * 2_000 + "\n" + "b|\n" * 8_000,
    "a long table": "|a|b|\n|-|-|\n" + repeated("|c|d|\n"),
    "entities": repeated("&a;"),
    "bare addresses": repeated("http://a.b "),
    "closing brackets after an address": "http://a.b" + repeated(")"),
    "mail addresses": repeated("a@b"),
    "attributes": repeated("[a]{.b "),
    "headings": repeated("# a\n"),
    "control characters": repeated("\x01"),
    "spaces": "a" + repeated(" ") + "b",
}


@pytest.mark.parametrize("name", PATHOLOGICAL)
def test_no_input_takes_long(name: str) -> None:
    """A part of the megabyte that must end in 20 seconds; a time that grows with the square would not pass."""
    start = time.process_time()
    Parser("en").parse(Source("a.md", PATHOLOGICAL[name]))
    assert time.process_time() - start < 3


DEEP = [
    "> " * 300 + "a",
    "- " * 300 + "a",
    "".join(" " * 2 * depth + "- a\n" for depth in range(200)),
    "*a **b " * 200 + "c** d*" * 200,
    "<div>" * 300,
    "<b>" * 300 + "x",
    "::: a\n" * 300,
    "> " * 60 + "<div>" * 60 + "a",
    "> " * 60 + "*a **b " * 60 + "c** d*" * 60,
]


@pytest.mark.parametrize("text", DEEP)
def test_what_is_too_deep_is_flat_and_said(text: str) -> None:
    parsed = Parser("en").parse(Source("a.md", text))
    assert "M340" in {trouble.code for trouble in parsed.diagnostics}
    assert depth(parsed.root) <= 103  # a hundred that hold others, a paragraph, its words
    assert all(trouble.span.line for trouble in parsed.diagnostics)


def test_too_deep_loses_no_emphasised_word(parse: Callable[..., Parsed]) -> None:
    words = [f"w{number}" for number in range(150)]
    parsed = parse("".join(f"*{word} **" for word in words))
    shown = "".join(node.text for node in parsed.root.walk())
    assert all(word in shown for word in words)


def depth(node: Node) -> int:
    deepest, level = 0, [(node, 1)]
    while level:
        each, at = level.pop()
        deepest = max(deepest, at)
        level += ((child, at + 1) for child in each.children)
    return deepest


HTML = st.lists(
    st.sampled_from([
        "<div>", "</div>", "<p>", "</p>", "<span lang='fr'>", "</span>", "<b>", "</b>", "<i/>", "<table>", "<tr>",
        "<td>", "</table>", "<ul>", "<li>", "</ul>", "<a href='x'>", "</a>", "<a id='y'/>", "<script>", "</script>",
        "<svg>", "</svg>", "<img src=a alt=b>",
        "<img src='javascript:x'>", "<br>", "<pre>", "</pre>", "<code>", "</code>",
        "<details>", "<summary>", "</details>", "<figure>", "</figure>", "<!-- c -->",
        "<p onclick=x style='a:url(b)'>",
        "<a href=' java&#10;script:x'>", "<iframe src=x>", "</iframe>", "<ruby>", "<rt>", "</ruby>", "<h2>", "</h2>",
        "*e*", "**", "*", "[l](m)", "[", "](javascript:x)", "text", "\n", "\n\n", "\n> ", "\n- ", "\n    ", "`",
        "|a|\n|-|\n",
        "\n::: a\n", "\n:::\n", "{onclick=x}", "^[n]", "[^1]", "\n[^1]: n\n", "<x", "&lt;", "]]>", "<![CDATA[", "</",
    ]),
    max_size=25,
).map("".join)  # fmt: skip
ALLOWED = BLOCKS | INLINES | {"", "aside", "section"}
DANGER = re.compile(r"\s*(?:javascript|vbscript|data|file):", re.IGNORECASE)


@given(HTML)
@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_is_written_only_allowed_elements_come_out(text: str) -> None:
    for node in Parser("en").parse(Source("a.md", text)).root.walk():
        assert node.tag in ALLOWED
        assert not (node.text and node.children)
        for name, value in node.attrs:
            assert not name.startswith("on")
            assert name not in ("style", "srcset", "rel", "action")
            if name in ("href", "src", "cite"):
                assert not DANGER.match(value)


@given(HTML)
@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_blocks_never_stand_in_lines_of_text(text: str) -> None:
    parsed = Parser("en").parse(Source("a.md", text))
    if has_errors(parsed.diagnostics):
        return
    for node in parsed.root.walk():
        if node.tag in ("p", "h1", "h2", "h3", "span", "b", "i", "em", "strong", "summary", "pre"):
            assert not any(child.tag in BLOCKS for child in node.children), node
        if node.tag == "a":
            assert not any(below.tag == "a" for child in node.children for below in child.walk())
        if node.tag in ("ul", "ol"):
            assert all(child.tag == "li" for child in node.children)
        if node.tag in ("table", "thead", "tbody", "tr"):
            assert all(child.tag in BLOCKS for child in node.children)


@given(st.text(max_size=120))
@settings(deadline=None)
def test_any_text_at_all_gives_a_tree_of_xml_characters(text: str) -> None:
    parsed = Parser("fr").parse(Source("a.md", text))
    for node in parsed.root.walk():
        assert not re.search("[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff\ufffe\uffff]", node.text)


@pytest.mark.parametrize(
    "text",
    [
        "<p title='\x01'>a</p>",
        "<p title='&#1;'>a</p>",
        "<p>&#xFFFF;</p>",
        "[a](b '&#2;')",
        "![&#3;](b.png)",
        '[x]{title="\x04"}',
        "```\n\x05\n```",
        "```&#6;\n```",
    ],
)
def test_no_attribute_holds_what_xml_does_not_allow(text: str) -> None:
    for node in Parser("en").parse(Source("a.md", text)).root.walk():
        held = node.text + "".join(value for _, value in node.attrs)
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", held)
