"""What progress says is so: what is in work, what is done, what is left, and nothing that is not known."""

from __future__ import annotations

import pytest

from publisher.build.place import quiet
from publisher.cli.bars import Work
from publisher.cli.progress import progress


class Clock:
    """A clock that is set by hand."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_how_many_there_are_is_said_when_it_is_known():
    work = Work({})
    work.hear("parse", "one.md")
    work.hear("compose", "a.epub")
    assert (work.words, work.count) == ("Composing a.epub", ""), "others may follow"
    work.hear("compose", "b.pdf")
    work.hear("make", "b.pdf")
    assert (work.words, work.count) == ("Making b.pdf", "0/2 files")


def test_who_is_at_work_goes_before_what_is_done():
    work = Work({})
    for name in "abcde":
        work.hear("compose", name)
    work.hear("kept", "a")
    assert (work.words, work.count) == ("Unchanged a", "1/5 files")
    for name in "bcde":
        work.hear("make", name)
    assert work.words == "Making b, c, d and 1 more"
    work.hear("made", "c")
    assert (work.words, work.count) == ("Making b, d, e", "2/5 files")
    for name in "bde":
        work.hear("made", name)
    assert (work.words, work.count) == ("Made e", "5/5 files")
    work.hear("write", "dist")
    assert work.words == "Writing dist"


def test_parts_are_as_they_were_told_last():
    work = Work({})
    work.hear("compose", "a.pdf")
    work.hear("make", "a.pdf")
    for done in (0, 5, 9, 7):  # numbers have moved, and two parts with them
        work.hear("lay out", "a.pdf", done, 9)
        assert work.making["a.pdf"] == (done, 9)
    work.hear("lay out", "a.pdf", 0, 0)  # as a whole after all
    assert work.making["a.pdf"] == (0, 0)
    work.hear("lay out", "a.pdf", 5, 9)
    work.hear("make", "a.pdf")  # its worker died, and it is made once more
    assert work.making["a.pdf"] == (0, 0)
    work.hear("made", "a.pdf")
    assert not work.making
    assert work.count == "1/1 file"


def test_the_time_that_is_left_goes_by_the_books_that_are_done():
    clock = Clock()
    work = Work({f"b{number}": 1000 for number in range(100)}, clock)
    for number in range(100):
        work.hear("make", f"b{number}")
        clock.now += 6
        work.hear("failed" if number == 3 else "made", f"b{number}")
        if number < 9:
            assert work.count == f"{number + 1}/100 books", "too few to know"
        elif number == 49:
            assert work.count == "50/100 books, about 5 min left"
        elif number == 94:
            assert work.count == "95/100 books, less than a minute left"
    assert work.count == "100/100 books"


def test_long_books_go_first_and_the_others_are_shorter():
    clock = Clock()
    sizes = [10_000] * 10 + [1_000] * 10
    work = Work({f"b{number}": size for number, size in enumerate(sizes)}, clock)
    for number, size in enumerate(sizes[:10]):
        clock.now += size / 20
        work.hear("made", f"b{number}")
    assert work.count == "10/20 books, about 41 min left", "between 8, by size, and 75, by number"


def test_of_one_book_no_time_is_guessed():
    clock = Clock()
    work = Work({}, clock)
    for number in range(20):
        work.hear("compose", f"{number}.pdf")
    for number in range(19):
        clock.now += 100
        work.hear("made", f"{number}.pdf")
    assert work.count == "19/20 files"


def test_a_cluster_is_sent_books_and_nobody_knows_which_it_makes():
    work = Work({"a": 1, "b": 1})
    work.hear("send", "a")
    work.hear("send", "b")
    assert (work.words, work.count) == ("Sent b", "0/2 books")
    work.hear("made", "a")
    assert (work.words, work.count) == ("Made a", "1/2 books")


@pytest.mark.parametrize("books", [None, {"a": 1}])
def test_a_pipe_is_told_nothing(books, capsys):
    with progress(books) as tell:
        assert tell is quiet
        tell("make", "a")
    assert capsys.readouterr() == ("", "")
