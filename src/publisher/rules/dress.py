"""Rules about styles, templates and glyphs."""

from __future__ import annotations

from publisher.diagnostics import Rule, Severity

BAD_STYLE_FILE = Rule(
    "D601",
    Severity.ERROR,
    "style.toml cannot be understood",
    """Finds a `style.toml` that is not TOML, or a key in it whose value has the wrong form.

A look that is half read gives a book that is half dressed, and nobody sees why.

For example `papers = "A4"`: a list is wanted.

Write `papers = ["A4"]`. The manual's page on styles lists every key with its form.""",
)

UNKNOWN_STYLE_KEY = Rule(
    "D602",
    Severity.ERROR,
    "unknown key in style.toml",
    """Finds a key in a `style.toml` that no style has.

A misspelt key would do nothing, silently.

For example `extend = "print"`.

Write `extends = "print"`. The keys are: extends, description, css, fonts, variables, pages, papers, pdf_variant.""",
)

UNKNOWN_BASE = Rule(
    "D603",
    Severity.ERROR,
    "a style extends one that does not exist",
    """Finds `extends = "…"` with a name that is neither in the book's `styles/` folder nor among Publisher's own.

Without it the templates and the CSS that the style builds on are missing.

For example `extends = "prnt"`.

Write the name of a folder of `styles/`, or of a style that Publisher brings: base, ebook, print, large-print,
screen, handout.""",
)

STYLE_CIRCLE = Rule(
    "D604",
    Severity.ERROR,
    "styles extend each other in a circle",
    """Finds styles of which each is built on the other.

There is no most general one to begin with.

For example `extends = "b"` in style a, and `extends = "a"` in style b.

Take `extends` out of one of them, or let it extend `base`.""",
)

UNKNOWN_PAGE = Rule(
    "D605",
    Severity.ERROR,
    "a made page has no template",
    """Finds a name in `pages` for which the style has no template.

The page would be missing from the book without a word.

For example `pages = ["titlepage", "chapters"]`.

Write `"title-page"`, or put `templates/titlepage.xhtml` into the style.""",
)

TEMPLATE_ERROR = Rule(
    "D606",
    Severity.ERROR,
    "a template does not work",
    """Finds a template with a mistake in its Jinja, or one that asks for a value that is not there.

The page that it makes would be empty or wrong.

For example `{{ book.titel }}`.

Write `{{ book.title }}`. The manual's page on styles lists what each template may ask for.""",
)

NOT_WELL_FORMED = Rule(
    "D607",
    Severity.ERROR,
    "a document is not well-formed XHTML",
    """Finds a made document that an XML parser refuses: an element that is not closed, an `&` that is not escaped.

A reading system shows nothing of such a chapter but an error.

For example `<br>` in a template.

Write `<br/>`, and `&#160;` for `&nbsp;`, which XML does not know.""",
)

UNKNOWN_PAPER = Rule(
    "D608",
    Severity.ERROR,
    "unknown paper",
    """Finds the name of a page size that is neither known nor a size with a unit.

The pages would have the wrong size, and the printer would send them back.

For example `papers = ["A44"]`.

Write a name such as A4, A5, Letter, 6x9 or 5.5x8.5, or a width and height such as `170x240mm`.""",
)

UNKNOWN_VARIABLE = Rule(
    "D609",
    Severity.WARNING,
    "an edition sets a variable that its style does not have",
    """Finds a key under an edition's `variables` that no `style.toml` of its style declares.

It changes nothing in the book; most often the name is misspelt.

For example `variables = { text-sise = "12pt" }`.

Write `text-size`, or declare the variable in the style's `[variables]`.""",
)

BAD_VARIABLE = Rule(
    "D610",
    Severity.ERROR,
    "a variable's value is not a plain CSS value",
    """Finds a value that would end the CSS rule that it stands in, or that fetches something.

A variable sets one value. It may not write rules or load files.

For example `text-size = "12pt; color: red"`.

Write one value: a length, a colour, a word, a family name.""",
)

