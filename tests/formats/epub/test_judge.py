"""EPUBCheck 5.3 says nothing at all, usages included, about any of these books."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from publisher.config import Contributor, EditionSpec, Series
from publisher.formats.artefact import PageStart, Pagination
from publisher.style.composition import Composition, Document, Entry, Landmark

pytestmark = pytest.mark.judge

NOTES = """<p class="first" id="p1">Said<sup><a class="noteref" epub:type="noteref" role="doc-noteref" href="#n1"
id="r1">1</a></sup> before.</p><section class="notes" epub:type="footnotes"><aside class="footnote" id="n1"
epub:type="footnote" role="doc-footnote"><p>A note. <a class="backlink" epub:type="backlink" role="doc-backlink"
href="#r1" aria-label="Back to note 1 in the text">↩</a></p></aside></section>"""
COVER = """<figure class="cover"><img src="images/cover.jpg" alt="A Book, by Ada Writer." epub:type="cover"
role="doc-cover"/></figure>"""


def minimal(t: Any) -> tuple[Composition, dict[str, bytes]]:
    return t.composition(), {}


def notes(t: Any) -> tuple[Composition, dict[str, bytes]]:
    return t.composition(t.chapter("one", "One", NOTES)), {}


def nested_parts(t: Any) -> tuple[Composition, dict[str, bytes]]:
    part = Document(
        "part-one",
        "part",
        "Part One",
        '<section epub:type="part" role="doc-part" id="part-one"><h1>Part One</h1></section>',
        "body",
        "",
    )
    body = '<section class="level2" id="s1"><h2>Section</h2><p>Words.</p></section>'
    docs = (part, t.chapter("one", "One", body), t.chapter("two", "Two"))
    contents = (
        t.entry(
            "part-one", "Part One", t.entry("one", "One", t.entry("one", "Section", target="s1")), t.entry("two", "Two")
        ),
    )
    return t.composition(*docs, contents=contents), {}


def unlinked_part(t: Any) -> tuple[Composition, dict[str, bytes]]:
    contents = (t.entry("", "Part", t.entry("one", "One")),)
    return t.composition(contents=contents), {}


def no_contents(t: Any) -> tuple[Composition, dict[str, bytes]]:
    return t.composition(contents=(), landmarks=()), {}


def unicode_titles(t: Any) -> tuple[Composition, dict[str, bytes]]:
    docs = (t.chapter("глава-1", "Глава «Ё» &amp; 日本語"), t.chapter("1984", "1984"))
    docs = tuple(replace(d, title=d.title.replace("&amp;", "&")) for d in docs)
    contents = tuple(Entry(d.title.replace("&", "&amp;"), d.title, d.stem, "", 1) for d in docs)
    return t.composition(*docs, contents=contents, book={"title": 'Größe & <Wahn> "x" – 𝔉', "language": "ru"}), {}


def right_to_left(t: Any) -> tuple[Composition, dict[str, bytes]]:
    return t.composition(t.chapter("one", "פרק"), book={"language": "he", "direction": "rtl", "title": "ספר"}), {}


def everything_said(t: Any) -> tuple[Composition, dict[str, bytes]]:
    book = {
        "subtitle": "With a Subtitle",
        "authors": (Contributor("Ada Writer", "aut", "Writer, Ada"), Contributor("Bo Writer")),
        "contributors": (Contributor("Eve Editor", "edt"), Contributor("Tom Translator", "trl", "Translator, Tom")),
        "series": (Series("Guides", "2"), Series("The Set", "", "set"), Series("Odd", "II")),
        "publisher": "House",
        "place": "Here",
        "rights": "© 2026",
        "subjects": ("Novels", "Study & Teaching"),
        "description": "What it is.",
        "date": "2026",
    }
    return t.composition(
        book=book, edition=EditionSpec("ebook", isbn="978-3-16-148410-0"), identifier="urn:isbn:9783161484100"
    ), {}


def fonts(t: Any) -> tuple[Composition, dict[str, bytes]]:
    css = 'body { font-family: "EB Garamond", serif; } .smallcaps { font-variant: small-caps; }'
    faces = (t.garamond(), t.garamond(700), t.garamond(400, "italic"))
    return t.composition(
        t.chapter("one", "One", "<p><em>Italic</em> <strong>bold</strong> ﬁ.</p>"), css=css, fonts=faces
    ), {}


def drawn_cover(t: Any) -> tuple[Composition, dict[str, bytes]]:
    cover = Document("cover", "cover", "Cover", COVER, "cover", "", "cover")
    return t.composition(
        cover, t.chapter("one", "One"), cover_svg="<svg/>", landmarks=(Landmark("cover", "Cover", "cover"),)
    ), {}


def own_cover_and_pictures(t: Any) -> tuple[Composition, dict[str, bytes]]:
    assets = {
        "art/My Cover.png": t.png(),
        "images/Ünï plan.png": t.png(3, 3),
        "a/x.png": t.png(4, 4),
        "b/X.png": t.png(5, 5),
        "d.svg": b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>',
    }
    cover = Document("cover", "cover", "Cover", COVER, "cover", "", "cover")
    body = "".join(f'<figure class="figure"><img src="{path}" alt="A plan."/></figure>' for path in list(assets)[1:])
    body += (
        '<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="Dot" width="9" height="9"><circle r="3"/></svg>'
    )
    body += '<p><math xmlns="http://www.w3.org/1998/Math/MathML" alttext="x"><mi>x</mi></math></p>'
    refs = tuple(
        t.picture(path, data, "image/svg+xml" if path.endswith("svg") else "image/png") for path, data in assets.items()
    )
    made = t.composition(cover, t.chapter("one", "One", body), assets=refs, book={"cover": "art/My Cover.png"})
    return made, assets


def divided(t: Any) -> tuple[Composition, dict[str, bytes]]:
    sections = "".join(
        f'<section class="level2" id="s{n}"><h2>S {n}</h2><p id="p{n}">{"word " * 8000}'
        f'<a href="#s{(n + 5) % 12}">on</a></p></section>'
        for n in range(12)
    )
    contents = (t.entry("long", "Long", *(t.entry("long", f"S {n}", target=f"s{n}", level=2) for n in range(12))),)
    two = t.chapter("two", "Two", '<p><a href="long.xhtml#s11">back</a> <a href="long.xhtml">head</a></p>')
    return t.composition(t.chapter("long", "Long", sections), two, contents=(*contents, t.entry("two", "Two"))), {}


def reserved_names(t: Any) -> tuple[Composition, dict[str, bytes]]:
    return t.composition(t.chapter("nav", "Navigation"), t.chapter("ncx", "NCX"), t.chapter("style.css", "Style")), {}


BOOKS = [
    minimal,
    notes,
    nested_parts,
    unlinked_part,
    no_contents,
    unicode_titles,
    right_to_left,
    everything_said,
    drawn_cover,
    own_cover_and_pictures,
    divided,
    reserved_names,
]


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.__name__)
def test_epubcheck_is_silent(book: Any, tools: Any, bind: Any, epubcheck: Any) -> None:
    made, assets = book(tools)
    opened = bind(made, assets)
    assert opened.codes == []
    assert epubcheck(opened.artefact.data) == []


def test_epubcheck_only_tells_that_there_are_fonts(tools: Any, bind: Any, epubcheck: Any) -> None:
    made, assets = fonts(tools)
    said = epubcheck(bind(made, assets).artefact.data)
    # CSS-028 is a remark that EPUBCheck makes about every @font-face; whoever embeds fonts has it.
    assert [line for line in said if not line.startswith("USAGE CSS-028 Use of Font-face declaration")] == []


def test_epubcheck_is_silent_about_a_page_list(tools: Any, bind: Any, epubcheck: Any) -> None:
    made = tools.composition(tools.chapter("one", "One", '<p id="b1">One.</p><p id="b2">Two.</p>'))
    starts = [("ii", ""), ("1", "b1"), ("2", "b1"), ("3", "b2")]
    pages = Pagination(tuple(PageStart(label, n, block, 0, not block) for n, (label, block) in enumerate(starts)))
    opened = bind(made, pagination=pages)
    assert opened.text("nav.xhtml").count("<li>") == 1 + 1 + 3
    assert epubcheck(opened.artefact.data) == []


def test_epubcheck_sees_a_fault(tools: Any, bind: Any, epubcheck: Any) -> None:
    made = tools.composition(tools.chapter("one", "One", '<p><a href="#nowhere">x</a></p>'))
    assert any("RSC-012" in line for line in epubcheck(bind(made).artefact.data))
