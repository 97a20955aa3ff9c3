"""No garbage collection while trees grow: a tree in the making is no garbage, and values make no circles."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_resting() -> Iterator[None]:
    """Nothing is looked through for garbage meanwhile: looking for some took half of the time of parsing.

    Nor is it at once afterwards: who does it again and again must :func:`collect` when there is time.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            # All that was made goes to the oldest generation, unsearched: as new it would be searched at once, and most
            # of it has gone already.
            gc.freeze()
            gc.unfreeze()
            gc.enable()


def collect() -> None:
    """Free what is garbage now."""
    gc.collect()


def collect_if_many(searches: int) -> None:
    """Free what has died lately, if the youngest were searched so often since that was last done.

    What survives a search is searched again so seldom, where collections are few, that much of it dies unseen.
    """
    if gc.get_count()[1] >= searches:
        gc.collect(1)
