"""Words that are shaped once: the pages are those that the engine makes by itself."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pdf_sample import chapter, composition, font, paragraphs

from publisher.formats.pdf import boxes, weasy
from publisher.formats.pdf.engine import engine_options, lay_out, unpacked_fonts, write
from publisher.formats.pdf.faces import font_face_css, read_faces
from publisher.formats.pdf.fetch import Served
from publisher.formats.pdf.join import join
from publisher.formats.pdf.words import lines
from publisher.formats.pdf.words.setter import Lettering, Setter
from publisher.formats.pdf.words.shape import Face, Faces
from publisher.style.composition import Composition

CLOSE = 0.35  # CSS pixels: the engine kerns words with the spaces beside them while it measures, and not when it paints
TABLE = (
    "<table><tbody><tr><td>Nothing in the house was quite as it had been before</td><td>7682</td></tr>"
    "<tr><td>A reader who waits</td><td>half-hearted</td></tr></tbody></table>"
)
CODE = '<pre><code><span class="line">def lamp(height):\n</span><span class="line">    return height * 12  # lit\n</span></code></pre>'
RICH = (
    f'<h2 id="h">A heading of several words</h2>{paragraphs("p", 5)}'
    '<p id="mixed">It was <em>quite</em> late, <strong>and <em>very</em> dark</strong>; see <a href="#h">there</a>.'
    '<span class="footnote" id="n">A note, with 1,984 words.</span> Dr.\u00a0No said so: <code>x = 1</code> is fine.</p>'
    "<p>Ünïcode, “quoted” – and Ελληνικά, кириллица, 42\u00a0km, a/b, re-entry, e\u0301tude.</p>"
    f"<ul><li>one</li><li>two words and a good many more, so that it takes a line or two of them</li></ul>{TABLE}{CODE}"
)
CSS = (
    "p { text-align: justify; hyphens: auto; margin: 0; text-indent: 1em } pre { white-space: pre-wrap }"
    ".line { display: block } h2 { letter-spacing: 1px } a { text-decoration: underline } td { hyphens: manual }"
)
PLAIN = "publisher.formats.pdf.engine."


@contextlib.contextmanager
def by_the_engine() -> Iterator[None]:
    """Within it no word is known."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PLAIN + "known_words", lambda faces: contextlib.nullcontext())
        patch.setattr(PLAIN + "painted_words", contextlib.nullcontext)
        yield


def made(plan: Composition) -> tuple[list[list[tuple[str, float, float, float]]], bytes]:
    """The texts of each page with their places, and the file."""
    served = Served({}, plan.fonts, plan.css, lambda path: b"", font)
    assert read_faces(served) == ()
    with unpacked_fonts() as faces:
        layout = lay_out(join(plan, font_face_css(plan.fonts)), served, plan.pdf_variant, faces)
        places = [list(texts(page)) for page in layout.pages]
        return places, write(layout, plan.pdf_variant, b"0" * 16, lambda document, pdf: None)


def texts(page: Any) -> Iterator[tuple[str, float, float, float]]:
    for box in page.descendants():
        if isinstance(box, boxes.TextBox):
            yield box.text, box.position_x, box.position_y, box.width


def copied(data: bytes) -> str:
    from pdfplumber import open as read

    with read(BytesIO(data)) as pdf:
        return "\f".join(page.extract_text() for page in pdf.pages)


@pytest.mark.parametrize(
    "more", ["", "p { text-align: left; hyphens: manual }", "p { text-align: left; hyphens: none }"]
)
def test_the_pages_are_those_of_the_engine(more: str) -> None:
    plan = composition([chapter("one", RICH), chapter("two", paragraphs("q", 12))], CSS + more)
    ours, data = made(plan)
    with by_the_engine():
        engines, theirs = made(plan)
    assert [[text for text, *_ in page] for page in ours] == [[text for text, *_ in page] for page in engines]
    for page, other in zip(ours, engines, strict=True):
        for (text, *place), (_, *wanted) in zip(page, other, strict=True):
            assert place == pytest.approx(wanted, abs=CLOSE), text
    assert copied(data) == copied(theirs)


def test_the_tags_are_those_of_the_engine() -> None:
    plan = composition([chapter("one", RICH)], CSS)
    _, data = made(plan)
    with by_the_engine():
        _, theirs = made(plan)
    assert kinds(data) == kinds(theirs)


def kinds(data: bytes) -> list[str]:
    found = []

    def go(element: Any) -> None:
        if isinstance(element, pikepdf.Dictionary) and "/S" in element:
            found.append(str(element.S))
            inner = element.get("/K")
            for each in inner if isinstance(inner, pikepdf.Array) else [inner]:
                go(each)

    with pikepdf.open(BytesIO(data)) as pdf:
        go(pdf.Root.StructTreeRoot.K[0] if "/StructTreeRoot" in pdf.Root else None)
    return found


def test_lines_are_put_together_at_once() -> None:
    """The test above would hold if nothing were known: most lines must be ours."""
    done: list[bool] = []
    original = lines.quick_line

    def counted(*arguments: Any) -> Any:
        result = original(*arguments)
        done.append(result is not None)
        return result

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("publisher.formats.pdf.words.lay.quick_line", counted)
        made(composition([chapter("one", RICH)], CSS))
    assert sum(done) / len(done) > 0.8


def test_a_line_is_painted_by_whoever_paints() -> None:
    """Without our painting the engine shapes the text again, and says the same."""
    plan = composition([chapter("one", RICH)], CSS)
    _, ours = made(plan)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PLAIN + "painted_words", contextlib.nullcontext)
        _, theirs = made(plan)
    assert copied(ours) == copied(theirs)


