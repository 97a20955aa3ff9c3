"""book.toml: what is read, and what is said about what cannot be."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.config import (
    UNTITLED,
    BookInfo,
    Config,
    Contributor,
    PartSpec,
    Series,
    default_editions,
    read_config,
)
from publisher.diagnostics import Diagnostic

BOOK = '[book]\ntitle = "T"\n'


def troubles(text: str) -> list[tuple[str, int, int]]:
    """Code, line and column of each diagnostic."""
    return [(each.code, each.span.line, each.span.column) for each in read_config(text)[1]]


def only(text: str) -> Diagnostic:
    found = read_config(text)[1]
    assert len(found) == 1, found
    return found[0]


def test_the_least_book_has_a_title():
    config, found = read_config(BOOK)
    assert config == Config(BookInfo("T"))
    assert found == ()


def test_people_are_names_or_tables():
    text = BOOK + 'authors = ["Jane Doe", { name = "Kim", role = "ill", file_as = "K" }]\ncontributors = "Ed"\n'
    config, found = read_config(text)
    assert found == ()
    assert config.book.authors == (Contributor("Jane Doe"), Contributor("Kim", "ill", "K"))
    assert config.book.contributors == (Contributor("Ed", "ctb"),)


@pytest.mark.parametrize(
    "written",
    [
        'series = { name = "S", number = 3 }',
        'series = [{ name = "S", number = "3" }]',
        '[[book.series]]\nname = "S"\nnumber = 3',
        '[book.series]\nname = "S"\nnumber = 3',
    ],
)
def test_a_series_is_a_table_or_a_list_of_tables(written: str):
    config, found = read_config(f"{BOOK}{written}\n")
    assert found == ()
    assert config.book.series == (Series("S", "3"),)


def test_the_body_has_files_and_parts():
    text = BOOK + '[contents]\nnumbered = true\nbody = ["a.md", { part = "P", chapters = "b.md", id = "p" }]\n'
    config, found = read_config(text)
    assert found == ()
    assert config.contents.body == ("a.md", PartSpec("P", ("b.md",), "p"))
    assert config.contents.numbered


def test_dates_may_stand_without_quotes():
    assert read_config(BOOK + "date = 2026-11-22")[0].book.date == "2026-11-22"
    assert read_config(BOOK + "date = 2026")[0].book.date == "2026"
    assert read_config(BOOK + 'date = "2026-11"')[0].book.date == "2026-11"


def test_an_edition_may_have_one_format_and_paper_and_numbers_as_variables():
    text = BOOK + '[editions.p]\nformats = "pdf"\npapers = "A5"\nvariables = { size = "12pt", leading = 1.5 }\n'
    config, found = read_config(text)
    assert found == ()
    (spec,) = config.editions
    assert (spec.name, spec.formats, spec.papers) == ("p", ("pdf",), ("A5",))
    assert spec.variables == (("size", "12pt"), ("leading", "1.5"))


def test_the_default_edition_is_an_epub_and_a_pdf():
    (spec,) = default_editions()
    assert (spec.name, spec.formats) == ("book", ("epub", "pdf"))


# Trouble, all of it


def test_every_mistake_is_told_at_its_place():
    text = "\n".join(
        [
            "[book]",
            'titel = "T"',
            "title = 3",
            'language = "english"',
            'date = "2026-13"',
            "[contents]",
            'numbered = "yes"',
            "[editions.p]",
            'papers = ["A4", "A44"]',
            'formats = ["mobi"]',
        ]
    )
    assert troubles(text) == [
        ("C102", 2, 1),
        ("C103", 3, 1),
        ("C108", 4, 1),
        ("C110", 5, 1),
        ("C103", 7, 1),
        ("C114", 9, 17),
        ("C107", 10, 12),
    ]  # fmt: skip


def test_what_is_wrong_has_its_usual_value():
    config, found = read_config('[book]\ntitle = 3\nlanguage = "english"\nkind = "novel"\nsubtitle = "S"\n')
    assert len(found) == 3
    assert config.book == BookInfo(UNTITLED, subtitle="S")


@pytest.mark.parametrize("text", ["", "# nothing\n", "[contents]\n"])
def test_a_book_needs_a_table_book(text: str):
    diagnostic = only(text)
    assert (diagnostic.code, diagnostic.message) == ("C104", "there is no table [book]")


def test_a_book_needs_a_title():
    diagnostic = only("[book]\nsubtitle = 'x'\n")
    assert (diagnostic.code, diagnostic.span.line, diagnostic.hint) == ("C104", 1, 'write title = "…"')
    assert only('[book]\ntitle = ""\n').code == "C104"


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        (BOOK + 'authers = ["x"]', "did you mean `authors`?"),
        (BOOK + "wpm = 3", "`wpm` belongs in [reading]"),
        (BOOK + 'papers = "A4"', "`papers` belongs in [editions.NAME]"),
        (BOOK + 'authors = [{ name = "x", rol = "aut" }]', "did you mean `role`?"),
        (BOOK + '[editions.x]\nformat = "pdf"', "did you mean `formats`?"),
        (BOOK + '[contents]\nbody = [{ part = "P", chapters = [], chapter = "x" }]', "did you mean `chapters`?"),
        (BOOK + "[book.publisher_x]", "did you mean `publisher`?"),
        ("editons = 1\n" + BOOK, "did you mean `editions`?"),
    ],
)
def test_an_unknown_key_gets_a_hint(text: str, hint: str):
    diagnostic = only(text)
    assert (diagnostic.code, diagnostic.hint) == ("C102", hint)


@pytest.mark.parametrize("text", ["assumed = ['x']\n" + BOOK, BOOK + "[editions.x]\nname = 'y'\n"])
def test_keys_of_the_values_only_are_unknown_in_the_file(text: str):
    assert only(text).code == "C102"


@pytest.mark.parametrize("tag", ["en", "en-GB", "pt-BR", "zh-Hans-CN", "de-1996", "sl-rozaj-biske", "x-ignored"[2:5]])
def test_language_tags(tag: str):
    assert troubles(f'{BOOK}language = "{tag}"') == []


@pytest.mark.parametrize(
    ("tag", "hint"),
    [
        ("english", 'write "en"'),
        ("en_GB", 'write "en-GB"'),
        ("en_US.UTF-8", 'write "en-US"'),
        ("en-UK", 'write "en-GB"'),
        ("e", "write a BCP 47 tag: en, en-GB, de, pt-BR, zh-Hans"),
        ("en-", "write a BCP 47 tag: en, en-GB, de, pt-BR, zh-Hans"),
    ],
)
def test_what_is_no_language_tag(tag: str, hint: str):
    diagnostic = only(f'{BOOK}language = "{tag}"')
    assert (diagnostic.code, diagnostic.hint) == ("C108", hint)


@pytest.mark.parametrize(
    ("role", "hint"),
    [
        ("translator", 'did you mean "trl" (translator)?'),
        ("Author", 'did you mean "aut" (author)?'),
        ("AUT", 'write "aut"'),
        ("qqqqqqq", "write a MARC relator code: aut, edt, trl, ill … (https://id.loc.gov/vocabulary/relators)"),
    ],
)
def test_roles_are_relator_codes(role: str, hint: str):
    diagnostic = only(f'{BOOK}authors = [{{ name = "x", role = "{role}" }}]')
    assert (diagnostic.code, diagnostic.hint) == ("C109", hint)


@pytest.mark.parametrize("date", ["22 November 2026", "2026-02-30", "26", "2026-1-1", "2026/11/22"])
def test_what_is_no_date(date: str):
    assert only(f'{BOOK}date = "{date}"').code == "C110"


@pytest.mark.parametrize("isbn", ["9780571258093", "978-0-571-25809-3", "ISBN 978 0 571 25809 3", "0-306-40615-2"])
def test_isbns(isbn: str):
    assert troubles(f'{BOOK}[editions.x]\nformats="pdf"\nisbn = "{isbn}"') == []


@pytest.mark.parametrize("isbn", ["9780571258094", "123", "978057125809X", "not one"])
def test_what_is_no_isbn(isbn: str):
    assert only(f'{BOOK}[editions.x]\nisbn = "{isbn}"').code == "C111"


def test_two_editions_cannot_share_an_isbn():
    text = (
        BOOK + '[editions.a]\nformats="pdf"\nisbn = "978-0-571-25809-3"\n'
        '[editions.b]\nformats="epub"\nisbn = "9780571258093"\n'
    )
    first, second = read_config(text)[1]
    assert (first.code, first.span.line, second.code, second.span.line) == ("C112", 5, "C112", 8)
    assert "`b` (line 8)" in first.message
    assert "`a` (line 5)" in second.message


def test_one_isbn_for_two_file_types_is_an_error():
    assert troubles(BOOK + '[editions.a]\nisbn = "9780571258093"\n') == [("C119", 4, 1)]


@pytest.mark.parametrize(
    "link",
    [
        "http://example.com/",
        "javascript:alert(1)",
        "https://",
        "https://a b/",
        "https://me:x@y.z/",
        "data:,x",
        "https://[x",
    ],
)
def test_the_shop_is_an_https_address(link: str):
    assert only(f"{BOOK}buy = '{link}'").code == "C113"


@pytest.mark.parametrize("uri", ["5d1f0a3e", "urn:uuid:5", "javascript:x", "file:///etc/passwd", "urn:isbn:1"])
def test_an_identifier_is_a_uri(uri: str):
    assert only(f"{BOOK}identifier = '{uri}'").code in ("C113", "C111")


@pytest.mark.parametrize("paper", ["A4", "letter", "6x9", "5.5x8.5", "170x240mm", "17 x 24 cm", "half-letter"])
def test_papers(paper: str):
    assert troubles(f'{BOOK}[editions.x]\npapers = "{paper}"') == []


@pytest.mark.parametrize("paper", ["A44", "6x", "0x0", "170x240", "1x1in", "9999x9999mm", "6x9px"])
def test_what_is_no_paper(paper: str):
    assert only(f'{BOOK}[editions.x]\npapers = "{paper}"').code == "C114"


@pytest.mark.parametrize(
    "name", ['"Large Print"', '"../x"', '"a/b"', "con", "Print", '""', '"é"', '"' + "a" * 61 + '"']
)
def test_an_edition_has_a_name_for_files(name: str):
    assert only(f"{BOOK}[editions.{name}]\n").code == "C115"


@pytest.mark.parametrize("audience", ["Teacher", "a b", "1st", "x_y"])
def test_an_audience_is_in_kebab_case(audience: str):
    assert only(f'{BOOK}[editions.x]\naudience = "{audience}"').code == "C115"


@pytest.mark.parametrize(
    "variables",
    ['{ x = "1; } body {" }', '{ x = "url(http://x)" }', '{ x = "a\\nb" }', '{ "a b" = "1" }', '{ x = "\\\\75rl" }'],
)
def test_a_variable_cannot_break_out_of_its_declaration(variables: str):
    assert only(f"{BOOK}[editions.x]\nvariables = {variables}").code == "C117"


def test_a_variable_is_text_or_a_number():
    assert troubles(f"{BOOK}[editions.x]\nvariables = {{ a = 1, b = true }}") == [("C103", 4, 22)]


@pytest.mark.parametrize(("key", "value"), [("wpm", "-1"), ("wpm", "1e9"), ("cpm", "nan"), ("image_seconds", "inf")])
def test_numbers_have_limits(key: str, value: str):
    assert only(f"{BOOK}[reading]\n{key} = {value}\n").code == "C118"


def test_no_text_holds_what_xml_forbids():
    diagnostic = only('[book]\ntitle = "T"\nsummary = "a\\u0000b"\n')
    assert (diagnostic.code, diagnostic.span.line) == ("C106", 3)
    assert only('[book]\ntitle = "\\uFFFE"\n').code == "C106"


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("[book]\ntitle = Never Let Me Go\n", 2, 9),
        ('[book]\ntitle = "x\n', 2, 11),
        ("[book\n", 1, 6),
        ("a = 1\na = 2\n", 2, 6),
        ("x = [1, 2", 1, 10),
        ("just words", 1, 6),
    ],
)
def test_a_fault_of_toml_has_its_place(text: str, line: int, column: int):
    diagnostic = only(text)
    assert (diagnostic.code, diagnostic.span.line, diagnostic.span.column) == ("C101", line, column)
    assert "(at " not in diagnostic.message


# Whatever an author writes


@given(st.text(max_size=300))
def test_any_text_gives_a_book_and_diagnostics(text: str):
    config, found = read_config(text)
    assert config.book.title
    assert found or "book" in text


_KEYS = st.sampled_from(
    ["book", "title", "authors", "series", "contents", "body", "part", "chapters", "editions", "x", "extends", "isbn",
     "formats", "papers", "variables", "reading", "wpm", "date", "name", "role", "id", "assumed", "language", "a.b"]
)  # fmt: skip
_SCALARS = st.sampled_from(['"x"', '""', "1", "-1", "1.5", "nan", "true", "2026-11-22", "12:30:00", '"x"', "'a.md'"])
_VALUES = st.recursive(
    _SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.dictionaries(_KEYS, inner, max_size=3).map(
            lambda table: "{" + ", ".join(f"{key} = {value}" for key, value in table.items()) + "}"
        ),
    ),
    max_leaves=6,
)


@settings(max_examples=300)
@given(
    st.lists(
        st.one_of(
            st.tuples(_KEYS, _VALUES).map(lambda pair: f"{pair[0]} = {pair[1]}"),
            st.lists(_KEYS, min_size=1, max_size=3).map(lambda keys: f"[{'.'.join(keys)}]"),
            st.lists(_KEYS, min_size=1, max_size=3).map(lambda keys: f"[[{'.'.join(keys)}]]"),
        ),
        max_size=10,
    )
)
def test_any_toml_gives_a_book_and_diagnostics(lines: list[str]):
    config, found = read_config("\n".join(lines))
    assert config.book.title
    for each in found:
        assert each.span.path == "book.toml"
        assert 1 <= each.span.line <= len(lines) + 1
