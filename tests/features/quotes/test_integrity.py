"""One passage, one wording, one speaker, one place."""

from __future__ import annotations

import random
import time

import pytest

from publisher.features.quotes.integrity import check_quotations

WORDS = "The woods were lovely, dark and deep, but I have promises to keep"


def found(make, shaped, *quotes):
    nodes = []
    for line, (text, attribution) in enumerate(quotes, 1):
        nodes.append(make.quote(make.p(text, line=10 * line), make.p(*attribution), line=10 * line))
    blocks, _ = shaped(*nodes)
    return check_quotations(make.edition(make.chapter(*blocks)))


def by(make, speaker="Kathy", work="Novel", place="ch. 1"):
    return (f"— {speaker}, ", make.em(work), f", {place}")


def test_the_same_words_twice_are_fine(make, shaped):
    assert found(make, shaped, (WORDS, by(make)), (WORDS, by(make))) == ()


@pytest.mark.parametrize(
    "other",
    [
        "“the Woods were lovely — dark and deep; but I have promises to keep.”",
        "lovely, dark and deep, but I have promises",
        "The woods were lovely […] but I have promises to keep",
        "The woods were lovely, dark and deep . . . I have promises to keep",
        "[These] woods were lovely, dark and deep, but I have promises to keep",
        "… dark and deep, but I have promises to keep, and miles to go",
    ],
)
def test_what_may_differ(make, shaped, other):
    assert found(make, shaped, (WORDS, by(make)), (other, by(make))) == ()


@pytest.mark.parametrize(
    ("other", "shown"),
    [
        (WORDS.replace("were", "are"), "[-were-] {+are+}"),
        (WORDS.replace("keep", "hold"), "[-keep-] {+hold+}"),
        (WORDS.replace("lovely, ", ""), "[-lovely-]"),
        ("I dreamt that the woods were lovely, dark and steep, but I have promises to keep", "[-deep-] {+steep+}"),
    ],
)
def test_other_words_are_an_error_with_both_places_and_the_difference(make, shaped, other, shown):
    (trouble,) = found(make, shaped, (WORDS, by(make)), (other, by(make)))
    assert trouble.code == "Q501"
    assert trouble.span.line == 20
    assert "a.md:10" in trouble.message
    assert shown in trouble.message


def test_different_passages_are_different(make, shaped):
    one = "We all have to go some time, and it was one of the best days of the year for that"
    two = "It was one of the worst nights that I remember, and we all went to bed"
    assert found(make, shaped, (one, by(make)), (two, by(make))) == ()


def test_short_quotations_are_not_compared(make, shaped):
    assert found(make, shaped, ("I was very tired", by(make)), ("I was rather tired", by(make))) == ()


def test_two_speakers(make, shaped):
    (trouble,) = found(make, shaped, (WORDS, by(make)), (WORDS, by(make, speaker="Ruth")))
    assert trouble.code == "Q502"
    assert "Ruth" in trouble.message
    assert "Kathy" in trouble.message


def test_a_short_form_of_a_name_is_the_same_speaker(make, shaped):
    assert found(make, shaped, (WORDS, by(make)), (WORDS, by(make, speaker="Kathy H."))) == ()


@pytest.mark.parametrize("place", ["chapter 1", "ch. 1, p. 45", "Kap. 1", "p. 45"])
def test_places_that_agree(make, shaped, place):
    assert found(make, shaped, (WORDS, by(make)), (WORDS, by(make, place=place))) == ()


@pytest.mark.parametrize("place", ["ch. 2", "chapter 2, p. 45"])
def test_two_places(make, shaped, place):
    assert [each.code for each in found(make, shaped, (WORDS, by(make)), (WORDS, by(make, place=place)))] == ["Q503"]


def test_two_works(make, shaped):
    assert [each.code for each in found(make, shaped, (WORDS, by(make)), (WORDS, by(make, work="Poem")))] == ["Q503"]


@pytest.mark.parametrize("damage", ["I\u301eand", "\ufffd", "Iâ€™ve", "cafÃ©", "so§long", "a\u0085b", "it&#8217;s"])
def test_damaged_characters(make, shaped, damage):
    (trouble,) = found(make, shaped, (f"Words {damage} here", by(make)))
    assert trouble.code == "Q504"


@pytest.mark.parametrize("whole", ["“naïve” café — Ångström, § 4, 50 ℃ … ‘Âge’", "每日 新聞"])
def test_undamaged_characters(make, shaped, whole):
    assert found(make, shaped, (whole, by(make))) == ()


def test_an_epigraph_is_compared_too(make, shaped):
    epigraph = make.block("epigraph", make.quote(make.p(WORDS), make.p(*by(make))))
    quote = make.quote(make.p(WORDS.replace("were", "are")), make.p(*by(make)))
    blocks, _ = shaped(epigraph, quote)
    assert [each.code for each in check_quotations(make.edition(make.chapter(*blocks)))] == ["Q501"]


def test_the_list_of_quotations_is_no_second_quotation(make, shaped, passed):
    quote = make.quote(make.p(WORDS), make.p(*by(make)), id="q")
    blocks, _ = shaped(quote, make.block("quotations"))
    assert check_quotations(passed(make.edition(make.chapter(*blocks)))) == ()


def test_many_quotations_take_little_time(make, shaped):
    choice = random.Random(7)
    words = [f"w{number}" for number in range(300)]
    quotes = [(" ".join(choice.choices(words, k=40)), by(make)) for _ in range(1500)]
    begin = time.process_time()
    assert found(make, shaped, *quotes) == ()
    assert time.process_time() - begin < 5


def test_monotonous_quotations_end_with_a_note(make, shaped):
    choice = random.Random(7)
    quotes = [(" ".join(choice.choices(["one", "two", "three", "four", "five"], k=2000)), by(make)) for _ in range(30)]
    begin = time.process_time()
    codes = {each.code for each in found(make, shaped, *quotes)}
    assert time.process_time() - begin < 20
    assert "Q505" in codes
