"""The typographic measures: files that are wrong in exactly one way, beside one with which nothing is wrong."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

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
