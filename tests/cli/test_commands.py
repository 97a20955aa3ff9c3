"""The command from outside: what it prints where, and its exit code."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from publisher import __version__
from publisher.rules.all import all_rules

TOML = '[book]\ntitle = "A Book"\nauthors = ["A. Writer"]\nlanguage = "en"\ndate = "2026"\n'
EDITIONS = '[editions.ebook]\nformats = ["epub"]\n[editions.print]\nformats = ["pdf"]\n'
GOOD = {"book.toml": TOML + EDITIONS, "one.md": "# One\n\nA sentence.\n"}
BAD = {"book.toml": TOML + EDITIONS, "one.md": "# One\n\nA [road](nowhere.md) here.\n"}


def test_the_version(publisher):
    said = publisher("--version")
    assert (said.code, said.out, said.err) == (0, f"publisher {__version__}\n", "")


@pytest.mark.parametrize("command", [(), ("build",), ("check",), ("info",), ("new",), ("explain",), ("schema",)])
def test_every_command_explains_itself(publisher, command):
    said = publisher(*command, "--help")
    assert said.code == 0
    assert said.out.startswith("Usage: publisher")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("biuld",), "No such command 'biuld'. Did you mean build?"),
        (("build", "--formt", "pdf"), "'--formt'. Did you mean '--format'?"),
        (("build", "--format", "mobi"), "'mobi' is not one of 'epub', 'pdf'"),
        (("build", "--jobs", "0"), "0 is not in the range"),
        (("build", "--jobs", "many"), "'many' is not a valid integer"),
        (("build", "prnt"), "there is no edition 'prnt'\n  hint: did you mean print? the editions are: ebook, print"),
        (("build", "print", "--format", "epub"), "the edition 'print' has no epub"),
        (("build", "-C", "nowhere"), "there is no folder nowhere"),
        (("build", "-C", "manuscript/one.md"), "one.md is a file, not a folder"),
        (("build", "-o", "manuscript/one.md"), "one.md is a file, not a folder"),
        (("build", "-o", "manuscript/one.md/dist"), "one.md is a file, not a folder"),
        (("build", "-C", "empty"), "there is no Markdown file in empty"),
        (("check", "-o", "dist"), "No such option '-o'"),
        (("new",), "Missing argument 'DIR'"),
        (("new", "manuscript/one.md"), "one.md is a file, not a folder"),
        (("new", "."), "manuscript exists already"),
        (("new", "x", "--language", "English!"), "'English!' is not a language tag"),
        (("explain", "C10x"), "there is no diagnostic 'C10x'\n  hint: did you mean C1"),
        (("explain", "what"), "publisher explain, without a code, lists them all"),
    ],
)
def test_wrong_use_is_said_in_a_sentence_with_exit_code_2(publisher, book, arguments, sentence):
    book(**GOOD)
    Path("empty").mkdir()
    said = publisher(*arguments)
    assert said.code == 2
    assert sentence in said.err
    assert said.out == ""
    assert not Path("dist").exists()
    assert not Path("x").exists()


def test_a_build_says_what_it_made(publisher, book):
    book(**GOOD)
    said = publisher("build", "ebook")
    assert said.code == 0
    assert said.err == ""
    head, row = said.out.splitlines()
    assert head.split() == ["file", "size", "pages", "words", "minutes"]
    assert re.fullmatch(r"dist/a-book-ebook\.epub +\d+ kB +– +\d+ +1 min", row)


def test_an_unchanged_build_says_so(publisher, book):
    book(**GOOD)
    first = publisher("build", "ebook")
    again = publisher("build", "ebook")
    assert again.out == first.out + "nothing has changed since the last build\n"


def test_an_error_has_a_place_a_caret_and_a_hint(publisher, book):
    book(**BAD)
    said = publisher("build")
    assert said.code == 1
    assert said.out == ""
    assert said.err.startswith("manuscript/one.md:3:3: error[B")
    assert "  3 │ A [road](nowhere.md) here.\n    │   ^^^^^^^^^^^^^^^^^^\n" in said.err
    assert said.err.endswith("1 error; nothing was written\n")
    assert not Path("dist").exists()


def test_strict_says_why_it_failed(publisher, book):
    book(**{**GOOD, "one.md": '# One\n\nAn "open sentence.\n'})
    assert publisher("build", "ebook").code == 0
    said = publisher("build", "ebook", "--strict")
    assert said.code == 1
    assert said.err.endswith("1 warning (--strict takes warnings for errors); nothing was written\n")


def test_check_writes_nothing(publisher, book):
    book(**GOOD)
    said = publisher("check", "ebook")
    assert (said.code, said.err) == (0, "")
    assert said.out.endswith("\n\nno trouble found\n")
    assert not Path("dist").exists()


def test_a_folder_of_markdown_is_a_book_and_the_note_says_what_was_assumed(publisher, book):
    book("notes", **{"one.md": "# One\n\nWords.\n", "two.md": "# Two\n\nWords.\n"})
    said = publisher("build", "-C", "notes", "--format", "epub")
    assert said.code == 0
    assert said.err.startswith("notes: note[C124] there is no book.toml, so this was assumed: ")
    assert Path("notes/dist/notes.epub").is_file()


def test_a_single_file_is_a_book(publisher, book):
    book("one", **{"only.md": "Just a sentence.\n"})
    assert publisher("build", "-C", "one", "--format", "epub").code == 0


def test_the_same_book_from_outside_and_inside(publisher, book, monkeypatch):
    folder = book(**{**GOOD, "../styles/ebook/mine.css": "p { color: #010203 }\n"}).resolve()
    first = json.loads(publisher("build", "ebook", "--json").out)
    monkeypatch.chdir(folder)
    again = json.loads(publisher("build", "ebook", "--json").out)
    assert again["unchanged"]
    assert again["artefacts"] == first["artefacts"]


def test_links_out_of_the_book_are_refused(publisher, book, tmp_path):
    book(**GOOD)
    (tmp_path / "outside").mkdir()
    Path("dist").symlink_to(tmp_path / "outside")
    said = publisher("build", "ebook")
    assert said.code == 2
    assert "link to a place outside the book" in said.err
    assert not any((tmp_path / "outside").iterdir())
    Path("dist").unlink()
    Path("styles").symlink_to(tmp_path / "outside")
    assert publisher("build", "ebook").code == 2


def test_a_dist_that_may_not_be_written_is_said_at_once(publisher, book, monkeypatch):
    book(**GOOD)
    monkeypatch.setattr(os, "access", lambda _, mode: not mode & os.W_OK)  # root may write everywhere
    monkeypatch.setattr("publisher.build.run.build", None)
    said = publisher("build")
    assert said.code == 1
    assert "may not be written to" in said.err


def test_files_left_over_are_named(publisher, book):
    folder = book(**GOOD)
    publisher("build", "ebook")
    (folder / "book.toml").write_text(TOML + EDITIONS.replace("ebook", "new"))
    said = publisher("build", "new")
    assert "of no edition now: dist/a-book-ebook.epub\n" in said.err
    assert Path("dist/a-book-ebook.epub").exists()


def test_info_counts(publisher, book):
    book(**GOOD)
    said = publisher("info")
    assert said.code == 0
    assert said.out.splitlines()[:3] == ["A Book", "by A. Writer", ""]
    assert "ebook (epub, for the reader)" in said.out
    assert re.search(r"^One +3 +1 min$", said.out, re.MULTILINE)


def test_info_shows_errors_and_counts_the_rest(publisher, book):
    book(**{**BAD, "two.md": "# Two\n"})
    said = publisher("info")
    assert said.code == 1
    assert "error[B" in said.err
    assert "publisher check shows all" in said.err


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_new_manuscript_builds_at_once_without_a_word(publisher, language):
    said = publisher("new", "my-first-book", "--language", language)
    assert said.code == 0
    assert said.out.endswith("\nNow: publisher build -C my-first-book\n")
    said = publisher("build", "-C", "my-first-book", "--strict")
    assert (said.code, said.err) == (0, "")
    assert sorted(path.name for path in Path("my-first-book/dist").iterdir()) == [
        "SHA256SUMS",
        "my-first-book-ebook.epub",
        "my-first-book-print.pdf",
    ]


def test_a_new_manuscript_takes_any_title(publisher):
    assert publisher("new", ".", "--title", 'Say "Yes" \\ or 日本', "--author", "Ö & <b>").code == 0
    said = publisher("info", "--json")
    assert json.loads(said.out)["title"] == 'Say "Yes" \\ or 日本'
    assert json.loads(said.out)["authors"] == ["Ö & <b>"]


def test_explain_prints_every_rule(publisher):
    for code, rule in all_rules().items():
        said = publisher("explain", code.lower())
        assert said.code == 0
        assert said.out.startswith(f"{code} ({rule.severity}): {rule.title}\n\n")
        assert all(len(line) <= 120 for line in said.out.splitlines())


def test_explain_without_a_code_lists_all(publisher):
    said = publisher("explain")
    assert said.code == 0
    assert [line.split()[0] for line in said.out.splitlines()] == list(all_rules())


def test_the_schema_is_json(publisher):
    assert json.loads(publisher("schema").out)["type"] == "object"


def test_trouble_of_our_own_is_a_sentence(publisher, book, monkeypatch):
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("division by zero")

    book(**GOOD)
    monkeypatch.setattr("publisher.build.run.build", fail)
    said = publisher("build")
    assert said.code == 1
    assert said.err.startswith("error: Publisher itself failed: ZeroDivisionError: division by zero\n  hint: ")
    monkeypatch.setenv("PUBLISHER_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        publisher("build")
