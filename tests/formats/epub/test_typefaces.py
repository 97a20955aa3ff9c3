"""Only fonts that the style names and the text needs go in, with the characters that are used."""

from __future__ import annotations

import struct
from typing import Any

import pytest

from publisher.fonts.sfnt import tables
from publisher.formats.epub.typefaces import (
    characters,
    characters_for,
    choose_faces,
    declarations,
    features,
    font_needs,
)
from publisher.style.composition import FontFace

NAMED = 'p { font-family: "EB Garamond", serif; }'


def faces(*weights: int, family: str = "EB Garamond", style: str = "normal") -> tuple[FontFace, ...]:
    return tuple(FontFace(family, weight, style, f"{family}{weight}{style}", "") for weight in weights)


def chosen(fonts: tuple[FontFace, ...], css: str, body: str = "<p>x</p>") -> tuple[FontFace, ...]:
    return choose_faces(fonts, declarations(css, [font_needs(body)]), [font_needs(body)])


def test_a_family_that_the_css_does_not_name_stays_out() -> None:
    assert chosen(faces(400), "p { font-family: serif } /* EB Garamond */") == ()
    assert chosen(faces(400, family="Garamond"), NAMED.replace("EB ", "New-")) == ()
    assert chosen(faces(400), "p { font: italic 1em EB Garamond, serif }") == faces(400)


@pytest.mark.parametrize(
    ("selector", "applies"),
    [
        ("code", False),
        ("p code, .x", False),
        (".first", True),
        ("div.first", False),
        ("code, p.first > em:first-child", True),
        ("body.chapter p", True),
        ("body.cover p", False),
        ("p::before", True),
        ("p:not(.gone)", True),
        ("@media print", False),
    ],
)
def test_a_rule_that_nothing_in_the_book_matches_asks_for_no_font(selector: str, applies: bool) -> None:
    css = f"{selector} {{ font-family: 'EB Garamond' }}"
    assert bool(declarations(css, [font_needs('<p class="first"><em>x</em></p>')], ["chapter"])) is applies


@pytest.mark.parametrize(
    ("css", "body", "expected"),
    [
        (NAMED, "<p>x</p>", {(400, "normal")}),
        (NAMED + " h2 { font-weight: 600 }", "<p>x</p>", {(400, "normal")}),
        (NAMED, "<p><em>x</em></p>", {(400, "normal"), (400, "italic")}),
        (NAMED, "<h2>x</h2><p/>", {(400, "normal"), (700, "normal")}),
        (NAMED + " p.a { font-weight: 600 }", "<p class='b a'/>", {(400, "normal"), (600, "normal")}),
        (
            NAMED + " h2 { font-weight: bold; font-style: italic }",
            "<p/><h2/>",
            {(w, s) for w in (400, 700) for s in ("normal", "italic")},
        ),
    ],
)
def test_a_face_goes_in_where_something_asks_for_it(css: str, body: str, expected: set[tuple[int, str]]) -> None:
    all_faces = faces(400, 600, 700) + faces(400, 600, 700, style="italic")
    assert {(face.weight, face.style) for face in chosen(all_faces, css, body)} == expected


def test_the_nearest_weight_serves() -> None:
    assert chosen(faces(400, 600), NAMED, "<p><b>x</b></p>") == faces(400, 600)
    assert chosen(faces(300), NAMED) == faces(300)


def test_characters_are_those_of_text_style_and_capitals() -> None:
    used = characters(
        [font_needs("<p>ж &#8258; &#x2058;</p>")], "p::before { content: '\\2767' } h1 { text-transform: uppercase }"
    )
    assert {ord("ж"), ord("Ж"), 0x2042, 0x2058, 0x2767} <= used
    assert ord("я") not in used


def test_a_later_family_gets_only_what_the_earlier_ones_lack() -> None:
    has = {"A": frozenset({1000, 1001}), "B": frozenset({1000, 1002}), "C": frozenset({1000, 1001, 1002})}
    wanted = characters_for(frozenset({1000, 1001, 1002, 0x200D}), [("A", "B", "C")], has.__getitem__)
    assert {1000, 1001, 1002} <= wanted["A"]
    assert wanted["B"] == {1002}
    assert "C" not in wanted
    assert "B" not in characters_for(frozenset({1000, 0xAD, 0x200D}), [("A", "B")], has.__getitem__)


def test_a_family_that_is_first_somewhere_is_whole() -> None:
    has = {"A": frozenset({1000}), "B": frozenset({1000})}
    assert 1000 in characters_for(frozenset({1000}), [("A", "B"), ("B", "A")], has.__getitem__)["B"]


def test_features_follow_the_css() -> None:
    css = "p { font-variant: small-caps; font-variant-numeric: oldstyle-nums tabular-nums } i { font-variant: unicase }"
    assert features(declarations(css, [font_needs("<p>x</p>")])) == ("onum", "smcp", "tnum")
    assert features("font-feature-settings: 'ss01' 1, \"c2sc\"") == ("c2sc", "ss01")
    assert features("font-variant-caps: all-small-caps") == ("c2sc", "smcp")


def test_fonts_are_embedded_small_and_named_by_rules(tools: Any, bind: Any) -> None:
    every = tuple(tools.garamond(weight, style) for weight in (400, 700) for style in ("normal", "italic"))
    css = NAMED + " .smallcaps { font-variant: small-caps } .n { font-variant-numeric: oldstyle-nums }"
    text = "<p><em>The quick</em> <strong>brown fox</strong> “jumps” — over naïve dogs’ 0123456789.</p>"
    opened = bind(tools.composition(tools.chapter("one", "One", text), css=css, fonts=every))
    fonts = {name: data for name, data in opened.files.items() if name.startswith("EPUB/fonts/")}
    assert list(fonts) == [f"EPUB/fonts/eb-garamond-{name}.ttf" for name in ("400", "400-italic", "700", "700-italic")]
    assert sum(map(len, fonts.values())) < 300_000
    sheet = opened.text("style.css")
    assert sheet.startswith('@font-face {\n  font-family: "EB Garamond";\n  font-weight: 400;\n  font-style: normal;\n')
    assert "src: url(fonts/eb-garamond-700-italic.ttf);" in sheet
    assert sheet.endswith(css)
    assert 'href="fonts/eb-garamond-400.ttf" id="fonts.eb-garamond-400.ttf" media-type="font/ttf"' in opened.opf


def test_a_font_for_print_only_stays_out_of_the_ebook(tools: Any) -> None:
    from publisher.fonts import read_font
    from publisher.fonts.sfnt import join
    from publisher.formats.epub.typefaces import set_fonts

    data = read_font("fontpkg_atkinson_hyperlegible/AtkinsonHyperlegible-Regular.ttf", 400)
    parts = tables(data)
    parts["OS/2"] = parts["OS/2"][:8] + struct.pack(">H", 4) + parts["OS/2"][10:]
    files, rules, found = set_fonts(
        faces(400), NAMED, (font_needs("<p>x</p>"),), (), lambda face: join(parts, data[:4])
    )
    assert (files, rules) == ((), "")
    assert [d.code for d in found] == ["E715"]
