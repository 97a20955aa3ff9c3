"""A small book by hand: compositions without the floors below."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from hashlib import sha256
from pathlib import Path

import pikepdf
from PIL import Image

from publisher.book.model import ReadingTime
from publisher.config import BookInfo, Contributor, EditionSpec
from publisher.fonts import read_font
from publisher.formats.artefact import Artefact
from publisher.formats.pdf.make import make_pdf
from publisher.source import Span
from publisher.style.composition import PAGE, AssetRef, Composition, Document, FontFace

CSS = (Path(__file__).parent / "reference.css").read_text(encoding="utf-8")
GARAMOND = "fontpkg_eb_garamond/EBGaramond[wght].ttf"
ITALIC = "fontpkg_eb_garamond/EBGaramond-Italic[wght].ttf"
CODE = "fontpkg_source_code_pro/SourceCodePro[wght].ttf"
FACES = tuple(
    FontFace(family, weight, style, source, sha256(f"{source}{weight}".encode()).hexdigest())
    for family, weight, style, source in (
        ("Body", 400, "normal", GARAMOND),
        ("Body", 700, "normal", GARAMOND),
        ("Body", 400, "italic", ITALIC),
        ("Code", 400, "normal", CODE),
    )
)
LOREM = (
    "It was the custom of the house that nobody spoke of the gallery before the winter sale had been announced, "
    "and we kept to it more carefully than to any of the written rules. "
)


@cache
def _face(source: str, weight: int) -> bytes:
    return read_font(source, weight)


def font(face: FontFace) -> bytes:
    return _face(face.source, face.weight)


@cache
def picture(width: int = 40, height: int = 30) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (width, height), (90, 120, 150)).save(file, "PNG")
    return file.getvalue()


def document(stem: str, body: str, kind: str = "chapter", matter: str = "body", **more: str) -> Document:
    return Document(stem, kind, more.pop("title", stem.title()), body, matter, more.pop("lang", "en"), **more)


def chapter(stem: str, inner: str, title: str = "") -> Document:
    head = f'<header class="chapter-head"><h1 id="{stem}-title">{title or stem.title()}</h1></header>'
    return document(stem, f'<section class="chapter" id="{stem}">{head}{inner}</section>')


def paragraphs(stem: str, count: int, sentences: int = 6) -> str:
    return "".join(f'<p id="{stem}-p{number}">{LOREM * sentences}</p>' for number in range(1, count + 1))


def composition(documents: Iterable[Document], css: str = "", **more: object) -> Composition:
    info = BookInfo(title="The Gallery", authors=(Contributor("Ann Author"),), description="A sample.", rights="© Ann")
    made = Composition(
        name="gallery",
        medium=PAGE,
        info=info,
        edition=EditionSpec("print"),
        style="print",
        reading=ReadingTime(),
        documents=tuple(documents),
        css=CSS + css,
        contents=(),
        fonts=FACES,
        identifier="urn:uuid:00000000-0000-4000-8000-000000000001",
        modified="2026-11-22T00:00:00Z",
        pdf_variant="pdf/ua-1",
    )
    return replace(made, **more)  # type: ignore[arg-type]


def spans(*ids: str) -> tuple[tuple[str, Span], ...]:
    """Places by the order of the ids: the first is line 1."""
    return tuple((id, Span("book.md", number)) for number, id in enumerate(ids, start=1))


ASSETS = (AssetRef("images/a.png", "image/png", "0", 40, 30), AssetRef("images/ä b.png", "image/png", "0", 40, 30))


def read_picture(path: str) -> bytes:
    return picture()


def make(made: Composition, read: Callable[[str], bytes] = read_picture) -> Artefact:
    return make_pdf(made, read, font)


def opened(artefact: Artefact) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(artefact.data))


def codes(artefact: Artefact) -> list[str]:
    return [diagnostic.code for diagnostic in artefact.diagnostics]


def sample_book() -> Composition:
    """Front matter, contents, three chapters, an afterword."""
    links = "".join(f'<li><a href="#{stem}">{stem.title()}</a></li>' for stem in ("one", "two", "three", "after"))
    front = '<li class="front"><a href="#preface">Preface</a></li>'
    return composition(
        [
            document("title", "<h1>The Gallery</h1><p>Ann Author</p>", "title-page", "front"),
            document(
                "contents", f'<h1>Contents</h1><nav class="contents"><ol>{front}{links}</ol></nav>', "contents", "front"
            ),
            document("preface", f"<h1>Preface</h1>{paragraphs('preface', 8)}", "chapter", "front"),
            chapter("one", paragraphs("one", 12)),
            chapter("two", paragraphs("two", 5)),
            chapter("three", paragraphs("three", 9)),
            document("after", f"<h1>After</h1>{paragraphs('after', 1)}", "chapter", "back"),
        ]
    )
