from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

import pytest

from publisher.book.model import Part, Section
from publisher.config import Contributor
from publisher.markup.node import Node
from publisher.source import Span
from publisher.style.compose import compose, identifier_of
from publisher.style.composition import PAGE, SCREEN
from publisher.style.pack import find_style

EPUB = "{http://www.idpf.org/2007/ops}"


def make(edition, style="ebook", medium=SCREEN, *, folders=(), renderers=None, assets=None, paper=""):
    pack = find_style(style, folders)
    return compose(edition, pack, medium, renderers or {}, name="book", paper=paper, modified="2026-11-22T00:00:00Z",
                   assets=assets or {}, folders=folders)  # fmt: skip


def tree(document) -> ElementTree.Element:
    return ElementTree.fromstring(f'<body xmlns:epub="http://www.idpf.org/2007/ops">{document.body}</body>')


def the(composition, kind: str):
    return next(document for document in composition.documents if document.kind == kind)


def words_of(element: ElementTree.Element) -> str:
    return " ".join("".join(element.itertext()).split())


def test_the_documents_come_in_the_order_of_the_style(book):
    parts = (Part("p1", "Part one", ("one",), "I"),)
    made = make(book.edition(book.chapter(part="p1"), book.chapter("two"), parts=parts))
    assert [document.stem for document in made.documents] == [
        "cover", "title-page", "copyright-page", "dedication", "contents", "p1", "one", "two", "accessibility",
    ]  # fmt: skip
    assert [document.matter for document in made.documents[:2]] == ["cover", "front"]


def test_the_page_has_no_cover_and_the_screen_no_half_title(book):
    kinds = [document.kind for document in make(book.edition(), "print", PAGE).documents]
    assert kinds[0] == "half-title"
    assert "cover" not in kinds


def test_a_page_without_words_is_left_out(book):
    made = make(book.edition(info=replace(book.info, dedication="")))
    assert "dedication" not in [document.kind for document in made.documents]


def test_a_chapter_named_like_a_made_page_keeps_its_name(book):
    made = make(book.edition(book.chapter("contents")))
    assert [document.stem for document in made.documents][-3:] == ["contents-page", "contents", "accessibility"]
    assert len({document.stem for document in made.documents}) == len(made.documents)


def test_the_title_page_and_the_heads_and_the_contents_show_the_same_minutes(book):
    made = make(book.edition())
    assert "Reading time: 36 min" in words_of(tree(the(made, "title-page")))
    assert "36 min" in words_of(tree(the(made, "chapter")))
    assert "36 min" in words_of(tree(the(made, "contents")))


def test_a_book_without_reading_time_shows_none(book):
    quick = replace(book.edition(book.chapter(reading=None)), reading=replace(book.edition().reading, minutes=0))
    made = make(quick)
    assert all("reading-time" not in document.body for document in made.documents)


def test_a_chapter_says_what_it_is_on_screen_only(book):
    edition = book.edition(book.chapter(role="glossary", matter="back"))
    section = tree(the(make(edition), "chapter"))[0]
    assert (section.get(f"{EPUB}type"), section.get("role")) == ("glossary", "doc-glossary")
    assert section.get("aria-labelledby") == "one-title"
    section = tree(the(make(edition, "print", PAGE), "chapter"))[0]
    assert (section.get(f"{EPUB}type"), section.get("role")) == (None, None)
    assert section.get("data-short") == "Short"


def test_a_chapter_in_another_language_says_so(book):
    made = the(make(book.edition(book.chapter(lang="fr"))), "chapter")
    section = tree(made)[0]
    assert made.lang == "fr"
    assert section.get("lang") == section.get("{http://www.w3.org/XML/1998/namespace}lang") == "fr"


def test_links_know_the_files_on_screen_and_only_ids_on_paper(book):
    link = Node("link", "a", (("href", "#two-p"),), children=(book.text("there"),))
    edition = book.edition(book.chapter("one", book.paragraph(link)), book.chapter("two"))
    assert 'href="two.xhtml#two-p"' in the(make(edition), "chapter").body
    assert 'href="#two-p"' in the(make(edition, "print", PAGE), "chapter").body


def test_a_link_that_goes_nowhere_is_reported_once(book):
    link = Node("link", "a", (("href", "#gone"),), children=(book.text("there"),), span=Span("one.md", 7, 3))
    made = make(book.edition(book.chapter("one", book.paragraph(link))))
    assert [(each.code, each.span.line) for each in made.diagnostics] == [("D617", 7)]
    assert ">there</p>" in the(made, "chapter").body


