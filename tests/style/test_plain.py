from __future__ import annotations

from xml.parsers import expat

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publisher.markup.node import Node
from publisher.style.plain import PLAIN


def item(*children: Node) -> Node:
    return Node("item", "li", children=children)


def plain(words: str) -> Node:
    return Node("plain", children=(Node("text", text=words),))


def table(head: tuple[str, ...], *rows: tuple[str, ...]) -> Node:
    def row(kind: str, tag: str, cells: tuple[str, ...]) -> Node:
        made = tuple(Node(kind, tag, children=(Node("text", text=cell),) if cell else ()) for cell in cells)
        return Node("row", "tr", children=made)

    heads = Node("table_head", "thead", children=(row("header_cell", "th", head),))
    return Node(
        "table", "table", children=(heads, Node("table_body", children=tuple(row("cell", "td", r) for r in rows)))
    )


def test_flat_headings_become_nested_sections_that_carry_the_ids(book, render):
    document = Node("document", children=(
        book.heading(2, "a", "A"), book.heading(3, "b", "B"), book.heading(2, "c", "C"),
    ))  # fmt: skip
    assert "".join(render(document).split("\n")) == (
        '<section id="a" class="level2"><h2>A</h2><section id="b" class="level3"><h3>B</h3></section></section>'
        '<section id="c" class="level2"><h2>C</h2></section>'
    )


def test_notes_stand_after_all_sections(book, render):
    document = Node("document", children=(book.heading(2, "a", "A"), Node("notes", "section")))
    assert "</section></section>" not in render(document)
    assert render(document).index("</section>") < render(document).index('class="notes"')


@pytest.mark.parametrize("before", [None, Node("ornament", "hr"), Node("heading", "h2", (("level", "2"),))])
def test_a_paragraph_after_a_head_or_a_break_is_first(book, render, before):
    blocks = (book.paragraph("x"), book.paragraph("y"), book.paragraph("z"))
    children = blocks if before is None else (book.paragraph("w"), before, *blocks)
    made = render(Node("document", children=children))
    assert '<p class="first">x</p>' in made
    assert "<p>y</p>" in made


def test_an_epigraph_leaves_the_next_paragraph_the_first(book, render):
    made = render(Node("document", children=(Node("epigraph", "div"), book.paragraph("x"))))
    assert '<p class="first">x</p>' in made


def test_a_loose_list_on_paper_sets_its_own_markers(book, render):
    loose = Node("list", "ol", (("start", "3"),), children=(item(book.paragraph("a")), item(book.paragraph("b"))))
    assert render(loose, "page") == (
        '<ol class="loose" start="3"><li data-marker="3."><p>a</p></li><li data-marker="4."><p>b</p></li></ol>'
    )
    assert render(loose, "screen") == '<ol start="3"><li><p>a</p></li><li><p>b</p></li></ol>'


@pytest.mark.parametrize(("style", "markers"), [("a", ("c.", "d.")), ("I", ("III.", "IV.")), ("", ("3.", "4."))])
def test_markers_follow_the_type_of_the_list(book, render, style, markers):
    attrs = (("start", "3"), *((("type", style),) if style else ()))
    made = render(Node("list", "ol", attrs, children=(item(book.paragraph("a")), item(book.paragraph("b")))), "page")
    assert all(f'data-marker="{marker}"' in made for marker in markers)


def test_a_tight_list_keeps_its_markers_also_with_a_list_inside(render):
    inner = Node("list", "ul", children=(item(plain("b")),))
    assert render(Node("list", "ul", children=(item(plain("a"), inner),)), "page") == (
        "<ul><li>a<ul><li>b</li></ul></li></ul>"
    )


def test_cells_are_aligned_by_class_and_heads_have_a_scope(render):
    cell = Node("header_cell", "th", (("align", "right"),), children=(Node("text", text="A"),))
    assert render(cell) == '<th class="align-right" scope="col">A</th>'


def test_an_empty_corner_makes_the_first_column_heads_of_rows(render):
    made = render(table(("", "B"), ("r", "1")))
    assert '<td></td><th scope="col">B</th>' in made
    assert '<th scope="row">r</th><td>1</td>' in made


