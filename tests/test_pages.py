"""Turn to page 37: every page that the EPUB lists begins where the finished PDF's page begins.

The PDF is read back with pdfplumber, which knows nothing of what laid it out: heads and folios go by their place over
and under the text, notes by their place below the rule, their signs in the text by their size.
"""

from __future__ import annotations

import functools
import io
import posixpath
import re
import sys
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pdfplumber
import pytest
from lxml import etree

pytestmark = pytest.mark.slow

XHTML = "{http://www.w3.org/1999/xhtml}"
OPS = "{http://www.idpf.org/2007/ops}"
NCX = "{http://www.daisy.org/z3986/2005/ncx/}"
ENOUGH = 40  # letters that are compared
BENCHMARKS = Path(__file__).parent.parent / "benchmarks"
_LOST = dict.fromkeys(map(ord, "\u00ad-‐\u200b•"))  # hyphens, and the signs of items, which are no text
_MARKER = re.compile(r"^\d{1,3}\.")  # of an item: CSS sets it, on paper and on screen
_LEADER = re.compile(r"(?:\s*\.){3,}\s*\w+\s*$")  # and the folio, after an entry of the printed contents


def letters(text: str) -> str:
    """What must agree: no spaces, no hyphens of the lines, no ligatures, no capitals that only a style set."""
    plain = unicodedata.normalize("NFKC", text).translate(_LOST)
    return "".join(plain.split()).casefold()


@dataclass(frozen=True)
class Paper:
    """A printed page: its label, and the lines of its text area from top to bottom.

    ``drawn`` are the same in the order in which they are drawn: a row of a table is one cell after the other there, and
    what a style has moved comes last.
    """

    label: str
    lines: tuple[str, ...]
    drawn: tuple[str, ...] = ()

    @property
    def texts(self) -> tuple[str, str]:
        return letters(" ".join(self.lines)), letters(" ".join(self.drawn))

    @property
    def text_ends_in_a_word(self) -> bool:
        """Whether the page's end divides a word."""
        return bool(self.lines) and self.lines[-1].rstrip().endswith(("-", "‐", "\u00ad", "\ufffe"))


@functools.lru_cache(2)
def read_pdf(data: bytes) -> list[Paper]:
    """Every page of a PDF, by the labels that a viewer shows."""
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as file:
        labels = [page.label for page in file.pages]
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return [_paper(label, page) for label, page in zip(labels, pdf.pages, strict=True)]


def _paper(label: str, page: Any) -> Paper:
    """A page of the look `print` without head, folio and notes, and without the letters of drawings."""
    chars = [char for char in page.chars if char["top"] > 54 and char["bottom"] < page.height - 62]
    chars = [char for char in chars if char["tag"] != "Figure"]
    marks = [*page.lines, *page.rects]
    rules = [mark["top"] for mark in marks if 34 < mark["width"] < 38 and mark["top"] > 54]
    end = min((top for top in rules if _is_note_rule(top, chars)), default=page.height)
    chars = [char for char in chars if char["bottom"] <= end + 1]
    chars = [_raised(char, chars) for char in chars]
    rows: dict[int, list[Any]] = {}
    drawn: list[list[Any]] = []
    for char in chars:
        near = next((row for row in rows if abs(row - char["bottom"]) < 6), round(char["bottom"]))
        rows.setdefault(near, []).append(char)
        if not drawn or abs(char["bottom"] - drawn[-1][-1]["bottom"]) > 6 or char["x0"] < drawn[-1][-1]["x0"] - 6:
            drawn.append([])
        drawn[-1].append(char)
    return Paper(label, tuple(_line(rows[row]) for row in sorted(rows)), tuple(map(_line, drawn)))


def _raised(char: Any, chars: list[Any]) -> Any:
    """A letter that drops over some lines stands on the first of them, as it is read."""
    if char["size"] < 36:
        return char
    beside = [each["bottom"] for each in chars if each["size"] < 20 and each["bottom"] > char["top"] + 6]
    return {**char, "bottom": min(beside), "size": 11.5} if beside else char


def _line(chars: list[Any]) -> str:
    size = max(char["size"] for char in chars)
    words = [char for char in chars if char["size"] > 0.75 * size or not char["text"].isdigit()]
    return _LEADER.sub("", pdfplumber.utils.extract_text(words, x_tolerance=1.5).replace("\n", " "))


def _is_note_rule(top: float, chars: list[Any]) -> bool:
    below = [char["size"] for char in chars if char["top"] > top]
    return bool(below) and max(below) < 10


