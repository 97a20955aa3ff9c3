"""What book.toml says of shops, numbers, prices and the trade."""

from __future__ import annotations

import pytest

from publisher.config import Config, isbn_for, read_config
from publisher.config.shops import CHANNELS, buy_link, find_shop, store_of
from publisher.diagnostics import Diagnostic

BOOK = '[book]\ntitle = "T"\n'
ONE, TWO = "978-0-571-25809-3", "9780306406157"


def read(text: str) -> tuple[Config, tuple[Diagnostic, ...]]:
    return read_config(BOOK + text)


def codes(text: str) -> list[tuple[str, int]]:
    return [(each.code, each.span.line) for each in read(text)[1]]


def test_an_isbn_for_each_kind_of_file() -> None:
    config, found = read(f'[editions.a]\nisbn = {{ epub = "{ONE}", pdf = "{TWO}" }}\n')
    assert found == ()
    (spec,) = config.editions
    assert (isbn_for(spec, "epub"), isbn_for(spec, "pdf")) == (ONE, TWO)


def test_an_isbn_for_one_paper_goes_before_that_of_all() -> None:
    text = f'[editions.a]\nformats = "pdf"\npapers = ["A5", "6x9"]\nisbn = {{ pdf = "{ONE}", "pdf:a5" = "{TWO}" }}\n'
    config, found = read(text)
    assert found == ()
    (spec,) = config.editions
    assert (isbn_for(spec, "pdf", "A5"), isbn_for(spec, "pdf", "6x9"), isbn_for(spec, "epub")) == (TWO, ONE, "")


def test_one_isbn_on_two_formats_is_told_at_both_places() -> None:
    first, second = read(f'[editions.a.isbn]\nepub = "{ONE}"\npdf = "9780571258093"\n')[1]
    assert [(each.code, each.severity, each.span.line) for each in (first, second)] == [
        ("C119", "error", 4), ("C119", "error", 5)
    ]  # fmt: skip
    assert "line 5" in first.message
    assert "line 4" in second.message


def test_one_isbn_on_two_editions_is_told_at_both_places() -> None:
    text = f'[editions.a]\nformats = "epub"\nisbn = "{ONE}"\n[editions.b]\nisbn = {{ epub = "{TWO}", pdf = "{ONE}" }}\n'
    first, second = read(text)[1]
    assert [(each.code, each.span.line) for each in (first, second)] == [("C112", 5), ("C112", 7)]
    assert "`b` (line 7)" in first.message
    assert "`a` (line 5)" in second.message


def test_one_isbn_on_two_papers_is_an_error() -> None:
    assert codes(f'[editions.a]\nformats = "pdf"\npapers = ["A4", "Letter"]\nisbn = "{ONE}"\n') == [("C119", 6)]


def test_an_identifier_that_is_an_isbn_counts_as_one() -> None:
    assert codes(f'identifier = "urn:isbn:{ONE}"\n[editions.a]\n') == [("C119", 3)]
    assert codes(f'identifier = "urn:isbn:{ONE}"\n[editions.a]\nformats = "epub"\n') == []
    assert codes(f'[editions.a]\nidentifier = "urn:isbn:{ONE}"\n') == [("C119", 4)]


def test_an_isbn_is_never_handed_on() -> None:
    text = f'[editions.a]\nformats = "epub"\nisbn = {{ epub = "{ONE}" }}\n[editions.b]\nextends = "a"\n'
    config, found = read(text)
    assert found == ()
    assert isbn_for(config.editions[1], "epub") == ""


@pytest.mark.parametrize(
    ("isbn", "code"),
    [
        ('{ ebook = "978-0-571-25809-3" }', "C132"),
        ('{ "pdf:A5" = "978-0-571-25809-3" }', "C132"),
        ('{ epub = "978-0-571-25809-4" }', "C111"),
        ("{ epub = 9780571258093 }", "C103"),
        ('["978-0-571-25809-3"]', "C103"),
    ],
)
def test_a_table_of_isbns_that_is_out_of_order(isbn: str, code: str) -> None:
    assert codes(f"[editions.a]\nisbn = {isbn}\n") == [(code, 4)]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ('isbns = [["epub", "x"]]', "C102"),
        ('channel = "amazon"', "C107"),
        ('binding = "leather"', "C107"),
        ('identifiers = ["doi:10.1000/182", "no uri"]', "C113"),
        ('prices = { amount = "9,99", currency = "EUR" }', "C136"),
        ('prices = { amount = "9.99", currency = "Euro" }', "C136"),
        ('prices = [{ amount = 9.99, currency = "EUR", countries = ["Germany"] }]', "C136"),
        ('prices = [{ amount = 9.99, currency = "EUR", tax = "some" }]', "C107"),
        ("prices = [{ amount = 9.99 }]", "C104"),
        ('prices = [{ amount = 9.99, currency = "EUR", price = 1 }]', "C102"),
    ],
)
def test_what_an_edition_cannot_say(line: str, code: str) -> None:
    assert codes(f"[editions.a]\n{line}\n") == [(code, 4)]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ('thema = "dsk"', "C136"),
        ('bisac = ["LIT4120"]', "C136"),
        ('territory = ["Europe"]', "C136"),
        ('email = "nobody"', "C136"),
        ('audience = "everybody"', "C107"),
        ('status = "soon"', "C107"),
        ("exclusive = 1", "C103"),
        ('currency = "EUR"', "C102"),
    ],
)
def test_what_the_trade_would_refuse(line: str, code: str) -> None:
    assert codes(f"[onix]\n{line}\n") == [(code, 4)]


