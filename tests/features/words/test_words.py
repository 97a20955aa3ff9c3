"""Every language says all that a book says by itself."""

from __future__ import annotations

import re

import pytest

from publisher.words import words

LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pl", "pt", "sv")
_FIELD = re.compile(r"\{\w+\}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_every_word_with_the_same_fields(language):
    table, english = words(language), words("en")
    assert table.keys() == english.keys()
    for key, value in table.items():
        assert value.strip() == value != ""
        assert set(_FIELD.findall(value)) == set(_FIELD.findall(english[key])), key
        assert "'" not in value
    assert language == "en" or table["chapter"] != english["chapter"]


@pytest.mark.parametrize(
    ("tag", "chapter"),
    [("de-AT", "Kapitel"), ("PT-br", "Capítulo"), ("fr_CA", "Chapitre"), ("xx", "Chapter"), ("", "Chapter")],
)
def test_a_language_is_found_by_its_primary_subtag_else_it_is_english(tag, chapter):
    assert words(tag)["chapter"] == chapter


def test_the_words_cannot_be_changed():
    with pytest.raises(TypeError):
        words("en")["chapter"] = "x"  # type: ignore[index]
