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
UNKNOWN_STOCK = Rule(
    "C155",
    Severity.ERROR,
    "paper that the printer does not have",
    """An edition names a stock that its profile does not know, or one that is not printed in its ink.

The width of the spine is made from it.

Example: stock = "creme"

Write instead: stock = "cream". `publisher cover` lists the papers of a profile.""",
)
INK_REFUSED = Rule(
    "C156",
    Severity.ERROR,
    "ink that the printer does not take",
    """An edition asks for colour where its profile takes only black, or the other way round.

Example: profile = "office" and ink = "colour"

Write instead: ink = "black", or another profile.""",
)
NO_PROFILE = Rule(
    "C157",
    Severity.ERROR,
    "key that only holds with a profile",
    """An edition has `bleed` or `stock` and no profile, or a profile whose printer gives no bleed.

How far a page reaches over its edge, and how thick it is, only a printer can say.

Example: bleed = true alone.

Write instead: profile = "kdp" beside it.""",
)
NOT_PRINTED = Rule(
    "C158",
    Severity.ERROR,
    "profile of an edition without a PDF",
    """An edition has a printer's profile, and makes no PDF.

Example: formats = ["epub"] and profile = "kdp"

Write instead: formats = ["pdf"], or leave the profile out.""",
)
TRIM_REFUSED = Rule(
    "P830",
    Severity.ERROR,
    "trim that the printer does not offer",
    """The page of an edition has a size that its printer does not cut.

The file would be refused, or printed on another size with other margins.

Example: profile = "kdp" and papers = ["A6"]

Write instead: papers = ["6x9"], or another size of the profile; docs/printing.md lists them.""",
)
MARGIN_TOO_SMALL = Rule(
    "P831",
    Severity.ERROR,
    "margin that is smaller than the printer's",
    """A margin is smaller than the profile wants, and could not be made larger.

What stands nearer to the edge is cut off, what stands nearer to the spine cannot be read.

Example: a style with `@page { margin: 5mm }`, and the profile kdp.

Write instead: margins from the variables --margin-top, --margin-bottom, --margin-inside and --margin-outside. The
profile sets them where the style's own are too small.""",
)
TOO_FEW_PAGES = Rule(
    "P832",
    Severity.ERROR,
    "book that is too thin for its printer",
    """The book has fewer pages than the printer can bind.

Example: a book of 20 pages, and the profile kdp, which binds 24 and more.

Write instead: a smaller trim or a larger type, or another printer.""",
)
TOO_MANY_PAGES = Rule(
    "P833",
    Severity.ERROR,
    "book that is too thick for its printer",
    """The book has more pages than the printer can bind.

Example: a book of 900 pages, and the profile kdp, which binds 828.

Write instead: a larger trim, a smaller type, or two volumes.""",
)
