"""Quotations, epigraphs, pull quotes and the list of quotations on screen and on paper."""

from __future__ import annotations

import re

from publisher.style.composition import PAGE, SCREEN


def test_a_quotation_is_a_figure_with_the_attribution_outside_the_blockquote(make, shaped, screen, page):
    quote = make.quote(
        make.p("Words."), make.p("— Kathy H., ", make.em("Novel"), ", ch. 1"), id="q", class_="highlight"
    )
    blocks, _ = shaped(quote)
    expected = (
        '<figure id="q" class="quotation highlight"><blockquote><p>Words.</p></blockquote>'
        '<figcaption class="attribution"><span class="speaker">Kathy H.</span>, <cite class="source">Novel</cite>, '
        '<span class="place">ch. 1</span></figcaption></figure>'
    )
    assert screen(*blocks) == expected
    assert page(*blocks) == expected


def test_an_epigraph(make, shaped, screen, page):
    epigraph = make.block("epigraph", make.quote(make.p("Words."), make.p("— Poet, ", make.em("Poem"))), id="e")
    blocks, _ = shaped(epigraph)
    inner = (
        '<blockquote><p>Words.</p></blockquote><p class="attribution"><span class="speaker">Poet</span>, '
        '<cite class="source">Poem</cite></p></div>'
    )
    assert screen(*blocks) == '<div id="e" class="epigraph" epub:type="epigraph" role="doc-epigraph">' + inner
    assert page(*blocks) == '<div id="e" class="epigraph">' + inner


def test_an_epigraph_of_plain_paragraphs_is_quoted_too(make, shaped, screen):
    blocks, _ = shaped(make.block("epigraph", make.p("Words."), make.p("— Poet")))
    assert "<blockquote><p>Words.</p></blockquote>" in screen(*blocks)
    assert '<p class="attribution"><span class="speaker">Poet</span></p>' in screen(*blocks)


def test_an_epigraph_with_the_attribution_below_the_block_quotation(make, shaped, screen):
    blocks, _ = shaped(make.block("epigraph", make.quote(make.p("Words.")), make.p("— Poet")))
    assert screen(*blocks).count("<blockquote>") == 1
    assert "figure" not in screen(*blocks)


def test_two_epigraphs_in_one_block(make, shaped, screen):
    first = make.quote(make.p("One."), make.p("— A"))
    second = make.quote(make.p("Two."), make.p("— B"))
    blocks, _ = shaped(make.block("epigraph", first, second))
    assert [child.kind for child in blocks[0].children] == ["quoted", "attribution", "quoted", "attribution"]


def test_a_pull_quote_is_hidden_and_nothing_in_it_can_be_reached(make, shaped, screen, page):
    pull = make.block(
        "pullquote",
        make.p("Memory ", make.link("protects", href="#x"), " them.", make.noteref(), id="p1"),
        id="pq",
    )
    blocks, codes = shaped(pull)
    assert codes == ("Q512",) * 3
    named = tuple(block.with_attrs(id="made") for block in blocks)  # an id that the book gives later
    assert screen(*named) == (
        '<aside class="pullquote" aria-hidden="true" epub:type="pullquote" role="doc-pullquote">'
        "<p>Memory protects them.</p></aside>"
    )
    assert page(*named) == '<aside class="pullquote" aria-hidden="true"><p>Memory protects them.</p></aside>'


def test_an_author_cannot_double_an_attribute(make, screen):
    assert 'role="doc-pullquote"' in screen(make.block("pullquote", make.p("x"), role="note", **{"aria-hidden": "no"}))


def highlighted(make, *, words="Words.", **attrs):
    return make.quote(make.p(words, make.noteref(), id="p7"), make.p("— Kathy, ", make.em("Novel")), **attrs)


def test_the_list_shows_the_highlighted_quotations_with_one_way_links(make, shaped, passed, render):
    first, _ = shaped(highlighted(make, words="First.", id="q1", class_="highlight"), make.p("Text."))
    second, _ = shaped(highlighted(make, words="Second.", id="q2"), make.block("quotations"))
    edition = passed(make.edition(make.chapter(*second, id="list"), make.chapter(*first, id="two", text="Two & more")))
    listing = next(block for block in edition.chapters[0].body.children if block.kind == "quotations")
    expected = (
        '<div class="quotations"><ol><li id="entry-q1" class="quotation-entry"><blockquote><p>First.</p></blockquote>'
        '<p class="attribution"><span class="speaker">Kathy</span>, <cite class="source">Novel</cite></p>'
        '<p class="quotation-place"><a class="quotation-link" href="#q1">Two &amp; more</a></p></li></ol></div>'
    )
    assert render(edition, SCREEN, listing) == expected
    assert render(edition, PAGE, listing) == expected


def test_the_list_shows_all_quotations_when_none_is_highlighted(make, shaped, passed, render):
    blocks, _ = shaped(highlighted(make, id="q1"), highlighted(make, id="q2"), make.block("quotations"))
    edition = passed(make.edition(make.chapter(*blocks)))
    assert render(edition, SCREEN).count('class="quotation-entry"') == 2


def test_the_list_may_ask_for_all(make, shaped, passed, render):
    blocks, _ = shaped(
        highlighted(make, id="q1", class_="highlight"),
        highlighted(make, id="q2"),
        make.block("quotations", class_="all"),
    )
    edition = passed(make.edition(make.chapter(*blocks)))
    assert render(edition, SCREEN).count('class="quotation-entry"') == 2


def test_an_empty_list_is_a_warning(make, passed):
    from publisher.features.quotes.listing import check_lists

    edition = passed(make.edition(make.chapter(make.block("quotations"))))
    assert [each.code for each in check_lists(edition)] == ["Q520"]


def test_no_id_stands_twice(make, shaped, passed, render):
    blocks, _ = shaped(highlighted(make, id="q1", class_="highlight"), make.block("quotations", id="list"))
    text = render(passed(make.edition(make.chapter(*blocks, make.block("quotations")))), SCREEN)
    ids = re.findall(r' id="([^"]*)"', text)
    assert sorted(ids) == ["entry-q1", "entry-q1-2", "list", "p7", "q1"]
