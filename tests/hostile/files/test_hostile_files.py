"""Manuscripts that attack through their files: each row with the one thing that must happen."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from publisher.diagnostics import Diagnostic, PublisherError, has_errors
from publisher.manuscript import find_manuscript, probe_asset, read_manuscript

BOOK = b'[book]\ntitle = "T"\n'
SECRET = "the secret of another file"
SLOWEST = 5.0  # seconds for any row, on a machine that does other things too


def header(yaml: str) -> bytes:
    return f"---\n{yaml}\n---\n\n# Chapter\n".encode()


def contents(path: str) -> bytes:
    return BOOK + f"[contents]\nbody = ['{path}']\n".encode()


ALIASES = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "\n".join(
    f"{name}: &{name} [{','.join(['*' + before] * 9)}]" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
MERGES = "a: &a {x: y}\n" + "\n".join(
    f"{name}: &{name} {{<<: [{','.join(['*' + before] * 9)}]}}"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
DOTTED = ".".join(["a"] * 20_000) + " = 1\n"

TOML = {
    "a dotted key of 20,000 parts": (BOOK + DOTTED.encode(), "C105"),
    "a table of 20,000 parts": (BOOK + f"[{DOTTED[:-5]}]\n".encode(), "C105"),
    "lists 50,000 deep": (BOOK + b"x = " + b"[" * 50_000 + b"]" * 50_000, "C105"),
    "tables 50,000 deep": (BOOK + b"x = " + b"{a=" * 50_000 + b"1" + b"}" * 50_000, "C105"),
    "lists that do not end": (BOOK + b"x = " + b"[" * 50_000, "C105"),
    "a book.toml of a megabyte": (BOOK + b"# " + b"x" * 1_000_000, "C105"),
    "a number of a hundred thousand digits": (BOOK + b"x = " + b"9" * 100_000, "C101"),
    "quotation marks without end": (BOOK + b"x = " + b'"""' * 40_000, "C101"),
    "strings in a list without commas": (BOOK + b"x = [" + b'""' * 60_000, "C101"),
    "a NUL": (BOOK + b"x = '\0'\n", "F205"),
    "an escaped NUL": (b'[book]\ntitle = "\\u0000"\n', "C106"),
    "an escaped surrogate": (b'[book]\ntitle = "\\ud800"\n', "C101"),
    "Latin-1": (b"[book]\ntitle = 'caf\xe9'\n", "F204"),
    "UTF-16": ('[book]\ntitle = "T"\n'.encode("utf-16"), "F204"),
    "a template": (b'[book]\ntitle = "{{ 7*7 }}"\nlanguage = "{{ x }}"\n', "C108"),
    "an edition that climbs": (BOOK + b'[editions."../../x"]\n', "C115"),
    "a style that climbs": (BOOK + b'[editions.x]\nstyle = "../../x"\n', "C115"),
    "a slug that climbs": (b'[book]\ntitle = "T"\nslug = "../x"\n', "C115"),
    "a variable that fetches": (BOOK + b'[editions.x]\nvariables = { x = "url(file:///etc/passwd)" }\n', "C117"),
    "a link that runs": (b'[book]\ntitle = "T"\nbuy = "javascript:alert(1)"\n', "C113"),
    "a chapter above the folder": (contents("../secret.md"), "F208"),
    "a chapter above the folder, encoded": (contents("%2e%2e/secret.md"), "F208"),
    "a chapter above the folder, encoded twice": (contents("%252e%252e%252fsecret.md"), "F208"),
    "a chapter with an absolute path": (contents("/etc/passwd"), "F208"),
    "a chapter as a file URL": (contents("file:///etc/passwd"), "F208"),
    "a chapter on a drive": (contents("C:/secret.md"), "F208"),
    "a chapter on a server": (contents("\\\\host\\share\\secret.md"), "F208"),
    "a cover above the folder": (b'[book]\ntitle = "T"\ncover = "../secret.md"\n', "F208"),
}