def test_headings_leave_out_no_level(book):
    edition = book.edition(book.chapter("one", book.heading(3, "a", "A"), book.heading(5, "b", "B")))
    body = the(make(edition), "chapter").body
    assert "<h2>A</h2>" in body
    assert "<h3>B</h3>" in body


def test_every_id_stands_once_and_has_its_place(book):
    blocks = (book.heading(2, "a", "A"), book.paragraph("x", id="b"))
    made = make(book.edition(book.chapter("one", *blocks)))
    ids = [each.get("id") for document in made.documents for each in tree(document).iter() if each.get("id")]
    assert len(ids) == len(set(ids))
    assert {"one", "a", "b"} <= set(ids)
    assert dict(made.spans)["b"] == Span("one.md", 3)


def test_contents_are_parts_over_chapters_over_sections(book):
    section = Section("a", 2, (book.text("Sec"),), "Sec", Span("one.md", 4), (
        Section("b", 3, (book.text("Deep"),), "Deep", Span("one.md", 5)),
    ))  # fmt: skip
    part = Part("p1", "Part one", ("one",), "I")
    blocks = (book.heading(2, "a", "Sec"), book.heading(3, "b", "Deep"))
    edition = book.edition(book.chapter("one", *blocks, sections=(section,), part="p1"), parts=(part,))
    entry, about = make(edition).contents
    assert (about.stem, about.level) == ("accessibility", 1)
    assert (entry.text, entry.stem, entry.level) == ("Part one", "p1", 1)
    (inner,) = entry.children
    assert (inner.text, inner.target, inner.level, inner.minutes) == ("1. Title", "one", 2, 36)
    assert [child.text for child in inner.children] == ["Sec"]
    assert inner.children[0].children == ()
    deep = make(replace(edition, spec=replace(edition.spec, variables=(("toc-depth", "3"),)))).contents
    assert deep[0].children[0].children[0].children[0].text == "Deep"


def test_a_title_in_the_contents_has_no_notes_or_links_of_its_own(book):
    title = (Node("link", "a", (("href", "https://a.b"),), children=(book.text("Title"),)), Node("noteref"))
    made = make(book.edition(book.chapter("one", title=title)), "print", PAGE)
    contents = tree(the(made, "contents"))
    assert [link.get("href") for link in contents.iter("a")] == ["#one", "#one"]
    assert made.contents[0].label == "1. Title"


def test_landmarks_name_each_kind_once(book):
    chapters = (book.chapter("intro", matter="front", role="preface"), book.chapter(), book.chapter("two"))
    made = make(book.edition(*chapters))
    assert [(each.type, each.stem) for each in made.landmarks] == [
        ("cover", "cover"), ("titlepage", "title-page"), ("copyright-page", "copyright-page"),
        ("dedication", "dedication"), ("toc", "contents"), ("preface", "intro"), ("bodymatter", "one"),
    ]  # fmt: skip


def test_the_page_s_css_ends_with_the_paper_and_the_edition_s_variables(book):
    edition = book.edition(variables=(("toc-depth", "1"), ("ink", "navy")))
    made = make(edition, "print", PAGE, paper="A5")
    last = made.css[made.css.rindex(":root") :]
    assert "--paper-width: 148mm" in last
    assert "--ink: navy" in last
    assert made.diagnostics == ()


def test_the_screen_s_css_has_no_functions(book):
    css = make(book.edition()).css
    assert not any(word in css for word in ("var(", "calc(", "min(", "max(", "clamp(", "grid", "--"))


@pytest.mark.parametrize(
    ("name", "value", "codes"),
    [("text-sise", "12pt", ["D609"]), ("ink", "red; } x { y: z", ["D610"]), ("ink", "url(https://a.b/c)", ["D610"])],
)
def test_wrong_variables_of_an_edition_are_reported_and_do_nothing(book, name, value, codes):
    made = make(book.edition(variables=((name, value),)), "print", PAGE)
    assert [each.code for each in made.diagnostics] == codes
    assert "D610" not in codes or value not in made.css


def test_an_unknown_paper_is_reported_and_the_style_s_own_taken(book):
    made = make(book.edition(papers=("A55",)), "print", PAGE)
    assert [each.code for each in made.diagnostics] == ["D608"]
    assert "--paper-width: 6in" in made.css


