"""The checks of a finished edition, and the rules they stand on."""

from __future__ import annotations

import pytest

from publisher.diagnostics import Rule
from publisher.rules import book as rules


def test_every_rule_explains_itself():
    found = [value for value in vars(rules).values() if isinstance(value, Rule)]
    assert len({rule.code for rule in found}) == len(found)
    for rule in found:
        assert rule.code.startswith("B4")
        assert "Example:" in rule.doc
        assert "Write instead:" in rule.doc


def checked(make, codes, *blocks, audience="reader"):
    return codes(make.edit(make.book(("a.md", [make.h(1, "Title"), *blocks])), audience))


def test_a_good_chapter_has_nothing(make, codes):
    blocks = [make.p("x"), make.h(2, "A"), make.h(3, "Deep"), make.p("x"), make.h(2, "B"), make.p("x")]
    assert checked(make, codes, *blocks) == []


def test_same_heading_below_one_heading(make, codes):
    assert checked(make, codes, make.h(2, "A"), make.p("x"), make.h(2, "a"), make.p("y")) == ["B450"]
    apart = [make.h(2, "A"), make.h(3, "Summary"), make.p("x"), make.h(2, "B"), make.h(3, "Summary"), make.p("x")]
    assert checked(make, codes, *apart) == []


def test_empty_chapter_in_the_edition_where_it_is_empty(make, codes):
    block = make.div("teacher", make.p("x"))
    assert checked(make, codes, block) == ["B451"]
    assert checked(make, codes, block, audience="teacher") == []


@pytest.mark.parametrize(
    ("heading", "expected"),
    [("Memory.", ["B452"]), ("Kathy H.", []), ("Memory …", []), ("Memory...", []), ("Ruth et al.", []), ("Why?", [])],
)
def test_full_stops(make, codes, heading, expected):
    assert checked(make, codes, make.h(2, heading), make.p("x")) == expected


def test_empty_sections(make, codes):
    assert checked(make, codes, make.h(2, "A"), make.h(2, "B"), make.p("x")) == ["B453"]
    assert checked(make, codes, make.p("x"), make.h(2, "A")) == ["B453"]
    in_div = [make.h(2, "A"), make.div("box", make.p("x")), make.h(2, "B"), make.n("list", make.n("item"))]
    assert checked(make, codes, *in_div) == []


def test_same_title(make, codes):
    files = [(f"{name}.md", [make.h(1, "Summary"), make.p("x")]) for name in ("a", "b")]
    edition = make.edit(make.book(*files))
    assert codes(edition) == ["B454"]
    assert edition.diagnostics[0].span.path == "b.md"


def test_typed_reading_time(make, codes):
    assert checked(make, codes, make.p("41 min read")) == ["B455"]
    assert checked(make, codes, make.p("After 41 minutes, read on.")) == []
    assert checked(make, codes, make.p("It is called a 41 min read by those who have seen it. " * 9)) == []
