"""Where what was made is kept from one build to the next."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol


class Store(Protocol):
    """Where parts of books are kept from one build to the next, by the digest of all that they were made from."""

    def get(self, key: str) -> bytes | None:
        """The bytes kept under a key, or None."""

    def put(self, key: str, data: bytes) -> None:
        """Keep bytes under a key."""


class _Nothing:
    """A store that keeps nothing."""

    __slots__ = ()

    def get(self, key: str) -> bytes | None:
        """None."""
        return None

    def put(self, key: str, data: bytes) -> None:
        """Forget it."""


NOTHING_KEPT: Store = _Nothing()


def kept(store: Store, key: str, make: Callable[[], bytes]) -> bytes:
    """The bytes kept under a key, made when there are none yet."""
    data = store.get(key)
    if data is None:
        data = make()
        store.put(key, data)
    return data
