"""Rules about the setting of lines and pages."""

from __future__ import annotations

from publisher.diagnostics import Rule, Severity

LOOSE_LINE = Rule(
    "T901",
    Severity.NOTE,
    "line with wide word spaces",
    """The word spaces of a justified line are more than twice as wide as the type's own.

The line falls apart into words, and white holes show on the page before anything is read.

Example: a narrow measure with a long word that cannot be broken at the end of the line.

Let the word be broken (`hyphens: auto`, and the right language), change a word, or set the text ragged.""",
)

TIGHT_LINE = Rule(
    "T902",
    Severity.NOTE,
    "line with narrow word spaces",
    """The word spaces of a justified line are less than two thirds as wide as the type's own.

Words run together, and reading slows down.

Example: a line that holds one syllable more than it has room for.

Change a word of the paragraph.""",
)

HYPHEN_LADDER = Rule(
    "T903",
    Severity.WARNING,
    "more than two hyphens in a row",
    """More than two lines in a row end with a hyphen.

The hyphens make a ladder at the edge of the text, and the eye slips from one line into another.

Example: three lines that end with “remem-”, “Hail-” and “clon-”.

Change a word in one of the lines, or forbid the breaking of a word with `<span style="hyphens: manual">`.""",
)

HYPHEN_AT_FOOT = Rule(
    "T904",
    Severity.WARNING,
    "word broken at the foot of a right page",
    """The last line of a right-hand page ends with a hyphen.

Half of the word stands overleaf: the reader turns the page in the middle of it.

Example: a page that ends with “remem-”.

Change a word in the page's last lines.""",
)

SHORT_BREAK = Rule(
    "T905",
    Severity.WARNING,
    "word broken too near its end",
    """A word is broken with fewer than two letters before the hyphen, or fewer than three after it.

A scrap of a word is harder to read than the space that it saves.

Example: “a-way”, “want-ed”.

Set `hyphenate-limit-chars: 6 2 3` or more in the style.""",
)

SHORT_LAST_LINE = Rule(
    "T906",
    Severity.WARNING,
    "last line shorter than an indent",
    """The last line of a paragraph is shorter than the indent of the next one.

It looks like a line left empty, and a gap shows in the middle of the page.

Example: a paragraph that ends with “it.” on a line of its own.

Take a word out of the paragraph, or put one in.""",
)

STACKED_WORDS = Rule(
    "T907",
    Severity.NOTE,
    "the same word under itself",
    """Two lines in a row begin, or end, with the same word.

The eye comes back to the wrong one and reads a line twice, or leaves one out.

Example: two lines that both begin with “which”.

Change a word before it.""",
)

WIDOW = Rule(
    "T908",
    Severity.WARNING,
    "last line alone at the head of a page",
    """The last line of a paragraph stands alone at the head of a page.

It belongs to what is overleaf, and the page begins with a hole.

Example: a page that begins with “and went home.”, and then a new paragraph.

Let the style ask for `widows: 2`, or shorten the paragraph by a line.""",
)

ORPHAN = Rule(
    "T909",
    Severity.NOTE,
    "first line alone at the foot of a page",
    """The first line of a paragraph stands alone at the foot of a page.

Its thought has hardly begun when the page has to be turned.

Example: the first line of a paragraph below the end of another.

Let the style ask for `orphans: 2`, or shorten the page by a line.""",
)

HEADING_LOW = Rule(
    "T910",
    Severity.WARNING,
    "heading near the foot of a page",
    """A heading stands at the foot of a page with fewer than three lines of text under it.

It announces what the reader finds only overleaf, and the page looks as if it ended too early.

Example: a heading and two lines, then the page's end.

Shorten or lengthen the text before the heading by a few words, or let the style move it to the next page.""",
)

SHORT_LAST_PAGE = Rule(
    "T911",
    Severity.WARNING,
    "chapter that ends with a few lines on a page",
    """The last page of a chapter has fewer than five lines.

It looks like a mistake, and costs a page of paper.

Example: a chapter whose last two lines stand on a page of their own.

Take a few words out of the chapter's last paragraphs, or put some in.""",
)

RIVER = Rule(
    "T912",
    Severity.NOTE,
    "river of white",
    """Wide word spaces stand under one another in four lines or more.

They run together to a white crack through the text, which the eye follows instead of the lines.

Example: a narrow measure without hyphens.

Change a word near the head of the river.""",
)

OFF_GRID = Rule(
    "T913",
    Severity.NOTE,
    "lines off the baseline grid",
    """Lines of text do not stand at the heights at which the lines of the other pages stand.

The lines of facing pages miss each other, and those of the page behind shine through between them.

Example: a heading whose space above and below adds up to one line and a half.

Let the heights of all that stands between paragraphs be multiples of the leading.""",
)

UNEVEN_SPREAD = Rule(
    "T914",
    Severity.NOTE,
    "facing pages that end at different heights",
    """Two facing pages, both of them full, do not end within a line of each other.

The spread looks lopsided.

Example: a left page that is two lines short, because a heading did not fit at its foot.

Lengthen or shorten a paragraph of one of them by a line.""",
)

OVERFULL = Rule(
    "T915",
    Severity.WARNING,
    "line longer than its measure",
    """A line of the text reaches beyond the right edge of the others.

It shows at once in justified text, and may come near the cut.

Example: a line that ends with an address that cannot be broken.

Change the line, or say where the word may be broken.""",
)
