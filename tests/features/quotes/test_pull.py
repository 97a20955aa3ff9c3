"""A pull quote must occur in its chapter, in the same words."""

from __future__ import annotations

import pytest

from publisher.features.quotes.pull import check_pull_quotes, occurs
from publisher.features.quotes.wording import plain_form

TEXT = "“Memory,” she says, is what protects them – and what they’ve lost… Tommy’s body finds things out first."


@pytest.mark.parametrize(
    "said",
    [
        "Memory, she says, is what protects them—and what they've lost",
        "memory, she says",
        "Is what protects them",
        "‘Memory,’ she says, is what protects them -- and what they’ve lost...",
        "what protects them — and what they’ve\u00a0lost",
        "Tommy’s body finds things out first!",
        "Memory … finds things out first",
        "is what pro\u00adtects them.",
    ],
)
def test_what_may_differ(said):
    assert occurs(said, plain_form(TEXT))


@pytest.mark.parametrize(
    "said",
    [
        "Memory protects them",
        "is what protect",
        "emory, she says",
        "Tommy's body finds thing out first",
        "finds things out first … Memory",
        "Tommys body finds things out first",
        "is What protects them",
    ],
)
def test_what_may_not_differ(said):
    assert not occurs(said, plain_form(TEXT))


def test_a_pull_quote_of_the_chapters_own_words_is_fine(make):
    body = [
        make.p("Tommy's ", make.em("body"), " finds out.", line=3),
        make.block("pullquote", make.p("Tommy’s body finds out.")),
    ]
    assert check_pull_quotes(make.edition(make.chapter(*body))) == ()


def test_one_with_other_words_is_an_error_with_the_nearest_sentence(make):
    pull = make.block("pullquote", make.p("Tommy's body discovers things before he does."), line=9)
    text = make.p("Nothing. Tommy’s body finds things out before he does. Nothing at all.", line=3)
    (found,) = check_pull_quotes(make.edition(make.chapter(text, pull)))
    assert found.code == "Q510"
    assert found.span.line == 9
    assert "Tommy’s body finds things out before he does." in found.hint
    assert "a.md:3" in found.hint
    assert "Nothing" not in found.hint


def test_the_words_of_another_chapter_or_of_itself_do_not_count(make):
    pull = make.block("pullquote", make.p("The words of another chapter."))
    other = make.chapter(make.p("The words of another chapter."), id="two")
    found = check_pull_quotes(make.edition(make.chapter(pull, make.p("Text.")), other))
    assert [each.code for each in found] == ["Q510"]
    assert "block quotation" in found[0].hint


def test_words_over_two_paragraphs_and_through_a_line_break_and_a_note(make):
    text = [make.p("It ends", make.soft, "here", make.noteref(), "."), make.p("It goes on.")]
    pull = make.block("pullquote", make.p("It ends here. It goes on."))
    assert check_pull_quotes(make.edition(make.chapter(*text, pull))) == ()


def test_a_long_one_is_a_warning(make):
    words = " ".join(f"it’s{number}" for number in range(31))
    pull = make.block("pullquote", make.p(words))
    text = make.block("element", make.em(words), *make.p(".").children, tag="p")
    found = check_pull_quotes(make.edition(make.chapter(text, pull)))
    assert [each.code for each in found] == ["Q511"]
    assert "31 words" in found[0].message


def test_an_attribution_is_not_compared(make, shaped):
    pull = make.block("pullquote", make.p("It ends here."), make.p("— Kathy"))
    blocks, _ = shaped(make.p("It ends here."), pull)
    assert check_pull_quotes(make.edition(make.chapter(*blocks))) == ()
