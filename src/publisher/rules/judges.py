"""Rules about what outside judges say of the finished files."""

from __future__ import annotations

from publisher.diagnostics import Rule, Severity

JUDGE_ERROR = Rule(
    "J901",
    Severity.ERROR,
    "a judge refuses the file",
    """
    EPUBCheck, veraPDF or Ace found an error in a file that was made. Their own code stands in the message.

    A shop or a reading system may refuse the file, and a reader with a screen reader may lose something in it.

    Example: `epubcheck RSC-012: Fragment identifier is not defined (OEBPS/hailsham.xhtml:40)`

    Look at the named place of the manuscript first. If what stands there is right, the fault is Publisher's:
    please report it with the message.
    """,
)

JUDGE_WARNING = Rule(
    "J902",
    Severity.WARNING,
    "a judge warns of something in the file",
    """
    EPUBCheck, veraPDF or Ace warns of something in a file that was made. Their own code stands in the message.

    The file opens, but some shop or reader may be served less well than others.

    Example: `ace landmark-one-main: …`

    Look at the named place of the manuscript; if what stands there is right, please report the message to us.
    """,
)
