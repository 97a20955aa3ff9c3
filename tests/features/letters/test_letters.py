"""A letter's parts are read off its form, or off the classes that the author gives."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

LONG = "The oil has come, and the wicks with it, and I have counted the waves as you asked me to in your last."


def parts(blocks):
    (letter,) = blocks
    assert letter.kind == "letter"
    return [next(iter(block.classes), "") if block.kind == "paragraph" else block.kind for block in letter.children]


LETTERS = {
    "all of it": (
        f"The Rock\n4 May\n\nDear Bo,\n\n{LONG}\n\nYours,\n\nAda Keeper\n\nP.S. Rope.",
        ["dateline", "salutation", "", "valediction", "signature", "postscript"],
    ),
    "leave and name in one paragraph": (
        f"Dear Bo,\n\n{LONG}\n\nYours,\nAda",
        ["salutation", "", "valediction", "signature"],
    ),
    "a name alone": (f"Bo!\n\n{LONG}\n\nAda", ["salutation", "", "signature"]),
    "a name after a dash": (f"Dear Bo:\n\n{LONG}\n\n— Ada", ["salutation", "", "signature"]),
    "no form at all": (f"{LONG}\n\n{LONG}", ["", ""]),
    "a last line that is a sentence": (f"Dear Bo,\n\n{LONG}\n\nRope is coming.", ["salutation", "", ""]),
    "only a greeting": ("Dear Bo,", [""]),
    "a greeting with a note and emphasis": (f"*Dear* Bo,[^1]\n\n{LONG}\n\n[^1]: He.", ["salutation", ""]),
    "two postscripts": (f"{LONG}\n\nAda\n\nP.S. One.\n\nP.P.S. Two.", ["", "signature", "postscript", "postscript"]),
    "a list in it": (f"Dear Bo,\n\n- oil\n- rope\n\n{LONG}", ["salutation", "list", ""]),
    "by class, and then nothing is guessed": (
        "{.date}\nMonday\n\nDear Bo,\n\nWords\n\n{.closing}\nYours,",
        ["dateline", "", "", "valediction"],
    ),
}


@pytest.mark.parametrize("row", LETTERS)
def test_the_parts(read, row):
    text, expected = LETTERS[row]
    assert parts(node for node in read(f"::: letter\n{text}\n:::\n") if node.kind == "letter") == expected


def test_what_a_reading_system_is_told(read, screen, page):
    text = screen(
        *read(f"::: letter {{#l lang=fr}}\nLe 4 mai\n\nMon cher Bo,\n\n{LONG}\n\nTon amie,\nAda\nKeeper\n:::\n")
    )
    assert text.startswith('<blockquote id="l" class="letter" lang="fr" xml:lang="fr" epub:type="z3998:letter">')
    assert '<p class="dateline">Le 4 mai</p>' in text
    assert '<p class="salutation" epub:type="z3998:salutation">Mon cher Bo,</p>' in text
    assert '<p class="valediction" epub:type="z3998:valediction">Ton amie,</p>' in text
    assert '<p class="signature" epub:type="z3998:sender z3998:signature">Ada<br/>Keeper</p>' in text
    assert "epub:type" not in page(*read("::: letter\nDear Bo,\n\nWords.\n:::\n"))


def test_no_word_is_lost(read, screen):
    words = "The Rock Dear Bo, Words of it. Yours, Ada Keeper P.S. Rope."
    text = screen(*read("::: letter\nThe Rock\n\nDear Bo,\n\nWords of it.\n\nYours,\nAda Keeper\n\nP.S. Rope.\n:::\n"))
    assert " ".join(re.sub("<[^>]+>", " ", text).split()) == words


LINES = st.lists(
    st.sampled_from(["Dear Bo,", "P.S.", "Yours,", "— Ada", "{.date}", "", "*a", "b*", "- x", "words", "X!"])
)


@given(LINES)
@settings(max_examples=60, deadline=None)
def test_whatever_stands_in_a_letter_stays_in_it(read, screen, lines):
    text = "\n".join(lines)
    plain = screen(*read(f"::: {{.letters}}\n{text}\n:::\n"))
    letter = screen(*read(f"::: letter\n{text}\n:::\n"))
    words = [" ".join(re.sub("<[^>]+>", " ", each).split()) for each in (plain, letter)]
    assert words[0] == words[1]
