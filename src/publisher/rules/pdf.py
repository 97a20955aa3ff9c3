"""Rules about the PDF."""

from __future__ import annotations

from publisher.diagnostics import Rule, Severity

IMAGE_UNREADABLE = Rule(
    "P801",
    Severity.ERROR,
    "image that cannot be set",
    """An image is missing, is not an image, or is damaged.

The page would have a hole where the picture belongs, and nobody would notice before the book is printed.

Example: `![The gallery](images/galery.png)`, where the file is called `gallery.png`.

Write the file's name as it is, letter by letter, relative to the manuscript folder, and open the file in an
image viewer to see that it is whole.""",
)

RESOURCE_REFUSED = Rule(
    "P802",
    Severity.ERROR,
    "resource from outside the book",
    """The style or the text asks for something that is not part of the book: a web address, a file elsewhere.

A book that fetches things while it is made is another book tomorrow, and a manuscript could read files it
has no business with.

Example: `@import url("https://example.org/book.css")` in a style.

Put a copy into the manuscript's or the style's folder and name it there.""",
)

FONT_UNUSABLE = Rule(
    "P803",
    Severity.ERROR,
    "font that cannot be used",
    """A font face of the style could not be loaded, or a page uses a font that the style does not declare.

Text would be set in whatever font happens to be at hand, and differently on each machine.

Example: a face file in `[fonts]` that is not a font.

Name a whole TrueType or OpenType font file in the style's `[fonts]`.""",
)

GLYPH_MISSING = Rule(
    "P804",
    Severity.ERROR,
    "character that no font has",
    """A character is in none of the style's fonts.

It is printed as an empty box, and a reader's software cannot speak it.

Example: a Tibetan word in a book whose fonts are Latin, Greek and Cyrillic.

Add a font that has the character to the style's `[fonts]`, or write the word otherwise.""",
)

STYLE_IGNORED = Rule(
    "P805",
    Severity.WARNING,
    "style rule without effect",
    """The print engine does not know a property, value or rule of the style and leaves it out.

The page looks other than its designer meant.

Example: `text-wrap: balance;`

Take the declaration out, or move it to the style's screen sheets.""",
)

LINK_DEAD = Rule(
    "P806",
    Severity.ERROR,
    "link to nowhere",
    """A link or a page number points to a place that is not in this book.

The reader taps and nothing happens; a page number is printed as 0 or not at all.

Example: `see [the list](#list-of-quotes)`, where no such heading is in this edition.

Point it at a heading, figure, note or question that this edition has.""",
)

ID_TWICE = Rule(
    "P807",
    Severity.WARNING,
    "id given twice",
    """Two places have the same id.

Links go to the first of them only.

Example: `{#summary}` on two headings.

Give each place an id of its own.""",
)

ENGINE_REMARK = Rule(
    "P808",
    Severity.WARNING,
    "remark of the print engine",
    """The print engine noticed something while it made the pages that fits no other rule.

It may have left something out.

Example: an SVG image with a part that it cannot draw.

Look at the page, and simplify what the message names.""",
)

DOCUMENT_BROKEN = Rule(
    "P810",
    Severity.ERROR,
    "text that is not well-formed",
    """The XHTML that a template or a feature made is not well-formed.

Nothing can be set from it: where one element ends cannot be known.

Example: a template with `<p>` and no `</p>`.

Close every element that the template opens, and write `&amp;` for `&`.""",
)

LAYOUT_FAILED = Rule(
    "P811",
    Severity.ERROR,
    "chapter that cannot be set",
    """The print engine stopped in the middle of a chapter.

No PDF can be made until the cause is found; it is nearly always an extreme value: a font size of zero or of
millions, hundreds of elements inside each other, a table with thousands of columns.

Example: `<div>` three hundred levels deep.

Take the chapter apart by halves until the part is found, and write it more simply.""",
)

VARIANT_UNKNOWN = Rule(
    "P812",
    Severity.ERROR,
    "unknown kind of PDF",
    """The style asks for a variant of PDF that the print engine does not make.

The file would claim nothing, or the wrong thing.

Example: `pdf_variant = "pdf/ua"`.

Write one of the variants that the message lists, such as `pdf/ua-1`.""",
)

NO_FONTS = Rule(
    "P813",
    Severity.ERROR,
    "style without fonts",
    """The style declares no font for the page.

The machine's own fonts are never used, so there is nothing to set the text with.

Example: a style without `[fonts]` that extends nothing.

Declare the faces in `[fonts]`, or extend a style that has them.""",
)

