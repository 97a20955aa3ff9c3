"""Bundles: many small things in one entry of a store, and never more than the last book was made of."""

from __future__ import annotations

import pytest

from publisher.store import NOTHING_KEPT, Bundle, bundled, kept


class Shelf:
    """A store that counts."""

    def __init__(self) -> None:
        self.entries: dict[str, bytes] = {}
        self.puts = 0

    def get(self, key: str) -> bytes | None:
        return self.entries.get(key)

    def put(self, key: str, data: bytes) -> None:
        self.puts += 1
        self.entries[key] = data


def test_what_was_put_is_there_in_the_next_bundle() -> None:
    shelf = Shelf()
    things = {"a": b"", "b": b"\n\0[]", 'c "\n': bytes(range(256))}
    with bundled(shelf, "book") as bundle:
        for key, data in things.items():
            assert bundle.get(key) is None
            bundle.put(key, data)
            assert bundle.get(key) == data
    with bundled(shelf, "book") as bundle:
        assert {key: bundle.get(key) for key in things} == things
    assert shelf.puts == 1, "nothing was new the second time"


def test_what_nobody_asked_for_is_left_out() -> None:
    shelf = Shelf()
    for wanted in (("a", "b"), ("b", "c"), ("a",)):
        with bundled(shelf, "book") as bundle:
            for key in wanted:
                kept(bundle, key, key.encode)
    bundle = Bundle(shelf, "book")
    assert (bundle.get("a"), bundle.get("b"), bundle.get("c")) == (b"a", None, None)


@pytest.mark.parametrize("damage", [b"", b"[", b"{}\n", b"[1]\n", b'[["a",null]]\n', b"\xff\n", b"null\n"])
def test_a_broken_bundle_is_empty(damage: bytes) -> None:
    shelf = Shelf()
    shelf.entries["book"] = damage
    assert Bundle(shelf, "book").get("a") is None


def test_a_store_that_keeps_nothing_has_no_bundles() -> None:
    with bundled(NOTHING_KEPT, "book") as bundle:
        assert bundle is NOTHING_KEPT


def test_what_fails_half_way_keeps_nothing() -> None:
    shelf = Shelf()

    def fail() -> bytes:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):  # noqa: SIM117
        with bundled(shelf, "book") as bundle:
            bundle.put("a", kept(bundle, "b", fail))
    assert not shelf.entries
