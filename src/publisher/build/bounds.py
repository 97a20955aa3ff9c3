"""How much time and memory a worker may take: generous for any book, and an end for a hostile one."""

from __future__ import annotations

import os

from publisher.diagnostics import UsageError
from publisher.value import dataclass

_MINUTES = 20.0  # for a short book, and one more for each 100,000 characters: a novel has 600,000
_GIGABYTES = 4.0  # of address space, and one more for each 3,000,000 characters


@dataclass(frozen=True, slots=True)
class Bounds:
    """``seconds`` by the clock on the wall; ``memory`` in bytes of address space (kept on Linux only)."""

    seconds: float
    memory: int

    @classmethod
    def of(cls, size: int) -> Bounds:
        """The bounds for a file with so many characters of XHTML.

        ``PUBLISHER_WORKER_MINUTES`` and ``PUBLISHER_WORKER_MEMORY`` (gigabytes) say otherwise. Raises
        :class:`UsageError` when they are no positive numbers.
        """
        minutes = _asked("PUBLISHER_WORKER_MINUTES") or _MINUTES + size / 100_000
        gigabytes = _asked("PUBLISHER_WORKER_MEMORY") or _GIGABYTES + size / 3_000_000
        return cls(minutes * 60, int(gigabytes * 2**30))


def _asked(variable: str) -> float:
    """The number in an environment variable; 0 when it is not set."""
    text = os.environ.get(variable, "")
    try:
        number = float(text or 0)
    except ValueError:
        number = -1
    if number < 0 or number != number or number > 1e6:
        raise UsageError(f"{variable} is {text!r}, which is no number above 0")
    return number
