"""Typography where a table of cases says more than a tree."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.markup.parse import Parser
from publisher.markup.punctuation import LANGUAGES
from publisher.markup.typography import set_text
from publisher.source import Source


@pytest.mark.parametrize(
    ("language", "written", "set_as"),
    [
        ("en", '"Yes."', "“Yes.”"),
        ("en-GB", "'Yes.'", "‘Yes.’"),
        ("en-GB", "'The carers' rooms', she said.", "‘The carers’ rooms’, she said."),
        ("en", "'I'll say \"no,\"' he said.", "‘I’ll say “no,”’ he said."),
        ("en", "\"I've heard 'em say it.\"", "“I’ve heard ’em say it.”"),
        ("en", "summer of '69, '70s and 'twas", "summer of ’69, ’70s and ’twas"),
        ("en", "Tommy's and the donors'.", "Tommy’s and the donors’."),
        ("en", '("a") ["b"] "c"—"d"', "(“a”) [“b”] “c”—“d”"),
        ("en", '"I was--" she began.', "“I was–” she began."),
        ("en", '"...and so"', "“…and so”"),
        ("en", "wait....", "wait…."),
        ("en", "a-b, a---b", "a-b, a—b"),
        ("de", "\"Ja, 'gut'.\"", "„Ja, ‚gut‘.“"),
        ("de-AT", '"Ja"', "„Ja“"),
        ("de-CH", '"Ja"', "«Ja»"),
        ("fr", '"Oui"', "«\u202fOui\u202f»"),
        ("fr", "Quoi? Non ! a:b 12:30", "Quoi\u202f? Non\u202f! a:b 12:30"),
        ("fr-CA", '"Quoi?"', "«\u00a0Quoi?\u00a0»"),
        ("es", '"Sí"', "«Sí»"),
        ("it", "\"Sì\" e 'no' dell'anno", "«Sì» e “no” dell’anno"),
        ("pl", '"Tak"', "„Tak”"),
        ("nl", '\'s morgens "ja"', "’s morgens “ja”"),
        ("sv", '"Ja"', "”Ja”"),
        ("da", '"Ja"', "»Ja«"),
        ("nb", '"Ja"', "«Ja»"),
        ("fi", '"Joo"', "”Joo”"),
        ("cs", '"Ano"', "„Ano“"),
        ("pt", '"Sim"', "“Sim”"),
        ("ru", '"Да"', "«Да»"),
        ("uk", '"Так"', "«Так»"),
        ("el", '"Ναι"', "«Ναι»"),
        ("ja", '"はい"', "「はい」"),
        ("zh", '"是"', "“是”"),
        ("zh-Hant-TW", '"是"', "「是」"),
        ("xx", '"Yes"', "“Yes”"),
        ("en", "see p. 12, pp. 3 and vol. 2", "see p.\u00a012, pp.\u00a03 and vol.\u00a02"),
        ("en", "Stop. 12 people. Step. 3", "Stop. 12 people. Step. 3"),
    ],
)
def test_set_text(language: str, written: str, set_as: str) -> None:
    assert set_text(written, language) == set_as


@pytest.mark.parametrize("language", [*LANGUAGES, "en-GB", ""])
def test_marks_are_balanced_in_every_language(language: str) -> None:
    marks = set_text('"a b"', language)
    assert '"' not in marks
    assert len(marks.replace("\u202f", "").replace("\u00a0", "")) == 5


@given(st.text(alphabet="ab \"'.-,;:!?()«»1\n", max_size=60), st.sampled_from(sorted(LANGUAGES)))
@settings(deadline=None, max_examples=300)
def test_letters_are_never_touched(text: str, language: str) -> None:
    def letters(each: str) -> str:
        return "".join(char for char in each if char in "ab1,()")

    assert letters(set_text(text, language)) == letters(text)


@given(st.text(alphabet="ab \"'.-", max_size=60))
@settings(deadline=None, max_examples=300)
def test_setting_twice_changes_no_more_apostrophes(text: str) -> None:
    once = set_text(text, "en")
    assert once.count("'") == 0


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ('"a\n\n"b"\n', []),
        ('"a\n\nb', ["1:1"]),
        ('"a\n\n***\n\n"b"', ["1:1"]),
        ('he *said* "a\n\n# b', ["1:11"]),
        ('- "a\n- b"', ["1:3", "2:4"]),
        ('> "a" `"` b', []),
        ('> one\n> *two "three*', ["2:8"]),
        ('# A "b', ["1:5"]),
        ('6\\" by 5\\"', []),
    ],
)
def test_an_unbalanced_mark_is_found_in_its_place(
    codes: Callable[..., list[str]], text: str, places: list[str]
) -> None:
    assert codes(text) == [f"{place} M350" for place in places]


def test_the_language_of_the_book_counts() -> None:
    parsed = Parser("fr").parse(Source("a.md", '"a"'))
    assert parsed.root.children[0].children[0].text == "«\u202fa\u202f»"
