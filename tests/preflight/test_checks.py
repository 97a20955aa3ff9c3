"""Each of the fifteen checks: a file that fails it and nothing else, and a neighbour that does not."""

from __future__ import annotations

from dataclasses import replace

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream, String
from pressroom import STRICT, TEXT, codes, embedded, failed, grey, look, make, saved

from publisher.config.printers import BLACK, COLOUR, Printer
from publisher.judges.preflight.values import NOT_ASKED, PASSED


def font_without_file(pdf):
    pdf.pages[0].Resources.Font.F = embedded(pdf, whole=False)


def type3(pdf):
    glyph = Stream(pdf, b"500 0 0 0 500 700 d1 0 0 500 700 re f")
    pdf.pages[0].Resources.Font.T = Dictionary(
        Type=Name.Font, Subtype=Name.Type3, FontBBox=[0, 0, 500, 700], FontMatrix=[0.001, 0, 0, 0.001, 0, 0],
        CharProcs=Dictionary(a=glyph), Encoding=Dictionary(Differences=[97, Name.a]), FirstChar=97, LastChar=97,
        Widths=[500], Resources=Dictionary(),
    )  # fmt: skip


def smaller(pdf):
    pdf.pages[1].TrimBox = [0, 0, 432, 640]


def turned(pdf):
    pdf.pages[1].Rotate = 90


def room_for_marks(pdf):
    for page in pdf.pages:
        page.MediaBox = [-20, -20, 452, 668]


def link(pdf):
    pdf.pages[0].Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[72, 480, 90, 490])])


def outline(pdf):
    with pdf.open_outline() as found:
        found.root.append(pikepdf.OutlineItem("One", 0))


def script(pdf):
    pdf.Root.Names = Dictionary(
        JavaScript=Dictionary(Names=[String("a"), Dictionary(S=Name.JavaScript, JS=String(""))])
    )


def attachment(pdf):
    pdf.attachments["a.txt"] = b"a"


def soft_picture(pdf):
    image = grey(pdf)
    image.SMask = grey(pdf)
    pdf.pages[0].Resources.XObject.Im = image


def small_picture(pdf):
    pdf.pages[0].Resources.XObject.Im = grey(pdf, 299 - 20)


def state(**given):
    def change(pdf):
        pdf.pages[0].Resources.ExtGState = Dictionary(G=Dictionary(**given))

    return change


def colour_picture(pdf):
    image = grey(pdf, 300)
    image.ColorSpace = Name.DeviceCMYK
    image.write(bytes((0, 255, 0, 0)) * 90_000)
    pdf.pages[0].Resources.XObject.Im = image


def rgb_picture(pdf):
    image = grey(pdf, 300)
    image.ColorSpace = Name.DeviceRGB
    image.write(bytes(3 * 90_000))
    pdf.pages[0].Resources.XObject.Im = image


def three_empty(pdf):
    for page in list(pdf.pages)[1:4]:
        page.Contents = Stream(pdf, b"")


