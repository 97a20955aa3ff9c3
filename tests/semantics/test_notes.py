"""Notes are built so that Apple Books, Kobo, Kindle, Thorium and Adobe's engine show them as pop-ups."""

from __future__ import annotations

from typing import Any

import pytest

TYPE = "{http://www.idpf.org/2007/ops}type"
X = "{http://www.w3.org/1999/xhtml}"


@pytest.fixture(scope="module")
def calls(find: Any) -> list[Any]:
    return list(find("notes", "//h:a[@role='doc-noteref']"))


@pytest.fixture(scope="module")
def asides(find: Any) -> list[Any]:
    return list(find("notes", "//h:aside[@role='doc-footnote']"))


def test_the_call_is_a_link_in_a_sup_and_holds_only_its_number(calls: list[Any]) -> None:
    """A sup inside the link broke the pop-ups of Apple Books."""
    for call in calls:
        assert call.get(TYPE) == "noteref"
        assert call.getparent().tag == f"{X}sup"
        assert len(call) == 0
        assert call.text.isdigit()


def test_a_note_is_an_aside_at_the_chapters_end(asides: list[Any], find: Any) -> None:
    (section,) = find("notes", "//h:section[@role='doc-endnotes']")
    assert section.get("aria-label") == "Notes"
    assert [each.get("id") for each in section] == [each.get("id") for each in asides]
    assert section.getparent().get("id") == "notes", "not inside the last section of the chapter"
    assert all(each.tag != f"{X}aside" for each in section.itersiblings())
    assert {each.get(TYPE) for each in asides} == {"footnote"}


def test_every_note_has_its_own_label_and_number(asides: list[Any]) -> None:
    """Ace wants each aside named, and no two alike."""
    assert [each.get("aria-label") for each in asides] == [f"Note {n}" for n in range(1, len(asides) + 1)]
    assert [each[0][0].text for each in asides] == [str(n) for n in range(1, len(asides) + 1)]


def test_every_call_and_its_note_lead_to_each_other(calls: list[Any], asides: list[Any]) -> None:
    notes = {each.get("id"): each for each in asides}
    back = {
        link.get("href"): note for note in asides for link in note.iter(f"{X}a") if link.get("role") == "doc-backlink"
    }
    assert len(back) == len(calls)
    for call in calls:
        assert back[f"#{call.get('id')}"] is notes[call.get("href").removeprefix("#")]


def test_backlinks_stand_before_the_words(asides: list[Any]) -> None:
    """After them, Kindle runs one note into the next."""
    for note in asides:
        links = [link for link in note.iter(f"{X}a") if link.get("role") == "doc-backlink"]
        assert links == list(note[0])[: len(links)]
        assert not (note[0].text or "").strip()
        assert all(not (link.tail or "").strip() for link in links[:-1])


def test_a_note_called_three_times_has_three_backlinks(asides: list[Any]) -> None:
    links = list(asides[1].iter(f"{X}a"))
    assert [(link.text, link.get("aria-label")) for link in links] == [
        ("2", "Back to note 2 in the text"),
        ("b", "Back to note 2 in the text (2)"),
        ("c", "Back to note 2 in the text (3)"),
    ]


def test_notes_of_every_kind_of_place(calls: list[Any]) -> None:
    places = [
        next(each.tag.rpartition("}")[2] for each in call.iterancestors() if each.tag != f"{X}sup") for call in calls
    ]
    assert places == ["h1", "p", "p", "p", "p", "h2", "caption", "th", "td", "li", "p", "p", "p"]


def test_blocks_of_a_note(asides: list[Any]) -> None:
    assert [child.tag.rpartition("}")[2] for child in asides[7]] == ["p", "p", "blockquote"]
    assert [child.tag.rpartition("}")[2] for child in asides[8]] == ["p", "ul"]


def test_two_way_links_are_for_notes_alone(ebook: Any) -> None:
    """Kindle and Kobo take any two places that link to each other for a note and its call."""
    where: dict[str, str] = {}
    links: list[tuple[str, str, str]] = []
    for name in ebook.reading_order:
        file = name.rpartition("/")[2]
        if file in ("contents.xhtml", "nav.xhtml"):
            continue
        tree = ebook.document(name)
        for element in tree.iter():
            if isinstance(element.tag, str) and element.get("id"):
                where[f"{file}#{element.get('id')}"] = file
        for link in tree.iter(f"{X}a"):
            path, _, mark = link.get("href").partition("#")
            holders = [each.get("id") for each in (link, *link.iterancestors()) if each.get("id")]
            links.append(
                (f"{path or file}#{mark}", link.get("role", ""), " ".join(f"{file}#{each}" for each in holders[:2]))
            )
    plain = [(target, sources) for target, role, sources in links if role not in ("doc-noteref", "doc-backlink")]
    for target, sources in plain:
        for other, others in plain:
            assert not (target in others.split() and other in sources.split()), (target, other)


def test_a_list_of_quotations_is_one_way(find: Any) -> None:
    (entry,) = find("notes", "//h:li[contains(@class, 'quotation-entry')]")
    (link,) = entry.iter(f"{X}a")
    assert link.get("href") == "#q-sea"
    assert not link.get(TYPE)
    assert not link.get("role")
    (quotation,) = find("notes", "//h:figure[@id='q-sea']")
    assert not list(quotation.iter(f"{X}a"))


def test_nothing_is_left_of_the_notes_where_a_system_hides_them(ebook: Any) -> None:
    """Apple Books hides the asides: the section around them has no rule, margin or padding of its own."""
    (sheet,) = (data.decode() for name, data in ebook.entries.items() if name.endswith(".css"))
    rules = [part.split("{") for part in sheet.split("}") if "{" in part]
    (own,) = (body for selector, body in rules if selector.strip() == ".notes")
    assert [line.split(":")[0].strip() for line in own.split(";") if line.strip()] == ["font-size"]
