"""Drawings are cleaned: what is dangerous is refused, what an editor left in it is taken out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from publisher.manuscript.svg import clean_svg
from publisher.manuscript.svgsize import drawing_size

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 10 20">'


def svg(inside: str) -> bytes:
    return f"{HEAD}{inside}</svg>".encode()


def cleaned(inside: str) -> str:
    drawing = clean_svg(svg(inside), "a.svg")
    assert drawing.diagnostics == ()
    etree.fromstring(drawing.data)
    return drawing.data.decode()


def codes(inside: str) -> list[tuple[str, int]]:
    drawing = clean_svg(svg(inside), "a.svg")
    assert drawing.data == b""
    return [(each.code, each.span.line) for each in drawing.diagnostics]


def test_a_plain_drawing_stays_what_it_is():
    inside = (
        "<title>T</title><desc>D</desc><defs>"
        '<linearGradient id="g"><stop offset="0" stop-color="red"/></linearGradient>'
        '<path id="p" d="M0 0L1 1"/></defs><g transform="scale(2)"><use href="#p" fill="url(#g)"/></g>'
        '<text x="1" y="2" font-size="3" xml:lang="de">Text &amp; <tspan>mehr</tspan></text>'
    )
    assert cleaned(inside).strip() == svg(inside).decode().replace(' xmlns:xlink="http://www.w3.org/1999/xlink"', "")


def test_what_an_editor_left_is_taken_out():
    inside = (
        '<!-- x --><?pi y?><metadata><a href="http://x"/></metadata><i:v xmlns:i="urn:i" a="1">t</i:v>'
        '<rect i:label="L" xmlns:i="urn:i" data-name="n" tabindex="1" style="fill: red;-inkscape-x:1; stroke:url(#g)"/>'
    )
    assert '<rect style="fill:red;stroke:url(#g)"/></svg>' in cleaned(inside)
    assert "urn:i" not in cleaned(inside)
    assert "http://x" not in cleaned(inside)


def test_text_after_what_is_taken_out_stays():
    assert ">one two</text>" in cleaned('<text>one <i:v xmlns:i="urn:i"/>two</text>')
    assert "<tspan>a</tspan> b</text>" in cleaned('<text><tspan>a</tspan><i:v xmlns:i="urn:i">x</i:v> b</text>')


def test_a_sheet_of_plain_rules_stays():
    assert ".a{fill:url(#g)}" in cleaned("<style type='text/css'>/* c */.a{fill:url(#g)}</style><path class='a'/>")
    assert ".a{fill:red}" in cleaned("<style><![CDATA[.a{fill:red}]]></style>")


def test_a_doctype_without_a_grammar_is_left_out():
    doctype = '<?xml version="1.0"?>\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/x.dtd">\n'
    drawing = clean_svg(doctype.encode() + svg("<rect/>"), "a.svg")
    assert drawing.diagnostics == ()
    assert b"DOCTYPE" not in drawing.data


@pytest.mark.parametrize(
    "inside",
    [
        "\n<script>alert(1)</script>",
        "\n<g onload='x()'/>",
        "\n<g ONCLICK='x()'/>",
        "\n<foreignObject/>",
        "\n<html xmlns='http://www.w3.org/1999/xhtml'/>",
        "\n<x xmlns=''/>",
        "\n<a href='https://x.y/'><rect/></a>",
        "\n<image href='a.png'/>",
        "\n<image xlink:href='data:image/png;base64,AAAA'/>",
        "\n<use href='other.svg#a'/>",
        "\n<use xlink:href='file:///etc/passwd#a'/>",
        "\n<use href=' javascript:x()'/>",
        "\n<rect href='#a'/>",
        "\n<rect fill='url(http://x/#a)'/>",
        "\n<rect fill='URL( \"//x/y\" )'/>",
        "\n<rect fill='u\\72l(x)'/>",
        "\n<rect fill='url(x'/>",
        "\n<rect style='fill:url(http://x)'/>",
        "\n<rect style='fill:red;behavior: url(#x)'/>",
        "\n<rect style='width:expression(x)'/>",
        "\n<rect style='fill:\\75rl(x)'/>",
        "\n<style>@import 'x.css';</style>",
        "\n<style>@font-face{src:url(#x)}</style>",
        "\n<style>a{fill:url(x.png)}</style>",
        "\n<style>a{fill:u/**/rl(x)}b{fill:url(y)}</style>",
        "\n<animate attributeName='href' to='javascript:x()'/>",
        "\n<set attributeName='onclick' to='x()'/>",
        "\n<feImage href='#a'/>",
        "\n<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='file:///etc/passwd'/>",
        "\n<handler xmlns:ev='http://www.w3.org/2001/xml-events'/>",
    ],
)
def test_what_runs_or_fetches_is_refused_with_its_line(inside: str):
    found = codes(inside)
    assert found
    assert set(found) == {("F219", 2)}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not xml",
        b"<svg>",
        b"<svg/>",
        b"<html xmlns='http://www.w3.org/1999/xhtml'/>",
        svg("<g>"),
        svg("&nbsp;"),
        svg("é").decode().encode("latin-1"),
        svg("x").decode().encode("utf-16"),
        svg("\x01"),
    ],
)
def test_what_is_not_well_formed_is_refused(data: bytes):
    drawing = clean_svg(data, "a.svg")
    assert drawing.data == b""
    assert [each.code for each in drawing.diagnostics] == ["F218"]


LAUGHS = '<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    "head",
    [
        LAUGHS,
        '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE svg [\n<!ENTITY % x SYSTEM "http://127.0.0.1/x.dtd"> %x;]>',
        "<!DOCTYPE svg [<!ATTLIST rect onload CDATA 'x()'>]>",
    ],
)
def test_entities_and_grammars_are_refused(head: str):
    drawing = clean_svg(head.encode() + svg("<text>&b;&x;</text>"), "a.svg")
    assert [each.code for each in drawing.diagnostics] == ["F219"]


def uses(levels: int, times: int) -> str:
    text = '<g id="a0"><rect/></g>'
    for level in range(1, levels):
        text += f'<g id="a{level}">' + f'<use href="#a{level - 1}"/>' * times + "</g>"
    return text


def test_repetitions_are_counted():
    assert codes(uses(10, 10)) == [("F220", 1)]
    assert codes(uses(40, 2)) == [("F220", 1)]
    assert "a3" in cleaned(uses(4, 10))


def test_patterns_and_sheets_are_counted_too():
    patterns = '<pattern id="p0"><rect/></pattern>'
    for level in range(1, 10):
        rects = f'<rect fill="url(#p{level - 1})"/>' * 10
        patterns += f'<pattern id="p{level}">{rects}</pattern>'
    assert codes(patterns) == [("F220", 1)]
    sheet = "<style>.a{fill:url(#p)}</style>"
    heavy = '<pattern id="p">' + "<rect/>" * 400 + "</pattern>" + '<rect class="a"/>' * 400
    assert codes(sheet + heavy) == [("F220", 1)]
    assert "pattern" in cleaned(heavy)


@pytest.mark.parametrize(
    "inside",
    [
        '<g id="a"><use href="#a"/></g>',
        '<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>',
        '<pattern id="p"><rect fill="url(#p)"/></pattern>',
        '<g id="a" mask="url(#m)"/><mask id="m"><use href="#a"/></mask>',
    ],
)
def test_circles_are_refused(inside: str):
    assert [code for code, _ in codes(inside)] == ["F220"]


def test_depth_and_number_have_bounds():
    assert [code for code, _ in codes("<g>" * 120 + "</g>" * 120)] == ["F220"]
    assert [code for code, _ in codes("<g>" * 5000 + "</g>" * 5000)] == ["F220"]
    assert [code for code, _ in codes("<g/>" * 100_001)] == ["F220"]


def test_the_same_bytes_come_out_each_time_and_cleaning_twice_changes_nothing():
    data = svg('<g b:x="1" xmlns:b="urn:b" id="z" class="y" fill="red"><rect style="fill:red; x:1"/></g>')
    once = clean_svg(data, "a.svg").data
    assert once == clean_svg(data, "b.svg").data
    assert clean_svg(once, "a.svg").data == once


@pytest.mark.parametrize(
    ("width", "height", "box", "size"),
    [
        ("", "", "0 0 640 460", (640, 460)),
        ("", "", "0,0,640.4,459.6", (640, 460)),
        ("100", "50", "", (100, 50)),
        ("1in", "25.4mm", "", (96, 96)),
        ("72pt", "2.54cm", "", (96, 96)),
        ("200", "", "0 0 10 20", (200, 400)),
        ("", "200px", "0 0 10 20", (100, 200)),
        ("100%", "100%", "0 0 10 20", (10, 20)),
        ("100%", "5em", "", (0, 0)),
        ("-5", "x", "0 0 0 0", (0, 0)),
        ("1e300", "1e300", "", (1_000_000, 1_000_000)),
        ("0.1", "0.1", "", (1, 1)),
    ],
)
def test_the_size_of_a_drawing(width: str, height: str, box: str, size: tuple[int, int]):
    assert drawing_size(width, height, box) == size


NAMES = st.sampled_from(["g", "use", "rect", "style", "script", "a", "text", "pattern", "x:y", "metadata", "switch"])
PAIRS = st.sampled_from([
    "id='a'", "id='b'", "href='#a'", "href='#b'", "xlink:href='#a'", "href='x'", "style='fill:url(#a)'",
    "style='x'", "fill='url(#b)'", "onclick='x'", "xmlns:x='urn:x' x:y='1'", "d=''",
])  # fmt: skip


@given(st.recursive(
    st.sampled_from(["", "t", "<!--c-->", "&amp;"]),
    lambda inner: st.tuples(NAMES, st.lists(PAIRS, max_size=2, unique=True), st.lists(inner, max_size=3)).map(
        lambda each: f"<{each[0]} {' '.join(each[1])}>{''.join(each[2])}</{each[0]}>"
    ),
    max_leaves=12,
))  # fmt: skip
def test_any_drawing_is_clean_or_refused(inside: str):
    drawing = clean_svg(svg(inside), "a.svg")
    assert bool(drawing.data) != bool(drawing.diagnostics)
    if drawing.data:
        text = drawing.data.decode()
        for danger in ("script", "onclick", 'href="x', "urn:x"):
            assert danger not in text
        assert clean_svg(drawing.data, "a.svg").data == drawing.data
