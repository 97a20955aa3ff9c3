"""Where what a format made is kept from one build to the next."""

from __future__ import annotations

from typing import Protocol


class Store(Protocol):
    """Where parts of books are kept from one build to the next, by the digest of all that they were made from."""

    def get(self, key: str) -> bytes | None:
        """The bytes kept under a key, or None."""

    def put(self, key: str, data: bytes) -> None:
        """Keep bytes under a key."""
