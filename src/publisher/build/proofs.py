"""Proofs of a book: its PDFs laid out as in a build, shown as spreads and contact sheets in a folder of their own."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from publisher.build.artefacts import artefacts
from publisher.build.corridor import Planned, compositions, walk
from publisher.build.place import Place, Tell, quiet
from publisher.build.plan import Options
from publisher.build.proofnames import outdated, sheet_name, spreads_name
from publisher.build.whole import alone_in, write_all
from publisher.diagnostics import Diagnostic, MachineError, Severity, UsageError, has_errors, in_order
from publisher.features.feature import Feature
from publisher.fonts import read_font
from publisher.formats.artefact import Artefact
from publisher.formats.proofs.changes import change_cells, read_words, with_looks
from publisher.formats.proofs.compare import Fate, compare
from publisher.formats.proofs.guides import Guides, read_guides
from publisher.formats.proofs.plates import spread_pdf
from publisher.formats.proofs.sheets import Cell, Shot, shape, sheets
from publisher.formats.proofs.spreads import spreads
from publisher.formats.readback.raster import Locked, Unreadable, Viewer
from publisher.formats.readback.surgery import asks_for_twos
from publisher.rules import covers as rules
from publisher.source import Span

MOST_BYTES = 300_000_000  # of an older PDF
MOST_PAGES = 3_000
_PATIENCE = 180.0  # seconds of the processor for it: one of 500 pages takes four
_STOPS = ("C", "M")  # what keeps a book from being composed: see publisher.build.run
_CAPTIONS = "fontpkg_source_sans_3/SourceSans3[wght].ttf"


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked of a proof. ``older`` is the file that it is compared with."""

    edition: str = ""
    grid: bool = True
    dpi: int = 60
    older: Path | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """The proofs of one PDF: the names of the files in the folder, and what became of an older PDF's pages."""

    edition: str
    file_name: str  # of the PDF that was proofed
    pages: int
    spreads: int
    files: tuple[str, ...]
    guides: Guides
    fates: tuple[Fate, ...] = ()


