"""Nothing is lost: every word of the edition is in the finished PDF, or the build fails and says where."""

from __future__ import annotations

import io
import re
import shutil
from collections import Counter
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pikepdf
import pytest
from PIL import Image

from publisher.formats.pdf.lost import lost_letters
from publisher.formats.readback.letters import page_letters
from publisher.formats.solid import solid

WORDS = [f"word{number}" for number in range(1200)]
TOML = '[book]\ntitle = "T"\nlanguage = "en-GB"\n[editions.print]\nformats = ["pdf"]\npapers = ["6x9"]\n'
NO_FONT = "D614"
DEJAVU = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")


def tall_picture() -> bytes:
    held = io.BytesIO()
    Image.new("RGB", (1500, 6000), "white").save(held, "PNG")
    return held.getvalue()


WIDE_DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="4000" height="100" viewBox="0 0 4000 100">'
    '<rect width="4000" height="100"/></svg>'
)

# What is written, and the words that a reader of the PDF must find.
WHOLE = {
    "many notes": (
        "\n\n".join(f"Sentence{n} has a note.[^{n}] {'And on it goes. ' * 9}" for n in range(60))
        + "\n\n"
        + "\n\n".join(f"[^{n}]: note{n} says {'something of length ' * 12}" for n in range(60)),
        [f"{word}{n}" for n in range(60) for word in ("Sentence", "note")],
    ),
    "a table taller than a page": (
        "| a | b |\n|---|---|\n" + "\n".join(f"| cell{n} | other{n} |" for n in range(150)),
        [f"{word}{n}" for n in range(150) for word in ("cell", "other")],
    ),
    "a cell taller than a page": (f"| a | b |\n|---|---|\n| small | {' '.join(WORDS)} |\n| last | row |", [*WORDS, "row"]),
    "a code line of three hundred letters": ("```\n" + "x" * 300 + "\n```", ["x" * 300]),
    "a code line of many words": ("```python\n" + "value = call(argument) + " * 14 + "1\n```", ["value=call(argument)+" * 14 + "1"]),
    "a word of two hundred letters": (f"Before {'abcdefghij' * 20} after.", ["abcdefghij" * 20, "after."]),
    "an address of three hundred letters": (
        "See <https://example.org/" + "/".join(f"part{n}" for n in range(40)) + "> after.",
        ["https://example.org/" + "/".join(f"part{n}" for n in range(40)), "after."],
    ),
    "a picture larger than the page": ("![One](a.png)\n\nAfter.", ["After."]),
    "a wide drawing": ("![One](a.svg)\n\nAfter.", ["After."]),
    "ligatures, accents, old forms": ("Ofﬁce affine, cafe\u0301 naïve, ½ x², ſtreet.", ["affine", "naïve", "½"]),
    "small capitals": ("[bbc and NASA]{.smallcaps} says so.", ["says"]),
}  # fmt: skip


@pytest.mark.parametrize("case", WHOLE)
def test_every_word_is_in_the_pdf(case: str, make_book: Any) -> None:
    text, wanted = WHOLE[case]
    files = {"a.md": f"# A\n\n{text}\n", "a.png": tall_picture(), "a.svg": WIDE_DRAWING, "book.toml": TOML}
    made = make_book(files, format="pdf")
    assert made.ok, made.diagnostics
    # A line's end may stand within a word, and a page's end within a cell.
    drawn = solid("".join(made.pdf.drawn))
    missing = Counter(solid("".join(wanted))) - Counter(drawn)
    assert not missing
    if len(wanted) < 10:
        assert all(solid(word) in drawn for word in wanted)


LOST = {
    "a note longer than a page": (f"Text.[^1]\n\n[^1]: {' '.join(WORDS)}", "P821", (5, 1)),
    "a table wider than the paper": (
        f"|{'|'.join(f' head{n} ' for n in range(40))}|\n|{'---|' * 40}\n|{'|'.join(f' cellword{n} ' for n in range(40))}|",
        "P816",
        (3, 1),
    ),
    "a heading of one word of two hundred letters": (f"Text.\n\n## {'abcdefghij' * 20}\n\nText.", "P816", (5, 1)),
}


