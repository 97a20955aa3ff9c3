"""A feature is one thing a book can have, handed to every stage of the corridor as a small record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field

from publisher.book.model import Edition
from publisher.diagnostics import Diagnostic
from publisher.markup.syntax import Syntax
from publisher.style.render import Renderer
from publisher.value import dataclass

Pass = Callable[[Edition], Edition]
Check = Callable[[Edition], tuple[Diagnostic, ...]]


@dataclass(frozen=True, slots=True)
class Feature:
    """What a feature gives to the stages; every part may be empty.

    ``syntax`` teaches the parser, ``passes`` change an edition after numbering, ``render`` gives node kinds
    their XHTML, told the medium, ``checks`` find trouble in a finished edition.
    """

    name: str
    syntax: Syntax | None = None
    passes: tuple[Pass, ...] = ()
    render: Mapping[str, Renderer] = field(default_factory=dict)
    checks: tuple[Check, ...] = ()
