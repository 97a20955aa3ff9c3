"""The typographic measures: files that are wrong in exactly one way, beside one with which nothing is wrong."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from publisher.formats.readback.text import read_pages
from publisher.formats.solid import solid
from publisher.judges.typography.body import text_of
from publisher.judges.typography.lines import lines_of
from publisher.judges.typography.measure import Measures, measure

_spec = importlib.util.spec_from_file_location("typeset", Path(__file__).with_name("typeset.py"))
assert _spec is not None
assert _spec.loader is not None
typeset: Any = importlib.util.module_from_spec(_spec)
sys.modules["typeset"] = typeset
_spec.loader.exec_module(typeset)


def codes(measured: Measures | None) -> list[str]:
    assert measured is not None
    return [finding.rule.code for finding in measured.findings]


def test_a_clean_book_has_no_fault() -> None:
    measured = measure(typeset.clean_book().pdf())
    assert codes(measured) == []


def test_what_the_setting_is_is_read_off_the_pages() -> None:
    measured = measure(typeset.clean_book().pdf())
    assert measured is not None
    setting = measured.setting
    assert setting.size == pytest.approx(10)
    assert setting.leading == pytest.approx(14, abs=0.01)
    assert setting.lefts == pytest.approx(typeset.LEFTS, abs=0.1)
    assert setting.measure == pytest.approx(typeset.MEASURE, abs=0.2)
    assert setting.indent == pytest.approx(typeset.INDENT, abs=0.1)
    assert setting.space == pytest.approx(6, abs=0.05)
    assert setting.justified
    assert measured.lines == 8 * 24 - 2  # and no head, folio or note
    assert measured.off_grid == 0
    assert 1.0 <= measured.mean < 1.2


def loose(book: Any) -> None:
    book.change(1, 8, text="wonderful interminable counterclockwise arrangement"[:30] + " of it")


def tight(book: Any) -> None:
    book.change(1, 8, text="an odd set of ten or more words in a row too many for")


def ladder(book: Any) -> None:
    for row in (8, 9, 10):
        book.change(1, row, text=book.pages[1][row].text[:-1] + "-")


def at_foot(book: Any) -> None:
    book.change(4, 23, text=book.pages[4][23].text[:-1] + "-")


def short_break(book: Any) -> None:
    text = book.pages[1][8].text
    book.change(1, 8, text=text.rpartition(" ")[0] + " a-")


def short_last(book: Any) -> None:
    book.change(1, 7, text="it.")


def stacked(book: Any) -> None:
    for row in (8, 9):
        words = book.pages[1][row].text.split(" ")
        book.change(1, row, text=" ".join(["which", *words[1:]]))


def widow(book: Any) -> None:
    """The paragraph over pages 3 and 4 has its last line alone overleaf."""
    book.change(3, 0, full=False, text=book.pages[3][0].text[:25])
    book.change(3, 1, indent=typeset.INDENT, text=book.pages[3][1].text.ljust(46, "x")[:46])


def orphan(book: Any) -> None:
    """A paragraph begins with the last line of page 3."""
    book.change(3, 22, full=False, text=book.pages[3][22].text[:25])
    book.change(3, 23, indent=typeset.INDENT, text=book.pages[3][23].text[:46])


def heading(book: Any) -> None:
    rows = book.pages[3]
    book.pages[3] = [*rows[:20], typeset.Row("Below the lamp", full=False, size=13.0, bold=True, down=2), *rows[20:22]]


def short_page(book: Any) -> None:
    book.pages[5] = book.pages[5][:2]
    book.pages[6][0] = typeset.Row("The second lamp", full=False, size=20.0, bold=True)


def river(book: Any) -> None:
    for row, letters in zip((8, 9, 10, 11), "abcd", strict=True):
        words = ("ndeg", "orpp", "lqwe", "mnbf", "uidj", "ahsk", "ztr", "pok")
        book.change(1, row, text=" ".join(letters + word for word in words))


def off_grid(book: Any) -> None:
    for row in range(12, 20):
        book.change(1, row, shift=4.0)


def uneven(book: Any) -> None:
    book.pages[3] = book.pages[3][:20]


def overfull(book: Any) -> None:
    book.change(1, 8, text=book.pages[1][8].text + "xyz", full=False)


FAULTS: dict[str, tuple[Callable[[Any], None], str, int]] = {
    "a loose line": (loose, "T901", 1),
    "a tight line": (tight, "T902", 1),
    "three hyphens in a row": (ladder, "T903", 1),
    "a hyphen at the foot of a right page": (at_foot, "T904", 4),
    "a short break": (short_break, "T905", 1),
    "a short last line": (short_last, "T906", 1),
    "stacked words": (stacked, "T907", 1),
    "a widow": (widow, "T908", 3),
    "an orphan": (orphan, "T909", 3),
    "a heading at the foot": (heading, "T910", 3),
    "a chapter's last page of two lines": (short_page, "T911", 5),
    "a river": (river, "T912", 1),
    "lines off the grid": (off_grid, "T913", 1),
    "a spread that ends unevenly": (uneven, "T914", 4),
    "a line too long": (overfull, "T915", 1),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_found_and_nothing_else(fault: str) -> None:
    make, code, page = FAULTS[fault]
    book = typeset.clean_book()
    make(book)
    measured = measure(book.pdf())
    assert measured is not None
    assert {(each.rule.code, each.page) for each in measured.findings} == {(code, page)}
    assert len(measured.findings) == 1 or code == "T912"  # one a space: they all stand in column


def test_a_ragged_book_has_no_word_spaces_to_judge() -> None:
    book = typeset.clean_book()
    for page, rows in enumerate(book.pages):
        for row, each in enumerate(rows):
            book.change(page, row, full=False, text=each.text[: len(each.text) - 5 * row % 14].rstrip())
    measured = measure(book.pdf())
    assert measured is not None
    assert not measured.setting.justified
    assert measured.justified == 0
    assert {"T901", "T902", "T912", "T915"}.isdisjoint(codes(measured))


def test_a_file_without_text_has_no_measures() -> None:
    book = typeset.Book([[], []])
    assert measure(book.pdf()) is None


NOVEL = {
    "book.toml": '[book]\ntitle = "T"\nlanguage = "en-GB"\n[editions.print]\nstyle = "print"\nformats = ["pdf"]\n'
    'papers = ["6x9"]\n',
    "a.md": "# One\n\n"
    + "Before the tide turned she had been thinking about the harbour, as if nothing had happened at all. " * 9
    + "\n\n- an item of a list that is long enough to need a second line of its own on this page, and so it has one\n"
    + "- another\n\n"
    + "In the spring of that year he drew a careful picture of the lighthouse stairs for the children. " * 7
    + "It was it.\n\n> Somebody else said this, and it is set apart from all the rest of the text that is here.\n\n"
    + "Dora carried the lamp slowly towards the station, though the weather had hardly changed. " * 30
    + "\n",
}


@pytest.fixture(scope="module")
def ours(press: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A small book built by Publisher, and measured."""
    folder = press.write_files(tmp_path_factory.mktemp("ours"), NOVEL)
    return press.build_folder(folder, folder / "dist", None, typography=True)


