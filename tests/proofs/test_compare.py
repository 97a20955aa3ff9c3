"""What became of the pages of an older PDF."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small import small_pdf

from publisher.formats.proofs.changes import change_cells, note_of, read_words, with_looks
from publisher.formats.proofs.compare import CHANGED, EQUAL, GONE, MOVED, NEW, PageWords, compare
from publisher.formats.readback.raster import Viewer

PAGES = [
    "It was the best of times\nand it was the worst of times",
    "Call me Ishmael, some years ago\nnever mind how long precisely",
    "All happy families are alike\nbut each unhappy one in its own way",
    "The sky above the port was\nthe colour of television",
    "Happy the man who far from schemes\ntills his own fields",
]


def words(pages, first=1):
    return [PageWords(index, str(index + first), text) for index, text in enumerate(pages)]


def kinds(old, new):
    """Each fate as kind, old label and new label."""
    return [
        (fate.kind, fate.old.label if fate.old else None, fate.new.label if fate.new else None)
        for fate in compare(words(old), words(new))
    ]


def test_a_book_is_equal_to_itself():
    assert {kind for kind, _, _ in kinds(PAGES, PAGES)} == {EQUAL}


def test_a_page_put_in_moves_what_follows():
    new = [*PAGES[:2], "Something that nobody has ever said before", *PAGES[2:]]
    assert kinds(PAGES, new) == [
        (EQUAL, "1", "1"), (EQUAL, "2", "2"), (NEW, None, "3"), (MOVED, "3", "4"), (MOVED, "4", "5"), (MOVED, "5", "6"),
    ]  # fmt: skip


def test_a_page_taken_out_is_told_where_it_was():
    assert kinds(PAGES, [PAGES[0], *PAGES[2:]]) == [
        (EQUAL, "1", "1"), (GONE, "2", None), (MOVED, "3", "2"), (MOVED, "4", "3"), (MOVED, "5", "4"),
    ]  # fmt: skip


def test_the_first_page_gone_stands_first():
    assert kinds(PAGES, PAGES[1:])[0] == (GONE, "1", None)


def test_pages_that_changed_places_are_the_same_pages():
    new = [PAGES[0], PAGES[3], PAGES[4], PAGES[1], PAGES[2]]
    assert sorted(kinds(PAGES, new)) == sorted(
        [(EQUAL, "1", "1"), (MOVED, "2", "4"), (MOVED, "3", "5"), (MOVED, "4", "2"), (MOVED, "5", "3")]
    )


def test_a_changed_word_is_shown_as_it_was_and_is():
    new = [*PAGES[:3], PAGES[3].replace("television", "radio"), PAGES[4]]
    fate = compare(words(PAGES), words(new))[3]
    assert (fate.kind, fate.out, fate.come) == (CHANGED, 1, 1)
    assert (fate.was, fate.now) == ("of television", "of radio")
    assert [PAGES[3][slice(*mark)] for mark in fate.marks_old] == ["television"]
    assert [new[3][slice(*mark)] for mark in fate.marks_new] == ["radio"]
    assert note_of(fate) == "words: 1 out, 1 in"


def test_the_number_on_a_page_is_no_change():
    old = [f"{page}\n{n}" for n, page in enumerate(PAGES, 1)]
    new = [f"{page}\n{n}" for n, page in enumerate(["A page that is put in before all", *PAGES], 1)]
    assert [kind for kind, _, _ in kinds(old, new)] == [NEW] + [MOVED] * 5


def test_another_number_in_the_text_is_a_change():
    old = ["filler words here " * 40 + "in 1984 there was " + "filler words there " * 40]
    assert kinds(old, [old[0].replace("1984", "1985")]) == [(CHANGED, "1", "1")]


def test_words_divided_elsewhere_are_the_same_words():
    old = ["The colour of televi-\r\nsion tuned to a dead channel"]
    assert kinds(old, ["The colour of television\r\ntuned to a dead chan\x02\r\nnel"]) == [(EQUAL, "1", "1")]


def test_lines_that_only_crossed_over_are_told_so():
    first, second = (" ".join(f"{name}{n}" for n in range(60)) for name in ("alpha", "beta"))
    crossing = " ".join(f"gamma{n}" for n in range(12))
    old = [f"{first} {crossing}", f"{second}"]
    fates = compare(words(old), words([first, f"{crossing} {second}"]))
    assert [(fate.kind, fate.out, fate.come) for fate in fates] == [(CHANGED, 0, 0)] * 2
    assert "another way" in note_of(fates[0])


def test_lines_that_are_gone_from_the_end_of_a_page_are_gone():
    first, second = (" ".join(f"{name}{n}" for n in range(60)) for name in ("alpha", "beta"))
    fate = compare(words([f"{first} and so on", second]), words([first, second]))[0]
    assert (fate.kind, fate.out, fate.come) == (CHANGED, 3, 0)


def test_pages_of_a_picture_between_the_same_neighbours_are_one_page_changed():
    assert kinds([PAGES[0], "One", PAGES[1]], [PAGES[0], "Two", PAGES[1]]) == [
        (EQUAL, "1", "1"), (CHANGED, "2", "2"), (EQUAL, "3", "3"),
    ]  # fmt: skip


def test_another_label_is_a_move():
    fates = compare(words(PAGES), words(PAGES, first=3))
    assert {fate.kind for fate in fates} == {MOVED}


@given(st.lists(st.sampled_from(["", *PAGES]), max_size=12), st.lists(st.sampled_from(["", *PAGES]), max_size=12))
def test_every_page_has_one_fate(old, new):
    fates = compare(words(old), words(new))
    assert sorted(fate.old.index for fate in fates if fate.old) == list(range(len(old)))
    assert [fate.new.index for fate in fates if fate.new] == list(range(len(new)))
    for fate in fates:
        assert (fate.old is None) == (fate.kind == NEW)
        assert (fate.new is None) == (fate.kind == GONE)


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_is_compared(one, other):
    compare(words([one, other]), words([other + one]))


@pytest.mark.parametrize("texts", [[""] * 3000, ["the same words on every page"] * 3000])
def test_thousands_of_pages_alike_are_compared_in_time(texts):
    before = time.process_time()
    compare(words(texts), words(texts[:300]))
    assert time.process_time() - before < 5


@pytest.mark.parametrize("vocabulary", [["a", "b"], ["the", "of", *(f"word{n}" for n in range(20))]])
def test_pages_of_few_words_often_said_are_compared_in_time(vocabulary):
    chance = random.Random(1)
    pages = [" ".join(chance.choices(vocabulary, k=1500)) for _ in range(40)]
    before = time.process_time()
    fates = compare(words(pages), words([page + " and one more word" for page in pages]))
    assert time.process_time() - before < 5
    assert [fate.new.index for fate in fates if fate.new] == list(range(40))


def test_the_same_words_with_another_look_are_found():
    one, other = small_pdf(PAGES), small_pdf(PAGES, extra="1 0 0 rg 50 50 80 80 re f 0 g")
    with Viewer(one) as older, Viewer(other) as newer:
        fates = with_looks(compare(read_words(older), read_words(newer)), older, newer)
        assert all(fate.kind == CHANGED and fate.look for fate in fates)
        assert note_of(fates[0]) == "the same words, another look"
        same = with_looks(compare(read_words(older), read_words(older)), older, older)
        assert {fate.kind for fate in same} == {EQUAL}


def test_only_changed_pages_are_shown_and_the_changed_words_are_marked():
    new = [*PAGES[:3], PAGES[3].replace("television", "radio"), PAGES[4], "A page that is new altogether"]
    with Viewer(small_pdf(PAGES)) as older, Viewer(small_pdf(new)) as newer:
        made = change_cells(compare(read_words(older), read_words(newer)), older, newer, 60)
        assert made.count == 2
        changed, added = made.cells
    assert changed.shots[0].caption == "was 4"
    assert changed.shots[1].caption == "now 4"
    mark = changed.shots[1].marks[0]
    assert 0 < mark.left < mark.right < 60
    assert mark.top < 100 * 54 / 324 < mark.bottom  # its baseline is 55 pt below the top
    assert added.shots[0] is None
    assert added.shots[1].caption == "6: new"
