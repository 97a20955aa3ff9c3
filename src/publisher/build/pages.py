"""Pages taken from print: which PDF an EPUB waits for, and what it learns from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from publisher.build.plan import Job, Options, plan
from publisher.formats.artefact import Artefact, Pagination
from publisher.rules.epub import NO_PAGES
from publisher.source import Span

if TYPE_CHECKING:  # as in the plan: an unchanged book pays for no configuration
    from publisher.config import EditionSpec
    from publisher.style.composition import Composition


def page_jobs(specs: Sequence[EditionSpec], slug: str, jobs: Sequence[Job]) -> dict[Job, Job]:
    """EPUB → the PDF whose pages it lists, for those of ``jobs`` whose edition says ``pages_from``.

    ``print`` means the first paper of that edition, ``print:A5`` the one named. The configuration has been checked.
    """
    by_name = {spec.name: spec for spec in specs}
    every = plan(specs, slug, Options())
    found = {}
    for job in jobs:
        source, _, paper = by_name[job.edition].pages_from.partition(":")
        if job.format == "epub" and source:
            pdfs = (each for each in every if each.edition == source and each.format == "pdf")
            pdf = next((each for each in pdfs if not paper or each.paper.casefold() == paper.casefold()), None)
            if pdf is not None:
                found[job] = pdf
    return found


def also_needed(specs: Sequence[EditionSpec], chosen: Sequence[EditionSpec], options: Options) -> list[str]:
    """Names of the editions that are not among the chosen ones but lend them their pages."""
    asked = {spec.name for spec in chosen}
    wanted = [spec.pages_from.partition(":")[0] for spec in chosen if "epub" in spec.formats]
    lent = [] if options.format == "pdf" else dict.fromkeys(name for name in wanted if name and name not in asked)
    return [spec.name for spec in specs if spec.name in lent]


def pages_of(made: Artefact, composition: Composition, paper: str) -> Pagination:
    """What an EPUB takes from a finished PDF: its pages, and what names the printed edition."""
    return replace(made.pagination, source=source_name(composition, paper))


def source_name(composition: Composition, paper: str) -> str:
    """The edition's own ISBN or identifier. Without one, a name in plain words: title, authors, edition, house, year.

    So it is told by the DAISY Consortium (Page Source, Knowledge Base). The book's own identifier names every
    edition, this EPUB too, and would not tell them apart; "none" would say that no printed book has these pages.
    """
    info, spec = composition.info, composition.edition
    if spec.isbn:
        return composition.identifier
    if spec.identifier:
        return spec.identifier
    title = f"{info.title}: {info.subtitle}" if info.subtitle else info.title
    authors = " & ".join(person.name for person in info.authors)
    words = (title, authors, spec.statement or spec.name, info.publisher, info.date[:4], paper)
    return ", ".join(word for word in words if word)


def without_pages(epub: Job, pdf: Job, span: Span) -> Artefact:
    """In place of an EPUB whose pages could not be laid out: nothing, and the reason."""
    message = f"`{epub.edition}` takes its pages from `{pdf.edition}`, which could not be laid out"
    trouble = NO_PAGES.at(span, message, "see what is said of the printed edition")
    return Artefact(epub.file_name, "application/epub+zip", b"", diagnostics=(trouble,))
