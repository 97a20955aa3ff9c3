"""Which ISBN stands in which file, and that no number stands in two."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from publisher.config.checks import bare_isbn
from publisher.config.positions import Path, Positions
from publisher.config.values import EditionSpec
from publisher.diagnostics import Diagnostic
from publisher.rules import config as rules
from publisher.rules import shops as shop_rules
from publisher.value import dataclass

_URN = "urn:isbn:"


def isbn_for(spec: EditionSpec, format: str, paper: str = "") -> str:
    """The ISBN of one file of an edition, as the author wrote it; empty when it has none.

    A key ``pdf:A5`` speaks for that paper alone and goes before ``pdf``.
    """
    if not spec.isbns:
        return spec.isbn
    numbers = {key.casefold(): number for key, number in spec.isbns}
    return numbers.get(f"{format}:{paper}".casefold()) or numbers.get(format, "")


def file_kinds(spec: EditionSpec) -> tuple[tuple[str, str], ...]:
    """Format and paper of each file of an edition; the paper is empty for the style's own."""
    return tuple(
        (format, paper)
        for format in dict.fromkeys(spec.formats)
        for paper in (dict.fromkeys(spec.papers or ("",)) if format == "pdf" else ("",))
    )


@dataclass(frozen=True, slots=True)
class _Claim:
    """A file that carries a number, and the key that says so."""

    edition: str
    file: str  # "EPUB", "A5 PDF"
    loc: Path


def check_isbns(
    specs: tuple[EditionSpec, ...], raw: Mapping[str, Any], book_identifier: str, positions: Positions
) -> Iterator[Diagnostic]:
    """Every number that stands in two files, told at both places, and keys for files that are not made."""
    claims: dict[str, list[_Claim]] = {}
    for spec in specs:
        yield from _idle_keys(spec, positions)
        for format, paper in file_kinds(spec):
            number, loc = _number(spec, format, paper, raw.get(spec.name), book_identifier)
            if number:
                file = "EPUB" if format == "epub" else f"{paper} PDF".strip()
                claims.setdefault(number, []).append(_Claim(spec.name, file, loc))
    for sharing in claims.values():
        yield from _shared(sharing, positions)


def _number(spec: EditionSpec, format: str, paper: str, table: Any, book_identifier: str) -> tuple[str, Path]:
    """The bare ISBN of a file, and the key that gives it: its own, the edition's identifier or the book's."""
    loc: Path = ("editions", spec.name, "isbn")
    number = isbn_for(spec, format, paper)
    if number:
        written = table.get("isbn") if isinstance(table, Mapping) else None
        if isinstance(written, Mapping):
            wanted = (f"{format}:{paper}".casefold(), format)
            keys = {key.casefold(): key for key in written}
            loc = (*loc, next((keys[key] for key in wanted if key in keys), format))
        return bare_isbn(number), loc
    for uri, place in ((spec.identifier, ("editions", spec.name, "identifier")), (book_identifier, _BOOK)):
        if uri:
            return bare_isbn(uri[len(_URN) :]) if uri.lower().startswith(_URN) else "", place
    return "", loc


_BOOK: Path = ("book", "identifier")


def _shared(sharing: list[_Claim], positions: Positions) -> Iterator[Diagnostic]:
    first, *others = sharing
    loc = first.loc
    within = [each for each in others if each.edition == first.edition or each.loc == loc]
    for other in within:
        files = f"{_a(first.file)} and {_a(other.file)} of `{first.edition}`"
        if first.edition != other.edition:
            files = f"{_a(first.file)} of `{first.edition}` and {_a(other.file)} of `{other.edition}`"
        for here, there in _both(loc, other.loc):
            message = f"one ISBN for {files}"
            if here != there:
                message += f"; the other stands in line {positions.at(there).line}"
            hint = "give each file its own number, isbn = { epub = …, pdf = … }, or none"
            yield rules.SHARED_ISBN.at(positions.at(here), message, hint)
        return  # each pair of them would say the same again
    told = set()
    for other in others:
        if other.edition in told:
            continue
        told.add(other.edition)
        for claim, rival in ((other, first), (first, other)):
            message = f"`{claim.edition}` has the ISBN of `{rival.edition}` (line {positions.at(rival.loc).line})"
            yield rules.SAME_ISBN.at(positions.at(claim.loc), message, "give each edition its own number, or none")


def _both(one: Path, other: Path) -> tuple[tuple[Path, Path], ...]:
    return ((one, other),) if one == other else ((one, other), (other, one))


def _a(file: str) -> str:
    return f"an {file}" if file == "EPUB" or file[:1] in "A8" else f"a {file}"


def _idle_keys(spec: EditionSpec, positions: Positions) -> Iterator[Diagnostic]:
    """Keys of the table of ISBNs that speak of a file which the edition does not make."""
    made = {format for format, _ in file_kinds(spec)}
    made |= {f"{format}:{paper}".casefold() for format, paper in file_kinds(spec) if paper}
    for key, _ in spec.isbns:
        if key.casefold() not in made:
            span = positions.at(("editions", spec.name, "isbn", key))
            message = f"`{spec.name}` makes no file that `{key[:60]}` names"
            yield shop_rules.ISBN_FILE.at(span, message, "write epub, pdf, or pdf:A5 for one of its papers")
