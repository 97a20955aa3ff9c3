"""What the two printed looks do that a reader may rely on, seen in the finished PDF."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pdfplumber
import pypdfium2
import pytest
from mixed_book import PULLED, SENTENCES, TOML

from publisher.book.model import Edition
from publisher.markup.node import Node
from publisher.style.composition import PAGE, SCREEN
from publisher.style.documents import shortened
from publisher.style.opening import with_opening
from publisher.style.plain import render_plain
from publisher.style.render import Rendering
from publisher.style.tables import render_table

ON = {"drop-cap": "yes", "opening-words": "4"}
STYLES = Path(__file__).parents[2] / "styles"
LONG = "Once upon the rock there stood a house with one lamp in it. " + " ".join(SENTENCES[:4])


def text_of(path: Path) -> str:
    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path))


def test_nothing_but_the_long_title_is_wrong(dressed: Any) -> None:
    _, built, _ = dressed
    assert built.codes == ["D630"]


def test_both_looks_are_accessible(dressed: Any, ask: Callable[..., Any]) -> None:
    from publisher.judges.verapdf import verapdf

    assert ask(verapdf, dressed[2], "ua1") == ()


def test_the_first_word_is_copied_whole(dressed: Any) -> None:
    text = text_of(dressed[2])
    assert "Once upon the rock" in text
    assert "OOnce" not in text
    assert not re.search(r"\bO\s+nce\b", text)


def test_code_is_copied_as_it_was_written(dressed: Any) -> None:
    """The sign of a turned line is drawn: there is no such character, and the line is whole."""
    text = text_of(dressed[2])
    assert "↪" not in text
    line = "for keeper in keepers_of_the_house_sorted_by_seniority(include_assistants=True, year=1871):"
    assert line.replace(" ", "") in re.sub(r"\s", "", text)


def test_turned_lines_of_code_have_a_sign_that_is_no_text(dressed: Any) -> None:
    path = dressed[2]
    texts = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path)]
    numbers = [number for number, text in enumerate(texts, 1) if "seniority" in text]
    with pdfplumber.open(path, pages=numbers) as pdf:
        signs = [curve for page in pdf.pages for curve in page.curves if curve.get("tag") == "Artifact"]
    assert signs


def test_pull_quotes_hang_on_the_outside_of_either_page(dressed: Any) -> None:
    name, _, path = dressed
    if name != "textbook":
        pytest.skip("only the textbook has a margin for them")
    outside = []
    for number, page in enumerate(pypdfium2.PdfDocument(path), 1):
        left, right = (0, 112) if number % 2 == 0 else (392, 504)
        outside.append(page.get_textpage().get_text_bounded(left, 0, right, 720))
    assert sum("negligence" in text for text in outside) == 2


def test_a_long_footnote_stays_with_its_call(make_book: Callable[..., Any]) -> None:
    """In each of the books the call comes to stand on another line of the page."""
    said = " ".join(SENTENCES)
    parts = [f"{SENTENCES[n % 10]} {said[: 90 * (n % 7)]} Called.[^n{n}] {SENTENCES[n % 7]}" for n in range(60)]
    notes = [f"[^n{n}]: {said[: 120 + 60 * (n % 5)]}" for n in range(60)]
    chapter = "\n\n".join(["# Notes", *parts, *notes])
    toml = TOML.replace('"01-one.md", "02-two.md"', '"01.md"') + '\n[editions.print]\nformats = ["pdf"]\n'
    built = make_book({"book.toml": toml, "01.md": chapter})
    assert built.ok
    assert "P822" not in built.codes


def test_a_wide_table_is_turned_and_a_wider_one_is_an_error(make_book: Callable[..., Any]) -> None:
    def book_with(columns: int) -> Any:
        rows = ["| " + " | ".join(f"{word}{n}" for n in range(columns)) + " |" for word in ("Measure", "71239", "43")]
        table = "\n".join([rows[0], "|---" * columns + "|", *rows[1:]])
        toml = TOML.replace('"01-one.md", "02-two.md"', '"01.md"') + '\n[editions.print]\nformats = ["pdf"]\n'
        return make_book({"book.toml": toml, "01.md": f"# Wide\n\n{LONG}\n\n{table}\n\n{LONG}"})

    turned = book_with(8)
    assert turned.codes == []
    with pdfplumber.open(turned.path(".pdf")) as pdf:
        assert any(not char["upright"] for page in pdf.pages for char in page.chars)
    assert "D631" in book_with(20).codes


def test_text_beside_the_paper_is_an_error(make_book: Callable[..., Any]) -> None:
    style = {"styles/far/style.toml": 'extends = "print"\n', "styles/far/far.css": ".far p { width: 700pt }"}
    toml = TOML.replace('"01-one.md", "02-two.md"', '"01.md"') + '\n[editions.far]\nstyle = "far"\nformats = ["pdf"]\n'
    built = make_book({"book.toml": toml, "01.md": f"# Far\n\n::: far\n{LONG}\n:::\n", **style})
    assert "P816" in built.codes


def words_of(node: Node) -> str:
    return "".join(each.text for each in node.walk())


def paragraph(text: str) -> Node:
    return Node("paragraph", "p", (), "", (Node("text", text=text),))


def test_an_opening_changes_no_word() -> None:
    opened = with_opening(paragraph(LONG), ON)
    assert words_of(opened) == LONG
    assert "opening" in opened.classes
    letter, rest = opened.children[:2]
    assert (words_of(letter), rest.get("data-words"), words_of(rest)) == ("O", "Once", "nce")


@pytest.mark.parametrize("text", ["“Why,” asked the clerk. " + LONG, "1871 was a year. " + LONG, "once more. " + LONG])
def test_only_a_capital_drops(text: str) -> None:
    assert not any("drop-cap" in each.classes for each in with_opening(paragraph(text), ON).walk())


def test_a_short_paragraph_and_a_plain_style_have_no_opening() -> None:
    short = paragraph("Once upon a time.")
    assert with_opening(short, ON) is short
    long = paragraph(LONG)
    assert with_opening(long, {}) is long


def test_a_word_of_one_letter_drops_alone() -> None:
    opened = with_opening(paragraph("A lamp was all they had. " + LONG), ON)
    assert words_of(opened).startswith("A lamp was")
    assert not any(each.get("data-words") for each in opened.walk())


def rendering_of(edition: Edition, medium: str, **variables: str) -> Rendering:
    def render(nodes: tuple[Node, ...]) -> str:
        return "".join(render_plain(node, made) for node in nodes)

    made = Rendering(medium, edition, edition.chapters[0], render, lambda ident: f"#{ident}", variables=variables)
    return made


def test_a_pull_quote_does_not_stand_right_above_a_heading(book: Any) -> None:
    edition = book.edition()
    pulled = Node("pullquote", "aside", (), "", (paragraph(PULLED),))
    head = book.heading(2, "h", "Next")
    chapter = Node("document", children=(paragraph("One."), paragraph("Two."), pulled, head, paragraph("Three.")))
    page = render_plain(chapter, rendering_of(edition, PAGE))
    assert page.index("<aside") < page.index("Two.")
    screen = render_plain(chapter, rendering_of(edition, SCREEN))
    assert screen.index("<aside") > screen.index("Two.")


def table(columns: int, word: str) -> Node:
    cells = tuple(Node("cell", "td", (), "", (Node("text", text=word),)) for _ in range(columns))
    return Node("table", "table", (), "", (Node("table_body", "tbody", (), "", (Node("row", "tr", (), "", cells),)),))


@pytest.mark.parametrize(
    ("columns", "form"), [(3, "<table>"), (9, '"tight"'), (10, '"tighter"'), (11, "turned"), (30, "broken")]
)
def test_a_table_takes_the_first_form_that_has_room(book: Any, columns: int, form: str) -> None:
    room = {"table-room": "60", "table-room-turned": "100", "table-rows-turned": "15"}
    assert form in render_table(table(columns, "71239"), rendering_of(book.edition(), PAGE, **room))


def test_a_screen_knows_nothing_of_these_forms(book: Any) -> None:
    room = {"table-room": "6", "table-room-turned": "10", "table-rows-turned": "1"}
    assert "<table>" in render_table(table(9, "71239"), rendering_of(book.edition(), SCREEN, **room))


@pytest.mark.parametrize("most", range(1, 60))
def test_a_running_head_is_never_longer_than_its_room(most: int) -> None:
    title = "Of the Northern Commission, Its Inspectors, and the Rest"
    head = shortened(title, most)
    assert len(head) <= most
    assert head == title or head.endswith("…")


@pytest.mark.parametrize("name", ["print", "textbook"])
def test_no_tint_of_a_printed_look_is_too_light_for_a_printer(name):
    """KDP's profile takes 10 % as the lightest: a look of ours must not bring a warning into every book."""
    variables = tomllib.loads((STYLES / name / "style.toml").read_text("utf-8"))["variables"]
    inks = [re.findall(r"[\d.]+", variables[key]) for key in ("tint", "band-ground")]
    assert [share for _, _, _, share in filter(None, inks) if float(share) < 0.1] == []
