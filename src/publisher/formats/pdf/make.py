"""The PDF of a composition: its documents joined, laid out, tagged, checked and paginated."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from hashlib import sha256

from publisher.diagnostics import MachineError, in_order
from publisher.formats.artefact import Artefact
from publisher.formats.pdf.wardrobe import Wardrobe
from publisher.store import Store
from publisher.style.composition import Composition, FontFace

MEDIA_TYPE = "application/pdf"

_PANGO = (
    "Debian and Ubuntu: apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0; Fedora: dnf install pango; "
    "macOS: brew install pango; Windows: install Pango with MSYS2"
)


def make_pdf(
    composition: Composition,
    read_asset: Callable[[str], bytes],
    read_font: Callable[[FontFace], bytes],
    *,
    store: Store | None = None,
    hands: int = 1,
    parts: Callable[[int, int], None] | None = None,
    wardrobe: Wardrobe | None = None,
) -> Artefact:
    """The PDF of ``composition``, with its pagination and all that was found.

    ``store`` keeps the chapters of long books, so that one that did not change is not laid out again; ``hands`` says
    how many processes may lay them out at a time: the bytes are the same whatever both are. ``parts`` is told
    how many of them are laid out, of how many; of none where the book is laid out as a whole after all. The
    ``wardrobe`` has what this process read and measured for its last PDFs.
    ``read_asset`` gives the bytes of an image by its path, ``read_font`` those of a static font face. An artefact
    without bytes comes back when an error in the manuscript or style kept the pages from being made. Equal
    compositions give equal bytes. Raises MachineError when Pango is missing, or when the print engine fails for no
    reason that a chapter of the book gives.
    """
    try:
        from publisher.formats.pdf import produce
    except OSError as error:  # WeasyPrint loads Pango when it is imported
        raise MachineError(f"the print engine needs Pango: {error}", hint=_PANGO) from error
    with closing(Wardrobe(lasts=False)) as own:
        made = produce.produce(
            composition, _identifier(composition), read_asset, read_font,
            store=store, hands=hands, parts=parts, wardrobe=wardrobe or own,
        )  # fmt: skip
    return Artefact(f"{composition.name}.pdf", MEDIA_TYPE, made.data, made.pagination, in_order(made.diagnostics))


def _identifier(composition: Composition) -> bytes:
    """Sixteen bytes, as letters, that stay the same for one file of one book (ISO 32000-1, 14.4)."""
    return sha256(f"{composition.identifier}\n{composition.name}".encode()).hexdigest()[:32].encode()
