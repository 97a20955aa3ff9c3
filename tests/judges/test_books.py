"""EPUBCheck, Ace and veraPDF have nothing to say about any book that we make."""

from __future__ import annotations

import re
from typing import Any

import pytest

pytestmark = pytest.mark.judge

EDITIONS = [
    "ebook.epub", "print.pdf", "screen.pdf", "large-print.pdf", "handout-student-a4.pdf", "handout-student-letter.pdf",
    "handout-teacher-a4.pdf", "handout-teacher-letter.pdf",
]  # fmt: skip
WORDS = "The keeper counts the waves and the waves are never the same number twice, which is why he counts them. "


def test_every_edition_of_our_own_manuscript_is_here(sample: Any) -> None:
    assert sorted(name.removeprefix("never-let-me-go-study-guide-") for name in sample.files) == sorted(EDITIONS)
    assert [each for each in sample.diagnostics if each.severity == "error"] == []


def test_our_own_manuscript(sample: Any, faults: Any) -> None:
    assert faults(sample) == []


def test_ace_of_our_own_manuscript(sample: Any, ace: Any) -> None:
    assert [str(each) for each in ace(sample.path("ebook.epub"))] == []


def test_one_of_everything(everything: Any, faults: Any) -> None:
    assert faults(everything) == []


def test_ace_of_one_of_everything(everything: Any, ace: Any) -> None:
    assert [str(each) for each in ace(everything.path(".epub"))] == []


@pytest.fixture(scope="session")
def meanings(once: Any, press: Any) -> Any:
    """The book with one of every meaning, and a look of somebody's own: ``tests/semantics/book``."""
    book = press.root / "tests" / "semantics" / "book"
    return once("meanings", lambda folder: press.build_folder(book, folder / "dist", None, jobs=0))


def test_one_of_every_meaning(meanings: Any, faults: Any) -> None:
    assert faults(meanings) == []


def test_ace_of_one_of_every_meaning(meanings: Any, ace: Any) -> None:
    for name in ("ebook", "harbour"):
        assert [str(each) for each in ace(meanings.path(f"{name}.epub"))] == []


def test_facts_are_only_said_of_fonts(everything: Any, epubcheck: Any) -> None:
    """The one usage that we let pass counts the declarations in ``@font-face``, and nothing else."""
    said = [each for each in epubcheck(everything.path(".epub")) if each.code == "CSS-028"]
    sheets = {name: data.decode() for name, data in everything.epub.entries.items() if name.endswith(".css")}
    declared = 0
    for sheet in sheets.values():
        for face in re.findall(r"@font-face\s*\{([^}]*)\}", sheet):
            declared += len([each for each in face.split(";") if each.strip()])
    more = re.search(r"and in (\d+) more places", said[0].message)
    assert len(said) + (int(more[1]) if more else 0) == declared > 0
    assert {each.severity for each in said} == {"USAGE"}


def test_a_folder_with_one_file(make_book: Any, faults: Any, ace: Any) -> None:
    made = make_book({"notes.md": "Only a line of words.\n"})
    assert faults(made) == []
    assert [str(each) for each in ace(made.path(".epub"))] == []


def test_a_folder_without_book_toml(make_book: Any, faults: Any) -> None:
    files = {
        "README.md": "# A Folder of Notes\n\nSee [the tenth](10-ten.md) and [a place](2-two.md#here).\n",
        "1-one.md": "\ufeff# One\r\n\r\nWords.\r\n",
        "2-two.md": "## Two\n\nIt begins at the second level.\n\n### Here {#here}\n\nMore.\n",
        "10-ten.md": "# Ten\n\nWords.\n\n# Eleven in the same file\n\nMore words.\n",
        "part/deep.md": "No heading at all, and a picture below.\n\n![A square](../images/p.png)\n",
        "images/p.png": PNG,
    }
    assert faults(make_book(files)) == []


PNG = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\0\0\0\0:~\x9bU\0\0\0\nIDATx\x9cc`\0\0\0\2\0\1H\xaf\xa4q"
    b"\0\0\0\0IEND\xaeB`\x82"
)


def test_three_hundred_chapters(make_book: Any, faults: Any, epubcheck: Any) -> None:
    files = {f"{n}.md": f"# Chapter of number {n}\n\nWords, and [the next]({n % 300 + 1}.md).\n" for n in range(1, 301)}
    made = make_book(files, format="epub")
    assert faults(made) == []
    assert len(made.epub.reading_order) > 300


def test_a_chapter_of_fifty_thousand_words(make_book: Any, faults: Any) -> None:
    paragraphs = "\n\n".join(WORDS * 5 for _ in range(480))
    made = make_book({"long.md": f"# The Long One\n\n{paragraphs}\n"}, format="epub")
    assert faults(made) == []


@pytest.mark.parametrize("language", ["de", "fr", "ru", "el", "pl", "tr"])
def test_a_language(make_book: Any, faults: Any, language: str) -> None:
    text = {
        "de": "„Größe“ und Straße",
        "fr": "L’été, où « ça » est",
        "ru": "Всё течёт, и всё",
        "el": "Τὰ πάντα ῥεῖ",
        "pl": "Zażółć gęślą jaźń",
        "tr": "İstanbul’da ışık",
    }[language]
    toml = f'[book]\ntitle = "{text}"\nlanguage = "{language}"\nauthors = ["{text}"]\n'
    made = make_book({"book.toml": toml, "a.md": f"# {text}\n\n{text}.[^1]\n\n> [!NOTE]\n> {text}\n\n[^1]: {text}\n"})
    assert faults(made) == []


