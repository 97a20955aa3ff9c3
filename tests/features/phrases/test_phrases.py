"""Languages, abbreviations, dates and roles: what is right is set, what is wrong is said at its place."""

from __future__ import annotations

import pytest

from publisher.features.dates import is_date, is_dated


def test_a_phrase_in_another_language(read, screen):
    assert screen(*read("[*mot juste*]{lang=fr}\n")) == (
        '<p><span lang="fr" xml:lang="fr"><em>mot juste</em></span></p>'
    )


def test_a_block_in_another_language(read, screen):
    assert screen(*read("::: {lang=pt-BR}\nBom dia.\n:::\n")) == (
        '<div lang="pt-BR" xml:lang="pt-BR"><p>Bom dia.</p></div>'
    )


def test_a_block_that_runs_right_to_left(read, screen):
    assert screen(*read("::: {lang=he}\nשלום\n:::\n")).startswith('<div lang="he" xml:lang="he" dir="rtl">')
    assert "dir=" not in screen(*read("She read [שלום]{lang=he}.\n"))


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("french", "write lang=fr"),
        ("fre", "write lang=fr"),
        ("en-UK", "write lang=en-GB"),
        ("xx", "write a BCP 47 tag"),
    ],
)
def test_a_tag_that_is_no_language(found, read, screen, written, hint):
    (trouble,) = found(f"Two words, [mots]{{lang={written}}} of it.\n")
    assert trouble.startswith(f"1:12 M370 “{written}” is not a language tag ({hint}")
    assert "lang" not in screen(*read(f"[mots]{{lang={written}}}\n"))


def test_a_programming_language_is_none_of_these(found):
    assert found("``` python\nx\n```\n") == []


def test_an_abbreviation(read, screen):
    text = screen(*read('The [NHS]{abbr="National Health Service" .smallcaps}.\n'))
    assert text == '<p>The <abbr class="smallcaps" title="National Health Service">NHS</abbr>.</p>'


def test_an_abbreviation_of_nothing(found):
    assert found('The [NHS]{abbr=""}.\n') == ["1:5 M372 what is “NHS” short for? ()"]


def test_a_date(read, screen):
    assert screen(*read("[5 November 1605]{date=1605-11-05 #plot}\n")) == (
        '<p><time id="plot" datetime="1605-11-05">5 November 1605</time></p>'
    )


def test_a_date_that_is_short(read, screen):
    assert screen(*read("[5th]{date=1605-11-05 abbr=fifth}\n")) == (
        '<p><abbr title="fifth"><time datetime="1605-11-05">5th</time></abbr></p>'
    )


@pytest.mark.parametrize("written", ["5.11.1605", "1605-02-30", "1900-02-29", "0000", "-0044", "1605-13", "25:00", "x"])
def test_what_is_no_date(found, read, screen, written):
    (trouble,) = found(f"On [that day]{{date={written}}}.\n")
    assert trouble.startswith(f"1:4 M371 “{written}” is not a date (write year-month-day")
    assert screen(*read(f"[that day]{{date={written}}}\n")) == "<p><span>that day</span></p>"


def test_a_time_of_raw_html(found, read, screen):
    assert screen(*read("<time datetime='2026-11-22'>now</time>\n")) == '<p><time datetime="2026-11-22">now</time></p>'
    assert screen(*read("At <time>2026-11-22</time>.\n")) == "<p>At <time>2026-11-22</time>.</p>"
    assert screen(*read("At <time>noon</time>.\n")) == "<p>At <span>noon</span>.</p>"
    assert [each[:9] for each in found("At <time datetime='noon'>x</time> <del datetime='1605'>y</del>\n")] == [
        "1:4 M371 ", "1:35 M371",
    ]  # fmt: skip


def test_dates_of_html():
    good = ["1605", "1605-11", "1605-11-05", "11-05", "2000-02-29", "02-29", "12:30", "12:30:59.123", "2020-W53"]
    good += ["1605-11-05T12:30", "1605-11-05 12:30Z", "1605-11-05T12:30:00+01:00"]
    assert [text for text in good if not is_date(text)] == []
    bad = ["", "1605-1-5", "2021-W53", "12:60", "1605T12:30", "11-05T12:30", "12:30Z", "１６０５", "1605-11-05 "]
    assert [text for text in bad if is_date(text)] == []
    assert is_dated("1605-11-05")
    assert is_dated("1605-11-05T12:30Z")
    assert not is_dated("1605-11-05T12:30")


def test_a_class_that_means_something(read, screen, page):
    example = read("::: example\nCount.\n:::\n")
    assert screen(*example) == '<div class="example" epub:type="example" role="doc-example"><p>Count.</p></div>'
    assert "epub:type" not in page(*example)
    assert screen(*read("{.subtitle}\nOr, the Rock\n")) == (
        '<p class="subtitle" epub:type="subtitle" role="doc-subtitle">Or, the Rock</p>'
    )


def test_a_role_that_does_not_exist(found, read, screen):
    (trouble,) = found("Text.\n\n::: {role=doc-exemple}\nCount.\n:::\n")
    assert trouble == "3:1 M373 there is no role “doc-exemple” (did you mean `doc-example`?)"
    assert "role" not in screen(*read("::: {role=doc-exemple}\nCount.\n:::\n"))


def test_a_role_that_reading_systems_act_on_is_ours(found):
    (trouble,) = found("[x]{role=doc-noteref}\n")
    assert trouble.startswith("1:1 M373")