AT_EDGE = "0 g BT /F 11 Tf {x} {y} Td (Hailsham) Tj ET\n"
FAULTS = {
    "font not embedded": ("P1", {"change": font_without_file}, "P841"),
    "Type 3": ("P1", {"content": "BT /T 11 Tf 72 200 Td (aa) Tj ET", "change": type3}, "P841"),
    "another trim": ("P2", {"change": smaller}, "P842"),
    "turned page": ("P2", {"change": turned}, "P842"),
    "room for crop marks": ("P2", {"change": room_for_marks}, "P842"),
    "rich black": ("P3", {"content": "0.2 0.2 0.2 1 k 72 100 20 20 re f"}, "P843"),
    "RGB": ("P3 P4", {"content": "0.1 0.1 0.1 rg 72 100 20 20 re f"}, "P844"),
    "white in RGB": ("P4", {"content": "1 1 1 rg 72 100 20 20 re f"}, "P844"),
    "too few pixels": ("P6", {"change": small_picture}, "P846"),
    "picture in four inks": ("P3 P6", {"change": colour_picture}, "P843"),
    "picture in RGB": ("P3 P4 P6", {"change": rgb_picture}, "P844"),
    "link": ("P7", {"change": link}, "P847"),
    "outline": ("P7", {"change": outline}, "P847"),
    "script": ("P7", {"change": script}, "P847"),
    "attachment": ("P7", {"change": attachment}, "P847"),
    "word at the outer edge": ("P8", {"content": AT_EDGE.format(x=378, y=300)}, "P848"),
    "word at the lower edge": ("P8", {"content": AT_EDGE.format(x=72, y=15)}, "P848"),
    "word off the page": ("P8", {"content": AT_EDGE.format(x=72, y=645)}, "P848"),
    "odd pages": ("P9", {"pages": 5}, "P849"),
    "too few pages": ("P9", {"pages": 2}, "P849"),
    "too many pages": ("P9", {"pages": 42}, "P849"),
    "last page not empty": ("P9", {"last": TEXT.format(y=300)}, "P849"),
    "three empty pages": ("P10", {"pages": 6, "change": three_empty}, "P850"),
    "small type": ("P11", {"content": "0 g BT /F 6 Tf 72 200 Td (Hailsham) Tj ET"}, "P851"),
    "small by its matrix": ("P11", {"content": "q .5 0 0 .5 0 0 cm 0 g BT /F 12 Tf 144 200 Td (Hailsham) Tj ET Q"}, "P851"),
    "hairline": ("P12", {"content": "0 w 72 200 m 300 200 l S"}, "P852"),
    "thin by its matrix": ("P12", {"content": "q .1 0 0 .1 0 0 cm 1 w 720 2000 m 3000 2000 l S Q"}, "P852"),
    "thin rectangle": ("P12", {"content": "0 g 72 200 200 .3 re f"}, "P852"),
    "thin frame": ("P12", {"content": "0 g 72 200 200 100 re 72.3 200.3 199.4 99.4 re f*"}, "P852"),
    "thin by a clip": ("P12", {"content": "q 72 200 200 .3 re W n 0 g 72 100 200 200 re f Q"}, "P852"),
    "opacity": ("P13", {"content": "/G gs 0 g 72 100 20 20 re f", "change": state(ca=0.5)}, "P853"),
    "blending": ("P13", {"content": "/G gs 0 g 72 100 20 20 re f", "change": state(BM=Name.Multiply)}, "P853"),
    "alpha of a picture": ("P13", {"change": soft_picture}, "P853"),
    "word in the gutter": ("P15", {"content": AT_EDGE.format(x=20, y=300)}, "P855"),
}  # fmt: skip


def test_good_file_passes_all():
    found = look(make())
    assert failed(found) == set()
    assert codes(found) == []
    assert {verdict.state for verdict in found.verdicts} == {PASSED}
    assert [verdict.check for verdict in found.verdicts] == [f"P{number}" for number in range(1, 16)]


@pytest.mark.parametrize("case", FAULTS)
def test_fault_fails_its_check_alone(case):
    checks, made, code = FAULTS[case]
    found = look(make(**made))
    assert failed(found) == set(checks.split())
    assert codes(found) == [code]


GOOD_NEIGHBOURS = {
    "K-only in four inks": {"content": "0 0 0 0.8 k 72 100 20 20 re f"},
    "small white RGB is still RGB, grey is not": {"content": "0.5 g 72 100 20 20 re f"},
    "word just within": {"content": AT_EDGE.format(x=72, y=21)},
    "word just within the gutter": {"content": AT_EDGE.format(x=37, y=300)},
    "two empty pages": {"pages": 6, "change": lambda pdf: [setattr(p, "Contents", Stream(pdf, b"")) for p in list(pdf.pages)[1:3]]},
    "large by its matrix": {"content": "q 2 0 0 2 0 0 cm 0 g BT /F 4 Tf 36 100 Td (Hailsham) Tj ET Q"},
    "thick by its matrix": {"content": "q 10 0 0 10 0 0 cm .1 w 7.2 20 m 30 20 l S Q"},
    "thin and white": {"content": "1 g 72 200 200 .3 re f"},
    "thin and clipped away": {"content": "q 72 100 50 50 re W n 0 g 72 200 200 .3 re f Q"},
    "dot": {"content": "0 g 72 200 .3 .3 re f"},
    "opacity of 1": {"content": "/G gs 0 g 72 100 20 20 re f", "change": state(ca=1, BM=Name.Normal)},
    "state that nothing is painted in": {"content": "/G gs", "change": state(ca=0.5)},
    "colour that nothing is painted in": {"content": "1 0 0 rg"},
    "colour off the page": {"content": "1 0 0 rg 800 100 20 20 re f"},
    "hidden text": {"content": "0 g BT 3 Tr /F 2 Tf 1 1 Td (Hailsham) Tj ET"},
    "font that is not used": {"change": lambda pdf: setattr(pdf.pages[0].Resources.Font, "U", embedded(pdf, whole=False))},
}  # fmt: skip


