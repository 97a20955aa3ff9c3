"""``publisher proof`` as a person runs it."""

from __future__ import annotations

import json

import pikepdf
import pytest
from small import small_pdf

import publisher.build.proofs
from publisher.build.cache import Cache
from publisher.build.place import Place
from publisher.build.plan import Options
from publisher.build.proofnames import is_proof, outdated, sheet_name, spreads_name
from publisher.build.record import input_digest
from publisher.cli.main import run

TOML = """[book]
title = "A small book"
authors = ["Nobody"]
language = "en"
slug = "small"
identifier = "urn:uuid:5d1f0a3e-8c47-4b62-9e0d-7a3c61f2b894"

[editions.print]
formats = ["pdf"]
style = "print"

[editions.sheet]
formats = ["pdf"]
style = "handout"
papers = ["A5"]

[editions.ebook]
formats = ["epub"]
"""
WORDS = "# One\n\nAll happy families are alike.\n\n# Two\n\nCall me Ishmael.\n"


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def book(tmp_path, monkeypatch, cache):
    """A small book, in whose folder we stand; PDFs are laid out once for all tests."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PUBLISHER_CACHE", str(cache))
    folder = tmp_path / "manuscript"
    folder.mkdir()
    (folder / "book.toml").write_text(TOML)
    (folder / "01.md").write_text(WORDS)
    return tmp_path


@pytest.fixture
def publisher_(capsys):
    """``publisher_("proof", …)`` gives the exit code, standard output and standard error."""

    def command(*arguments: str):
        capsys.readouterr()
        code = run(arguments)
        return code, *capsys.readouterr()

    return command


def test_proofs_are_put_beside_dist_and_dist_is_left_alone(book, publisher_):
    code, out, _ = publisher_("proof", "print")
    assert code == 0
    names = sorted(path.name for path in (book / "proof").iterdir())
    assert names == ["small-print-sheet-01.png", "small-print-spreads.pdf"]
    assert not (book / "dist").exists()
    assert "baseline grid of 15 pt" in out
    first = {path.name: path.read_bytes() for path in (book / "proof").iterdir()}
    publisher_("proof", "print", "-o", "again")
    assert {path.name: path.read_bytes() for path in (book / "again").iterdir()} == first


def test_without_the_grid_the_other_lines_are_drawn(book, publisher_):
    publisher_("proof", "print", "--no-grid")
    with pikepdf.open(book / "proof" / "small-print-spreads.pdf") as pdf:
        assert [str(each.Name) for each in pdf.Root.OCProperties.OCGs] == ["Margins", "Trim"]


def test_all_editions_with_a_pdf_are_proofed_when_none_is_named(book, publisher_):
    code, out, _ = publisher_("proof", "--json")
    said = json.loads(out)
    assert code == 0
    assert [each["edition"] for each in said["proofs"]] == ["print", "sheet"]
    assert "changes" not in said["proofs"][0]


def test_what_has_changed_is_said_and_shown(book, publisher_):
    publisher_("build", "print")
    old = book / "old.pdf"
    old.write_bytes((book / "dist" / "small-print.pdf").read_bytes())
    (book / "manuscript" / "01.md").write_text(WORDS.replace("Ishmael", "Jonah"))
    code, out, _ = publisher_("proof", "print", "--compare", "old.pdf", "--json")
    changes = json.loads(out)["proofs"][0]["changes"]
    assert code == 0
    assert changes["counts"]["changed"] == 1
    page = next(each for each in changes["pages"] if each["kind"] == "changed")
    assert ("Ishmael" in page["was"], "Jonah" in page["now"]) == (True, True)
    assert page["new"]["label"] == page["old"]["label"]
    assert (book / "proof" / "small-print-changes-01.png").exists()
    code, out, _ = publisher_("proof", "print", "--compare", "old.pdf")
    assert code == 0
    assert "+ " in out
    (book / "manuscript" / "01.md").write_text(WORDS)
    code, out, _ = publisher_("proof", "print", "--compare", "old.pdf")
    assert not (book / "proof" / "small-print-changes-01.png").exists()  # the sheet of the proof before
    assert "changed" not in out


def test_only_one_edition_is_compared(book, publisher_):
    (book / "old.pdf").write_bytes(small_pdf(["one"]))
    code, _, err = publisher_("proof", "--compare", "old.pdf")
    assert code == 2
    assert "print, sheet" in err


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "P896"),
        (b"PK\x03\x04 no pdf", "P896"),
        (b"%PDF-1.7\nnothing more", "P896"),
        (small_pdf([]), "P896"),
        (small_pdf(["secret"], encryption=True), "P897"),
    ],
)
def test_a_hostile_older_pdf_is_an_error_with_a_code(book, publisher_, data, code):
    (book / "old.pdf").write_bytes(data)
    ended, _, err = publisher_("proof", "print", "--compare", "old.pdf")
    assert ended == 1
    assert f"error[{code}]" in err
    assert not (book / "proof").exists()
    assert "Traceback" not in err


def test_a_huge_or_endless_older_pdf_is_not_read(book, publisher_, monkeypatch):
    with (book / "huge.pdf").open("wb") as file:
        file.truncate(publisher.build.proofs.MOST_BYTES + 1)
    assert "error[P898]" in publisher_("proof", "print", "--compare", "huge.pdf")[2]
    monkeypatch.setattr(publisher.build.proofs, "MOST_PAGES", 2)
    (book / "old.pdf").write_bytes(small_pdf(["one", "two", "three"]))
    assert "error[P899]" in publisher_("proof", "print", "--compare", "old.pdf")[2]


def test_an_older_pdf_that_takes_for_ever_is_given_up(book, publisher_, monkeypatch):
    monkeypatch.setattr(publisher.build.proofs, "_PATIENCE", -1.0)
    (book / "old.pdf").write_bytes(small_pdf(["one", "two", "three"]))
    code, _, err = publisher_("proof", "print", "--compare", "old.pdf")
    assert (code, "error[P896]" in err) == (1, True)
    assert not (book / "proof").exists()


def test_pages_that_cannot_be_shown_do_not_stop_a_comparison(book, publisher_):
    data = small_pdf(["one", "two"], size=(14_000, 3)).replace(b"/Helvetica", b"/Hell\x00tica")
    (book / "old.pdf").write_bytes(data)
    assert publisher_("proof", "print", "--compare", "old.pdf")[0] == 0


@pytest.mark.parametrize(
    "arguments",
    [("nothing",), ("ebook",), ("print", "--dpi", "5"), ("print", "--dpi", "9000"), ("print", "--compare", "none.pdf")],
)
def test_wrong_use(book, publisher_, arguments):
    code, _, err = publisher_("proof", *arguments)
    assert code == 2
    assert err


def test_a_book_with_errors_has_no_proofs(book, publisher_):
    (book / "manuscript" / "01.md").write_text("# One\n\n[dead](nowhere.md)\n")
    code, _, err = publisher_("proof", "print")
    assert code == 1
    assert "no proofs were made" in err


def test_a_link_to_another_place_is_refused(book, tmp_path_factory, publisher_):
    (book / "proof").symlink_to(tmp_path_factory.mktemp("elsewhere"), target_is_directory=True)
    code, _, err = publisher_("proof", "print")
    assert code == 2
    assert "outside the book" in err


def test_proofs_in_a_manuscript_do_not_make_it_another_book(tmp_path):
    (tmp_path / "book.toml").write_text(TOML)
    place = Place(tmp_path, (), tmp_path / "dist", Cache(None))
    before = input_digest(place, Options())
    (tmp_path / "proof").mkdir()
    (tmp_path / "proof" / spreads_name("small")).write_bytes(b"1")
    (tmp_path / "proof" / sheet_name("small", 1)).write_bytes(b"1")
    assert input_digest(place, Options()) == before
    (tmp_path / "proof" / "01-euclid.md").write_text("# A proof")
    assert input_digest(place, Options()) != before


def test_names():
    assert is_proof(spreads_name("a"))
    assert is_proof(sheet_name("a", 7, changes=True))
    assert not is_proof("01-euclid.md")
    kept = frozenset({"a-sheet-01.png"})
    assert outdated("a-sheet-02.png", "a", kept, changes=False)
    assert not outdated("a-sheet-01.png", "a", kept, changes=False)
    assert not outdated("a-b-sheet-02.png", "a", kept, changes=False)
    assert not outdated("a-changes-01.png", "a", kept, changes=False)
    assert outdated("a-changes-01.png", "a", kept, changes=True)
