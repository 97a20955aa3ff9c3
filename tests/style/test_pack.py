from __future__ import annotations

from pathlib import Path

import pytest

from publisher.config.papers import find_paper
from publisher.diagnostics import UsageError
from publisher.style.own import own_styles
from publisher.style.pack import find_style

OWN = sorted(path.name for path in own_styles().iterdir() if path.is_dir())


def codes(pack) -> list[tuple[str, int]]:
    return [(each.code, each.span.line) for each in pack.diagnostics]


@pytest.mark.parametrize("name", OWN)
def test_our_own_styles_are_without_fault(name):
    pack = find_style(name, [])
    assert pack.diagnostics == ()
    assert pack.chain[0] == "base"
    assert pack.chain[-1] == name
    assert pack.pdf_variant == ("pdf/a-2a+ua-1" if name == "screen" else "pdf/ua-1")
    assert "chapters" in pack.pages
    assert {family.role for family in pack.fonts} >= {"text", "head", "code", "fallback"}


def test_every_look_is_there():
    assert {"base", "ebook", "print", "large-print", "screen", "handout"} <= set(OWN)


def test_an_unknown_style_is_a_wrong_call_with_a_guess():
    with pytest.raises(UsageError, match="no style `ebok`") as caught:
        find_style("ebok", [])
    assert caught.value.hint == "did you mean `ebook`?"


@pytest.mark.parametrize("name", ["../base", "a/b", "", ".", "/etc"])
def test_a_name_cannot_leave_the_folder(name):
    with pytest.raises(UsageError):
        find_style(name, [])


def test_the_particular_template_wins_and_all_sheets_apply(styles):
    folder = styles({
        "mine/style.toml": 'extends = "base"\n[variables]\nink = "red"\n',
        "mine/b.css": "b{}", "mine/a.css": "a{}",
        "mine/templates/part.xhtml": "<p>mine</p>",
    })  # fmt: skip
    pack = find_style("mine", [folder])
    assert pack.template("part.xhtml").text == "<p>mine</p>"
    assert [sheet.path for sheet in pack.sheets][-3:] == [
        "styles/mine/style.toml",
        "styles/mine/a.css",
        "styles/mine/b.css",
    ]
    assert dict(pack.variables)["ink"] == "red"
    assert pack.pages == find_style("base", []).pages


def test_a_style_of_the_same_name_extends_ours(styles):
    folder = styles({"print/mine.css": "p{}"})
    pack = find_style("print", [folder])
    assert pack.chain == (*find_style("print", []).chain, "print")
    assert pack.sheets[-1].text == "p{}"


def test_a_style_that_says_nothing_extends_base(styles):
    assert find_style("mine", [styles({"mine/a.css": ""})]).chain == ("base", "mine")


def test_fonts_of_a_role_replace_the_general_ones_of_that_role(styles):
    toml = '[[fonts]]\nrole = "text"\nfamily = "Own"\nfaces = [{ file = "Own.ttf", weight = 400 }]\n'
    pack = find_style("mine", [styles({"mine/style.toml": toml})])
    text = [family for family in pack.fonts if family.role == "text"]
    assert [family.family for family in text] == ["Own"]
    assert text[0].faces[0].source == "style:mine/fonts/Own.ttf"
    assert any(family.role == "code" for family in pack.fonts)


@pytest.mark.parametrize(
    ("toml", "expected"),
    [
        ('extend = "base"', ("D602", 1)),
        ("\npapers = 'A4'", ("D601", 2)),
        ("x = \n", ("D601", 1)),
        ('extends = "bse"', ("D603", 1)),
        ('pages = ["titlepage"]', ("D605", 1)),
        ('papers = ["A44"]', ("D608", 1)),
        ('pdf_variant = "pdf/ua1"', ("D601", 1)),
        ('css = ["gone.css"]', ("D601", 1)),
        ('css = ["../../x.css"]', ("D601", 1)),
        ('[variables]\nInk = "red"', ("D601", 2)),
        ("[variables]\nink = [1]", ("D601", 2)),
        ('[variables]\nink = "red; } p { color: blue"', ("D610", 2)),
        ('[variables]\nink = "url(x.png)"', ("D610", 2)),
        ('[[fonts]]\nfamily = "A"', ("D601", 0)),
        ('[[fonts]]\nfamily = "A"\nfaces = [{file = "a.ttf", weight = 4000}]', ("D601", 3)),
        ('[[fonts]]\nfamily = "A\\"; x"\nfaces = [{file = "a.ttf"}]', ("D601", 1)),
        ("a = " + "[" * 5000, ("D601", 0)),
    ],
)
def test_what_is_wrong_in_a_style_is_said_at_its_line(styles, toml, expected):
    pack = find_style("mine", [styles({"mine/style.toml": toml})])
    assert expected in codes(pack)
    assert all(each.span.path.startswith("styles/mine/") for each in pack.diagnostics)


def test_a_misspelt_key_gets_a_guess(styles):
    pack = find_style("mine", [styles({"mine/style.toml": "pagse = []"})])
    assert pack.diagnostics[0].hint == "did you mean `pages`?"


def test_a_circle_is_reported_and_ends(styles):
    pack = find_style("a", [styles({"a/style.toml": 'extends = "b"', "b/style.toml": 'extends = "a"'})])
    assert [each.code for each in pack.diagnostics] == ["D604"]
    assert "a → b → a" in pack.diagnostics[0].message


def test_a_file_outside_the_style_is_refused(styles, tmp_path: Path):
    folder = styles({"mine/a.css": ""})
    (tmp_path / "secret.css").write_text("secret")
    (folder / "mine" / "b.css").symlink_to(tmp_path / "secret.css")
    pack = find_style("mine", [folder])
    assert [(each.code, each.span.path) for each in pack.diagnostics] == [("D619", "styles/mine/b.css")]
    assert all("secret" not in sheet.text for sheet in pack.sheets)


def test_a_file_that_is_no_text_is_refused(styles):
    folder = styles({"mine/style.toml": ""})
    (folder / "mine" / "a.css").write_bytes(b"\xff\xfe")
    assert [each.code for each in find_style("mine", [folder]).diagnostics] == ["D619"]


@pytest.mark.parametrize(
    ("name", "size"),
    [("A4", ("210mm", "297mm")), ("letter", ("8.5in", "11in")), ("6x9", ("6in", "9in")),
     ("170x240mm", ("170mm", "240mm")), ("5.5 x 8.5 in", ("5.5in", "8.5in"))],
)  # fmt: skip
def test_papers_have_names_or_sizes(name, size):
    paper = find_paper(name)
    assert (paper.width, paper.height) == size


@pytest.mark.parametrize("name", ["A44", "0x0", "6000x9", "6x9px", "", "x"])
def test_what_is_no_paper_is_none(name):
    assert find_paper(name) is None
