"""Whether the cover wraps in dist/ still fit the books that are built."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from publisher.build.plan import wrap_name
from publisher.diagnostics import Diagnostic
from publisher.rules.covers import STALE_WRAP
from publisher.source import Span
from publisher.style.composition import PROFILE, Composition

if TYPE_CHECKING:
    from publisher.build.corridor import Planned
    from publisher.config.printers import Printer, Stock
    from publisher.formats.artefact import Artefact
    from publisher.formats.wrap.label import Label

_MOST = 500_000_000  # bytes of a wrap that is read back


def stock_of(composition: Composition) -> Stock | None:
    """The paper of an edition: the one it names, else the printer's first for its ink."""
    printer, spec = composition.printer, composition.edition
    if printer is None:
        return None
    if spec.stock:
        return printer.stock(spec.stock)
    fitting = (each for each in printer.stocks if not spec.ink or spec.ink in each.inks)
    return next(fitting, None)


def label_of(interior: Artefact, composition: Composition) -> Label | None:
    """The book that a wrap must fit; None where its printer does not say how thick a spine is."""
    from publisher.formats.readback.label import trim_box
    from publisher.formats.wrap.label import Label

    printer, stock = composition.printer, stock_of(composition)
    trim = trim_box(interior.data)
    spine = _spine(interior.page_count, printer, stock)
    if printer is None or spine is None or trim is None:
        return None
    name = "" if printer.spine_bands or stock is None else stock.name
    return Label(composition.edition.name, printer.name, name, interior.page_count, *trim, spine)


def _spine(pages: int, printer: Printer | None, stock: Stock | None) -> float | None:
    if printer is None or not pages:
        return None
    from publisher.formats.wrap.geometry import spine_width

    return spine_width(pages, printer, stock)


def stale_wraps(dist: Path | None, finished: Iterable[tuple[Artefact, Planned]]) -> Iterator[Diagnostic]:
    """An error for every finished book whose cover wrap lies in dist/ and was made for another.

    A file of that name without a label of ours is the author's own, and nobody's business.
    """
    if dist is None:
        return
    for artefact, planned in finished:
        if planned.job.format != "pdf" or planned.product or not artefact.data or planned.composition.printer is None:
            continue
        path = dist / wrap_name(planned.job)
        made = _read(path)
        wanted = label_of(artefact, planned.composition)
        if made is None or wanted is None:
            continue
        from publisher.formats.wrap.label import differences

        different = differences(made, wanted)
        if different:
            span = dict(planned.composition.spans).get(PROFILE, Span("book.toml"))
            message = f"{path.name} was made for {'; for '.join(different)}"
            yield STALE_WRAP.at(span, message, f"publisher cover {planned.job.edition} makes it again")


def _read(path: Path) -> Label | None:
    from publisher.formats.readback.label import info_of
    from publisher.formats.wrap.label import read

    try:
        if not path.is_file() or path.stat().st_size > _MOST:
            return None
        return read(info_of(path.read_bytes()))
    except OSError:
        return None
