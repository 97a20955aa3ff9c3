"""What stands in an EPUB: names, frames, package document, ways in, and the archive itself."""

from __future__ import annotations

import hashlib
import io
import os
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from publisher.config import Contributor, EditionSpec, Series
from publisher.formats.artefact import PageStart, Pagination
from publisher.style.composition import Document, Entry, Landmark

OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"


def metas(opf: str) -> list[tuple[str, str, str]]:
    root = ElementTree.fromstring(opf)
    return [
        (meta.get("refines", ""), meta.get("property", ""), meta.text or "")
        for meta in root.iter(f"{OPF}meta")
        if meta.get("property")
    ]


def test_the_archive_begins_with_the_stored_mimetype(tools: Any, bind: Any) -> None:
    data = bind(tools.composition()).artefact.data
    assert data[30:58] == b"mimetypeapplication/epub+zip"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        first, *others = archive.infolist()
        assert first.compress_type == zipfile.ZIP_STORED
        assert all(not entry.extra and entry.date_time == (2026, 11, 22, 10, 20, 30) for entry in [first, *others])
        assert [entry.filename for entry in others][:2] == ["META-INF/container.xml", "EPUB/content.opf"]


def test_a_book_before_the_archives_time_gets_its_earliest(tools: Any, bind: Any) -> None:
    opened = bind(tools.composition(modified="1899-12-31T00:00:00Z"))
    with zipfile.ZipFile(io.BytesIO(opened.artefact.data)) as archive:
        assert archive.infolist()[0].date_time == (1980, 1, 1, 0, 0, 0)
    assert ">1899-12-31T00:00:00Z<" in opened.opf


def test_the_artefact_is_named_after_the_composition(tools: Any, bind: Any) -> None:
    artefact = bind(tools.composition(name="guide-ebook")).artefact
    assert (artefact.file_name, artefact.media_type) == ("guide-ebook.epub", "application/epub+zip")


def test_a_document_is_framed(tools: Any, bind: Any) -> None:
    opened = bind(tools.composition(tools.chapter("one", "One & <only>".replace("&", "and").replace("<only>", "all"))))
    text = opened.text("one.xhtml")
    assert text.startswith(
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/'
    )
    assert 'lang="en" xml:lang="en">' in text
    assert "<title>One and all – A Book</title>" in text
    assert '<link rel="stylesheet" type="text/css" href="style.css"/>' in text
    assert '<body class="chapter" epub:type="bodymatter">' in text


def test_a_title_is_escaped_and_not_doubled(tools: Any, bind: Any) -> None:
    one = replace(tools.chapter("one", "One"), title='A & "B" <c>')
    same = replace(tools.chapter("two", "Two"), title="A Book")
    opened = bind(tools.composition(one, same))
    assert "<title>A &amp; &quot;B&quot; &lt;c&gt; – A Book</title>" in opened.text("one.xhtml")
    assert "<title>A Book</title>" in opened.text("two.xhtml")


def test_files_and_ids_come_from_stems_and_never_from_positions(tools: Any, bind: Any) -> None:
    one, two = tools.chapter("the-cottages", "B"), tools.chapter("1984", "A")
    first, second = bind(tools.composition(one, two)), bind(tools.composition(two))
    assert 'href="1984.xhtml" id="_1984"' in first.opf
    assert 'href="1984.xhtml" id="_1984"' in second.opf
    assert 'href="the-cottages.xhtml" id="the-cottages"' in first.opf


def test_a_name_outside_ascii_becomes_a_safe_one_and_links_follow(tools: Any, bind: Any) -> None:
    one = tools.chapter("глава", "A", '<p><a href="глава.xhtml#x">x</a> <a href="#x">y</a><b id="x"/></p>')
    two = tools.chapter("two", "B", '<p><a href="%D0%B3%D0%BB%D0%B0%D0%B2%D0%B0.xhtml">x</a></p>')
    opened = bind(tools.composition(one, two))
    name = next(name for name in opened.files if re.fullmatch(r"EPUB/text-[0-9a-f]{8}\.xhtml", name))
    assert opened.codes == []
    assert f'<a href="{name[5:]}">x</a>' in opened.text("two.xhtml")
    assert f'href="{name[5:]}">A</a>' in opened.text("nav.xhtml")


def test_two_documents_of_one_name_are_an_error(tools: Any, bind: Any) -> None:
    assert "E717" in bind(tools.composition(tools.chapter("Notes", "A"), tools.chapter("notes", "B"))).codes