@dataclass(frozen=True, slots=True)
class Proofs:
    """What came of it. No proofs: the book, or the older PDF, could not be read or laid out."""

    proofs: tuple[Proof, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


def make_proofs(place: Place, folder: Path, wish: Wish, features: tuple[Feature, ...], tell: Tell = quiet) -> Proofs:
    """Write proofs of the wished edition's PDFs (of every edition's, when none is named) into ``folder``.

    A book that would not pass its printer is proofed too: that is when one wants to look at it. Nothing is written
    to dist/. Raises :class:`UsageError` for an edition that is not there or has no PDF, or when a comparison is
    asked for and there are several PDFs; :class:`MachineError` when the folder cannot be written.
    """
    older, trouble = _read_older(wish.older) if wish.older is not None else (b"", ())
    if trouble:
        return Proofs(diagnostics=trouble)
    options = Options(editions=(wish.edition,) if wish.edition else (), format="pdf")
    walked = walk(place.folder, options, features, tell)
    found = list(walked.diagnostics)
    if any(each.severity is Severity.ERROR and each.code.startswith(_STOPS) for each in found):
        return Proofs(diagnostics=in_order(found))
    planned, composing = compositions(walked, place.folder, place.style_folders, options, features, tell)
    found.extend(composing)
    if has_errors(found):
        return Proofs(diagnostics=in_order(found))
    pdfs = tuple(each for each in planned if each.job.format == "pdf" and not each.product and each.delivered)
    if older and len({each.job.edition for each in pdfs}) > 1:
        names = ", ".join(dict.fromkeys(each.job.edition for each in pdfs))
        raise UsageError("one edition can be compared with an older PDF, and there are several", f"name one: {names}")
    if older:
        pdfs = pdfs[:1]  # of several papers the first
    finished = artefacts(place, pdfs, 0, tell)
    place.cache.trim()
    found.extend(said for artefact in finished for said in artefact.diagnostics)
    made = []
    for artefact, each in zip(finished, pdfs, strict=True):
        if artefact.data:
            tell("proof", artefact.file_name)
            try:
                made.append(_proof(artefact, each, folder, wish, older))
            except Unreadable as error:
                return Proofs(diagnostics=in_order([*found, _unreadable(wish.older, error)]))
    return Proofs(tuple(made), in_order(found))


def _read_older(path: Path) -> tuple[bytes, tuple[Diagnostic, ...]]:
    """An older PDF, anybody's, or why it cannot be compared. Raises :class:`UsageError` when there is no such file."""
    if not path.is_file():
        raise UsageError(f"there is no file {path}", "name the older PDF")
    if path.stat().st_size > MOST_BYTES:
        message = f"{path.name} is larger than {MOST_BYTES // 1_000_000} MB"
        return b"", (rules.OLDER_TOO_LARGE.at(Span(""), message, "compare with a PDF of this book"),)
    data = path.read_bytes()
    try:
        with Viewer(data) as viewer:
            if len(viewer) > MOST_PAGES:
                message = f"{path.name} says that it has {len(viewer):,} pages; {MOST_PAGES:,} are looked at"
                return b"", (rules.OLDER_TOO_LONG.at(Span(""), message, "compare with a PDF of this book"),)
            if not len(viewer):
                return b"", (rules.OLDER_UNREADABLE.at(Span(""), f"{path.name} has no pages"),)
    except Locked as error:
        return b"", (rules.OLDER_LOCKED.at(Span(""), f"{path.name}: {error}", "save it without a password"),)
    except Unreadable as error:
        return b"", (_unreadable(path, error),)
    return data, ()


def _unreadable(path: Path | None, error: Unreadable) -> Diagnostic:
    name = path.name if path is not None else ""
    return rules.OLDER_UNREADABLE.at(Span(""), f"{name} cannot be read: {error}", "name a PDF that a viewer opens")


def _proof(artefact: Artefact, planned: Planned, folder: Path, wish: Wish, older: bytes) -> Proof:
    """Make and write the proofs of one PDF."""
    stem = planned.job.stem
    info = planned.composition.info
    title = f"{info.title}   ·   {planned.job.edition}"
    font = read_font(_CAPTIONS, 400)
    with Viewer(artefact.data) as viewer:
        labels = tuple(viewer.label(index) for index in range(len(viewer)))
        facing = asks_for_twos(artefact.data)
        guides = read_guides(planned.composition, len(labels), facing=facing, grid=wish.grid)
        files = {spreads_name(stem): spread_pdf(artefact.data, guides, labels, f"{info.title}: proof")}
        pictures = _contact(viewer, labels, guides, wish.dpi, title, font)
        files |= {sheet_name(stem, number): png for number, png in enumerate(pictures, 1)}
        fates: tuple[Fate, ...] = ()
        if older:
            with Viewer(older, _PATIENCE) as before:
                fates = with_looks(compare(read_words(before), read_words(viewer)), before, viewer)
                cells = change_cells(fates, before, viewer, wish.dpi)
                changed = sheets(iter(cells.cells), cells.count, cells.shape, f"{title}   ·   changes", font)
                files |= {sheet_name(stem, number, changes=True): png for number, png in enumerate(changed, 1)}
    _write(folder, stem, files, changes=bool(older))
    open_book = len(spreads(len(labels), facing=guides.facing))
    return Proof(planned.job.edition, artefact.file_name, len(labels), open_book, tuple(files), guides, fates)


def _contact(
    viewer: Viewer, labels: Sequence[str], guides: Guides, dpi: int, title: str, font: bytes
) -> Iterator[bytes]:
    """The contact sheets of all pages."""
    sizes = [viewer.size(index) for index in range(len(labels))]
    largest = max(width for width, _ in sizes), max(height for _, height in sizes)
    open_book = spreads(len(labels), facing=guides.facing, rtl=guides.rtl)
    form = replace(shape(largest, dpi, across=2 if guides.facing else 1), rtl=guides.rtl)

    def shot(page: int | None) -> Shot | None:
        return None if page is None else Shot(viewer.picture(page, form.dpi), labels[page])

    places = ((each.left, each.right) if guides.facing else (each.left,) for each in open_book)
    cells = (Cell(tuple(shot(page) for page in pages)) for pages in places)
    return sheets(cells, len(open_book), form, title, font)


def _write(folder: Path, stem: str, files: dict[str, bytes], *, changes: bool) -> None:
    """Write the files of one PDF's proof, and take away its sheets that an earlier, longer one left."""
    wanted = frozenset(files)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with alone_in(folder):
            write_all({folder / name: data for name, data in files.items()})
            for path in sorted(folder.iterdir()):
                if outdated(path.name, stem, wanted, changes=changes) and path.is_file():
                    with contextlib.suppress(OSError):
                        path.unlink()
    except OSError as error:
        hint = "see that it is a folder that you may write to, with room on its disk"
        raise MachineError(f"cannot write to {folder}: {error.strerror or error}", hint) from error
