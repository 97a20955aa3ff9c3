"""The words by which most paragraphs are passed over are in all that the patterns find."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import publisher

TABLES = tomllib.loads((Path(publisher.__file__).parent / "data" / "plain-words.toml").read_text("utf-8"))
ENTRIES = [(language, each) for language, table in TABLES.items() for each in table["colour"]]


@pytest.mark.parametrize(
    ("language", "entry"), ENTRIES, ids=[f"{language}{n % 2}" for n, (language, _) in enumerate(ENTRIES)]
)
def test_one_of_the_words_is_in_every_match(language: str, entry: dict[str, str]) -> None:
    @given(st.from_regex(re.compile(entry["pattern"])))
    def check(text: str) -> None:
        found = re.search(entry["pattern"], text)
        assert found is not None
        assert any(word in found[0] for word in entry["one_of"]), found[0]

    check()
