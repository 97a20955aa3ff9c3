"""Rules about the covers of printed books."""

from __future__ import annotations

from publisher.diagnostics import Rule, Severity

STALE_WRAP = Rule(
    "P890",
    Severity.ERROR,
    "cover made for another book",
    """The cover wrap in dist/ was made for another number of pages, trim, paper or printer than the book has now.

A spine of the wrong thickness puts the title on the edge, and the printer sends the file back or prints it so.

Example: a chapter is added, the book has 212 pages, and the cover in dist/ was made for 200.

Write instead: publisher cover EDITION, which makes it again; or delete the old one.""",
)
NO_WORDS_FIT = Rule(
    "P891",
    Severity.WARNING,
    "spine without some of its words",
    """Author, title or publisher have no room on the spine, in the least size of type, with what must stay clear.

Words that are too large for their spine run over its folds, which wander when the book is bound.

Example: a spine of 5 mm, or a title of twenty words.

Write instead: nothing, if the book may stand on a shelf without them; else a shorter [editions.NAME] title.""",
)
THIN_SPINE = Rule(
    "P892",
    Severity.NOTE,
    "spine too thin for words",
    """The book has fewer pages than the printer asks for before words may stand on the spine.

On a thin spine a fold that wanders by a millimetre takes the words with it.

Example: KDP prints on spines of 80 pages and more; the book has 64.

Write instead: nothing. The spine is left without words.""",
)
NO_WRAP = Rule(
    "P893",
    Severity.ERROR,
    "book that no cover can be made for",
    """The edition names no printer, or its profile does not say how thick a spine is.

A cover is as wide as two pages and the spine; without the paper's thickness nobody knows how wide that is.

Example: profile = "office", which binds no books.

Write instead: profile = "kdp" (or ingramspark, lulu, press), or [[stocks]] with a caliper in a profile of your own.""",
)
NO_BARCODE = Rule(
    "P894",
    Severity.WARNING,
    "cover without a bar code",
    """The field for the bar code is left white: the edition has no ISBN, or the field is too small for its bars.

Bookshops take no book that they cannot scan. Some printers print a bar code of their own into the field.

Example: [editions.print] without isbn.

Write instead: isbn = "978-…" in the edition; or barcode = ["2in", "1.2in"] in a profile of your own.""",
)
CUT_BLURB = Rule(
    "P895",
    Severity.WARNING,
    "text that the back has no room for",
    """The summary is longer than the back of the cover, even in the least size of type, and its end is left out.

A text that stops in the middle sells no book.

Example: a summary of 900 words on a small trim.

Write instead: [book] summary with 150 to 250 words.""",
)
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