def test_a_character_that_no_font_has_is_an_error_on_paper_and_a_note_on_screen(book):
    edition = book.edition(book.chapter("one", book.paragraph("a ☃ b ☃"), book.paragraph(book.text("☃", 9))))
    for medium, style, code in ((PAGE, "print", "D614"), (SCREEN, "ebook", "D615")):
        (found,) = make(edition, style, medium).diagnostics
        assert (found.code, found.span.path, found.span.line) == (code, "one.md", 3)
        assert "U+2603" in found.message
        assert "1 more place" in found.message


def test_characters_that_need_no_glyph_are_not_missed(book):
    made = make(book.edition(book.chapter("one", book.paragraph("a\u00ad\u200d\u2009\ufe0f\u202fb\n"))), "print", PAGE)
    assert made.diagnostics == ()


def test_a_character_in_an_alternative_text_wants_no_font(book):
    image = Node("image", "img", (("src", book.map.path), ("alt", "☃")))
    made = make(book.edition(book.chapter("one", book.paragraph(image))), "print", PAGE, assets=book.assets)
    assert made.diagnostics == ()


def test_fallback_fonts_come_only_when_they_are_needed(book):
    plain = make(book.edition(), "print", PAGE)
    assert not any(face.family.startswith("Noto") for face in plain.fonts)
    assert "Noto" not in plain.css[plain.css.rindex(":root") :]
    hebrew = make(book.edition(book.chapter("one", book.paragraph("ꜧ Ꞷ ꭤ"))), "print", PAGE)
    assert any(face.family == "Noto Serif" for face in hebrew.fonts)
    assert all(len(face.digest) == 64 for face in plain.fonts)


def test_a_font_file_that_is_not_there_is_reported(book, styles):
    toml = '[[fonts]]\nrole = "text"\nfamily = "Own"\nfaces = [{ file = "Own.ttf" }]\n'
    made = make(book.edition(), "mine", PAGE, folders=[styles({"mine/style.toml": toml})])
    assert [(each.code, each.span.path) for each in made.diagnostics] == [("D616", "styles/mine/style.toml")]


def test_only_the_images_that_are_shown_travel(book):
    image = Node("image", "img", (("src", book.map.path), ("alt", "A map")))
    other = replace(book.map, path="images/other.png")
    assets = {**book.assets, other.path: other}
    made = make(book.edition(book.chapter("one", book.paragraph(image))), assets=assets)
    assert made.assets == (book.map,)


def test_the_author_s_own_cover_is_shown_with_the_words_on_it(book):
    info = replace(book.info, cover=book.map.path)
    made = make(book.edition(info=info), assets=book.assets)
    image = next(tree(the(made, "cover")).iter("img"))
    assert (image.get("src"), image.get("role")) == ("images/a%20map.png", "doc-cover")
    assert image.get("alt") == "Never & Ever. A guide. Ann Author. The House."
    assert made.cover_svg == ""
    assert made.assets == (book.map,)


def test_a_generated_cover_is_drawn(book):
    made = make(book.edition())
    assert ElementTree.fromstring(made.cover_svg).tag == "{http://www.w3.org/2000/svg}svg"
    assert made.cover_svg == make(book.edition()).cover_svg


@pytest.mark.parametrize(
    ("isbn", "own", "book_s", "expected"),
    [("978-0-571-25809-3", "urn:x:1", "urn:x:2", "urn:isbn:9780571258093"), ("", "urn:x:1", "urn:x:2", "urn:x:1"),
     ("", "", "urn:x:2", "urn:x:2")],
)  # fmt: skip
def test_the_identifier_is_the_most_particular_one(book, isbn, own, book_s, expected):
    edition = book.edition(info=replace(book.info, identifier=book_s), isbn=isbn, identifier=own)
    assert identifier_of(edition) == expected


def test_a_book_without_identifier_gets_one_from_title_and_authors(book):
    first = identifier_of(book.edition())
    assert first == identifier_of(book.edition())
    assert first.startswith("urn:uuid:")
    assert first != identifier_of(book.edition(info=replace(book.info, authors=(Contributor("B"),))))


