"""EbookLib as the packer: its book, items and writer, with the package document and the archive kept in our hands.

Why a subclass: EbookLib writes today's date and local time into the archive, re-parses chapters it knows to be
chapters, and does not percent-encode. Documents go in as raw items, and the same files give the same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from typing import Any

from ebooklib import epub  # type: ignore[import-untyped]

from publisher.formats.epub.metadata import UNIQUE_ID
from publisher.formats.epub.names import href
from publisher.formats.epub.parts import NCX, File, Package, Statement

FOLDER = "EPUB"
_DC = "http://purl.org/dc/elements/1.1/"
_XML = "http://www.w3.org/XML/1998/namespace"
_LEVEL = 6
# Compressed by themselves: deflating them again costs time and gains nothing.
_STORED = ("image/jpeg", "image/png", "image/gif", "image/webp")
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # XML 1.0 §2.2
_FILE_MODE = 0o100644
_UNIX = 3


def pack(package: Package, files: Sequence[File]) -> bytes:
    """The EPUB's bytes: mimetype first and stored, then container, package document and ``files`` in their order."""
    book = epub.EpubBook()
    book.metadata = {}
    book.set_identifier(package.identifier)
    book.IDENTIFIER_ID = UNIQUE_ID
    book.FOLDER_NAME = FOLDER
    if package.direction == "rtl":
        book.set_direction("rtl")
    items = {}
    for file in files:
        item = epub.EpubItem(uid=file.id, file_name=file.name, media_type=file.media_type, content=file.data)
        item.properties = list(file.properties)
        items[file.id] = book.add_item(item)
    book.spine = [(items[key], "yes" if linear else "no") for key, linear in package.reading_order]
    shelf = io.BytesIO()
    writer = _Writer(shelf, book, package, {file.name: file for file in files})
    writer.process()
    writer.write()
    return shelf.getvalue()


class _Writer(epub.EpubWriter):  # type: ignore[misc]  # EbookLib has no types
    """EbookLib's writer with a package document of ours and an archive without clock."""

    def __init__(self, target: io.BytesIO, book: Any, package: Package, files: dict[str, File]) -> None:
        super().__init__(target, book, {"epub2_guide": False, "raise_exceptions": True, "compresslevel": _LEVEL})
        self._package = package
        self._files = files

    def write(self) -> None:
        """Write the archive; every entry has the book's own date."""
        with zipfile.ZipFile(self.file_name, "w") as archive:
            self.out = _Shelf(archive, _zip_date(self._package.modified), self._files)
            self.out.writestr("mimetype", "application/epub+zip")
            self._write_container()
            self._write_opf()
            self._write_items()

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
    """What EbookLib takes for its zip file: the same date, rights and method for an entry, whoever writes it."""

    def __init__(self, archive: zipfile.ZipFile, date: tuple[int, ...], files: dict[str, File]) -> None:
        self._archive = archive
        self._date = date
        self._files = files

    def writestr(self, name: str, data: bytes | str) -> None:
        """Add the entry ``name``."""
        entry = zipfile.ZipInfo(name, self._date)  # type: ignore[arg-type]
        entry.create_system = _UNIX
        entry.external_attr = _FILE_MODE << 16
        file = self._files.get(name.removeprefix(f"{FOLDER}/"))
        plain = name == "mimetype" or (file is not None and file.media_type in _STORED)
        method = zipfile.ZIP_STORED if plain else zipfile.ZIP_DEFLATED
        self._archive.writestr(entry, data, compress_type=method, compresslevel=_LEVEL)


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


def _zip_date(moment: str) -> tuple[int, ...]:
    """The moment as an archive can hold it: 1980 to 2107, even seconds."""
    year, month, day = int(moment[:4]), int(moment[5:7]), int(moment[8:10])
    if not 1980 <= year <= 2107:
        return (1980, 1, 1, 0, 0, 0)
    return (year, month, day, int(moment[11:13]), int(moment[14:16]), int(moment[17:19]) // 2 * 2)
