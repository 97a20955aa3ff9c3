"""Bytes of a chapter to text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.manuscript import read_manuscript
from publisher.manuscript.text import decode

ILLEGAL = "\x00\x01\x08\x0b\x0c\x0e\x1f\x7f\ufffe\uffff"


def places(data: bytes) -> list[tuple[str, int, int]]:
    return [(each.code, each.span.line, each.span.column) for each in decode(data, "c.md")[1]]


@pytest.mark.parametrize("data", [b"a\r\nb\rc\nd", b"\xef\xbb\xbfa\nb\nc\nd"])
def test_line_ends_and_marks_are_made_plain(data: bytes):
    assert decode(data, "c.md") == ("a\nb\nc\nd", ())


def test_next_lines_and_separators_are_left_alone():
    assert decode("a\x85b\u2028c".encode(), "c.md") == ("a\x85b\u2028c", ())


@pytest.mark.parametrize("character", ILLEGAL)
def test_what_xml_forbids_has_its_place(character: str):
    text, found = decode(f"one\r\ntwo {character}!".encode(), "c.md")
    assert text == "one\ntwo  !"
    assert [(each.code, each.span.line, each.span.column) for each in found] == [("F205", 2, 5)]
    assert f"U+{ord(character):04X}" in found[0].message


def test_every_such_character_is_told_up_to_a_number():
    assert places(b"a\x01b\n\x02c\x03") == [("F205", 1, 2), ("F205", 2, 1), ("F205", 2, 3)]
    assert len(places(b"\x01" * 1000)) == 21


@pytest.mark.parametrize(
    ("data", "line", "column", "hint"),
    [
        ("gut\ndé".encode("latin-1"), 2, 2, "Latin-1"),
        ("a “b”".encode("cp1252"), 1, 3, "Windows-1252"),
        ("Hello".encode("utf-16"), 1, 1, "UTF-16"),
        ("Hello world".encode("utf-16-le"), 1, 1, "UTF-16"),
        ("Hello world".encode("utf-16-be"), 1, 1, "UTF-16"),
        (b"ab\xed\xa0\x80", 1, 3, "type the character again"),
        (b"a\r\nb\xc0\xaf", 2, 2, "Latin-1"),
    ],
)
def test_what_is_not_utf8_has_its_place_and_a_guess(data: bytes, line: int, column: int, hint: str):
    (found,) = decode(data, "c.md")[1]
    assert (found.code, found.span.line, found.span.column) == ("F204", line, column)
    assert hint in found.hint


@given(st.binary(max_size=300))
def test_any_bytes_give_text_that_a_book_can_hold(data: bytes):
    text, found = decode(data, "c.md")
    text.encode("utf-8")
    assert not set(text) & set(ILLEGAL)
    assert "\r" not in text
    for each in found:
        assert each.span.line >= 1


@given(st.binary(max_size=200))
def test_any_bytes_as_a_chapter_give_a_manuscript(tmp_path_factory: pytest.TempPathFactory, data: bytes):
    folder = tmp_path_factory.mktemp("m")
    (folder / "c.md").write_bytes(data)
    manuscript = read_manuscript(folder)
    assert [file.path for file in manuscript.files] == ["c.md"]


def test_a_chapter_has_a_largest_size(tmp_path: Path):
    (tmp_path / "a.md").write_bytes(b"x" * (8 * 1024 * 1024 + 1))
    (tmp_path / "b.md").write_text("# B\n", "utf-8")
    manuscript = read_manuscript(tmp_path)
    assert [file.path for file in manuscript.files] == ["b.md"]
    assert ("F206", "a.md") in [(each.code, each.span.path) for each in manuscript.diagnostics]