def test_a_template_for_a_kind_speaks_before_a_feature(book, styles):
    template = '<q class="{{ node.classes | join(" ") }}" data-medium="{{ medium }}">{{ children }}</q>'
    folder = styles({"mine/templates/node-quotation.xhtml": template})
    quotation = Node("quotation", "figure", (("class", "x"),), children=(book.text("a & b"),))
    edition = book.edition(book.chapter("one", quotation))
    renderers = {"quotation": lambda node, rendering: "<b/>"}
    assert '<q class="x" data-medium="screen">a &amp; b</q>' in (
        the(make(edition, "mine", folders=[folder], renderers=renderers), "chapter").body
    )
    assert "<b/>" in the(make(edition, renderers=renderers), "chapter").body


def test_the_text_of_a_chapter_is_never_a_template(book):
    attack = "{{ book.title }} {% for x in range(9) %}x{% endfor %}"
    info = replace(book.info, title=attack)
    made = make(book.edition(book.chapter("one", book.paragraph(attack)), info=info))
    assert attack in the(made, "chapter").body
    assert attack in the(made, "title-page").body


@pytest.mark.parametrize(
    ("template", "code", "line"),
    [
        ("<p>\n{{ book.titel }}</p>", "D606", 2),
        ("<p>\n{% if %}</p>", "D606", 2),
        ("<p>{{ ''.__class__.__mro__ }}</p>", "D606", 1),
        ("<p>{{ cycler.__init__.__globals__ }}</p>", "D606", 1),
        ("<p>{{ 1 // 0 }}</p>", "D606", 1),
        ('{% include "gone.xhtml" %}', "D606", 1),
        ("<p>a &nbsp; b</p>", "D607", 0),
        ("<p>a<br></p>", "D607", 0),
    ],
)
def test_trouble_in_a_template_is_said_at_its_line(book, styles, template, code, line):
    folder = styles({"mine/style.toml": 'extends = "ebook"', "mine/templates/title-page.xhtml": template})
    made = make(book.edition(), "mine", folders=[folder])
    (found,) = made.diagnostics
    assert (found.code, found.span.path, found.span.line) == (code, "styles/mine/templates/title-page.xhtml", line)


def test_a_template_can_build_on_the_one_that_it_replaces(book, styles):
    general = '<section class="part">{% block more %}{% endblock %}</section>'
    particular = '{% extends "general/part.xhtml" %}{% block more %}<h1>{{ part.title }}</h1>{% endblock %}'
    folder = styles({
        "general/templates/part.xhtml": general,
        "mine/style.toml": 'extends = "general"',
        "mine/templates/part.xhtml": particular,
    })  # fmt: skip
    edition = book.edition(book.chapter(part="p1"), parts=(Part("p1", "One & two", ("one",)),))
    made = make(edition, "mine", folders=[folder])
    assert the(made, "part").body == '<section class="part"><h1>One &amp; two</h1></section>'


def test_a_feature_that_writes_no_xml_is_found(book):
    edition = book.edition(book.chapter("one", Node("odd")))
    made = make(edition, renderers={"odd": lambda node, rendering: "<p>"})
    assert "D607" in [each.code for each in made.diagnostics]


def test_the_handout_has_its_head_and_no_title_page(book):
    info = replace(book.info, licence="May be photocopied.")
    made = make(book.edition(info=info), "handout", PAGE, paper="Letter")
    assert [document.kind for document in made.documents] == ["handout", "chapter"]
    head = made.documents[0]
    assert head.matter == "body"
    assert [each.get("class") for each in tree(head).iter("span") if "field" in (each.get("class") or "")] == [
        "field name", "field date", "field class",
    ]  # fmt: skip
    assert "May be photocopied." in head.body
    assert "--paper-width: 8.5in" in made.css


def test_the_same_edition_gives_the_same_composition(book):
    assert make(book.edition()) == make(book.edition())


def test_an_edition_without_chapters_is_composed(book):
    assert make(replace(book.edition(), chapters=())).contents == ()


def test_a_hundred_thousand_words_are_set_quickly(book):
    import time

    sentence = "The quick brown fox jumps over the lazy dog and sleeps. " * 10
    chapters = []
    for number in range(40):
        blocks = [book.paragraph(sentence, Node("emphasis", "em", children=(book.text("so"),)), id=f"c{number}-{each}")
                  for each in range(23)]  # fmt: skip
        chapters.append(book.chapter(f"c{number}", *blocks))
    edition = book.edition(*chapters)
    start = time.process_time()
    made = make(edition)
    assert sum(len(document.body.split()) for document in made.documents) > 100_000
    assert time.process_time() - start < 1.0  # a quarter of this on an idle machine
