"""Sixteen seeded faults and more, each told at its line and column; beside each what is innocent, and told by nobody."""

from __future__ import annotations

from typing import Any

import pytest

from publisher.rules.all import all_rules

TOML = '[book]\ntitle = "Tides"\nlanguage = "en-GB"\n'
# Name → (code, place, text of a.md after "# Tides\n\n", so that its first line is line 3).
FAULTS = {
    "no alternative text": ("M362", "a.md:3:5", "See ![](p.png) there."),
    "alternative text is a file's name": ("M380", "a.md:3:5", "See ![IMG_2041.jpg](p.png) there."),
    "alternative text says image of": ("M380", "a.md:3:1", "![An image of the bay](p.png)"),
    "heading jumps": ("M360", "a.md:5:1", "## Ebb\n\n#### Deep\n\nWords."),
    "heading without words": ("M361", "a.md:3:1", "##\n\nWords."),
    "bold paragraph plays heading": ("M381", "a.md:5:1", "Words.\n\n**The Ebb**\n\nMore words."),
    "list played with bullets": ("M382", "a.md:3:1", "• bread\\\n• salt"),
    "list played with numbers": ("M382", "a.md:3:1", "1\\) bread\\\n2\\) salt"),
    "list played with paragraphs": ("M382", "a.md:3:1", "• bread\n\n• salt"),
    "link without words": ("M363", "a.md:3:5", "See [](https://example.org/a)."),
    "link says click here": ("M383", "a.md:3:14", "For the map, [click here](https://example.org/map)."),
    "link shows a long address": ("M383", "a.md:3:5", f"See <https://example.org/{'a' * 60}>."),
    "table without header": ("M364", "a.md:3:1", "|   |   |\n|---|---|\n| a | b |"),
    "header cell empty": ("M384", "a.md:3", "| Year |   | Place |\n|---|---|---|\n| 1996 | 3 | Dover |"),
    "another script, no language": ("M385", "a.md:3:1", "Он сказал: Все счастливые семьи похожи друг на друга."),
    "language tag wrong": ("M370", "a.md:3:1", "[mot juste]{lang=french}"),
    "id given twice": ("B401", "a.md:7:1", "## Ebb {#a}\n\nWords.\n\n## Flow {#a}\n\nWords."),
    "sentence in capitals": ("M386", "a.md:3:1", "NO STUDENT MAY LEAVE THE GROUNDS AFTER DARK TODAY."),
    "image that moves": ("F223", "a.md:3:5", "See ![The tide comes in](tide.gif) here."),
    "same words, other places": (
        "M387",
        "a.md:3:41",
        "The [map](https://example.org/one), the [map](https://example.org/two).",
    ),
    "chart with two words": ("M388", "a.md:3:1", "![Donations, total](p.png){.chart}"),
    "told by colour alone": ("M390", "a.md:3:1", "The words printed in red are wrong."),
}
# What is beside each of them and right.
INNOCENT = {
    "decorative": "![](p.png){.decorative}",
    "images of the mind": "![Imagery of the sea on a quilt, four panels](p.png)",
    "a word that is a file's name too": "![p](p.png)",
    "headings in order": "## Ebb\n\n### Deep\n\nWords.\n\n## Flow\n\nWords.",
    "bold sentence": "**He came at noon.**\n\nMore words.",
    "bold question": "**Who came?**\n\nNobody.",
    "bold in a sentence": "**Tides** are slow.\n\nMore words.",
    "bold word after a colon": "The sign said:\n\n**Keep Out**\n\nWe kept out.",
    "bold at the end": "Words.\n\n**The End**",
    "verse with bullets": "::: verse\n• a\n• b\n:::",
    "dialogue with dashes": "— Who is it?\\\n— Nobody.",
    "a year at a line's end": "It was in\n1996\\. In\n1998\\. it ended.",
    "a real list": "- bread\n- salt",
    "link with words": "See the [map of the bay](https://example.org/map).",
    "here in a longer link": "[Here be dragons](https://example.org/map)",
    "a short address": "See <https://example.org/>.",
    "corner of a table": "|   | Ebb | Flow |\n|---|---|---|\n| Dover | 3 | 4 |",
    "foreign phrase told": "[Все счастливые семьи похожи друг на друга.]{lang=ru}",
    "two foreign words": "He said Доброе утро and left.",
    "Greek letters of mathematics": "Where α β γ δ ε are angles.",
    "block in its language": "::: {lang=ru}\nВсе счастливые семьи похожи друг на друга.\n:::",
    "abbreviations": "NATO, UNESCO, WHO, UNICEF, IAEA, OPEC, ASEAN, OECD and FIFA met.",
    "a loud word": "He cried STOP THIEF and ran.",
    "a sign": "::: sign\nNO STUDENT MAY LEAVE THE GROUNDS AFTER DARK TODAY.\n:::",
    "code in capitals": "`SELECT A FROM TABLES WHERE NAMES LIKE WORDS ORDER BY COLUMNS`",
    "image that stands still": "![The tide is in](still.gif)",
    "same words, same place": "The [map](https://example.org/one), the [map](https://example.org/one).",
    "same words into one chapter": "## Ebb {#ebb}\n\nSee [there](#ebb), or [there](#flow).\n\n## Flow {#flow}\n\nWords.",
    "chart well told": "![Donations rose from 2 in 1990 to 40 in 1997](p.png){.chart}",
    "red ink": "She wrote the words in red ink, and wore the red coat.",
}
OURS = {"C143", "D621", "F223", "B401", "M370", *(f"M{number}" for number in (*range(360, 365), *range(380, 391)))}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_at_its_place(name: str, say: Any, pictures: Any) -> None:
    code, place, text = FAULTS[name]
    found = told(say, pictures, text)
    assert [(each.code, str(each.span).startswith(place)) for each in found] == [(code, True)], found
    assert all_rules()[code].doc.count("\n\n") >= 2


