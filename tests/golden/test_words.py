"""No word is lost: those of the manuscript are those of the EPUB and those of the PDF, each as often."""

from __future__ import annotations

import io
import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

Words = Counter[str]


def chapters(folder: Path) -> list[Path]:
    """The chapter files that ``book.toml`` lists, in order."""
    listed = tomllib.loads((folder / "book.toml").read_text("utf-8"))["contents"]
    names = [*listed.get("front", ())]
    for each in listed.get("body", ()):
        names += each["chapters"] if isinstance(each, dict) else [each]
    return [folder / name for name in (*names, *listed.get("back", ()))]


def difference(wanted: Words, found: Words) -> dict[str, int]:
    """Word → how many too many (or, below zero, too few)."""
    return {word: found[word] - wanted[word] for word in wanted.keys() | found.keys() if found[word] != wanted[word]}


@pytest.fixture(scope="session", params=["sample", "everything"])
def book(request: pytest.FixtureRequest, press: Any) -> tuple[Path, Any]:
    folder = press.root / "manuscript" if request.param == "sample" else press.root / "tests/golden/everything"
    return folder, request.getfixturevalue(request.param)


def test_the_epub_has_the_words_of_the_manuscript(book: Any, reader: Any, epub_words: Any) -> None:
    folder, built = book
    found = epub_words(built.epub)
    files = chapters(folder)
    assert len(found) == len(files)
    for path, (name, words) in zip(files, found.items(), strict=True):
        assert difference(reader(path), words) == {}, (path.name, name)


def printed(built: Any) -> Any:
    """The print edition, opened."""
    (name,) = (name for name in built.files if name.endswith("-print.pdf") and not name.endswith("large-print.pdf"))
    return built.opened()[name]


def lost(folder: Path, pdf: Any, reader: Any) -> Words:
    """The words of the manuscript that are not, or not as often, in the PDF."""
    wanted = written(folder, reader)
    return wanted - printed_words(pdf, wanted)


def written(folder: Path, reader: Any) -> Words:
    """All words of the chapter files."""
    total: Words = Counter()
    for path in chapters(folder):
        total += reader(path)
    return total


def printed_words(pdf: Any, wanted: Words) -> Words:
    """The words of the PDF, those that a line's end divides in one.

    What follows a hyphen is not always drawn next: a heading or the next page's first line may come between. So the
    beginning of a word waits until there is an end that makes it one of the words that are wanted.
    """
    lines = pdf.lines
    found: Words = Counter()
    waiting: list[str] = []
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        words = _words(line)
        divided = line.endswith("\xad") and bool(words)
        if divided:
            follows = _words(after)[:1]
            if follows and words[-1] + follows[0] in wanted:
                found[words[-1] + follows[0]] += 1
                found[follows[0]] -= 1
            else:
                waiting.append(words[-1])
            words = words[:-1]
        found.update(words)
    for word in wanted - found:
        for beginning in waiting:
            end = word.removeprefix(beginning)
            if end != word and found[end] > wanted[end]:
                waiting.remove(beginning)
                found[word] += 1
                found[end] -= 1
                break
    return found + Counter(waiting)


def _words(line: str) -> list[str]:
    """The words of a line; the number of a note that touches a word is taken off it."""
    return re.findall(r"[^\W_]+", re.sub(r"(?<=[^\W\d_]{2})\d{1,2}\b", " ", line.casefold()))


def test_the_pdf_has_the_words_of_the_manuscript(book: Any, reader: Any, press: Any, made_by_us: str) -> None:
    """And it has no others but those that Publisher sets itself. Figures are not counted there: pages have many."""
    folder, built = book
    pdf = printed(built)
    assert lost(folder, pdf, reader) == Counter()
    wanted = written(folder, reader)
    more = printed_words(pdf, wanted) - wanted - made(folder, press, made_by_us)
    assert [word for word in more if not word.isdigit() and not re.fullmatch("[ivxl]+", word)] == []


def made(folder: Path, press: Any, of_us: str) -> Words:
    """The words that Publisher sets in the print edition besides the author's: title pages, contents, labels."""
    from lxml import etree

    from publisher.build.corridor import compositions, walk
    from publisher.build.plan import Options
    from publisher.plugins import load_features

    options, features = Options(editions=("print",)), load_features()
    (planned,), _ = compositions(walk(folder, options, features), folder, (), options, features)
    total: Words = Counter()
    for document in planned.composition.documents:
        wrapped = f'<html xmlns="{XHTML}" xmlns:epub="{OPS}"><body>{document.body}</body></html>'
        tree = etree.fromstring(wrapped)
        text = press.body_text(tree)
        if document.kind == "chapter":
            without = press.body_text(tree, of_us)
            total += press.words(text.casefold()) - press.words(without.casefold())
        else:
            total += press.words(text.casefold())
    for path in sorted((folder / "images").rglob("*.svg")):  # drawings are set with their words
        drawing = etree.parse(path)
        total += press.words("\n".join(drawing.xpath("//*[local-name()='text']//text()")).casefold())
    return total + Counter({"page": sum(total.values())})