def test_a_head_without_any_words_is_left_out(render):
    assert "thead" not in render(table(("", ""), ("r", "1")))


def test_an_empty_head_of_a_column_stays_a_head_on_paper_only(render):
    assert '<th scope="col"></th>' in render(table(("A", ""), ("r", "1")), "page")
    assert "<td></td></tr></thead>" in render(table(("A", ""), ("r", "1")), "screen")


def test_a_table_can_scroll_on_screen(render):
    assert render(table(("A",), ("1",))).startswith('<div class="table-wrap"><table>')
    assert render(table(("A",), ("1",)), "page").startswith("<table>")


def test_a_caption_of_a_table_is_a_caption_and_of_a_figure_a_figcaption(render):
    caption = Node("caption", "figcaption", children=(Node("text", text="c"),))
    assert "<table><caption>c</caption></table>" in render(Node("table", "table", children=(caption,)))
    assert render(Node("figure", "figure", children=(caption,))) == (
        '<figure class="figure"><figcaption>c</figcaption></figure>'
    )


def test_code_has_a_span_for_each_line_on_paper(render):
    code = Node("code_block", "pre", (("lang", "C++"),), text="a < b\nc\n")
    assert render(code) == '<pre class="code language-c"><code>a &lt; b\nc</code></pre>'
    assert render(code, "page").count('<span class="line">') == 2


def test_an_alert_has_its_title_in_the_book_s_language(render):
    made = render(Node("alert", "aside", (("type", "warning"),)))
    assert made == '<aside class="alert alert-warning" role="note"><p class="alert-title">Warning</p></aside>'


def test_a_glossary_s_list_is_marked(render):
    assert render(Node("deflist", "dl"), role="glossary") == '<dl class="glossary"></dl>'
    assert render(Node("deflist", "dl")) == "<dl></dl>"


def test_a_kind_that_nobody_knows_becomes_its_class(render):
    assert render(Node("verse", "div", (("class", "x"),))) == '<div class="verse x"></div>'


def test_a_raw_element_keeps_what_is_allowed_on_it(render):
    raw = Node("element", "abbr", (("title", "a"), ("onclick", "x")), children=(Node("text", text="b"),))
    assert render(raw) == '<abbr title="a">b</abbr>'


def test_a_tag_that_is_no_name_cannot_break_out(render):
    assert render(Node("element", "p><script", text="x")) == "<span>x</span>"


names = st.sampled_from([*PLAIN, "verse", "quotation", "odd kind"])
tags = st.sampled_from(["", "p", "div", "a", "img", "ul", "ol", "h1", "h9", "table", "br", "x y", "<"])
attributes = st.lists(
    st.tuples(
        st.sampled_from(
            ["id", "class", "href", "src", "alt", "level", "align", "start", "type", "data-x", "lang", "a b"]
        ),
        st.text(max_size=8) | st.sampled_from(["#a", "https://x.y/ä ö", "images/a map.png", "3", "h2"]),
    ),
    max_size=3,
    unique_by=lambda pair: pair[0],
).map(tuple)
leaves = st.builds(Node, names, tags, attributes, st.text(max_size=12))
trees = st.recursive(
    leaves,
    lambda inner: st.builds(
        lambda kind, tag, attrs, children: Node(kind, tag, attrs, "", tuple(children)),
        names,
        tags,
        attributes,
        st.lists(inner, min_size=1, max_size=4),
    ),
    max_leaves=12,
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(tree=trees, medium=st.sampled_from(["screen", "page"]))
def test_any_tree_is_well_formed(render, tree: Node, medium: str):
    made = render(tree, medium)
    parser = expat.ParserCreate()
    parser.Parse(f"<body>{made}</body>".encode(), True)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(tree=trees)
def test_on_paper_no_link_holds_another_element_and_no_image_is_without_words(render, tree: Node):
    made = render(tree, "page")
    depth: list[str] = []
    parser = expat.ParserCreate()

    def start(tag: str, attrs: dict[str, str]) -> None:
        assert "a" not in depth, "an element inside a link"
        assert tag != "img" or attrs.get("alt"), "an image without words"
        depth.append(tag)

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda tag: depth.pop() and None
    parser.Parse(f"<body>{made}</body>".encode(), True)
