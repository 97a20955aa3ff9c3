"""The collector rests while a book is made, and nothing is lost by it."""

from __future__ import annotations

import gc
import weakref

from publisher.collector import collect, collector_resting


class Knot:
    """What only the collector can free."""

    def __init__(self) -> None:
        self.itself = self


def test_what_was_tied_while_it_rested_is_freed_by_the_next_collection() -> None:
    with collector_resting():
        assert not gc.isenabled()
        knots = [weakref.ref(Knot()) for _ in range(10_000)]
        with collector_resting():
            pass
        assert not gc.isenabled(), "the outer one still rests"
    assert gc.isenabled()
    assert knots[0]() is not None, "nothing is looked through at once"
    collect()
    assert all(knot() is None for knot in knots)
