"""Rules about the EPUB."""

from __future__ import annotations

from publisher.diagnostics import Rule, Severity

NOT_WELL_FORMED = Rule(
    "E701",
    Severity.ERROR,
    "a document is not well-formed XHTML",
    """A document of the EPUB is not well-formed XML: a tag that is not closed, a bare & or <, an unknown entity.

Reading systems refuse the whole document, some the whole book.

Example: a template of the style that writes <br> or &nbsp;.

Write <br/> and the character itself (or &#160;). If no template of yours is at fault, it is ours: please tell us.""",
)

BROKEN_LINK = Rule(
    "E702",
    Severity.ERROR,
    "a link leads nowhere",
    """A link goes to a file or to an id that is not in the EPUB.

The reader taps and nothing happens; EPUBCheck rejects the book (RSC-007, RSC-012).

Example: [see there](#the-cottages) in an edition that leaves the chapter about the Cottages out.

Link to a heading or block of this edition, or keep the link in a block that goes with its target.""",
)

DUPLICATE_ID = Rule(
    "E703",
    Severity.ERROR,
    "an id stands twice in one document",
    """Two elements of one document have the same id.

A link can only reach the first of them, and EPUBCheck rejects the book (RSC-005).

Example: two headings with {#summary} in one chapter.

Give each its own id.""",
)

FORBIDDEN_LINK = Rule(
    "E704",
    Severity.ERROR,
    "a link of a kind that no book may have",
    """A link has a scheme other than http, https, mailto or tel: javascript:, data:, file: and the like.

It would run code or read files on the reader's device. Neither EPUBCheck nor Ace sees all of these.

Example: [click](javascript:alert(1)).

Link to a web page, to a mail address, or to a place in the book.""",
)

REMOTE_RESOURCE = Rule(
    "E705",
    Severity.ERROR,
    "a picture or sheet that is not inside the book",
    """A document or style sheet loads something over the network.

It fails off-line, tells a server who reads, and EPUBCheck rejects it (RSC-006).

Example: ![map](https://example.org/map.png).

Save the file in the manuscript folder and show it from there.""",
)

MISSING_RESOURCE = Rule(
    "E706",
    Severity.ERROR,
    "a picture or sheet that is not in the book",
    """A document or style sheet shows a file that did not come into the EPUB.

The reader sees an empty frame.

Example: a template with <img src="ornament.svg"/> where the manuscript has no such picture.

Put the file into the manuscript folder under that name, or take the reference out.""",
)

ACTIVE_CONTENT = Rule(
    "E707",
    Severity.ERROR,
    "script, form or frame in a document",
    """A document has an element or attribute that acts: script, iframe, form, input, object, onclick and the like.

Reading systems block it or run it with the reader's rights; shops refuse it.

Example: a template with <button onclick="…">.

Leave it out: a book is read, not run.""",
)

UNSUPPORTED_IMAGE = Rule(
    "E708",
    Severity.ERROR,
    "an image type that reading systems do not show",
    """An image is none of the types every EPUB reading system must show: JPEG, PNG, GIF, SVG, WebP.

EPUBCheck rejects it without a fallback (RSC-032), and the reader sees an empty frame.

Example: ![plan](plan.tiff).

Save it as PNG (drawings) or JPEG (photographs).""",
)

LARGE_IMAGE = Rule(
    "E709",
    Severity.WARNING,
    "an image has more than 4 million pixels",
    """An image has more than 4.0 million pixels.

Apple Books refuses larger ones and old readers run out of memory; no screen shows the difference.

Example: a photograph of 4000 × 3000 pixels straight from the camera.

Scale it down, for example to 2000 pixels on the longer side.""",
)

UNREADABLE_IMAGE = Rule(
    "E710",
    Severity.ERROR,
    "an image cannot be read",
    """The bytes of an image could not be had, or are not of the type its name says.

Example: a text file named map.png.

Save the image again under a name that fits its type.""",
)

