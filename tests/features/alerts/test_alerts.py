"""Alerts under a title in the book's language, or the author's own."""

from __future__ import annotations

import pytest

from publisher.features.alerts import TYPES


@pytest.mark.parametrize("kind", TYPES)
def test_every_type_has_its_class_and_title(make, screen, kind):
    title = f'<p class="alert-title">{kind.capitalize()}</p>'
    text = screen(make.block("alert", make.p("Mind."), type=kind))
    tag, meaning = {
        "note": ("aside", 'role="note"'),
        "tip": ("aside", 'epub:type="tip" role="doc-tip"'),
    }.get(kind, ("div", 'epub:type="notice" role="doc-notice"'))
    assert text == f'<{tag} class="alert alert-{kind}" {meaning}>{title}<p>Mind.</p></{tag}>'


def test_on_paper_there_is_no_role(make, page):
    assert page(make.block("alert", make.p("Mind."), type="tip", id="t")).startswith(
        '<aside id="t" class="alert alert-tip"><p'
    )


def test_the_title_is_in_the_books_language(make, screen):
    assert '<p class="alert-title">Warnung</p>' in screen(
        make.block("alert", make.p("x"), type="warning"), language="de-CH"
    )


def test_the_authors_title_stands_instead(make, screen):
    text = screen(make.block("alert", make.p("x"), type="note", title="Read & keep"))
    assert '<p class="alert-title">Read &amp; keep</p>' in text
    assert "title=" not in text


def test_an_unknown_type_is_a_note(make, screen):
    assert 'class="alert alert-note"' in screen(make.block("alert", make.p("x"), type='"><b'))


def test_a_title_after_the_mark(make, shaped, screen):
    quote = make.quote(make.p("[!Tip] Read ", make.em("this"), make.soft, "Text."), make.p("— More."), id="t")
    blocks, _ = shaped(quote)
    assert screen(*blocks) == (
        '<aside id="t" class="alert alert-tip" epub:type="tip" role="doc-tip"><p class="alert-title">Read <em>this</em></p>'
        "<p>Text.</p><p>— More.</p></aside>"
    )


def test_a_title_alone(make, shaped, screen):
    blocks, _ = shaped(make.quote(make.p("[!NOTE] Title"), make.p("Text.")))
    assert screen(*blocks).endswith('<p class="alert-title">Title</p><p>Text.</p></aside>')


@pytest.mark.parametrize("text", ["[!NOTICE] no type", "See [!NOTE] in the text", "[!NOTE]glued"])
def test_what_is_no_mark_stays_a_block_quotation(make, shaped, text):
    quote = make.quote(make.p(text))
    assert shaped(quote)[0] == (quote,)
