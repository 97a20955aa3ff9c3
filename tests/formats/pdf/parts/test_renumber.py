"""Heads whose figures were exchanged are those that the engine lays out."""

from __future__ import annotations

from typing import Any

import pytest
from pdf_sample import chapter, composition, font, paragraphs

from publisher.formats.pdf.make import make_pdf
from publisher.formats.pdf.parts import divide, margins
from publisher.formats.pdf.parts.renumber import renumbered
from publisher.style.composition import Composition

SMALL = """
@page { size: 170pt 110pt }
@page :left, :right { margin: 24pt 20pt }
@page chapter, opening { font-size: 8pt; @top-left { content: string(chapter) } }
@page chapter:right, opening:right { @bottom-right { content: "Teil 1" } }
"""


def book(folio: str, rules: str = "") -> Composition:
    """Chapters, the first of which goes over page 100."""
    css = f"{SMALL}@page chapter, opening {{ @bottom-center {{ content: {folio}; {rules} }} }}"
    lengths = {"c1": 8, "c2": 1, "c3": 1, "c4": 1}
    return composition([chapter(name, paragraphs(name, length)) for name, length in lengths.items()], css)


def made(book: Composition) -> bytes:
    return make_pdf(book, lambda path: b"", font).data


@pytest.fixture
def exchanged(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The numbers that came by exchange."""
    monkeypatch.setattr(divide, "LEAST", 0)
    monkeypatch.setenv("PUBLISHER_DEBUG", "1")
    numbers: list[int] = []

    def noted(page: Any, old: int, new: int) -> Any:
        found = renumbered(page, old, new)
        if found is not None:
            numbers.append(new)
        return found

    monkeypatch.setattr(margins, "renumbered", noted)
    return numbers


@pytest.mark.parametrize(
    ("folio", "rules", "some"),
    [
        ("counter(page)", "", True),
        ('"Seite " counter(page) " von 12"', "", True),  # but for page 12, of whose figures the text has two
        ('"1" counter(page)', "", False),  # where in 1112 does the number begin?
        ("counter(page) counter(page)", "", False),
        ("counter(page, lower-roman)", "", False),
        ("counter(page, decimal-leading-zero)", "", False),
        ("counter(page)", "counter-increment: page", False),
        (
            "counter(page)",
            "font-variant-numeric: oldstyle-nums proportional-nums",
            False,
        ),  # none is as wide as the one before
        ("counter(page)", "letter-spacing: 1pt; font-style: italic; text-align: right", True),
        ("counter(page)", "text-decoration: underline", False),  # the engine's business
        ("none", "", True),
    ],
)
def test_as_the_engine_has_it(
    folio: str, rules: str, some: bool, exchanged: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    quick = made(book(folio, rules))
    assert bool(exchanged) == some
    with monkeypatch.context() as patch:
        patch.setattr(margins, "renumbered", lambda *_: None)
        assert made(book(folio, rules)) == quick


def test_figures_of_one_width_are_laid_out_once_for_so_many_figures(exchanged: list[int]) -> None:
    made(book("counter(page)"))
    last = max(exchanged)
    assert last > 100
    # In each of the four chapters three kinds of page are laid out, and again where a number has a figure more.
    assert len(exchanged) >= last - 20