@pytest.mark.parametrize("name", INNOCENT)
def test_its_neighbour_is_not(name: str, say: Any, pictures: Any) -> None:
    assert told(say, pictures, INNOCENT[name]) == []


def told(say: Any, pictures: Any, text: str) -> list[Any]:
    files = {
        "book.toml": TOML,
        "a.md": f"# Tides\n\n{text}\n",
        "p.png": pictures.png(),
        "tide.gif": pictures.moving(),
        "still.gif": pictures.still("GIF"),
    }
    return [each for each in say(files).diagnostics if each.code in OURS]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Zur Karte [hier klicken](https://example.org)."),
        ("fr", "Pour la carte, [cliquez ici](https://example.org)."),
        ("es", "Para el mapa, [haga clic aquí](https://example.org)."),
    ],
)
def test_each_language_has_its_words(language: str, text: str, say: Any) -> None:
    made = say({"book.toml": TOML.replace("en-GB", language), "a.md": f"# T\n\n{text}\n"})
    assert [each.code for each in made.diagnostics if each.code in OURS] == ["M383"]


@pytest.mark.parametrize("language", ["ru", "uk", "sr-Cyrl"])
def test_a_script_is_no_stranger_in_its_own_language(language: str, say: Any) -> None:
    text = "# Т\n\nВсе счастливые семьи похожи друг на друга.\n"
    made = say({"book.toml": TOML.replace("en-GB", language), "a.md": text})
    assert "M385" not in [each.code for each in made.diagnostics]


def test_no_language_is_a_note_at_the_book(say: Any) -> None:
    made = say({"book.toml": '[book]\ntitle = "Tides"\n', "a.md": "# T\n\nWords.\n"})
    assert [(e.code, e.severity, str(e.span)[:11]) for e in made.diagnostics] == [("C143", "note", "book.toml:1")]


@pytest.mark.parametrize(
    ("variables", "found"),
    [('ink = "#999999"', ["book.toml:5:15"]), ('ink = "#333333"', []), ('ink = "inherit"', [])],
)
def test_contrast_of_a_variable_is_told_where_it_is_set(variables: str, found: list[str], say: Any) -> None:
    toml = TOML + f"[editions.p]\nvariables = {{ {variables} }}\n"
    assert toml.count("\n") == 5
    made = say({"book.toml": toml, "a.md": "# T\n\nWords.\n"}, format="pdf")
    assert sorted({str(each.span) for each in made.diagnostics if each.code == "D621"}) == found


def test_contrast_of_a_style_of_ones_own_is_told_in_its_files(say: Any, tmp_path: Any) -> None:
    from publisher.config import EditionSpec
    from publisher.formats.contrast import low_contrast
    from publisher.source import Span
    from publisher.style.pack import find_style

    own = tmp_path / "styles" / "pale"
    own.mkdir(parents=True)
    (own / "style.toml").write_text('extends = "print"\n\n[variables]\nquiet = "#aaaaaa"\n')
    (own / "a.css").write_text(
        "p {\n  color: yellow;\n}\n\nh1 { color: #767676; font-size: 2em }\nb { color: #fff; background: #000 }\n"
    )
    folders = (tmp_path / "styles",)
    found = low_contrast(find_style("pale", folders), EditionSpec("e"), folders, lambda *_: Span("book.toml"))
    assert {str(each.span) for each in found} == {"styles/pale/style.toml:4:1", "styles/pale/a.css:2:3"}


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
def test_what_moves_and_what_does_not(kind: str, pictures: Any) -> None:
    from publisher.manuscript.moving import moves

    assert moves(pictures.moving(kind))
    assert not moves(pictures.still(kind))
    assert not any(moves(pictures.moving(kind)[:length]) for length in range(16))
