"""Editions that stand on others."""

from __future__ import annotations

from publisher.config import EditionSpec, read_config

BOOK = '[book]\ntitle = "T"\n'


def editions(text: str) -> dict[str, EditionSpec]:
    return {spec.name: spec for spec in read_config(BOOK + text)[0].editions}


def codes(text: str) -> list[str]:
    return [each.code for each in read_config(BOOK + text)[1]]


def test_an_edition_takes_what_it_does_not_say():
    found = editions(
        '[editions.student]\nstyle = "handout"\nformats = ["pdf"]\naudience = "student"\npapers = ["A4", "Letter"]\n'
        '[editions.teacher]\nextends = "student"\naudience = "teacher"\n'
    )
    assert found["teacher"] == EditionSpec(
        "teacher", "handout", ("pdf",), "teacher", papers=("A4", "Letter"), extends="student"
    )


def test_lists_replace_and_variables_join():
    found = editions(
        '[editions.a]\npapers = ["A4", "Letter"]\nvariables = { x = "1", y = "2" }\n'
        '[editions.b]\nextends = "a"\npapers = []\nvariables = { y = "3", z = "4" }\n'
    )
    assert found["b"].papers == ()
    assert found["b"].variables == (("x", "1"), ("y", "3"), ("z", "4"))


def test_the_order_of_the_file_does_not_matter_and_chains_are_followed():
    found = editions(
        '[editions.c]\nextends = "b"\n[editions.b]\nextends = "a"\nstyle = "s"\n[editions.a]\ntitle = "A"\n'
    )
    assert (found["c"].style, found["c"].title) == ("s", "A")


def test_a_usual_value_that_is_written_holds():
    found = editions('[editions.a]\naudience = "teacher"\n[editions.b]\nextends = "a"\naudience = "reader"\n')
    assert found["b"].audience == "reader"


def test_numbers_are_never_handed_on():
    found = editions(
        '[editions.a]\nformats = "pdf"\nisbn = "9780571258093"\nidentifier = "urn:x:1"\n[editions.b]\nextends = "a"\n'
    )
    assert (found["a"].isbn, found["b"].isbn, found["b"].identifier) == ("9780571258093", "", "")


def test_a_circle_is_told_and_left_alone():
    text = '[editions.a]\nextends = "b"\nstyle = "s"\n[editions.b]\nextends = "a"\n'
    assert codes(text) == ["C116", "C116"]
    assert editions(text)["b"].style == ""
    assert codes('[editions.a]\nextends = "a"\n') == ["C116"]


def test_an_edition_that_is_not_there_cannot_be_extended():
    (found,) = read_config(BOOK + '[editions.student]\n[editions.teacher]\nextends = "studnet"\n')[1]
    assert (found.code, found.hint) == ("C116", "did you mean `student`?")
