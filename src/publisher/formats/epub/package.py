"""EbookLib at work: the book and its items become a package document and a container. The only door to EbookLib.

Why a subclass: EbookLib writes today's date into the package, re-parses chapters it knows to be chapters, and does
not percent-encode. Documents go in as raw items, and the same files give the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ebooklib import epub  # type: ignore[import-untyped]

from publisher.formats.epub.metadata import UNIQUE_ID
from publisher.formats.epub.names import href
from publisher.formats.epub.parts import CONTAINER, FOLDER, NCX, PACKAGE, File, Package, Statement
from publisher.patterns import regex

_DC = "http://purl.org/dc/elements/1.1/"
_XML = "http://www.w3.org/XML/1998/namespace"
_NOT_XML = regex(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # XML 1.0 §2.2


def describe_package(package: Package, files: Sequence[File]) -> tuple[bytes, bytes]:
    """The container and the package document of ``files``."""
    book = epub.EpubBook()
    book.metadata = {}
    book.set_identifier(package.identifier)
    book.IDENTIFIER_ID = UNIQUE_ID
    book.FOLDER_NAME = FOLDER
    if package.direction == "rtl":
        book.set_direction("rtl")
    items = {}
    for file in files:
        item = epub.EpubItem(uid=file.id, file_name=file.name, media_type=file.media_type)
        item.properties = list(file.properties)
        items[file.id] = book.add_item(item)
    book.spine = [(items[key], "yes" if linear else "no") for key, linear in package.reading_order]
    writer = _Writer(book, package)
    writer.process()
    writer.write()
    return writer.out.written[CONTAINER], writer.out.written[PACKAGE]


class _Writer(epub.EpubWriter):  # type: ignore[misc]  # EbookLib has no types
    """EbookLib's writer with a package document of ours and no archive."""

    def __init__(self, book: Any, package: Package) -> None:
        super().__init__(None, book, {"epub2_guide": False, "raise_exceptions": True})
        self._package = package
        self.out = _Shelf()

    def write(self) -> None:
        """Write the files that describe the others."""
        self._write_container()
        self._write_opf()

    def _write_opf_file(self, root: Any) -> None:
        root.attrib.pop("prefix", None)  # every prefix that we use is reserved (EPUB 3.3, appendix D.4)
        root.set(f"{{{_XML}}}lang", self._package.language)
        if self._package.direction == "rtl":
            root.set("dir", "rtl")
        metadata, manifest, spine = root[0], root[1], root[2]
        for child in list(metadata):
            metadata.remove(child)
        for statement in self._package.metadata:
            _state(metadata, statement)
        for item in manifest:
            item.set("href", href(item.get("href")))
            if item.get("media-type") == NCX:
                spine.set("toc", item.get("id"))
        super()._write_opf_file(root)


class _Shelf:
    """What EbookLib takes for its archive."""

    def __init__(self) -> None:
        self.written: dict[str, bytes] = {}

    def writestr(self, name: str, data: bytes | str) -> None:
        """Take a file."""
        self.written[name] = data.encode() if isinstance(data, str) else data


def _state(metadata: Any, statement: Statement) -> None:
    name = statement.tag
    tag = f"{{{_DC}}}{name[3:]}" if name.startswith("dc:") else name
    # A title with a control character is told of by the survey of the nav document; here it must only not crash.
    attrs = {
        (f"{{{_XML}}}{key[4:]}" if key.startswith("xml:") else key): _NOT_XML.sub("", value)
        for key, value in statement.attrs
    }
    element = metadata.makeelement(tag, attrs)
    metadata.append(element)
    if statement.text:
        element.text = _NOT_XML.sub("", statement.text)
