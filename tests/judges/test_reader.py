"""Our books as somebody reads them: foliate-js in a real browser, on a phone and a tablet, by day and by night."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageStat

from publisher.diagnostics import MachineError
from publisher.judges.reader import SETTINGS, reader

pytestmark = pytest.mark.judge

XHTML = "{http://www.w3.org/1999/xhtml}"
OPS = "{http://www.idpf.org/2007/ops}"


def counted(epub: Any) -> dict[str, int]:
    """What a reading of the book must have met, counted by another parser."""
    documents = [epub.document(name) for name in epub.reading_order]
    anchors = [each for document in documents for each in document.iter(f"{XHTML}a") if each.get("href")]
    navs = {nav.get(f"{OPS}type"): nav for nav in epub.document("nav.xhtml").iter(f"{XHTML}nav")}
    entries = {key: len(list(nav.iter(f"{XHTML}a"))) for key, nav in navs.items()}
    return {
        "sections": len(documents),
        "links": len([each for each in anchors if ":" not in each.get("href")]),
        "notes": len([each for each in anchors if each.get("role") == "doc-noteref"]),
        "contents": entries["toc"],
        "landmarks": entries["landmarks"],
        "pages": entries.get("page-list", 0),
    }


def looked_at(reading: Any) -> dict[str, int]:
    return {key: value for key, value in reading.counts.items() if key != "targets"}


def test_our_own_manuscript(sample: Any, reader: Any) -> None:
    reading = reader(sample.path("ebook.epub"))
    assert looked_at(reading) == counted(sample.epub)
    assert reading.counts["targets"] > 100
    assert [str(each) for each in reading.findings] == []


def test_one_of_everything(everything: Any, reader: Any) -> None:
    reading = reader(everything.path(".epub"))
    assert [str(each) for each in reading.findings] == []
    assert looked_at(reading) == counted(everything.epub)
    assert reading.screenshots == ()


def test_pictures_to_look_at(everything: Any, reader: Any, tmp_path: Path) -> None:
    held = SETTINGS[1:3]
    folder = tmp_path / "new" / "pictures"
    reading = reader(everything.path(".epub"), settings=held, screenshots=folder)
    scenes = {name.split("-", 2)[2].removesuffix(".png") for name in reading.screenshots}
    assert scenes >= {"title-page", "contents", "chapter", "quotation", "table", "figure", "notes"}
    assert sorted(path.name for path in folder.iterdir()) == sorted(reading.screenshots)
    for setting in held:
        with Image.open(folder / f"{setting.name}-notes.png") as picture:
            assert picture.size == (setting.width, setting.height)
            grey = ImageStat.Stat(picture.convert("L"))
        assert grey.stddev[0] > 5, "an empty page"
        assert (grey.mean[0] < 100) == setting.dark


# Where it is put, what is replaced (once), and what is then said: code, document, the settings that show it.
FAULTS = {
    "a dead fragment": (
        "instruments.xhtml", b'href="arrival.xhtml#lamp"', b'href="arrival.xhtml#nowhere"',
        ("link", "instruments.xhtml", "“the lamp” leads to EPUB/arrival.xhtml#nowhere, where nothing has that id"),
    ),
    "a dead file": (
        "copyright-page.xhtml", b"</body>", b'<p><a href="gone.xhtml">Gone</a></p></body>',
        ("link", "copyright-page.xhtml", "“Gone” leads to EPUB/gone.xhtml, which is not in the book"),
    ),
    "a dead entry of the contents": (
        "nav.xhtml", b'href="letters.xhtml#letters"', b'href="letters.xhtml#lost"',
        ("entry", "nav.xhtml", "“4. Letters” in the contents leads to EPUB/letters.xhtml#lost, where nothing has that id"),
    ),
    "a dead page": (
        "nav.xhtml", b"</body>",
        b'<nav epub:type="page-list" hidden=""><ol><li><a href="arrival.xhtml#page-9">9</a></li></ol></nav></body>',
        ("entry", "nav.xhtml", "“9” in the pages leads to EPUB/arrival.xhtml#page-9, where nothing has that id"),
    ),
    "a call of no note": (
        "arrival.xhtml", b'href="#note-arrival-chart"', b'href="#note-arrival-lost"',
        ("link", "arrival.xhtml", "“1” leads to EPUB/arrival.xhtml#note-arrival-lost, where nothing has that id"),
    ),
    "a call of what is no note": (
        "glossary.xhtml", b"</body>", b'<p><a epub:type="noteref" href="#glossary">7</a></p></body>',
        ("note", "glossary.xhtml", "“7” calls what is no note"),
    ),
    "a note without a way back": (
        "weather.xhtml", b'href="#ref-note-weather-inline-1"', b'href="#weather"',
        ("backlink", "weather.xhtml", "the note of “2” has no way back to it"),
    ),
    "a target that does not show": (
        "arrival.xhtml", b' id="lamp"', b' id="lamp" style="display: none"',
        ("landing", "arrival.xhtml", "EPUB/arrival.xhtml#lamp is not shown"),
    ),
    "a picture that is missing": (
        "instruments.xhtml", b'src="images/beam.svg"', b'src="images/none.svg"',
        ("image", "instruments.xhtml", "the picture does not show"),
    ),
    "a picture of the web": (
        "dedication.xhtml", b"</body>", b'<p><img alt="a" src="https://example.org/a.png"/></p></body>',
        ("network", "dedication.xhtml", "the book asks for https://example.org/a.png"),
    ),
    "a wide table": (
        "part-the-rock.xhtml", b"</body>", b'<table style="width: 900px"><tr><td>a</td></tr></table></body>',
        ("overflow", "part-the-rock.xhtml", "it is wider than the page, 320 px (narrow-light)"),
    ),
    "words that are cut off": (
        "part-the-sea.xhtml", b"</body>",
        b'<div style="overflow: hidden; width: 100px"><p style="width: 150px">a</p></div></body>',
        ("cut-off", "part-the-sea.xhtml", "50 px of it are hidden at the side"),
    ),
    "a list that no page turns to the end of": (
        "cover.xhtml", b"</body>",
        b'<div style="overflow-x: auto"><p style="height: 2500px">a</p></div></body>',
        ("lost", "cover.xhtml", "it goes on below the page, where no page turns to (phone-light, tablet-dark, phone-large)"),
    ),
    "black on black": (
        "preface.xhtml", b'<p class="reading-time"', b'<p class="reading-time" style="color: #000"',
        ("contrast", "preface.xhtml", "“1 min” has a contrast of 1.12 with the page (phone-dark, tablet-dark)"),
    ),
    "grey on white": (
        "questions.xhtml", b'<p class="reading-time"', b'<p class="reading-time" style="color: #999"',
        ("contrast", "questions.xhtml", "“1 min” has a contrast of 2.85 with the page (phone-light, tablet-light, narrow-light, phone-large)"),
    ),
    "a script": (
        "title-page.xhtml", b"</body>", b"<script>console.error(1)</script></body>",
        ("console", "title-page.xhtml", "Executing inline script violates"),
    ),
}  # fmt: skip


def damaged(data: bytes) -> bytes:
    """The EPUB with all the faults."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            entry = old.read(info)
            for name, before, after, _ in FAULTS.values():
                if info.filename == f"EPUB/{name}":
                    assert before in entry, (name, before)
                    entry = entry.replace(before, after, 1)
            new.writestr(info, entry)
    return out.getvalue()