def test_the_package_document_tells_everything(tools: Any, bind: Any) -> None:
    made = tools.composition(
        book={
            "subtitle": "Sub",
            "authors": (Contributor("Ada Writer", "aut", "Writer, Ada"), Contributor("Bo")),
            "contributors": (Contributor("Eve", "edt"),),
            "series": (Series("Guides", "2"), Series("Box", "II", "set")),
            "publisher": "House",
            "rights": "©",
            "subjects": ("A", "B"),
            "description": "D & d",
        },
        edition=EditionSpec("ebook", isbn="978-3-16-148410-0"),
    )
    opened = bind(made)
    root = ElementTree.fromstring(opened.opf)
    said = metas(opened.opf)
    assert root.get("unique-identifier") == root.find(f".//{DC}identifier").get("id")  # type: ignore[union-attr]
    assert [e.text for e in root.iter(f"{DC}title")] == ["A Book", "Sub"]
    assert [e.text for e in root.iter(f"{DC}identifier")] == [made.identifier, "urn:isbn:9783161484100"]
    assert [e.text for e in root.iter(f"{DC}subject")] == ["A", "B"]
    for expected in [
        ("#title", "title-type", "main"),
        ("#subtitle", "title-type", "subtitle"),
        ("#creator-1", "role", "aut"),
        ("#creator-1", "file-as", "Writer, Ada"),
        ("#creator-2", "display-seq", "2"),
        ("#contributor-1", "role", "edt"),
        ("", "belongs-to-collection", "Guides"),
        ("#series-1", "collection-type", "series"),
        ("#series-1", "group-position", "2"),
        ("#series-2", "collection-type", "set"),
        ("", "dcterms:modified", "2026-11-22T10:20:31Z"),
        ("", "schema:timeRequired", "PT2M"),
        ("", "schema:wordCount", "500"),
    ]:
        assert expected in said
    assert ("#series-2", "group-position", "II") not in said
    assert "generator" not in opened.opf


def test_a_book_without_identifier_gets_one_that_stays(tools: Any, bind: Any) -> None:
    made = tools.composition(identifier="")
    first, second = (re.findall(r"urn:uuid:[0-9a-f-]{36}", bind(made).opf) for _ in range(2))
    assert first == second != []


def test_accessibility_is_claimed_only_where_it_is_true(tools: Any, bind: Any) -> None:
    plain = metas(bind(tools.composition()).opf)
    data = tools.png()
    refs = (tools.picture("a.png", data),)
    alt = tools.chapter("one", "One", '<p><img src="a.png" alt="A map."/></p>')
    bare = tools.chapter("one", "One", '<p><img src="a.png"/></p>')
    shown = metas(bind(tools.composition(alt, assets=refs), {"a.png": data}).opf)
    mute = bind(tools.composition(bare, assets=refs), {"a.png": data})
    feature = ("", "schema:accessibilityFeature", "alternativeText")
    assert feature not in plain
    assert ("", "schema:accessMode", "visual") not in plain
    assert ("", "schema:accessModeSufficient", "textual") in plain
    assert feature in shown
    assert ("", "schema:accessMode", "visual") in shown
    assert feature not in metas(mute.opf)
    assert ("", "schema:accessModeSufficient", "textual") not in metas(mute.opf)
    assert mute.codes == ["E711"]
    assert not any(name == "dcterms:conformsTo" for _, name, _ in shown)


def test_a_right_to_left_book_turns_its_pages_so(tools: Any, bind: Any) -> None:
    english = replace(tools.chapter("two", "Two"), lang="en")
    made = tools.composition(tools.chapter("one", "א"), english, book={"language": "he", "direction": "rtl"})
    opened = bind(made)
    assert 'page-progression-direction="rtl"' in opened.opf
    assert 'lang="he" xml:lang="he" dir="rtl"' in opened.text("one.xhtml")
    assert "dir=" not in opened.text("two.xhtml")
    assert "dir=" not in bind(tools.composition()).text("one.xhtml")


