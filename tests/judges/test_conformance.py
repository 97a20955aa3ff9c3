"""PDF/A-2a and PDF/UA-1 in one file: the fixtures pass both, and the judge is awake: it fails each fault put in."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from publisher.judges.verapdf import verapdf as judge

pytestmark = pytest.mark.judge

HARD = Path(__file__).parent / "hard"
SCREEN = '[editions.screen]\nstyle = "screen"\nformats = ["pdf"]\n'
Fault = Callable[[Pdf], None]


@pytest.fixture(scope="session")
def hard(once: Any, press: Any) -> Any:
    """The manuscript of hard cases, built."""
    return once("hard", lambda folder: press.build_folder(HARD, folder / "dist", None))


@pytest.fixture(scope="session")
def everything_on_screen(once: Any, press: Any) -> Any:
    """One of everything, in the screen look."""

    def make(folder: Path) -> Any:
        source = press.root / "tests" / "golden" / "everything"
        files = {str(path.relative_to(source)): path.read_bytes() for path in source.rglob("*") if path.is_file()}
        toml = files["book.toml"].decode("utf-8").partition("[editions")[0]
        files["book.toml"] = (toml + SCREEN).encode()
        return press.build_folder(press.write_files(folder / "book", files), folder / "dist", None)

    return once("everything-on-screen", make)


def both(ask: Any, path: Path) -> list[str]:
    return [f"{flavour}: {each}" for flavour in ("2a", "ua1") for each in ask(judge, path, flavour)]


def test_the_hard_cases_are_both(hard: Any, ask: Any) -> None:
    assert [each for each in hard.diagnostics if each.severity == "error"] == []
    assert both(ask, hard.path(".pdf")) == []


def test_our_own_manuscript_is_both(sample: Any, ask: Any) -> None:
    assert both(ask, sample.path("screen.pdf")) == []


def test_one_of_everything_is_both(everything_on_screen: Any, ask: Any) -> None:
    assert both(ask, everything_on_screen.path(".pdf")) == []


# --- faults -----------------------------------------------------------------------------------------------------


def structs(pdf: Pdf, *types: str) -> list[Any]:
    """The structure elements of these types, in reading order."""

    def walk(struct: Any) -> Iterator[Any]:
        if str(struct.get("/S", ""))[1:] in types:
            yield struct
        kids = struct.get("/K", [])
        for kid in kids if isinstance(kids, Array) else [kids]:
            if isinstance(kid, Dictionary) and "/S" in kid:
                yield from walk(kid)

    return list(walk(pdf.Root.StructTreeRoot.K[0]))


def without(struct: Any) -> None:
    """Take an element out of its parent; its marks then belong to nothing."""
    siblings = struct.P.K
    index = next(i for i, kid in enumerate(siblings) if isinstance(kid, Dictionary) and kid.objgen == struct.objgen)
    del siblings[index]


def gone(thing: Any, key: str) -> None:
    if key in thing:
        del thing[key]


def drop(*path: str) -> Fault:
    """Delete a key, given by the names that lead to it from the catalog."""

    def fault(pdf: Pdf) -> None:
        thing: Any = pdf.Root
        for name in path[:-1]:
            thing = thing[name]
        del thing[path[-1]]

    return fault


def xmp(old: bytes, new: bytes) -> Fault:
    """Replace in the metadata packet."""

    def fault(pdf: Pdf) -> None:
        data = pdf.Root.Metadata.read_bytes()
        changed = re.sub(old, new, data)
        assert changed != data
        pdf.Root.Metadata.write(changed)

    return fault


def draw(operators: bytes, **resources: Any) -> Fault:
    """Add operators at the end of the first page's content."""

    def fault(pdf: Pdf) -> None:
        page = pdf.pages[0]
        page.contents_add(Stream(pdf, operators))
        for kind, entries in resources.items():
            for key, value in entries.items():
                page.Resources[f"/{kind}"][f"/{key}"] = value

    return fault


def fonts(pdf: Pdf) -> list[Any]:
    return [font for font in pdf.pages[0].Resources.Font.values() if font.Subtype == Name.Type0]


def images(pdf: Pdf) -> list[Any]:
    return [each for each in pdf.objects if isinstance(each, Stream) and each.get("/Subtype") == Name.Image]


def links(pdf: Pdf) -> list[Any]:
    return [each for page in pdf.pages for each in page.get("/Annots", []) if each.Subtype == Name.Link]


