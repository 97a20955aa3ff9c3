"""The kinds of value that a key of ``book.toml`` may have, as the values have them.

How each may be written is what :mod:`publisher.config.forms` says under the same names; it is loaded only where
something must be refused, since pydantic takes its time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic import ConfigDict

NO_OTHER_KEYS: ConfigDict = {"extra": "forbid"}

Text = str
Date = str
Yes = bool
Number = float
Amount = str
Words = tuple[str, ...]