TOO_MODERN = Rule(
    "D611",
    Severity.ERROR,
    "CSS that old reading systems refuse",
    """Finds, in the CSS of a style for the screen, grid layout, `:is()`, `:where()`, `:has()`, `@layer`,
`@container`, `@supports`, `@import` or nested rules.

Reading software that is still in many hands refuses the sheet, or the whole book, for one of them.

For example `figure:has(img) { display: grid }`.

Write a plain class selector, and blocks, floats or tables. In a style for paper all of it is allowed.""",
)

UNRESOLVED = Rule(
    "D612",
    Severity.ERROR,
    "a CSS value cannot be written out",
    """Finds, in the CSS of a style for the screen, a `var()` whose variable is not declared in `style.toml` or `:root`,
or a `calc()`, `min()`, `max()` or `clamp()` that mixes units, so that no plain value can stand for it.

The ebook's CSS is written without these functions, because one of them makes old reading software refuse the book.

For example `width: calc(100% - 2em)`.

Write `margin: 0 1em`, or a value in one unit.""",
)

BAD_CSS = Rule(
    "D613",
    Severity.ERROR,
    "CSS that cannot be read",
    """Finds a mistake in the grammar of a style sheet.

Reading software leaves out what it does not understand, and sometimes all that follows.

For example `p { color red }`.

Write `p { color: red }`.""",
)

MISSING_GLYPH = Rule(
    "D614",
    Severity.ERROR,
    "no font has this character",
    """Finds a character of the text that none of the style's fonts can draw.

It would be printed as an empty box.

For example a Thai word in a book set in EB Garamond.

Add a font that has it to the style's `[[fonts]]` with `role = "fallback"`, or write another character.""",
)

SCREEN_GLYPH = Rule(
    "D615",
    Severity.NOTE,
    "no embedded font has this character",
    """Finds a character of an ebook that none of the style's fonts can draw.

The reading system will take it from a font of its own, which may look different or be missing.

For example an emoji.

Add a font that has it to the style's `[[fonts]]` with `role = "fallback"`, or leave it as it is.""",
)

MISSING_FONT = Rule(
    "D616",
    Severity.ERROR,
    "a font file is not there",
    """Finds a face in a style's `[[fonts]]` whose file does not exist.

Fonts come from font packages or from the style's own `fonts/` folder, never from the machine: else the book would
look different elsewhere.

For example `faces = [{ file = "Garamon.ttf" }]`.

Write the name of a file in `styles/NAME/fonts/`, or name the font package that holds it with `package`.""",
)

DEAD_LINK = Rule(
    "D617",
    Severity.WARNING,
    "a link that goes nowhere in this edition",
    """Finds a link to a place that is not in the edition, or with a scheme that books do not use.

The reader taps it and nothing happens. It is set as plain text.

For example a link to a section that only the teacher's edition has.

Put the link into the same `::: teacher` block as its target.""",
)

REFUSED_STYLE_FILE = Rule(
    "D619",
    Severity.ERROR,
    "a file of a style is refused",
    """Finds a file of a style that lies outside its folder, is larger than a megabyte, or is not UTF-8 text.

A style comes with the manuscript, and a manuscript may not reach for other files of the machine.

For example a symbolic link `templates/chapter.xhtml` to a file in another folder.

Copy the file into the style's folder.""",
)

IMPOSED = Rule(
    "D620",
    Severity.WARNING,
    "a style for the screen imposes what belongs to the reader",
    """Finds, in the CSS of a style for the screen, a colour, background, font size or leading for the page, for
everything, or for paragraphs of no class. It is left out of the ebook.

The reader chooses these. A sheet that sets them breaks night mode and large type, and Kindle's review rejects the book.

For example `body { color: #222; font-size: 11pt }` or `p { line-height: 1.2 }`.

Leave the text as the reader set it, and size the rest in em, by class: `.sign { font-size: 1.1em }`. Rules in
`@media print` are left alone.""",
)

LONG_RUNNING_HEAD = Rule(
    "D630",
    Severity.WARNING,
    "a title is too long for the running head",
    """Finds a chapter whose title, or whose `short` title, does not fit on one line at the head of a page.

A running head of two lines stands on the text or runs off the paper, so it is cut after a word; but where a cut
title says the least, only its author knows what may go.

For example "Of the Northern Commission, Its Inspectors, and the Many Things They Did Not See".

Write `short: The Northern Commission` in the header of the chapter. How many letters fit, the style's variable
`head-room` says.""",
)
