"""What is read back of a page: sizes, lines, pictures and colours, whatever matrices and forms they stand in."""

from __future__ import annotations

import io
import math

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Stream
from pressroom import make

from publisher.formats.readback.facts import Box, Space
from publisher.formats.readback.objects import read_back
from publisher.formats.readback.operators import operators, shown


def page_of(content, change=None):
    found = read_back(make(content, pages=2, change=change))
    assert not found.trouble
    assert not found.pages[0].trouble
    return found.pages[0]


def added(pdf, **resources):
    for key, value in resources.items():
        pdf.pages[0].Resources[f"/{key}"] = Dictionary(value)


@pytest.mark.parametrize("angle", [0, 30, 90, 180, 271])
@pytest.mark.parametrize("scale", [0.25, 1, 3])
def test_sizes_under_rotation_and_scaling(angle, scale):
    a, b = scale * math.cos(math.radians(angle)), scale * math.sin(math.radians(angle))
    matrix = f"{a:.6f} {b:.6f} {-b:.6f} {a:.6f} 200 300 cm"
    content = (
        f"q {matrix} 0 g BT /F 20 Tf 0 0 Td (A) Tj ET 2 w 0 0 m 5 0 l S 0 0 10 20 re W n 10 0 0 20 0 0 cm /Im Do Q"
    )
    page = page_of(content)
    assert page.texts[-1].size == pytest.approx(20 * scale, abs=0.01)
    assert page.rules[-1].thickness == pytest.approx(2 * scale, abs=0.01)
    picture = page.pictures[-1]
    assert (picture.across, picture.down) == (
        pytest.approx(300 / (10 * scale / 72), rel=1e-3),
        pytest.approx(300 / (20 * scale / 72), rel=1e-3),
    )


def test_line_is_as_thin_as_its_thinnest_side():
    page = page_of("q 4 0 0 0.25 0 0 cm 2 w 10 400 m 50 800 l S Q")
    assert page.rules[-1].thickness == 0.5


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("BT /F 10 Tf 100 200 Td (ab) Tj (c) Tj ET", 110),  # each glyph is half its size wide
        ("BT /F 10 Tf 100 200 Td [(ab) -1000 (c)] TJ (d) Tj ET", 125),
        ("BT /F 10 Tf 2 Tc 100 200 Td (ab) Tj (c) Tj ET", 114),
        ("BT /F 10 Tf 3 Tw 100 200 Td (a ) Tj (c) Tj ET", 113),
        ("BT /F 10 Tf 50 Tz 100 200 Td (ab) Tj (c) Tj ET", 105),
        ("BT /F 10 Tf 12 TL 100 200 Td (ab) Tj T* (c) Tj ET", 100),
        ("BT /F 10 Tf 100 200 Td (a\\)b\\101) Tj (c) Tj ET", 120),
        ("BT /F 10 Tf 100 200 Td <61 62 6> Tj (c) Tj ET", 115),
        ("BT /F 10 Tf 100 200 Td (a(b)c) Tj (c) Tj ET", 125),
    ],
)  # fmt: skip
def test_where_text_stands(text, left):
    page = page_of(f"0 g {text}")
    assert page.texts[-1].box.left == pytest.approx(left)


def test_box_of_text_is_as_high_as_its_font_says():
    box = page_of("0 g BT /F 10 Tf 5 Ts 100 200 Td (ab) Tj ET").texts[-1].box
    assert tuple(box) == (100, 202.5, 110, 212.5)


def test_forms_patterns_and_shadings_are_walked():
    def change(pdf):
        inner = Stream(pdf, b"0 1 0 0 k 0 0 10 10 re f", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 20, 20])
        outer = Stream(
            pdf, b"/In Do", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 99, 99], Matrix=[2, 0, 0, 2, 0, 0],
            Resources=Dictionary(XObject=Dictionary(In=inner)),
        )  # fmt: skip
        tile = Stream(
            pdf, b"1 0 1 rg 0 0 5 5 re f", PatternType=1, PaintType=1, TilingType=1, BBox=[0, 0, 9, 9], XStep=9,
            YStep=9, Resources=Dictionary(),
        )  # fmt: skip
        ramp = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0.5], C1=[1, 1, 0, 0.5], N=1)
        shading = Dictionary(ShadingType=2, ColorSpace=Name.DeviceCMYK, Coords=[0, 0, 9, 9], Function=ramp)
        pdf.pages[0].Resources.XObject.Out = outer
        added(pdf, Pattern={"/T": tile}, Shading={"/S": shading})

    page = page_of(
        "q 1 0 0 1 100 100 cm /Out Do Q /Pattern cs /T scn 200 200 50 50 re f q 9 9 9 9 re W n /S sh Q", change
    )
    painted = {(paint.use, paint.space.family, paint.values) for paint in page.paints}
    assert ("fill", "DeviceCMYK", (0, 1, 0, 0)) in painted
    assert ("fill", "DeviceRGB", (1, 0, 1)) in painted
    assert ("shading", "DeviceCMYK", (1, 1, 0, 0.5)) in painted
    assert page.reach == Box(9, 9, 300, 400)


