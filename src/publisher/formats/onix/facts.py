"""Reads out of a finished file what its record may say: nothing that the file itself does not say."""

from __future__ import annotations

import re
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

from publisher.formats.artefact import Artefact
from publisher.formats.onix.values import Facts

_OPF = "{http://www.idpf.org/2007/opf}"
_CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
_PDF = re.compile(rb"%PDF-(\d\.\d)")


def facts_of(artefact: Artefact, print_pages: int = 0) -> Facts:
    """The facts of an EPUB or PDF of our own making. ``print_pages``: of the edition whose pages an EPUB lists."""
    if artefact.file_name.endswith(".epub"):
        return _epub_facts(artefact, print_pages)
    version = _PDF.match(artefact.data[:16])
    numbers = [int(page.label) for page in artefact.pagination.pages if page.label.isdecimal()]
    return Facts(
        artefact.file_name,
        "pdf",
        len(artefact.data),
        pages=artefact.page_count,
        highest=max(numbers, default=0),
        version=version[1].decode() if version else "",
    )


def _epub_facts(artefact: Artefact, print_pages: int) -> Facts:
    said: dict[str, list[str]] = {}
    package = _package(artefact.data)
    for meta in package.iter(f"{_OPF}meta"):
        name, text = meta.get("property", ""), " ".join((meta.text or "").split())
        if text and (not meta.get("refines") or name.startswith("a11y:")):
            said.setdefault(name, []).append(text)
    links = [link for link in package.iter(f"{_OPF}link") if link.get("rel") == "a11y:certifierReport"]
    return Facts(
        artefact.file_name,
        "epub",
        len(artefact.data),
        print_pages=print_pages,
        features=tuple(said.get("schema:accessibilityFeature", ())),
        sufficient=tuple(said.get("schema:accessModeSufficient", ())),
        hazards=tuple(said.get("schema:accessibilityHazard", ())),
        summary=next(iter(said.get("schema:accessibilitySummary", ())), ""),
        conforms=tuple(said.get("dcterms:conformsTo", ())),
        certifier=next(iter(said.get("a11y:certifiedBy", ())), ""),
        report=next((link.get("href", "") for link in links if link.get("href", "").startswith("https://")), ""),
    )


def _package(data: bytes) -> ElementTree.Element:
    with ZipFile(BytesIO(data)) as archive:
        container = ElementTree.fromstring(archive.read("META-INF/container.xml"))
        root = next(container.iter(f"{_CONTAINER}rootfile"))
        return ElementTree.fromstring(archive.read(root.get("full-path", "")))
