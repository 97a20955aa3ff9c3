"""Rules about covers and proofs."""

from __future__ import annotations

from publisher.diagnostics import Rule, Severity

OLDER_UNREADABLE = Rule(
    "P896",
    Severity.ERROR,
    "older PDF that cannot be read",
    """The file that a proof is to be compared with is no PDF, is damaged, has no pages, or has
some that take minutes to show.

What cannot be read cannot be compared: every page would be called new.

Example: publisher proof print --compare book.epub

Write instead: publisher proof print --compare old/book-print.pdf""",
)
OLDER_LOCKED = Rule(
    "P897",
    Severity.ERROR,
    "older PDF with a password",
    """The file that a proof is to be compared with is encrypted, and opens only with a password.

Publisher asks for no passwords: one in a command would stand in the shell's history.

Example: publisher proof print --compare locked.pdf

Write instead: save it once without a password, and compare with that.""",
)
OLDER_TOO_LARGE = Rule(
    "P898",
    Severity.ERROR,
    "older PDF that is too large",
    """The file that a proof is to be compared with is larger than 300 MB.

No interior of a book is; reading it would take all the memory there is.

Example: publisher proof print --compare scans.pdf, of 2 GB

Write instead: the PDF that an earlier publisher build made.""",
)
OLDER_TOO_LONG = Rule(
    "P899",
    Severity.ERROR,
    "older PDF with too many pages",
    """The file that a proof is to be compared with says that it has more than 3,000 pages.

No book that can be bound has so many, and each of them would be read.

Example: publisher proof print --compare all-volumes.pdf

Write instead: the PDF of this volume.""",
)
