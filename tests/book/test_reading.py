"""Reading time: what counts as a word, how fast it is read, what is shown."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.book.model import Counts
from publisher.book.reading import (
    count,
    count_words,
    duration,
    iso_duration,
    seconds_for,
    shown_minutes,
    words_a_minute,
)
from publisher.config import BookInfo, Config, ReadingOptions
from publisher.markup.node import Node


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Never let me go", 4),
        ("don't stop: it’s well-known", 4),
        ("he stopped—then went", 4),
        ("one–two", 2),
        ("3.14 and 1,000,000 in 1984", 5),
        ("U.S. wait...what… ok", 4),
        ("snake_case", 2),
        ("see https://example.org/a/b?c=d for www.example.org more", 3),
        ("cafe\u0301 caf\u00e9", 2),
        ("soft\u00adhyphen", 1),
        ("हिन्दी भाषा", 2),
        ("Ёлка и мир", 3),
        ("— … ! ' - .", 0),
        ("", 0),
    ],
)
def test_words(text, words):
    assert count_words(text) == (words, 0)


def test_chinese_and_japanese_count_by_character():
    assert count_words("我们读书，很慢。") == (0, 6)
    assert count_words("カタカナとGo言語") == (1, 7)
    assert count_words("한국어 단어") == (2, 0)


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_dash_parts_words(left, right):
    both = count_words(f"{left} — {right}")
    assert both == tuple(a + b for a, b in zip(count_words(left), count_words(right), strict=True))


@given(st.text(max_size=80))
def test_no_more_words_than_characters(text):
    words, characters = count_words(text)
    assert words + characters <= len(text)


@pytest.mark.parametrize(
    ("words", "options", "kind", "minutes"),
    [
        (8450, ReadingOptions(), "non-fiction", 36),
        (8450, ReadingOptions(wpm=206), "non-fiction", 41),
        (8450, ReadingOptions(wpm=200), "non-fiction", 42),
        (8450, ReadingOptions(wpm=250), "non-fiction", 34),
        (8450, ReadingOptions(), "fiction", 33),
        (8450, ReadingOptions(wpm=183), "non-fiction", 46),
        (8450, ReadingOptions(wpm=169), "non-fiction", 50),
        (8450, ReadingOptions(wpm=158), "non-fiction", 53),
        (0, ReadingOptions(), "non-fiction", 0),
        (1, ReadingOptions(), "non-fiction", 1),
        (100_000, ReadingOptions(), "non-fiction", 420),
    ],
)
def test_the_seed_figures(words, options, kind, minutes):
    assert shown_minutes(seconds_for({"en": Counts(words=words)}, "en", kind, options)) == minutes


@pytest.mark.parametrize(
    ("language", "wpm"),
    [
        ("en", 238),
        ("es", 228),
        ("nl", 211),
        ("sv", 208),
        ("fr", 204),
        ("it", 196),
        ("he", 195),
        ("ru", 192),
        ("pt-BR", 189),
        ("sl", 188),
        ("de-AT", 187),
        ("pl", 173),
        ("tr", 173),
        ("fi", 168),
        ("ar", 144),
        ("ko", 225),
        ("xx", 192),
    ],
)
def test_speeds_by_language(language, wpm):
    assert round(words_a_minute(language, "en", "non-fiction", ReadingOptions())) == wpm


def test_a_given_speed_is_the_books_and_others_keep_their_ratio():
    options = ReadingOptions(wpm=200)
    assert words_a_minute("de", "de", "non-fiction", options) == pytest.approx(200)
    assert words_a_minute("en", "de", "non-fiction", options) == pytest.approx(200 * 228 / 179)


@pytest.mark.parametrize(("language", "cpm"), [("zh-Hant", 350), ("ja", 450), ("en", 350)])
def test_characters_a_minute(language, cpm):
    assert seconds_for({language: Counts(characters=cpm)}, "en", "non-fiction", ReadingOptions()) == pytest.approx(60)
    set_by_author = ReadingOptions(cpm=500)
    assert seconds_for({language: Counts(characters=500)}, "en", "fiction", set_by_author) == pytest.approx(60)


def test_code_at_half_and_tables_at_seven_tenths_of_the_speed():
    counts = {"en": Counts(code_words=119, table_words=238)}
    assert seconds_for(counts, "en", "non-fiction", ReadingOptions()) == pytest.approx(60 + 60 / 0.7)


@pytest.mark.parametrize(
    ("images", "first", "seconds"),
    [(0, 12, 0), (1, 12, 12), (3, 12, 33), (10, 12, 75), (12, 12, 81), (5, 0, 0), (3, 2, 6), (4, 4.5, 14)],
)
def test_images(images, first, seconds):
    options = ReadingOptions(image_seconds=first)
    expected = sum(max(min(first, 3), first - i) for i in range(images))
    assert seconds == expected  # the table above is the rule, written out
    assert seconds_for({"en": Counts(images=images)}, "en", "fiction", options) == pytest.approx(seconds)


@pytest.mark.parametrize(
    ("seconds", "minutes"),
    [
        (0, 0),
        (1, 1),
        (89.9, 1),
        (90, 2),
        (59.5 * 60, 60),
        (61.9 * 60, 60),
        (62.5 * 60, 65),
        (62.4 * 60, 60),
        (80 * 60, 80),
    ],
)
def test_what_is_shown(seconds, minutes):
    assert shown_minutes(seconds) == minutes


def test_durations():
    assert duration(80) == (1, 20)
    assert [iso_duration(m) for m in (0, 1, 36, 60, 80)] == ["PT0M", "PT1M", "PT36M", "PT1H", "PT1H20M"]


def counted(make, *blocks):
    return count((), Node("document", children=blocks), "en")


def test_letters_in_two_nodes_can_be_one_word(make):
    blocks = make.p(
        "un", make.n("emphasis", "believ"), "able", make.call("1"), " H", make.n("element", "2", tag="sub"), "O"
    )
    assert counted(make, blocks)["en"].words == 2


def test_breaks_and_blocks_part_words(make):
    blocks = [
        make.p("one", make.n("softbreak"), "two", make.n("hardbreak"), "three"),
        make.p("four"),
        make.n("list", make.n("item", make.n("plain", "five")), make.n("item", make.n("plain", "six"))),
    ]
    assert counted(make, *blocks)["en"].words == 6


def test_what_does_not_count(make):
    link = make.link("https://example.org/two/words", "https://example.org/two/words")
    blocks = [
        make.p("four words of text", link),
        make.n("pullquote", make.p("again again")),
        make.n("quotations", make.n("quotation_entry", make.p("again"))),
        make.question("two more", "the key says so"),
        make.div("teacher", make.p("for the teacher")),
        make.n("teacher", make.p("for the teacher")),
        make.p(make.n("span", "not this", class_="teacher")),
        make.figure("x.png", alt="a long alt text"),
        make.notes(**{"1": "a note"}),
    ]
    counts = counted(make, *blocks)["en"]
    assert (counts.words, counts.images) == (6, 1)


def test_decorative_images_take_no_time(make):
    assert counted(make, make.p(make.image("x.png", "")))["en"].images == 0


def test_tables_and_code_are_kept_apart(make):
    cell = make.n("cell", "two words", tag="td")
    table = make.n("table", make.n("caption", "Caption"), make.n("table_body", make.n("row", cell, cell)), tag="table")
    code = make.n("code_block", text="x = f(y)", tag="pre")
    counts = counted(make, table, code, make.p("inline ", make.n("code", text="code")))["en"]
    assert (counts.table_words, counts.code_words, counts.words) == (5, 3, 2)


def test_foreign_passages_are_counted_in_their_language(make):
    counts = counted(make, make.p("one ", make.n("span", "deux trois", lang="fr"), " two"), make.p("vier", lang="de"))
    assert {lang: c.words for lang, c in counts.items()} == {"en": 2, "fr": 2, "de": 1}


def test_chapters_and_book(make):
    config = Config(BookInfo(title="B", kind="fiction", language="en"))
    words = " ".join(["word"] * 129)
    files = [
        (make.File("dedication.md", matter="front"), [make.h(1, "D"), make.p(words)]),
        (make.File("preface.md", matter="front"), [make.h(1, "Preface"), make.p(words)]),
        (make.File("one.md"), [make.h(1, "One"), make.p(words)]),
        (make.File("glossary.md", matter="back"), [make.h(1, "G"), make.p(words)]),
    ]
    edition = make.edit(make.book(*files, config=config))
    assert [c.reading and c.reading.counts.words for c in edition.chapters] == [None, 130, 130, None]
    assert [c.reading and c.reading.minutes for c in edition.chapters] == [None, 1, 1, None]
    assert edition.reading.seconds == pytest.approx(60)
    assert (edition.reading.minutes, edition.reading.counts.total) == (1, 260)


def test_the_teachers_edition_takes_as_long_as_the_students(make):
    blocks = [
        make.h(1, "T"),
        make.p("one two"),
        make.question("Why so?", "Because."),
        make.div("teacher", make.p("x y z")),
    ]
    book = make.book(("a.md", blocks))
    assert make.edit(book, "teacher").reading == make.edit(book, "student").reading


@given(st.text(st.sampled_from("aZ9é½ª’'.,-·\u00ad\u2010 _—“\n") | st.characters(codec="cp1252"), max_size=30))
def test_words_of_western_text_are_those_of_the_rule(text):
    plain = text.replace("_", " ").replace("\u00ad", "")
    assert count_words(text) == (len(re.findall(r"\w+(?:['’.,\-\u2010\u2011·]\w+)*", plain)), 0)
