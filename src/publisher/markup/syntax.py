"""A syntax is what a feature teaches the parser: names of fenced divs and a shaping of the finished tree."""

from __future__ import annotations

from collections.abc import Callable

from publisher.diagnostics import Diagnostic
from publisher.markup.node import Node
from publisher.value import dataclass

Shape = Callable[[Node], tuple[Node, tuple[Diagnostic, ...]]]


@dataclass(frozen=True, slots=True)
class Syntax:
    """``divs`` are the fenced div names (``::: name``) that become nodes of kind ``name`` (else kind ``div``).

    ``shape`` is applied to the chapter's ``document`` node after parsing and gives back the changed tree and
    what it found wrong.
    """

    divs: tuple[str, ...] = ()
    shape: Shape | None = None
