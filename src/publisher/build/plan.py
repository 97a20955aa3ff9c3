"""The plan of a build: one job an artefact, each with the file name it will have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from publisher.config import EditionSpec
from publisher.diagnostics import UsageError

FORMATS = ("epub", "pdf")
DEFAULT_STYLE = {"epub": "ebook", "pdf": "print"}


@dataclass(frozen=True, slots=True)
class Job:
    """One artefact to make. ``paper`` is a page size's name, or "" for the style's own."""

    edition: str
    format: str
    style: str
    paper: str
    stem: str  # of the file in dist/

    @property
    def file_name(self) -> str:
        """The file's name in dist/."""
        return f"{self.stem}.{self.format}"


@dataclass(frozen=True, slots=True)
class Options:
    """What the command asks of a build."""

    editions: tuple[str, ...] = ()  # empty: all
    format: str = ""  # "epub" or "pdf"; empty: what each edition says
    jobs: int = 0  # workers; 0: as many as the machine has processors for us
    use_cache: bool = True
    strict: bool = False


def choose_editions(specs: Sequence[EditionSpec], names: Sequence[str]) -> tuple[EditionSpec, ...]:
    """The editions of these names, in the manuscript's order; all of them when no name is given.

    Raises :class:`UsageError` for a name that no edition has.
    """
    known = {spec.name: spec for spec in specs}
    for name in names:
        if name not in known:
            raise UsageError(f"there is no edition {name!r}", hint=f"the editions are: {', '.join(known)}")
    return tuple(spec for spec in specs if not names or spec.name in names)


def plan(specs: Sequence[EditionSpec], slug: str, options: Options) -> tuple[Job, ...]:
    """The jobs of a build, in the order of the editions.

    Raises :class:`UsageError` when the chosen editions have nothing in the format that was asked for.
    """
    jobs = []
    for spec in choose_editions(specs, options.editions):
        for format in spec.formats:
            if options.format and format != options.format:
                continue
            for paper in (spec.papers or ("",)) if format == "pdf" else ("",):
                jobs.append(
                    Job(
                        spec.name,
                        format,
                        spec.style or DEFAULT_STYLE[format],
                        paper,
                        _stem(slug, spec, paper, single=len(specs) == 1),
                    )
                )
    if not jobs:
        raise UsageError(
            f"no chosen edition has the format {options.format!r}", hint="see `formats` of the editions in book.toml"
        )
    return tuple(jobs)


def _stem(slug: str, spec: EditionSpec, paper: str, *, single: bool) -> str:
    """``slug-edition[-paper]``; a book with one edition needs no name for it, nor an edition for its only paper."""
    parts = [slug] if single else [slug, spec.name]
    if paper and len(spec.papers) > 1:
        parts.append(paper.lower().replace(" ", ""))
    return "-".join(parts)
