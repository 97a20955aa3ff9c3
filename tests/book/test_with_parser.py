"""The book made by the real parser from Markdown, as an author writes it."""

from __future__ import annotations

from publisher.book.assemble import assemble
from publisher.book.edition import edit
from publisher.book.reading import shown_minutes
from publisher.config import BookInfo, Config, Contents, EditionSpec, ReadingOptions
from publisher.manuscript.values import AssetFile, ChapterFile, Manuscript
from publisher.markup.parse import Parser
from publisher.source import Source

HAILSHAM = """# Hailsham *again*

Intro[^1], and [memory](02-cottages.md#love--loss-1), and [the key](#key).

![A boat](../images/boat.png "The boat")

::: teacher
## Teaching notes {#key}

Only for the teacher[^t].
:::

Text <a id="here"></a>and `code`.

| a | b |
|---|---|
| one | two |

[^1]: A note.
[^t]: The teacher's note.
"""

COTTAGES = """## The Cottages

### Love & loss

A paragraph of [six words](01-hailsham.md#here).

### Later

#### Love & loss

See [above](#later).
"""


def book_of(**texts):
    files = [ChapterFile(f"text/{path}", Source(f"text/{path}", text)) for path, text in texts.items()]
    config = Config(BookInfo(title="T"), Contents(numbered=True))
    manuscript = Manuscript(config, tuple(files), (AssetFile("images/boat.png", "image/png"),))
    parser = Parser("en")
    return assemble(manuscript, {file.path: parser.parse(file.source, file.body_line) for file in files})


def test_two_chapters_in_two_editions():
    book = book_of(**{"01-hailsham.md": HAILSHAM, "02-cottages.md": COTTAGES})
    assert book.diagnostics == ()
    assert [(c.id, c.text) for c in book.chapters] == [("hailsham", "Hailsham again"), ("cottages", "The Cottages")]
    reader, teacher = (
        edit(book, EditionSpec("e", audience=audience), ReadingOptions()) for audience in ("reader", "teacher")
    )
    assert [d.code for d in reader.diagnostics] == ["B432"]
    assert teacher.diagnostics == ()
    hrefs = [n.get("href") for c in teacher.chapters for n in c.body.walk() if n.kind == "link"]
    assert hrefs == ["#cottages-love-loss-2", "#key", "#here", "#cottages-later"]
    assert [t.text for t in teacher.targets if t.kind == "note"] == ["A note.", "The teacher’s note."]
    assert [t.text for t in reader.targets if t.kind == "note"] == ["A note."]
    assert [t.text for t in reader.targets if t.kind in ("figure", "section")] == [
        "The boat",
        "Love & loss",
        "Later",
        "Love & loss",
    ]
    assert reader.reading.counts == teacher.reading.counts


def test_three_hundred_chapters():
    paragraph = "She said “never—let *me* go” and went to the sea again with eleven others [^1].\n\n"
    chapter = "# Chapter {n}\n\n" + paragraph * 6 + "[^1]: A note.\n"
    book = book_of(**{f"{n:03}-c{n}.md": chapter.format(n=n) for n in range(300)})
    edition = edit(book, EditionSpec("e"), ReadingOptions())
    assert edition.reading.counts.total == 300 * (6 * 15 + 2)
    assert edition.reading.minutes == shown_minutes(300 * (6 * 15 + 2) / 238 * 60)
    assert edition.chapters[-1].number == "300"
    assert len({target.id for target in edition.targets}) == len(edition.targets)
