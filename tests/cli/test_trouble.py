"""Diagnostics as a person sees them: the right file, the right line, a caret under the right letter."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publisher.build.cache import Cache
from publisher.build.place import Place
from publisher.cli import text, trouble
from publisher.diagnostics import Diagnostic, Severity
from publisher.source import Span


@pytest.fixture
def shown(capsys, book):
    """What is shown for a diagnostic at this span of a file with this content."""

    def show(content: str, *spans: Span, folder: str = "manuscript", hint: str = "") -> list[str]:
        place = Place(book(folder, **{"a.md": content}).resolve(), (), None, Cache(None))
        capsys.readouterr()
        trouble.show([Diagnostic("M399", Severity.ERROR, "message", span, hint) for span in spans], place)
        return capsys.readouterr().err.splitlines()

    return show


def test_the_caret_stands_under_the_letter(shown):
    assert shown("first\nsecond line\n", Span("a.md", 2, 8, 2, 12)) == [
        "manuscript/a.md:2:8: error[M399] message",
        "  2 │ second line",
        "    │        ^^^^",
    ]


@pytest.mark.parametrize(
    ("line", "column", "carets"),
    [
        ("日本語 x", 5, "        ^"[1:]),
        ("e\u0301e\u0301x", 5, "  ^"),
        ("\tx", 2, " ^"),
        ("\u200bx", 2, " ^"),  # shown as a replacement character
        ("x\u200cy", 3, " ^"),
        ("🐎x", 2, "  ^"),
    ],
)
def test_letters_of_every_width(shown, line, column, carets):
    assert shown(line, Span("a.md", 1, column))[2] == f"    │ {carets}"


def test_a_run_of_carets_has_a_bound(shown):
    carets = shown("x" * 150, Span("a.md", 1, 1, 1, 151))[2]
    assert carets == "    │ " + "^" * 40 + "…"


def test_a_span_of_several_lines_marks_the_rest_of_its_first(shown):
    assert shown("one two\nthree", Span("a.md", 1, 5, 2, 3))[2] == "    │     ^^^"


def test_without_a_column_the_line_is_shown_without_a_caret(shown):
    assert shown("one\ntwo\n", Span("a.md", 2)) == ["manuscript/a.md:2: error[M399] message", "  2 │ two"]


def test_without_a_file_the_manuscript_is_named(shown):
    assert shown("one", Span("")) == ["manuscript: error[M399] message"]


@pytest.mark.parametrize("span", [Span("a.md", 99, 1), Span("missing.md", 1, 1), Span("a.md", 1, 999)])
def test_a_place_that_is_not_there_is_no_trouble(shown, span):
    assert shown("one\n", span)[0].endswith("error[M399] message")


def test_one_place_is_quoted_once(shown):
    span = Span("a.md", 1, 1, 1, 4)
    lines = shown("one", span, span, span, hint="do this")
    assert [line for line in lines if line.startswith("  1 │")] == ["  1 │ one"]
    assert lines.count("  hint: do this") == 1


def test_line_ends_of_every_system_and_a_mark_of_byte_order(shown):
    assert shown("\ufeffone\r\ntwo\rthree\n", Span("a.md", 3, 1))[1] == "  3 │ three"
    assert shown("\ufeffone\r\n", Span("a.md", 1, 1))[1:] == ["  1 │ one", "    │ ^"]


def test_a_style_file_is_shown_where_it_is(capsys, book):
    styles = book("styles", **{"mine/x.css": "p { color: rd }"}).resolve()
    place = Place(book(**{"a.md": ""}).resolve(), (styles,), None, Cache(None))
    trouble.show([Diagnostic("D699", Severity.ERROR, "message", Span("styles/mine/x.css", 1, 12))], place)
    lines = capsys.readouterr().err.splitlines()
    assert lines[:2] == ["styles/mine/x.css:1:12: error[D699] message", "  1 │ p { color: rd }"]


def test_one_of_our_own_style_files_too(capsys, shown):
    (line, *_) = shown("", Span("styles/base/style.toml", 1))
    assert Path(line.partition(":")[0]).is_file()


def test_a_link_out_of_the_book_is_not_quoted(shown, tmp_path):
    (tmp_path / "secret").write_text("password")
    Path("manuscript").mkdir()
    Path("manuscript/link.md").symlink_to(tmp_path / "secret")
    assert shown("one", Span("link.md", 1, 1)) == ["manuscript/link.md:1:1: error[M399] message"]
    assert "password" not in "".join(shown("one", Span("../../secret", 1, 1)))


def test_files_far_away_are_named_from_the_root(shown, tmp_path, monkeypatch):
    (tmp_path / "a" / "b" / "c").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "a" / "b" / "c")
    folder = str(tmp_path / "far")
    assert shown("one", Span("a.md", 1), folder=folder)[0].startswith(f"{folder}/a.md:1: ")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(max_size=300), st.integers(0, 320), st.integers(0, 320), st.integers(40, 120))
def test_no_line_is_too_much(shown, monkeypatch, content, column, end, columns):
    monkeypatch.setattr(text, "_WIDEST", columns)
    lines = shown(content, Span("a.md", 1, column, 1 if end else 0, end))
    assert all(text.cells(line) <= columns + 1 for line in lines[1:])
    kinds = {unicodedata.category(char) for line in lines for char in line if char not in "\u200c\u200d"}
    assert not kinds & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


@given(st.text(max_size=50), st.integers(1, 50))
def test_a_clipped_text_fits(words, most):
    assert text.cells(text.clip(words, most)) <= most