HARD = {
    "an empty chapter": "# A\n",
    "only a picture": "# A\n\n![A square](p.png)\n",
    "a heading of code": "# `code` *and* **more** ~~struck~~ [small]{.smallcaps} <sub>2</sub>\n\nWords.\n",
    "headings that jump": "# A\n\n#### B\n\nWords.\n\n## C\n\n##### D\n\nWords.\n",
    "a link with code and a picture": "# A\n\n[`code` *em* ![A square](p.png) **strong**](https://example.org)\n\nWords.\n",
    "a link in a heading": "# A\n\n## See [B](#b)\n\nWords.\n\n## B {#b}\n\nWords.\n",
    "loose lists in loose lists": "# A\n\n- a\n\n  - b\n\n    1. c\n\n       d\n\n    2. e\n\n- f\n",
    "a list with everything": "# A\n\n1. > quoted\n\n   ```\n   code\n   ```\n\n   | a |\n   |---|\n   | b |\n\n2. ![A square](p.png)\n",
    "a table without words in its head": "# A\n\n|   |   |\n|---|---|\n| b | c |\n",
    "a table with empty cells": "# A\n\n| a |   |\n|---|---|\n|   | c |\n\n|  | x |\n|--|---|\n| r | 1 |\n",
    "a table of uneven rows": "# A\n\n| a | b |\n|---|---|\n| c |\n| d | e | f |\n",
    "notes with blocks": "# A\n\nX.[^1] Y.[^2]\n\n[^1]: One.\n\n    - list\n    - more\n\n    > quoted\n\n[^2]: | a |\n    |---|\n    | b |\n",
    "notes everywhere": "# A[^1]\n\n## B[^2]\n\n| a[^3] |\n|---|\n| b[^4] |\n\n- c[^5]\n\n> d[^6]\n\nT[^7]\n: e[^8]\n\n"
    + "\n\n".join(f"[^{n}]: Note {n}." for n in range(1, 9))
    + "\n",
    "a note in a note": "# A\n\nX.[^1]\n\n[^1]: See.[^2]\n\n[^2]: Seen.\n",
    "a definition list with blocks": "# A\n\nT\n: > quoted\n\n    ```\n    code\n    ```\n\nU\nV\n: both\n",
    "an alert with everything": "# A\n\n> [!TIP]\n> - a\n> - b\n>\n> | a |\n> |---|\n> | b |\n>\n> ![A square](p.png)\n",
    "raw HTML": "# A\n\n<table><tr><th>a</th><td>b</td></tr><tr><td colspan='2'>c</td></tr></table>\n\n"
    "<dl><dt>a</dt><dd>b</dd></dl>\n\n<figure><img src='p.png' alt='x'><figcaption>c</figcaption></figure>\n\n"
    "<details open><summary>s</summary><p>p</p></details>\n\n<ol reversed start='5'><li value='3'>a</li></ol>\n\n"
    "<p>a<br>b<wbr>c <q cite='https://example.org'>d</q> <time datetime='2026-11-22'>now</time> <ruby>a<rt>b</rt></ruby></p>\n",
    "quotations in lists": "# A\n\n- > Words of it.\n  >\n  > — A, *B*, 3\n\n::: epigraph\n> E\n>\n> — F\n:::\n",
    "code with long lines": "# A\n\n```python\n" + "x = " + " + ".join("abc" for _ in range(60)) + "\n```\n",
    "questions": "# A\n\n::: question {lines=3}\nWhy?\n\n- a\n- b\n\n![A square](p.png)\n\n::: answer\nBecause.\n:::\n:::\n",
    "many ids": '# A {#id-a}\n\n## B {#id-b}\n\n[x]{#id-c} <span id="id-d">y</span> <a name="id-e">z</a> '
    "[to](#id-a) [to](#id-b) [to](#id-c) [to](#id-d) [to](#id-e)\n",
    "ampersands": "# A & B < C\n\nA&B <https://example.org/?a=1&b=2> `<&>` &lt; &amp;amp;\n",
    "a drawing in the line": "# A\n\nBefore ![A dot](d.svg) after, and a row of ![](p.png){.decorative} them.\n",
}
HARD_FILES = {
    "p.png": PNG,
    "d.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><circle r="4" cx="4" cy="4"/></svg>',
}


@pytest.mark.parametrize("row", HARD)
def test_what_is_hard_to_tag(make_book: Any, faults: Any, row: str) -> None:
    assert faults(make_book({"a.md": HARD[row], **HARD_FILES})) == []


def test_ace_of_what_is_hard_to_tag(make_book: Any, ace: Any) -> None:
    toml = '[book]\ntitle = "Hard"\nlanguage = "en"\n'
    files = {f"{n}.md": text for n, text in enumerate(HARD.values())}
    made = make_book({"book.toml": toml, **files, **HARD_FILES}, format="epub")
    assert made.ok, made.diagnostics
    assert [str(each) for each in ace(made.path(".epub"))] == []
