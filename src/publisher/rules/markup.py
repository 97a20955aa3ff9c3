"""Rules about Markdown and HTML in a chapter."""

from __future__ import annotations

from publisher.diagnostics import Rule, Severity

UNCLOSED_DIV = Rule(
    "M301",
    Severity.ERROR,
    "fenced div is not closed",
    """A line such as `::: epigraph` opens a block and no line `:::` closes it.

Everything down to the end of the chapter would belong to the block: an answer key could swallow the next question.

    ::: epigraph
    The past is never where you left it.

Close it with a line of its own:

    ::: epigraph
    The past is never where you left it.
    :::
""",
)
STRAY_DIV_END = Rule(
    "M302",
    Severity.ERROR,
    "nothing to close",
    """A line of three or more colons closes a fenced div, but none is open here.

Most often the name was forgotten at the opening, or the block was already closed by an earlier `:::`.

    :::
    Some text
    :::

Give the opening its name (`::: pullquote`), or take the line away.
""",
)
LOST_ATTRIBUTES = Rule(
    "M303",
    Severity.WARNING,
    "attributes that belong to nothing",
    """A line such as `{#q-1 .highlight}` gives its attributes to the block that follows directly; here none follows.

The id would not exist and links to it would lead nowhere.

    {#q-1 .highlight}

    > A quotation.

Write the line right above the block, with no empty line between:

    {#q-1 .highlight}
    > A quotation.
""",
)
BAD_ATTRIBUTE = Rule(
    "M304",
    Severity.ERROR,
    "attribute that a manuscript may not set",
    """Attributes in braces may be an id, classes and plain values. Those that run code, load files or change the look
(`onclick`, `style`, `src`, `href`) are left out.

They would carry script or files past every check into the reader's machine.

    [word]{onclick=alert(1)}

Give the text a class and let the style say how it looks: `[word]{.warning}`.
""",
)
DIV_NAME = Rule(
    "M305",
    Severity.ERROR,
    "fenced div cannot be read",
    """After the colons of a fenced div stands a name, or attributes in braces, or both, and nothing else.

What cannot be read cannot be kept, and a block that is silently plain text is a fault nobody sees.

    ::: pull quote

Write one word, `::: pullquote`, or `::: pullquote {#id .class}`.
""",
)
UNDEFINED_NOTE = Rule(
    "M310",
    Severity.ERROR,
    "note is called but not written",
    """The text calls a footnote that has no definition in this chapter.

The reader would see `[^label]` in the book.

    The cottages were cold.[^cold]

Write the note anywhere in the same file (`[^cold]: As Kathy says.`), or write `\\[^cold]` if the brackets are meant.
""",
)
UNUSED_NOTE = Rule(
    "M311",
    Severity.WARNING,
    "note is written but never called",
    """A footnote definition that no place in the chapter calls. It is left out of the book.

Often the call has a slip of the pen, and the reader misses the note.

    [^colb]: As Kathy says.

Call it (`[^colb]`) where it belongs, or take the definition away.
""",
)
DUPLICATE_NOTE = Rule(
    "M312",
    Severity.ERROR,
    "two notes have one label",
    """Two footnote definitions in this chapter have the same label; only the first would be shown.

The second would be lost without a word.

    [^1]: First note.

    [^1]: Second note.

Give the second another label and call it by that.
""",
)
FORBIDDEN_ELEMENT = Rule(
    "M320",
    Severity.ERROR,
    "HTML element that a book may not hold",
    """Scripts, style sheets, frames, forms, embedded objects, SVG and MathML in the text, and elements that load or
redirect (`link`, `meta`, `base`) are left out.

A book is read on other people's devices; nothing in it may run, and nothing may fetch.

    <script>alert(1)</script>

Take it away. A drawing goes into a file: `![A map of Hailsham](images/map.svg)`.
""",
)
UNKNOWN_ELEMENT = Rule(
    "M321",
    Severity.WARNING,
    "HTML element left out",
    """An element that is obsolete, or that no e-reader knows. Its text stays, the element does not.

EPUB is strict: an element outside the standard makes the whole file invalid.

    <center>THE END</center>

Use a class and let the style say how it looks:

    ::: {.centred}
    THE END
    :::
""",
)
FORBIDDEN_ATTRIBUTE = Rule(
    "M322",
    Severity.ERROR,
    "HTML attribute that a book may not hold",
    """Event handlers (`onclick` …), `rel="attachment"` and style attributes that load something are left out.

They run code, or put files of the machine that builds the book into it.

    <p onclick="alert(1)">text</p>

Take the attribute away.
""",
)
UNKNOWN_ATTRIBUTE = Rule(
    "M323",
    Severity.WARNING,
    "HTML attribute left out",
    """An attribute that the element does not have in EPUB, or that sets the look in the text.

It would make the file invalid, or work against the style of the edition.

    <p style="color: red" align="center">text</p>

Use a class: `<p class="warning">text</p>`.
""",
)
UNCLOSED_ELEMENT = Rule(
    "M324",
    Severity.WARNING,
    "HTML element is not closed",
    """An HTML element is open where its block, or the chapter, ends. It is closed there.

The reader may see half a chapter in small capitals.

    A <span class="smallcaps">word in a paragraph.

Write the end tag: `<span class="smallcaps">word</span>`.
""",
)
STRAY_END_TAG = Rule(
    "M325",
    Severity.WARNING,
    "HTML end tag without a start",
    """An end tag such as `</b>` stands where no such element is open. It is left out.

Tags that cross each other, or cross emphasis, cannot be a tree: `*a <b>b* c</b>`.

Close what was opened last, first: `*a <b>b</b>* c`.
""",
)
MISPLACED_ELEMENT = Rule(
    "M326",
    Severity.ERROR,
    "HTML element in the wrong place",
    """An element stands where the standard does not allow it: a `<td>` outside a row, a `<div>` inside a paragraph, a
link inside a link. The element is left out, its text stays.

EPUB readers refuse such files, or each shows them in its own way.

    Some text <div>and a block</div> in it.

Give the element its proper parent, or put the block between empty lines.
""",
)
FORBIDDEN_URL = Rule(
    "M330",
    Severity.ERROR,
    "address that a book may not hold",
    """Links may lead to `http:`, `https:`, `mailto:` and `tel:` addresses and to places in the manuscript; images may
be files of the manuscript. Anything else is left out, the text stays.

`javascript:` and `data:` carry code, `file:` reads the machine of whoever opens the book.

    [Click](javascript:alert(1))

Write an address of the web, or the path of a file: `[Chapter 2](02-the-cottages.md)`.
""",
)
TOO_MUCH_ADDRESS = Rule(
    "M331",
    Severity.ERROR,
    "addresses longer than a book",
    """All the addresses of this chapter's links together are longer than four million characters.

One definition of a long address can be used thousands of times: a small file would make a book that nobody can open.

    [a]: https://example.org/…twenty thousand characters…

Write a short address, or use it less often.
""",
)
TOO_DEEP = Rule(
    "M340",
    Severity.ERROR,
    "nested too deep",
    """Blocks, emphasis or HTML are nested more than a hundred deep here. What lies deeper is left flat, or left out.

No book needs that, and the engines that lay out pages fall over it.

Take some of the levels away.
""",
)
UNBALANCED_QUOTE = Rule(
    "M350",
    Severity.WARNING,
    "quotation marks do not match",
    """A paragraph opens a double quotation mark and never closes it, or closes one that it did not open.

A reader cannot tell where the speech ends, and a straight mark may be left among curly ones. (A quotation that goes on
in the next paragraph is fine when that one opens with a mark again.)

    "I was never sure, she said.

Add the missing mark; write `\\"` for an inch mark that shall stay as it is.
""",
)
HEADING_JUMP = Rule(
    "M360",
    Severity.WARNING,
    "heading skips a level",
    """A heading is more than one level below the heading before it.

Readers who navigate by headings think that they missed one; PDF/UA forbids it.

    # Chapter
    ### Section

Use the next level: `## Section`.
""",
)
EMPTY_HEADING = Rule(
    "M361",
    Severity.WARNING,
    "heading has no words",
    """A heading without text. The contents would have an empty line.

    ##

Give it words, or take it away. For a break between scenes write `***`.
""",
)
NO_ALT = Rule(
    "M362",
    Severity.WARNING,
    "image has no description",
    """An image without alternative text.

Who listens to the book learns only that there is a picture; the accessibility check fails.

    ![](images/map.png)

Say what it shows: `![Map of the roads round Hailsham](images/map.png)`. If it only decorates:
`![](images/leaf.png){.decorative}`.
""",
)
EMPTY_LINK = Rule(
    "M363",
    Severity.WARNING,
    "link has no words",
    """A link without text (or an image with a description) in it.

Nobody can see it or hear where it leads.

    [](https://example.org/)

Write what it leads to: `[The publisher's page](https://example.org/)`.
""",
)
NO_TABLE_HEADER = Rule(
    "M364",
    Severity.WARNING,
    "table has no header text",
    """All header cells of a table are empty, or it has none.

A screen reader cannot say which column a cell belongs to.

    |   |   |
    |---|---|
    | a | b |

Name the columns in the first row.
""",
)
MOJIBAKE = Rule(
    "M365",
    Severity.WARNING,
    "character that looks like an accident of encodings",
    """Characters that turn up in the middle of Latin text when a file was read in the wrong encoding: U+301E where a
dash was, `â€™` where an apostrophe was, `&amp;#8217;` for a twice-escaped one, control characters 80 to 9F, and
U+FFFD, the mark of a letter that is lost.

The reader sees nonsense, and words run together.

    Kathy\u301eor so she says

Put the right character there; the message proposes it.
""",
)
CONTROL_CHARACTER = Rule(
    "M366",
    Severity.ERROR,
    "character that XML does not allow",
    """A control character (written out, or as an entity such as `&#1;`) that may stand in no EPUB file. U+FFFD
is set in its place.

Readers refuse the whole chapter because of it.

Take it away; it is invisible in most editors, the column tells where it stands.
""",
)
UNDEFINED_LINK = Rule(
    "M367",
    Severity.WARNING,
    "link is not defined",
    """`[text][label]` takes its address from a line `[label]: address`, and the chapter has no such line. The brackets
stay in the text.

    See [the map][hailsham].

Write the address: `[hailsham]: images/map.png`, or a link in one piece: `[the map](images/map.png)`.
""",
)
UNCLOSED_CODE = Rule(
    "M368",
    Severity.WARNING,
    "code block is not closed",
    """A fence of backticks or tildes opens a code block and no fence closes it: all that follows is code.

Half a chapter may be set in typewriter letters.

Close it with a line of the same fence.
""",
)
NOT_A_LANGUAGE = Rule(
    "M370",
    Severity.ERROR,
    "not a language",
    """The `lang` of a phrase or block is not a tag of a language (BCP 47, RFC 5646). It is left out.

Screen readers choose their voice by it, and we choose quotation marks and hyphenation.

    He sought the [mot juste]{lang=french}.

Write the short tag, `{lang=fr}`, with a region where it matters, `{lang=fr-CA}`.
""",
)
NOT_A_DATE = Rule(
    "M371",
    Severity.ERROR,
    "not a date",
    """The `date` of a phrase (or the `datetime` of a `<time>`) is not a date of the calendar, or not written as HTML
wants it. It is left out.

EPUB readers refuse a file with such a date, and no search or calendar could use it.

    [5 November 1605]{date=5.11.1605}

Write year, month and day, `{date=1605-11-05}`, or as much of it as is known: `1605-11`, `1605`. Years before 1 and
dates of which the year is unsure have no such form: leave the attribute out.
""",
)
EMPTY_ABBREVIATION = Rule(
    "M372",
    Severity.WARNING,
    "abbreviation without its long form",
    """A phrase is marked as an abbreviation, and nothing says what it is short for.

Who listens to the book hears letters, and nobody learns what they mean.

    [NHS]{abbr=""}

Write the words: `[NHS]{abbr="National Health Service"}`.
""",
)
UNKNOWN_MEANING = Rule(
    "M373",
    Severity.ERROR,
    "role that does not exist",
    """An element has a `role` that neither ARIA nor DPUB-ARIA knows, or that this element may not have. It is left out.

Assistive technology passes over it, and EPUBCheck refuses the file.

    ::: {role=doc-examples}

Write one that exists, `role=doc-example`, or a class that we know: `::: example`.
""",
)
NEARLY_A_BLOCK = Rule(
    "M374",
    Severity.WARNING,
    "name that is nearly a block's",
    """A fenced div or an alert has a name that is nearly one that we know.

It is set as plain text in a box without a look; a pull quote is not checked, and a sign that should open a box is
printed as it stands.

    ::: pulquote

Write the name as it is, `::: pullquote`, or call a box of your own something that cannot be mistaken.
""",
)