def test_colour_spaces():
    def change(pdf):
        profile = Stream(pdf, b"x", N=4)
        table = Array([Name.Indexed, Name.DeviceRGB, 1, pikepdf.String(b"\x00\x00\x00\xff\xff\xff")])
        spaces = {"/P": Array([Name.ICCBased, profile]), "/T": table, "/L": Array([Name.Lab, Dictionary()])}
        added(pdf, ColorSpace={**spaces, "/DefaultRGB": Array([Name.CalRGB, Dictionary()])})

    page = page_of(
        "/P cs 0 0 0 1 scn 9 9 9 9 re f /T cs 1 sc 9 9 9 9 re f /L CS 9 9 m 99 99 l S 1 0 0 rg 9 9 9 9 re f", change
    )
    families = {paint.space.family for paint in page.paints}
    assert families >= {"ICCBased", "Indexed", "Lab", "CalRGB"}
    assert "DeviceRGB" not in families  # DefaultRGB stands for it


def test_inline_images():
    data = bytes(range(12))
    content = b"q 72 0 0 72 100 100 cm BI /W 2 /H 2 /BPC 8 /CS /RGB ID " + data + b" EI Q 0 1 0 0 k 9 9 9 9 re f"
    page = page_of(content)
    picture = page.pictures[-1]
    assert (picture.width, picture.across, picture.space) == (2, 2, Space("DeviceRGB", 3))
    assert page.paints[-1].values == (0, 1, 0, 0)  # and the stream goes on after it


def test_state_is_kept_and_given_back():
    page = page_of("0 1 0 0 k q 1 0 0 0 k Q 9 9 9 9 re f")
    assert page.paints[-1].values == (0, 1, 0, 0)


def test_boxes_labels_and_what_hangs_on_the_file():
    def change(pdf):
        pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.r, St=4)]))
        pdf.pages[0].CropBox = [5, 5, 400, 600]
        pdf.pages[0].Annots = Array([Dictionary(Subtype=Name.Text, Rect=[9, 9, 1, 1], F=4)])
        pdf.docinfo["/Trapped"] = Name("/False")

    found = read_back(make(pages=2, change=change))
    assert [page.label for page in found.pages] == ["iv", "v"]
    assert found.pages[0].crop == Box(5, 5, 400, 600)
    assert found.pages[0].annotations[0].box == Box(1, 1, 9, 9)
    assert ("Trapped", "False") in found.info
    assert found.identified


def test_printed_annotations_are_painted():
    def change(pdf):
        form = Stream(pdf, b"1 0 0 rg 0 0 10 10 re f", Subtype=Name.Form, BBox=[0, 0, 10, 10], Resources=Dictionary())
        note = Dictionary(Subtype=Name.Stamp, Rect=[100, 100, 120, 120], F=4, AP=Dictionary(N=pdf.make_indirect(form)))
        pdf.pages[0].Annots = Array([note])

    page = page_of("", change)
    assert page.paints[-1].space.family == "DeviceRGB"


# Hostile files


def nested(depth):
    def change(pdf):
        form = Stream(pdf, b"1 0 0 rg 0 0 9 9 re f", Subtype=Name.Form, BBox=[0, 0, 999, 999])
        for _ in range(depth):
            inside = Dictionary(XObject=Dictionary(A=pdf.make_indirect(form)))
            form = Stream(pdf, b"/A Do " * 20, Subtype=Name.Form, BBox=[0, 0, 999, 999], Resources=inside)
        pdf.pages[0].Resources.XObject.A = pdf.make_indirect(form)

    return change


def test_forms_that_multiply_are_given_up(monkeypatch):
    from publisher.formats.readback import canvas, objects

    monkeypatch.setattr(objects, "Budget", lambda: canvas.Budget(20_000))
    found = read_back(make("/A Do", pages=3, change=nested(10)))
    assert "more than can be looked at" in found.pages[0].trouble
    assert found.unread


def test_form_that_stands_in_itself():
    def change(pdf):
        form = pdf.make_indirect(Stream(pdf, b"0 1 0 0 k 0 0 9 9 re f /A Do", Subtype=Name.Form, BBox=[0, 0, 99, 99]))
        form.Resources = Dictionary(XObject=Dictionary(A=form))
        pdf.pages[0].Resources.XObject.A = form

    assert page_of("/A Do", change).painted


