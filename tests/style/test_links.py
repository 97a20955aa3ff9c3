from __future__ import annotations

import pytest

from publisher.markup.node import Node


def link(href: str, *children: Node, **attrs: str) -> Node:
    return Node("link", "a", (("href", href), *attrs.items()), children=children or (Node("text", text="x"),))


def test_a_link_within_the_book_asks_the_medium(render):
    assert render(link("#here")) == '<a href="#here">x</a>'


def test_a_link_out_of_the_book_is_marked_and_quoted(render):
    assert render(link('https://a.b/c d?e="f"&g')) == (
        '<a class="external" href="https://a.b/c%20d?e=%22f%22&amp;g">x</a>'
    )


def test_an_escape_that_is_there_is_not_escaped_again(render):
    assert 'href="https://a.b/c%20d%25"' in render(link("https://a.b/c%20d%"))


@pytest.mark.parametrize("href", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//a.b", "", "#"])
def test_what_a_book_may_not_link_to_is_set_as_text(render, href):
    assert render(link(href)) == "x"


def test_a_link_to_what_the_edition_has_not_is_set_as_text(render):
    assert render(link("#gone"), known=frozenset({"here"})) == "x"
    assert render(link("#gone", id="me"), known=frozenset({"here"})) == '<span id="me">x</span>'


def test_on_paper_the_link_goes_into_its_children(render):
    words = Node("text", text="y")
    both = link(
        "#here", Node("emphasis", "em", children=(words,)), Node("text", text=" "), Node("code", "code", text="z")
    )
    assert render(both, "screen") == '<a href="#here"><em>y</em> <code>z</code></a>'
    assert render(both, "page") == '<em><a href="#here">y</a></em> <code><a href="#here">z</a></code>'


def test_on_paper_the_pieces_of_a_link_share_one_address(render):
    pieces = (Node("emphasis", "em", children=(Node("text", text="a"),)), Node("text", text="b"))
    made = render(link("https://a.b/", *pieces), "page")
    assert made.startswith('<span class="address" data-href="https://a.b/">')
    assert made.count('class="external piece"') == 2


@pytest.mark.parametrize(
    ("words", "shown"), [("https://a.b/c", True), ("a.b/c", True), ("a.b", True), ("a", False), ("it", False)]
)
def test_words_that_are_an_address_are_marked(render, words, shown):
    made = render(link("https://a.b/c", Node("text", text=words)), "page")
    assert ('class="external url"' in made, 'class="external"' in made) == (shown, not shown)


def test_on_paper_an_image_in_a_link_is_set_without_it(render):
    image = Node("image", "img", (("src", "images/a map.png"), ("alt", "A map")))
    made = render(link("#here", image, Node("text", text=" see")), "page")
    assert made.startswith("<img ")
    assert made.endswith('<a href="#here"> see</a>')


def test_the_id_of_a_link_stands_once_on_paper(render):
    pieces = (Node("emphasis", "em", children=(Node("text", text="a"),)), Node("text", text="b"))
    assert render(link("#here", *pieces, id="me"), "page").count('id="me"') == 1
