"""The joined document, before it is laid out."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdf_sample import chapter, composition, document, spans

from publisher.formats.pdf.join import NotWellFormed, join
from publisher.source import Span


def outline(tree: ElementTree.Element) -> list[str]:
    """The wrappers and documents as "tag.class > tag.class#id"."""
    body = tree.find("body")
    assert body is not None
    found = []
    for wrapper in body:
        for child in wrapper:
            inner = list(child) if child.get("class") == "backmatter" else [child]
            for each in inner:
                chain = [wrapper.get("class", "")] + (["backmatter"] if each is not child else [])
                found.append(
                    " > ".join([*chain, each.get("class", "") + (f"#{each.get('id')}" if each.get("id") else "")])
                )
    return found


def test_matters_stand_in_their_wrappers() -> None:
    made = composition(
        [
            document("cover", "<p/>", "cover", "cover"),
            document("half", "<p/>", "half-title", "front"),
            chapter("one", "<p/>"),
            document("two", '<p id="two"/>', body_class="role-prologue"),
            document("index", "<p/>", "index", "back"),
        ]
    )
    assert outline(join(made, "")) == [
        "covermatter > document cover matter-cover#cover",
        "frontmatter > document half-title matter-front#half",
        "bodymatter > document chapter matter-body first",
        "bodymatter > document chapter matter-body role-prologue",
        "bodymatter > backmatter > document index matter-back#index",
    ]


def test_reading_order_is_never_changed() -> None:
    """A front document after the body stays where it is."""
    made = composition([chapter("one", "<p/>"), document("late", "<p/>", "preface", "front"), chapter("two", "<p/>")])
    texts = [item.split(" > ")[0] for item in outline(join(made, ""))]
    assert texts == ["bodymatter"] * 3


def test_back_matter_alone_is_numbered_from_one() -> None:
    made = composition([document("index", "<p/>", "index", "back")])
    assert outline(join(made, "")) == ["bodymatter > backmatter > document index matter-back first#index"]


def test_head_tells_language_direction_and_metadata() -> None:
    made = composition([chapter("one", "<p/>")])
    tree = join(made, "/* fonts */")
    assert (tree.get("lang"), tree.get("dir")) == ("en", "ltr")
    metas = {meta.get("name"): meta.get("content") for meta in tree.iter("meta")}
    assert metas["author"] == "Ann Author"
    assert metas["dcterms.modified"] == metas["dcterms.created"] == "2026-11-22T00:00:00Z"
    assert [style.text for style in tree.iter("style")] == ["/* fonts */", made.css]


def test_a_document_in_another_language_says_so() -> None:
    tree = join(composition([document("one", "<p/>", lang="fr"), document("two", "<p/>")]), "")
    assert [element.get("lang") for element in tree.iter("div") if "document" in element.get("class", "")] == [
        "fr",
        None,
    ]


def test_a_broken_document_is_named_with_its_place() -> None:
    made = composition(
        [chapter("one", "<p>fine</p>"), chapter("two", '<p id="a">x</p>\n<p id="b">y<b></p>')],
        spans=spans("two", "a", "b"),
    )
    with pytest.raises(NotWellFormed) as caught:
        join(made, "")
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.code == "P810"
    assert diagnostic.span == Span("book.md", 3)
    assert "Two" in diagnostic.message


def test_a_control_character_in_the_title_is_said() -> None:
    made = composition([chapter("one", "<p>fine</p>")])
    with pytest.raises(NotWellFormed) as caught:
        join(replace(made, info=replace(made.info, title="a\x0bb")), "")
    assert [diagnostic.code for diagnostic in caught.value.diagnostics] == ["P810"]


@given(title=st.text(), name=st.text(), css=st.text())
def test_no_metadata_breaks_out_of_its_element(title: str, name: str, css: str) -> None:
    made = composition([document("one", "<p/>")], css)
    made = replace(made, info=replace(made.info, title=title, subjects=(name,)))
    try:
        tree = join(made, "")
    except NotWellFormed:
        return  # characters that XML does not have
    assert [child.tag for child in tree] == ["head", "body"]
    assert {child.tag for child in tree[0]} <= {"title", "meta", "style"}