@pytest.mark.parametrize("case", LOST)
def test_or_the_build_fails_with_the_place(case: str, make_book: Any) -> None:
    text, code, (line, column) = LOST[case]
    made = make_book({"a.md": f"# A\n\n{text}\n", "book.toml": TOML}, format="pdf")
    if made.ok:  # a style may know how to save it; then nothing may be missing
        assert code not in made.codes
        source = Counter(letter for letter in solid(text) if letter.isalnum() and letter != "1")
        assert not source - Counter(solid("".join(made.pdf.drawn)))
        return
    found = next(each for each in made.diagnostics if each.code == code)
    assert (found.span.path, found.span.line, found.span.column) == ("a.md", line, column)


FOREIGN = {
    "Hebrew": "[שלום עולם, זה ספר]{lang=he} and English.",
    "Arabic": "[مرحبا بالعالم]{lang=ar} and English.",
    "Japanese": "[吾輩は猫である]{lang=ja} and English.",
    "smiles": "A smile 😀 here.",
}


@pytest.mark.parametrize("case", FOREIGN)
def test_letters_that_no_font_has_fail_the_build_at_their_place(case: str, make_book: Any) -> None:
    made = make_book({"a.md": f"# A\n\n{FOREIGN[case]}\n", "book.toml": TOML}, format="pdf")
    assert not made.ok
    assert set(made.codes) == {NO_FONT}
    assert made.diagnostics[0].span.line == 3
    assert made.diagnostics[0].span.column > 1


@pytest.mark.skipif(not DEJAVU.exists(), reason="the machine has no DejaVu Sans")
@pytest.mark.parametrize("case", ["Hebrew", "Arabic", "smiles"])
def test_letters_of_other_scripts_are_whole_where_a_font_has_them(
    case: str, tmp_path: Path, press: SimpleNamespace
) -> None:
    text = re.sub(r"[\[\]]|\{.*?\}", "", FOREIGN[case])
    fonts = tmp_path / "styles" / "own" / "fonts"
    fonts.mkdir(parents=True)
    shutil.copy(DEJAVU, fonts / "sans.ttf")
    (fonts.parent / "style.toml").write_text(
        'extends = "print"\ndescription = "x"\n[[fonts]]\nrole = "fallback"\nfamily = "DejaVu Sans"\n'
        'faces = [{ file = "sans.ttf", weight = 400 }]\n'
    )
    files = {"a.md": f"# A\n\n{FOREIGN[case]}\n", "book.toml": TOML + 'style = "own"\n'}
    press.write_files(tmp_path / "manuscript", files)
    made = press.build_folder(tmp_path, tmp_path / "dist", None, format="pdf")
    assert made.ok, made.diagnostics
    letters = Counter[str]()
    for page in page_letters(made.path(".pdf").read_bytes()):
        for glyph, count in page.items():
            letters.update(dict.fromkeys(solid(glyph), count))
    assert not Counter(solid(text)) - letters


def faulty(data: bytes, change: Any) -> bytes:
    """A PDF whose first page's content stream, or fonts, were changed."""
    held = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        change(pdf, pdf.pages[0])
        pdf.save(held)
    return held.getvalue()


@pytest.fixture(scope="module")
def laid_out() -> Any:
    """One page as laid out and as written."""
    from publisher.formats.pdf import weasy

    document = weasy.HTML(string="<p id=one>Plain words stand here.</p>").render()
    boxes = [page._page_box for page in document.pages]
    places = SimpleNamespace(spans={"one": "the place"}, of=lambda id: id)
    return document.write_pdf(), boxes, [SimpleNamespace(label="1")], places


def test_a_whole_page_has_lost_nothing(laid_out: Any) -> None:
    assert lost_letters(*laid_out) == ()


def test_letters_that_are_not_in_the_file_are_said(laid_out: Any) -> None:
    def empty(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
        page.Contents = pdf.make_stream(b"")

    (found,) = lost_letters(faulty(laid_out[0], empty), *laid_out[1:])
    assert found.code == "P814"
    assert found.span == "one"
    assert "20 letters of page 1" in found.message


def test_letters_that_copy_as_others_are_said(laid_out: Any) -> None:
    def lie(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
        for font in page.Resources.Font.values():
            map = font.ToUnicode.read_bytes()
            font.ToUnicode = pdf.make_stream(map.replace(b"<0050>", b"<0042>"))  # P says that it is B

    (found,) = lost_letters(faulty(laid_out[0], lie), *laid_out[1:])
    assert found.code == "P815"
    assert "“p”" in found.message
    assert "“b”" in found.message


def test_a_page_too_many_is_said(laid_out: Any) -> None:
    def add(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
        pdf.add_blank_page()

    (found,) = lost_letters(faulty(laid_out[0], add), *laid_out[1:])
    assert found.code == "P814"
