"""Which files a build makes, and what they are called."""

from __future__ import annotations

import pytest

from publisher.build.corridor import modified, slug
from publisher.build.plan import Options, clashes, plan
from publisher.config import BookInfo, EditionSpec
from publisher.diagnostics import UsageError


def names(*specs: EditionSpec, **asked: object) -> list[str]:
    return [job.file_name for job in plan(specs, "book", Options(**asked))]


def test_a_book_with_one_edition_needs_no_name_for_it():
    assert names(EditionSpec("any")) == ["book.epub", "book.pdf"]


def test_several_editions_and_papers_are_told_apart():
    specs = (EditionSpec("ebook", formats=("epub",)), EditionSpec("print", formats=("pdf",), papers=("A4", "6 x 9")))
    assert names(*specs) == ["book-ebook.epub", "book-print-a4.pdf", "book-print-6x9.pdf"]


def test_one_paper_needs_no_name():
    assert names(EditionSpec("print", formats=("pdf",), papers=("A4",))) == ["book.pdf"]


def test_only_one_format():
    assert names(EditionSpec("a"), EditionSpec("b", formats=("pdf",)), format="epub") == ["book-a.epub"]


def test_the_same_name_twice_is_a_clash_whatever_the_case():
    specs = (EditionSpec("a-a4", formats=("pdf",)), EditionSpec("a", formats=("pdf",), papers=("A4", "A5")))
    jobs = plan(specs, "b", Options())
    assert [edition for edition, _ in clashes(jobs)] == ["a"]
    assert not clashes(jobs[1:])


@pytest.mark.parametrize(
    ("title", "stem"),
    [
        ("Never Let Me Go", "never-let-me-go"),
        ("Ça & là: l’été", "ca-la-lete"),
        ("Con", "book-con"),
        ("LPT1", "book-lpt1"),
        ("x" * 200, "x" * 60),
        ("../../etc/passwd", "etc-passwd"),
        ("...", "book-ab5df625"),
    ],
)
def test_a_title_becomes_a_name_that_every_system_takes(title, stem):
    assert slug(BookInfo(title)) == stem


def test_a_title_in_other_letters_still_has_a_name_of_its_own():
    first, second = slug(BookInfo("わたしを離さないで")), slug(BookInfo("日の名残り"))
    assert first != second
    assert first.startswith("book-")


@pytest.mark.parametrize(
    ("date", "epoch", "stamp"),
    [
        ("2026", "", "2026-01-01T00:00:00Z"),
        ("2026-11", "1", "2026-11-01T00:00:00Z"),
        ("2026-11-22", "", "2026-11-22T00:00:00Z"),
        ("", "86400", "1970-01-02T00:00:00Z"),
        ("", "", "2000-01-01T00:00:00Z"),
    ],
)
def test_the_date_is_the_books_own_and_never_the_clocks(date, epoch, stamp, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    assert modified(BookInfo("x", date=date)) == stamp


@pytest.mark.parametrize("epoch", ["yesterday", "-1", "9" * 30, "1.5"])
def test_a_date_from_outside_that_is_none(epoch, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    with pytest.raises(UsageError, match="SOURCE_DATE_EPOCH"):
        modified(BookInfo("x"))
