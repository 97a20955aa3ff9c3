"""A chapter too long for old readers is divided without losing a word, an id or a link."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from publisher.formats.epub.split import split


def words(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", text)).strip()


def sections(count: int, size: int, level: int = 2) -> str:
    return "".join(
        f'<section id="s{level}-{n}" class="level{level}"><h{level}>S {n}</h{level}><p>{"word " * size}</p></section>'
        for n in range(count)
    )


def chapter(inside: str) -> str:
    return (
        '<section class="chapter" id="c" role="doc-chapter" aria-labelledby="t"><header><h1 id="t">T</h1></header>'
        f"{inside}</section>"
    )


def test_a_chapter_is_divided_at_its_sections() -> None:
    pieces = split(chapter(sections(6, 1000)), 16_500)
    assert [piece.ids for piece in pieces] == [("c", "t", "s2-0", "s2-1"), ("s2-2", "s2-3"), ("s2-4", "s2-5")]
    assert all(piece.body.startswith("<section") and len(piece.body) <= 16_500 for piece in pieces)
    assert all(ElementTree.fromstring(f"<body>{piece.body}</body>") is not None for piece in pieces)


def test_the_chapter_goes_on_but_does_not_begin_again() -> None:
    first, second, *_ = split(chapter(sections(6, 1000)), 16_500)
    assert first.body.startswith('<section class="chapter" id="c" role="doc-chapter"')
    assert second.body.startswith('<section class="chapter"><section id=')


def test_nothing_is_lost() -> None:
    body = chapter("<p>Before.</p>" + sections(6, 1000) + '<section class="notes"><p>Note.</p></section>')
    pieces = split(body, 16_500)
    assert words(" ".join(piece.body for piece in pieces)) == words(body)


def test_a_long_section_is_divided_at_its_own_sections() -> None:
    body = chapter(f'<section class="level2" id="x"><h2>X</h2>{sections(6, 1000, 3)}</section>')
    pieces = split(body, 16_500)
    assert len(pieces) > 2
    assert pieces[1].body.startswith('<section class="chapter"><section class="level2"><section id="s3-')


def test_text_without_sections_is_divided_between_blocks_but_not_after_a_heading() -> None:
    body = chapter("".join(f"<p id='p{n}'>{'word ' * 200}</p>" for n in range(40)))
    pieces = split(body, 16_500)
    assert len(pieces) > 1
    assert all(re.match(r"<section class=\"chapter\"><p id='p\d+'>", piece.body) for piece in pieces[1:])


def test_what_cannot_be_divided_stays_whole() -> None:
    body = f"<table>{'<tr><td>x</td></tr>' * 3000}</table>"
    assert [piece.body for piece in split(body, 16_500)] == [body]


@given(
    st.lists(
        st.tuples(st.integers(1, 900), st.sampled_from(["p", "h3", "hr", "ul"]), st.booleans()), min_size=1, max_size=60
    )
)
def test_any_body_keeps_its_text_its_ids_and_its_form(blocks: list[tuple[int, str, bool]]) -> None:
    inside = ""
    for number, (size, tag, section) in enumerate(blocks):
        block = f"<{tag} id='b{number}'>{'é& '.replace('&', '&amp;') * (0 if tag == 'hr' else size)}</{tag}>"
        inside += f'<section class="level2">{block}<p>x</p></section>' if section else block
    body = chapter(inside)
    pieces = split(body, 6_000)
    assert words(" ".join(piece.body for piece in pieces)) == words(body)
    assert [key for piece in pieces for key in piece.ids] == ["c", "t", *(f"b{n}" for n in range(len(blocks)))]
    for piece in pieces:
        ElementTree.fromstring(f"<body>{piece.body}</body>")


def test_links_follow_what_moved_to_another_file(tools: Any, bind: Any) -> None:
    back = '<p><a href="#s2-0">up</a> <a href="#t2">here</a></p><p id="t2"/>'
    long = tools.chapter("long", "Long", sections(8, 12_000) + back)
    two = tools.chapter("two", "Two", '<p><a href="long.xhtml#s2-7">x</a> <a href="long.xhtml">y</a></p>')
    contents = (tools.entry("long", "Long", tools.entry("long", "S 7", target="s2-7")), tools.entry("two", "Two"))
    opened = bind(tools.composition(long, two, contents=contents))
    assert opened.codes == []
    assert [name for name in opened.files if "long" in name] == ["EPUB/long.xhtml", "EPUB/long-2.xhtml"]
    assert all(len(data) <= 260_000 for name, data in opened.files.items() if name.endswith(".xhtml"))
    assert '<a href="long-2.xhtml#s2-7">x</a> <a href="long.xhtml">y</a>' in opened.text("two.xhtml")
    assert 'href="long-2.xhtml#s2-7">S 7' in opened.text("nav.xhtml")
    assert '<a href="long.xhtml#s2-0">up</a> <a href="#t2">here</a>' in opened.text("long-2.xhtml")
    assert '<itemref idref="long"/>\n    <itemref idref="long-2"/>\n    <itemref idref="two"/>' in opened.opf


def test_a_stretch_takes_no_name_that_is_taken(tools: Any, bind: Any) -> None:
    long = tools.chapter("long", "Long", sections(6, 12_000))
    opened = bind(tools.composition(long, tools.chapter("long-2", "Two")))
    assert opened.codes == []
    assert "<title>Two" in opened.text("long-2.xhtml")
    assert "<title>Long" in opened.text("long-2-2.xhtml")


def test_what_is_too_long_and_cannot_be_divided_is_told(tools: Any, bind: Any) -> None:
    table = f"<table>{'<tr><td>some words here</td></tr>' * 9000}</table>"
    made = tools.composition(tools.chapter("long", "Long", table), spans=(("long", tools.span("long.md", 1)),))
    (diagnostic,) = bind(made).artefact.diagnostics
    assert (diagnostic.code, str(diagnostic.span)) == ("E716", "long.md:1")
