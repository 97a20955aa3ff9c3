"""Verse keeps its lines and its stanzas."""

from __future__ import annotations


def test_lines_and_stanzas(make, screen, page):
    verse = make.block("verse", make.p("One line", make.soft, "and two", id="s"), make.p("three"), id="v")
    expected = (
        '<div id="v" class="verse"><p id="s" class="stanza"><span class="verse-line">One line</span><br/>'
        '<span class="verse-line">and two</span></p><p class="stanza"><span class="verse-line">three</span></p></div>'
    )
    assert page(verse) == expected
    assert screen(verse) == expected.replace('class="verse">', 'class="verse" epub:type="z3998:verse">')


def test_a_line_break_in_emphasis_breaks_the_emphasis(make, screen):
    inner = make.em("a", make.soft, make.strong("b", make.hard, "c"), id="once")
    text = screen(make.block("verse", make.p("x ", inner, " y")))
    assert text == (
        '<div class="verse" epub:type="z3998:verse"><p class="stanza"><span class="verse-line">x <em id="once">a</em></span><br/>'
        '<span class="verse-line"><em><strong>b</strong></em></span><br/>'
        '<span class="verse-line"><em><strong>c</strong></em> y</span></p></div>'
    )


def test_other_blocks_stand_as_they_are(make, screen):
    assert "<h2>Title</h2>" in screen(make.block("verse", make.heading("Title", level="2"), make.p("line")))


def test_a_line_further_in_stays_further_in(read, screen):
    text = screen(*read("::: verse\nOne\n  two\n    *three\nfour* \n:::\n"))
    assert [name.partition('"')[0] for name in text.split('<span class="')[1:]] == [
        "verse-line", "verse-line indent-1", "verse-line indent-2", "verse-line",
    ]  # fmt: skip


def test_the_title_is_no_heading_of_the_chapter(read, screen):
    for title in ("**The Rock**", "{.title}\nThe Rock", "#### The Rock"):
        text = screen(*read(f"::: verse\n{title}\n\nOne\n:::\n"))
        assert 'epub:type="z3998:poem"' in text
        assert '<p class="verse-title' in text.replace(' id="', "><") or 'class="verse-title' in text
        assert ">The Rock</p>" in text
        assert "<h" not in text


def test_a_bold_line_alone_is_a_stanza(read, screen):
    assert "verse-title" not in screen(*read("::: verse\n**One**\n:::\n"))


def test_the_poet_is_named_as_under_a_quotation(read, screen):
    text = screen(*read("::: verse\n**T**\n\nOne\ntwo\n\n— Ada Keeper, *Songs*\n:::\n"))
    assert text.startswith('<figure class="quotation"><blockquote><div class="verse" epub:type="z3998:poem">')
    assert '<span class="speaker">Ada Keeper</span>, <cite class="source">Songs</cite></figcaption>' in text