def test_bomb(monkeypatch):
    from publisher.formats.readback import objects

    monkeypatch.setattr(objects, "_LARGEST_STREAM", 1_000_000)
    data = b"0 1 0 0 k 9 9 9 9 re f " + b" " * 30_000_000
    found = read_back(make(data, pages=2))
    assert found.pages[0].trouble or found.damage


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.7", b"PK\x03\x04", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer<</Root 1 0 R>>"]
)
def test_no_pdf(data):
    found = read_back(data)
    assert found.trouble or not found.pages


def test_nonsense_where_numbers_should_be():
    def change(pdf):
        page = pdf.pages[0]
        page.TrimBox = Array([Name.A, 1])
        page.Rotate = Name.A
        page.UserUnit = Array([])
        page.Annots = Array([1, Dictionary(Rect=Name.A, Subtype=3)])
        page.Resources.Font.F = Dictionary(Subtype=Name.Type0)
        pdf.Root.OutputIntents = Array([Dictionary(S=1)])
        pdf.Root.Outlines = Name.A
        pdf.Root.Names = Array([])

    found = read_back(make(change=change))
    assert not found.trouble
    assert found.pages[0].trim is None
    assert found.pages[0].trouble  # the font


@given(st.binary(max_size=400))
def test_any_bytes_are_operators(data):
    for _, operands in operators(data):
        assert len(operands) <= 512
        for operand in operands:
            if operand[:1] in (b"(", b"<", b"["):
                shown(operand)


_WHOLE = make("0.5 g 72 100 20 20 re f", pages=2)


@given(st.data())
def test_damaged_files_never_raise(data):
    body = bytearray(_WHOLE)
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(body) - 1))
        body[at] = data.draw(st.integers(0, 255))
    read_back(bytes(body[: data.draw(st.integers(1, len(body)))]))


@given(st.text("qQ BTETfgkrSWn/F()[]<>0123456789.-cmDoshgsscnEIBID%", max_size=200))
def test_any_content_never_raises(content):
    found = read_back(make(content.encode(), pages=1, last=" "))
    assert len(found.pages) == 1


def test_fonts():
    def change(pdf):
        descriptor = Dictionary(Type=Name.FontDescriptor, FontName=Name("/Times"))
        below = Dictionary(
            Subtype=Name.CIDFontType0,
            BaseFont=Name("/Times"),
            FontDescriptor=descriptor,
            W=Array([3, Array([250, 600]), 9, 11, 700]),
        )
        font = Dictionary(
            Subtype=Name.Type0, BaseFont=Name("/Times"), Encoding=Name("/Identity-H"), DescendantFonts=Array([below])
        )
        pdf.pages[0].Resources.Font.C = font

    page = page_of("0 g BT /C 10 Tf 100 200 Td <0003000400090001> Tj ET", change)
    assert {(font.name, font.kind, font.embedded, font.subset) for font in page.fonts} == {
        ("Sans", "TrueType", True, True),
        ("Times", "CIDFontType0", False, False),
    }
    assert page.texts[-1].box.width == pytest.approx(2.5 + 6 + 7 + 10)


def test_damage_is_told_without_chatter(capfd, caplog):
    data = make().replace(b"startxref", b"startxxxx").replace(b"/Kids [", b"/Kids [ 77 ")
    damage = read_back(data).damage
    assert damage
    assert not any("BytesIO" in each or "0x" in each for each in damage)
    assert capfd.readouterr() == ("", "")
    assert not caplog.records


def jpeg_of(width, height):
    from PIL import Image

    out = io.BytesIO()
    Image.new("L", (width, height), 200).save(out, "JPEG")

    def change(pdf):
        image = Stream(
            pdf, out.getvalue(), Type=Name.XObject, Subtype=Name.Image, Width=width, Height=height,
            ColorSpace=Name.DeviceGray, BitsPerComponent=8, Filter=Name.DCTDecode,
        )  # fmt: skip
        added(pdf, XObject={"/Im": pdf.make_indirect(image)})

    return change


def test_large_jpeg_is_no_damage():
    """A picture of a whole page at 600 to the inch: 33 million bytes of pixels."""
    assert read_back(make("", pages=2, change=jpeg_of(5100, 6600))).damage == ()


def test_jpeg_that_unpacks_into_too_much_is_given_up():
    (first, *_) = read_back(make("", pages=2, change=jpeg_of(15000, 14000))).damage
    assert "JPEG data large" in first