@dataclass(frozen=True)
class Listed:
    """A page of the EPUB's page-list: its label, and the words after its mark up to the next one."""

    label: str
    text: str
    mark: Any

    def within(self, *tags: str) -> Any:
        """The nearest of these elements around the mark."""
        return next(self.mark.iterancestors(*(XHTML + tag for tag in tags)), None)


def read_epub(epub: Any) -> list[Listed]:
    """Every page that the nav document lists, in its order."""
    (name,) = (name for name in epub.entries if name.endswith("nav.xhtml"))
    nav = etree.fromstring(epub.entries[name])
    lists = [each for each in nav.iter(f"{XHTML}nav") if each.get(f"{OPS}type") == "page-list"]
    trees: dict[str, Any] = {}
    found = []
    for link in lists[0].iter(f"{XHTML}a") if lists else ():
        path, _, key = unquote(link.get("href")).partition("#")
        if path not in trees:
            trees[path] = epub.document(posixpath.join(posixpath.dirname(name), path))
        (mark,) = (each for each in trees[path].iter() if each.get("id") == key)
        found.append(Listed(link.text, letters("".join(_after(mark))), mark))
    return found


def _after(mark: Any) -> Iterator[str]:
    """The words between a mark and the next one of its document; marks at one place share them."""
    yield mark.tail or ""
    met = bool((mark.tail or "").strip())
    place = mark
    while place is not None:
        for following in place.itersiblings(etree.Element):
            for piece in _pieces(following):
                if piece is None and met:
                    return
                met = met or bool(piece and piece.strip())
                yield piece or ""
            yield following.tail or ""
        place = place.getparent()
        yield (place.tail or "") if place is not None else ""


def _pieces(element: Any) -> Iterator[str | None]:
    """The words of an element, without notes and what calls them, and with numbers of items; None for a mark."""
    if element.get("role") == "doc-pagebreak":
        yield None
    if _is_note(element):
        return
    parent = element.getparent()
    contents = element.find(f".//{XHTML}span[@class='entry-title']") is not None  # its numbers are not shown
    if element.tag == f"{XHTML}li" and parent.tag == f"{XHTML}ol" and not contents:
        yield f"{int(parent.get('start', 1)) + parent.index(element)}."
    yield element.text or ""
    for child in element.iterchildren(etree.Element):
        yield from _pieces(child)
        yield child.tail or ""


def _is_note(element: Any) -> bool:
    return bool({"noteref", "footnote", "endnotes", "footnotes"} & set(element.get(f"{OPS}type", "").split()))


@dataclass(frozen=True)
class Verdict:
    """How the pages of a PDF and the page-list of an EPUB agree."""

    pages: int
    wrong: tuple[str, ...]
    words: tuple[str, ...] = ()  # labels of pages that begin inside a word: the mark stands before the whole word
    links: tuple[str, ...] = ()  # … inside a link: before the link


def judge(pdf: bytes, epub: Any, elsewhere: tuple[str, ...] = ("i",)) -> Verdict:
    """Compare each page with what its mark precedes. ``elsewhere`` are pages whose words the EPUB lacks."""
    papers = [paper for paper in read_pdf(pdf) if paper.lines]
    listed = read_epub(epub)
    printed, said = [paper.label for paper in papers], [each.label for each in listed]
    if printed != said:
        return Verdict(0, (f"printed: {printed}, listed: {said}",))
    found: dict[str, list[str]] = {"wrong": [], "words": [], "links": []}
    before = Paper("", ())
    for paper, each in zip(papers, listed, strict=True):
        how = "" if paper.label in elsewhere else _compare(paper, each, before)
        if how:
            shown = f"{paper.label}: print “{paper.texts[0][:60]}”, EPUB “{each.text[:60]}”"
            found[how].append(shown if how == "wrong" else paper.label)
        before = paper
    return Verdict(len(papers), **{name: tuple(each) for name, each in found.items()})


def _compare(paper: Paper, each: Listed, before: Paper) -> str:
    """ "" where the words agree; else why the mark stands before the page's first letter, or that it is wrong."""
    enough = 24 if each.within("nav") is not None else ENOUGH  # the contents on screen list sections too
    readings = list(paper.texts)
    table = each.within("table")
    if table is not None:  # its head stands again at the top of the page
        head = letters("".join(table.find(f"{XHTML}thead").itertext()))
        readings += [text.removeprefix(head) for text in paper.texts]
    if each.within("li") is not None:
        readings += [_MARKER.sub("", text) for text in paper.texts]
    if any(_agree(reading, each.text, enough) for reading in readings):
        return ""
    early = each.text.find(readings[0][:24])
    if early > 0 and any(text.endswith(each.text[:early]) for text in before.texts):
        link = each.mark.getnext()
        if not (each.mark.tail or "") and link is not None and link.tag == f"{XHTML}a":
            return "links" if early < len(letters("".join(link.itertext()))) else "wrong"
        return "words" if before.text_ends_in_a_word and early < 20 else "wrong"
    return "wrong"


