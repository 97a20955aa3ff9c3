"""A build makes what is missing, keeps what it has, and leaves dist/ whole."""

from __future__ import annotations

import multiprocessing
import threading
import time

import pytest

from publisher.diagnostics import UsageError, WorkerError

EPUB, STUDENT, TEACHER = (f"two-handouts-{name}" for name in ("ebook.epub", "student.pdf", "teacher.pdf"))


def test_every_edition_is_made_and_described(shop):
    report = shop.build()
    assert [each.file_name for each in report.made] == [EPUB, STUDENT, TEACHER]
    assert {each.file_name: each.sha256 for each in report.made}.items() <= shop.state().items()
    assert report.made[0].pages == 0
    assert report.made[1].pages >= 1
    assert sorted(shop.state()) == ["SHA256SUMS", EPUB, STUDENT, TEACHER]


def test_an_unchanged_book_is_not_even_parsed(shop):
    first = shop.build("ebook")
    again = shop.build("ebook")
    assert again.unchanged
    assert again.made == first.made
    assert shop.told == [("read", "")]


def test_one_changed_answer_makes_only_the_teachers_file_again(shop):
    shop.build()
    before = shop.state()
    shop.change("one.md", "this answer", "this better answer")
    shop.build()
    assert shop.made() == [TEACHER]
    assert shop.kept() == [EPUB, STUDENT]
    assert {name for name, digest in shop.state().items() if before[name] != digest} == {TEACHER, "SHA256SUMS"}


def test_a_line_moved_down_makes_nothing_again(shop):
    shop.build("ebook")
    shop.change("two.md", "# Two", "<!-- a remark -->\n\n# Two")
    shop.build("ebook")
    assert shop.made() == []


def test_check_and_build_share_their_memory(shop):
    shop.build(deliver=False)
    assert len(shop.made()) == 3
    assert not shop.dist.exists()
    shop.build()
    assert shop.made() == []
    assert len(shop.state()) == 4
    assert shop.build(deliver=False).unchanged


def test_a_file_taken_out_of_dist_comes_back(shop):
    shop.build("ebook")
    (shop.dist / EPUB).write_bytes(b"somebody else's")
    report = shop.build("ebook")
    assert not report.unchanged
    assert shop.state()[EPUB] == report.made[0].sha256


def test_a_damaged_cache_is_no_cache(shop):
    before = shop.build("ebook")
    for entry in shop.cache.rglob("*.artefact"):
        entry.write_bytes(entry.read_bytes()[:-7] + b"damaged")
    after = shop.build("ebook")
    assert shop.made() == [EPUB]
    assert after.made == before.made


@pytest.mark.parametrize("content", [b"", b"short", b"0" * 64, b"\xff" * 200])
def test_a_cache_of_rubbish_is_no_cache(shop, content):
    shop.build("ebook")
    for entry in shop.cache.rglob("*.artefact"):
        entry.write_bytes(content)
    assert shop.build("ebook").made
    assert shop.made() == [EPUB]


def test_a_cache_that_cannot_be_written_is_no_trouble(shop):
    shop.cache.write_text("a file where the folder should be")
    assert len(shop.build("ebook").made) == 1


def test_without_the_cache_everything_is_made_afresh(shop):
    shop.build("ebook")
    shop.build("ebook", use_cache=False)
    assert shop.made() == [EPUB]


def test_errors_leave_dist_as_it_was(shop):
    shop.build("ebook")
    before = shop.state()
    shop.change("two.md", "another sentence", "another [link](nowhere.md)")
    shop.change("one.md", "a sentence", "other words")
    report = shop.build("ebook")
    assert report.diagnostics
    assert not report.made
    assert shop.state() == before


def test_strict_takes_warnings_for_errors(shop):
    shop.change("two.md", "another", 'an "unclosed')
    report = shop.build("ebook", strict=True)
    assert [each.code for each in report.diagnostics] == ["M350"]
    assert not report.made
    assert not shop.dist.exists()
    assert shop.build("ebook").made


def test_what_was_found_is_said_again_when_nothing_changed(shop):
    shop.change("two.md", "another", 'an "unclosed')
    first = shop.build("ebook")
    again = shop.build("ebook")
    assert again.unchanged
    assert again.diagnostics == first.diagnostics
    assert len(first.diagnostics) == 1


def test_one_worker_and_four_make_the_same_bytes(shop):
    one = shop.build(jobs=1, use_cache=False)
    four = shop.build(jobs=4, use_cache=False)
    assert one.made == four.made


def test_an_edition_that_is_not_there(shop):
    with pytest.raises(UsageError, match="no edition 'techer'") as caught:
        shop.build("techer")
    assert caught.value.hint.startswith("did you mean teacher?")