def test_nav_and_ncx_say_the_same_in_the_same_order(tools: Any, bind: Any) -> None:
    docs = (
        tools.chapter("part", "Part"),
        tools.chapter("one", "One", '<h2 id="s">S</h2>'),
        tools.chapter("two", "Two"),
    )
    label = Entry("<em>One</em> &amp; only", "One & only", "one", "", 2, (tools.entry("one", "S", target="s"),))
    contents = (tools.entry("part", "Part", label, tools.entry("two", "Two")),)
    opened = bind(tools.composition(*docs, contents=contents))
    nav, ncx = opened.text("nav.xhtml"), opened.text("toc.ncx")
    links = re.findall(r'<a href="([^"]*)"', nav.partition('epub:type="landmarks"')[0])
    assert links == ["part.xhtml", "one.xhtml", "one.xhtml#s", "two.xhtml"] == re.findall(r'content src="([^"]*)"', ncx)
    assert '<a href="one.xhtml"><em>One</em> &amp; only</a>' in nav
    assert "<text>One &amp; only</text>" in ncx
    assert 'name="dtb:depth" content="3"' in ncx
    assert re.findall(r'playOrder="(\d+)"', ncx) == ["1", "2", "3", "4"]
    assert "<ol>\n</ol>" not in nav


def test_places_that_are_the_same_share_a_play_order(tools: Any, bind: Any) -> None:
    contents = (tools.entry("", "Part", tools.entry("one", "One")), tools.entry("one", "Again"))
    opened = bind(tools.composition(contents=contents))
    assert re.findall(r'playOrder="(\d+)"', opened.text("toc.ncx")) == ["1", "1", "1"]
    assert "<span>Part</span>" in opened.text("nav.xhtml")


def test_a_book_without_contents_lists_its_documents(tools: Any, bind: Any) -> None:
    opened = bind(tools.composition(contents=()))
    assert '<li><a href="one.xhtml">One</a></li>' in opened.text("nav.xhtml")


def test_landmarks_are_hidden_and_there_once(tools: Any, bind: Any) -> None:
    marks = (Landmark("bodymatter", "Text", "one"), Landmark("bodymatter", "Text again", "one"))
    nav = bind(tools.composition(landmarks=marks)).text("nav.xhtml")
    assert '<nav epub:type="landmarks" id="landmarks" hidden="">' in nav
    assert nav.count('epub:type="bodymatter"') == 1


def test_a_page_list_names_the_pages_of_the_printed_book(tools: Any, bind: Any) -> None:
    made = tools.composition(tools.chapter("one", "One", '<p id="b1">One.</p><p id="b2">Two.</p>'))
    starts = [("i", "half-title", False), ("ii", "", True), ("1", "b1", False), ("2", "b2", False)]
    pages = Pagination(tuple(PageStart(label, n, block, 0, blank) for n, (label, block, blank) in enumerate(starts)))
    opened = bind(made, pagination=pages)
    nav = opened.text("nav.xhtml")
    assert '<li><a href="one.xhtml#page-1">1</a></li>\n<li><a href="one.xhtml#page-2">2</a></li>' in nav
    assert '<li><a href="one.xhtml#page-i">i</a></li>' in nav  # at the next words there are
    assert ">ii<" not in nav  # blank
    assert ("", "schema:accessibilityFeature", "pageNavigation") in metas(opened.opf)
    assert "page-list" not in bind(made).text("nav.xhtml")


def test_a_document_apart_from_the_reading_order_is_not_linear(tools: Any, bind: Any) -> None:
    made = tools.composition(tools.chapter("one", "One"), replace(tools.chapter("two", "Two"), linear=False))
    assert '<itemref idref="two" linear="no"/>' in bind(made).opf


def test_the_drawn_cover_is_in_the_manifest_and_on_its_page(tools: Any, bind: Any) -> None:
    page = Document("cover", "cover", "Cover", '<p><img src="images/cover.jpg" alt="A Book."/></p>', "cover", "")
    opened = bind(tools.composition(page, tools.chapter("one", "One"), cover_svg="<svg/>"))
    assert opened.codes == []
    assert 'properties="cover-image"' in opened.opf
    assert '<meta name="cover" content="images.cover.png"/>' in opened.opf
    assert 'src="images/cover.png"' in opened.text("cover.xhtml")
    assert ("", "schema:accessMode", "visual") not in metas(opened.opf)


