"""Faults that would reach the reader are told at their place in the manuscript."""

from __future__ import annotations

from typing import Any

import pytest

from publisher.formats.epub.sheet import bare, lint, with_fonts


@pytest.mark.parametrize(
    ("inside", "code"),
    [
        ("<p>x", "E701"),
        ("<p>a &nbsp; b</p>", "E701"),
        ("<p>a & b</p>", "E701"),
        ('<p xlink:href="x">y</p>', "E701"),
        ('<p><a href="#nowhere">x</a></p>', "E702"),
        ('<p><a href="two.xhtml">x</a></p>', "E702"),
        ('<p><a href="../one.xhtml">x</a></p>', "E702"),
        ('<p id="p">x</p><p id="p">y</p>', "E703"),
        ('<p><a href="javascript:alert(1)">x</a></p>', "E704"),
        ('<p><a href=" JavaScript:alert(1)">x</a></p>', "E704"),
        ('<p><a href="data:text/html,x">x</a></p>', "E704"),
        ('<p><a href="file:///etc/passwd">x</a></p>', "E704"),
        ('<p><a href="//host/x">x</a></p>', "E704"),
        ('<p><img alt="" src="data:image/png;base64,AAAA"/></p>', "E704"),
        ('<p><img alt="" src="file:///etc/passwd"/></p>', "E704"),
        ('<p><img alt="" src="https://example.org/x.png"/></p>', "E705"),
        ('<p><img alt="" src="//example.org/x.png"/></p>', "E705"),
        ('<svg xmlns="http://www.w3.org/2000/svg"><image href="http://example.org/x.png"/></svg>', "E705"),
        ('<p><img alt="" src="missing.png"/></p>', "E706"),
        ("<script>x</script>", "E707"),
        ('<p onclick="x()">x</p>', "E707"),
        ("<form><p>x</p></form>", "E707"),
    ],
)
def test_a_fault_has_its_code_and_its_place(inside: str, code: str, tools: Any, bind: Any) -> None:
    body = f'<p id="before">Before.</p>{inside}'
    spans = (("one", tools.span("one.md", 1)), ("before", tools.span("one.md", 7)))
    found = bind(tools.composition(tools.chapter("one", "One", body), spans=spans)).artefact.diagnostics
    assert [(d.code, str(d.span)) for d in found] == [(code, "one.md:7")]


def test_good_links_are_no_fault(tools: Any, bind: Any) -> None:
    body = (
        '<p id="é">x</p><p><a href="#%C3%A9">x</a> <a href="#é">x</a> <a href="one.xhtml">x</a>'
        '<a href="https://example.org/?a=1&amp;b=2">x</a> <a href="mailto:a@b.example">x</a></p>'
    )
    assert bind(tools.composition(tools.chapter("one", "One", body))).codes == []


def test_an_entry_of_the_contents_that_leads_nowhere_is_told(tools: Any, bind: Any) -> None:
    made = tools.composition(contents=(tools.entry("one", "One", target="gone"),))
    assert bind(made).codes == ["E702"]


def test_every_fault_is_told_not_only_the_first(tools: Any, bind: Any) -> None:
    body = '<p><a href="#a">x</a><a href="#b">x</a><img alt="" src="c.png"/></p>'
    assert bind(tools.composition(tools.chapter("one", "One", body))).codes == ["E702", "E702", "E706"]


@pytest.mark.parametrize(
    ("media_type", "size", "data", "code"),
    [
        ("image/tiff", (2, 2), b"II*\0", "E708"),
        ("image/jpeg", (2, 2), None, "E710"),
        ("image/png", (2, 2), b"nothing", "E710"),
    ],
)
def test_a_picture_that_readers_cannot_show_is_told(
    media_type: str, size: tuple[int, int], data: bytes | None, code: str, tools: Any, bind: Any
) -> None:
    image = data or tools.png()
    made = tools.composition(assets=(tools.picture("a.png", image, media_type, *size),))
    (found,) = bind(made, {"a.png": image}).artefact.diagnostics
    assert (found.code, found.span.path) == (code, "a.png")


def test_a_picture_that_cannot_be_read_is_told(tools: Any, bind: Any) -> None:
    made = tools.composition(assets=(tools.picture("a.png", b""),))
    assert bind(made).codes == ["E710"]


@pytest.mark.parametrize(
    ("css", "code"),
    [
        ("p { width: calc(1em + 2px) }", "E712"),
        ("p { color: var(--x) }", "E712"),
        ("p { width: min(3em, 4em) }", "E712"),
        ("div { display: grid }", "E712"),
        ("div { grid-template-columns: 1fr }", "E712"),
        (":is(h1, h2) { margin: 0 }", "E712"),
        ("p:has(em) { margin: 0 }", "E712"),
        ("@layer a { p { margin: 0 } }", "E712"),
        ("p { margin: 0; em { color: red } }", "E712"),
        ("p { position: fixed }", "E713"),
        ("body { color: #222 }", "E714"),
        ("html, body { line-height: 1.4 }", "E714"),
        ("body.chapter { background: white }", "E714"),
        ("* { font-size: 11pt }", "E714"),
    ],
)
def test_css_that_old_readers_refuse_is_told_with_its_line(css: str, code: str) -> None:
    found = lint(f"/* one\ntwo */\n{css}\n", "ebook")
    assert [(d.code, str(d.span)) for d in found] == [(code, "style:ebook:3")]


@pytest.mark.parametrize(
    "css",
    [
        "/* calc(1px) var(--x) */ p { margin: 0 }",
        'p::before { content: "min(1, 2) { position: fixed }" }',
        "body { margin: 0; font-family: serif }",
        "body p { color: #222 }",
        "@media print { body { font-size: 11pt } }",
        "@media (min-width: 30em) { p { margin: 0 } }",
        "body { font-size: 100% }",
        "p { min-width: 3em; max-width: 80% }",
    ],
)
def test_ordinary_css_is_left_in_peace(css: str) -> None:
    assert lint(css, "ebook") == []


def test_css_that_loads_what_is_not_in_the_book_is_told(tools: Any, bind: Any) -> None:
    css = "p { background: url(https://x.example/a.png) }\np { background: url('b.png') }\n@import 'x.css';"
    found = bind(tools.composition(css=css)).artefact.diagnostics
    assert [(d.code, d.span.line) for d in found] == [("E705", 1), ("E706", 2), ("E706", 3)]


def test_font_rules_stand_before_the_style_but_after_what_must_be_first() -> None:
    css = '@charset "utf-8";\n/* x */ @namespace epub "http://x";\np { margin: 0 }'
    assert with_fonts(css, "@font-face {}\n").index("@font-face") == css.index("p {")
    assert with_fonts("p {}", "@font-face {}\n") == "@font-face {}\np {}"


def test_comments_and_strings_are_blanked_line_for_line() -> None:
    css = 'a /* x\n{ */ b \'c { d\' "e\\"f"'
    assert bare(css).count("\n") == 1
    assert len(bare(css)) == len(css)
    assert "{" not in bare(css)