def test_every_fault_is_found_where_it_was_put(everything: Any, reader: Any, tmp_path: Path) -> None:
    path = tmp_path / "book.epub"
    path.write_bytes(damaged(everything.epub.data))
    findings = reader(path).findings
    for fault, (_, _, _, (code, name, message)) in FAULTS.items():
        said = [each.message for each in findings if (each.code, each.path) == (code, f"EPUB/{name}")]
        assert any(each.startswith(message) for each in said), (fault, said)
    expected = {(code, f"EPUB/{name}") for _, _, _, (code, name, _) in FAULTS.values()}
    expected.add(("image", "EPUB/dedication.xhtml"))  # a picture that was refused does not show
    assert {(each.code, each.path) for each in findings} == expected
    assert {each.judge for each in findings} == {"reader"}
    assert {each.fragment for each in findings if each.code == "overflow"} == {"<table>"}


def test_a_book_that_does_not_open(reader: Any, tmp_path: Path) -> None:
    path = tmp_path / "book.epub"
    path.write_bytes(b"PK\3\4 and no more")
    findings = reader(path, settings=SETTINGS[:1]).findings
    assert "opening" in {each.code for each in findings}


def test_what_is_missing_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(MachineError, match="missing"):
        reader(tmp_path / "book.epub", tmp_path, tmp_path)
    for name in ("foliate-js", "puppeteer-core"):
        (tmp_path / "node_modules" / name).mkdir(parents=True)
    which = shutil.which
    monkeypatch.setattr(shutil, "which", lambda name: "/bin/false" if name == "node" else which("true"))
    with pytest.raises(MachineError, match="failed"):
        reader(tmp_path / "book.epub", tmp_path, tmp_path)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(MachineError, match="missing"):
        reader(tmp_path / "book.epub", tmp_path, tmp_path)
