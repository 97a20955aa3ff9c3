"""Guesses at what an author meant, for the hint under a diagnostic."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that looks most like ``word``, or ``""`` when none is near."""
    import difflib

    by_folded = {each.casefold(): each for each in known}
    found = difflib.get_close_matches(word.casefold()[:200], by_folded, n=1, cutoff=0.6)
    return by_folded[found[0]] if found else ""


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """The hint ``did you mean `title`?``, or ``otherwise``."""
    near = nearest(word, known)
    return f"did you mean `{near}`?" if near else otherwise


def listed(words: Iterable[str], last: str = "or") -> str:
    """``a, b or c``."""
    every = [f"`{word}`" for word in words]
    return f"{', '.join(every[:-1])} {last} {every[-1]}" if len(every) > 1 else "".join(every)
