"""The plan of a build: one job an artefact, each with the file name it will have."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from publisher.diagnostics import UsageError
from publisher.value import dataclass

if TYPE_CHECKING:  # at run time the configuration costs a tenth of a second, which an unchanged book need not pay
    from publisher.config import EditionSpec

FORMATS = ("epub", "pdf")
COVER, ONIX = "cover", "onix"  # what an edition for a shop has beside its book
WRAP, PROOF = "-cover-wrap.pdf", "-cover-wrap-proof.pdf"  # of a book that is bound: its cover, which is made apart
DEFAULT_STYLE = {"epub": "ebook", "pdf": "print"}


@dataclass(frozen=True, slots=True)
class Job:
    """One artefact to make. ``paper`` is a page size's name, or "" for the style's own.

    ``format`` is that of a book, or :data:`COVER` or :data:`ONIX` for what belongs to the book ``product``.
    """

    edition: str
    format: str
    style: str
    paper: str
    stem: str  # of the file in dist/
    product: str = ""  # file name of the book that a cover or a record belongs to

    @property
    def file_name(self) -> str:
        """The file's name in dist/."""
        if self.format == ONIX:
            return f"{self.product}.onix.xml"
        return f"{self.stem}-cover.jpg" if self.format == COVER else f"{self.stem}.{self.format}"


@dataclass(frozen=True, slots=True)
class Options:
    """What the command asks of a build."""

    editions: tuple[str, ...] = ()  # empty: all
    format: str = ""  # "epub" or "pdf"; empty: what each edition says
    jobs: int = 0  # workers; 0: as many as the machine has processors for us
    use_cache: bool = True
    strict: bool = False
    locked: bool = False  # the list of ids must be up to date
    typography: bool = False  # measure the finished PDFs as a typographer would
    begin_lock: bool = False  # where the manuscript has no list of ids, begin one


def choose_editions(specs: Sequence[EditionSpec], options: Options) -> tuple[EditionSpec, ...]:
    """The editions that ``options`` ask for, in the manuscript's order.

    Raises :class:`UsageError` for a name that no edition has, and when none of them has the format asked for.
    """
    known = [spec.name for spec in specs]
    for name in options.editions:
        if name not in known:
            import difflib

            close = difflib.get_close_matches(name, known, 1, 0.6)
            there = f"the editions are: {', '.join(known)}"
            hint = f"did you mean {close[0]}? {there}" if close else there
            raise UsageError(f"there is no edition {name!r}", hint)
    chosen = tuple(spec for spec in specs if not options.editions or spec.name in options.editions)
    wanted = tuple(spec for spec in chosen if not options.format or options.format in spec.formats)
    if not wanted and chosen:
        whose = " or ".join(f"{spec.name!r}" for spec in chosen)
        raise UsageError(
            f"the edition {whose} has no {options.format}",
            hint="name another edition or format; the `formats` of an edition are in book.toml",
        )
    return wanted


def plan(specs: Sequence[EditionSpec], slug: str, options: Options) -> tuple[Job, ...]:
    """The jobs of a build, in the order of the editions, each book before what belongs to it.

    Raises like :func:`choose_editions`.
    """
    return tuple(
        job
        for spec in choose_editions(specs, options)
        for format in dict.fromkeys(spec.formats)
        if not options.format or format == options.format
        for paper in (dict.fromkeys(spec.papers or ("",)) if format == "pdf" else ("",))
        for job in _with_company(
            Job(
                spec.name,
                format,
                spec.style or DEFAULT_STYLE[format],
                paper,
                _stem(slug, spec, paper, single=len(specs) == 1),
            ),
            spec,
        )
    )


def _with_company(book: Job, spec: EditionSpec) -> tuple[Job, ...]:
    """A book, and for a shop that takes it the cover's file and the record."""
    from publisher.config.shops import find_shop

    if not spec.channel or book.format not in find_shop(spec.channel).words("formats"):
        return (book,)
    record = replace(book, format=ONIX, product=book.file_name)
    if book.format != "epub":
        return (book, record)
    return (book, replace(book, format=COVER, product=book.file_name), record)


def _stem(slug: str, spec: EditionSpec, paper: str, *, single: bool) -> str:
    """``slug-edition[-paper]``; a book with one edition needs no name for it, nor an edition for its only paper."""
    parts = [slug] if single else [slug, spec.name]
    if paper and len(spec.papers) > 1:
        parts.append(re.sub(r"[^a-z0-9.-]", "", paper.lower().replace("×", "x")))
    return "-".join(parts)


def wrap_name(job: Job, *, proof: bool = False) -> str:
    """The file of a book's cover wrap."""
    return f"{job.stem}{PROOF if proof else WRAP}"


def wrap_names(jobs: Sequence[Job]) -> frozenset[str]:
    """The files of all cover wraps and proofs that these books may have."""
    pdfs = [job for job in jobs if job.format == "pdf"]
    return frozenset(wrap_name(job, proof=proof) for job in pdfs for proof in (False, True))


def clashes(jobs: Sequence[Job]) -> tuple[tuple[str, str], ...]:
    """Editions whose files would overwrite another's, each with a sentence; letters' case aside, as on many disks."""
    first: dict[str, Job] = {}
    found = []
    for job in jobs:
        other = first.setdefault(job.file_name.casefold(), job)
        if other is not job:
            message = f"the editions {other.edition!r} and {job.edition!r} would both make {job.file_name}"
            found.append((job.edition, message))
    return tuple(found)
