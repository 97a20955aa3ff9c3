"""Editions: choosing, numbering, links, targets, quotations, passes."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace

import pytest

from publisher.book.edition import edit
from publisher.book.numbering import letters, roman
from publisher.config import BookInfo, Config, Contents, EditionSpec, PartSpec, ReadingOptions
from publisher.diagnostics import Diagnostic
from publisher.source import Span

SECRET = "sesame"


def everything(value) -> str:
    """All strings in a value, however deep, but the diagnostics: those are for the author."""
    if isinstance(value, str):
        return value + "\n"
    if isinstance(value, tuple):
        return "".join(map(everything, value))
    if is_dataclass(value) and not isinstance(value, Diagnostic):
        return "".join(everything(getattr(value, f.name)) for f in fields(value))
    return ""


def words(chapter):
    return [n.text for n in chapter.body.walk() if n.kind == "text"]


@pytest.fixture
def secrets(make):
    """A chapter in which everything with the secret word is for the teacher."""
    secret = f"The {SECRET} word"
    marked = {"class_": "teacher"}
    return [
        make.h(1, "Title"),
        make.p("Open. ", make.n("span", secret, tag="span", **marked)),
        make.p(make.n("span", secret, tag="span", **marked)),
        make.p(secret, **marked),
        make.div("teacher", make.h(2, secret), make.p(secret, make.call(SECRET))),
        make.n("teacher", make.p(secret), tag="div"),
        make.question("Why?", secret),
        make.h(2, "Kept"),
        make.h(3, f"Heading {SECRET}", class_="teacher"),
        make.p(secret),
        make.h(4, secret),
        make.p(secret),
        make.h(3, "Also kept"),
        make.p("Fine."),
        make.quotation(secret, speaker=SECRET, class_="teacher highlight"),
        make.figure(f"{SECRET}.png", alt=secret, caption=secret, class_="teacher"),
        make.n("list", make.n("item", make.n("plain", secret), tag="li", class_="teacher"), tag="ul"),
        make.n("deflist", make.n("term", make.n("span", SECRET, class_="teacher")), tag="dl"),
        make.link(f"#{SECRET}", "words"),
        make.notes(**{SECRET: secret, "x": "never called"}),
    ]


def test_what_an_edition_leaves_out_is_nowhere_in_it(make, secrets):
    files = [
        ("a.md", secrets),
        (f"{SECRET}.md", [make.h(1, f"For {SECRET}", class_="teacher"), make.p(SECRET)]),
    ]
    book = make.book(*files, assets=(f"{SECRET}.png",))
    student = make.edit(book, "student")
    assert SECRET in everything(make.edit(book, "teacher"))
    assert SECRET not in everything(student)
    assert [c.id for c in student.chapters] == ["a"]
    assert [b.kind for b in student.chapters[0].body.children] == [
        "paragraph",
        "question",
        "heading",
        "heading",
        "paragraph",
        "text",
    ]
    assert [s.text for s in student.chapters[0].sections[0].children] == ["Also kept"]


def test_the_teachers_edition_keeps_the_blocks_as_they_are(make, secrets):
    teacher = make.edit(make.book(("a.md", secrets), assets=(f"{SECRET}.png",)), "teacher")
    kinds = [b.kind for b in teacher.chapters[0].body.children]
    assert kinds.count("teacher") == 1
    assert kinds[-1] == "notes"
    assert teacher.chapters[0].sections[0].text == f"The {SECRET} word"  # a heading in a div is a section


def test_headings_leave_no_gap_where_one_is_left_out(make):
    blocks = [make.h(1, "T"), make.div("teacher", make.h(2, "Notes"), make.p("x")), make.h(3, "Deep"), make.p("y")]
    book = make.book(("a.md", blocks))
    assert [s.level for s in make.edit(book).chapters[0].sections] == [2]
    assert make.edit(book, "teacher").chapters[0].sections[0].children[0].level == 3


def test_any_audience_of_the_configuration_chooses(make):
    config = Config(
        BookInfo(title="B"), editions=(EditionSpec("x", audience="examiner"), EditionSpec("y", audience="figure"))
    )
    blocks = [
        make.h(1, "T"),
        make.div("examiner", make.p("E")),
        make.p("both", class_="student examiner"),
        make.p("r", class_="reader"),
        make.figure("i.png"),
        make.p("plain", class_="lead"),
    ]
    book = make.book(("a.md", blocks), config=config, assets=("i.png",))
    assert words(make.edit(book, "examiner").chapters[0]) == ["E", "both", "plain"]
    assert words(make.edit(book, "student").chapters[0]) == ["both", "plain"]
    reader = make.edit(book).chapters[0]
    assert words(reader) == ["r", "plain"]
    assert any(n.kind == "figure" for n in reader.body.walk())  # a kind is not an audience


def test_cells_stay_where_they_are_empty(make):
    cell = make.n("cell", make.n("span", "x", class_="teacher"), tag="td")
    table = make.n("table", make.n("table_body", make.n("row", cell, make.n("cell", "y", tag="td"))))
    chapter = make.edit(make.book(("a.md", [make.h(1, "T"), table]))).chapters[0]
    assert len([n for n in chapter.body.walk() if n.kind == "cell"]) == 2


def test_an_unchanged_chapter_is_the_same_object(make):
    book = make.book(("a.md", [make.h(1, "T"), make.p("x")]))
    assert make.edit(book).chapters[0].body is book.chapters[0].body


@pytest.fixture
def parted(make):
    contents = Contents(body=("intro.md", PartSpec("One", ("a.md",)), PartSpec("Two", ("b.md", "c.md"))), numbered=True)
    files = [
        (make.File("pre.md", matter="front"), [make.h(1, "Pre"), make.p("x")]),
        (make.File("intro.md", header=make.Header(role="introduction")), [make.h(1, "Intro"), make.p("x")]),
        (make.File("a.md", part="One"), [make.h(1, "A", class_="teacher"), make.p("x")]),
        (make.File("b.md", part="Two"), [make.h(1, "B"), make.p("x", make.link("d.md"))]),
        (make.File("c.md", part="Two", header=make.Header(numbered=False)), [make.h(1, "C"), make.p("x")]),
        (make.File("d.md"), [make.h(1, "D"), make.p("x")]),
        (make.File("appendix-one.md", matter="back"), [make.h(1, "E"), make.p("x")]),
        (make.File("appendix-two.md", matter="back"), [make.h(1, "F"), make.p("x")]),
    ]
    return make.book(*files, config=Config(BookInfo(title="B"), contents))


def test_chapters_and_parts_are_numbered_after_choosing_the_audience(make, parted):
    teacher, reader = make.edit(parted, "teacher"), make.edit(parted)
    assert [c.number for c in teacher.chapters] == ["", "", "1", "2", "", "3", "A", "B"]
    assert [(p.title, p.number) for p in teacher.parts] == [("One", "I"), ("Two", "II")]
    assert [c.number for c in reader.chapters] == ["", "", "1", "", "2", "A", "B"]
    assert [(p.title, p.number, p.chapters) for p in reader.parts] == [("Two", "I", ("b", "c"))]
    assert reader.target("b").number == "1"
    assert reader.target("part-two").chapter == "b"


def test_a_handout_of_one_chapter_keeps_its_number(make, parted, codes):
    handout = make.edit(parted, chapters=("d", "b.md"))
    assert [(c.id, c.number) for c in handout.chapters] == [("b", "1"), ("d", "2")]
    assert [p.chapters for p in handout.parts] == [("b",)]
    assert codes(handout) == []
    assert "href" in everything(handout)
    alone = make.edit(parted, chapters=("b",))
    assert codes(alone) == ["B432"]
    assert "href" not in everything(alone)


def test_unknown_and_unfit_chapters(make, parted, codes):
    handout = make.edit(parted, chapters=("prr", "a", "zzzzzz"))
    assert codes(handout) == ["B420", "B420", "B420", "B421"]
    assert [d.hint for d in handout.diagnostics][:3] == ["did you mean `pre`?", "", "`publisher info` lists the ids"]


def test_nothing_is_numbered_unless_the_book_says_so(make):
    assert make.edit(make.book(("a.md", [make.h(1, "A"), make.p("x")]))).chapters[0].number == ""


def test_notes_are_numbered_by_first_call(make, find):
    one = [
        make.h(1, "One", make.call("t")),
        make.p(make.call("b"), make.call("a"), make.call("b")),
        make.notes(a="A", b=(make.p("B", make.call("c")),), c="C", t="T"),
    ]
    two = [make.h(1, "Two"), make.p(make.call("a")), make.notes(a="again")]
    edition = make.edit(make.book(("one.md", one), ("two.md", two)))
    first, second = edition.chapters
    assert [(n.get("label"), n.get("number")) for n in find(first, "note")] == [
        ("t", "1"),
        ("b", "2"),
        ("a", "3"),
        ("c", "4"),
    ]
    assert [(n.get("number"), n.get("target")) for n in find(first, "noteref")] == [
        ("2", "note-one-b"),
        ("3", "note-one-a"),
        ("2", "note-one-b"),
        ("4", "note-one-c"),
    ]
    assert first.title[1].get("number") == "1"
    assert first.text == "One"
    assert [n.get("number") for n in find(second, "note")] == ["1"]
    assert edition.target("note-one-c").number == "4"


def test_calls_without_notes_and_notes_that_call_each_other(make, codes, find):
    blocks = [
        make.h(1, "T", make.call("no")),
        make.p("x", make.call("a"), make.call("none"), make.call("none")),
        make.notes(a=(make.p("A", make.call("b")),), b=(make.p("B", make.call("a")),)),
    ]
    edition = make.edit(make.book(("a.md", blocks)))
    assert codes(edition) == ["B408", "B408"]
    assert [n.get("number") for n in find(edition.chapters[0], "noteref")] == ["1", "2", "1"]
    assert [n.kind for n in edition.chapters[0].title] == ["text"]


def test_questions_through_the_edition_and_figures_where_there_are_many(make, find):
    def numbers(figures):
        files = [
            (f"{n}.md", [make.h(1, f"T{n}"), make.question("Q", "A"), *(make.figure("i.png") for _ in range(figures))])
            for n in "ab"
        ]
        edition = make.edit(make.book(*files, assets=("i.png",)))
        return [[n.get("number") for c in edition.chapters for n in find(c, kind)] for kind in ("question", "figure")]

    assert numbers(1) == [["1", "2"], ["", ""]]
    assert numbers(2) == [["1", "2"], ["1", "2", "3", "4"]]


def test_roman_and_letters():
    assert [roman(n) for n in (1, 4, 9, 14, 40, 90, 1994)] == ["I", "IV", "IX", "XIV", "XL", "XC", "MCMXCIV"]
    assert [letters(n) for n in (1, 26, 27, 52, 703)] == ["A", "Z", "AA", "AZ", "AAA"]


def hrefs(edition):
    return [n.get("href") for c in edition.chapters for n in c.body.walk() if n.kind == "link"]


def test_links_between_chapters(make, codes):
    a = [
        make.h(1, "A"),
        make.h(2, "Love, loss & acceptance"),
        make.p("x"),
        make.h(2, "Summary"),
        make.p("y", id="Mine"),
    ]
    links = [
        "../a.md",
        "../a.md#love-loss--acceptance",
        "../a.md#love-loss-acceptance",
        "./b%20c.md",
        "b c.md#",
        "a.md#Mine",
        "#summary",
        "#love-loss--acceptance",
        "#Mine",
        "#a",
        "https://example.org/#x",
        "mailto:a@b.org",
        "../a.md?x=1#summary",
        "#summary-1",
        "../a.md#a-summary",
        "../a.md#Love, loss & acceptance",
        "#Summary",
    ]
    b = [make.h(1, "B"), make.h(2, "Summary"), make.h(2, "Summary"), make.p(*(make.link(href) for href in links))]
    book = make.book(("a.md", a), ("sub/b c.md", b))
    edition = make.edit(book)
    assert hrefs(edition) == [
        "#a",
        "#a-love-loss-acceptance",
        "#a-love-loss-acceptance",
        "#b-c",
        "#b-c",
        "#Mine",
        "#b-c-summary",
        "#a-love-loss-acceptance",
        "#Mine",
        "#a",
        "https://example.org/#x",
        "mailto:a@b.org",
        "#a-summary",
        "#b-c-summary-2",
        "#a-summary",
        "#a-love-loss-acceptance",
        "#b-c-summary",
    ]
    assert [c for c in codes(edition) if not c.startswith("B45")] == []


def test_links_find_their_own_chapter_first_in_a_file_of_several(make):
    blocks = [
        make.h(1, "One"),
        make.h(2, "Summary"),
        make.p(make.link("#summary")),
        make.h(1, "Two"),
        make.h(2, "Summary"),
        make.p(make.link("#summary"), make.link("#summary-1"), make.link("novel.md#summary"), make.link("novel.md")),
    ]
    edition = make.edit(make.book(("novel.md", blocks)))
    assert hrefs(edition) == ["#one-summary", "#two-summary", "#two-summary", "#one-summary", "#one"]


@pytest.mark.parametrize(
    ("href", "code", "hint"),
    [
        ("hailsam.md", "B430", "did you mean `01-hailsham.md`?"),
        ("01-hailsham.html", "B430", "did you mean `01-hailsham.md`?"),
        ("01-Hailsham.md", "B430", "did you mean `01-hailsham.md`?"),
        ("01-hailsham", "B430", "did you mean `01-hailsham.md`?"),
        ("zzz.md", "B430", "add the file to [contents], or take the link out"),
        ("map.pdf", "B430", "link to a chapter, show an image with `![…](…)`, or link to where the file is on the web"),
        ("01-hailsham.md#arival", "B431", "did you mean `01-hailsham.md#arrival`?"),
        ("#arival", "B431", "did you mean `#arrival`?"),
        ("#zzzzzzzz", "B431", ""),
        ("", "B434", "write where it leads, or only the words"),
        ("#", "B434", "write where it leads, or only the words"),
        (
            "javascript:alert(1)",
            "B433",
            "a link may lead to a place in the book or to an http, https or mailto address",
        ),
        ("file:///etc/passwd", "B433", "a link may lead to a place in the book or to an http, https or mailto address"),
        ("//example.org/x", "B433", "write https://example.org/x"),
        ("../../x.md", "B412", "link to a chapter, or to where it is on the web"),
        ("%2e%2e/x.md", "B412", "link to a chapter, or to where it is on the web"),
        ("/01-hailsham.md", "B412", "did you mean `01-hailsham.md`?"),
    ],
)
def test_links_that_lead_nowhere_keep_their_words(make, href, code, hint):
    hailsham = [make.h(1, "Hailsham"), make.h(2, "Arrival"), make.p("x")]
    cottages = [make.h(1, "Cottages"), make.p("before ", make.link(href, "the words"), " after")]
    edition = make.edit(make.book(("01-hailsham.md", hailsham), ("02-cottages.md", cottages)))
    assert hrefs(edition) == []
    assert words(edition.chapters[1]) == ["before ", "the words", " after"]
    diagnostic = edition.diagnostics[0]
    assert (diagnostic.code, diagnostic.hint, diagnostic.span.path) == (code, hint, "02-cottages.md")


def test_a_link_to_a_block_left_out_loses_its_goal_in_that_edition_only(make, codes):
    blocks = [
        make.h(1, "T"),
        make.p("x", make.link("#key", "see", id="here")),
        make.div("teacher", make.p("y", id="key")),
    ]
    book = make.book(("a.md", blocks))
    assert hrefs(make.edit(book, "teacher")) == ["#key"]
    student = make.edit(book, "student")
    assert codes(student) == ["B432"]
    assert "key" not in everything(student)
    assert student.target("here") is not None  # the author's id outlives the link


def test_targets(make):
    blocks = [
        make.h(1, "T"),
        make.h(2, "Memory"),
        make.p("A long paragraph " * 9),
        make.figure("i.png", "The boat"),
        make.quotation("Poor creatures.", "Miss Lucy"),
        make.n("table", make.n("caption", "Dates")),
        make.n("pullquote", make.n("div", id="hidden"), make.p("x")),
    ]
    edition = make.edit(make.book(("a.md", blocks), assets=("i.png",)))
    assert [(t.kind, t.text) for t in edition.targets if t.kind != "block"] == [
        ("chapter", "T"),
        ("section", "Memory"),
        ("figure", "The boat"),
        ("quotation", "Poor creatures."),
        ("table", "Dates"),
    ]
    blocks = [t.text for t in edition.targets if t.kind == "block"]
    assert blocks[0] == "A long paragraph A long paragraph A long paragraph A long…"
    assert edition.target("hidden") is None


def test_quotes(make):
    quotation = make.quotation("Poor creatures.", "Madame", "Never Let Me Go", "ch. 22", class_="highlight")
    edition = make.edit(make.book(("a.md", [make.h(1, "T"), make.p("x"), quotation])))
    quote = edition.quotes[0]
    assert (quote.text, quote.speaker, quote.source, quote.place) == (
        "Poor creatures.",
        "Madame",
        "Never Let Me Go",
        "ch. 22",
    )
    assert quote.highlight
    assert (quote.chapter, quote.id, quote.span.path) == ("a", edition.chapters[0].body.children[1].id, "a.md")
    assert [b.kind for b in quote.blocks] == ["paragraph"]


def test_passes_run_after_numbering_and_before_links(make):
    def add(edition):
        assert [q.text for q in edition.quotes] == ["Words."]
        assert edition.chapters[0].sections[0].text == "S"
        chapter = edition.chapters[0]
        link = make.n("paragraph", make.link(f"#{edition.quotes[0].id}"), id="made")
        body = replace(chapter.body, children=(*chapter.body.children, make.h(2, "New", id="new"), link))
        return replace(edition, chapters=(replace(chapter, body=body),), diagnostics=(*edition.diagnostics, told))

    told = Diagnostic("Q599", "note", "told", Span("a.md", 1))  # type: ignore[arg-type]
    book = make.book(("a.md", [make.h(1, "T"), make.h(2, "S"), make.quotation("Words.")]))
    edition = edit(book, EditionSpec("e"), ReadingOptions(), (add,), (lambda e: (told,),))
    assert hrefs(edition) == [f"#{edition.quotes[0].id}"]
    assert edition.target("made") is not None
    assert [s.text for s in edition.chapters[0].sections] == ["S", "New"]
    assert edition.diagnostics == (told, told)


def test_an_editions_own_title_and_identifier(make):
    book = make.book(("a.md", [make.h(1, "T"), make.p("x")]))
    edition = make.edit(book, title="For class", identifier="urn:isbn:1")
    assert (edition.info.title, edition.info.identifier, edition.name) == ("For class", "urn:isbn:1", "ebook")


def test_editions_are_equal_when_made_twice(make, parted):
    assert make.edit(parted) == make.edit(parted)
