"""Slips of the pen in the name of an audience: what they mark would reach everybody, answers and all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from publisher.book.audiences import ALWAYS, ANSWER
from publisher.diagnostics import Diagnostic
from publisher.markup.node import Node, attributed
from publisher.rules.book import NEARLY_AN_AUDIENCE

_NEAR = 0.82  # "techer", "anwser", "Teachers"; "header" is no "reader", which keeps nothing from anybody anyway


def slips(roots: Iterable[Node], audiences: tuple[str, ...]) -> Iterator[Diagnostic]:
    """Each class or name of a block that is nearly, but not quite, one that keeps words from some readers."""
    known = frozenset({*audiences, ANSWER})
    secret = tuple(sorted(known - {"reader"}))
    for root in roots:
        for node in attributed(root):
            for name in node.classes:
                meant = "" if name in known else _nearest(name, secret)
                if meant:
                    message = f"`{name}` is nobody's name here, and what it marks reaches every reader"
                    hint = f"did you mean `{meant}`? If not, take another name for it"
                    yield NEARLY_AN_AUDIENCE.at(node.span, message, hint)


def slip_of(audience: str) -> str:
    """The audience that an edition for ``audience`` seems to mean; empty when it says just that, or another."""
    return "" if not audience or audience in ALWAYS else _nearest(audience, ALWAYS)


@lru_cache(1000)
def _nearest(name: str, secret: tuple[str, ...]) -> str:
    import difflib

    return next(iter(difflib.get_close_matches(name.lower(), secret, 1, _NEAR)), "")
