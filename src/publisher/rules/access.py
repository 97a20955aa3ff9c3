"""Rules about accessibility: what keeps a reader out, and what may not be claimed."""

from __future__ import annotations

from publisher.diagnostics import Rule, Severity

UNKNOWN_STANDARD = Rule(
    "C140",
    Severity.ERROR,
    "not a standard that an ebook can conform to",
    """A review in book.toml names a standard in other words than those that the EPUB standard gives.

Shops and libraries compare the words letter by letter; with others the claim is lost.

Example: standard = "WCAG AA"

Write instead: standard = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA" (or another version and level that was
reviewed).""",
)
REVIEWED_EDITION = Rule(
    "C141",
    Severity.ERROR,
    "review of an edition that is no ebook",
    """A review names an edition that the book does not have, or that makes no EPUB.

Its claim would stand in no file, and nobody would notice.

Example: editions = ["ebok"]

Write instead: editions = ["ebook"], the name of an edition with an EPUB; or leave the key out for all of them.""",
)
STALE_REVIEW = Rule(
    "C142",
    Severity.WARNING,
    "review older than the book",
    """A review of the accessibility was made before the book's date.

What has changed since nobody has looked at, and the claim of conformance may not be true any more. It is written all
the same: whether the changes matter is for people to say.

Example: date = 2026-01-10 in [accessibility.review], and date = 2026-11-22 in [book].

Write instead: look at the changes with the standard in hand, and write the day when you did.""",
)
LANGUAGE_ASSUMED = Rule(
    "C143",
    Severity.NOTE,
    "language of the book not given",
    """book.toml does not say in which language the book is; English is assumed.

A screen reader takes its voice by the language; an English voice reads a French book so that nobody understands it.
Hyphenation, quotation marks and the words that the book says by itself go by it too.

Example: [book] with title and authors only.

Write instead: language = "en-GB" in [book], or whatever it is.""",
)
ALT_SAYS_NOTHING = Rule(
    "M380",
    Severity.WARNING,
    "description that says nothing",
    """The alternative text of an image is a file's name, or begins with words such as “image of”.

A screen reader says “image” by itself; whoever listens hears it twice, or hears a file's name and nothing of what it
shows.

    ![image of a boat](images/boat.png)
    ![IMG_2041.jpg](images/IMG_2041.jpg)

Say what it shows: `![A boat on the sand at low tide](images/boat.png)`.
""",
)
BOLD_HEADING = Rule(
    "M381",
    Severity.WARNING,
    "bold paragraph in a heading's place",
    """A short paragraph that is bold from its first to its last letter stands above another paragraph: it looks like a
heading and is none.

It is in no contents, and whoever goes from heading to heading passes it by.

    **The Cottages**

    They came there in spring.

Write a heading: `## The Cottages`. If it is no heading, end it as a sentence ends.
""",
)
TYPED_LIST = Rule(
    "M382",
    Severity.WARNING,
    "list that is typed by hand",
    """Lines that begin with a bullet, a dash or a number, one below the other, in one paragraph: they look like a
list and are none.

A screen reader cannot tell how many there are, nor go from one to the next.

    • bread
    • salt

Write a list: `- bread` and `- salt`, or `1. bread`.
""",
)
VAGUE_LINK = Rule(
    "M383",
    Severity.WARNING,
    "link whose words say nothing",
    """The words of a link are “here”, “click here”, “read more”, or a long address.

Whoever goes from link to link hears only these words, and an address is read letter by letter.

    For the map [click here](https://example.org/map).

Let the words say where it leads: `See the [map of the roads](https://example.org/map).`
""",
)
EMPTY_HEADER_CELL = Rule(
    "M384",
    Severity.WARNING,
    "header cell without words",
    """A column of a table has no name, while others have. (The first cell of the first row may be empty, where the rows
have names.)

A screen reader says the column's name before each cell of it; here it says nothing.

    | Year |   | Place |
    |------|---|-------|
    | 1996 | 3 | Dover |

Name the column: `| Year | Number | Place |`.
""",
)
OTHER_SCRIPT = Rule(
    "M385",
    Severity.WARNING,
    "words in another script without their language",
    """Three words or more are in a script that the language of the text is not written in, and nothing says which
language they are.

A screen reader tries to say them in the wrong language, or passes them over; hyphenation and fonts are wrong too.

    He wrote: Все счастливые семьи похожи друг на друга.

Say the language: `He wrote: [Все счастливые семьи похожи друг на друга.]{lang=ru}`, or `::: {lang=ru}` for a block.
""",
)
CAPITALS = Rule(
    "M386",
    Severity.WARNING,
    "sentence in capitals",
    """A run of eight words or more is typed in capitals.

Some screen readers spell capitals letter by letter, and capitals are slow to read for everybody, for people with
dyslexia most of all.

    NO STUDENT MAY LEAVE THE GROUNDS AFTER DARK.

Write it as a sentence, and let the style set it: `[No student may leave the grounds after dark.]{.smallcaps}`.
""",
)
SAME_WORDS = Rule(
    "M387",
    Severity.NOTE,
    "same words lead to different places",
    """Two links of one chapter have the same words and lead to different places.

In a list of links nobody can tell them apart.

    the [map](https://example.org/roads) and the [map](https://example.org/coast)

Let the words differ: `the [map of the roads](…) and the [map of the coast](…)`.
""",
)
SHORT_CHART_ALT = Rule(
    "M388",
    Severity.WARNING,
    "chart or table as an image with hardly a description",
    """An image of class `chart`, `diagram`, `graph`, `map`, `scan` or `table` has an alternative text of less than
five words.

Its numbers and words are only in the picture; whoever does not see it learns only that there is one.

    ![Donations](images/donations.png){.chart}

Say what it tells, or say it in the text below: `![Donations rose from 2 in 1990 to 40 in
1997](images/donations.png){.chart}`.
Text and tables are better typed than pictured.
""",
)
COLOUR_ALONE = Rule(
    "M390",
    Severity.NOTE,
    "told by colour or place alone",
    """The text sends the reader to something by its colour, shape or place on the page alone: “the words in red”,
“see the box on the right”.

Nobody hears a colour; on a grey screen there is none; and on another screen the box stands elsewhere.

    The answers printed in red are wrong.

Name the thing, or mark it with a sign besides: `The answers marked ✗ are wrong.`
""",
)
ANIMATED = Rule(
    "F223",
    Severity.WARNING,
    "image that moves",
    """A GIF, PNG or WebP image has several pictures that are shown one after the other.

It cannot be stopped in most reading systems, moves beside the text that somebody tries to read, and may flash: then it
can cause seizures. On paper there is only its first picture. The ebook cannot say any more that it is without hazards.

Example: `![The tide comes in](images/tide.gif)`

Write instead: one still picture; or two, before and after.""",
)
LOW_CONTRAST = Rule(
    "D621",
    Severity.WARNING,
    "text that stands out too little from its ground",
    """The colour of a text and that of its ground have a contrast of less than 4.5 to 1 (WCAG 2.2, 1.4.3).

Many people cannot read it: in the sun, on a cheap screen or printer, with older eyes.

Example: `quiet = "#999999"` in style.toml, in a variable of an edition or in a sheet: 2.8 to 1 on white.

Write instead: a darker colour, such as `#555555`; the message says what the contrast is now.""",
)
