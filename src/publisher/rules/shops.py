"""Rules about editions for shops: what book.toml says of them (C13x), and the finished files (E73x)."""

from __future__ import annotations

from publisher.diagnostics import Rule, Severity

ISBN_FILE = Rule(
    "C132",
    Severity.ERROR,
    "an ISBN for a file that is not made",
    """A key in an edition's table of ISBNs names neither a file type that the edition makes nor one of its papers.

The number would stand nowhere, and the file that should have it would go out without one.

Example: isbn = { ebook = "978-…" }

Write instead: isbn = { epub = "978-…", pdf = "978-…" }, or "pdf:A5" = "978-…" for one of several papers.""",
)

NOTHING_TO_SELL = Rule(
    "C133",
    Severity.WARNING,
    "a shop that takes none of the edition's files",
    """An edition has a channel, and makes no file of a kind that the shop takes.

There is nothing to send there, and so no record and no cover are made for it.

Example: channel = "kobo" with formats = ["pdf"]

Write instead: formats = ["epub"], or the channel at the edition that makes the EPUB.""",
)

BUY_LEFT_OUT = Rule(
    "C134",
    Severity.NOTE,
    "the buy link is left out for a shop",
    """The book has a link to a page where it is sold, and the shop of an edition takes no links to other shops.

Apple and Amazon refuse whole books over such a link, others do not like it, and whoever reads has bought the book.

Example: buy = "https://www.example.com/book" and channel = "apple"

Write instead: nothing; other editions keep the link. A link that leads to that shop itself stays too.""",
)

UNDATED = Rule(
    "C135",
    Severity.ERROR,
    "a book is announced without a date",
    """[onix] says that the book is forthcoming, and [book] has no date.

A record of a forthcoming book must say when it comes out (ONIX 3.0, list 64, code 02).

Example: status = "forthcoming" and no date.

Write instead: date = "2027-03" in [book], or status = "active" for a book that is out.""",
)

TRADE_CODE = Rule(
    "C136",
    Severity.ERROR,
    "not a code of the trade",
    """A currency, country, price, subject code or mail address for the ONIX record is not of the form that catalogues
know.

The record would be refused, or say something else.

Example: prices = { amount = "9,99 €", currency = "Euro" }

Write instead: prices = { amount = "9.99", currency = "EUR", countries = ["DE", "AT"] }. Currencies are ISO 4217,
countries ISO 3166 (two capitals) or WORLD; Thema codes look like DSK or 3MR, BISAC codes like LIT004120.""",
)

IMAGE_OVER_LIMIT = Rule(
    "E730",
    Severity.WARNING,
    "an image that cannot be brought within the shop's limits",
    """An image is larger than the shop takes, or of a kind that it does not take, and cannot be made again: it moves.

Images that stand still are scaled down and converted by themselves. An animation would lose its movement.

Example: a GIF of 8 MB and channel = "kobo".

Make the animation smaller or shorter, or show one of its pictures.""",
)

COVER_TOO_SMALL = Rule(
    "E731",
    Severity.ERROR,
    "a cover that the shop refuses as too small",
    """Your own cover image has fewer pixels than the shop of an edition takes.

It is never enlarged: that adds pixels and no sharpness.

Example: cover = "images/cover.jpg" with 800 by 1200 pixels, and channel = "apple".

Export it with 1600 by 2560 pixels, or take the key out and let the style draw a cover.""",
)

SMALL_COVER = Rule(
    "E732",
    Severity.NOTE,
    "a cover smaller than shops show it",
    """Your own cover image has less than 1600 by 2560 pixels, which is what shops show at its best.

It will be accepted; on a large sharp screen it looks soft.

Example: cover = "images/cover.jpg" with 1400 by 2100 pixels.

Export it larger, if you have it.""",
)

NO_COVER = Rule(
    "E733",
    Severity.ERROR,
    "a shop that wants a cover, and none is there",
    """An edition has a channel, its style draws no cover, and the book has no image of its own for one.

No shop takes a book without a cover.

Example: a style with pages = ["title-page", "chapters"], and channel = "kobo".

Add "cover" to the style's pages, or write cover = "images/cover.jpg" in [book].""",
)

FILE_TOO_LARGE = Rule(
    "E734",
    Severity.ERROR,
    "a file larger than the shop takes",
    """The finished book, or one document in it, is larger than the shop takes.

The upload fails, or the book opens slowly and may be taken from sale.

Example: 700 MB and channel = "kindle".

Scale its images down, leave some out, or sell it in volumes.""",
)

DEEP_CONTENTS = Rule(
    "E735",
    Severity.NOTE,
    "contents deeper than the shop's readers show",
    """The contents have more levels than the menus of the shop's apps and devices.

Lines below that level are shown one level higher or not at all; nothing is lost in the book itself.

Example: sections of sections in the contents, and channel = "kindle", whose menu shows two levels.

Set variables = { toc-depth = 2 } for that edition, or leave it.""",
)

WIDE_TABLE = Rule(
    "E736",
    Severity.WARNING,
    "a table with more columns than the shop's readers show well",
    """A table has more columns than the shop advises: on a small screen of e-paper the last ones are cut off.

Example: a table of seven columns, and channel = "kobo", which advises four.

Turn rows and columns round, divide the table, or look at it on such a device and leave it.""",
)

RIVAL_LINK = Rule(
    "E737",
    Severity.ERROR,
    "a link to another shop in a book for this one",
    """A link leads to another shop, and the shop of this edition refuses books with such links.

Example: [my other book](https://www.amazon.com/dp/…) in the edition for Apple Books.

Link to a page of your own, or put the line into a block for the audience of another edition.""",
)

UNWELCOME_LINK = Rule(
    "E738",
    Severity.WARNING,
    "a link to another shop that this one does not like",
    """A link leads to another shop. The shop of this edition has no rule that we know of, but shops refuse books that
promote their rivals.

Example: [my other book](https://www.amazon.com/dp/…) in the edition for Kobo.

Link to a page of your own, or put the line into a block for the audience of another edition.""",
)

NO_ISBN = Rule(
    "E739",
    Severity.NOTE,
    "a shop that likes an ISBN, and none is there",
    """The edition has no ISBN, and its shop finds the book's data by that number.

The shop then gives the book a number of its own, under which no other catalogue knows it.

Example: channel = "kobo" and no isbn.

Write isbn = { epub = "978-…" } once you have one; you need none to sell there.""",
)
