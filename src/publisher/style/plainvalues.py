"""Values of CSS that are safe to put into a style sheet."""

from __future__ import annotations

from publisher.patterns import regex

# Words, numbers with units, colours: no token of CSS Syntax 3 that these letters make ends, opens or fetches anything.
_SIMPLE = regex(r"[A-Za-z0-9.,%# -]*[A-Za-z0-9][A-Za-z0-9.,%# -]*")
_MOST = 1000  # letters


def is_plain_value(value: str) -> bool:
    """Whether ``value`` is one CSS value: nothing that ends a declaration, opens a block or fetches a file."""
    if len(value) >= _MOST:
        return False
    if _SIMPLE.fullmatch(value):
        return True
    from publisher.style.flatten import is_plain  # loads what reads CSS; most values do not want it

    return bool(value.strip()) and is_plain(value)
