"""Only fonts that the style names and the text needs go in, with the characters that are used."""

from __future__ import annotations

import struct
from typing import Any

import pytest

from publisher.fonts.sfnt import tables
from publisher.formats.epub.typefaces import characters, choose_faces, features
from publisher.style.composition import FontFace

NAMED = 'p { font-family: "EB Garamond", serif; }'


def faces(*weights: int, family: str = "EB Garamond", style: str = "normal") -> tuple[FontFace, ...]:
    return tuple(FontFace(family, weight, style, f"{family}{weight}{style}", "") for weight in weights)


def test_a_family_that_the_css_does_not_name_stays_out() -> None:
    assert choose_faces(faces(400), "p { font-family: serif } /* EB Garamond */", ["<p>x</p>"]) == ()
    assert choose_faces(faces(400, family="Garamond"), NAMED.replace("EB ", "New-"), ["<p>x</p>"]) == ()
    assert choose_faces(faces(400), "p { font: italic 1em EB Garamond, serif }", ["<p>x</p>"]) == faces(400)


@pytest.mark.parametrize(
    ("css", "body", "expected"),
    [
        (NAMED, "<p>x</p>", {(400, "normal")}),
        (NAMED, "<p><em>x</em></p>", {(400, "normal"), (400, "italic")}),
        (NAMED, "<h2>x</h2>", {(400, "normal"), (700, "normal")}),
        (NAMED + " h2 { font-weight: 600 }", "<p>x</p>", {(400, "normal"), (600, "normal")}),
        (
            NAMED + " h2 { font-weight: bold; font-style: italic }",
            "",
            {(w, s) for w in (400, 700) for s in ("normal", "italic")},
        ),
    ],
)
def test_a_face_goes_in_where_something_asks_for_it(css: str, body: str, expected: set[tuple[int, str]]) -> None:
    all_faces = faces(400, 600, 700) + faces(400, 600, 700, style="italic")
    assert {(face.weight, face.style) for face in choose_faces(all_faces, css, [body])} == expected


def test_the_nearest_weight_serves() -> None:
    assert choose_faces(faces(400, 600), NAMED, ["<b>x</b>"]) == faces(400, 600)
    assert choose_faces(faces(300), NAMED, ["<p>x</p>"]) == faces(300)


def test_characters_are_those_of_text_style_and_capitals() -> None:
    used = characters(["<p>ж &#8258; &#x2058;</p>"], "p::before { content: '\\2767' } h1 { text-transform: uppercase }")
    assert {ord("ж"), ord("Ж"), 0x2042, 0x2058, 0x2767, 0x2010} <= used
    assert ord("я") not in used


def test_features_follow_the_css() -> None:
    css = ".a { font-variant: small-caps } .b { font-variant-numeric: oldstyle-nums tabular-nums } /* unicase */"
    assert features(css) == ("onum", "smcp", "tnum")
    assert features("p { font-feature-settings: \"ss01\" 1, 'c2sc' }") == ("c2sc", "ss01")
    assert features("p { font-variant-caps: all-small-caps }") == ("c2sc", "smcp")


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
    files, rules, found = set_fonts(faces(400), NAMED, ("<p>x</p>",), lambda face: join(parts, data[:4]))
    assert (files, rules) == ((), "")
    assert [d.code for d in found] == ["E715"]
