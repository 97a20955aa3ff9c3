"""Rules about the files of a manuscript."""

from __future__ import annotations

from publisher.diagnostics import Rule, Severity

MISSING_FILE = Rule(
    "F201",
    Severity.ERROR,
    "a file is not there",
    """book.toml or SUMMARY.md names a file that the manuscript folder does not have.

The book would lack a chapter.

Example: body = ["01-hailshm.md"]

Write instead: the file's name as it is, letter by letter, relative to the manuscript folder.""",
)

LISTED_TWICE = Rule(
    "F202",
    Severity.ERROR,
    "a file is listed twice",
    """A chapter file stands twice in the contents.

A chapter has one place in a book, and its ids must be unique.

Example: front = ["preface.md"], back = ["preface.md"]

Write instead: each file once.""",
)

NOT_LISTED = Rule(
    "F203",
    Severity.NOTE,
    "files that the contents do not list",
    """The folder holds Markdown files that [contents] does not name. They are not in the book.

Perhaps they were forgotten.

Example: a new chapter that nobody entered.

Write instead: their names in [contents], or a dot before the names of notes and drafts.""",
)

NOT_UTF8 = Rule(
    "F204",
    Severity.ERROR,
    "a file is not UTF-8",
    """The bytes of a file are not UTF-8 text.

Read in another encoding, its quotation marks and accents would turn into rubbish without a sound.

Example: a chapter saved as Windows-1252.

Write instead: the same file, saved as UTF-8.""",
)

ILLEGAL_CHARACTER = Rule(
    "F205",
    Severity.ERROR,
    "a character that no book can hold",
    """A file holds a control character, or a code point that is not a character.

XML forbids them: the EPUB could not be opened.

Example: a form feed left by an old word processor.

Write instead: nothing in its place; for a page break an ornament, ***.""",
)

TOO_LARGE = Rule(
    "F206",
    Severity.ERROR,
    "a file is too large",
    """A text file is larger than 8 MB, or an image larger than 64 MB.

A chapter of 50,000 words has 300 KB; what is so much larger is not a chapter, and would take all memory.

Example: a log file with the ending .md.

Write instead: several chapters, or a smaller image.""",
)

TOO_MANY = Rule(
    "F207",
    Severity.ERROR,
    "too many files",
    """The folder holds more than 20,000 files, more than 5,000 of Markdown, or folders nested deeper than 32.

It is probably not a manuscript but a home folder or a code repository.

Example: publisher build -C /

Write instead: the folder that holds the chapters.""",
)

OUTSIDE = Rule(
    "F208",
    Severity.ERROR,
    "a path that leaves the manuscript",
    """A path is absolute, climbs with .., names a drive or a server, or hides such things behind percent signs.

A manuscript may use its own files only: a stranger's manuscript could otherwise carry yours away.

Example: body = ["../../secrets.md"]

Write instead: a copy of the file inside the manuscript folder, named relative to it, with / between folders.""",
)

LINK_OUTSIDE = Rule(
    "F209",
    Severity.ERROR,
    "a symbolic link that leaves the manuscript",
    """A file or folder of the manuscript is a symbolic link to a place outside it.

A manuscript may use its own files only: a stranger's manuscript could otherwise carry yours away.

Example: images/photo.png -> /home/me/photo.png

Write instead: a copy of the file.""",
)

SAME_NAME = Rule(
    "F210",
    Severity.WARNING,
    "two names that differ only in case or accents' coding",
    """Two files of the manuscript have names that Windows or macOS take for the same.

On such a machine one of them is lost, and the book is another.

Example: Photo.png and photo.png

Write instead: two different names.""",
)

BAD_NAME = Rule(
    "F211",
    Severity.WARNING,
    "a name that not every system allows",
    """A file's name is reserved on Windows (con, nul, aux …), or has characters that a file system forbids.

The manuscript cannot be copied to such a machine whole.

Example: aux.md

Write instead: another name; letters, digits, hyphens and dots are safe.""",
)

UNREADABLE = Rule(
    "F212",
    Severity.ERROR,
    "a file cannot be read",
    """The system refuses to give the file, or it is not a file but a pipe, a device or a folder.

The book would lack what is in it.

Example: a chapter without the permission to read it.

Write instead: a plain file that you may read.""",
)

NO_IMAGE = Rule(
    "F213",
    Severity.ERROR,
    "an image is not there",
    """The book shows an image that the manuscript folder does not have.

There would be a hole in the page.

Example: ![A map](images/mpa.png)

Write instead: the file's name as it is, letter by letter.""",
)

BROKEN_IMAGE = Rule(
    "F214",
    Severity.ERROR,
    "an image is broken",
    """An image file is damaged, cut off, or another kind of file than its name says.

Reading systems show an empty frame for it.

Example: a download that stopped half-way.

Write instead: the image, exported again as PNG, JPEG, GIF, WebP or SVG.""",
)

TOO_MANY_PIXELS = Rule(
    "F215",
    Severity.ERROR,
    "an image has too many pixels",
    """An image has more than 40 million pixels.

Unpacked it takes hundreds of megabytes, whatever the size of its file; a full page at 600 dpi needs 20 million.

Example: a blank PNG of 12000 by 12000.

Write instead: the image scaled down.""",
)

IMAGE_TYPE = Rule(
    "F216",
    Severity.ERROR,
    "a kind of image that books cannot hold",
    """An image is not PNG, JPEG, GIF, WebP or SVG.

EPUB reading systems need not show any other.

Example: ![Scan](scan.tiff)

Write instead: the same image as PNG or JPEG.""",
)

WRONG_ENDING = Rule(
    "F217",
    Severity.ERROR,
    "an image's name does not fit what it is",
    """An image's ending says one kind, its bytes another.

EPUB declares the kind by name, and reading systems refuse the image.

Example: photo.png that is a JPEG.

Write instead: photo.jpg.""",
)

BROKEN_SVG = Rule(
    "F218",
    Severity.ERROR,
    "a drawing is not well-formed",
    """An SVG file is not well-formed XML in UTF-8, or its root is not an svg element of the SVG namespace.

Reading systems stop at the first fault.

Example: a missing </g>.

Write instead: the drawing, exported again as plain SVG.""",
)

UNSAFE_SVG = Rule(
    "F219",
    Severity.ERROR,
    "a drawing with something dangerous in it",
    """An SVG file holds a script, an event attribute, an entity, foreign content, or a link out of itself.

A drawing in a book must not run, fetch or reveal anything.

Example: <svg onload="…">

Write instead: the drawing saved as plain SVG, with text as text and images as files of their own.""",
)

HUGE_SVG = Rule(
    "F220",
    Severity.ERROR,
    "a drawing that unfolds without measure",
    """The elements of an SVG file nest deeper than 100, or are more than 100,000, with what use and patterns repeat.

Drawing it would take all time and memory.

Example: ten symbols, each using the one before it ten times.

Write instead: the drawing simplified, or as PNG.""",
)

NOT_MARKDOWN = Rule(
    "F221",
    Severity.ERROR,
    "a chapter that is not Markdown",
    """The contents name a file that does not end in .md or .markdown.

Other kinds of text cannot be chapters.

Example: body = ["chapter.docx"]

Write instead: the chapter converted to Markdown, for instance with pandoc.""",
)

NO_CHAPTERS = Rule(
    "F222",
    Severity.ERROR,
    "a book without chapters",
    """The manuscript has no chapter file at all.

There is nothing to make a book of.

Example: a folder with a book.toml and nothing else.

Write instead: a Markdown file, chapter-1.md, and its name in [contents].""",
)
