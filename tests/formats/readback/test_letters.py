"""What the painting operators of a page say: against hand-made files, and against another reader."""

from __future__ import annotations

import io
from collections import Counter

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.formats.readback.letters import page_letters


def one_page(content: bytes, unicode: bytes = b"", forms: dict[str, bytes] | None = None) -> bytes:
    """A file of one page with the font /F, whose codes are one byte (no map) or two."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(200, 200))
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    if unicode:
        font.Subtype = pikepdf.Name.Type0
        font.ToUnicode = pdf.make_stream(unicode)
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=pdf.make_indirect(font)))
    page.Resources.XObject = pikepdf.Dictionary()
    for name, stream in (forms or {}).items():
        form = pdf.make_stream(stream)
        form.Subtype = pikepdf.Name.Form
        page.Resources.XObject["/" + name] = form
    page.Contents = pdf.make_stream(content)
    held = io.BytesIO()
    pdf.save(held)
    return held.getvalue()


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        (b"BT /F 9 Tf (abc) Tj ET", "abc"),
        (rb"BT /F 9 Tf (a\(b\)\\c\101(d)) Tj ET", "a(b)\\cA(d)"),
        (b"BT /F 9 Tf [(ab) -20 (c)] TJ ET", "abc"),
        (b"BT /F 9 Tf <616263> Tj <6> Tj ET", "abc`"),
        (b"BT /F 9 Tf [<61>0<62> 12 <>-3.5<63>] TJ ET", "abc"),
        (b"/Span <</ActualText (no) /MCID 0 /X <</Y (no)>> /Z <6e6f>>> BDC BT /F 9 Tf (yes) Tj ET EMC", "yes"),
        (b"% (no)\nBT /F 9 Tf (yes) Tj ET", "yes"),
        (b"BI /W 1 /H 1 ID (no) EI BT /F 9 Tf (yes) Tj ET", "yes"),
        (b"BT /F 9 Tf (a) Tj ET /X Do", "ax"),
        (b"", ""),
    ],
)
def test_what_is_painted_is_counted(content: bytes, wanted: str) -> None:
    (letters,) = page_letters(one_page(content, forms={"X": b"BT /F 9 Tf (x) Tj ET"}))
    assert letters == Counter(wanted)


def test_a_map_says_what_codes_stand_for() -> None:
    cmap = (
        b"1 beginbfchar <0001> <006600660069> endbfchar 2 beginbfrange <0002> <0004> <0061> "
        b"<0005> <0006> [<0078> <0079>] endbfrange 1 beginbfchar <0007> <D83DDE00> endbfchar"
    )
    (letters,) = page_letters(one_page(b"BT /F 9 Tf [<0001>-3<0002>]TJ <000300040005000600070008> Tj ET", cmap))
    assert letters == Counter(["ffi", "a", "b", "c", "x", "y", "😀", "\ufffd"])


def test_a_form_that_paints_itself_ends() -> None:
    (letters,) = page_letters(one_page(b"/X Do", forms={"X": b"BT /F 9 Tf (x) Tj ET /X Do"}))
    assert 1 <= letters["x"] <= 20


def test_what_is_no_pdf_is_said() -> None:
    with pytest.raises(ValueError, match="no PDF"):
        page_letters(b"hello")


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=60))
def test_any_literal_string_comes_out_whole(text: str) -> None:
    escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)").encode()
    (letters,) = page_letters(one_page(b"BT /F 9 Tf (" + escaped + b") Tj ET"))
    assert letters == Counter(text)