NO_ALTERNATIVE = Rule(
    "E711",
    Severity.WARNING,
    "an image without an alternative text",
    """An img element has no alt attribute.

A screen reader then reads the file name aloud; Ace counts it as critical.

Example: <img src="map.png"/> in raw HTML.

Write alt="…" with what the picture tells, or alt="" if it only decorates.""",
)

CSS_REFUSED = Rule(
    "E712",
    Severity.ERROR,
    "CSS that makes old readers refuse the book",
    """The ebook's style sheet uses var(), calc(), min(), max(), clamp(), env(), grid, :is(), :where(), :has(), @layer,
@container or nested rules.

The engine in many e-paper readers (Adobe RMSDK) drops the whole sheet over one of them, or calls the book damaged,
although EPUBCheck passes.

Example: max-width: min(20em, 80%).

Write the value out: max-width: 80%.""",
)

CSS_FIXED = Rule(
    "E713",
    Severity.ERROR,
    "position: fixed in an ebook",
    """The ebook's style sheet places something with position: fixed.

Pages of an ebook have no window to be fixed to; what results differs with every reader (EPUBCheck CSS-006).

Example: .logo { position: fixed; top: 0 }.

Leave it in the flow of the text.""",
)

CSS_IMPOSED = Rule(
    "E714",
    Severity.WARNING,
    "the style imposes what belongs to the reader",
    """The ebook's style sheet sets colour, background, font size or line height on html, body or everything.

The reader's own settings (night mode, large type) then fail, and Kindle's review rejects the book.

Example: body { color: #222; font-size: 11pt }.

Leave the body as the reader set it and size the rest in em.""",
)

FONT_NOT_FOR_EBOOKS = Rule(
    "E715",
    Severity.ERROR,
    "a font that an ebook must not carry",
    """The licence bits of a font (OS/2 fsType) allow it in printed and previewed documents only.

Handing it on inside an EPUB breaks its licence.

Example: many faces that come with office programs.

Choose a font under the Open Font License, or leave the family out of the ebook's style.""",
)

TOO_LONG = Rule(
    "E716",
    Severity.WARNING,
    "a document is too long for old readers",
    """A document is larger than 260 KB and has no place where it could be divided.

Readers with the Adobe engine become slow above that size, or fail.

Example: one table of 3,000 rows.

Divide it with headings, or into several tables.""",
)

SAME_NAME = Rule(
    "E717",
    Severity.ERROR,
    "two documents would have the same file name",
    """Two documents of the book would get the same file name, perhaps but for upper and lower case.

On many devices one would overwrite the other (EPUBCheck OPF-060).

Example: chapters with the ids Notes and notes.

Give one of them another id in its header.""",
)

PAGE_ELSEWHERE = Rule(
    "E718",
    Severity.NOTE,
    "a printed page begins with words that the ebook lacks",
    """A page of the printed edition begins with a block that is not in the EPUB which lists its pages.

Whoever turns to that page comes to the next words that both have. That is right where one edition leaves something
out on purpose; it is worth a look where it does not.

Example: a block ::: teacher at the head of page 14 of a teacher's print edition, and pages_from in the pupils' ebook.

Let pages_from name an edition with the same chapters and the same audience.""",
)

PAGE_UNSURE = Rule(
    "E719",
    Severity.NOTE,
    "the place of a printed page is not certain to the letter",
    """A page of the printed edition begins inside a block whose words in the EPUB are others.

Its mark stands in the right block, at about the right place.

Example: a paragraph in which a template of the style adds words for print only.

Let both looks say the same words in that block, or accept it.""",
)

NO_PAGES = Rule(
    "E720",
    Severity.ERROR,
    "the printed edition could not be laid out",
    """An edition takes its pages from a printed one (pages_from), and that one could not be laid out.

A list of pages that is true to print cannot be had then, and none that is half true is made.

Example: pages_from = "print", and a chapter of `print` that the print engine cannot set.

Mend what is said of the printed edition, or take pages_from out.""",
)
