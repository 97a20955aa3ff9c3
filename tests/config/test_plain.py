"""A file in which nothing is amiss is read as pydantic would have read it, and without it."""

from __future__ import annotations

import copy
import subprocess
import sys
import tomllib
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from publisher.config import read_config
from publisher.config.forms import adapter
from publisher.config.plain import plain_config
from publisher.config.trade import OnixInfo
from publisher.config.values import BookInfo, Config, Contents, EditionSpec, ReadingOptions

SAMPLE = Path(__file__).parent.parent.parent / "manuscript" / "book.toml"
ADAPTER = adapter()

FULL = """
[book]
title = "A"
authors = ["Jane Doe", { name = "Bo", role = "edt", file_as = "Bo", kind = "group" }]
contributors = [{ name = "Ida" }, "Ole"]
date = 2026-11-23
series = { name = "S", number = 3 }
set = "Works"
subjects = "one"
[contents]
front = "a.md"
body = ["b.md", { part = "One", chapters = ["c.md"], id = "one" }]
numbered = true
[reading]
wpm = 200
image_seconds = 1.5
show = false
[editions.print]
formats = "pdf"
variables = { text-size = "12pt", leading = 1.5, columns = 2 }
isbn = { pdf = "978-3-16-148410-0" }
prices = { amount = 9.99, currency = "EUR", countries = "DE" }
[editions.ebook]
prices = [{ amount = "9.99", currency = "EUR" }]
[onix]
thema = "DSK"
exclusive = true
[accessibility.review]
standard = "WCAG"
by = "Jane"
date = "2026"
"""

VALUES = st.one_of(
    st.sampled_from(["", "a", "1", "reader"]),
    st.booleans(),
    st.sampled_from([0, 1, -1, 2001, 1.5, float("nan"), float("inf")]),
    st.just(date(2026, 11, 23)),
    st.lists(st.sampled_from(["a", "", 1, {"name": "a"}, {"part": "p", "chapters": ["a"]}, {}]), max_size=2),
    st.sampled_from([{}, {"name": "a"}, {"name": 1}, {"a": "b"}, {"a": 1}, {"amount": 1, "currency": "EUR"}]),
)


def table(kind: type, **given: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Any value at some of the keys that a table has, and at one that it has not."""
    keys = st.sampled_from([*(each.name for each in fields(kind)), "other"])
    some = st.dictionaries(keys, VALUES, max_size=4)
    return st.tuples(some, st.fixed_dictionaries({}, optional=given)).map(lambda both: {**both[0], **both[1]})


BOOKS = table(
    Config,
    book=table(BookInfo, title=st.just("T"), authors=VALUES),
    contents=table(Contents),
    reading=table(ReadingOptions),
    editions=st.dictionaries(st.sampled_from(["print", "ebook"]), table(EditionSpec), max_size=2),
    onix=table(OnixInfo),
)


def by_pydantic(raw: dict[str, Any]) -> Config | None:
    try:
        return ADAPTER.validate_python(copy.deepcopy(raw))
    except ValidationError:
        return None


@given(BOOKS)
def test_what_is_read_is_what_pydantic_reads(raw: dict[str, Any]) -> None:
    found = plain_config(copy.deepcopy(raw))
    assert found is None or found == by_pydantic(raw)
    assert found is None or repr(found) == repr(by_pydantic(raw))


@given(table(BookInfo, title=st.just("T"), date=st.sampled_from(["2026", 2026, date(2026, 1, 2)])))
def test_what_pydantic_reads_is_read(book: dict[str, Any]) -> None:
    assert plain_config({"book": copy.deepcopy(book)}) == by_pydantic({"book": book})


@pytest.mark.parametrize("text", [FULL, SAMPLE.read_text("utf-8")], ids=["every shape", "the sample"])
def test_a_file_in_order_needs_no_library(text: str) -> None:
    raw = tomllib.loads(text)
    found = plain_config(copy.deepcopy(raw))
    assert found is not None
    assert found == by_pydantic(raw)


def test_pydantic_is_not_loaded_for_it() -> None:
    code = "import sys; from publisher.config import read_config; read_config('[book]\\ntitle = \"A\"'); "
    said = subprocess.run([sys.executable, "-c", code + "print('pydantic' in sys.modules)"], capture_output=True)
    assert said.stdout.strip() == b"False", said.stderr.decode()


def test_what_is_amiss_is_said_as_ever() -> None:
    _, found = read_config("[book]\ntitle = 3\n")
    assert [each.code for each in found] == ["C103"]
