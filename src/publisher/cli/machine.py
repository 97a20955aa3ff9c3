"""The same things for a machine: one JSON object on standard out, in the shapes that docs/command.md promises."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from publisher.build.place import Place
from publisher.build.plan import FORMATS
from publisher.build.report import Made, Report
from publisher.diagnostics import Diagnostic, PublisherError, UsageError

if TYPE_CHECKING:
    from publisher.book.lock import Changes
    from publisher.book.model import Edition
    from publisher.build.catalogue import Outcome
    from publisher.build.corridor import Walk

# Codes for a terminal and turners of direction, which json leaves as they are.
_CONTROLS = re.compile("[\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_FORMAT = 1  # counts up when a shape changes so that an old reader would misread it; new keys do not


def say(value: dict[str, Any]) -> None:
    """Print one object."""
    text = json.dumps({"format": _FORMAT, **value}, ensure_ascii=False, indent=2)
    click.echo(_CONTROLS.sub(lambda match: f"\\u{ord(match[0]):04x}", text))


@contextmanager
def trouble_as_json(wanted: bool) -> Iterator[None]:
    """Where ``wanted``, trouble that is not the manuscript's becomes an object too, and the exit code stays."""
    try:
        yield
    except PublisherError as error:
        if not wanted:
            raise
        say({"ok": False, "error": {"message": str(error), "hint": error.hint}})
        raise click.exceptions.Exit(2 if isinstance(error, UsageError) else 1) from error


def report(made: Report, place: Place, *, ok: bool) -> None:
    """What came of a build or a check."""
    say(_report(made, place, ok=ok))


def catalogue(books: Iterable[tuple[Outcome, Place | None, bool]], *, ok: bool) -> None:
    """What came of every book of a catalogue."""
    told = []
    for each, place, good in books:
        if each.report is not None and place is not None:
            told.append({"name": each.name, **_report(each.report, place, ok=good)})
        else:
            told.append({"name": each.name, "ok": False, "error": {"message": each.error, "hint": each.hint}})
    say({"ok": ok, "books": told})


def _report(made: Report, place: Place, *, ok: bool) -> dict[str, Any]:
    return {
        "ok": ok,
        "manuscript": str(place.folder),
        "dist": str(place.dist) if place.dist is not None else None,
        "unchanged": made.unchanged,
        "ids": _changes(made.ids),
        "artefacts": [_artefact(each, place) for each in made.made],
        "left_over": list(made.left_over),
        **_typography(made),
        **_wraps(made),
        "diagnostics": [_diagnostic(each) for each in made.diagnostics],
    }


def _typography(made: Report) -> dict[str, Any]:
    """How the PDFs are set; nothing where nobody has asked."""
    if not made.typography:
        return {}
    return {"typography": [{**dataclasses.asdict(each), "counts": dict(each.counts)} for each in made.typography]}


def _wraps(made: Report) -> dict[str, Any]:
    """The books that cover wraps fit, in points; nothing where there are none."""
    return {"wraps": [dataclasses.asdict(each) for each in made.wraps]} if made.wraps else {}


def ids(changed: Changes | None, found: Iterable[Diagnostic], place: Place, *, ok: bool) -> None:
    """How the list of ids was changed."""
    say(
        {
            "ok": ok,
            "manuscript": str(place.folder),
            "ids": _changes(changed),
            "diagnostics": [_diagnostic(each) for each in found],
        }
    )


def _changes(changed: Changes | None) -> dict[str, int] | None:
    """The counts of a change to the list of ids; None where it was not written."""
    return dataclasses.asdict(changed) if changed is not None else None


def _artefact(made: Made, place: Place) -> dict[str, Any]:
    return {
        "path": str(place.dist / made.file_name) if place.dist is not None else None,
        "file_name": made.file_name,
        "edition": made.edition,
        "format": made.format,
        "size": made.size,
        "sha256": made.sha256,
        "pages": made.pages or None,
        "words": made.words if made.format in FORMATS else None,
        "minutes": made.minutes if made.format in FORMATS else None,
        "accessibility": _claims(made),
    }


def _claims(made: Made) -> list[dict[str, Any]] | None:
    """What an ebook says of its accessibility and what it does not; None of any other file."""
    if not made.claims:
        return None
    return [
        {"property": each.property, "value": each.value, "claimed": each.held, "proof": each.proof}
        for each in made.claims
    ]


def diagnostics(found: Iterable[Diagnostic]) -> list[dict[str, Any]]:
    """What was found, as every command says it."""
    return [_diagnostic(each) for each in found]


def _diagnostic(each: Diagnostic) -> dict[str, Any]:
    return {
        "code": str(each.code),
        "severity": str(each.severity),
        "message": each.message,
        "hint": each.hint,
        "path": each.span.path or None,
        "line": each.span.line or None,
        "column": each.span.column or None,
        "end_line": each.span.end_line or None,
        "end_column": each.span.end_column or None,
    }


def info(walked: Walk, place: Place, *, ok: bool) -> None:
    """What a manuscript holds."""
    book = walked.manuscript.config.book
    say(
        {
            "ok": ok,
            "manuscript": str(place.folder),
            "title": book.title,
            "subtitle": book.subtitle,
            "authors": [author.name for author in book.authors],
            "language": book.language,
            "editions": [_edition(edition) for edition in walked.editions],
            "diagnostics": [_diagnostic(each) for each in walked.diagnostics],
        }
    )


def _edition(edition: Edition) -> dict[str, Any]:
    return {
        "name": edition.name,
        "formats": list(edition.spec.formats),
        "audience": edition.spec.audience,
        "words": edition.reading.counts.total,
        "minutes": edition.reading.minutes,
        "chapters": [
            {
                "id": chapter.id,
                "path": chapter.path,
                "title": chapter.text,
                "matter": chapter.matter,
                "words": chapter.reading.counts.total if chapter.reading else None,
                "minutes": chapter.reading.minutes if chapter.reading else None,
            }
            for chapter in edition.chapters
        ],
    }
