"""The file of ids: read back as it was written, and every damage told at its place."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.manuscript import read_manuscript
from publisher.manuscript.lock import LOCK, Lock, LockLine, lock_text, parse_lock, read_lock
from publisher.source import Source

LINES = (
    LockLine("hailsham", "chapter", "", "1", 2, "abcdefg", "-0AZ", "part one/01 hailsham — das Öl#%2f.md"),
    LockLine("p-abcdefg", "paragraph", "hailsham", "1", 12, "abcdefg", "-0AZaz"),
    LockLine("p-bbbbbbb", "paragraph", "hailsham", "", 1, "bbbbbbb", "", gone=True),
    LockLine("été-ß", "heading", "hailsham", "0z", 0, "ccccccc"),
)
GOOD = lock_text(Lock(LINES))


def parse(text):
    return parse_lock(Source(LOCK, text))


def test_what_is_written_is_read_back():
    lock, found = parse(GOOD)
    assert found == ()
    assert lock == Lock(LINES)
    assert [line.line for line in lock.lines] == [5, 7, 9, 11]
    assert all(" " not in row.partition(".md")[0].rpartition(" ")[2] for row in GOOD.split("\n") if ".md" in row)


@pytest.mark.parametrize(
    ("damage", "place", "said"),
    [
        (lambda t: "", "1", "empty"),
        (lambda t: "\n\n", "1", "empty"),
        (lambda t: t.partition("\n")[2], "1", "no line says"),
        (lambda t: "hello\n", "1", "no line says"),
        (lambda t: t.replace("ids 1", "ids 2"), "1", "written by another"),
        (lambda t: t.replace("paragraph hailsham 1 12", "paragraph hailsham 1 twelve"), "7:32", "`twelve`"),
        (lambda t: t.replace("p-abcdefg paragraph", "p-abcdefg Para"), "7:11", "the kind"),
        (lambda t: t.replace("12 abcdefg", "12 ABC"), "7:35", "the digest"),
        (lambda t: t.replace("-0AZaz", "-0AZa"), "7:43", "the sketch"),
        (lambda t: t.replace("hailsham 1 12", "hailsham 10 12"), "7:30", "the order"),
        (lambda t: t.replace(" -0AZaz", ""), "7", "fields"),
        (lambda t: t.replace("-0AZaz", "-0AZaz x"), "7", "fields"),
        (lambda t: t.replace("-0AZaz", "-0AZaz x y"), "7:52", "ninth"),
        (lambda t: t.replace("p-abcdefg para", "p-abcdefg  para"), "7:11", "the kind"),
        (lambda t: t.replace("p-abcdefg para", " p-abcdefg para"), "7:1", "the id"),
        (lambda t: t[: t.index("paragraph")], "7:11", "the kind"),
        (lambda t: t.replace("1 12 ", f"1 {'9' * 30} "), "7:32", "the length"),
        (lambda t: t.replace("hailsham chapter - ", "hailsham chapter 1 2 3 - "), "5:24", "the digest"),
    ],
)
def test_damage_is_told_at_its_place(damage, place, said):
    damaged = damage(GOOD)
    assert damaged != GOOD
    lock, found = parse(damaged)
    assert lock is None
    assert [d.code for d in found] == ["B460"]
    assert str(found[0].span) == f"{LOCK}:{place}"
    assert said in found[0].message


def test_conflict_markers_are_named():
    rows = GOOD.split("\n")
    conflict = [*rows[:4], "<<<<<<< HEAD", rows[4], "||||||| 1234abc", "=======", rows[6], ">>>>>>> feature", *rows[7:]]
    lock, found = parse("\n".join(conflict))
    assert lock is None
    assert [(d.code, d.span.line) for d in found] == [("B461", 5), ("B461", 7), ("B461", 8), ("B461", 10)]
    assert "keep the lines of both sides" in found[0].hint


def test_a_merge_may_put_a_line_before_the_first():
    rows = GOOD.split("\n")
    lock, found = parse("\n".join([rows[4], *rows[:4], *rows[5:]]))
    assert found == ()
    assert set(lock.lines) == set(LINES)


def test_only_so_many_damages_are_told():
    _, found = parse(GOOD + "broken\n" * 1000)
    assert len(found) == 20


@settings(deadline=None)
@given(st.text(alphabet="-abz09 \n#<>=|:…é\t", max_size=80) | st.text(max_size=40))
def test_no_text_makes_it_stumble(text):
    for each in (text, GOOD + text, text + "\n" + GOOD):
        lock, found = parse(each)
        assert (lock is None) == bool(found)
        if lock is not None:
            assert parse(lock_text(lock)) == (lock, ())


paths = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=30)


@given(paths)
def test_every_path_can_be_written(path):
    line = LockLine("a", "chapter", "", "1", 1, "abcdefg", "", path)
    assert parse(lock_text(Lock((line,)))) == (Lock((line,)), ())


class TestInAFolder:
    def write(self, tmp_path, data):
        (tmp_path / "a.md").write_text("# A\n\nWords.\n", "utf-8")
        if data is not None:
            (tmp_path / LOCK).write_bytes(data)
        return tmp_path

    def test_no_lock(self, tmp_path):
        assert read_lock(self.write(tmp_path, None)) == (None, ())

    def test_a_lock(self, tmp_path):
        folder = self.write(tmp_path, b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
        manuscript = read_manuscript(folder)
        assert manuscript.lock == Lock(LINES)
        assert [file.path for file in manuscript.files] == ["a.md"]

    @pytest.mark.parametrize(
        ("data", "code"),
        [(b"\xff\xfe" + GOOD.encode("utf-16-le"), "F204"), (GOOD.encode() + b"\0", "F205"), (b"x" * 9_000_000, "F206")],
    )
    def test_no_text_at_all(self, tmp_path, data, code):
        manuscript = read_manuscript(self.write(tmp_path, data))
        assert manuscript.lock is None
        assert [d.code for d in manuscript.diagnostics if d.severity == "error"] == [code]

    def test_a_link_out_of_the_folder(self, tmp_path):
        (tmp_path / "elsewhere").write_text(GOOD, "utf-8")
        book = tmp_path / "book"
        book.mkdir()
        (book / LOCK).symlink_to(tmp_path / "elsewhere")
        lock, found = read_lock(self.write(book, None))
        assert lock is None
        assert [d.code for d in found] == ["F209"]

    def test_a_folder_of_that_name(self, tmp_path):
        (tmp_path / LOCK).mkdir()
        lock, found = read_lock(self.write(tmp_path, None))
        assert lock is None
        assert [d.code for d in found] == ["F212"]


def test_it_holds_no_words():
    assert not re.search(r"[A-Za-z]{25,}", GOOD)