class Case:
    """Faces, and a style to ask them with."""

    def __init__(self, faces: Faces, style: Any) -> None:
        self.faces, self.style = faces, style

    def __repr__(self) -> str:
        return "Case"


@pytest.fixture(scope="module")
def faces() -> Iterator[Case]:
    """The faces of a small book, and a style of its text."""
    plan = composition([chapter("one", "<p>Words.</p>")], "")
    served = Served({}, plan.fonts, plan.css, lambda path: b"", font)
    assert read_faces(served) == ()
    with unpacked_fonts() as unpacked:
        layout = lay_out(join(plan, font_face_css(plan.fonts)), served, plan.pdf_variant, unpacked)
        box = next(
            box for box in layout.pages[0].descendants() if isinstance(box, boxes.TextBox) and "Words" in box.text
        )
        assert isinstance(box.pango_layout, Lettering)
        yield Case(Faces(), box.style)


def face_of(faces: Case, **changed: Any) -> Face | None:
    style = faces.style.copy()
    style.update(changed)
    return faces.faces.of(style)


@pytest.mark.parametrize(
    "changed",
    [
        {"word_spacing": 2},
        {"text_decoration_line": {"underline"}},
        {"direction": "rtl"},
        {"font_language_override": "TRK"},
        {"font_size": 0},
    ],
)
def test_what_the_engine_alone_sets(changed: dict[str, Any], faces: Case) -> None:
    assert face_of(faces, **changed) is None
    assert face_of(faces) is not None, "the test would prove nothing"


@pytest.mark.parametrize(
    "text", ["e\u0301tude", "שלום", "中文", "a\tb", "soft\u00adhyphen", "x\u2028y", "😀", "w" * 500]
)
def test_texts_that_are_shaped_as_wholes(text: str, faces: Case) -> None:
    face = face_of(faces)
    assert face is not None
    assert face.line(text) is None
    assert face.line(f"before {text} after") is None
    assert face.line("before after") is not None


def test_a_line_is_as_wide_as_its_words_and_spaces(faces: Case) -> None:
    face = face_of(faces)
    assert face is not None
    one, two, space, both = (face.line(text) for text in ("Lamps", "lit", " ", "Lamps lit"))
    assert one is not None
    assert two is not None
    assert space is not None
    assert both is not None
    assert both.width == pytest.approx(one.width + two.width + space.width)
    bound = face.line("Lamps\u00a0lit")
    assert bound is not None
    assert bound.width == pytest.approx(both.width)
    assert face.line("") is not None


WORDS = st.sampled_from(
    ["a", "of", "lamp,", "“Lit”", "Tommy’s", "half-lit", "and/or", "1984", "x=1", "it…", "(so)", "why?!", "(", ")", "!", "“", "«x»", "[1]", "Miss\u00a0Lucy", "—",
     "counterrevolutionary", "soft\u00adly", "e\u0301", "\n", "   "]
)  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.lists(WORDS, min_size=1, max_size=9).map(" ".join),
    width=st.one_of(st.none(), st.floats(0, 400)),
    white_space=st.sampled_from(["normal", "nowrap", "pre-wrap", "pre"]),
    hyphens=st.sampled_from(["none", "manual", "auto"]),
    wrap=st.sampled_from(["normal", "anywhere"]),
    apart=st.sampled_from(["normal", 0, 1.5, 0.3, -0.4]),
)
def test_lines_end_where_the_engine_ends_them(
    text: str, width: float | None, white_space: str, hyphens: str, wrap: str, apart: Any, faces: Case
) -> None:
    if white_space in ("normal", "nowrap"):  # the engine has made one of them when it made the boxes
        text = re.sub(" +", " ", text)
    style = faces.style.copy()
    style.update(white_space=white_space, hyphens=hyphens, overflow_wrap=wrap, letter_spacing=apart)
    found = Setter(faces.faces).first_line(text, style, width, 0, least=wrap == "normal")
    if found is None:
        return  # the engine does it itself
    context = SimpleNamespace(dictionaries={})
    layout, length, resume_at, wide, high, baseline = weasy.line_break.split_first_line(text, style, context, width, 0)
    if resume_at is None and found[2] is None:
        assert found[0].text == layout.text
    else:
        assert found[0].text.rstrip(" ") == text.encode()[: len(found[0].text.encode())].decode().rstrip(" ")
    assert (found[1], found[2]) == (length, resume_at)
    assert found[3:] == pytest.approx((wide, high, baseline), abs=CLOSE * (1 + text.count(" ")))


def test_words_of_two_fonts_that_stand_in_one_file_are_told_apart() -> None:
    """Numbers of words are of all faces there are: else the second face's glyphs would have no meaning in the file."""
    texts = "".join(f"<p>{word}</p>" for word in ("Alpha", "<em>Beta</em>", "<b>Gamma</b>", "<code>Delta 6</code>"))
    _, data = made(composition([chapter("one", texts)], "p { font-size: 9px } em { font-size: 15px }"))
    said = copied(data)
    assert all(word in said for word in ("Alpha", "Beta", "Gamma", "Delta 6"))


def test_the_engine_has_the_parts_that_known_words_take_the_place_of() -> None:
    assert weasy.inline_layout.split_first_line is weasy.line_break.split_first_line
    assert weasy.preferred_layout.split_first_line is weasy.line_break.split_first_line
    assert weasy.inline_layout.create_layout is weasy.line_break.create_layout
    assert weasy.draw_package.draw_text is weasy.draw_text.draw_text
    assert callable(weasy.draw_text.draw_first_line)
    for name in (
        "get_next_linebox",
        "skip_first_whitespace",
        "_adjust_line_height",
        "line_box_verticality",
        "text_align",
    ):
        assert callable(getattr(weasy.inline_layout, name)), name
    assert engine_options("")["pdf_tags"] in (True, False)
