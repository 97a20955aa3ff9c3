"""Rules about how chapters make a book."""

from __future__ import annotations

from publisher.diagnostics import Rule, Severity

DUPLICATE_ID = Rule(
    "B401",
    Severity.ERROR,
    "id given twice",
    """The same id is given to two things in the book: `{#id}` on two headings, blocks or images, or `id` in the
headers of two chapters.

All of the book shares one space of ids, because a PDF is one document: a link to an id that exists twice cannot
say where it goes.

Example: `## Summary {#summary}` in `01-hailsham.md` and again in `02-the-cottages.md`.

Write instead: a different id at the second place (`{#summary-cottages}`), or none: headings get ids by
themselves.""",
)
UNUSABLE_ID = Rule(
    "B402",
    Severity.WARNING,
    "id that cannot be a name",
    """An id holds characters that an id in XHTML cannot have, or begins with a digit, a hyphen or a full stop.

Reading systems and printers' software refuse such ids. Publisher makes a similar one and lets your links reach
it, but other people's links into your book will not know it.

Example: `## The year 1984 {#1984}`.

Write instead: a letter first, then letters, digits, hyphens, full stops and underscores: `{#year-1984}`.""",
)
UNTITLED_CHAPTER = Rule(
    "B403",
    Severity.WARNING,
    "chapter without a title",
    """A chapter has neither a `title` in its header nor a heading to take it from, so its file's name became
the title.

Contents, running heads and screen readers name a chapter by its title; a file's name is seldom what you want
them to say.

Example: `03-cottages.md` begins with a paragraph and has no first-level heading.

Write instead: `# The Cottages` as the first line, or `title: The Cottages` in the header.""",
)
TITLE_TWICE = Rule(
    "B404",
    Severity.WARNING,
    "two different titles",
    """The header's `title` and the chapter's first-level heading say different things. The header's is used,
and the heading's words appear nowhere.

Example: `title: Hailsham` in the header and `# Part One: Hailsham` below it.

Write instead: one of them. To have a shorter title in running heads, keep the heading and put `short: Hailsham`
in the header.""",
)
HEADER_TITLE_UNUSED = Rule(
    "B405",
    Severity.NOTE,
    "header's title is not used",
    """A file has several first-level headings, so each of them begins a chapter of its own with its own title;
the `title` in the header names none of them.

Example: `title: My Novel` in the header of a file with `# One`, `# Two` and `# Three`.

Write instead: the title of the book in `book.toml`. If the file is meant to be one chapter, make its headings
second-level (`##`).""",
)
EMPTY_HEADING = Rule(
    "B406",
    Severity.WARNING,
    "heading without words",
    """A heading has no words. It is left out.

A heading without words is an empty line in the contents and a stumbling block for screen readers.

Example: a line with only `##`.

Write instead: the heading's words, or nothing. For a pause between paragraphs write `***` on a line of its own.""",
)
NOTE_NEVER_CALLED = Rule(
    "B407",
    Severity.WARNING,
    "note that nothing calls",
    """A footnote is written but no place in the chapter calls it, so no reader will see it.

Example: `[^3]: See chapter 7.` without a `[^3]` in the text of the same file.

Write instead: `[^3]` where the note belongs, or take the note out.""",
)
NOTE_MISSING = Rule(
    "B408",
    Severity.ERROR,
    "call of a note that does not exist",
    """The text calls a footnote that is not written in this chapter.

Example: `as she says.[^7]` without a line `[^7]: …` in the same file.

Write instead: the note, in the same file as its call.""",
)
MISSING_IMAGE = Rule(
    "B410",
    Severity.ERROR,
    "image not found",
    """A chapter shows an image that is not in the manuscript folder. Its alt text stands in its place.

Paths are relative to the chapter's file, as on the web (or to the manuscript folder); upper and lower case
matter, because they do on most machines that will ever build the book.

Example: `![The boat](images/Boat.png)` where the file is `images/boat.png`.

Write instead: the path of an image in the manuscript folder.""",
)
REMOTE_IMAGE = Rule(
    "B411",
    Severity.ERROR,
    "image from the network",
    """A chapter shows an image by a web address or a data: URL. Publisher never goes to the network: a book
must be complete by itself, and be the same tomorrow.

Example: `![The boat](https://example.org/boat.png)`.

Write instead: save the image in the manuscript folder, `![The boat](images/boat.png)` (and see that you may
print it).""",
)
OUTSIDE_FILE = Rule(
    "B412",
    Severity.ERROR,
    "path that leaves the manuscript",
    """An image or a link names a file outside the manuscript folder. Nothing outside it is read: a manuscript
from somebody else must not be able to carry your files away in a book.

Example: `![](../../pictures/boat.png)` or `![](/home/me/boat.png)`.

Write instead: copy the file into the manuscript folder and write its path relative to the chapter.""",
)
EMPTY_PART = Rule(
    "B415",
    Severity.WARNING,
    "part without chapters",
    """A part of `[contents]` has no chapters. It is left out.

Example: `{ part = "Hailsham", chapters = [] }`.

Write instead: the part's chapter files, or take the part out.""",
)
UNKNOWN_CHAPTER = Rule(
    "B420",
    Severity.ERROR,
    "edition asks for a chapter that is not there",
    """`chapters` of an edition names a chapter that the book does not have, or that is not meant for the
edition's audience.

Example: `chapters = ["hailsam"]` where the chapter's id is `hailsham`. A chapter's id is `id` in its header,
else its file's name without order number and ending: `01-hailsham.md` is `hailsham`.

Write instead: the ids that `publisher info` lists.""",
)
EMPTY_EDITION = Rule(
    "B421",
    Severity.ERROR,
    "edition without chapters",
    """After everything that is not meant for it is left out, an edition has no chapter at all.

Example: an edition for the audience `student` of a manuscript whose only chapter has `{.teacher}` on its title.

Write instead: another `audience` or other `chapters` in `[editions.NAME]`.""",
)
MISSING_FILE = Rule(
    "B430",
    Severity.ERROR,
    "link to a file that is not a chapter of the book",
    """A link leads to a file that is not one of the book's chapters. The words stay, the link is taken away.

Example: `[the Cottages](02-cottage.md)` where the file is `02-cottages.md`, or a link to an image or a PDF.

Write instead: the name of a chapter file that `[contents]` lists. To show an image, write
`![words](image.png)`. A file that is not in the book can only be linked to where it is on the web, `https://…`.""",
)
MISSING_PLACE = Rule(
    "B431",
    Severity.ERROR,
    "link to a place that is not in the book",
    """A link leads to a heading or an id that does not exist. The words stay, the link is taken away.

After `#` may stand: an id from `{#id}`, or the heading's words in lower case with hyphens, as GitHub and Pandoc
have them.

Example: `[memory](themes.md#memories)` where the heading is `## Memory`.

Write instead: `[memory](themes.md#memory)`.""",
)
LEFT_OUT_PLACE = Rule(
    "B432",
    Severity.NOTE,
    "link to something this edition leaves out",
    """A link leads to a chapter or block that this edition does not have. The words stay, the link is taken
away in this edition; the others keep it.

Example: a handout of one chapter whose text refers to another chapter.

Write instead: nothing, usually. If the sentence makes no sense without its link, put it in a `::: teacher` or
`::: student` block.""",
)
FORBIDDEN_LINK = Rule(
    "B433",
    Severity.ERROR,
    "link that a book may not have",
    """A link is neither to a place in the book nor an http, https or mailto address. The words stay, the link
is taken away.

Reading systems forbid such links or warn of them, and some (`javascript:`, `data:`, `file:`) are ways to attack
a reader.

Example: `[here](file:///home/me/notes.txt)` or `[here](//example.org)`.

Write instead: the whole address, `https://example.org`.""",
)
EMPTY_LINK = Rule(
    "B434",
    Severity.WARNING,
    "link without a goal",
    """A link says nothing of where it leads. The words stay, the link is taken away.

Example: `[the Cottages]()`.

Write instead: the goal, or only the words.""",
)
SAME_HEADING = Rule(
    "B450",
    Severity.WARNING,
    "same heading twice in one section",
    """Two headings of the same level below the same heading have the same words.

In the contents nobody can tell them apart, and a link by the heading's words reaches only the first.

Example: `## Summary` twice in one chapter: often something was pasted twice.

Write instead: headings that differ, or one section.""",
)
EMPTY_CHAPTER = Rule(
    "B451",
    Severity.WARNING,
    "chapter without text",
    """A chapter has a title and nothing else (perhaps only in one edition, when all of its text is for another
audience).

Example: a file with only `# The Cottages`.

Write instead: its text; or take the file out of `[contents]`; or, where it is meant for one audience only,
write `# The Cottages {.teacher}`, which takes the whole chapter out of the other editions.""",
)
HEADING_FULL_STOP = Rule(
    "B452",
    Severity.NOTE,
    "heading ends with a full stop",
    """A heading ends with a full stop. Headings on their own line go without one in nearly every house style.

Example: `## Memory and nostalgia.`

Write instead: `## Memory and nostalgia`.""",
)
EMPTY_SECTION = Rule(
    "B453",
    Severity.NOTE,
    "section without text",
    """A heading is followed at once by a heading of the same or a higher level, or by the end of the chapter.

Example: `## Memory` and, on the next line, `## Identity`.

Write instead: the section's text, or take its heading out.""",
)
SAME_TITLE = Rule(
    "B454",
    Severity.WARNING,
    "two chapters with the same title",
    """Two chapters of one part (or of a book without parts) have the same title: in the contents and in running
heads nobody can tell them apart.

Example: `# Summary` in `03-summary.md` and in `07-summary.md`.

Write instead: `# Summary of Part One`, `# Summary of Part Two`.""",
)
TYPED_READING_TIME = Rule(
    "B455",
    Severity.WARNING,
    "reading time typed into the text",
    """The text itself says how long it takes to read, as a web page's header does.

Publisher computes the reading time from the words and shows the same number everywhere; a typed one is wrong as
soon as a sentence changes.

Example: a line `41 min read` below the title.

Write instead: nothing. The title page, the contents and the chapter heads say it by themselves.""",
)
LOCK_DAMAGED = Rule(
    "B460",
    Severity.ERROR,
    "damaged list of ids",
    """`ids.lock`, the list of what this book's chapters and blocks are called, has a line that says nothing, or is
no such list at all.

Readers' highlights and teachers' references hang on these ids. To guess what a damaged line has meant could give the
next edition other ones, so nothing is built until it is mended.

Example: a line that an editor has cut off, or an empty file.

Write instead: the line as your version control has it (`git checkout -- manuscript/ids.lock`). A line that cannot be
recovered may be taken out; what it named then gets an id as if it were new.""",
)
LOCK_CONFLICT = Rule(
    "B461",
    Severity.ERROR,
    "merge conflict in the list of ids",
    """`ids.lock` holds the marker lines that a merge leaves where two branches changed the same lines.

Both sides know something: throwing one of them away loses ids.

Example: a line `<<<<<<< HEAD`.

Write instead: take out the marker lines (those that begin with `<<<<<<<`, `|||||||`, `=======` and `>>>>>>>`), keep the
lines of both sides, and run `publisher ids`. Two lines may have the same id; the one that fits the text is used. With
`ids.lock merge=union` in `.gitattributes` git does that by itself.""",
)
LOCK_STALE = Rule(
    "B462",
    Severity.ERROR,
    "list of ids not up to date",
    """With `--locked` a build may give no id that `ids.lock` does not have, and the text has changed since it was
written.

A book that is built for readers must have the ids that are kept for the next edition; built from an old list on
another machine, they would be forgotten there.

Example: a paragraph was added and committed without the change to `manuscript/ids.lock`.

Write instead: run `publisher ids` and commit `manuscript/ids.lock` with the text.""",
)
ID_FROM_BEFORE = Rule(
    "B463",
    Severity.WARNING,
    "id of something that is gone",
    """An author's id belonged to something else in an earlier edition, which the book does not have any more.

Whoever kept a highlight or wrote down a reference there would now be led to the wrong place.

Example: `{#q7}` on a new question, where question 7 of the last edition was deleted.

Write instead: an id that the book never had: `{#q11}`. If it is the old text, changed much, keep the id: once the list
of ids is written, nobody asks again.""",
)
CHAPTER_GONE = Rule(
    "B464",
    Severity.NOTE,
    "chapter that the last edition had",
    """`ids.lock` knows a chapter that the book does not have any more. Its id and those of its blocks are kept out of
use for ever.

References to it from outside the book lead nowhere now. If it was only renamed, moved or rewritten, Publisher should
have known it again, and it may be too different.

Example: `02-cottages.md` was taken out of `[contents]`.

Write instead: nothing, if it is meant. Else put it back; or give the chapter that follows it the old id, `id: cottages`
in its header.""",
)

NEARLY_AN_AUDIENCE = Rule(
    "B470",
    Severity.ERROR,
    "name that is nearly an audience's",
    """A block, phrase or heading has a class that is nearly, but not quite, the name of an audience or `answer`.

Only the very name keeps words out of an edition. What is marked with a slip of the pen goes to everybody: the answers
into the pupils' hands.

Example: `::: techer`, `::: Teacher`, `[42]{.anwser}`.

Write instead: the name as it is, `::: teacher`. If the class is meant to be something else, call it something that
cannot be mistaken.""",
)