def _agree(printed: str, said: str, enough: int) -> bool:
    length = min(enough, len(printed), len(said))
    return length > 0 and printed[:length] == said[:length]


# --- The sample and the long book ---------------------------------------------------------------------------


def test_every_page_of_the_sample_is_where_it_is_printed(sample: Any, press: Any) -> None:
    pdf = sample.path("guide-print.pdf").read_bytes()
    verdict = judge(pdf, press.Epub(sample.path("-ebook.epub").read_bytes()))
    assert verdict.wrong == ()
    assert verdict.pages >= 40
    assert len(verdict.words) + len(verdict.links) < 5


@pytest.fixture(scope="session")
def long_book(once: Callable[..., Any], press: Any) -> Any:
    """A generated book of some 300 pages, as an EPUB and as a PDF."""
    sys.path[:0] = [str(BENCHMARKS), str(Path(__file__).parent)]
    try:
        from books import sentences
        from pages_book import write_book
    finally:
        del sys.path[:2]

    def make(folder: Path) -> Any:
        return press.build_folder(write_book(folder / "book", sentences()), folder / "dist", None, jobs=2)

    return once("long-pages", make)


@pytest.mark.judge
def test_every_page_of_a_long_book_is_where_it_is_printed(long_book: Any, press: Any) -> None:
    verdict = judge(long_book.path(".pdf").read_bytes(), long_book.epub)
    assert verdict.wrong == ()
    assert verdict.pages >= 280
    assert len(verdict.words) + len(verdict.links) < verdict.pages / 10
    assert not [each for each in long_book.diagnostics if each.code in ("E718", "E719")]


@pytest.mark.judge
def test_epubcheck_and_ace_have_nothing_against_the_pages(long_book: Any, press: Any, ask: Any) -> None:
    from publisher.judges.ace import ace
    from publisher.judges.epubcheck import FACTS, epubcheck

    path = long_book.path(".epub")
    assert [str(each) for each in ask(epubcheck, path) if each.code not in FACTS] == []
    assert [str(each) for each in ask(ace, path, press.root / ".tools")] == []


def test_the_judge_sees_a_mark_at_the_wrong_word(sample: Any, press: Any) -> None:
    """The comparison itself can fail: one mark moved by a word is found."""
    import zipfile

    data = io.BytesIO()
    moved = 0
    with zipfile.ZipFile(sample.path("-ebook.epub")) as old, zipfile.ZipFile(data, "w") as new:
        for entry in old.infolist():
            text = old.read(entry)
            if entry.filename.endswith("the-cottages.xhtml"):
                text, moved = re.subn(rb'(<span [^>]*id="page-8"[^>]*></span>)(\w+ )', rb"\2\1", text)
            new.writestr(entry, text)
    assert moved == 1
    verdict = judge(sample.path("guide-print.pdf").read_bytes(), press.Epub(data.getvalue()))
    assert [line.split(":")[0] for line in verdict.wrong] == ["8"]


# --- The build ----------------------------------------------------------------------------------------------

HEAD = """\
[book]
title = "Pages"
authors = ["A. Writer"]
language = "en"
identifier = "urn:uuid:0e7f4f5a-7a43-4f3d-8a7c-1c2d3e4f5a6b"
date = "2026-11-22"
"""
EDITIONS = """
[editions.ebook]
formats = ["epub"]
pages_from = "{source}"

[editions.print]
formats = ["pdf"]
{print}
"""
WORDS = "The first chapter goes on for quite a while and says the same thing once more, number {}. " * 12


def manuscript(source: str = "print", print: str = "", **files: str) -> dict[str, str]:
    body = "\n\n".join(WORDS.replace("{}", str(number)) for number in range(6))
    return {"book.toml": HEAD + EDITIONS.format(source=source, print=print), "one.md": f"# One\n\n{body}\n"} | files


def listed_labels(epub: Any) -> list[str]:
    return [each.label for each in read_epub(epub)]


def test_an_ebook_alone_still_has_the_pages_of_print(make_book: Any, tmp_path: Path) -> None:
    alone = make_book(manuscript(), editions=("ebook",))
    assert sorted(alone.files) == ["pages-ebook.epub"]
    assert len(listed_labels(alone.epub)) >= 4
    both = make_book(manuscript(), editions=("ebook", "print"))
    assert both.files["pages-ebook.epub"] == alone.files["pages-ebook.epub"]
    only_epubs = make_book(manuscript(), format="epub")
    assert only_epubs.files == alone.files


