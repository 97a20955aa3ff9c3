"""Ids: unique, names, steady, and silent about what an edition leaves out."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publisher.book.ids import wanted_ids
from publisher.book.names import Names, digest
from publisher.book.slugs import (
    LONGEST,
    github_slug,
    is_name,
    is_strict_name,
    pandoc_slug,
    readable,
    slug,
    strict_name,
    without_order,
)
from publisher.markup.node import Node
from publisher.source import Span


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("The Cottages", "the-cottages"),
        ("Love, loss & acceptance", "love-loss-acceptance"),
        ("Don’t let me go", "dont-let-me-go"),
        ("Éloge de l'Été", "éloge-de-lété"),
        ("Straße", "straße"),
        ("Война и мир", "война-и-мир"),
        ("我们", "我们"),
        ("हिन्दी भाषा", "हिन्दी-भाषा"),
        ("1984", "x-1984"),
        ("…", "x"),
        ("", "x"),
        ("a × b", "a-b"),
    ],
)
def test_slug(words, expected):
    assert slug(words) == expected
    assert is_name(expected)


@pytest.mark.parametrize(
    ("name", "strict"),
    [
        ("hailsham", "hailsham"),
        ("été-ß", "été-ß"),
        ("война", "война"),
        ("我们", "我们"),
        ("हिन्दी", "हिन्दी"),
        ("ștefan-cel-mare", "stefan-cel-mare"),
        ("ሰላም", "chapter-"),
        ("𠀀", "chapter-"),
    ],
)
def test_chapters_are_named_as_a_manifest_can_name_them(name, strict):
    made = strict_name(name, "chapter")
    assert is_strict_name(made)
    assert made == strict or (strict == "chapter-" and re.fullmatch(r"chapter-[a-z2-7]{7}", made))


def test_long_slugs_end_at_a_word():
    made = slug("word " * 40)
    assert len(made) <= LONGEST
    assert made.endswith("word")


@given(st.text(max_size=80))
def test_every_slug_is_a_name(words):
    made = slug(words)
    assert is_name(made)
    assert slug(words) == made
    assert not re.search(r"--|-\Z", made)


@pytest.mark.parametrize(
    ("stem", "name", "title"),
    [
        ("01-hailsham", "hailsham", "Hailsham"),
        ("1.2_the-cottages", "the_cottages", "The cottages"),
        ("03b. Ruth", "Ruth", "Ruth"),
        ("1984", "1984", "1984"),
        ("2001-a-space", "a-space", "A space"),
        ("chapter-01", "chapter-01", "Chapter 01"),
    ],
)
def test_order_numbers(stem, name, title):
    assert without_order(stem).replace("-", "_") == name.replace("-", "_")
    assert readable(stem) == title


def test_other_peoples_slugs():
    assert github_slug("Love, loss & acceptance!") == "love-loss--acceptance"
    assert pandoc_slug("Love, loss & acceptance!") == "love-loss-acceptance"
    assert pandoc_slug("3. The end.") == "the-end."
    assert pandoc_slug("42") == "section"


def test_names_are_given_once():
    names = Names({"kept"})
    assert [names.make(base, Span("a")) for base in ("x", "x", "x-2", "kept", "x", "nav")] == [
        "x",
        "x-2",
        "x-2-2",
        "kept-2",
        "x-3",
        "nav-2",
    ]
    assert names.claim("kept", Span("a", 1)) is None
    assert names.claim("kept", Span("b", 2)) == Span("a", 1)


def test_digest_is_of_words_not_spacing():
    assert digest("so  it\ngoes") == digest("so it goes")
    assert digest("cafe\u0301") == digest("caf\u00e9")
    assert re.fullmatch(r"[a-z2-7]{7}", digest(""))


def test_ids_of_every_kind(make, find):
    blocks = [
        make.h(1, "Title"),
        make.h(2, "Memory"),
        make.h(2, "Memory"),
        make.h(2, "Loss", id="loss"),
        make.p("One."),
        make.quotation("Words."),
        make.figure("images/boat.png"),
        make.figure("images/boat.png"),
        make.figure("images/boat.png", id="own"),
        make.question("Why?", "Because."),
        make.n("list", make.n("item", make.n("plain", "An item"), tag="li"), tag="ul"),
        make.n("deflist", make.n("term", "Carer", tag="dt"), make.n("description", make.p("x"), tag="dd"), tag="dl"),
        make.p(make.call("1"), make.call("1"), make.call("long label")),
        make.n("pullquote", make.p("One."), tag="aside"),
        make.notes(**{"1": "n", "long label": "m"}),
    ]
    chapter = make.book(("03-themes.md", blocks), assets=("images/boat.png",)).chapters[0]
    ids = {kind: [n.id for n in find(chapter, kind)] for kind in ("heading", "figure", "note", "noteref", "term")}
    assert ids["heading"] == ["themes-memory", "themes-memory-2", "loss"]
    assert ids["figure"] == ["fig-boat", "fig-boat-2", "own"]
    assert ids["note"] == ["note-themes-1", "note-themes-long-label"]
    assert ids["noteref"] == ["ref-note-themes-1", "ref-note-themes-1-2", "ref-note-themes-long-label"]
    assert ids["term"] == ["term-carer"]
    for kind, prefix in (("quotation", "q"), ("question", "question"), ("answer", "answer"), ("item", "item")):
        assert re.fullmatch(prefix + "-[a-z2-7]{7}", find(chapter, kind)[0].id)
    assert find(chapter, "pullquote")[0].id
    assert find(chapter, "pullquote")[0].children[0].id == ""  # nothing hidden is a goal
    every = [n.id for n in chapter.body.walk() if n.id]
    assert len(every) == len(set(every))


def test_a_paragraph_more_changes_no_other_id(make):
    def ids(*words):
        chapter = make.book(("a.md", [make.h(1, "T"), *(make.p(w) for w in words)])).chapters[0]
        return {"".join(c.text for c in p.children): p.id for p in chapter.body.children}

    before, after = ids("One", "Two", "Three"), ids("Zero", "One", "New", "Two", "Three")
    assert before == {words: id for words, id in after.items() if words in before}


def test_repeated_paragraphs_count_on(make):
    chapter = make.book(("a.md", [make.h(1, "T"), *(make.p("Yes.") for _ in range(3))])).chapters[0]
    first, second, third = (p.id for p in chapter.body.children)
    assert (second, third) == (f"{first}-2", f"{first}-3")


def test_an_answer_or_a_teachers_word_changes_no_readers_id(make, find):
    def readers(answer, hint):
        span = make.n("span", hint, tag="span", class_="teacher")
        blocks = [make.h(1, "T"), make.question("Why?", answer), make.p("So it is.", span), make.h(2, "A", span)]
        chapter = make.book(("a.md", blocks)).chapters[0]
        kinds = ("question", "heading")
        return [n.id for k in kinds for n in find(chapter, k)] + [chapter.body.children[1].id]

    assert readers("Because.", "psst") == readers("For another reason.", "hush")


def test_authors_duplicate_is_an_error_that_names_the_first(make, codes, find):
    book = make.book(
        ("a.md", [make.h(1, "A"), make.h(2, "X", id="same")]), ("b.md", [make.h(1, "B"), make.p("Y", id="same")])
    )
    assert codes(book) == ["B401"]
    diagnostic = book.diagnostics[0]
    assert diagnostic.span.path == "b.md"
    assert "a.md:" in diagnostic.message
    assert find(book.chapters[1], "paragraph")[0].id.startswith("p-")


def test_authors_id_comes_before_made_ones_wherever_it_stands(make, find):
    blocks = [make.h(1, "A"), make.h(2, "X"), make.h(2, "Y", id="a-x")]
    assert [n.id for n in find(make.book(("a.md", blocks)).chapters[0], "heading")] == ["a-x-2", "a-x"]


def test_unusable_ids_are_mended_and_still_reachable(make, codes):
    book = make.book(("a.md", [make.h(1, "A"), make.h(2, "Year", id="1984"), make.p(make.link("#1984"))]))
    assert codes(book) == ["B402"]
    edition = make.edit(book)
    assert edition.chapters[0].body.children[1].children[0].get("href") == "#id-1984"


def test_chapter_ids(make, codes):
    book = make.book(
        ("01-one.md", [make.h(1, "One")], make.Header(id="first")),
        ("02-two.md", [make.h(1, "Two", id="zwei")]),
        ("03.md", [make.h(1, "Three")]),
        ("First.md", [make.h(1, "Four")], make.Header(id="First")),
        ("cover.md", [make.h(1, "Five")]),
        ("dup.md", [make.h(1, "Six")], make.Header(id="first")),
    )
    assert [c.id for c in book.chapters] == ["first", "zwei", "chapter-03", "first-2", "cover-2", "dup"]
    assert codes(book) == ["B401", "B401"]


def test_anchors_of_raw_html_are_ids(make, codes):
    blocks = [
        make.h(1, "A"),
        make.p(make.n("link", tag="a", name="here"), "x"),
        make.p(make.n("link", "y", tag="a", id="i")),
        make.p(make.link("#here"), make.link("#i"), make.n("link", "bare", tag="a")),
    ]
    edition = make.edit(make.book(("a.md", blocks)))
    assert codes(edition) == []
    first, second, third = edition.chapters[0].body.children
    assert (first.children[0].kind, first.children[0].id) == ("span", "here")
    assert (second.children[0].kind, second.children[0].id) == ("span", "i")
    assert [n.get("href") for n in third.children] == ["#here", "#i", ""]


nodes = st.recursive(
    st.builds(
        lambda text, id: Node("text", attrs=(("id", id),) if id else (), text=text),
        st.text("ab é😀", max_size=3),
        st.sampled_from(["", "", "a", "1", "x y", "p-1"]),
    ),
    lambda inner: st.builds(
        lambda kind, children, id: Node(
            kind, "p", (("level", "2"), ("label", "1"), *((("id", id),) if id else ())), children=tuple(children)
        ),
        st.sampled_from(["paragraph", "heading", "figure", "quotation", "item", "noteref", "table", "div", "note"]),
        st.lists(inner, max_size=3),
        st.sampled_from(["", "", "a", "nav", "t-a"]),
    ),
    max_leaves=12,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.lists(nodes, max_size=5))
def test_whatever_stands_in_a_chapter_its_ids_are_unique_names(make, trees):
    trees = [tree for tree in trees if not any(n.kind in ("note", "noteref") for n in tree.walk())]
    book = make.book(("a.md", [make.h(1, "T"), *trees]), ("b.md", list(trees)))
    every = [n.id for c in book.chapters for root in (*c.title, c.body) for n in root.walk() if n.id]
    every += [c.id for c in book.chapters]
    assert len(every) == len(set(every))
    assert all(is_name(id) for id in every)
    assert wanted_ids([Node("text")]) == set()
    for audience in ("reader", "teacher"):
        edition = make.edit(book, audience)
        assert {target.id for target in edition.targets} <= set(every)