CHAPTERS = {
    "an alias bomb": (header(ALIASES), "C120"),
    "a merge bomb": (header(MERGES), "C120"),
    "lists 30,000 deep": (header("x: " + "[" * 30_000), "C120"),
    "tables 10,000 deep": (header("x: " + "{a: " * 10_000), "C120"),
    "a tag that makes an object": (header("title: !!python/object/apply:os.system ['id']"), "C120"),
    "an anchor": (header("title: &a x"), "C120"),
    "a header without end": (b"---\ntitle: x\n" + b"y: z\n" * 100_000, "C121"),
    "a NUL": (b"# A\0B\n", "F205"),
    "a vertical tab": (b"# A\x0bB\n", "F205"),
    "U+FFFE": (b"# A\xef\xbf\xbeB\n", "F205"),
    "a lone surrogate": (b"# A\xed\xa0\x80B\n", "F204"),
    "an overlong slash": (b"# A\xc0\xafB\n", "F204"),
    "Latin-1": ("# Café\n".encode("latin-1"), "F204"),
    "UTF-16": ("# Chapter\n".encode("utf-16"), "F204"),
    "UTF-16 without a mark": ("# Chapter\n".encode("utf-16-le"), "F204"),
    "nine megabytes": (b"x" * 9_000_000, "F206"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "secret.md").write_text(SECRET, "utf-8")
    folder = tmp_path / "book"
    folder.mkdir()
    return folder


@pytest.fixture(autouse=True)
def _quick() -> Iterator[None]:
    start = time.perf_counter()
    yield
    assert time.perf_counter() - start < SLOWEST


def survive(folder: Path, code: str) -> list[Diagnostic]:
    """Read the manuscript; what is wrong with it must be said, with a place, and no secret told."""
    manuscript = read_manuscript(folder)
    found = [each for each in manuscript.diagnostics if each.code == code]
    assert found, manuscript.diagnostics
    assert found[0].span.path
    assert has_errors(manuscript.diagnostics)
    assert SECRET not in repr(manuscript)
    return found


@pytest.mark.parametrize("row", TOML)
def test_a_book_toml_that_attacks(folder: Path, row: str):
    data, code = TOML[row]
    (folder / "book.toml").write_bytes(data)
    (folder / "a.md").write_text("# A\n", "utf-8")
    (found, *_) = survive(folder, code)
    assert found.span.path == "book.toml"
    assert found.span.line


@pytest.mark.parametrize("row", CHAPTERS)
def test_a_chapter_that_attacks(folder: Path, row: str):
    data, code = CHAPTERS[row]
    (folder / "a.md").write_bytes(data)
    (found, *_) = survive(folder, code)
    assert found.span.path == "a.md"


@pytest.mark.skipif(sys.platform == "win32", reason="no links there without a privilege")
def test_a_chapter_that_is_a_link(folder: Path):
    (folder / "a.md").symlink_to(folder.parent / "secret.md")
    survive(folder, "F209")


@pytest.mark.skipif(sys.platform == "win32", reason="no links there without a privilege")
def test_a_book_toml_that_is_a_link(folder: Path):
    (folder.parent / "x.toml").write_text(f'[book]\ntitle = "{SECRET}"\n', "utf-8")
    (folder / "book.toml").symlink_to(folder.parent / "x.toml")
    (folder / "a.md").write_text("# A\n", "utf-8")
    survive(folder, "F209")


@pytest.mark.skipif(sys.platform == "win32", reason="no links there without a privilege")
def test_a_folder_that_is_a_link(folder: Path):
    (folder / "a.md").write_text("# A\n", "utf-8")
    (folder / "part").symlink_to(folder.parent)
    survive(folder, "F209")
    (folder / "book.toml").write_bytes(contents("part/secret.md"))
    survive(folder, "F209")


@pytest.mark.skipif(sys.platform == "win32", reason="no links there without a privilege")
def test_a_manuscript_that_is_a_link(folder: Path):
    (folder / "manuscript").symlink_to(folder.parent)
    with pytest.raises(PublisherError):
        find_manuscript(folder)


@pytest.mark.skipif(sys.platform == "win32", reason="no links there without a privilege")
def test_links_in_a_circle(folder: Path):
    (folder / "a.md").symlink_to("b.md")
    (folder / "b.md").symlink_to("a.md")
    survive(folder, "F212")


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes there")
def test_a_chapter_that_is_a_pipe(folder: Path):
    os.mkfifo(folder / "a.md")
    survive(folder, "F212")


def test_folders_in_folders_in_folders(folder: Path):
    deep = folder
    for _ in range(60):
        deep = deep / "d"
        deep.mkdir()
    (deep / "a.md").write_text("# A\n", "utf-8")
    survive(folder, "F207")


@pytest.mark.parametrize(
    ("inside", "code"),
    [
        ("<script>fetch('http://127.0.0.1')</script>", "F219"),
        ("<foreignObject/>", "F219"),
        ("<image href='file:///etc/passwd'/>", "F219"),
        ("<g id='a'><use href='#a'/></g>", "F220"),
        ("<g>" * 400 + "</g>" * 400, "F220"),
    ],
)
def test_a_drawing_that_attacks(folder: Path, inside: str, code: str):
    text = f'<svg xmlns="http://www.w3.org/2000/svg">{inside}</svg>'
    (folder / "a.svg").write_text(text, "utf-8")
    asset, found = probe_asset(folder, "a.svg")
    assert asset is None
    assert code in [each.code for each in found]


def test_a_drawing_that_includes_a_secret(folder: Path):
    secret = (folder.parent / "secret.md").as_uri()
    text = (
        f'<!DOCTYPE svg [<!ENTITY x SYSTEM "{secret}">]><svg xmlns="http://www.w3.org/2000/svg"><text>&x;</text></svg>'
    )
    (folder / "a.svg").write_text(text, "utf-8")
    asset, found = probe_asset(folder, "a.svg")
    assert (asset, [each.code for each in found]) == (None, ["F219"])
    assert SECRET not in repr(found)
