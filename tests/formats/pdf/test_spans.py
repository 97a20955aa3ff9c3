"""Spans in code of which no rule speaks are text, and only those."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.formats.pdf.spans import without_idle_spans

LINE = '<span class="line">{}</span>'
CODE = '<body><p><span class="o">out</span></p><pre class="code"><code class="language-x">{}</code></pre></body>'
SHEET = """
:root { --a: 1 }  /* .o { } */
pre.code .line { display: block }
pre.code .line:nth-child(-n + 2) { break-after: avoid }
pre.code .k, pre.code .c1 { font-weight: 700 }
.task > *, tbody tr + tr > * { border: 0 }
a::after { content: "}.o {" }
"""


def melted(inner: str, css: str = SHEET) -> str:
    """What stands in the code of a page with this sheet."""
    root = without_idle_spans(ElementTree.fromstring(CODE.format(inner)), css)
    assert root.findtext("p/span") == "out"  # not in code: it stays
    code = root.find(".//code")
    assert code is not None
    return ElementTree.tostring(code, "unicode").removeprefix('<code class="language-x">').removesuffix("</code>")


def test_what_has_no_rule_is_text() -> None:
    inner = '<span class="k">if</span> a <span class="o">==</span> <span class="mi">1</span>:'
    assert melted(LINE.format(inner)) == LINE.format('<span class="k">if</span> a == 1:')


def test_at_the_beginning_too() -> None:
    inner = '<span class="mi">1</span><span class="o">+</span><span class="k">x</span><span class="o">!</span>.'
    assert melted(LINE.format(inner)) == LINE.format('1+<span class="k">x</span>!.')


def test_without_lines() -> None:
    assert melted('a<span class="o">=</span>b') == "a=b"


@pytest.mark.parametrize(
    "span",
    [
        '<span class="o" id="x">=</span>',
        '<span class="o" lang="de">=</span>',
        '<span class="o k">=</span>',
        '<b class="o">=</b>',
        '<span class="o"><a href="#x">=</a></span>',
    ],
)
def test_what_is_more_than_a_class_stays(span: str) -> None:
    assert melted(span) == span


@pytest.mark.parametrize(
    "rule",
    [
        ".o { color: red }",
        "pre .line .o:first-letter { color: red }",
        "span { letter-spacing: 1pt }",
        "code * { color: red }",
        "code > * { color: red }",
        ".line > span { color: red }",
        ":not(.k) { color: red }",
        "pre :is(.a, .b, span) :lang(en) { color: red }",
        "[class^='o'] { color: red }",
        "@media print { .x, pre span { color: red } }",
        ".k + .c1 { color: red }",
        ".k:first-child { color: red }",
        ".c1:nth-of-type(2) { color: red }",
        r".\6f { color: red }",
        "pre { & .k { color: red } }",
        "pre > code > .line > :first-child { color: red }",
    ],
)
def test_where_a_rule_might_see_it_nothing_goes(rule: str) -> None:
    inner = LINE.format('<span class="k">if</span> a <span class="o">==</span> <span class="c1"># b</span>')
    assert melted(inner, f"{SHEET}\n{rule}") == inner


@pytest.mark.parametrize("rule", ["@font-face { src: url(a.o) }", "p > span { color: red }", ".x > * { color: red }"])
def test_rules_for_others_do_not_keep_it(rule: str) -> None:
    assert melted('<span class="mi">1</span>', f"{SHEET}\n{rule}") == "1"


PIECES = st.tuples(st.sampled_from(["", "k", "o", "mi", "c1", "s2"]), st.text("ab <&\n\u00e4", max_size=5))


@given(st.lists(st.lists(PIECES, max_size=6), max_size=4))
def test_no_letter_is_lost(lines: list[list[tuple[str, str]]]) -> None:
    code = ElementTree.Element("code")
    for pieces in lines:
        line = ElementTree.SubElement(code, "span", {"class": "line"})
        for name, text in pieces:
            if name:
                ElementTree.SubElement(line, "span", {"class": name}).text = text
            elif len(line):
                line[-1].tail = (line[-1].tail or "") + text
            else:
                line.text = (line.text or "") + text
    pre = ElementTree.Element("pre")
    pre.append(code)
    before = ["".join(line.itertext()) for line in code]
    coloured = [(each.get("class"), each.text) for each in code.iter("span") if each.get("class") in ("k", "c1")]
    without_idle_spans(pre, SHEET)
    assert ["".join(line.itertext()) for line in code] == before
    assert [(each.get("class"), each.text) for each in code.iter("span") if each.get("class") != "line"] == coloured
