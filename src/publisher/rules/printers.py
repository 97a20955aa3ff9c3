"""Rules about a printer's profile and how a book keeps to it."""

from __future__ import annotations

from publisher.diagnostics import Rule, Severity

UNKNOWN_PROFILE = Rule(
    "C150",
    Severity.ERROR,
    "profile that does not exist",
    """An edition, or another profile, names a printer's profile that is neither one of ours nor in printers/.

Without it nobody knows which margins, page counts and colours the printer takes.

Example: profile = "kpd"

Write instead: profile = "kdp" (or ingramspark, lulu, press, office), or make printers/NAME.toml beside book.toml.""",
)
NOT_A_PROFILE = Rule(
    "C151",
    Severity.ERROR,
    "profile that cannot be read",
    """A file in printers/ is no TOML, is no plain file of text, is huge, or lies outside the manuscript.

A figure that is not understood would be a margin that is not kept.

Example: printers/mine.toml with a line `margins = 5mm`.

Write instead: margins = { value = { top = "5mm", bottom = "5mm", outside = "5mm" } } under [figures].""",
)
UNKNOWN_FIGURE = Rule(
    "C152",
    Severity.ERROR,
    "key that a profile does not have",
    """A profile has a key that means nothing.

What a printer asks and we pass over is found out when the book comes back.

Example: [figures] with gutter = "1in"

Write instead: gutters = { value = [{ pages = 828, amount = "1in" }] }. docs/printing.md lists all figures.""",
)
BAD_FIGURE = Rule(
    "C153",
    Severity.ERROR,
    "figure of the wrong kind",
    """A figure of a profile is not what it must be: a length without a unit, a word for a number.

Nothing is guessed: 5 could be millimetres or points.

Example: rule_least = { value = 0.25 }

Write instead: rule_least = { value = "0.25pt" }""",
)
PROFILE_CIRCLE = Rule(
    "C154",
    Severity.ERROR,
    "profiles that extend one another",
    """A profile extends another that extends it in turn.

Neither can be read before the other.

Example: a.toml with extends = "b", and b.toml with extends = "a".

Write instead: extends = "press" in one of them, or no extends at all.""",
)