LETTERS_LOST = Rule(
    "P814",
    Severity.ERROR,
    "letters that are not in the file",
    """The finished PDF was read back, and letters that stand on the laid-out page are not among what it paints.

The reader misses them, or sees them and cannot copy, search or hear them.

Example: a font whose glyph says of itself that it stands for nothing.

Write the word otherwise or take another font for it. Where the text is plain, this is a fault of the print engine
or of ours: please report it.""",
)

LETTERS_CHANGED = Rule(
    "P815",
    Severity.WARNING,
    "letters that are copied as others",
    """The finished PDF was read back, and a letter on the page is painted by a glyph that is said to stand for another.

It looks right in print. Who copies it or has it read aloud gets the other letter.

Example: `Ω`, the sign for ohm, beside the Greek letter `Ω`, where the font has one glyph for both.

Write one of the two signs throughout the book.""",
)

TEXT_OFF_PAPER = Rule(
    "P816",
    Severity.ERROR,
    "text beyond the edge of the paper",
    """Words stand where there is no paper: beyond the left or right edge of the page, or cut in two by it.

They are in no printed copy, and nothing shows that they are missing.

Example: a table of thirty columns on a 6 × 9 in page, or a word of two hundred letters that no hyphen can break.

Divide the table or the line, shorten the words, or let a style set them smaller.""",
)

TEXT_LOST = Rule(
    "P820",
    Severity.ERROR,
    "text that is on no page",
    """Words of the book did not come out on any page.

The reader of the PDF misses them, and nothing shows that they are missing.

Example: a box of fixed height whose text is longer than the box.

Let the style give the box its natural height, or break the text into smaller pieces.""",
)

NOTE_LOST = Rule(
    "P821",
    Severity.ERROR,
    "footnote longer than a page",
    """A footnote is too long for the foot of a page, and part of it is lost.

Example: a footnote of nine hundred words.

Put the long remark into the text or into an appendix, or divide it into several notes.""",
)

NOTE_STRAYED = Rule(
    "P822",
    Severity.WARNING,
    "footnote away from its call",
    """A footnote stands on another page than the sign that calls it.

The reader looks at the foot of the page and finds nothing.

Example: a long note called in the last line of a page.

Shorten the note, or move its call.""",
)

LINE_TOO_WIDE = Rule(
    "P823",
    Severity.WARNING,
    "line wider than its page",
    """A line of text runs over the margin: code, a long web address, an unbreakable word.

It is cut by the trimming knife or runs into the gutter.

Example: a line of a hundred letters in a code block.

Break the line by hand, or let the style wrap it.""",
)

TABLE_TOO_WIDE = Rule(
    "P824",
    Severity.WARNING,
    "table wider than its page",
    """A table is wider than the text area.

Its last columns are cut off.

Example: a table of twelve columns on a 6 × 9 in page.

Divide the table, shorten its headings, or turn rows into columns.""",
)

IMAGE_TOO_LARGE = Rule(
    "P825",
    Severity.WARNING,
    "image larger than its page",
    """An image is wider or taller than the text area.

Part of it is cut off.

Example: `<img src="map.png" width="3000"/>`

Leave the width out, so that the style fits the image to the page.""",
)

HEADING_ALONE = Rule(
    "P826",
    Severity.WARNING,
    "heading at the foot of a page",
    """A heading is the last line of a page, and its text begins overleaf.

The reader turns the page before the thought has begun.

Example: a heading followed by a figure that did not fit below it.

Put a sentence between the heading and the figure, or move the figure.""",
)

NUMBER_WRONG = Rule(
    "P827",
    Severity.ERROR,
    "wrong page number",
    """A page number in the contents or in a reference is not the number printed on the page it leads to.

The reader looks it up and finds something else.

Example: a contents entry that prints 0 because its style makes it a flex box.

Set contents entries as blocks with `leader()` and `target-counter(attr(href), page)`, and restart the numbers of
pages in `@page` rules only.""",
)

ALT_MISSING = Rule(
    "P828",
    Severity.WARNING,
    "image without a description",
    """An image has no alternative text, so a reader who cannot see it is told nothing.

Example: `<img src="images/map.png"/>`

Describe the image: `![The road from Hailsham to the Cottages](images/map.png)`. Give an image that only decorates
an empty description on purpose: `alt=""`.""",
)
