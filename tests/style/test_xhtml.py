from __future__ import annotations

from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from publisher.style.xhtml import allowed, element, escape, escape_value


def test_an_element_is_closed_and_its_values_are_quoted():
    assert element("p", {"title": 'a "b" <c>', "id": None}, "x") == '<p title="a &quot;b&quot; &lt;c&gt;">x</p>'
    assert element("br") == "<br/>"


def test_only_attributes_that_the_tag_may_have_are_kept():
    attrs = (("level", "2"), ("onclick", "x()"), ("style", "a"), ("id", "a"), ("data-x", "1"), ("start", "3"))
    assert allowed("ol", attrs, both_langs=False) == [("id", "a"), ("data-x", "1"), ("start", "3")]
    assert allowed("p", attrs, both_langs=False) == [("id", "a"), ("data-x", "1")]


def test_a_language_is_written_twice_on_screen_and_once_on_paper():
    assert allowed("p", (("lang", "fr"),), both_langs=True) == [("lang", "fr"), ("xml:lang", "fr")]
    assert allowed("p", (("lang", "fr"),), both_langs=False) == [("lang", "fr")]


def test_an_attribute_of_a_strange_name_cannot_break_out():
    assert allowed("p", (('data-x"><script', "1"), ("aria-x y", "1")), both_langs=False) == []


@given(st.text(alphabet=st.characters(codec=None)))
def test_any_text_comes_back_from_a_parser(text: str):
    tree = ElementTree.fromstring(f'<p title="{escape_value(text)}">{escape(text)}</p>')
    replaced = escape(text).replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")
    assert (tree.text or "") == replaced.replace("\r\n", "\n").replace("\r", "\n")
    assert tree.get("title") == replaced
