"""Where what was made is kept from one build to the next."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
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


class Bundle:
    """A store in one entry of another: of a book's many small things each is found without a file of its own.

    What nobody asked for is left out when it is closed, so a bundle holds what the last book was made of.
    """

    __slots__ = ("_changed", "_name", "_old", "_store", "_used")

    def __init__(self, store: Store, name: str) -> None:
        """The bundle that is called ``name`` in ``store``; an empty one where there is none, or a broken one."""
        self._store, self._name = store, name
        self._old = _unbound(store.get(name) or b"")
        self._used: dict[str, bytes] = {}
        self._changed = False

    def get(self, key: str) -> bytes | None:
        """The bytes kept under a key, or None."""
        data = self._used.get(key)
        if data is None:
            data = self._old.get(key)
            if data is not None:
                self._used[key] = data
        return data

    def put(self, key: str, data: bytes) -> None:
        """Keep bytes under a key, once the bundle is closed."""
        self._used[key] = data
        self._changed = True

    def close(self) -> None:
        """Keep the bundle in the store, where it holds anything new."""
        if self._changed:
            self._store.put(self._name, _bound(self._used))


@contextmanager
def bundled(store: Store, name: str) -> Iterator[Store]:
    """A :class:`Bundle` that is closed in the end; where nothing is kept, a store that keeps nothing."""
    if store is NOTHING_KEPT:
        yield store
        return
    bundle = Bundle(store, name)
    yield bundle
    bundle.close()


def _bound(things: Mapping[str, bytes]) -> bytes:
    """A line of JSON with keys and lengths, then the things one after another."""
    head = json.dumps([(key, len(data)) for key, data in things.items()])
    return b"".join((head.encode(), b"\n", *things.values()))


def _unbound(raw: bytes) -> dict[str, bytes]:
    """What was bound; nothing where that is not what it is."""
    line, _, rest = raw.partition(b"\n")
    things: dict[str, bytes] = {}
    begin = 0
    try:
        for key, length in json.loads(line) if line else ():
            things[str(key)] = rest[begin : begin + length]
            begin += length
    except (ValueError, TypeError):
        return {}
    return things


def kept(store: Store, key: str, make: Callable[[], bytes]) -> bytes:
    """The bytes kept under a key, made when there are none yet."""
    data = store.get(key)
    if data is None:
        data = make()
        store.put(key, data)
    return data
