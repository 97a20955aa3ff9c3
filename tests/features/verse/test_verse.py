"""Verse keeps its lines and its stanzas."""

from __future__ import annotations


def test_lines_and_stanzas(make, screen, page):
    verse = make.block("verse", make.p("One line", make.soft, "and two", id="s"), make.p("three"), id="v")
    expected = (
        '<div id="v" class="verse"><p id="s" class="stanza"><span class="verse-line">One line</span><br/>'
        '<span class="verse-line">and two</span></p><p class="stanza"><span class="verse-line">three</span></p></div>'
    )
    assert screen(verse) == expected
    assert page(verse) == expected


def test_a_line_break_in_emphasis_breaks_the_emphasis(make, screen):
    inner = make.em("a", make.soft, make.strong("b", make.hard, "c"), id="once")
    text = screen(make.block("verse", make.p("x ", inner, " y")))
    assert text == (
        '<div class="verse"><p class="stanza"><span class="verse-line">x <em id="once">a</em></span><br/>'
        '<span class="verse-line"><em><strong>b</strong></em></span><br/>'
        '<span class="verse-line"><em><strong>c</strong></em> y</span></p></div>'
    )


def test_other_blocks_stand_as_they_are(make, screen):
    assert "<h2>Title</h2>" in screen(make.block("verse", make.heading("Title", level="2"), make.p("line")))
