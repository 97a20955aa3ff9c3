"""Making one artefact, in whichever process we are."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from publisher.build.cache import Cache
from publisher.build.fontcase import FontCase
from publisher.build.maker import maker_digest
from publisher.build.plan import COVER
from publisher.diagnostics import MachineError, in_order
from publisher.formats.artefact import Artefact, Pagination
from publisher.store import NOTHING_KEPT, Store
from publisher.style.composition import Composition
from publisher.value import dataclass

if TYPE_CHECKING:
    from publisher.formats.pdf.wardrobe import Wardrobe


@dataclass(frozen=True, slots=True)
class Task:
    """One artefact to make, with all that a worker needs: it crosses into another process by pickle."""

    index: int
    format: str
    file_name: str
    composition: Composition
    folder: Path
    style_folders: tuple[Path, ...]  # all of them, Publisher's own too: fonts may lie in any
    pagination: Pagination | None = None  # of the printed edition whose pages an EPUB lists
    cache: Cache | None = None  # where the parts of a long book are kept
    hands: int = 1  # processes that may work at it

    @property
    def size(self) -> int:
        """Characters of XHTML: what the work grows with."""
        return sum(len(document.body) for document in self.composition.documents)


@dataclass(frozen=True, slots=True)
class _Parts:
    """Parts of books, and fonts made ready for them, in the cache: good for what made them alone."""

    cache: Cache

    def get(self, key: str) -> bytes | None:
        return self.cache.get(self._key(key))

    def put(self, key: str, data: bytes) -> None:
        self.cache.put(self._key(key), data)

    def _key(self, key: str) -> str:
        return hashlib.sha256(f"{maker_digest()}\n{key}".encode()).hexdigest()


def make(task: Task, parts: Callable[[int, int], None] | None = None, wardrobe: Wardrobe | None = None) -> Artefact:
    """Make one artefact. Raises :class:`MachineError` when a disk or a file is not as we need it.

    ``parts`` is told of a long PDF how many of its parts are laid out, and of how many. The ``wardrobe`` has what this
    process keeps for its next PDF.
    """
    try:
        return _make(task, parts, wardrobe)
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        message = f"{task.file_name} cannot be made: {error.strerror or error}{where}"
        raise MachineError(message, "see that the folder for temporary files has room") from error


def _make(task: Task, parts: Callable[[int, int], None] | None, wardrobe: Wardrobe | None) -> Artefact:
    """Imports what its format needs and no more."""
    from publisher.manuscript import asset_reader

    read_asset = asset_reader(task.folder)

    kept: Store = _Parts(task.cache) if task.cache is not None and task.cache.keeps else NOTHING_KEPT
    case = FontCase(task.style_folders, kept)
    if task.format == "epub":
        from publisher.formats.epub.make import make_epub
        from publisher.formats.shops import checked

        return checked(make_epub(task.composition, read_asset, case.font, task.pagination, kept), task.composition)
    if task.format == COVER:
        from publisher.formats.covers import make_cover

        return make_cover(task.composition, read_asset, case.font)
    from publisher.formats.pdf.make import make_pdf

    if task.hands > 1:
        case.make_ready(task.composition.fonts, task.hands)
    made = make_pdf(
        task.composition, read_asset, case.font, store=kept, hands=task.hands, parts=parts, wardrobe=wardrobe
    )
    return _preflighted(made, task.composition)


def _preflighted(artefact: Artefact, composition: Composition) -> Artefact:
    """A PDF for a printer, read back and held against what the printer takes."""
    if composition.printer is None or not artefact.data:
        return artefact
    from publisher.judges.preflight.places import diagnostics
    from publisher.judges.preflight.run import preflight

    edition = composition.edition
    found = preflight(artefact.data, composition.printer, ink=edition.ink, bleed=edition.bleed)
    said = diagnostics(found, composition, artefact.pagination)
    return replace(artefact, diagnostics=in_order((*artefact.diagnostics, *said)))
