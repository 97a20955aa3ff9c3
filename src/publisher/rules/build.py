"""Rules about the run of a build: what the editions ask for, taken together."""

from __future__ import annotations

from publisher.diagnostics import Rule, Severity

UNKNOWN_STYLE = Rule(
    "R901",
    Severity.ERROR,
    "an edition names a style that does not exist",
    """Finds `style = "…"` of an edition where neither the book's `styles/` folder nor Publisher itself has a style of
that name.

Without its style an edition cannot be set at all.

For example:

    [editions.print]
    style = "prnt"

Write the name of a folder of `styles/` beside the manuscript, or one of Publisher's own: base, ebook, print,
textbook, screen, handout, large-print.""",
)

SAME_FILE = Rule(
    "R902",
    Severity.ERROR,
    "two editions would make files of one name",
    """Finds two editions (or two papers of one edition) whose files would have the same name in `dist/`.

The second would overwrite the first, and one of the books would be missing without a word.

For example an edition `print-a4`, beside an edition `print` with the papers A4 and Letter: both make
`…-print-a4.pdf`.

Give one of the editions another name.""",
)
