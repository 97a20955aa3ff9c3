"""The values of a printer's profile, what they bear, and what the handbook says of them."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.config.papers import find_paper
from publisher.config.printer_files import _FIGURES, find_printer, takes_trim
from publisher.config.printers import PRINTERS, Band, Printer

sys.path.insert(0, str(Path(__file__).parent))

import printing_table


def test_the_handbook_has_every_figure_as_the_profiles_have_it() -> None:
    text = printing_table.PAGE.read_text("utf-8")
    assert text == printing_table.page_with_tables(text), "run python tests/config/printing_table.py"


def test_the_handbook_names_every_figure() -> None:
    shown = {figure for _, figure, _ in printing_table.ROWS}
    assert set(_FIGURES) | {"stocks"} == shown | {"facing", "spine_bands", "barcode_by_printer"}


def test_the_handbooks_example_is_a_profile(tmp_path: Path) -> None:
    (example,) = re.findall(
        r"```toml\n# printers/corner-shop.toml\n(.*?)```", printing_table.PAGE.read_text("utf-8"), re.S
    )
    (tmp_path / "printers").mkdir()
    (tmp_path / "printers" / "corner-shop.toml").write_text(example, "utf-8")
    printer, found = find_printer("corner-shop", tmp_path)
    assert not found
    assert printer is not None
    assert (printer.title, printer.multiple(432, 648), printer.stock("bulky") is not None) == (
        "The shop on the corner",
        16,
        True,
    )


@pytest.mark.parametrize(
    ("name", "paper", "taken"),
    [
        ("kdp", "6x9", True),
        ("kdp", "A5", True),
        ("kdp", "A4", True),
        ("kdp", "170x240mm", True),
        ("kdp", "A6", False),
        ("kdp", "9x12", False),
        ("ingramspark", "6.14x9.21", True),
        ("ingramspark", "170x240mm", False),
        ("lulu", "A4", True),
        ("lulu", "A6", False),
        ("press", "A6", True),
        ("office", "Letter", True),
        ("office", "6x9", False),
    ],
)
def test_a_printer_cuts_what_it_names_or_what_lies_between(name: str, paper: str, taken: bool) -> None:
    printer, _ = find_printer(name)
    size = find_paper(paper)
    assert printer is not None
    assert size is not None
    assert takes_trim(printer, *size.points) is taken


@pytest.mark.parametrize("name", PRINTERS)
@given(st.integers(1, 5000))
def test_a_thicker_book_never_needs_a_smaller_gutter(name: str, pages: int) -> None:
    printer, _ = find_printer(name)
    assert printer is not None
    assert printer.gutter(pages) <= printer.gutter(pages + 1)


@given(st.lists(st.tuples(st.integers(1, 900), st.floats(0, 200)), min_size=1, max_size=6), st.integers(1, 1000))
def test_the_gutter_is_that_of_the_first_band_that_holds(bands: list[tuple[int, float]], pages: int) -> None:
    printer = Printer("try", "try", gutters=tuple(Band(*band) for band in sorted(bands)))
    held = [amount for most, amount in sorted(bands) if pages <= most]
    assert printer.gutter(pages) == (held[0] if held else max(amount for _, amount in bands))


@pytest.mark.parametrize(
    "figure",
    [
        "gutters = [{ pages = 9, amount = '9000in' }]",
        "bleed = { top = '50in' }",
        "margins = { top = '4in' }",
        "multiples = [{ pages = 1000000 }]",
        "multiples = [{ pages = 0 }]",
        "rule_least = '20in'",
        "type_least = '20in'",
        "cover_bleed = '20in'",
    ],
)
def test_a_figure_beyond_reason_is_refused_at_its_line(tmp_path: Path, figure: str) -> None:
    (tmp_path / "printers").mkdir()
    (tmp_path / "printers" / "mine.toml").write_text(f"[figures]\n{figure}\n", "utf-8")
    printer, found = find_printer("mine", tmp_path)
    assert printer == Printer("mine", "mine", sources=())
    assert [(each.code, each.span.line) for each in found] == [("C153", 2)]


def test_a_file_too_large_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "printers").mkdir()
    (tmp_path / "printers" / "mine.toml").write_text("# " + "x" * 200_000, "utf-8")
    printer, (found,) = find_printer("mine", tmp_path)
    assert (printer, found.code) == (None, "C151")


def test_a_long_chain_of_profiles_ends(tmp_path: Path) -> None:
    (tmp_path / "printers").mkdir()
    for number in range(50):
        (tmp_path / "printers" / f"p{number}.toml").write_text(f'extends = "p{number + 1}"\n', "utf-8")
    printer, (found,) = find_printer("p0", tmp_path)
    assert (printer, found.code) == (None, "C154")


def test_deep_nesting_is_answered(tmp_path: Path) -> None:
    (tmp_path / "printers").mkdir()
    (tmp_path / "printers" / "mine.toml").write_text(f"x = {'[' * 20_000}{']' * 20_000}\n", "utf-8")
    printer, (found,) = find_printer("mine", tmp_path)
    assert (printer, found.code) == (None, "C151")
