"""What a process keeps for its next PDF: less is done, and the bytes are those of a process that keeps nothing."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pdf_sample import chapter, composition, document, font, paragraphs

from publisher.formats.artefact import Artefact
from publisher.formats.pdf import wardrobe as looks
from publisher.formats.pdf import weasy
from publisher.formats.pdf.make import make_pdf
from publisher.formats.pdf.parts import capture, divide
from publisher.formats.pdf.wardrobe import Wardrobe
from publisher.source import Span
from publisher.style.composition import Composition

STYLE = """
@page { size: 300pt 400pt; margin: 40pt; @bottom-center { content: counter(page) } }
.document { break-before: recto; page: chapter } h1 { string-set: title content(text) }
a.ref::after { content: " (page " target-counter(attr(href), page) ")" }
"""


@pytest.fixture(autouse=True)
def short_books_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(divide, "LEAST", 0)
    monkeypatch.setenv("PUBLISHER_DEBUG", "1")


@pytest.fixture
def wardrobe() -> Iterator[Wardrobe]:
    made = Wardrobe()
    yield made
    made.close()


@pytest.fixture
def sheets(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """An entry for each time that sheets were read."""
    read: list[int] = []
    original = weasy.css.find_stylesheets

    def find(*arguments: Any, **named: Any) -> Any:
        read.append(1)
        return original(*arguments, **named)

    monkeypatch.setattr(weasy.css, "find_stylesheets", find)
    return read


class Store(dict[str, bytes]):
    """Keeps what it is given, and notes what it was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def get(self, key: str, default: Any = None) -> Any:
        self.asked.append(key)
        return super().get(key, default)

    def put(self, key: str, data: bytes) -> None:
        self[key] = data


def book(edits: dict[int, str] | None = None, css: str = "") -> Composition:
    texts = {number: paragraphs(f"c{number}", 2 + number % 3) for number in range(5)}
    texts[1] += '<p id="far">See <a class="ref" href="#c4-p1">there</a>.</p>'
    for number, text in (edits or {}).items():
        texts[number] += text
    front = [document("title", '<h1 id="t">The Gallery</h1>', "title-page", "front")]
    return composition([*front, *(chapter(f"c{number}", text) for number, text in texts.items())], STYLE + css)


def made(book: Composition, wardrobe: Wardrobe | None = None, store: Store | None = None) -> Artefact:
    return make_pdf(book, lambda path: b"", font, store=store, wardrobe=wardrobe)


def test_edited_books_in_one_look_have_the_bytes_of_new_ones(wardrobe: Wardrobe, sheets: list[int]) -> None:
    chance = random.Random(7)
    edits: dict[int, str] = {}
    made(book(), wardrobe)
    for number in range(4):
        where = chance.randrange(5)
        words = " ".join(chance.choices(["lamp", "stair", "gallery", "efficiently", "“quite”"], k=60 * number + 9))
        edits[where] = edits.get(where, "") + f'<p id="e{number}">{words}.</p>'
        del sheets[1:]
        again = made(book(edits), wardrobe)
        assert len(sheets) == 1, "the sheets were read for the first book"
        assert again == made(book(edits))


def test_another_style_is_another_look(wardrobe: Wardrobe) -> None:
    plain, spaced = book(), book(css="p { line-height: 1.9 }")
    first = made(plain, wardrobe)
    assert made(spaced, wardrobe) == made(spaced) != first
    assert made(plain, wardrobe) == first


def test_what_a_book_was_made_of_is_not_asked_of_the_store_again(wardrobe: Wardrobe) -> None:
    store = Store()
    made(book(), wardrobe, store)
    store.asked.clear()
    made(book({2: '<p id="new">It was later.</p>'}), wardrobe, store)
    new = [key for key in store.asked if key in store]
    assert len(new) <= 3, "the chapter, its heads, and the contents of those whose numbers moved"
    assert made(book({2: '<p id="new">It was later.</p>'})) == made(
        book({2: '<p id="new">It was later.</p>'}), None, store
    )


def test_a_diagnostic_names_the_place_where_its_text_is_now(wardrobe: Wardrobe) -> None:
    wrong = book({3: '<p id="wrong">\u4e2d</p>'})  # no face of the style has it
    for line in (9, 12):
        placed = replace(wrong, spans=(("wrong", Span("c3.md", line)),))
        said = made(placed, wardrobe).diagnostics
        assert said == made(placed).diagnostics
        assert {each.span.line for each in said if each.span.path} == {line}


def test_only_so_many_looks_are_kept(wardrobe: Wardrobe, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looks, "MOST", 2)
    folders: list[Path] = []
    for number in range(4):
        made(book(css=f"p {{ text-indent: {number}pt }}"), wardrobe)
        folders += [Path(look.dress.faces._folder) for look in wardrobe._looks.values()]
        assert len(wardrobe._looks) <= 2
    assert sum(folder.exists() for folder in dict.fromkeys(folders)) == 2
    wardrobe.close()
    assert not any(folder.exists() for folder in folders)


def test_a_look_in_which_something_went_wrong_is_let_go(wardrobe: Wardrobe, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PUBLISHER_DEBUG")
    made(book(), wardrobe)
    edited = book({1: '<p id="new">It was later.</p>'})

    def failing(*_: object) -> None:
        raise ValueError("no such thing")

    with monkeypatch.context() as patch:
        patch.setattr(capture, "record", failing)
        made(edited, wardrobe)  # as a whole
    assert not wardrobe._looks
    assert made(edited, wardrobe) == made(edited)
