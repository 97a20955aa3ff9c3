"""Regular expressions that are compiled when they are first used: a run imports two hundred, and asks forty of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    regex = re.compile
else:

    def regex(source, flags=0):
        """As ``re.compile``, later: a mistake in ``source`` is said when it is first used."""
        return Later(source, flags)


_WHAT = (
    *("search", "match", "fullmatch", "finditer", "findall", "split", "sub", "subn", "scanner"),
    *("pattern", "flags", "groups", "groupindex"),
)


class Later:
    """A compiled regular expression in all that it is asked for; the functions of ``re`` do not take it for one."""

    def __init__(self, source: Any, flags: int = 0) -> None:
        """Note what is to be compiled."""
        self._given = source, flags

    def __getattr__(self, name: str) -> Any:
        """Asked once: afterwards it has all these itself."""
        if name not in _WHAT:
            raise AttributeError(name)
        made = re.compile(*self._given)
        for each in _WHAT:
            setattr(self, each, getattr(made, each))
        return getattr(made, name)
