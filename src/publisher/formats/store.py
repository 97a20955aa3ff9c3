"""Where what a format made is kept from one build to the next: :mod:`publisher.store`."""

from __future__ import annotations

from publisher.store import NOTHING_KEPT, Store, kept

__all__ = ["NOTHING_KEPT", "Store", "kept"]