def test_one_worker_and_two_make_the_same_bytes_without_memory(make_book: Any, press: Any, tmp_path: Path) -> None:
    one = make_book(manuscript(), jobs=1)
    two = press.build_folder(tmp_path / "book", tmp_path / "other", None, jobs=2)
    assert one.files == two.files
    assert listed_labels(only_epub(two))


def test_the_ebook_is_made_again_when_the_printed_pages_change(make_book: Any) -> None:
    before = make_book(manuscript(print='papers = ["6x9"]'))
    after = make_book(manuscript(print='papers = ["A6"]'))
    assert len(listed_labels(only_epub(after))) > len(listed_labels(only_epub(before)))
    again = make_book(manuscript(print='papers = ["6x9"]'))
    assert again.files == before.files


def only_epub(built: Any) -> Any:
    return next(each for name, each in built.opened().items() if name.endswith(".epub"))


def test_what_is_kept_is_not_made_again(press: Any, tmp_path: Path) -> None:
    told = _told(press, tmp_path, manuscript())
    assert sorted(told["made"]) == ["pages-ebook.epub", "pages-print.pdf"]
    told = _told(press, tmp_path, manuscript(**{"two.md": "# Two\n\nMore.\n"}))
    assert sorted(told["made"]) == ["pages-ebook.epub", "pages-print.pdf"]
    told = _told(press, tmp_path, manuscript(**{"two.md": "# Two\n\n<!-- a remark -->\n\nMore.\n"}))
    assert (told["made"], sorted(told["kept"])) == ([], ["pages-ebook.epub", "pages-print.pdf"])


def _told(press: Any, root: Path, files: dict[str, str], editions: tuple[str, ...] = ()) -> dict[str, list[str]]:
    from publisher.build.cache import Cache
    from publisher.build.place import Place
    from publisher.build.plan import Options
    from publisher.build.run import build
    from publisher.plugins import load_features

    folder = press.write_files(root / "book", files)
    told: dict[str, list[str]] = {"made": [], "kept": []}
    place = Place(folder, (), root / "dist", Cache(root / "cache"))
    asked = Options(editions, jobs=1)
    report = build(place, asked, load_features, lambda stage, name: told.setdefault(stage, []).append(name))
    told["codes"] = [each.code for each in report.diagnostics if each.severity == "error"]
    told["files"] = [each.file_name for each in report.made]
    return told


@pytest.mark.parametrize("editions", [(), ("ebook",)])
def test_no_ebook_when_print_cannot_be_laid_out(
    press: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, editions: tuple[str, ...]
) -> None:
    from publisher.formats.artefact import Artefact
    from publisher.rules.pdf import LAYOUT_FAILED
    from publisher.source import Span

    def fail(tasks: Any, jobs: int, tell: Any, staff: Any) -> Iterator[Any]:
        for task in tasks:
            assert task.format == "pdf"
            why = LAYOUT_FAILED.at(Span("one.md", 1), "the print engine cannot set “One”")
            yield task, Artefact(task.file_name, "application/pdf", b"", diagnostics=(why,))

    monkeypatch.setattr("publisher.build.artefacts.run_tasks", fail)
    told = _told(press, tmp_path, manuscript(), editions)
    assert told["codes"] == [LAYOUT_FAILED.code, "E720"] or told["codes"] == ["E720", LAYOUT_FAILED.code]
    assert told["files"] == told["made"] == []
    assert not (tmp_path / "dist").exists()


def test_of_several_papers_the_one_that_is_named(make_book: Any) -> None:
    two = 'papers = ["6x9", "A6"]'
    first, second = (listed_labels(only_epub(make_book(manuscript(source, two)))) for source in ("print", "print:a6"))
    assert len(second) > len(first)


def test_an_edition_may_take_its_pages_from_its_own_pdf(make_book: Any) -> None:
    toml = HEAD + '\n[editions.book]\nformats = ["epub", "pdf"]\npages_from = "book"\n'
    built = make_book(manuscript() | {"book.toml": toml})
    assert judge(built.path(".pdf").read_bytes(), built.epub).wrong == ()