XHTML = "http://www.w3.org/1999/xhtml"
OPS = "http://www.idpf.org/2007/ops"


def test_a_loss_is_seen(everything: Any, reader: Any, epub_words: Any, press: Any) -> None:
    """The proof of the proof: one word taken out of the EPUB, one page out of the PDF."""
    import pikepdf

    folder = press.root / "tests/golden/everything"
    files = chapters(folder)
    epub = everything.epub
    (name,) = (name for name in epub.entries if name.endswith("arrival.xhtml"))
    entries = epub.entries | {name: epub.entries[name].replace(b"hundred", b"", 1)}
    epub.__dict__["entries"] = entries
    (path,) = (path for path in files if path.name == "01-arrival.md")
    assert difference(reader(path), epub_words(epub)[name]) == {"hundred": -1}
    whole, out = printed(everything), io.BytesIO()
    (number,) = (number for number, text in enumerate(whole.pages) if "hundred" in text)
    with pikepdf.open(io.BytesIO(whole.data)) as pdf:
        del pdf.pages[number]
        pdf.save(out)
    assert {"hundred", "twelve", "steps"} <= set(lost(folder, press.Pdf(out.getvalue()), reader))


def test_a_long_footnote_is_whole_or_is_said_to_be_too_long(make_book: Any) -> None:
    """The print engine alone cuts a note that is longer than a page: 900 words go in and 116 come out."""
    words = [f"word{n}" for n in range(900)]
    made = make_book({"a.md": f"# A\n\nText.[^1]\n\nMore.\n\n[^1]: {' '.join(words)}.\n"}, format="pdf")
    if made.ok:
        assert set(words) <= set(made.pdf.text.split()) | {each.strip(".") for each in made.pdf.text.split()}
    else:
        places = [(each.code, each.span.path, each.span.line) for each in made.diagnostics if each.severity == "error"]
        assert {("P821", "a.md", 7)} <= set(places) or {("P820", "a.md", 7)} <= set(places), places


def test_a_deep_quotation_is_whole_or_is_said_to_be_too_deep(make_book: Any) -> None:
    made = make_book({"a.md": f"# A\n\nBefore.\n\n{'> ' * 300}Deep down.\n\nAfter.\n"})
    if made.ok:
        assert "Deep down." in made.epub.text()
        assert "Deep down." in made.pdf.text
    else:
        assert ("a.md", 5) in {
            (each.span.path, each.span.line) for each in made.diagnostics if each.severity == "error"
        }


@pytest.mark.parametrize(
    ("markdown", "wanted"),
    [
        ("<b>Once</b><i>upon</i> a time", "<b>Once</b><i>upon</i> a time"),
        ("**Once***upon* a time", "<strong>Once</strong><em>upon</em> a time"),
        ("O<sup>2</sup>O x<sub>1</sub>y", "O<sup>2</sup>O x<sub>1</sub>y"),
        ("a&nbsp;b\u2009c", "a\u00a0b\u2009c"),
        ("*a*`b`~~c~~**d**", "<em>a</em><code>b</code><del>c</del><strong>d</strong>"),
    ],
)
def test_neighbours_stay_neighbours(make_book: Any, markdown: str, wanted: str) -> None:
    made = make_book({"a.md": f"# A\n\n{markdown}\n"}, format="epub")
    assert wanted in made.epub.xhtml


def test_code_keeps_its_bytes(make_book: Any) -> None:
    code = "  two\n\tand a tab\n\nx = [1,  2]   # trailing   \nlast"
    made = make_book({"a.md": f"# A\n\n```python\n{code}\n```\n\n~~~\n{code}\n~~~\n"}, format="epub")
    found = ["".join(each.itertext()) for each in made.epub.document("/a.xhtml").iter("{*}pre")]
    assert [each.removesuffix("\n") for each in found] == [code, code]
    assert b"<pre" in made.epub.entries["EPUB/a.xhtml"]
    assert b"<code>\n" not in made.epub.entries["EPUB/a.xhtml"]
