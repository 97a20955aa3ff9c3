"""Notes at the chapter's end on screen, at the foot of the page on paper."""

from __future__ import annotations

import pytest

from publisher.markup.node import Node
from publisher.style.composition import PAGE, SCREEN


@pytest.fixture
def edition(make, passed):
    def build(*blocks, notes, title=(), **known):
        numbered = tuple(note.with_attrs(number=str(place)) for place, note in enumerate(notes, 1))
        chapter = make.chapter(*blocks, make.block("notes", *numbered, tag="section"))
        if title:
            from dataclasses import replace

            chapter = replace(chapter, title=title)
        return passed(make.edition(chapter, **known))

    return build


def note(make, *blocks, id="note-a", label="a"):
    return make.block("note", *blocks, tag="aside", id=id, label=label)


def test_on_screen_links_lead_both_ways(make, edition, render):
    text = render(edition(make.p("Text", make.noteref()), notes=[note(make, make.p("Words."))]), SCREEN)
    assert text == (
        '<p>Text<sup><a id="ref-note-a" class="noteref" href="#note-a" epub:type="noteref" role="doc-noteref">1</a>'
        "</sup></p>"
        '<section class="notes" epub:type="endnotes" role="doc-endnotes" aria-label="Notes">'
        '<aside id="note-a" class="footnote" epub:type="footnote" role="doc-footnote" aria-label="Note 1">'
        '<p><a class="backlink" href="#ref-note-a" epub:type="backlink" role="doc-backlink" '
        'aria-label="Back to note 1 in the text">1</a> Words.</p></aside></section>'
    )


def test_on_paper_the_note_stands_at_its_call_and_nowhere_else(make, edition, render):
    text = render(edition(make.p("Text", make.noteref(), "."), notes=[note(make, make.p("Words."))]), PAGE)
    assert text == '<p>Text<span class="footnote" id="note-a" data-number="1">Words.</span>.</p>'


def test_the_labels_are_in_the_books_language(make, edition, render):
    made = edition(make.p(make.noteref()), notes=[note(make, make.p("Wörter."))], language="de")
    assert 'aria-label="Zurück zu Anmerkung 1 im Text"' in render(made, SCREEN)


def test_a_second_call_is_a_link_to_the_same_note(make, edition, render):
    made = edition(make.p(make.noteref()), make.p("b", make.noteref()), notes=[note(make, make.p("Words."))])
    screen = render(made, SCREEN)
    assert 'id="ref-note-a-2"' in screen
    assert screen.count('href="#ref-note-a"') == 1
    paper = render(made, PAGE)
    assert paper.count("Words.") == 1
    assert '<p>b<sup><a class="noteref" href="#note-a">1</a></sup></p>' in paper


def test_the_link_back_goes_to_the_first_call_that_the_edition_has(make, edition, render):
    call = make.noteref(id="ref-x-2")  # the first call was left out of this edition
    assert 'href="#ref-x-2"' in render(edition(make.p(call), notes=[note(make, make.p("Words."))]), SCREEN)


def test_a_call_in_the_title_is_the_first(make, edition):
    made = edition(make.p(make.noteref()), notes=[note(make, make.p("W."))], title=(make.noteref(),))
    assert made.chapters[0].title[0].get("call") == "first"
    assert next(made.chapters[0].body.children[0].walk()).children[0].get("call") == "again"


@pytest.mark.parametrize("kind", ["heading", "caption", "attribution", "cell", "term"])
def test_a_call_may_stand_in_any_line_of_text(make, edition, render, kind):
    made = edition(make.block(kind, make.noteref(), tag="p", level="2"), notes=[note(make, make.p("Words."))])
    assert "ref-note-a" in render(made, SCREEN)
    assert 'class="footnote"' in render(made, PAGE)


def test_a_note_of_many_blocks_is_inline_on_paper(make, edition, render):
    items = [
        make.block("item", make.plain("one"), tag="li"),
        make.block("item", make.p("two"), make.p("three"), tag="li"),
    ]
    cells = [make.plain("x"), make.plain("y")]
    table = make.block("table", make.block("table_body", make.block("row", *cells, tag="tr"), tag="tbody"), tag="table")
    blocks = [
        make.p("First."),
        make.p("Second."),
        make.block("list", *items, tag="ol", start="3"),
        make.code("if a < b:\n  go()\n", "python"),
        make.quote(make.p("Said.")),
        table,
    ]
    text = render(edition(make.p(make.noteref()), notes=[note(make, *blocks)]), PAGE)
    assert text == (
        '<p><span class="footnote" id="note-a" data-number="1">First. <span class="footnote-par">Second.</span> '
        '<span class="footnote-item">3.\u00a0one</span> '
        '<span class="footnote-item">4.\u00a0two <span class="footnote-par">three</span></span> '
        '<span class="footnote-code"><code>if a &lt; b:<br/>\u00a0\u00a0go()</code></span> '
        '<span class="footnote-quote">Said.</span> <span class="footnote-row">x · y</span></span></p>'
    )


def test_a_note_that_begins_with_a_list_has_its_number_above(make, edition, render):
    items = make.block("list", make.block("item", make.plain("one"), tag="li"), tag="ul")
    text = render(edition(make.p(make.noteref()), notes=[note(make, items)]), SCREEN)
    assert ">1</a></p><ul><li>one</li></ul></aside>" in text


def test_notes_that_call_each_other_end(make, edition, render):
    first = note(make, make.p("See", make.noteref("2", "note-b")))
    second = note(make, make.p("See", make.noteref("1", "note-a")), id="note-b", label="b")
    made = edition(make.p(make.noteref()), notes=[first, second])
    paper = render(made, PAGE)
    assert (
        '<span class="footnote-nested" id="note-b"> [2. See<sup><a class="noteref" href="#note-a">1</a></sup>]</span>'
        in paper
    )
    assert paper.count('class="footnote"') == 1
    screen = render(made, SCREEN)
    assert 'href="#ref-note-b"' in screen
    assert 'id="ref-note-b"' in screen


def test_a_call_without_a_note_is_its_number(make, render):
    call = Node("noteref", attrs=(("label", "x&y"),))
    assert render(make.edition(make.chapter(make.p(call))), SCREEN) == "<p><sup>x&amp;y</sup></p>"


def test_the_note_of_a_quotation_is_not_called_again_from_the_list(make, shaped, edition, render):
    quote = make.quote(make.p("Words", make.noteref()), make.p("— Kathy"), id="q")
    blocks, _ = shaped(make.block("quotations"), quote)
    made = edition(*blocks, notes=[note(make, make.p("Note."))])
    text = render(made, PAGE)
    assert text.count("Note.") == 1
    assert text.index("Note.") > text.index('id="q"')
