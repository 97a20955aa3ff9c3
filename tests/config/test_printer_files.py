"""Profiles of printers: ours are whole and sourced, an author's own extends them, and every mistake has its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.config.printer_files import find_printer, printer_names
from publisher.config.printers import PRINTERS, Printer


def own(tmp_path: Path, text: str, name: str = "mine") -> tuple[Printer | None, list[str]]:
    folder = tmp_path / "printers"
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.toml").write_text(text, "utf-8")
    printer, found = find_printer(name, tmp_path)
    return printer, [f"{each.span.path}:{each.span.line} {each.code}" for each in found]


@pytest.mark.parametrize("name", PRINTERS)
def test_every_figure_of_ours_has_a_source_and_a_day(name: str) -> None:
    printer, found = find_printer(name)
    assert printer is not None
    assert not found
    assert printer.sources
    assert all(each.source and each.checked.startswith("20") for each in printer.sources)


def test_the_gutter_of_kdp_grows_with_the_pages() -> None:
    printer, _ = find_printer("kdp")
    assert printer is not None
    assert [printer.gutter(pages) / 72 for pages in (24, 150, 151, 301, 501, 701, 828, 2000)] == [
        0.375, 0.375, 0.5, 0.625, 0.75, 0.875, 0.875, 0.875,
    ]  # fmt: skip


@pytest.mark.parametrize(("width", "height", "pages"), [(432, 648, 6), (442.08, 663.12, 6), (504, 720, 4)])
def test_ingram_counts_in_sheets_by_trim(width: float, height: float, pages: int) -> None:
    printer, _ = find_printer("ingramspark")
    assert printer is not None
    assert printer.multiple(width, height) == pages


def test_a_profile_of_ones_own_changes_what_it_says_and_nothing_else(tmp_path: Path) -> None:
    text = 'extends = "kdp"\ntitle = "Ours"\n[figures]\nrule_least = { value = "0.25pt", source = "a letter" }\nmarks = true\n'
    printer, found = own(tmp_path, text)
    kdp, _ = find_printer("kdp")
    assert not found
    assert printer is not None
    assert kdp is not None
    assert (printer.title, printer.rule_least, printer.marks) == ("Ours", 0.25, True)
    assert printer.gutters == kdp.gutters
    assert printer.source("rule_least").startswith("a letter")
    assert printer_names(tmp_path) == (*PRINTERS, "mine")


def test_a_profile_of_ones_own_may_bear_the_name_that_it_extends(tmp_path: Path) -> None:
    printer, found = own(tmp_path, 'extends = "kdp"\n[figures]\npages_least = 30\n', "kdp")
    assert (printer and printer.pages_least, found) == (30, [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[figures\n", ["printers/mine.toml:1 C151"]),
        ('\nextends = "kpd"\n', ["printers/mine.toml:2 C150"]),
        ("extends = 3\n", ["printers/mine.toml:1 C151"]),
        ('extends = "mine"\n', ["printers/mine.toml:1 C154"]),
        ('[figures]\ngutter = "1in"\n', ["printers/mine.toml:2 C152"]),
        ("[figures]\nrule_least = 0.25\n", ["printers/mine.toml:2 C153"]),
        ('[figures]\n\npages_least = "many"\n', ["printers/mine.toml:3 C153"]),
        ("[figures]\ngutters = [{ pages = 3 }]\n", ["printers/mine.toml:2 C153"]),
        ('[figures]\ntrims = ["6x9", "huge"]\n', ["printers/mine.toml:2 C153"]),
        ('[figures]\nbleed = { left = "3mm" }\n', ["printers/mine.toml:2 C153"]),
        ('[[stocks]]\nname = "white"\n', ["printers/mine.toml:1 C153"]),
        ("figures = 3\n", ["printers/mine.toml:1 C153"]),
    ],
)
def test_each_mistake_is_told_at_its_line(tmp_path: Path, text: str, expected: list[str]) -> None:
    assert own(tmp_path, text)[1] == expected


def test_profiles_in_a_circle_are_told(tmp_path: Path) -> None:
    own(tmp_path, 'extends = "other"\n')
    assert own(tmp_path, 'extends = "mine"\n', "other")[1] == ["printers/mine.toml:1 C154"]


def test_a_link_out_of_the_book_is_refused(tmp_path: Path) -> None:
    (tmp_path / "book" / "printers").mkdir(parents=True)
    (tmp_path / "secret.toml").write_text('title = "secret"\n', "utf-8")
    (tmp_path / "book" / "printers" / "mine.toml").symlink_to(tmp_path / "secret.toml")
    printer, found = find_printer("mine", tmp_path / "book")
    assert printer is None
    assert [each.code for each in found] == ["C151"]


@pytest.mark.parametrize("name", ["../kdp", "kdp/../kdp", "", "KDP", "a\nb", "nosuch"])
def test_a_name_that_is_none_finds_nothing(tmp_path: Path, name: str) -> None:
    assert find_printer(name, tmp_path) == (None, ())


_FIGURES = ("bleed", "gutters", "multiples", "trims", "inks", "barcode", "rule_least", "marks", "total_ink", "nosuch")
_ODD = st.sampled_from(
    ["true", "-1", "1e400", '"3mm"', '"-3mm"', "[]", "[[]]", "{}", "{ top = 3 }", "1979-05-27", "[1]"]
)


@given(st.dictionaries(st.sampled_from(_FIGURES), _ODD, max_size=5))
def test_whatever_stands_in_a_profile_is_answered_with_a_place(
    tmp_path_factory: pytest.TempPathFactory, written: dict[str, str]
) -> None:
    tmp_path = tmp_path_factory.mktemp("book")
    lines = "".join(f"{key} = {value}\n" for key, value in written.items())
    printer, found = own(tmp_path, f"[figures]\n{lines}")
    assert printer is not None
    assert all(each.split(":")[1][0] != "0" for each in found)
