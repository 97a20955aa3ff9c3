"""What an edition for a shop has beside its book: the cover's file, the ONIX record, and where book.toml says so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from publisher.book.model import Edition
from publisher.build.plan import Job
from publisher.config import Config, EditionSpec, find_paper, isbn_for
from publisher.config.checks import bare_isbn
from publisher.config.isbns import file_kinds
from publisher.config.shops import OWN
from publisher.diagnostics import Diagnostic
from publisher.formats.artefact import Artefact
from publisher.formats.shops import CHANNEL, COVER
from publisher.source import Span
from publisher.style.composition import Composition

if TYPE_CHECKING:  # at run time where a record is made
    from publisher.formats.onix.values import Trade

_MILLIMETRES = 25.4 / 72  # in a point


def of_one_file(edition: Edition, job: Job) -> Edition:
    """The edition with the ISBN of the one file that is made of it."""
    number = isbn_for(edition.spec, job.format, job.paper)
    return edition if number == edition.spec.isbn else replace(edition, spec=replace(edition.spec, isbn=number))


def with_places(composition: Composition, place: Callable[..., Span]) -> Composition:
    """The composition with the places of the keys that a shop's trouble is told at; ``place`` finds a key's."""
    if not composition.edition.channel:
        return composition
    own = (
        (CHANNEL, place("editions", composition.edition.name, "channel")),
        (COVER, place("book", "cover") if composition.info.cover else Span("")),
    )
    return replace(composition, spans=(*composition.spans, *own))


def without_cover(composition: Composition) -> tuple[bool, tuple[Diagnostic, ...]]:
    """Whether there is nothing to make a cover of, and what the shop says to that."""
    from publisher.formats.covers import has_cover, no_cover

    if has_cover(composition):
        return False, ()
    return True, () if composition.edition.channel == OWN else (no_cover(composition),)


def trade_of(job: Job, config: Config, specs: Sequence[EditionSpec], printed: Job | None) -> Trade:
    """What the record of the file that ``job`` describes says beside the file; ``printed``: whose pages it lists."""
    from publisher.formats.onix.values import ALTERNATIVE_FORMAT, BASED_ON_PRINT, Related, Trade

    own = next(spec for spec in specs if spec.name == job.edition)
    format = job.product.rpartition(".")[2]
    number = bare_isbn(isbn_for(own, format, job.paper))
    related: dict[str, str] = {}
    if printed is not None:
        source = next(spec for spec in specs if spec.name == printed.edition)
        related[bare_isbn(isbn_for(source, "pdf", printed.paper))] = BASED_ON_PRINT
    for spec in specs:
        if _same_content(spec, own):
            for kind, paper in file_kinds(spec):
                related.setdefault(bare_isbn(isbn_for(spec, kind, paper)), ALTERNATIVE_FORMAT)
    others = tuple(Related(code, isbn) for isbn, code in related.items() if isbn and isbn != number)
    width, height = _millimetres(job.paper)
    return Trade(config.onix, others, width, height)


def _same_content(spec: EditionSpec, own: EditionSpec) -> bool:
    """Whether an edition is the same book in another form: the same chapters for the same audience."""
    return (spec.chapters, spec.audience) == (own.chapters, own.audience)


def _millimetres(paper: str) -> tuple[float, float]:
    found = find_paper(paper) if paper else None
    width, height = found.points if found else (0.0, 0.0)
    return width * _MILLIMETRES, height * _MILLIMETRES


def print_pages(printed: Artefact | None) -> int:
    """The pages of a printed edition that are not blank; 0 where there is none."""
    return sum(not page.blank for page in printed.pagination.pages) if printed is not None else 0
