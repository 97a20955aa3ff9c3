"""Finished files by hand, and the schemas of ONIX 3.0 read once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib.resources import files
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from lxml import etree

from publisher.book.model import Counts, ReadingTime
from publisher.config import BookInfo, Contributor, EditionSpec, OnixInfo
from publisher.formats.artefact import Artefact, PageStart, Pagination
from publisher.formats.onix.make import make_onix
from publisher.formats.onix.values import Trade
from publisher.style.composition import SCREEN, Composition

NAMESPACE = "{http://ns.editeur.org/onix/3.0/reference}"
CONTAINER = """<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles>
<rootfile full-path="EPUB/content.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"""


def epub(metadata: str = "", name: str = "a-book") -> Artefact:
    """An EPUB that is nothing but its metadata."""
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr("META-INF/container.xml", CONTAINER)
        package = f'<package xmlns="http://www.idpf.org/2007/opf"><metadata>{metadata}</metadata></package>'
        archive.writestr("EPUB/content.opf", package)
    return Artefact(f"{name}.epub", "application/epub+zip", out.getvalue())


def pdf(*labels: str) -> Artefact:
    """A PDF that is nothing but its version and its pages."""
    pages = tuple(PageStart(label, index, "p", 0, False) for index, label in enumerate(labels))
    return Artefact("a-book.pdf", "application/pdf", b"%PDF-1.7\n", Pagination(pages))


def composition(channel: str = "own", info: dict[str, Any] | None = None, **edition: Any) -> Composition:
    """A book of one author; ``info`` are fields of BookInfo, the rest those of EditionSpec."""
    book = BookInfo(title="A Book", authors=(Contributor("Ada Writer"),), date="2026-11-22", publisher="House")
    return Composition(
        name="a-book",
        medium=SCREEN,
        info=replace(book, **(info or {})),
        edition=EditionSpec("ebook", channel=channel, **edition),
        style="ebook",
        reading=ReadingTime(Counts(words=500), 126.0, 2),
        documents=(),
        css="",
        contents=(),
        identifier="urn:uuid:0c7ac31c-9e3a-4d0e-9d4a-3d2b2d8a7f10",
        modified="2026-11-22T00:00:00Z",
    )


class Record:
    """A record, read back."""

    def __init__(self, artefact: Artefact) -> None:
        self.artefact = artefact
        self.tree = etree.fromstring(artefact.data)

    def all(self, path: str) -> list[str]:
        """The words of every element on a path such as ``Product/DescriptiveDetail/ProductForm``."""
        steps = "/".join(f"{NAMESPACE}{step}" for step in path.split("/"))
        return [element.text or "" for element in self.tree.iterfind(f".//{steps}")]

    def has(self, name: str) -> bool:
        return self.tree.find(f".//{NAMESPACE}{name}") is not None


@pytest.fixture(scope="session")
def schemas() -> tuple[Any, Any]:
    """EDItEUR's XML Schema and RELAX NG schema with the code lists, as onixcheck carries them."""
    folder = files("onixcheck").joinpath("schema")
    name = "ONIX_BookProduct_3.0_reference"
    return (
        etree.XMLSchema(etree.parse(str(folder.joinpath(f"xsd3.0/{name}.xsd")))),
        etree.RelaxNG(etree.parse(str(folder.joinpath(f"rng3.0/{name}.rng")))),
    )


@pytest.fixture(scope="session")
def record(schemas: tuple[Any, Any]) -> Callable[..., Record]:
    """``record(composition, product, onix={…}, related=…)``: the record, which both schemas have passed."""

    def made(
        book: Composition | None = None, product: Artefact | None = None, pages: int = 0, onix: Any = None, **trade: Any
    ) -> Record:
        whole = Trade(OnixInfo(**(onix or {})), **trade)
        done = Record(make_onix(book or composition(), product or epub(), whole, pages))
        for schema in schemas:
            schema.assertValid(done.tree)
        return done

    return made


@pytest.fixture(scope="session")
def book() -> Callable[..., Composition]:
    return composition


@pytest.fixture(scope="session")
def make_epub() -> Callable[..., Artefact]:
    return epub


@pytest.fixture(scope="session")
def make_pdf() -> Callable[..., Artefact]:
    return pdf
