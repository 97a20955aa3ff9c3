"""Where keys stand in a TOML file."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.config.positions import MAX_DEPTH, find_positions

TEXT = '''title = "x" # [no]
[book]
"a b".c = 1
authors = ["x", { name = "y", role = 'z' },
  """w
]"""]
[[s]]
q = 1
[[s]]
q = 2
[s.t]
z = 2026-11-22 10:00:00
[editions.print]
'''


@pytest.mark.parametrize(
    ("loc", "line", "column"),
    [
        (("title",), 1, 1),
        (("book",), 2, 2),
        (("book", "a b", "c"), 3, 7),
        (("book", "authors", 0), 4, 12),
        (("book", "authors", 1, "role"), 4, 31),
        (("book", "authors", 2), 5, 3),
        (("s", 0, "q"), 8, 1),
        (("s", 1, "q"), 10, 1),
        (("s", 1, "t", "z"), 12, 1),
        (("editions", "print"), 13, 11),
        (("editions", "print", "nowhere"), 13, 11),
        (("nowhere",), 1, 0),
    ],
)
def test_each_key_and_item_has_its_place(loc: tuple[str | int, ...], line: int, column: int):
    span = find_positions(TEXT, "book.toml").at(loc)
    assert (span.line, span.column) == (line, column)


def test_the_end_of_a_key_is_known():
    span = find_positions("[book]\ntitle = 1\n", "book.toml").at(("book", "title"))
    assert (span.end_line, span.end_column) == (2, 6)


@pytest.mark.parametrize(
    "text", ["x = " + "[" * 99 + "]" * 99, ".".join("a" * 99) + " = 1", "[" + ".".join("a" * 99) + "]"]
)
def test_depth_has_a_bound(text: str):
    positions = find_positions(text, "book.toml")
    assert positions.too_deep is not None
    assert MAX_DEPTH == 16


@given(st.text(alphabet="ab.=[]{}\"'#\\\n ,1", max_size=60))
def test_every_key_that_toml_finds_has_a_place(text: str):
    positions = find_positions(text, "book.toml")
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    waiting = [((), data)]
    while waiting:
        loc, value = waiting.pop()
        if loc and positions.too_deep is None:
            assert loc in positions.places
        if isinstance(value, dict):
            waiting.extend(((*loc, key), each) for key, each in value.items())
        elif isinstance(value, list):
            waiting.extend(((*loc, index), each) for index, each in enumerate(value))
