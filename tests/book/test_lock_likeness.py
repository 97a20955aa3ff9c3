"""What is like what, and the orders that leave room."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.book.likeness import MOST, SHORT, likeness, numbers, sketch, tokens
from publisher.book.order import LONGEST, between, increasing, ordered

PARAGRAPH = (
    "They drove for two hours to see the stranded boat, and when they came to the marsh the sky above it was pale and "
    "enormous; Ruth had to lean on Tommy, and nobody said what all of them were thinking about the years behind them."
)


def alike(one, other):
    short = len(tokens(one)) < SHORT
    return likeness(*(numbers(sketch(tokens(words), short=short)) for words in (one, other)))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("They'd driven, hadn't they?", ["theyd", "driven", "hadnt", "they"]),
        ("They’d DRIVEN — two-hours", ["theyd", "driven", "two", "hours"]),
        ("cafe\u0301 Straße", ["café", "strasse"]),
        ("東京へ行く", ["東", "京", "へ", "行", "く"]),
        ("", []),
        ("— … !", []),
    ],
)
def test_tokens(words, expected):
    assert tokens(words) == expected


def test_a_typo_is_nearly_the_same():
    assert alike(PARAGRAPH, PARAGRAPH) == 1
    assert alike(PARAGRAPH, PARAGRAPH.replace("stranded", "starnded")) > 0.8
    assert alike("Memory and nostalgia", "Memroy and nostalgia") > 0.6
    assert alike("Yes.", "“Yes!”") == 1


def test_a_third_rewritten_is_half_the_same():
    third = PARAGRAPH[: PARAGRAPH.index("; Ruth")] + "; the wind was cold, and a fence kept the cattle from it."
    assert 0.3 < alike(PARAGRAPH, third) < 0.8


def test_other_words_are_not_like():
    other = (
        "At the Sales the children spent their tokens on a tape, a shirt or a small box, and what was rubbish in a "
        "town became somebody's collection under a bed; guardians looked on without a word and wrote down the names."
    )
    assert alike(PARAGRAPH, other) < 0.15


def test_a_script_without_spaces():
    one = "彼らは座礁した船を見るために二時間車を走らせたが誰も何も言わなかった"
    other = "冬のある日テープがなくなりキャシーは誰も責めなかった"
    assert alike(one, one.replace("二", "三")) > 0.7
    assert alike(one, other) < 0.15


@given(st.text(max_size=200), st.booleans())
def test_a_sketch_is_small_and_says_nothing_twice(words, short):
    made = sketch(tokens(words), short=short)
    assert len(made) <= 2 * MOST
    assert list(numbers(made)) == sorted(set(numbers(made)))


@given(st.text(max_size=80), st.text(max_size=80))
def test_likeness_is_fair(one, other):
    first, second = (numbers(sketch(tokens(words), short=True)) for words in (one, other))
    assert 0 <= likeness(first, second) == likeness(second, first) <= 1
    assert likeness(first, first) == (1 if first else 0)


orders = st.text("0123456789abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=8).filter(lambda order: order[-1] != "0")


@given(st.sets(orders, max_size=2), st.integers(1, 50))
def test_there_is_room_between_any_two(ends, count):
    low, high = [*sorted(ends), "", ""][:2] if len(ends) != 1 else ("", ends.pop())
    made = between(low, high, count)
    assert made == sorted(set(made))
    assert all(low < order and (not high or order < high) and not order.endswith("0") for order in made)


@given(st.lists(orders | st.just(""), max_size=40))
def test_an_order_keeps_what_it_can(before):
    after = ordered(before)
    assert after == sorted(set(after))
    assert len(after) == len(before)
    kept = increasing(before)
    assert all(after[position] == before[position] for position in kept) or max(map(len, after)) <= LONGEST


def test_writing_on_and_on_keeps_orders_short():
    end, front = ["i"], ["i"]
    for _ in range(250):
        end = ordered([*end, ""])
        front = ordered(["", *front])
        assert max(map(len, (*end, *front))) <= LONGEST


@pytest.mark.parametrize(("step", "most"), [(1, 2), (0, 8)])
def test_new_blocks_at_one_place_seldom_move_others(step, most):
    changes = 0
    row = ordered([""] * 30)
    for number in range(200):
        at = 15 + step * number
        longer = ordered([*row[:at], "", *row[at:]])
        changes += longer[:15] != row[:15]
        row = longer
    assert changes <= most
