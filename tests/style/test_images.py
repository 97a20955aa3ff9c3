from __future__ import annotations

import pytest

from publisher.markup.node import Node
from publisher.style.images import find_asset, image_css


def image(alt: str = "A map", src: str = "images/a map.png", **attrs: str) -> Node:
    return Node("image", "img", (("src", src), ("alt", alt), *attrs.items()))


def test_an_image_has_its_words_and_its_size(render):
    assert render(image()) == '<img src="images/a%20map.png" alt="A map" width="400" height="200"/>'


@pytest.mark.parametrize(("attr", "value"), [("width", "100"), ("height", "50")])
def test_one_measure_given_scales_the_other(render, attr, value):
    assert 'width="100" height="50"' in render(image(**{attr: value}))


def test_a_width_in_per_cent_is_a_class_with_a_rule(book, render):
    assert 'class="width-50"' in render(image(width="50%"))
    assert image_css([(image(width="50%"), book.map)], "screen") == ".width-50 { width: 50%; height: auto }\n"


def test_a_decorative_image_is_presentation_on_screen_and_painted_on_paper(book, render):
    assert 'alt="" role="presentation"' in render(image("", **{"class": "decorative"}))
    assert "presentation" not in render(image(""))  # it may only lack its words
    made = render(image(""), "page")
    assert made.startswith('<span class="decorative decorative-')
    css = image_css([(image(""), book.map)], "page")
    name = made.split('"')[1].split()[1]
    assert f".{name} {{" in css
    assert 'url("images/a%20map.png")' in css
    assert "padding-top: 50.0000%" in css


def test_an_image_that_is_not_in_the_manuscript_is_its_words(render):
    assert render(image(src="gone.png")) == '<span class="missing-image">A map</span>'
    assert render(image(src="https://a.b/c.png")) == '<span class="missing-image">A map</span>'


@pytest.mark.parametrize(
    ("src", "chapter"),
    [("images/a map.png", "one.md"), ("images/a%20map.png", "one.md"), ("../images/a map.png", "part/one.md")],
)
def test_an_asset_is_found_by_its_path_or_beside_its_chapter(book, src, chapter):
    assert find_asset(src, chapter, book.assets) is book.map
