"""Chapters out of files: titles, levels, roles, parts, sections."""

from __future__ import annotations

from publisher.config import BookInfo, Config, Contents, EditionSpec, PartSpec


def levels(chapter):
    return [(s.level, s.text) for s in flat(chapter.sections)]


def flat(sections):
    for section in sections:
        yield section
        yield from flat(section.children)


def test_first_level_heading_is_the_title_and_leaves_the_body(make):
    emphasis = make.n("emphasis", "Never", tag="em")
    book = make.book(("01-hailsham.md", [make.h(1, emphasis, " again"), make.p("Text.")]))
    chapter = book.chapters[0]
    assert (chapter.id, chapter.text, chapter.short) == ("hailsham", "Never again", "Never again")
    assert [node.kind for node in chapter.title] == ["emphasis", "text"]
    assert [node.kind for node in chapter.body.children] == ["paragraph"]
    assert chapter.span.line == book.chapters[0].span.line != 0
    assert not book.diagnostics


def test_header_beats_heading_and_says_so(make, codes):
    book = make.book(("a.md", [make.h(1, "Chapter One"), make.p("x")], make.Header(title="Hailsham", short="H.")))
    chapter = book.chapters[0]
    assert (chapter.text, chapter.short, len(chapter.body.children)) == ("Hailsham", "H.", 1)
    assert codes(book) == ["B404"]


def test_header_with_the_same_title_keeps_the_headings_markup(make, codes):
    heading = make.h(1, make.n("emphasis", "Hailsham"))
    book = make.book(("a.md", [heading, make.p("x")], make.Header(title="Hailsham")))
    assert book.chapters[0].title[0].kind == "emphasis"
    assert codes(book) == []


def test_header_title_with_sections_only(make, codes):
    book = make.book(("a.md", [make.h(2, "One"), make.p("x"), make.h(2, "Two")], make.Header(title="Hailsham")))
    assert levels(book.chapters[0]) == [(2, "One"), (2, "Two")]
    assert codes(book) == []


def test_several_first_level_headings_are_several_chapters(make, codes):
    blocks = [make.p("Before."), make.h(1, "One"), make.p("a"), make.h(2, "Sub"), make.h(1, "Two"), make.p("b")]
    book = make.book(("novel.md", blocks, make.Header(title="My Novel")))
    assert [(c.id, c.text, c.path) for c in book.chapters] == [("one", "One", "novel.md"), ("two", "Two", "novel.md")]
    assert [b.kind for b in book.chapters[0].body.children] == ["paragraph", "paragraph", "heading"]
    assert codes(book) == ["B405"]


def test_notes_go_with_their_calls_when_a_file_is_cut(make, find):
    blocks = [
        make.h(1, "One"),
        make.p(make.call("a")),
        make.h(1, "Two"),
        make.p(make.call("b"), make.call("a")),
        make.notes(a="first", b="second"),
    ]
    one, two = make.book(("novel.md", blocks)).chapters
    assert [n.id for n in find(one, "note")] == ["note-one-a"]
    assert [n.id for n in find(two, "note")] == ["note-two-a", "note-two-b"]


def test_a_lone_top_heading_of_a_lower_level_is_the_title(make):
    book = make.book(("a.md", [make.h(2, "Hailsham"), make.p("x"), make.h(3, "Arrival"), make.h(4, "Deep")]))
    assert book.chapters[0].text == "Hailsham"
    assert levels(book.chapters[0]) == [(2, "Arrival"), (3, "Deep")]


def test_headings_that_start_low_are_lifted(make, codes):
    book = make.book(("02-the_cottages.md", [make.h(3, "One"), make.p("x"), make.h(5, "Deep"), make.h(3, "Two")]))
    assert book.chapters[0].text == "The cottages"
    assert levels(book.chapters[0]) == [(2, "One"), (3, "Deep"), (2, "Two")]
    assert [b.tag for b in book.chapters[0].body.children if b.kind == "heading"] == ["h2", "h3", "h2"]
    assert codes(book) == ["B403"]


def test_headings_in_blocks_count_for_levels(make):
    book = make.book(("a.md", [make.h(1, "T"), make.h(2, "A"), make.div("teacher", make.h(4, "Notes"), make.p("x"))]))
    assert levels(book.chapters[0]) == [(2, "A"), (3, "Notes")]


def test_title_that_stands_later_is_taken_out_of_its_place(make):
    book = make.book(("a.md", [make.n("epigraph", make.p("Motto")), make.h(1, "Title"), make.p("x")]))
    assert book.chapters[0].text == "Title"
    assert [b.kind for b in book.chapters[0].body.children] == ["epigraph", "paragraph"]


def test_empty_heading_is_reported_and_left_out(make, codes):
    book = make.book(("a.md", [make.h(1, "T"), make.h(2), make.p("x")]))
    assert codes(book) == ["B406"]
    assert [b.kind for b in book.chapters[0].body.children] == ["paragraph"]


def test_empty_file_is_still_a_chapter(make, codes):
    book = make.book(("03-nothing-yet.md", []))
    assert (book.chapters[0].id, book.chapters[0].text) == ("nothing-yet", "Nothing yet")
    assert codes(book) == ["B403"]