@pytest.mark.parametrize("case", GOOD_NEIGHBOURS)
def test_neighbour_passes(case):
    found = look(make(**GOOD_NEIGHBOURS[case]))
    assert failed(found) == set()
    assert codes(found) == []


@pytest.mark.parametrize(
    ("content", "total"),
    [("0.8 0.8 0.8 0.2 k 72 100 20 20 re f", 260), ("0.6 0.6 0.6 0.2 k 72 100 20 20 re f", 0)],
)
def test_total_ink_of_colours(content, total):
    found = look(make(content), ink=COLOUR)
    assert failed(found) == ({"P5"} if total else set())
    assert all(f"{total} %" in fault.message for fault in found.faults)


@pytest.mark.parametrize(("pixel", "fails"), [((200, 200, 200, 60), True), ((150, 150, 150, 60), False)])
def test_total_ink_of_pixels(pixel, fails):
    def change(pdf):
        image = grey(pdf, 300, Filter=Name.FlateDecode)
        image.ColorSpace = Name.DeviceCMYK
        image.write(bytes(4) * 89_999 + bytes(pixel))
        pdf.pages[0].Resources.XObject.Im = image

    found = look(make(change=change), ink=COLOUR)
    assert failed(found) == ({"P5"} if fails else set())
    if fails:
        told = next(verdict for verdict in found.verdicts if verdict.check == "P5").faults[0]
        assert told.picture == (300, 300)
        said = float(told.message.split("up to ")[1].split(" %")[0])
        assert abs(said - sum(pixel) / 2.55) <= 2


def test_spot_inks_count_and_are_no_black():
    def change(pdf):
        tint = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[0, 1, 0, 0], N=1)
        spaces = Dictionary(
            Red=Array([Name.Separation, Name("/Red 032"), Name.DeviceCMYK, tint]),
            Key=Array([Name.Separation, Name.Black, Name.DeviceCMYK, tint]),
        )
        pdf.pages[0].Resources.ColorSpace = spaces

    assert failed(look(make("/Key cs 1 scn 72 100 20 20 re f", change=change))) == set()
    found = look(make("/Red cs 1 scn 72 100 20 20 re f", change=change))
    assert failed(found) == {"P3"}
    assert "Red 032" in found.faults[0].message


def test_black_text_of_a_colour_book():
    printer = replace(STRICT, black_text_only_k=True)
    rich = look(make("0.3 0.3 0.3 1 k BT /F 11 Tf 72 200 Td (rich) Tj ET"), printer, ink=COLOUR)
    assert failed(rich) == {"P3"}
    red = look(
        make("0 1 1 0.1 k BT /F 11 Tf 72 200 Td (red) Tj ET 0.3 0.3 0.3 1 k 72 100 20 20 re f"), printer, ink=COLOUR
    )
    assert failed(red) == set()


def test_bleed():
    assert failed(look(make(bleed=True), bleed=True)) == set()
    assert failed(look(make(bleed=False), bleed=True)) == {"P2"}
    assert failed(look(make(bleed=True), bleed=False)) == {"P2"}


def test_another_trim_is_no_question_of_bleed():
    hints = {fault.message: fault.hint for fault in look(make(), trim=(360, 576)).faults if fault.rule.code == "P842"}
    assert hints.pop("a trim of 6 × 9 in instead of 5 × 8 in") == ""
    (sheet,) = [fault for fault in look(make(bleed=True)).faults if fault.message.startswith("a sheet")][:1]
    assert "--bleed" in sheet.hint


def test_bleed_on_the_side_of_the_spine():
    def change(pdf):
        for page in pdf.pages:
            page.MediaBox = [-9, -9, 441, 657]

    found = look(make(change=change, bleed=True), bleed=True)
    assert failed(found) == {"P2"}
    assert found.faults[0].pages == (0, 1, 2, 3)


