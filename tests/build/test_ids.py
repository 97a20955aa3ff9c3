"""A build keeps the list of ids up to date, and does not take its own writing for somebody else's."""

from __future__ import annotations

import pytest

from publisher.manuscript.lock import LOCK, Lock, lock_text

PRINT = '[editions.print]\nformats = ["pdf"]\n'
LISTS = 'formats = ["epub"]\npages_from = "print"\n'


@pytest.fixture
def kept(shop):
    """A shop whose book has a list of ids, though an empty one."""
    shop.write(LOCK, lock_text(Lock()))
    return shop


def test_what_a_build_wrote_itself_is_no_change(kept):
    assert kept.build("ebook").ids.new == 5
    again = kept.build("ebook")
    assert again.unchanged
    assert again.ids is None


def test_a_check_leaves_the_list_for_the_build(kept):
    before = (kept.folder / LOCK).read_bytes()
    kept.build("ebook", deliver=False)
    assert (kept.folder / LOCK).read_bytes() == before
    report = kept.build("ebook")
    assert not report.unchanged
    assert report.ids.new == 5


def test_a_chapter_saved_during_the_build_is_built_next_time(kept, monkeypatch):
    from publisher.build import artefacts

    def run_tasks(*given):
        kept.change("two.md", "another sentence", "a sentence of its author, who was quick")
        return run(*given)

    run = artefacts.run_tasks
    monkeypatch.setattr(artefacts, "run_tasks", run_tasks)
    assert kept.build("ebook").ids.new == 5
    monkeypatch.undo()
    report = kept.build("ebook")
    assert not report.unchanged
    assert report.ids.edited + report.ids.new == 1


def test_a_book_that_is_kept_whole_still_goes_out_with_its_pages(shop):
    shop.write(
        "book.toml", (shop.folder / "book.toml").read_text("utf-8").replace('formats = ["epub"]\n', LISTS) + PRINT
    )
    first = shop.build("ebook")
    assert [each.format for each in first.made] == ["epub"], "print was not asked for"
    assert shop.made() == ["two-handouts-ebook.epub", "two-handouts-print.pdf"]
    shop.write("remark.txt", "Not of the book.")
    again = shop.build("ebook")
    assert (shop.made(), len(shop.kept()), again.made) == ([], 2, first.made)