def no_alt(pdf: Pdf) -> None:
    del structs(pdf, "Figure")[0]["/Alt"]


def no_unicode(pdf: Pdf) -> None:
    for font in fonts(pdf):
        del font["/ToUnicode"]


def wrong_unicode(pdf: Pdf) -> None:
    """All glyphs are U+0000, which says nothing."""
    table = fonts(pdf)[0].ToUnicode
    table.write(re.sub(rb"(<[0-9a-fA-F]+>\s+)<[0-9a-fA-F]+>", rb"\1<0000>", table.read_bytes()))


def unembedded(pdf: Pdf) -> None:
    descriptor = fonts(pdf)[0].DescendantFonts[0].FontDescriptor
    for key in ("/FontFile", "/FontFile2", "/FontFile3"):
        gone(descriptor, key)


def wrong_widths(pdf: Pdf) -> None:
    font = fonts(pdf)[0].DescendantFonts[0]
    font.W = Array([0, Array([5] * 1000)])


def parents_missing(pdf: Pdf) -> None:
    for page in pdf.pages:
        gone(page, "/StructParents")


def parents_swapped(pdf: Pdf) -> None:
    """Two pages' marks belong to each other's elements, and there are more of them than the one has."""
    nums = pdf.Root.StructTreeRoot.ParentTree.Nums
    nums[1] = Array([])


def smoothed(pdf: Pdf) -> None:
    images(pdf)[0].Interpolate = True


def four_inks(pdf: Pdf) -> None:
    draw(b"/Artifact BMC 0.1 0.2 0.3 0.4 k 0 0 9 9 re f EMC")(pdf)


def no_intent(pdf: Pdf) -> None:
    del pdf.Root["/OutputIntents"]


def foreign_intent(pdf: Pdf) -> None:
    """A profile for grey where the colours are red, green and blue."""
    profile = pdf.Root.OutputIntents[0].DestOutputProfile
    data = bytearray(profile.read_bytes())
    data[16:20] = b"GRAY"
    profile.write(bytes(data))
    profile.N = 1


