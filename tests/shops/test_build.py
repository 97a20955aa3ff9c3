"""An edition for a shop from book.toml to dist/: its book, its cover, its record, and nothing else than before."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

pytestmark = pytest.mark.slow

ISBN = "978-0-571-25809-3"
TOML = """\
[book]
title = "The Shop Book"
authors = [{ name = "Ada Writer", file_as = "Writer, Ada" }]
language = "en-GB"
languages = ["fr"]
identifier = "urn:uuid:2b0f4f5a-7a43-4f3d-8a7c-1c2d3e4f5a6b"
identifiers = ["doi:10.1000/182"]
set = { name = "Works", number = 2 }
date = "2026-11-22"
publisher = "House"
buy = "https://www.example.com/book"
COVER
[editions.plain]
formats = "epub"

[editions.kobo]
formats = "epub"
channel = "kobo"
isbn = { epub = "978-0-571-25809-3" }

[editions.own]
formats = "epub"
channel = "own"
"""
TEXT = """\
# One

Some words.

| a | b | c | d | e |
|---|---|---|---|---|
| 1 | 2 | 3 | 4 | 5 |

![A photograph.](p.jpg)
"""


def book(tools: Any, cover: bytes = b"") -> dict[str, str | bytes]:
    photograph = tools.saved(tools.photograph(3000, 2000), "JPEG", exif=tools.held_sideways(6))
    files = {"book.toml": TOML.replace("COVER", 'cover = "c.png"' if cover else ""), "01.md": TEXT, "p.jpg": photograph}
    return files | ({"c.png": cover} if cover else {})


def unzipped(path: Path) -> dict[str, bytes]:
    with ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def built(press: Any, tools: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    root = tmp_path_factory.mktemp("shop")
    return press.build_folder(press.write_files(root / "book", book(tools)), root / "dist", root / "cache")


def test_what_lies_in_dist_and_in_the_sums(built: Any) -> None:
    stem = "the-shop-book"
    company = [f"{stem}-{name}{end}" for name in ("kobo", "own") for end in (".epub", "-cover.jpg", ".epub.onix.xml")]
    assert list(built.files) == [f"{stem}-plain.epub", *company]
    sums = (built.dist / "SHA256SUMS").read_text("utf-8")
    for name, data in built.files.items():
        assert f"{hashlib.sha256(data).hexdigest()}  {name}\n" in sums


def test_trouble_is_told_at_its_place(built: Any) -> None:
    told = [(each.code, each.span.path, each.span.line) for each in built.diagnostics]
    assert ("C134", "book.toml", 11) in told
    assert ("E736", "01.md", 5) in told
    assert "E739" not in built.codes


def test_the_number_the_tongues_and_the_set_stand_in_the_package(built: Any) -> None:
    opf = unzipped(built.path("-kobo.epub"))["EPUB/content.opf"].decode()
    assert "urn:isbn:9780571258093" in opf
    assert "doi:10.1000/182" in opf
    assert ">fr<" in opf
    assert ">set<" in opf


def test_the_buy_link_stays_where_it_may(built: Any) -> None:
    for name, expected in (("plain", True), ("own", True), ("kobo", False)):
        files = unzipped(built.path(f"-{name}.epub"))
        assert any(b"www.example.com" in data for data in files.values()) == expected


def test_the_photograph_is_upright_small_and_silent(built: Any, tools: Any) -> None:
    data = unzipped(built.path("-kobo.epub"))["EPUB/images/p.jpg"]
    image = tools.opened(data)
    assert image.size[0] < image.size[1]
    assert image.size[0] * image.size[1] <= 4_000_000
    assert b"Secret" not in data


def test_the_cover_beside_the_book(built: Any, tools: Any) -> None:
    for name in ("kobo", "own"):
        image = tools.opened(built.path(f"-{name}-cover.jpg").read_bytes())
        assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (1600, 2560))


def test_an_authors_cover_is_in_the_book_and_beside_it(make_book: Any, tools: Any) -> None:
    made = make_book(book(tools, tools.saved(tools.photograph(2400, 3600), "PNG")), editions=("kobo",))
    inside = tools.opened(unzipped(made.path(".epub"))["EPUB/images/cover.png"])
    assert inside.size[0] * inside.size[1] <= 4_000_000
    assert tools.opened(made.path("-cover.jpg").read_bytes()).size == (1600, 2400)


def test_a_cover_that_the_shop_refuses_stops_the_build_at_its_key(make_book: Any, tools: Any) -> None:
    files = book(tools, tools.saved(tools.photograph(500, 800), "PNG"))
    files["book.toml"] = str(files["book.toml"]).replace('"kobo"', '"apple"')
    made = make_book(files, editions=("kobo",))
    assert not made.ok
    (found,) = [each for each in made.diagnostics if each.code == "E731"]
    assert (found.span.path, found.span.line) == ("book.toml", 12)


def test_two_builds_give_the_same_bytes(built: Any, press: Any, tools: Any, tmp_path: Any) -> None:
    again = press.build_folder(press.write_files(tmp_path / "x" / "book", book(tools)), tmp_path / "dist", None)
    assert again.files == built.files


@pytest.mark.judge
def test_the_judges_are_silent(built: Any, ask: Any) -> None:
    from publisher.judges.epubcheck import FACTS, epubcheck
    from publisher.judges.onix import onix

    for name in ("plain", "kobo", "own"):
        assert [str(each) for each in ask(epubcheck, built.path(f"-{name}.epub")) if each.code not in FACTS] == []
    for name in ("kobo", "own"):
        assert ask(onix, built.path(f"-{name}.epub.onix.xml")) == ()


def test_what_has_no_words_says_so_to_a_machine(built: Any, capsys: Any) -> None:
    from publisher.build.cache import Cache
    from publisher.build.place import Place
    from publisher.build.report import Made, Report
    from publisher.cli import machine

    made = tuple(Made(f"a.{kind}", "kobo", kind, 1, "", 0, 0, 0) for kind in ("cover", "onix"))
    machine.report(Report(made), Place(built.folder, (), None, Cache(None)), ok=True)
    said = json.loads(capsys.readouterr().out)["artefacts"]
    assert [(each["words"], each["minutes"]) for each in said] == [(None, None)] * 2


def test_every_file_is_told_of_when_it_is_begun_and_when_it_is_done(tmp_path: Path) -> None:
    from publisher.build.cache import Cache
    from publisher.build.place import Place
    from publisher.build.plan import Options
    from publisher.build.run import build
    from publisher.plugins import load_features

    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "one.md").write_text("# One\n\nSome words.\n", "utf-8")
    (tmp_path / "book" / "book.toml").write_text(
        '[book]\ntitle = "A Book"\nauthors = ["A. Writer"]\n[editions.own]\nformats = ["epub"]\nchannel = "own"\n',
        "utf-8",
    )
    told: list[tuple[str, str]] = []
    place = Place(tmp_path / "book", (), tmp_path / "dist", Cache(tmp_path / "cache"))
    for _ in range(2):
        told.clear()
        report = build(place, Options(), load_features, lambda *what: told.append(what))
        begun, done = ([name for stage, name in told if stage in which] for which in (("compose",), ("kept", "made")))
        assert sorted(begun) == sorted(done) == sorted(each.file_name for each in report.made)
        assert len(done) == 3
        (tmp_path / "book" / "remark.txt").write_text("not of the book", "utf-8")
