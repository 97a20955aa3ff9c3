"""Small books by hand, an unpacked view of what is made from them, and EPUBCheck in one warm JVM."""

from __future__ import annotations

import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest

from publisher.book.model import Counts, ReadingTime
from publisher.config import BookInfo, Contributor, EditionSpec
from publisher.fonts import font_digest, read_font
from publisher.formats.artefact import Artefact, Pagination
from publisher.formats.epub import make
from publisher.judges.jvm import java
from publisher.source import Span
from publisher.style.composition import SCREEN, AssetRef, Composition, Document, Entry, FontFace, Landmark


def png(width: int = 2, height: int = 3) -> bytes:
    """A white PNG."""

    def chunk(tag: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + tag + data + struct.pack(">I", zlib.crc32(tag + data))

    rows = (b"\0" + b"\xff" * width * 3) * height
    head = struct.pack(">2I5B", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def chapter(stem: str, title: str, body: str = "", **more: Any) -> Document:
    """A chapter as compose() makes them."""
    inside = body or f"<p class='first'>The words of {title}.</p>"
    section = (
        f'<section class="chapter role-chapter matter-body" id="{stem}" epub:type="chapter" role="doc-chapter" '
        f'aria-labelledby="{stem}-title"><header class="chapter-head"><h1 id="{stem}-title">{title}</h1></header>'
        f"{inside}</section>"
    )
    fields = {"kind": "chapter", "matter": "body", "lang": "", "body_class": "chapter", **more}
    return Document(stem=stem, title=title, body=section, **fields)


def entry(stem: str, text: str, *children: Entry, target: str = "", level: int = 1) -> Entry:
    return Entry(label=text, text=text, stem=stem, target=target, level=level, children=tuple(children))


def composition(*documents: Document, **more: Any) -> Composition:
    """A book of the documents, or of one chapter; ``more`` are fields of Composition, ``book`` those of BookInfo."""
    docs = documents or (chapter("one", "One"),)
    info = replace(
        BookInfo(title="A Book", authors=(Contributor("Ada Writer"),), date="2026-11-22"), **more.pop("book", {})
    )
    fields: dict[str, Any] = {
        "name": "book",
        "medium": SCREEN,
        "info": info,
        "edition": EditionSpec("ebook"),
        "style": "ebook",
        "reading": ReadingTime(Counts(words=500), 126.0, 2),
        "documents": docs,
        "css": "p { margin: 0; text-indent: 1em; }\n",
        "contents": tuple(entry(d.stem, d.title) for d in docs if d.matter != "cover"),
        "landmarks": (Landmark("bodymatter", "Start of the text", docs[-1].stem),),
        "identifier": "urn:uuid:0c7ac31c-9e3a-4d0e-9d4a-3d2b2d8a7f10",
        "modified": "2026-11-22T10:20:31Z",
    }
    return Composition(**{**fields, **more})


@dataclass(frozen=True)
class Opened:
    """An EPUB, unzipped."""

    artefact: Artefact
    files: dict[str, bytes]

    def text(self, name: str) -> str:
        return self.files[f"EPUB/{name}"].decode()

    @property
    def opf(self) -> str:
        return self.text("content.opf")

    @property
    def codes(self) -> list[str]:
        return [d.code for d in self.artefact.diagnostics]


Bind = Callable[..., Opened]


@pytest.fixture
def bind(monkeypatch: pytest.MonkeyPatch) -> Bind:
    """``bind(composition, assets={path: bytes}, pagination=None)``: the EPUB, opened. Drawn covers are white."""
    monkeypatch.setattr(make, "_draw_cover", lambda svg, fonts, read, *size: png(1560, 2496))

    def bound(
        made: Composition, assets: dict[str, bytes] | None = None, pagination: Pagination | None = None
    ) -> Opened:
        def asset(path: str) -> bytes:
            try:
                return (assets or {})[path]
            except KeyError:
                raise FileNotFoundError(path) from None

        def font(face: FontFace) -> bytes:
            return read_font(face.source, face.weight)

        artefact = make.make_epub(made, asset, font, pagination)
        with zipfile.ZipFile(io.BytesIO(artefact.data)) as archive:
            return Opened(artefact, {name: archive.read(name) for name in archive.namelist()})

    return bound


def garamond(weight: int = 400, style: str = "normal") -> FontFace:
    file = "EBGaramond[wght].ttf" if style == "normal" else "EBGaramond-Italic[wght].ttf"
    source = f"fontpkg_eb_garamond/{file}"
    return FontFace("EB Garamond", weight, style, source, font_digest(source))


def picture(path: str, data: bytes, media_type: str = "image/png", width: int = 2, height: int = 3) -> AssetRef:
    import hashlib

    return AssetRef(path, media_type, hashlib.sha256(data).hexdigest(), width, height)


@pytest.fixture(scope="session")
def tools() -> Any:
    """The builders above, for tests that cannot import this file."""

    class Tools:
        chapter = staticmethod(chapter)
        composition = staticmethod(composition)
        entry = staticmethod(entry)
        garamond = staticmethod(garamond)
        picture = staticmethod(picture)
        png = staticmethod(png)
        span = Span

    return Tools


@pytest.fixture(scope="session")
def epubcheck(tmp_path_factory: pytest.TempPathFactory, ask: Callable[..., Any]) -> Callable[[bytes], list[str]]:
    """``epubcheck(data)``: all that EPUBCheck says, usages included, as "SEVERITY ID message (file:line)"."""
    # One machine a process, with the class path of all judges: whoever starts it starts it for the others.
    (machine,) = ask(lambda: (java(),))
    folder = tmp_path_factory.mktemp("epubcheck")
    checker = machine.JClass("com.adobe.epubcheck.tool.EpubChecker")

    def run(data: bytes) -> list[str]:
        book, report = folder / "book.epub", folder / "report.json"
        book.write_bytes(data)
        checker().run([str(book), "-q", "-u", "--json", str(report)])
        said = json.loads(report.read_text(encoding="utf-8"))["messages"]
        return [f"{m['severity']} {m['ID']} {m['message']} {_places(m)}" for m in said]

    return run


def _places(message: dict[str, Any]) -> str:
    return ", ".join(f"{place['path']}:{place['line']}" for place in message["locations"])