def test_the_book_of_many_hands_tongues_and_numbers() -> None:
    text = (
        'languages = ["fr", "cy-GB"]\nidentifiers = "doi:10.1000/182"\nset = { name = "Collected Works", number = 2 }\n'
        'series = "Blue Books"\nauthors = [{ name = "The Team", kind = "group" }]\n'
    )
    config, found = read(text)
    assert found == ()
    book = config.book
    assert (book.languages, book.identifiers) == (("fr", "cy-GB"), ("doi:10.1000/182",))
    assert [(each.name, each.number, each.kind) for each in (*book.series, *book.set)] == [
        ("Blue Books", "", "series"), ("Collected Works", "2", "set")
    ]  # fmt: skip
    assert book.authors[0].kind == "group"
    assert codes('languages = ["english"]\n') == [("C108", 3)]
    assert codes('authors = [{ name = "X", kind = "band" }]\n') == [("C107", 3)]


def test_a_shop_that_takes_nothing_of_an_edition() -> None:
    assert codes('[editions.a]\nchannel = "kobo"\nformats = "pdf"\n') == [("C133", 5)]
    assert codes('[editions.a]\nchannel = "google"\nformats = "pdf"\n') == []


def test_a_buy_link_that_is_left_out_is_told_once() -> None:
    text = 'buy = "https://www.example.com/b"\n' + "".join(f'[editions.{c}]\nchannel = "{c}"\n' for c in CHANNELS)
    (found,) = read(text)[1]
    assert (found.code, found.severity, found.span.line) == ("C134", "note", 3)
    assert "`apple`, `google`, `kindle`, `kobo`" in found.message


def test_an_announced_book_has_a_date() -> None:
    edition = '[editions.a]\nchannel = "own"\n[onix]\nstatus = "forthcoming"\n'
    assert codes(edition) == [("C135", 6)]
    assert codes('date = "2027"\n' + edition) == []


@pytest.mark.parametrize(
    ("link", "owner"),
    [
        ("https://www.amazon.co.uk/dp/1", "kindle"),
        ("https://a.co/x", "kindle"),
        ("https://books.apple.com/gb/book/1", "apple"),
        ("http://WWW.KOBO.COM./x", "kobo"),
        ("https://www.thalia.de/x", "others"),
        ("https://www.google.com/search?q=amazon.com", ""),
        ("https://amazonia.example.org/", ""),
        ("https://media.co/", ""),
        ("https://notkobo.com/", ""),
        ("https://[", ""),
    ],
)
def test_whose_shop_a_link_leads_to(link: str, owner: str) -> None:
    assert store_of(link) == owner


def test_where_the_buy_link_may_stay() -> None:
    kobo = "https://www.kobo.com/ebook/x"
    assert [channel for channel in CHANNELS if buy_link(kobo, channel)] == ["kobo", "own"]
    assert [channel for channel in CHANNELS if buy_link("https://example.com/", channel)] == ["own"]
    assert buy_link(kobo, "") == kobo


@pytest.mark.parametrize("channel", CHANNELS)
def test_every_limit_says_who_sets_it_and_our_covers_keep_it(channel: str) -> None:
    from publisher.style.cover import HEIGHT, WIDTH

    shop = find_shop(channel)
    assert all(len(limit.source) > 20 and limit.checked >= "2026-11-22" and limit.value for _, limit in shop.limits)
    assert shop.number("image-pixels") >= WIDTH * HEIGHT
    assert (shop.number("image-side") or HEIGHT) >= HEIGHT
    width, height = shop.number("cover-width"), shop.number("cover-height")
    assert (width, height) == (1600, 2560)
    assert width >= shop.number("cover-short-side")
    assert height >= shop.number("cover-long-side")