def test_the_authors_own_cover_is_taken_as_it_is(tools: Any, bind: Any) -> None:
    data = tools.png(7, 7)
    page = Document("cover", "cover", "Cover", '<p><img src="art/Front%20side.png" alt="A."/></p>', "cover", "")
    made = tools.composition(
        page,
        tools.chapter("one", "One"),
        book={"cover": "art/Front side.png"},
        cover_svg="<svg/>",
        assets=(tools.picture("art/Front side.png", data),),
    )
    opened = bind(made, {"art/Front side.png": data})
    assert opened.files["EPUB/images/cover.png"] == data
    assert 'src="images/cover.png"' in opened.text("cover.xhtml")


def test_pictures_get_safe_names_that_differ_and_links_follow(tools: Any, bind: Any) -> None:
    files = {"a/Plan Ä.png": tools.png(1, 1), "b/plan a.png": tools.png(2, 2), "c/same.png": tools.png(1, 1)}
    body = "".join(f'<p><img alt="" src="{path}"/></p>' for path in files)
    refs = tuple(tools.picture(path, data) for path, data in files.items())
    opened = bind(tools.composition(tools.chapter("one", "One", body), assets=refs), files)
    shown = re.findall(r'src="([^"]*)"', opened.text("one.xhtml"))
    assert all(re.fullmatch(r"images/[a-z0-9.-]+", name) for name in shown)
    assert [opened.files[f"EPUB/{name}"] for name in shown] == list(files.values())
    assert opened.codes == []


def test_text_that_looks_like_a_link_is_left_alone(tools: Any, bind: Any) -> None:
    code = '<pre><code>&lt;img src="a.png"&gt; src="a.png" x &gt; y</code></pre><p><img alt="a > b" src="a.png"/></p>'
    data = tools.png()
    made = tools.composition(tools.chapter("one", "One", code), assets=(tools.picture("a.png", data),))
    text = bind(made, {"a.png": data}).text("one.xhtml")
    assert '&lt;img src="a.png"&gt; src="a.png" x &gt; y' in text
    assert '<img alt="a > b" src="images/a.png"/>' in text


def test_properties_tell_what_is_in_a_document(tools: Any, bind: Any) -> None:
    body = '<svg xmlns="http://www.w3.org/2000/svg"/><math xmlns="http://www.w3.org/1998/Math/MathML"/>'
    opf = bind(tools.composition(tools.chapter("one", "One", body), tools.chapter("two", "Two"))).opf
    assert 'id="one" media-type="application/xhtml+xml" properties="mathml svg"' in opf
    assert 'id="two" media-type="application/xhtml+xml"/>' in opf


SCRIPT = """
import hashlib, sys
sys.path.insert(0, sys.argv[1])
import conftest as t
from publisher.fonts import read_font
from publisher.formats.epub import make
make._draw_cover = lambda svg, fonts, read, *size: t.png(10, 16)
files = {"b.png": t.png(1, 1), "a.png": t.png(2, 2)}
body = '<p><em>x</em><img alt="A." src="b.png"/><img alt="B." src="a.png"/></p>'
made = t.composition(t.chapter("one", "One", body), t.chapter("two", "Two"),
    css='p { font-family: "EB Garamond"; font-variant: small-caps }', cover_svg="<svg/>",
    fonts=(t.garamond(), t.garamond(400, "italic")), assets=tuple(t.picture(p, d) for p, d in files.items()))
data = make.make_epub(made, files.__getitem__, lambda face: read_font(face.source, face.weight)).data
print(hashlib.sha256(data).hexdigest())
"""


def test_the_same_book_has_the_same_bytes_under_other_seeds_and_skies() -> None:
    here = str(Path(__file__).parent)
    sums = set()
    for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}
        sums.add(subprocess.check_output([sys.executable, "-c", SCRIPT, here], env=environment, text=True))
    assert len(sums) == 1
    assert len(sums.pop().strip()) == hashlib.sha256().digest_size * 2


def test_a_missing_font_is_the_machines_trouble(tools: Any, bind: Any) -> None:
    from publisher.diagnostics import MachineError

    face = replace(tools.garamond(), source="fontpkg_no_such_family/x.ttf")
    with pytest.raises(MachineError, match="not installed"):
        bind(tools.composition(css='p { font-family: "EB Garamond" }', fonts=(face,)))


def test_a_control_character_in_a_title_is_told_and_does_not_crash(tools: Any, bind: Any) -> None:
    made = tools.composition(
        contents=(tools.entry("one", "O\x01ne"),), book={"description": "a\x0bb", "title": "T\x02"}
    )
    assert set(bind(made).codes) == {"E701"}