def test_a_broken_book_toml_is_said_before_a_missing_edition(shop):
    shop.change("book.toml", "[editions.student]", "[editions.student")
    report = shop.build("student")
    assert [each.code for each in report.diagnostics] == ["C101"]


def test_an_edition_without_the_format(shop):
    with pytest.raises(UsageError, match="'student' has no epub"):
        shop.build("student", format="epub")


def test_a_style_that_is_not_there_is_said_at_its_place(shop):
    shop.change("book.toml", 'style = "handout"\nformats = ["pdf"]\naudience = "student"', 'style = "handuot"')
    (found,) = shop.build("student").diagnostics
    assert found.code == "R901"
    assert (shop.folder / "book.toml").read_text().splitlines()[found.span.line - 1] == 'style = "handuot"'
    assert "did you mean" in found.hint


def test_two_files_of_one_name_are_refused(shop):
    shop.change("book.toml", "[editions.teacher]\nstyle", "[editions.student-a4]\nstyle")
    shop.change("book.toml", 'audience = "student"', 'audience = "student"\npapers = ["A4", "Letter"]')
    report = shop.build("ebook")
    assert [each.code for each in report.diagnostics] == ["R902"]
    assert "student-a4.pdf" in report.diagnostics[0].message


def test_our_own_code_is_part_of_every_key(shop, monkeypatch):
    shop.build("ebook")
    monkeypatch.setattr("publisher.build.kept.maker_digest", lambda: "another maker")
    monkeypatch.setattr("publisher.build.record.maker_digest", lambda: "another maker")
    shop.build("ebook")
    assert shop.made() == [EPUB]


def test_two_builds_at_once_on_one_cache_and_one_dist(shop):
    reports = []
    names = ("ebook", "student", "ebook")
    builds = [threading.Thread(target=lambda name=name: reports.append(shop.build(name))) for name in names]
    for each in builds:
        each.start()
    for each in builds:
        each.join()
    assert len(reports) == 3
    listed = (shop.dist / "SHA256SUMS").read_text()
    for report in reports:
        for made in report.made:
            assert shop.state()[made.file_name] == made.sha256
            assert f"{made.sha256}  {made.file_name}" in listed


def test_a_worker_that_keeps_dying_ends_the_build_and_is_named(shop):
    shop.build("ebook", "teacher")
    before = shop.state()
    shop.change("one.md", "this answer", "another answer")
    stop = threading.Event()

    def kill() -> None:
        while not stop.is_set():
            for child in multiprocessing.active_children():
                child.kill()
            time.sleep(0.01)

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        with pytest.raises(WorkerError, match=f"{TEACHER} was killed \\(SIGKILL\\), twice"):
            shop.build("ebook", "teacher")
    finally:
        stop.set()
        killer.join()
    assert shop.state() == before
    assert multiprocessing.active_children() == []


def test_a_worker_that_dies_once_is_tried_again(shop):
    kills = []

    def kill() -> None:
        while not (children := multiprocessing.active_children()):
            time.sleep(0.005)
        kills.append(children[0].pid)
        children[0].kill()

    killer = threading.Thread(target=kill)
    killer.start()
    report = shop.build("student", "teacher", jobs=2)
    killer.join()
    assert len(kills) == 1
    assert [each.file_name for each in report.made] == [STUDENT, TEACHER]


def test_a_worker_without_end_is_stopped_and_says_where_it_was(shop, monkeypatch):
    monkeypatch.setenv("PUBLISHER_WORKER_MINUTES", "0.0005")
    with pytest.raises(WorkerError, match=r"student.pdf was not finished after 0.0005 minutes") as caught:
        shop.build("student")
    assert "PUBLISHER_WORKER_MINUTES" in caught.value.hint
    assert not shop.dist.exists()


def test_a_bound_that_is_no_number(shop, monkeypatch):
    monkeypatch.setenv("PUBLISHER_WORKER_MEMORY", "much")
    with pytest.raises(UsageError, match="PUBLISHER_WORKER_MEMORY is 'much'"):
        shop.build("student")


def test_all_is_said_at_once(make_book):
    """A link that leads nowhere does not hide the letter that no font has, which is found two steps further on."""
    built = make_book({"a.md": "# A\n\nWords. [x](no.md) and \U00012000 here.\n"})
    found = {each.code: each.span for each in built.diagnostics if each.severity == "error"}
    assert set(found) == {"B430", "D614"}
    assert (found["D614"].line, found["D614"].column, found["D614"].end_column) == (3, 23, 24)
    assert built.files == {}