def test_boxes_without_a_trim_box():
    def bare(pdf):
        for page in pdf.pages:
            del page.TrimBox

    assert failed(look(make(change=bare))) == set()
    assert failed(look(make(change=bare), trim=(360, 576))) == {"P2"}


def test_trim_that_is_not_cut():
    found = look(make(), replace(STRICT, trims=("5x8",)))
    assert failed(found) == {"P2"}
    assert failed(look(make(), replace(STRICT, trims=("5x8",), trim_least=(288, 432), trim_most=(612, 842)))) == set()


def test_gutter_grows_with_the_book():
    near = AT_EDGE.format(x=45, y=300)
    assert failed(look(make(near, pages=6))) == set()
    assert failed(look(make(near, pages=8))) == {"P15"}


def test_sides_change_with_the_page():
    def on_verso(pdf):
        pdf.pages[1].Contents = Stream(pdf, AT_EDGE.format(x=20, y=300).encode())

    assert failed(look(make(change=on_verso))) == set()  # the outer edge of a left page: 18 points


def test_loose_sheets_have_their_holes_left_or_by_turns():
    loose = replace(STRICT, facing=False)

    def on_verso(x):
        return lambda pdf: setattr(pdf.pages[1], "Contents", Stream(pdf, AT_EDGE.format(x=x, y=300).encode()))

    assert failed(look(make(change=on_verso(20)), loose)) == set()  # printed on both sides
    assert failed(look(make(change=on_verso(370)), loose)) == set()  # on one: 20 points from the right edge
    assert failed(look(make(AT_EDGE.format(x=20, y=300)), loose)) == {"P15"}


def test_small_raised_figures_are_told_and_taken():
    found = look(make("0 g BT /F 11 Tf 72 200 Td (call) Tj /F 6 Tf 4 Ts (12) Tj ET"))
    assert failed(found) == set()
    assert codes(found) == ["P866"]


def test_page_with_nothing_but_its_number():
    def change(pdf):
        pdf.pages[1].Contents = Stream(pdf, b"0 g BT /F 11 Tf 200 40 Td (12) Tj ET")

    found = look(make(change=change))
    assert failed(found) == set()
    assert codes(found) == ["P863"]
    assert found.faults[0].pages == (1,)


def test_faint_tint_and_too_many_pixels_are_advice():
    def change(pdf):
        pdf.pages[0].Resources.XObject.Im = grey(pdf, 700)

    found = look(make("0.95 g 72 100 50 50 re f", change=change))
    assert failed(found) == set()
    assert codes(found) == ["P863", "P863"]


def test_printer_that_asks_nothing():
    found = look(make("0 0 1 rg 0 0 50 50 re f"), Printer("any", "anybody"), ink="")
    assert failed(found) == set()
    states = {verdict.check: verdict.state for verdict in found.verdicts}
    assert {check for check, state in states.items() if state == NOT_ASKED} == {
        "P3", "P4", "P5", "P6", "P8", "P9", "P11", "P12", "P13", "P15",
    }  # fmt: skip


def test_damaged_and_locked_files():
    data = make()
    broken = data.replace(b"startxref", b"startxxxx")
    assert "P14" in failed(look(broken))
    pdf = pikepdf.open(__import__("io").BytesIO(data))
    locked = saved(pdf, encryption=pikepdf.Encryption(user="secret", owner="x"))
    found = look(locked)
    assert codes(found) == ["P864"]
    assert "password" in found.faults[0].message
    pdf = pikepdf.open(__import__("io").BytesIO(data))
    assert failed(look(saved(pdf, encryption=pikepdf.Encryption(user="", owner="x")))) == {"P7"}


def test_too_large():
    assert failed(look(make(), replace(STRICT, bytes_most=1_000))) == {"P14"}


def test_faults_of_many_pages_are_one():
    def change(pdf):
        for page in list(pdf.pages)[:-1]:
            page.Contents = Stream(pdf, b"1 0 0 rg 72 100 20 20 re f")

    found = look(make(pages=10, change=change))
    assert codes(found) == ["P844"]
    assert found.faults[0].pages == tuple(range(9))


def test_black_only_printer_needs_no_ink_named():
    printer = replace(STRICT, inks=(BLACK,))
    assert "P3" in failed(look(make("1 0 0 0 k 72 100 20 20 re f"), printer, ink=""))
