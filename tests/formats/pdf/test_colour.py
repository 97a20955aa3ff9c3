"""Ink: every kind of thing in black alone or in four inks through a profile, and a PDF/X-4, read back from the file."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdf_sample import chapter, codes, composition, font, opened, paragraphs
from PIL import Image

from publisher.config import EditionSpec
from publisher.config.printers import Printer
from publisher.formats.artefact import Artefact
from publisher.formats.pdf.make import make_pdf
from publisher.manuscript.inks import grey, read_profile, separation, thinned
from publisher.style.composition import AssetRef, Composition

FOGRA = files("publisher").joinpath("data", "icc", "FOGRA39L_coated.icc").read_bytes()
SIZE = (60, 40)
SVG = """<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100" viewBox="0 0 200 100"><title>x</title><defs>
<linearGradient id="g"><stop offset="0" stop-color="#f00"/><stop offset=".5" stop-color="#0f0"/>
<stop offset="1" stop-color="blue" stop-opacity=".3"/></linearGradient>
<radialGradient id="r"><stop offset="0" stop-color="#ff0"/><stop offset="1" stop-color="#0ff"/></radialGradient>
<pattern id="p" width="10" height="10" patternUnits="userSpaceOnUse"><circle cx="5" cy="5" r="4" fill="#e33"/></pattern>
<mask id="m"><rect width="200" height="100" fill="#f0f"/></mask></defs>
<rect width="60" height="40" fill="url(#g)"/><rect x="70" width="60" height="40" fill="url(#r)"/>
<rect x="140" width="60" height="40" fill="url(#p)"/><circle cx="30" cy="70" r="20"/>
<g opacity=".5"><circle cx="80" cy="70" r="20" fill="teal" stroke="red" stroke-width="4"/></g>
<g color="#c0ffee"><rect x="110" y="50" width="30" height="40" fill="currentColor"/></g>
<rect x="150" y="50" width="40" height="40" fill="orange" mask="url(#m)"/><text x="10" y="95" fill="navy">ink</text></svg>"""
CSS = """
.grad { background: linear-gradient(red, blue); height: 30pt } .rad { background: radial-gradient(lime, navy); height: 9pt }
.lab { color: oklch(60% .2 30); background: lab(80% 40 20) } .four { color: device-cmyk(.9 .8 .7 .6) }
.faint { opacity: .5; color: green } .rule { border: 3pt dashed #a33; outline: 2pt solid cyan }
.groove { border: 8pt groove #8a2 } a { color: blue; text-decoration: underline wavy red } .glass { background: rgba(255, 0, 0, .4) }
.hsl { color: hsl(200 80% 40%) } .tiles { background: url(images/a.jpg) repeat; height: 50pt } td { border: 1pt solid #123456 }
li::marker { color: red } .code { background: #eef; color: #07a } .emoji { background: url("images/alpha.png") }
@page { background: #fffef0; @bottom-left { content: "f"; color: #900 } }
"""
NAMES = ("a.jpg", "four.jpg", "alpha.png", "grey.png", "palette.gif", "drawing.svg")
TYPES = {"jpg": "image/jpeg", "png": "image/png", "gif": "image/gif", "svg": "image/svg+xml"}
ASSETS = tuple(AssetRef(f"images/{name}", TYPES[name[-3:]], "0", *SIZE) for name in NAMES)
EVERYTHING = f"""<p id="p1">Black, <a href="#p1">a link</a>, <span class="lab">lab</span> <span class="four">four</span>
<span class="hsl">hsl</span> <i style="color: #0a0">by hand</i></p><div class="grad"></div><div class="rad"></div>
<p class="faint">Faint <b>text</b></p><p class="rule">rule</p><p class="groove">groove</p><p class="glass">glass</p>
<div class="tiles"></div><pre class="code"><code>code</code></pre><table><tr><td>a</td></tr></table><ul><li>x</li></ul>
{"".join(f'<p><img src="images/{name}" alt="x"/></p>' for name in NAMES)}<p>{SVG}</p>"""


def bands(count: int) -> list[Any]:
    gradient = Image.linear_gradient("L").resize(SIZE)
    return [gradient.rotate(90 * turn).resize(SIZE) for turn in range(count)]


@cache
def image(path: str) -> bytes:
    name, out = path.removeprefix("images/"), io.BytesIO()
    if name.endswith("svg"):
        return SVG.encode()
    if name.endswith("icc"):
        return FOGRA
    made = {
        "a.jpg": lambda: (Image.merge("RGB", bands(3)), "JPEG"),
        "four.jpg": lambda: (Image.merge("CMYK", bands(4)), "JPEG"),
        "heavy.jpg": lambda: (Image.new("CMYK", SIZE, (240, 240, 240, 240)), "JPEG"),
        "alpha.png": lambda: (Image.merge("RGBA", bands(4)), "PNG"),
        "grey.png": lambda: (bands(1)[0], "PNG"),
        "palette.gif": lambda: (Image.merge("RGB", bands(3)).convert("P"), "GIF"),
    }[name]()
    made[0].save(out, made[1])
    return out.getvalue()


def plan(inner: str = EVERYTHING, ink: str = "black", variant: str = "pdf/ua-1", **more: Any) -> Composition:
    edition = replace(EditionSpec("print"), ink=ink, icc=more.pop("icc", ""))
    assets = more.pop("assets", ASSETS)
    return composition([chapter("one", inner)], CSS, edition=edition, pdf_variant=variant, assets=assets, **more)


def made(*args: Any, **more: Any) -> Artefact:
    return make_pdf(plan(*args, **more), image, font)


def inkcov(data: bytes, folder: Path) -> list[tuple[float, ...]]:
    """What Ghostscript says of each page's cyan, magenta, yellow and black."""
    if shutil.which("gs") is None:
        if os.environ.get("PUBLISHER_JUDGES") == "required" or os.environ.get("CI"):
            pytest.fail("the judge Ghostscript is missing")
        pytest.skip("Ghostscript is missing")
    path = folder / "book.pdf"
    path.write_bytes(data)
    command = ["gs", "-q", "-o", "-", "-sDEVICE=inkcov", str(path)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return [tuple(map(float, line.split()[:4])) for line in told.splitlines() if "CMYK" in line]


def contents(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Every stream of operators: pages, forms and patterns."""
    yield from pdf.pages
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Stream) and (thing.get("/Subtype") == "/Form" or "/PatternType" in thing):
            yield thing


def operators(pdf: pikepdf.Pdf) -> set[tuple[str, tuple[str, ...]]]:
    """Each operator that sets a colour, with its operands."""
    found = set()
    for stream in contents(pdf):
        for operands, operator in pikepdf.parse_content_stream(stream):
            if str(operator) in ("g", "G", "rg", "RG", "k", "K", "cs", "CS", "sc", "SC", "scn", "SCN"):
                found.add((str(operator), tuple(str(each) for each in operands)))
    return found


def spaces(pdf: pikepdf.Pdf) -> set[str]:
    """The colour spaces of images, shadings and groups."""
    things = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary | pikepdf.Stream)]
    found = {str(each.ColorSpace) for each in things if each.get("/Subtype") == "/Image" or "/ShadingType" in each}
    return found | {str(each.Group.CS) for each in things if "/Group" in each and "/CS" in each.Group}


@pytest.mark.parametrize("variant", ["pdf/ua-1", "pdf/x-4", "pdf/a-2a+ua-1"])
def test_black_is_black_alone_whatever_stands_on_the_page(variant: str, tmp_path: Path) -> None:
    book = made(variant=variant)
    assert [each for each in book.diagnostics if each.severity == "error"] == []
    pdf = opened(book)
    assert {operator for operator, _ in operators(pdf)} <= {"g", "G", "cs", "CS", "scn", "SCN"}
    assert {operands for operator, operands in operators(pdf) if operator in ("cs", "CS")} == {("/Pattern",)}
    assert spaces(pdf) == {"/DeviceGray"}
    covered = inkcov(book.data, tmp_path)
    assert covered
    assert all(page[:3] == (0, 0, 0) and page[3] > 0 for page in covered)


def test_the_screen_keeps_its_colours_and_a_pdf_a_has_no_other() -> None:
    plain, archive = opened(made(ink="")), opened(made(ink="", variant="pdf/a-2a+ua-1"))
    assert {"rg", "scn"} <= {operator for operator, _ in operators(plain)}
    assert {operator for operator, _ in operators(archive)} <= {"rg", "RG", "g", "G", "cs", "CS", "scn", "SCN"}
    assert "/DeviceCMYK" in spaces(plain)
    assert "/DeviceCMYK" not in spaces(archive)


def test_colour_is_four_inks_and_black_text_black_alone() -> None:
    pdf = opened(made(ink="colour", variant="pdf/x-4"))
    used = operators(pdf)
    assert {operator for operator, _ in used} <= {"k", "K", "g", "G", "cs", "CS", "scn", "SCN"}
    assert ("k", ("0", "0", "0", "1")) in used
    assert spaces(pdf) <= {"/DeviceCMYK", "/DeviceGray"}
    assert any(operator == "k" and float(operands[1]) > 0.5 for operator, operands in used)  # the red is red


def test_equal_editions_give_equal_bytes_and_others_others() -> None:
    first = [made(ink=ink, variant=variant).data for ink, variant in (("colour", "pdf/x-4"), ("black", "pdf/x-4"))]
    again = [made(ink=ink, variant=variant).data for ink, variant in (("colour", "pdf/x-4"), ("black", "pdf/x-4"))]
    assert first == again
    assert first[0] != first[1]


def test_colours_survive_the_way_to_the_page() -> None:
    """The file, drawn, shows a red field where the style says red."""
    import pypdfium2

    field = '<div style="background: #d02010; height: 80pt"></div>'
    for ink in ("", "colour"):
        document = pypdfium2.PdfDocument(made(field, ink).data)
        bitmap = document[0].render(scale=0.3).to_pil().convert("RGB")
        red, green, blue = max(bitmap.get_flattened_data(), key=lambda pixel: pixel[0] - pixel[1] - pixel[2])
        assert red > 150, ink
        assert max(green, blue) < 90, ink
        document.close()


def test_images_look_the_same_in_four_inks() -> None:
    """JPEG in four inks is stored upside down by libjpeg: what is light must stay light."""
    import pypdfium2

    pixels = {}
    for ink in ("", "black", "colour"):
        document = pypdfium2.PdfDocument(made('<p><img src="images/a.jpg" alt="x"/></p>', ink).data)
        drawn = [each for each in document[0].get_objects() if each.type == 3]
        bitmap = drawn[0].get_bitmap(render=True).to_pil().convert("L").resize((2, 2))
        pixels[ink] = list(bitmap.get_flattened_data())
        document.close()
    for ink in ("black", "colour"):
        assert all(abs(one - other) < 60 for one, other in zip(pixels[""], pixels[ink], strict=True)), pixels


# --- PDF/X-4 ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def press() -> pikepdf.Pdf:
    return opened(made(f'<p>x <a href="#one">y</a></p><h2 id="h">z</h2>{EVERYTHING}', "colour", "pdf/x-4"))


def test_x4_names_its_printing_condition(press: pikepdf.Pdf) -> None:
    (intent,) = press.Root.OutputIntents
    assert (intent.S, str(intent.OutputConditionIdentifier)) == ("/GTS_PDFX", "FOGRA39")
    assert intent.DestOutputProfile.read_bytes() == FOGRA
    assert intent.DestOutputProfile.N == 4


def test_x4_says_what_it_is_and_nothing_of_the_clock(press: pikepdf.Pdf) -> None:
    packet = press.Root.Metadata.read_bytes().decode("utf-8")
    assert "/Filter" not in press.Root.Metadata
    assert "<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>" in packet
    wanted = ("DocumentID", "VersionID", "RenditionClass", "CreateDate", "ModifyDate", "MetadataDate", "Trapped")
    assert [key for key in wanted if not re.search(rf"<\w+:{key}>[^<]+<", packet)] == []
    assert set(re.findall(r"<xmp:\w+Date>([^<]+)<", packet)) == {"2026-11-22T00:00:00Z"}
    assert press.docinfo.Trapped == "/False"
    assert str(press.docinfo.ModDate) == str(press.docinfo.CreationDate) == "D:20261122000000Z"
    assert str(press.docinfo.Title) in packet
    assert press.pdf_version == "1.6"
    assert len(press.trailer.ID) == 2


def test_x4_has_no_link_no_outline_no_script(press: pikepdf.Pdf) -> None:
    assert not any("/Annots" in page for page in press.pages)
    assert not {"/Outlines", "/Names", "/OpenAction", "/AcroForm", "/AA"} & set(press.Root.keys())


def test_x4_has_its_boxes_and_fonts(press: pikepdf.Pdf) -> None:
    for page in press.pages:
        media, bleed, trim = (list(map(float, page[key])) for key in ("/MediaBox", "/BleedBox", "/TrimBox"))
        for outer, middle, inner in zip(media, bleed, trim, strict=True):
            assert abs(outer) >= abs(middle) >= abs(inner)  # the trim begins at the origin
        assert "/ArtBox" not in page
    descriptors = [each for each in press.objects if isinstance(each, pikepdf.Dictionary) and "/FontName" in each]
    assert descriptors
    assert all({"/FontFile", "/FontFile2", "/FontFile3"} & set(each.keys()) for each in descriptors)


def test_a_profile_of_ones_own_is_the_intent() -> None:
    own = AssetRef("profiles/own.icc", "application/vnd.iccprofile", "1")
    pdf = opened(made(ink="colour", variant="pdf/x-4", icc="profiles/own.icc", assets=(*ASSETS, own)))
    assert str(pdf.Root.OutputIntents[0].OutputConditionIdentifier) == "FOGRA39L Coated"


def srgb_profile() -> bytes:
    from PIL import ImageCms

    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


@pytest.mark.parametrize(("data", "said"), [(b"no profile", "no colour profile"), (srgb_profile(), "of RGB")])
def test_a_profile_that_no_press_has_is_an_error(data: bytes, said: str) -> None:
    book = make_pdf(plan("<p>x</p>", "colour", icc="own.icc"), lambda path: data, font)
    assert codes(book) == ["P870"]
    assert said in book.diagnostics[0].message
    assert book.data == b""


# --- ink in all -------------------------------------------------------------------------------------------------


def test_an_image_with_too_much_ink_is_told_and_separated_anew() -> None:
    printer = Printer("shop", "Shop", total_ink=240)
    heavy = AssetRef("images/heavy.jpg", "image/jpeg", "0", *SIZE)
    inner = '<p id="w"><img src="images/heavy.jpg" alt="x"/><img src="images/a.jpg" alt="x"/></p>'
    book = made(inner, "colour", printer=printer, assets=(*ASSETS, heavy))
    assert [each.code for each in book.diagnostics if each.code.startswith("P87")] == ["P871"]
    for stream in opened(book).objects:
        if isinstance(stream, pikepdf.Stream) and stream.get("/Subtype") == "/Image":
            pixels = pikepdf.PdfImage(stream).as_pil_image().convert("CMYK").tobytes()
            totals = [sum(pixels[index : index + 4]) for index in range(0, len(pixels), 4)]
            assert max(totals) <= 2.4 * 255


def test_a_printer_of_srgb_gets_srgb_and_grey() -> None:
    printer = Printer("shop", "Shop", colour_space="srgb")
    used = operators(opened(made(ink="colour", printer=printer)))
    assert {operator for operator, _ in used} <= {"rg", "RG", "g", "G", "cs", "CS", "scn", "SCN"}
    assert ("g", ("0",)) in used
    assert ("rg", ("0", "0", "0")) not in used


part = st.floats(0, 1)


@given(st.tuples(part, part, part, part), st.floats(1.2, 4))
def test_thinning_keeps_within_the_limit_and_never_adds_colour(inks: tuple[float, ...], most: float) -> None:
    less = thinned(inks, most)
    assert sum(less) <= most + 1e-9
    assert all(0 <= after <= before + 1e-9 for after, before in zip(less[:3], inks[:3], strict=True))
    assert less == inks or sum(inks) > most - 0.04


@pytest.fixture(scope="module")
def inks() -> Callable[..., tuple[float, ...]]:
    return separation(FOGRA, 2.4).inks


@given(part, part, part)
def test_no_colour_has_more_ink_than_the_limit(inks: Any, red: float, green: float, blue: float) -> None:
    assert sum(inks(red, green, blue)) <= 2.4 + 1e-9


def test_what_is_neutral_is_black_ink_alone(inks: Any) -> None:
    assert inks(0, 0, 0) == (0, 0, 0, 1)
    assert inks(1, 1, 1) == pytest.approx((0, 0, 0, 0))
    assert inks(0.5, 0.5, 0.5)[:3] == (0, 0, 0)
    assert inks(0.106, 0.102, 0.094)[:3] == (0, 0, 0)  # nobody sees that this black is warm
    assert min(inks(0.8, 0.1, 0.1)[1:3]) > 0.5


def test_the_rule_of_grey() -> None:
    assert (grey(0, 0, 0), grey(1, 1, 1)) == (0, pytest.approx(1))
    assert grey(1, 0, 0) < grey(0, 1, 0)


def test_our_profile_is_one_of_a_press() -> None:
    said = read_profile(FOGRA)
    assert said is not None
    assert (said.space, said.kind) == ("CMYK", "prtr")
    assert read_profile(b"x") is None


def test_long_text_is_all_there_in_black() -> None:
    inner = paragraphs("long", 3)
    assert len(opened(made(inner)).pages) == len(opened(made(inner, "")).pages)