def test_index_in_a_folder_is_named_after_the_folder(make):
    book = make.book(("01-hailsham/index.md", [make.p("x")]), ("README.md", [make.p("x")]))
    assert [(c.id, c.text) for c in book.chapters] == [("hailsham", "Hailsham"), ("readme", "README")]


def test_same_stem_in_two_folders(make):
    files = [(f"{folder}/01-intro.md", [make.h(1, folder)]) for folder in ("one", "two", "two/deep")]
    assert [c.id for c in make.book(*files).chapters] == ["intro", "two-intro", "deep-intro"]


def test_roles_by_file_name_in_front_and_back_only(make):
    files = [
        (make.File("00-preface.md", matter="front"), [make.h(1, "P")]),
        (make.File("introduction.md"), [make.h(1, "I")]),
        (make.File("glossary.md", matter="back"), [make.h(1, "G")]),
        (make.File("appendix-two.md", matter="back"), [make.h(1, "A")]),
        (make.File("faq.md", header=make.Header(role="chapter"), matter="back"), [make.h(1, "F")]),
    ]
    assert [c.role for c in make.book(*files).chapters] == ["preface", "chapter", "glossary", "appendix", "chapter"]


def test_parts_by_file_and_empty_part(make, codes):
    contents = Contents(
        body=(
            "a.md",
            PartSpec("Hailsham", ("b.md", "c.md")),
            PartSpec("Nothing", ()),
            PartSpec("The Cottages", ("d.md",), "cottages"),
        )
    )
    config = Config(BookInfo(title="B"), contents, editions=(EditionSpec(name="x", audience="examiner"),))
    files = [
        (make.File("a.md"), [make.h(1, "A")]),
        (make.File("b.md", part="Hailsham"), [make.h(1, "B")]),
        (make.File("c.md", part="Hailsham"), [make.h(1, "C")]),
        (make.File("d.md", part="The Cottages"), [make.h(1, "D")]),
    ]
    book = make.book(*files, config=config)
    assert [(p.id, p.title, p.chapters) for p in book.parts] == [
        ("part-hailsham", "Hailsham", ("b", "c")),
        ("cottages", "The Cottages", ("d",)),
    ]
    assert [c.part for c in book.chapters] == ["", "part-hailsham", "part-hailsham", "cottages"]
    assert codes(book) == ["B415"]
    assert book.audiences == ("examiner", "reader", "student", "teacher")


def test_section_titles_are_fit_for_contents(make):
    heading = make.h(2, "See ", make.link("http://x.org", make.n("strong", "this", id="s")), make.call("1"))
    book = make.book(("a.md", [make.h(1, "T"), heading, make.p("x"), make.notes(**{"1": "n"})]))
    section = book.chapters[0].sections[0]
    assert section.text == "See this"
    assert [(n.kind, n.id) for n in section.title] == [("text", ""), ("strong", "")]


def test_note_that_nothing_calls(make, codes):
    book = make.book(("a.md", [make.h(1, "T"), make.p(make.call("1")), make.notes(**{"1": "n", "2": "lost"})]))
    assert codes(book) == ["B407"]


def test_images_are_found_from_the_chapter_and_from_the_manuscript(make, codes, find):
    blocks = [
        make.h(1, "T"),
        make.figure("../images/a%20b.png"),
        make.figure("images/c.png"),
        make.p("x ", make.image("./d.png", "d")),
    ]
    book = make.book(("text/a.md", blocks), assets=("images/a b.png", "images/c.png", "text/d.png"))
    assert [n.get("src") for n in find(book.chapters[0], "image")] == ["images/a b.png", "images/c.png", "text/d.png"]
    assert [n.id for n in find(book.chapters[0], "figure")] == ["fig-a-b", "fig-c"]
    assert codes(book) == []


def test_bad_images_are_errors_and_leave_their_alt_text(make, codes, find):
    sources = [
        "images/Boat.PNG",
        "https://x.org/a.png",
        "//x.org/a.png",
        "../../etc/passwd",
        "%2e%2e/up.png",
        "/etc/passwd",
        "file:///etc/passwd",
        "data:image/png;base64,AAAA",
        "",
        "pictures/boat.jpg",
    ]
    book = make.book(
        ("a.md", [make.h(1, "T"), *(make.p(make.image(src, "the alt")) for src in sources)]),
        assets=("images/boat.png",),
    )
    assert find(book.chapters[0], "image") == []
    assert [p.children[0].text for p in book.chapters[0].body.children] == ["the alt"] * len(sources)
    assert codes(book) == ["B410", "B411", "B411", "B412", "B412", "B412", "B412", "B411", "B410", "B410"]
    assert [d.hint for d in book.diagnostics if d.code == "B410"][0::2] == ["did you mean `images/boat.png`?"] * 2


def test_raw_html_images_are_found_too(make, find, codes):
    element = make.n("element", tag="img", src="x.png", alt="")
    book = make.book(("s/a.md", [make.h(1, "T"), make.p(element)]), assets=("s/x.png",))
    assert [n.get("src") for n in find(book.chapters[0], "element")] == ["s/x.png"]


def test_decomposed_file_names_match_composed_references(make, codes):
    book = make.book(("a.md", [make.h(1, "T"), make.figure("caf%C3%A9.png")]), assets=("cafe\u0301.png",))
    assert codes(book) == []
