"""The files of an EPUB packed into one: the same files give the same bytes, whenever and wherever.

What was made for the last book too, the package document and deflated files, comes out of the store.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha256

from publisher.formats.epub.archive import Entry, Moment, archive, deflate
from publisher.formats.epub.parts import CONTAINER, FOLDER, PACKAGE, File, Package
from publisher.store import NOTHING_KEPT, Store, kept

# Compressed by themselves: deflating them again costs time and gains nothing.
_STORED = ("image/jpeg", "image/png", "image/gif", "image/webp")
_WORTH_KEEPING = 4096  # bytes: what is smaller is deflated sooner than found
_COUNT = "{count of words}"  # stands for the number in a package document that is kept
_WORD_COUNT = (("property", "schema:wordCount"),)
_BETWEEN = b"\0"  # of what no XML can hold


def pack(package: Package, files: Sequence[File], store: Store = NOTHING_KEPT) -> bytes:
    """The EPUB's bytes: mimetype first and stored, then container, package document and ``files`` in their order."""
    return archive(_entries(package, files, store), zip_date(package.modified))


def _entries(package: Package, files: Sequence[File], store: Store) -> Iterator[Entry]:
    yield Entry("mimetype", b"application/epub+zip")
    container, document = _description(package, files, store)
    yield Entry(CONTAINER, container, deflate(container))
    yield Entry(PACKAGE, document, deflate(document))
    for file in files:
        deflated = None if file.media_type in _STORED else _deflated(file.data, store)
        yield Entry(f"{FOLDER}/{file.name}", file.data, deflated)


def _description(package: Package, files: Sequence[File], store: Store) -> tuple[bytes, bytes]:
    """The container and the package document. Of a book whose count of words alone has changed they are known."""
    count, uncounted = _without_count(package)
    made_from = repr((uncounted, [(file.name, file.id, file.media_type, file.properties) for file in files]))
    key = f"package {sha256(made_from.encode('utf-8', 'surrogatepass')).hexdigest()}"
    container, _, document = kept(store, key, lambda: _described(uncounted, files)).partition(_BETWEEN)
    if not count:
        return container, document
    before, mark, after = document.partition(_COUNT.encode())
    if not mark or _COUNT.encode() in after:  # the book has these very letters somewhere
        container, _, document = _described(package, files).partition(_BETWEEN)
        return container, document
    return container, before + count.encode() + after


def _without_count(package: Package) -> tuple[str, Package]:
    """The count of words in the metadata, and the package with a mark in its place; empty where it has none."""
    count = next((each.text for each in package.metadata if each.attrs == _WORD_COUNT and each.text.isdecimal()), "")
    if not count:
        return "", package
    metadata = (replace(each, text=_COUNT) if each.attrs == _WORD_COUNT else each for each in package.metadata)
    return count, replace(package, metadata=tuple(metadata))


def _described(package: Package, files: Sequence[File]) -> bytes:
    """The container and the package document."""
    from publisher.formats.epub.package import describe_package  # loads EbookLib, for which a known book has no use

    return _BETWEEN.join(describe_package(package, files))


def _deflated(data: bytes, store: Store) -> bytes:
    if len(data) < _WORTH_KEEPING or store is NOTHING_KEPT:
        return deflate(data)
    return kept(store, f"deflated {sha256(data).hexdigest()}", lambda: deflate(data))


def zip_date(moment: str) -> Moment:
    """The moment as an archive can hold it: 1980 to 2107, even seconds."""
    year, month, day = int(moment[:4]), int(moment[5:7]), int(moment[8:10])
    if not 1980 <= year <= 2107:
        return (1980, 1, 1, 0, 0, 0)
    return (year, month, day, int(moment[11:13]), int(moment[14:16]), int(moment[17:19]) // 2 * 2)