def script(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert('x')")


def launched(pdf: Pdf) -> None:
    links(pdf)[0].A = Dictionary(S=Name.Launch, F="x")
    gone(links(pdf)[0], "/Dest")


def attached(pdf: Pdf) -> None:
    pdf.attachments["x.bin"] = b"anything"


def filtered_badly(pdf: Pdf) -> None:
    """A stream that says it is LZW: PDF/A forbids the filter."""
    stream = pdf.make_stream(b"")
    stream.write(b"\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01", filter=Name.LZWDecode)
    stream.Type, stream.Subtype, stream.BBox = Name.XObject, Name.Form, Array([0, 0, 1, 1])
    draw(b"/Artifact BMC /Lzw Do EMC", XObject={"Lzw": stream})(pdf)


def outside_file(pdf: Pdf) -> None:
    images(pdf)[0].F = "elsewhere.png"


def heading_skipped(pdf: Pdf) -> None:
    structs(pdf, "H2")[0].S = Name.H4


def heading_not_first(pdf: Pdf) -> None:
    structs(pdf, "H1")[0].S = Name.H3


def no_scope(pdf: Pdf) -> None:
    """Every header of one table without its scope, so that nothing says what it heads."""
    for header in structs(structs_root(pdf, "Table"), "TH"):
        gone(header, "/A")


def structs_root(pdf: Pdf, type: str) -> Any:
    """The first element of a type, dressed as a whole tree for :func:`structs`."""
    found = next(each for each in structs(pdf, type) if structs_in(each, "TH"))
    return _Tree(found)


def structs_in(struct: Any, type: str) -> list[Any]:
    return structs(_Tree(struct), type)  # type: ignore[arg-type]


class _Tree:
    def __init__(self, struct: Any) -> None:
        self.Root = Dictionary(StructTreeRoot=Dictionary(K=Array([struct])))


def scope_nonsense(pdf: Pdf) -> None:
    for header in structs(pdf, "TH"):
        header.A = Dictionary(O=Name.Table, Scope=Name.Nowhere)


def spans_overlap(pdf: Pdf) -> None:
    cell = structs(pdf, "TD")[0]
    cell.A = Dictionary(O=Name.Table, ColSpan=7)


def row_lost_a_cell(pdf: Pdf) -> None:
    without(structs(pdf, "TD")[-1])


def link_untagged(pdf: Pdf) -> None:
    gone(links(pdf)[0], "/StructParent")


def link_wordless(pdf: Pdf) -> None:
    gone(links(pdf)[0], "/Contents")


def link_hidden(pdf: Pdf) -> None:
    links(pdf)[0].F = 2


def note_nameless(pdf: Pdf) -> None:
    gone(structs(pdf, "Note")[0], "/ID")


def notes_alike(pdf: Pdf) -> None:
    one, two = structs(pdf, "Note")[:2]
    two.ID = one.ID


def item_without_body(pdf: Pdf) -> None:
    """A paragraph straight in an item."""
    structs(pdf, "LBody")[0].S = Name.P


def list_of_paragraphs(pdf: Pdf) -> None:
    structs(pdf, "LI")[0].S = Name.P


def contents_of_anything(pdf: Pdf) -> None:
    structs(pdf, "TOCI")[0].S = Name.P


def unknown_element(pdf: Pdf) -> None:
    structs(pdf, "BlockQuote")[0].S = Name.Zitat


def circular_roles(pdf: Pdf) -> None:
    pdf.Root.StructTreeRoot.RoleMap = Dictionary(Zitat=Name.Spruch, Spruch=Name.Zitat)
    structs(pdf, "BlockQuote")[0].S = Name.Zitat


def standard_remapped(pdf: Pdf) -> None:
    pdf.Root.StructTreeRoot.RoleMap = Dictionary(P=Name.Span)


def wrong_tabs(pdf: Pdf) -> None:
    page = next(page for page in pdf.pages if "/Annots" in page)
    gone(page.obj, "/Tabs")


def suspects(pdf: Pdf) -> None:
    pdf.Root.MarkInfo.Suspects = True


def state_of_screens(pdf: Pdf) -> None:
    """A transfer function."""
    draw(b"/Tr gs", ExtGState={"Tr": Dictionary(Type=Name.ExtGState, TR=Name.Identity)})(pdf)


def blended_badly(pdf: Pdf) -> None:
    draw(b"/Bl gs", ExtGState={"Bl": Dictionary(Type=Name.ExtGState, BM=Name.Spectral)})(pdf)


def wrong_language(pdf: Pdf) -> None:
    pdf.Root.Lang = pikepdf.String("no language!")


def optional_content(pdf: Pdf) -> None:
    """Layers without a name."""
    group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=pikepdf.String("x")))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(AS=Array([])))


def undefined_operator(pdf: Pdf) -> None:
    draw(b"/Artifact BMC 1 2 zz EMC")(pdf)


