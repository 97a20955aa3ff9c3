"""Rules about quotations, pull quotes and epigraphs, and about the other things that a page can hold.

Q50x the integrity of quotations · Q51x pull quotes · Q52x the list of quotations · Q53x exercises · Q54x code.
"""

from __future__ import annotations

from publisher.diagnostics import Rule, Severity

TWO_WORDINGS = Rule(
    "Q501",
    Severity.ERROR,
    "one passage quoted with two wordings",
    """Finds a passage that is quoted twice with different words. Quotations of six words or more are compared without
regard to quotation marks, dashes, spaces, capital letters and punctuation; words in square brackets and omissions
marked by an ellipsis are allowed to differ.

One of the two is wrong, and a reader who copies it into an essay copies the mistake. We cannot know which one, and we
never change the text of a quotation.

Example: `> The woods were lovely and dark` in one chapter, `> The woods are lovely and dark` in another.

Look the passage up, and write both alike. Mark what you leave out with `[…]` and what you change with `[brackets]`.""",
)

TWO_SPEAKERS = Rule(
    "Q502",
    Severity.ERROR,
    "one passage given to two speakers",
    """Finds a passage that is quoted twice and attributed to two different speakers. A short form of a name (*Kathy*
for *Kathy H.*) is the same speaker.

At least one attribution is wrong.

Example: `— Ruth C., *A Novel*, ch. 3` under a passage that stands elsewhere with `— Tommy D., *A Novel*, ch. 3`.

Name the same speaker in both places.""",
)

TWO_PLACES = Rule(
    "Q503",
    Severity.ERROR,
    "one passage quoted from two places",
    """Finds a passage that is quoted twice and said to stand in two different works, or in two different chapters or
on two different pages of one work. `ch. 3` and `ch. 3, p. 45` agree.

A reader who looks the passage up will not find it.

Example: `— Kathy H., *A Novel*, ch. 1` and, under the same words, `— Kathy H., *A Novel*, ch. 7`.

Look the passage up, and give the same place both times.""",
)

DAMAGED_QUOTATION = Rule(
    "Q504",
    Severity.ERROR,
    "damaged characters in a quotation",
    """Finds characters in a quotation that come from a text read in the wrong encoding: U+FFFD, U+301E, control
characters, an a with circumflex and a euro sign where an apostrophe was, and the like.

The words are somebody else's, and they are no longer the words that somebody wrote. We never repair a quotation
ourselves, since we cannot know what stood there.

Example: `> Iâ€™ve been a carer now for over eleven years`.

Type the passage again from a printed copy.""",
)

NOT_ALL_COMPARED = Rule(
    "Q505",
    Severity.NOTE,
    "quotations that were not compared",
    """Finds a book whose quotations are so many and so much alike that comparing them all would take minutes. The rest
was not compared.

A passage that is quoted with two wordings may have been missed.

Example: hundreds of pages between `>` that say the same few words over and over.

Nothing, if that is what the book is. Tables and lists of data need not be block quotations.""",
)

PULL_QUOTE_NOT_FOUND = Rule(
    "Q510",
    Severity.ERROR,
    "a pull quote that the chapter does not say",
    """Finds a pull quote whose words do not stand in its own chapter. Quotation marks, the form of dashes, spaces and
ellipses, the case of the first letter and the last punctuation mark may differ; words left out must be marked by an
ellipsis.

A pull quote repeats the text beside it. When the text was edited and the pull quote was not, the page contradicts
itself.

Example: `::: pullquote` with *Memory protects them*, in a chapter that says *Memory is what protects them*.

Copy the sentence from the chapter. Somebody else's words are a block quotation: put `>` before each line.""",
)

LONG_PULL_QUOTE = Rule(
    "Q511",
    Severity.WARNING,
    "a long pull quote",
    """Finds a pull quote of more than 30 words.

A pull quote is read at a glance; a longer one is a second paragraph that says what the first one said.

Example: three whole sentences between `::: pullquote` and `:::`.

Keep the strongest sentence.""",
)

LIVE_PULL_QUOTE = Rule(
    "Q512",
    Severity.WARNING,
    "a link, note or id in a pull quote",
    """Finds a link, a note's call or an id inside a pull quote. They are left out.

A pull quote is hidden from assistive technology, since its words are read where they stand; nothing that is hidden may
be reached or lead somewhere.

Example: `::: pullquote` with *Memory is what protects them.[^3]*

Put the link, the note or the id at the sentence that the pull quote repeats.""",
)

NO_QUOTATIONS = Rule(
    "Q520",
    Severity.WARNING,
    "an empty list of quotations",
    """Finds `::: quotations` in an edition that has no quotation with an attribution.

The heading above it would stand over nothing.

Example: `::: quotations` in a book whose quotations have no line `— Speaker, *Source*, place`.

Attribute the quotations, or take the list out.""",
)

WRONG_LINES = Rule(
    "Q530",
    Severity.ERROR,
    "a number of answer lines that is none",
    """Finds a question whose `lines` is not a whole number from 0 to 60.

We cannot rule that many lines on a page.

Example: `::: question {lines=many}`.

Write `::: question {lines=6}`; `lines=0` sets none.""",
)

STRAY_ANSWER = Rule(
    "Q531",
    Severity.WARNING,
    "an answer outside a question",
    """Finds `::: answer` that does not stand inside `::: question`.

An answer belongs to a question: it takes its number from it and is left out of the students' edition with it in mind.

Example: a question closed by `:::` before its `::: answer` begins.

Give the outer fence one colon more: `:::: question`, then `::: answer` … `:::`, then `::::`.""",
)

NO_ANSWER = Rule(
    "Q532",
    Severity.NOTE,
    "a question without a model answer",
    """Finds a question that has no `::: answer`, in a chapter where other questions have one.

The teacher's edition will have a gap there.

Example: nine questions with an answer and one without.

Write the answer, or leave it: this is a note for the editor.""",
)

UNKNOWN_CODE_LANGUAGE = Rule(
    "Q540",
    Severity.NOTE,
    "code in a language that we cannot highlight",
    """Finds a code block whose language we do not know. It is set plainly.

Nothing is wrong with the book, but its code will look unlike the rest.

Example: three backticks and `pyhton`.

Write a language that Pygments knows, or `text` when none is meant.""",
)

LARGE_CODE = Rule(
    "Q541",
    Severity.NOTE,
    "code too long to highlight",
    """Finds a code block of more than 200,000 characters, or with a line of more than 5,000. It is set plainly.

Highlighting so much takes longer than setting the rest of the book.

Example: a whole data file between two rows of backticks.

Show the part that the reader needs.""",
)
