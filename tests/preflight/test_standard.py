"""PDF/X-4: what a file must say and hold that calls itself so; and that nobody else has confirmed it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pikepdf import Array, Dictionary, Name, Stream, String
from pressroom import STRICT, codes, failed, look, make

from publisher.config.printers import COLOUR
from publisher.rules.preflight import NOT_A_STANDARD

XMP = b"""<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?><x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF
 xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description xmlns:pdfxid='http://www.npes.org/pdfx/ns/id/'
 xmlns:pdf='http://ns.adobe.com/pdf/1.3/' xmlns:xmp='http://ns.adobe.com/xap/1.0/'
 xmlns:xmpMM='http://ns.adobe.com/xap/1.0/mm/' pdf:Trapped='False' xmp:CreateDate='2026-11-22T00:00:00Z'
 xmp:ModifyDate='2026-11-22T00:00:00Z' xmp:MetadataDate='2026-11-22T00:00:00Z' xmpMM:DocumentID='uuid:1'
 xmpMM:VersionID='1' xmpMM:RenditionClass='default'><pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end='r'?>"""


def profile(kind=b"prtr", space=b"CMYK"):
    head = bytearray(200)
    head[12:16], head[16:20], head[36:40] = kind, space, b"acsp"
    return bytes(head)


def intent(pdf, kind=b"prtr", space=b"CMYK", count=4, **more):
    inside = {"DestOutputProfile": Stream(pdf, profile(kind, space), N=count)} | more
    return Dictionary(S=Name.GTS_PDFX, OutputConditionIdentifier=String("FOGRA39"), **inside)


def x4(change=None, xmp=XMP, **options):
    def prepare(pdf):
        pdf.Root.Metadata = Stream(pdf, xmp, Type=Name.Metadata, Subtype=Name.XML)
        pdf.Root.OutputIntents = Array([pdf.make_indirect(intent(pdf))])
        if change is not None:
            change(pdf)

    return make(change=prepare, **options)


def judged(data):
    return look(data, replace(STRICT, links=True, attachments=True), ink=COLOUR)


def test_good_file():
    found = judged(x4())
    assert failed(found) == set()
    assert [verdict.check for verdict in found.verdicts[15:]] == ["X1", "X2", "X3", "X4", "X5", "X6", "X7"]
    assert codes(found) == ["P840"]


def two_intents(pdf):
    pdf.Root.OutputIntents = Array([intent(pdf), intent(pdf)])


def no_profile(pdf):
    pdf.Root.OutputIntents = Array([Dictionary(S=Name.GTS_PDFX, OutputConditionIdentifier=String("FOGRA39"))])


def screen_profile(pdf):
    pdf.Root.OutputIntents = Array([intent(pdf, kind=b"mntr")])


def wrong_count(pdf):
    pdf.Root.OutputIntents = Array([intent(pdf, space=b"GRAY")])


def no_boxes(pdf):
    for page in pdf.pages:
        del page.TrimBox


def bleed_over_media(pdf):
    pdf.pages[0].BleedBox = [-9, -9, 441, 657]


def link(pdf):
    pdf.pages[0].Annots = Array([Dictionary(Subtype=Name.Link, Rect=[72, 480, 90, 490])])


def link_outside(pdf):
    pdf.pages[0].Annots = Array([Dictionary(Subtype=Name.Link, Rect=[-72, 480, -50, 490])])


def action(pdf):
    pdf.Root.OpenAction = Dictionary(S=Name.URI, URI=String("x"))


def postscript(pdf):
    pdf.pages[0].Resources.XObject.PS = Stream(pdf, b"showpage", Subtype=Name.PS)


@pytest.mark.parametrize(
    ("checks", "made"),
    [
        ("X2", {"xmp": XMP.replace(b"xmpMM:VersionID='1'", b"")}),
        ("X2", {"xmp": XMP.replace(b"'False'", b"'Unknown'")}),
        ("X3", {"change": two_intents}),
        ("X3", {"change": no_profile}),
        ("X3", {"change": screen_profile}),
        ("X3", {"change": wrong_count}),
        ("X4", {"change": no_boxes}),
        ("X4", {"change": bleed_over_media}),
        ("X5", {"change": link}),
        ("P7 X6", {"change": action}),
        ("X6", {"change": postscript, "content": "/PS Do"}),
        ("X7", {"content": "1 0 0 rg 72 100 20 20 re f"}),
    ],
)
def test_fault_fails_its_check_alone(checks, made):
    content = made.pop("content", "")
    assert failed(judged(x4(**made, content=content))) == set(checks.split())


def test_neighbours():
    assert failed(judged(x4(link_outside))) == set()
    assert failed(judged(x4(content="0 0 0 1 k 72 100 20 20 re f"))) == set()


def test_version_and_id():
    import io

    import pikepdf

    pdf = pikepdf.open(io.BytesIO(x4()))
    out = io.BytesIO()
    pdf.save(out, force_version="1.7")
    assert failed(judged(out.getvalue())) == {"X1"}


def test_colour_behind_a_spot_ink():
    def change(pdf):
        tint = Dictionary(FunctionType=2, Domain=[0, 1], C0=[1, 1, 1], C1=[1, 0, 0], N=1)
        spot = Array([Name.Separation, Name.Red, Name.DeviceRGB, tint])
        pdf.pages[0].Resources.ColorSpace = Dictionary(R=spot)

    assert failed(judged(x4(change, content="/R cs 1 scn 72 100 20 20 re f"))) == {"X7"}


def test_asked_for_though_the_file_does_not_say_so():
    found = look(make(), x4=True)
    assert {"X2", "X3"} <= failed(found)


@pytest.mark.parametrize("standard", ["", "PDF/X-1a:2001"])
def test_nothing_is_called_a_standard(standard):
    found = look(make(), replace(STRICT, standard=standard))
    assert [fault.rule for fault in found.notices] == [NOT_A_STANDARD] * bool(standard)
    assert all(fault.message.startswith("not PDF/X") for fault in found.notices)


def test_another_standard_is_not_judged_and_said_to_be_so():
    found = judged(x4(xmp=XMP.replace(b"PDF/X-4", b"PDF/X-1a:2003")))
    assert len(found.verdicts) == 15
    assert "calls itself PDF/X-1a:2003" in found.notices[0].message
    assert "not checked" in found.notices[0].message
