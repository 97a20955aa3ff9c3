"""What the tags say, read back from the file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pdf_sample import ASSETS, LOREM, chapter, composition, document, make, opened, paragraphs

from publisher.config.printers import Printer
from publisher.formats.artefact import Artefact

RICH = (Path(__file__).parent / "rich.html").read_text(encoding="utf-8")
CSS = """
.underlined, a { text-decoration: underline }
hr { border: 0 } hr::before { content: "* * *" }
.pullquote { float: right; width: 30% }
.alert { background: #eee }
a.ref::after { content: " (p. " target-counter(attr(href), page) ")" }
"""


def rich() -> Artefact:
    rows = "".join(f"<tr><td>{number}</td><td>{number**2}</td></tr>" for number in range(80))
    body = RICH.replace("LOREM", LOREM * 8).replace("ROWS", rows)
    title = document("title", "<h1>T</h1>", "title-page", "front")
    inner = '<ol><li><a href="#r-table">Table</a></li></ol>'
    links = f'<nav class="contents"><ol><li><a href="#rich">Rich</a>{inner}</li></ol></nav>'
    contents = document("contents", f"<h1>Contents</h1>{links}", "contents", "front")
    return make(composition([title, contents, chapter("rich", body)], CSS, assets=ASSETS))


@pytest.fixture(scope="module")
def made() -> Artefact:
    return rich()


@pytest.fixture(scope="module")
def pdf(made: Artefact) -> pikepdf.Pdf:
    return opened(made)


def kids(struct: Any) -> list[Any]:
    found = struct.get("/K", [])
    return list(found) if isinstance(found, pikepdf.Array) else [found]


def is_struct(kid: Any) -> bool:
    return isinstance(kid, pikepdf.Dictionary) and "/S" in kid


def walk(struct: Any) -> list[Any]:
    return [struct, *(each for kid in kids(struct) if is_struct(kid) for each in walk(kid))]


def shape(struct: Any) -> str:
    inner = " ".join(shape(kid) for kid in kids(struct) if is_struct(kid))
    name = str(struct.S)[1:]
    return f"{name}({inner})" if inner else name


def all_of(pdf: pikepdf.Pdf, type: str) -> list[Any]:
    return [each for each in walk(pdf.Root.StructTreeRoot.K[0]) if f"/{type}" == each.S]


def test_the_rich_page_has_nothing_to_complain_of(made: Artefact) -> None:
    assert made.diagnostics == ()


def test_contents_are_a_table_of_contents(pdf: pikepdf.Pdf) -> None:
    (top, _) = all_of(pdf, "TOC")
    entry = "TOCI(P(Reference(Link)))"
    assert shape(top) == f"TOC({entry[:-1]} TOC({entry})))"


def test_loose_and_nested_lists(pdf: pikepdf.Pdf) -> None:
    lists = [shape(each) for each in all_of(pdf, "L")]
    assert lists[0] == (
        "L(LI(Lbl LBody(P)) LI(Lbl LBody(P P(Reference(Link)) Note(Lbl) L(LI(Lbl LBody) LI(Lbl LBody)))))"
    )
    assert "L(LI(Lbl Lbl LBody) LI(Lbl LBody(P P)))" in lists  # the glossary
    numberings = [str(each.A.ListNumbering) for each in all_of(pdf, "L")]
    assert numberings[:3] == ["/Disc", "/Circle", "/Decimal"]


def test_a_note_follows_the_paragraph_that_calls_it(pdf: pikepdf.Pdf) -> None:
    notes = all_of(pdf, "Note")
    assert [str(note.ID) for note in notes] == ["fn-1", "fn-2", "fn-3"]
    section = notes[0].P
    order = [str(kid.S) for kid in kids(section) if is_struct(kid)]
    assert order[:3] == ["/H1", "/P", "/Note"]
    assert notes[2].P.S == "/TD"


def test_a_link_is_one_link_with_its_words(pdf: pikepdf.Pdf) -> None:
    link = next(each for each in all_of(pdf, "Link") if "link with" in words(each))
    objects = [kid.Obj for kid in kids(link) if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/OBJR"]
    assert {str(each.Contents) for each in objects} == {"link with emphasis and code inside"}
    assert "Code" in shape(link)


def words(link: Any) -> str:
    return "".join(
        str(kid.Obj.get("/Contents", "")) for kid in kids(link) if isinstance(kid, pikepdf.Dictionary) and "/Obj" in kid
    )


def test_footnote_calls_lead_to_their_notes(pdf: pikepdf.Pdf) -> None:
    targets = {str(each.get("/Dest", "")) for page in pdf.pages for each in page.get("/Annots", [])}
    assert {"fn-1", "fn-2", "fn-3"} <= targets


def test_header_cells_say_what_they_head(pdf: pikepdf.Pdf) -> None:
    assert [str(cell.A.Scope) for cell in all_of(pdf, "TH")][:4] == ["/Column", "/Column", "/Column", "/Row"]


def test_a_table_over_pages_is_one_table_with_one_head(pdf: pikepdf.Pdf) -> None:
    table = all_of(pdf, "Table")[-1]
    assert len([kid for kid in walk(table) if kid.S == "/THead"]) == 1
    assert len([kid for kid in walk(table) if kid.S == "/TR"]) == 81


def test_pictures_have_a_description_and_decoration_is_silent(pdf: pikepdf.Pdf) -> None:
    assert [str(each.Alt) for each in all_of(pdf, "Figure")] == ["A blue field", "to the table", "A dot"]
    assert shape(all_of(pdf, "Caption")[1].P) == "Div(P(Figure) Caption)"


def test_languages_and_abbreviations_are_kept(pdf: pikepdf.Pdf) -> None:
    spans = all_of(pdf, "Span")
    assert [str(each.Lang) for each in spans if "/Lang" in each] == ["fr"]
    assert [str(each.E) for each in spans if "/E" in each] == ["International Standards Organisation"]


def test_a_paragraph_over_two_pages_is_one_paragraph() -> None:
    pdf = opened(make(composition([chapter("one", paragraphs("one", 6))])))
    assert len(pdf.pages) == 2 or len(pdf.pages) == 3
    assert len(all_of(pdf, "P")) == 6
    across = [each for each in all_of(pdf, "P") if any(isinstance(kid, pikepdf.Dictionary) for kid in kids(each))]
    assert across


def test_what_only_decorates_is_an_artifact(pdf: pikepdf.Pdf) -> None:
    """Pull quote, ornament, folios and leaders: marked, but no element owns them."""
    tagged = {mcid for each in walk(pdf.Root.StructTreeRoot.K[0]) for mcid in kids(each) if isinstance(mcid, int)}
    assert tagged
    for page in pdf.pages:
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) == "BDC" and operands[0] == "/Span":
                assert "/MCID" in operands[1]
    assert "pull quote" not in " ".join(
        str(each.get("/Contents", "")) for page in pdf.pages for each in page.get("/Annots", [])
    )


def test_every_mark_is_owned_once(pdf: pikepdf.Pdf) -> None:
    """The parent tree and the structure tree agree (ISO 32000-1, 14.7.4.4)."""
    nums = pdf.Root.StructTreeRoot.ParentTree.Nums
    tree = {int(nums[index]): nums[index + 1] for index in range(0, len(nums), 2)}
    owned = set()
    for struct in walk(pdf.Root.StructTreeRoot.K[0]):
        for kid in kids(struct):
            if is_struct(kid):
                continue
            page = struct.Pg if isinstance(kid, int) else kid.Pg
            if isinstance(kid, int) or "/MCID" in kid:
                mcid = int(kid if isinstance(kid, int) else kid.MCID)
                key = (int(page.StructParents), mcid)
                assert key not in owned
                owned.add(key)
                assert tree[key[0]][mcid].objgen == struct.objgen
            else:
                assert tree[int(kid.Obj.StructParent)].objgen == struct.objgen
    expected = {
        (key, mcid)
        for key, value in tree.items()
        if isinstance(value, pikepdf.Array)
        for mcid, ref in enumerate(value)
        if ref is not None
    }
    assert owned == expected


@pytest.mark.judge
def test_verapdf_passes_it_as_pdf_ua(made: Artefact, tmp_path: Path) -> None:
    from publisher.judges.verapdf import verapdf

    file = tmp_path / "rich.pdf"
    file.write_bytes(made.data)
    assert verapdf(file, "ua1") == ()


def test_where_links_are_not_taken_nothing_says_that_it_is_one() -> None:
    links = '<nav class="contents"><ol><li><a href="#one">One</a></li></ol></nav>'
    inner = '<p id="p">A <a href="#one">link</a>.</p>'
    plan = composition([document("contents", f"<h1>C</h1>{links}", "contents", "front"), chapter("one", inner)])
    pdf = opened(make(replace(plan, printer=Printer("shop", "Shop", links=False))))
    assert all_of(pdf, "Link") == []
    assert [shape(each) for each in all_of(pdf, "TOC")] == ["TOC(TOCI(P(Reference)))"]


def test_quotations_and_short_ones_are_what_they_are(pdf: pikepdf.Pdf) -> None:
    assert [shape(each) for each in all_of(pdf, "BlockQuote")] == ["BlockQuote(P)", "BlockQuote(P P)"]
    assert len(all_of(pdf, "Quote")) == 1


def test_what_is_seen_through_is_owned_by_its_paragraph() -> None:
    """It is painted into a form of its own: each mark in it leads back to the element, and the form says so."""
    body = '<p id="a">before</p><div class="faint"><p id="b">faint</p><ul><li><p>item</p></li></ul></div><p id="c">after</p>'
    pdf = opened(make(composition([chapter("one", body)], ".faint { opacity: .5 }")))
    section = all_of(pdf, "Sect")[-1]
    assert shape(section) == "Sect(H1 P P L(LI(Lbl LBody(P))) P)"
    (mark,) = [
        kid for each in walk(section) for kid in kids(each) if isinstance(kid, pikepdf.Dictionary) and "/Stm" in kid
    ][:1]
    assert mark.Stm.Subtype == "/Form"
    nums = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    owners = nums[nums.index(mark.Stm.StructParents) + 1]
    assert owners[int(mark.MCID)].S == "/P"
    assert nums[::2] == sorted(nums[::2])


def test_a_decorative_picture_in_a_link_is_called_like_the_link() -> None:
    body = '<p><a href="#one"><img src="images/a.png" alt=""/> to one</a></p>'
    pdf = opened(make(composition([chapter("one", body)], assets=ASSETS)))
    assert {str(each.Contents) for page in pdf.pages for each in page.Annots} == {"to one"}


def test_a_link_over_pages_is_one_link() -> None:
    body = paragraphs("x", 3, 8) + f'<p><a href="https://example.org/">{LOREM * 16}</a></p>'
    pdf = opened(make(composition([chapter("one", body)])))
    (link,) = all_of(pdf, "Link")
    pages = {kid.Pg.objgen for kid in kids(link) if isinstance(kid, pikepdf.Dictionary) and "/Obj" in kid}
    assert len(pages) == 2
