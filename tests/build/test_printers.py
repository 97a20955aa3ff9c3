"""An edition for a printer: what book.toml may ask, each mistake at its key, and an author's own profile counts."""

from __future__ import annotations

import pytest

EDITION = """
[editions.print]
style = "print"
formats = ["pdf"]
papers = ["6x9"]
"""


def told(shop, keys: str, edition: str = EDITION) -> list[str]:
    """What is said of an edition with these keys: the line of book.toml and the code."""
    text = shop.book + edition + keys
    shop.write("book.toml", text)
    report = shop.build("ebook", deliver=False)
    lines = text.split("\n")
    return [
        f"{lines[each.span.line - 1].split(' = ')[0]} {each.code}"
        if each.span.path == "book.toml"
        else f"{each.span.path}:{each.span.line} {each.code}"
        for each in report.diagnostics
        if each.code[:3] in ("C10", "C15", "P83")
    ]


@pytest.fixture
def shop(shop):
    shop.book = (shop.folder / "book.toml").read_text("utf-8").split("[editions.student]")[0]
    return shop


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ('profile = "kdp"\nbleed = true\nink = "black"\nstock = "cream"\n', []),
        ('profile = "lulu"\nink = "colour"\n', []),
        ('\nprofile = "kpd"\n', ["profile C150"]),
        ('\nbleed = true\n', ["bleed C157"]),
        ('\nstock = "cream"\n', ["stock C157"]),
        ('profile = "office"\nbleed = true\npapers = ["A4"]\n', ["bleed C157"]),
        ('profile = "kdp"\nstock = "creme"\n', ["stock C155"]),
        ('profile = "kdp"\nink = "colour"\nstock = "cream"\n', ["stock C155"]),
        ('profile = "office"\nink = "colour"\npapers = ["A4"]\n', ["ink C156"]),
        ('profile = "kdp"\npapers = ["A6"]\n', ["papers P830"]),
        ('profile = "ingramspark"\npapers = ["A5", "170x240mm"]\n', ["papers P830"]),
        ('profile = "press"\npapers = ["A6", "170x240mm"]\n', []),
        ('profile = "kdp"\nformats = ["epub"]\n', ["profile C158"]),
    ],
)  # fmt: skip
def test_each_key_is_checked_at_its_line(shop, keys, expected):
    edition = "\n".join(line for line in EDITION.split("\n") if not line or line.split(" = ")[0] not in keys)
    assert told(shop, keys, edition) == expected


@pytest.mark.parametrize("value", ['"pink"', "3", '["black"]'])
def test_an_ink_is_one_of_two(shop, value):
    (found,) = told(shop, f"ink = {value}\n")
    assert found.startswith("ink C10")


def test_a_name_close_to_a_profile_is_suggested(shop):
    shop.write("book.toml", shop.book + EDITION + 'profile = "ingram-spark"\n')
    (found,) = [each for each in shop.build("ebook", deliver=False).diagnostics if each.code == "C150"]
    assert "ingramspark" in found.hint


def test_mistakes_in_an_authors_own_profile_are_told_once_and_at_their_line(shop):
    shop.write("printers/mine.toml", 'extends = "press"\n[figures]\nbleeds = true\n')
    two = 'profile = "mine"\n[editions.second]\nextends = "print"\n'
    assert told(shop, two) == ["printers/mine.toml:3 C152"]


def test_a_changed_profile_makes_the_book_again(shop):
    shop.write("printers/mine.toml", 'extends = "press"\n[figures]\nmultiples = [{ pages = 2 }]\n')
    shop.write("book.toml", shop.book + EDITION + 'profile = "mine"\n')
    (first,) = shop.build("print").made
    assert shop.build("print").unchanged
    shop.change("printers/mine.toml", "pages = 2", "pages = 32")
    report = shop.build("print")
    assert not report.unchanged
    (second,) = report.made
    assert (first.pages % 2, second.pages % 32) == (0, 0)
    assert first.sha256 != second.sha256
    shop.change("printers/mine.toml", "pages = 32 }]", "pages = 32 }]\n# a remark")
    shop.build("print")
    assert shop.made() == []


def test_an_epub_lists_the_pages_of_a_book_that_was_filled_up(shop):
    shop.write("printers/mine.toml", 'extends = "press"\n[figures]\nmultiples = [{ pages = 32 }]\n')
    shop.write(
        "book.toml", shop.book.replace('["epub"]', '["epub"]\npages_from = "print"') + EDITION + 'profile = "mine"\n'
    )
    assert not [
        each for each in shop.build("ebook", deliver=False).diagnostics if each.code in ("E718", "E719", "E720")
    ]
