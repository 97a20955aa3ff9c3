from __future__ import annotations

import pytest
import tinycss2
from hypothesis import given
from hypothesis import strategies as st

from publisher.style.flatten import flatten, variable_names
from publisher.style.parts import StyleFile
from publisher.style.plainvalues import is_plain_value


def run(css: str, **variables: str) -> tuple[str, list[tuple[str, int]]]:
    text, found = flatten([StyleFile("a.css", "styles/x/a.css", css)], variables)
    return " ".join(text.split()), [(each.code, each.span.line) for each in found]


def test_variables_become_their_values():
    css, found = run(":root { --a: red; --b: var(--a) } h2 { color: var(--b); margin: var(--c, 1em) }")
    assert css == "h2 { color: red; margin: 1em; }"
    assert found == []


def test_the_given_variables_win():
    assert run(":root { --a: red } h2 { color: var(--a) }", a="blue")[0] == "h2 { color: blue; }"


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        ("calc(1em + 2em)", "3em"),
        ("calc(var(--x) * 1.5)", "3em"),
        ("calc((1 + 2) * 4px / 3)", "4px"),
        ("calc(1in - 48px)", "48px"),
        ("min(2em, 3em)", "2em"),
        ("max(10%, calc(2 * 8%))", "16%"),
        ("clamp(1em, 5em, 2em)", "2em"),
        ("0 calc(1px - 1px) auto", "0 0px auto"),
        ("translate(calc(1px * 2))", "translate(2px)"),
    ],
)
def test_sums_are_done(value, plain):
    assert run(f"p {{ margin: {value} }}", x="2em") == (f"p {{ margin: {plain}; }}", [])


@pytest.mark.parametrize(
    "value",
    ["calc(100% - 2em)", "min(1em, 10px)", "calc(1em * 2em)", "calc(1em / 0)", "calc(1em +)", "var(--gone)",
     "var(--loop)", "clamp(1em, 2em)", "calc(red)", "calc()", "var()"],
)  # fmt: skip
def test_what_has_no_plain_value_is_reported_and_left_out(value):
    css, found = run(f":root {{ --loop: var(--loop) }}\nh2 {{ margin: {value}; color: red }}")
    assert css == "h2 { color: red; }"
    assert found == [("D612", 2)]


@pytest.mark.parametrize(
    "css",
    ["div { display: grid }", "div { grid-gap: 1em }", "p:is(.a) { x: y }", "p:has(a) { x: y }", "p:where(a) { x: y }",
     "@layer a { p { x: y } }", "@supports (x: y) { p { x: y } }", "@container { p { x: y } }", '@import "x.css";',
     "div { p { x: y } }", "& p { x: y }"],
)  # fmt: skip
def test_what_old_readers_refuse_is_reported_and_left_out(css):
    text, found = run(css)
    assert [code for code, _ in found] == ["D611"]
    assert "x: y" not in text
    assert "grid" not in text


def test_a_variable_for_a_part_of_the_book_is_reported():
    assert run("p { --a: red }")[1] == [("D612", 1)]


def test_media_and_pages_are_kept():
    css, found = run(
        "@media print { p { color: var(--a) } } @page { margin: 1em; @top-left { content: none } }", a="red"
    )
    assert css == "@media print { p { color: red; } } @page { margin: 1em; @top-left { content: none; } }"
    assert found == []


def test_a_mistake_is_reported():
    assert run("p { color red }")[1] == [("D613", 1)]


def test_a_bomb_of_variables_ends():
    bomb = "".join(f"--v{n + 1}: var(--v{n}) var(--v{n}) var(--v{n}) var(--v{n});" for n in range(30))
    assert run(f":root {{ --v0: x; {bomb} }} p {{ content: var(--v30) }}")[1] == [("D612", 1)]


def test_important_and_strings_stay():
    assert run('p::before { content: "a\\201C;"; color: red !important }')[0] == (
        'p::before { content: "a“;"; color: red !important; }'
    )


@pytest.mark.parametrize("value", ["12pt", '"EB Garamond", serif', "#fff", "device-cmyk(0 0 0 1)", "a b", "-1.5em"])
def test_plain_values(value):
    assert is_plain_value(value)


@pytest.mark.parametrize("value", ["a; b", "}", "{}", "url(x)", 'url("x")', "</style>", '"open', "x !important", "",
                                   "@x", "f(url(a))", "(;)"])  # fmt: skip
def test_values_that_are_not_plain(value):
    assert not is_plain_value(value)


def test_variables_of_the_sheets_are_known():
    assert variable_names([StyleFile("a", "a", ":root { --a: 1 } p { --b: 2 }")]) == {"a"}


@given(st.text(max_size=200))
def test_any_text_is_read_without_a_crash_and_gives_css_that_reads_again(css: str):
    text, _ = flatten([StyleFile("a.css", "a.css", css)], {})
    assert not [rule for rule in tinycss2.parse_stylesheet(text) if rule.type == "error"]
    assert "var(" not in text.lower() or "var(" in css.lower()


@pytest.mark.parametrize(
    "selector",
    ["html", "body", "p", "*", ":root", "body.chapter", "body p", "section > p", "div", "body:not(.x)"],
)
def test_what_belongs_to_the_reader_is_left_out(selector):
    css, found = run(f"{selector} {{ color: red; background: #fff; font-size: 11pt; line-height: 1.2; margin: 1em }}")
    assert css == f"{selector} {{ margin: 1em; }}"
    assert found == [("D620", 1)] * 4


@pytest.mark.parametrize("selector", ["p.sign", ".sign p", "h1", "blockquote p", "td", "a", "body h1", "p + .sign"])
def test_what_has_a_class_or_a_kind_is_the_styles(selector):
    assert run(f"{selector} {{ color: red; font-size: 0.9em }}") == (
        f"{selector} {{ color: red; font-size: 0.9em; }}",
        [],
    )


def test_of_several_selectors_only_the_readers_lose():
    css, found = run("p, .sign, body { color: red; margin: 0 }")
    assert css == ".sign { color: red; margin: 0; } p, body { margin: 0; }"
    assert found == [("D620", 1)]


@pytest.mark.parametrize("value", ["inherit", "1em", "100%", "normal"])
def test_what_changes_nothing_for_the_reader_stays(value):
    assert run(f"body {{ font-size: {value} }}")[1] == []


def test_paper_is_no_screen_and_the_night_is_the_readers():
    assert run("@media print { body { color: #000 } }")[1] == []
    css, found = run("@media (prefers-color-scheme: dark) { h1 { color: #eee } body { background: #000 } }")
    assert css == "@media (prefers-color-scheme: dark) { h1 { color: #eee; } }"
    assert found == [("D620", 1)]


def test_trouble_of_several_selectors_is_said_once():
    assert run("p, .sign { margin: var(--gone) }")[1] == [("D612", 1)]
