"""The last line of a block quotation names who said it, in which work and where."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.features.quotes.attribution import split_attribution
from publisher.features.quotes.shape import shape
from publisher.markup.node import Node, plain_text


def parts(node: Node) -> tuple[str, str, str]:
    attribution = node.children[1]
    return attribution.get("speaker"), attribution.get("source"), attribution.get("place")


@pytest.mark.parametrize("dash", ["— ", "– ", "― ", "-- ", "—", "--- ", "\u2060— ", "—\u00a0"])
def test_a_last_paragraph_that_begins_with_a_dash_is_the_attribution(make, shaped, dash):
    quote = make.quote(make.p("I was here."), make.p(dash + "Kathy H., ", make.em("Never Let Me Go"), ", ch. 1"))
    (node,), codes = shaped(quote)
    assert node.kind == "quotation"
    assert [child.kind for child in node.children] == ["quoted", "attribution"]
    assert parts(node) == ("Kathy H.", "Never Let Me Go", "ch. 1")
    assert plain_text(node.children[0]) == "I was here."
    assert codes == ()


def test_a_last_line_of_the_last_paragraph_is_the_attribution(make, shaped):
    quote = make.quote(make.p("I was here.", make.soft, "— Kathy H., ", make.em("Never Let Me Go")))
    (node,), _ = shaped(quote)
    assert parts(node) == ("Kathy H.", "Never Let Me Go", "")
    assert plain_text(node.children[0]) == "I was here."


def test_class_and_id_stay_on_the_quotation(make, shaped):
    quote = make.quote(make.p("Here."), make.p("— Kathy"), id="q1", class_="highlight", lang="en-GB")
    (node,), _ = shaped(quote)
    assert node.id == "q1"
    assert node.classes == ("quotation", "highlight")
    assert node.get("lang") == "en-GB"
    assert not node.children[0].attrs


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("— Kathy H.", ("Kathy H.", "", "")),
        ("— Kathy H., ch. 7", ("Kathy H.", "", "ch. 7")),
        ("— Martin Luther King, Jr.", ("Martin Luther King, Jr.", "", "")),
        ("— Martin Luther King, Jr., 1963", ("Martin Luther King, Jr.", "", "1963")),
        ("— Hamlet, Act III", ("Hamlet", "", "Act III")),
    ],
)
def test_an_attribution_without_a_work(make, shaped, line, expected):
    (node,), _ = shaped(make.quote(make.p("Words."), make.p(line)))
    assert parts(node) == expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("— ", "", ("", "Beowulf", "")),
        ("— ", ", ll. 1–3", ("", "Beowulf", "ll. 1–3")),
        ("— The poet in ", " (line 4)", ("The poet", "Beowulf", "line 4")),
        ("— The poet: ", ".", ("The poet", "Beowulf", "")),
    ],
)
def test_the_emphasised_part_is_the_work(make, shaped, before, after, expected):
    line = make.p(before, make.em("Beowulf"), *([after] if after else []))
    (node,), _ = shaped(make.quote(make.p("Words."), line))
    assert parts(node) == expected


def test_a_linked_work_stays_a_link(make, shaped, screen):
    work = make.link(make.em("Beowulf"), href="https://example.org/b")
    (node,), _ = shaped(make.quote(make.p("Words."), make.p("— The poet, ", work)))
    assert parts(node) == ("The poet", "Beowulf", "")
    assert '<cite class="source"><a' in screen(node)


def test_the_call_of_a_note_is_no_part_of_the_data(make, shaped):
    line = make.p("— Kathy, ", make.em("Novel"), ", ch. 1", make.noteref())
    (node,), _ = shaped(make.quote(make.p("Words."), line))
    assert parts(node) == ("Kathy", "Novel", "ch. 1")
    assert any(each.kind == "noteref" for each in node.walk())


def test_the_lines_of_a_wrapped_attribution_belong_together(make, shaped):
    line = make.p("— Kathy H.,", make.soft, make.em("Never Let Me Go"), ",", make.soft, "ch. 1")
    (node,), _ = shaped(make.quote(make.p("Words."), line))
    assert parts(node) == ("Kathy H.", "Never Let Me Go", "ch. 1")


def test_a_block_quotation_without_attribution_stays_one(make, shaped):
    quote = make.quote(make.p("Only words."))
    (node,), _ = shaped(quote)
    assert node is quote


def test_a_dialogue_with_dashes_is_no_attribution(make, shaped):
    quote = make.quote(make.p("— Bonjour, dit-il."), make.p("— Salut."))
    assert shaped(quote)[0] == (quote,)


def test_a_sentence_that_wraps_before_a_dash_is_no_attribution(make, shaped):
    quote = make.quote(make.p("She said that she would go", make.soft, "— but she never did."))
    assert shaped(quote)[0] == (quote,)


def test_a_poem_may_end_without_a_full_stop(make, shaped):
    quote = make.quote(make.p("Because I could not stop for Death –", make.soft, "— Emily Dickinson"))
    assert parts(shaped(quote)[0][0])[0] == "Emily Dickinson"


def test_a_quotation_of_nothing_but_a_dash_line_is_no_quotation(make, shaped):
    quote = make.quote(make.p("— Kathy"))
    assert shaped(quote)[0] == (quote,)
    bare = make.quote(make.p("Words."), make.p("—"))
    assert shaped(bare)[0] == (bare,)


def test_a_long_last_paragraph_is_a_sentence(make, shaped):
    quote = make.quote(make.p("Words."), make.p("— " + "and so on " * 40))
    assert shaped(quote)[0] == (quote,)


def test_inner_quotations_are_seen_too(make, shaped):
    inner = make.quote(make.p("Inner."), make.p("— Ruth"))
    (node,), _ = shaped(make.block("div", make.quote(inner, make.p("Outer."))))
    assert [each.kind for each in node.walk()].count("quotation") == 1


def test_verse_with_an_attribution_is_a_quotation_of_verse(make, shaped):
    verse = make.block("verse", make.p("One line", make.soft, "and two"), make.p("— A poet"), id="v")
    (node,), _ = shaped(verse)
    assert node.kind == "quotation"
    assert node.id == "v"
    assert node.children[0].children[0].kind == "verse"


def test_a_chapter_without_quotations_is_given_back_as_it_is(make):
    document = make.document(make.p("Text."))
    assert shape(document)[0] is document


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text(alphabet="—–- ,.aB*\u2060\n", max_size=12), min_size=1, max_size=6), st.booleans())
def test_no_word_is_lost(texts, emphasised):
    inlines = []
    for index, text in enumerate(texts):
        inner = Node("text", text=text)
        inlines.append(Node("emphasis", "em", children=(inner,)) if emphasised and index == 1 else inner)
        if index % 2:
            inlines.append(Node("softbreak"))
    paragraphs = (
        Node("paragraph", "p", children=(Node("text", text="Said."),)),
        Node("paragraph", "p", children=tuple(inlines)),
    )
    before = "".join(plain_text(each) for each in paragraphs)
    blocks, attribution = split_attribution(paragraphs, "p")
    after = "".join(plain_text(each) for each in (*blocks, *([attribution] if attribution else [])))
    strip = str.maketrans("", "", "—–- \u2060\n")
    assert after.translate(strip) == before.translate(strip)