@pytest.mark.parametrize(
    ("print", "named"),
    [
        ('isbn = "978-3-16-148410-0"', "urn:isbn:9783161484100"),
        ('identifier = "https://example.org/print"', "https://example.org/print"),
        ('statement = "Library edition"', "Pages, A. Writer, Library edition, 2026"),
    ],
)
def test_the_source_of_the_pages_is_named(make_book: Any, print: str, named: str) -> None:
    opf = make_book(manuscript(print=print), editions=("ebook",)).epub.opf
    metas = {meta.get("property"): meta.text for meta in opf.iter("{http://www.idpf.org/2007/opf}meta")}
    assert metas["pageBreakSource"] == named


def test_pages_with_words_for_others_lead_to_the_next_words_there_are(make_book: Any) -> None:
    secret = "::: teacher\n" + WORDS.replace("{}", "7") * 4 + "\n:::\n"
    files = manuscript(print='audience = "teacher"', **{"two.md": f"# Two\n\n{secret}\n\nFor all again.\n"})
    built = make_book(files)
    (note,) = (each for each in built.diagnostics if each.code == "E718")
    labels = re.findall(r"\d+", note.message)
    pages = {each.label: each.text for each in read_epub(only_epub(built))}
    assert labels
    assert all(pages[label].startswith("forallagain") for label in labels)
    assert judge(built.path(".pdf").read_bytes(), only_epub(built), ("i", *labels)).wrong == ()


def test_second_calls_of_a_note_are_none_of_the_words(make_book: Any) -> None:
    sentence = "A note here[^a] and there[^a] and the same one again.[^a] "
    files = manuscript(**{"two.md": "# Two\n\n" + "\n\n".join([sentence * 30] * 5) + "\n\n[^a]: The note.\n"})
    built = make_book(files)
    assert not [each for each in built.diagnostics if each.code in ("E718", "E719")]
    pages = [each for each in read_epub(only_epub(built)) if each.text.startswith(("anote", "and", "the", "here"))]
    assert len(pages) >= 3


def test_a_row_that_a_page_divides_begins_where_its_first_words_are(make_book: Any, tmp_path: Path) -> None:
    """Then a part of each cell stands on each page, and counting letters does not tell the place."""
    from publisher.formats.solid import solid

    left = " ".join(f"left{number}" for number in range(400))
    right = " ".join(f"right{number}" for number in range(400))
    files = manuscript(**{"two.md": f"# Two\n\n| A | B |\n|---|---|\n| {left} | {right} |\n"})
    built = make_book(files)
    papers = {paper.label: paper for paper in read_pdf(built.path(".pdf").read_bytes())}
    cut = [each for each in read_epub(only_epub(built)) if each.within("td") is not None]
    assert cut
    for each in cut:
        first = papers[each.label].drawn[0].split()[0]
        assert each.text.startswith(solid(first)[:8])


def test_a_page_with_nothing_but_lines_to_write_on_is_listed(make_book: Any) -> None:
    questions = "\n\n".join(f"::: {{.question lines=60}}\nQuestion text {number}?\n:::" for number in range(3))
    toml = HEAD + (
        '\n[editions.ebook]\nformats = ["epub"]\npages_from = "print"\n'
        '\n[editions.print]\nformats = ["pdf"]\naudience = "student"\npapers = ["A5"]\n'
    )
    built = make_book({"book.toml": toml, "one.md": f"# One\n\n{questions}\n\nThe end.\n"})
    import pikepdf

    with pikepdf.open(built.path(".pdf")) as pdf:
        count = len(pdf.pages)
    blank = sum(1 for page in _drawings(built.path(".pdf").read_bytes()) if not page)
    assert len(listed_labels(only_epub(built))) == count - blank


def _drawings(data: bytes) -> Iterator[int]:
    """How many letters and lines are drawn in the text area of each page."""
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            things = [*page.chars, *page.lines, *page.rects, *page.curves]
            yield sum(1 for thing in things if thing["top"] > 54 and thing["bottom"] < page.height - 62)


@pytest.mark.parametrize(
    ("source", "code", "hint"),
    [
        ("prnt", "C130", "did you mean `print`?"),
        ("ebook", "C130", "a PDF is made of `print`"),
        ("print:A6", "C130", 'write "print"'),
    ],
)
def test_pages_from_names_an_edition_with_a_pdf(make_book: Any, source: str, code: str, hint: str) -> None:
    built = make_book(manuscript(source))
    (found,) = (each for each in built.diagnostics if each.code == code)
    assert (found.hint, found.span.path, found.span.line) == (hint, "book.toml", 10)
    assert not built.ok


def test_pages_from_is_idle_without_an_epub(make_book: Any) -> None:
    built = make_book(manuscript(print='pages_from = "print"'), editions=("print",))
    assert built.codes == ["C131"]