FAULTS: dict[str, tuple[str, Fault]] = {
    "no language": ("ua1", drop("/Lang")),
    "a language that is none": ("2a", wrong_language),
    "no title": ("ua1", xmp(rb"<dc:title>.*?</dc:title>", b"")),
    "a window without the title": ("ua1", drop("/ViewerPreferences")),
    "not marked": ("ua1", drop("/MarkInfo")),
    "not marked, as PDF/A": ("2a", drop("/MarkInfo")),
    "suspects": ("ua1", suspects),
    "no structure": ("2a", drop("/StructTreeRoot")),
    "no metadata": ("2a", drop("/Metadata")),
    "not said to be PDF/A": ("2a", xmp(rb'pdfaid:part="2"', b"")),
    "a part of PDF/A that is another": ("2a", xmp(rb'pdfaid:part="2"', b'pdfaid:part="3"')),
    "a level that is another": ("2a", xmp(rb'pdfaid:conformance="A"', b'pdfaid:conformance="X"')),
    "not said to be PDF/UA": ("ua1", xmp(rb"<pdfuaid:part>1</pdfuaid:part>", b"")),
    "a part of PDF/UA that is another": ("ua1", xmp(rb"<pdfuaid:part>1<", b"<pdfuaid:part>2<")),
    "PDF/UA without its schema": ("2a", xmp(rb"<rdf:Description[^>]*><pdfaExtension.*?</rdf:Description>", b"")),
    "a packet that is no XML": ("2a", xmp(rb"</rdf:RDF>", b"")),
    "a figure without words": ("ua1", no_alt),
    "letters without Unicode": ("2a", no_unicode),
    "letters without Unicode, spoken": ("ua1", no_unicode),
    "letters that are nothing": ("2a", wrong_unicode),
    "a font that is not in it": ("2a", unembedded),
    "a font that is not in it, spoken": ("ua1", unembedded),
    "widths that are wrong": ("2a", wrong_widths),
    "pages without parents": ("ua1", parents_missing),
    "marks without parents": ("ua1", parents_swapped),
    "a smoothed image": ("2a", smoothed),
    "a colour of four inks": ("2a", four_inks),
    "colours without an intent": ("2a", no_intent),
    "an intent of grey": ("2a", foreign_intent),
    "a script": ("2a", script),
    "a link that starts a program": ("2a", launched),
    "an attached file": ("2a", attached),
    "a filter that is forbidden": ("2a", filtered_badly),
    "an image elsewhere": ("2a", outside_file),
    "content that is not marked": ("ua1", draw(b"0 0 9 9 re f")),
    "a skipped heading": ("ua1", heading_skipped),
    "a book that begins with a small heading": ("ua1", heading_not_first),
    "headers that head nothing": ("ua1", no_scope),
    "cells over one another": ("ua1", spans_overlap),
    "a row that lacks a cell": ("ua1", row_lost_a_cell),
    "a link without a tag": ("ua1", link_untagged),
    "a link without words": ("ua1", link_wordless),
    "a hidden link": ("2a", link_hidden),
    "a note without a name": ("ua1", note_nameless),
    "two notes of one name": ("ua1", notes_alike),
    "an item without a body": ("ua1", item_without_body),
    "a list of paragraphs": ("ua1", list_of_paragraphs),
    "contents of anything": ("ua1", contents_of_anything),
    "an element that nobody knows": ("ua1", unknown_element),
    "roles in a circle": ("ua1", circular_roles),
    "a paragraph that is none": ("ua1", standard_remapped),
    "no order of tabs": ("ua1", wrong_tabs),
    "a transfer function": ("2a", state_of_screens),
    "a way of mixing that there is not": ("2a", blended_badly),
    "layers without a name": ("ua1", optional_content),
    "an operator that there is not": ("2a", undefined_operator),
}


def saved(pdf: Pdf, **how: Any) -> bytes:
    out = io.BytesIO()
    if "encryption" not in how:
        how["stream_decode_level"] = pikepdf.StreamDecodeLevel.none  # no filter is taken off
    pdf.save(out, fix_metadata_version=False, preserve_pdfa=True, **how)
    return out.getvalue()


def test_saving_alone_is_no_fault(hard: Any, ask: Any, tmp_path: Path) -> None:
    path = tmp_path / "same.pdf"
    with pikepdf.open(hard.path(".pdf")) as pdf:
        path.write_bytes(saved(pdf))
    assert both(ask, path) == []


@pytest.mark.parametrize("name", FAULTS)
def test_verapdf_fails(name: str, hard: Any, ask: Any, tmp_path: Path) -> None:
    flavour, fault = FAULTS[name]
    path = tmp_path / "faulty.pdf"
    with pikepdf.open(hard.path(".pdf")) as pdf:
        fault(pdf)
        path.write_bytes(saved(pdf))
    assert ask(judge, path, flavour), f"{flavour} has nothing to say of {name}"


def encrypted(path: Path, pdf: Pdf) -> None:
    rights = pikepdf.Permissions(accessibility=False, extract=False)
    path.write_bytes(saved(pdf, encryption=pikepdf.Encryption(owner="o", user="", R=4, allow=rights)))


def nameless(path: Path, pdf: Pdf) -> None:
    data = saved(pdf, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    path.write_bytes(re.sub(rb"/ID \[[^\]]*\]", lambda found: b" " * len(found[0]), data))


def headless(path: Path, pdf: Pdf) -> None:
    path.write_bytes(b"\n" + saved(pdf))


def tailed(path: Path, pdf: Pdf) -> None:
    path.write_bytes(saved(pdf) + b"anything")


@pytest.mark.parametrize("fault", [encrypted, nameless, headless, tailed], ids=lambda fault: fault.__name__)
def test_verapdf_fails_a_file_that_is(fault: Any, hard: Any, ask: Any, tmp_path: Path) -> None:
    path = tmp_path / "faulty.pdf"
    with pikepdf.open(hard.path(".pdf")) as pdf:
        fault(path, pdf)
    assert ask(partial(judge), path, "2a")


def test_there_are_thirty_faults_at_least() -> None:
    assert len(FAULTS) >= 30
