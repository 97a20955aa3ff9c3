"""Rules about what a printer refuses in a finished PDF. P841 to P855 are the checks P1 to P15, in this order."""

from __future__ import annotations

from publisher.diagnostics import Rule, Severity

NOT_A_STANDARD = Rule(
    "P840",
    Severity.NOTE,
    "standard that nobody has confirmed",
    """The printer asks for a PDF/X standard, or the file calls itself one.

There is no free validator of PDF/X, so a file is not said to be one: the message says what was looked at.

Example: profile = "ingramspark", which asks for PDF/X-1a:2001 or PDF/X-3:2002.

Write instead: nothing. Where the printer insists, have the file checked or converted by a press's own program.""",
)
FONT_MISSING = Rule(
    "P841",
    Severity.ERROR,
    "font that is not in the file",
    """P1: text is set in a font that is not embedded, or in a Type 3 font, whose letters are little drawings.

A press that has no such font sets another in its place; many refuse Type 3 at sight.

Example: a PDF from a word processor that leaves Times to the reader.

Write instead: embed all fonts when the PDF is made. Publisher always does; a figure in SVG may bring a font of its own:
turn its text into paths.""",
)
PAGE_BOXES = Rule(
    "P842",
    Severity.ERROR,
    "page of the wrong size",
    """P2: a page's boxes are not the trim and the bleed that the printer wants, or a page is turned or cropped.

The printer cuts by these boxes. A page that differs is scaled or refused.

Example: profile = "kdp" and bleed = true, and a page that has bleed on the side of the spine too.

Write instead: papers = ["6x9"] and bleed = true in book.toml, and no `size` of one's own in a style.""",
)
NOT_ONE_INK = Rule(
    "P843",
    Severity.ERROR,
    "black that is not black ink alone",
    """P3: a book in one ink has something painted in cyan, magenta, yellow or a spot ink, or the printer wants black
text in black ink alone and some is mixed or goes through a profile.

Four inks that do not meet exactly give letters a coloured fringe; in a book of one ink they print too light.

Example: color: device-cmyk(0.6 0.4 0.4 1)

Write instead: color: device-cmyk(0 0 0 1), and ink = "black" for the edition, which turns all colours into grey.""",
)
LIGHT = Rule(
    "P844",
    Severity.ERROR,
    "colour of light on paper",
    """P4: something is painted in RGB or Lab, and this book is printed in inks.

Somebody else's program will turn it into inks, and black text into four of them.

Example: color: #222 in the style of an edition that is printed in black.

Write instead: ink = "black" or ink = "colour" for the edition, which convert what a style and its pictures bring.""",
)
TOO_MUCH_INK = Rule(
    "P845",
    Severity.ERROR,
    "more ink than the paper holds",
    """P5: somewhere the inks together are more than the printer's limit.

Wet paper tears, sticks to the next sheet and shows through.

Example: a photograph with shadows of 360 %, and the profile press, which takes 280 %.

Write instead: a profile with a lower total for the colours (`ink = "colour"` keeps to the printer's limit), or
lighter shadows.""",
)
RESOLUTION = Rule(
    "P846",
    Severity.ERROR,
    "picture with too few pixels",
    """P6: a picture, as large as it stands on the page, has fewer pixels to the inch than the printer wants.

On paper it looks like a mosaic.

Example: 800 pixels over 4.5 inches are 178 to the inch; the printer wants 300.

Write instead: the picture in its original size, or a smaller one on the page: ![…](picture.jpg){width=50%}.""",
)
ATTACHED = Rule(
    "P847",
    Severity.ERROR,
    "what a printed file must not carry",
    """P7: the file holds links, comments, form fields, an outline, scripts, attached files or a password.

On paper they mean nothing, and printers refuse files with them.

Example: a PDF for the screen, sent to a printer.

Write instead: profile = "kdp" (or another) for the edition: it leaves links and outline out.""",
)
OUTSIDE_SAFE_AREA = Rule(
    "P848",
    Severity.ERROR,
    "text too near to the edge",
    """P8: a word stands nearer to the upper, lower or outer edge than the printer allows.

Paper is cut with a tolerance of some millimetres: what stands there is lost, or looks lost.

Example: a folio 5 mm above the lower edge, and the profile kdp, which wants 6.35 mm.

Write instead: larger margins in the style (--margin-bottom …), or a shorter line where one word sticks out.""",
)
PAGE_COUNT = Rule(
    "P849",
    Severity.ERROR,
    "number of pages that cannot be bound",
    """P9: there are too few or too many pages, their number is no multiple of what a sheet holds, or the last page is
not empty where it must be.

The printer adds pages where nobody wants them, or refuses the file.

Example: 57 pages, and the profile press, which wants a multiple of 4.

Write instead: let Publisher build the edition with its profile: it fills the last sheet.""",
)
EMPTY_PAGES = Rule(
    "P850",
    Severity.ERROR,
    "empty pages",
    """P10: more empty pages follow one another than the printer takes.

It looks like a fault of the file, and is taken for one.

Example: three empty pages before the first chapter.

Write instead: let chapters begin on the next page (--chapter-break in the style), or fill the pages.""",
)
SMALL_TYPE = Rule(
    "P851",
    Severity.ERROR,
    "type too small to be printed",
    """P11: text is smaller than the printer's least size, as it stands on the page.

Thin strokes break and counters fill with ink; and nobody can read it.

Example: a figure with labels in 12 points that is scaled to a third.

Write instead: a larger figure, larger labels, or a larger size in the style.""",
)
HAIRLINE = Rule(
    "P852",
    Severity.ERROR,
    "line too thin to be printed",
    """P12: a line, or a rectangle as thin as one, is thinner than the printer's least, as it stands on the page.

It is there in one copy and gone in the next.

Example: border-bottom: 0.25pt solid, and the profile kdp, which wants 0.75 pt.

Write instead: var(--hairline) in the style, which a profile sets; in a figure, thicker lines.""",
)
TRANSPARENT = Rule(
    "P853",
    Severity.ERROR,
    "transparency",
    """P13: something is partly transparent: by opacity, a mask, a picture's alpha, or a way of blending.

Older presses flatten it, each in its own way: text turns into pictures and seams show.

Example: opacity: 0.5, or a PNG with soft edges.

Write instead: the colour that it makes on white, and a picture without alpha.""",
)
BROKEN = Rule(
    "P854",
    Severity.ERROR,
    "file that is not whole",
    """P14: the file's own structure is damaged, a page cannot be read, or the file is larger than the printer takes.

What one program repairs without a word, another refuses.

Example: a PDF whose download was broken off.

Write instead: make the file anew, or let `qpdf in.pdf out.pdf` mend it and look at the result.""",
)
IN_THE_GUTTER = Rule(
    "P855",
    Severity.ERROR,
    "text too near to the spine",
    """P15: a word stands nearer to the spine than a book of so many pages allows.

The thicker the book, the more of the inner margin is lost in the fold.

Example: an inner margin of 10 mm in a book of 320 pages, and the profile kdp, which wants 15.9 mm.

Write instead: nothing where Publisher builds with the profile: the margin grows with the book. Else a larger
--margin-inside.""",
)
X4_FILE = Rule(
    "P856",
    Severity.ERROR,
    "PDF/X-4: version, ID or encryption",
    """A file that calls itself PDF/X-4 is newer than PDF 1.6, has no ID, or is encrypted (ISO 15930-7, 6.1).

A press's program trusts the name, and stops.

Example: a file of PDF 1.7.

Write instead: pdf_variant = "pdf/x-4" in the style, and no other program after it.""",
)
X4_KEYS = Rule(
    "P857",
    Severity.ERROR,
    "PDF/X-4: what the file says of itself",
    """The metadata that make a file PDF/X-4 are missing, compressed or contradict one another.

Without them it is a PDF like any other.

Example: no GTS_PDFXVersion in the XMP, or Trapped that is neither True nor False.

Write instead: pdf_variant = "pdf/x-4" in the style.""",
)
X4_INTENT = Rule(
    "P858",
    Severity.ERROR,
    "PDF/X-4: output intent",
    """There is not exactly one output intent of PDF/X, or it has no printer's profile embedded, or one for another
number of inks.

Nobody knows then for which paper and inks the colours are meant.

Example: an sRGB profile as the output intent.

Write instead: the profile of the press, named in book.toml.""",
)
X4_BOXES = Rule(
    "P859",
    Severity.ERROR,
    "PDF/X-4: boxes that do not lie in one another",
    """A page has no trim box (or it has an art box beside it), or its trim, bleed and media boxes do not enclose one
another.

Example: a bleed box larger than the media box.

Write instead: the boxes that Publisher makes; see that no other program cropped the pages.""",
)
X4_ANNOTATIONS = Rule(
    "P860",
    Severity.ERROR,
    "PDF/X-4: annotation on the printed page",
    """A link, comment or field lies within the bleed box of a page (ISO 15930-7, 6.17).

It could be printed.

Example: a PDF/X-4 edition with links.

Write instead: a printer's profile that takes no links.""",
)
X4_FORBIDDEN = Rule(
    "P861",
    Severity.ERROR,
    "PDF/X-4: what such a file must not hold",
    """The file holds an action, a script, form fields, attached files, PostScript, OPI comments or LZW compression.

Example: an OpenAction that runs a script.

Write instead: nothing that Publisher makes holds these; take out what another program put in.""",
)
X4_COLOUR = Rule(
    "P862",
    Severity.ERROR,
    "PDF/X-4: colour that the output intent does not describe",
    """Something is painted in a device's colour of another kind than the output intent's.

Nobody knows which colour it is.

Example: DeviceRGB in a file whose intent is a press with four inks.

Write instead: ink = "colour", which converts all that a style and its pictures bring.""",
)
ADVICE = Rule(
    "P863",
    Severity.WARNING,
    "what the printer advises against",
    """The file will be taken, and something in it may come out other than you think.

Example: a picture of 900 pixels to the inch, and a printer that asks for 600 at most; a tint of 5 %.

Write instead: what the message says, where it matters to you.""",
)
NOT_READ = Rule(
    "P864",
    Severity.ERROR,
    "file that cannot be read",
    """The file is no PDF, is damaged beyond repair, or opens only with a password. None of the checks could be made.

Example: publisher preflight book.epub --profile kdp

Write instead: a PDF without a password.""",
)
NOT_LOOKED_AT = Rule(
    "P865",
    Severity.WARNING,
    "part that was not looked at",
    """Something in the file could not be judged, so the checks that speak of it are silent and not content.

Example: a mesh of colours, or a picture in JPEG 2000, whose inks are not counted.

Write instead: nothing, or a simpler picture; look at a printed proof.""",
)
GOOD_TO_KNOW = Rule(
    "P866",
    Severity.NOTE,
    "good to know before printing",
    """Something that the printer would rather have another way, or that is usual and yet below a figure of its.

Example: fonts cut down to the letters used, where the printer recommends whole ones; raised figures of notes that are
smaller than the least size of type.

Write instead: nothing, if you know.""",
)