def test_the_text_of_a_book_of_ours_is_told_from_all_else(ours: Any) -> None:
    text = text_of([lines_of(page) for page in read_pages(ours.path(".pdf").read_bytes())])
    assert text is not None
    words = [" ".join(line.text for line in paragraph.lines) for paragraph in text.paragraphs]
    starts = [" ".join(each.split()[:3]) for each in words]
    assert starts[-3:] == ["Before the tide", "In the spring", "Dora carried the"]
    source = NOVEL["a.md"].split("\n\n")
    for paragraph, written in zip(words[-3:], (source[1], source[3], source[5]), strict=True):
        assert solid(paragraph) == solid(written)


def test_our_own_sample_is_read_paragraph_by_paragraph(press: Any, sample: Any) -> None:
    """What is taken for a paragraph of text is one of the manuscript, whole and alone, nine times in ten."""
    text = text_of([lines_of(page) for page in read_pages(sample.path("guide-print.pdf").read_bytes())])
    assert text is not None
    assert text.setting.justified
    assert len(text.paragraphs) > 100
    sources = "".join(path.read_text("utf-8") for path in sorted((press.root / "manuscript").glob("*.md")))
    blocks = {_bare(block) for block in sources.split("\n\n")}
    long = [paragraph for paragraph in text.paragraphs if len(paragraph.lines) > 1]
    whole = [each for each in long if _bare("".join(line.text for line in each.lines)) in blocks]
    assert len(whole) > 0.9 * len(long)
    assert text.setting.leading == pytest.approx(15, abs=0.02)


def _bare(text: str) -> str:
    """The letters alone: what marks, notes' signs and quotation marks of any kind do not change."""
    text = re.sub(r"\]\([^)]*\)|\{[^}]*\}|\[\^[^\]]*\]", "", text)
    return "".join(letter for letter in solid(text) if letter.isalpha())


def test_each_finding_has_its_line_in_the_manuscript(ours: Any) -> None:
    found = [each for each in ours.diagnostics if each.code.startswith("T9")]
    assert found
    assert {each.span.path for each in found} == {"a.md"}
    assert {each.span.line for each in found} <= {3, 8, 12}
    assert all("page" in each.message and "`print`" in each.message for each in found)


def test_nobody_who_does_not_ask_is_told(sample: Any) -> None:
    assert not [each for each in sample.diagnostics if each.code.startswith("T9")]
