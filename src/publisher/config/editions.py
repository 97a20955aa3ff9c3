"""Editions that stand on other editions: ``extends`` followed to its end, and what two editions may not share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from publisher.config.checks import bare_isbn
from publisher.config.hints import did_you_mean, listed
from publisher.config.positions import Positions
from publisher.config.values import EditionSpec
from publisher.diagnostics import Diagnostic
from publisher.rules import config as rules

_OWN = frozenset({"name", "extends", "isbn", "identifier"})
"""What an edition never takes from another: two books with one number cannot be told apart."""


def extend(specs: tuple[EditionSpec, ...], raw: Mapping[str, Any]) -> tuple[EditionSpec, ...]:
    """Every edition with the keys that it takes from those it extends.

    ``raw`` are the ``[editions]`` as written: a key that stands there holds, even where its value is the usual one.
    Lists replace, variables are joined. An edition in a circle stays as it was written.
    """
    by_name = {spec.name: spec for spec in specs}
    return tuple(_extended(spec, by_name, raw) for spec in specs)


def _extended(spec: EditionSpec, by_name: Mapping[str, EditionSpec], raw: Mapping[str, Any]) -> EditionSpec:
    chain = _chain(spec.name, by_name)
    if chain is None:
        return spec
    made = by_name[chain[-1]]
    for name in reversed(chain[:-1]):
        made = _over(made, by_name[name], raw.get(name, {}))
    return made if len(chain) == 1 else replace(made, isbn=spec.isbn, identifier=spec.identifier)


def _over(base: EditionSpec, spec: EditionSpec, written: Mapping[str, Any]) -> EditionSpec:
    own = {key: getattr(spec, key) for key in written if key in EditionSpec.__slots__ and key not in _OWN}
    if "variables" in own:
        own["variables"] = tuple({**dict(base.variables), **dict(own["variables"])}.items())
    return replace(base, **own, name=spec.name, extends=spec.extends)


def _chain(name: str, by_name: Mapping[str, EditionSpec]) -> list[str] | None:
    """The edition and those it stands on, down to the last; None for a circle."""
    chain: list[str] = []
    while name in by_name:
        if name in chain:
            return None
        chain.append(name)
        name = by_name[name].extends
    return chain


def check_editions(raw: Mapping[str, Any], positions: Positions) -> Iterator[Diagnostic]:
    """Chains that lead nowhere or in a circle, and ISBNs on more than one edition or file type."""
    tables = {name: table for name, table in raw.items() if isinstance(table, Mapping)}
    bases = {name: table.get("extends", "") for name, table in tables.items()}
    for name, base in bases.items():
        span = positions.at(("editions", name, "extends"))
        if not isinstance(base, str) or not base:
            continue
        if base not in tables:
            others = [each for each in tables if each != name]
            hint = did_you_mean(base, others, f"the editions are {listed(tables, 'and')}")
            yield rules.EXTENDS.at(span, f'there is no edition "{base[:60]}" to extend', hint)
        elif circle := _circle(name, bases):
            yield rules.EXTENDS.at(span, f"the editions stand on each other: {' → '.join(circle)}", "break the circle")
    yield from _shared_isbn(tables, positions)


def _circle(name: str, bases: Mapping[str, Any]) -> list[str]:
    """The way from ``name`` back to itself; empty where there is none."""
    way = [name]
    while True:
        following = bases.get(way[-1])
        if not isinstance(following, str) or not following:
            return []
        if following == name:
            return [*way, name]
        if following in way:
            return []
        way.append(following)


def _shared_isbn(tables: Mapping[str, Any], positions: Positions) -> Iterator[Diagnostic]:
    first: dict[str, str] = {}
    for name, table in tables.items():
        written = table.get("isbn")
        number = bare_isbn(written) if isinstance(written, str) and written else ""
        if not number:
            continue
        if number in first:
            yield rules.SAME_ISBN.at(
                positions.at(("editions", name, "isbn")),
                f"`{name}` has the ISBN of `{first[number]}`",
                "give each edition its own number, or none",
            )
        first.setdefault(number, name)


def check_shared_isbn(specs: tuple[EditionSpec, ...], positions: Positions) -> Iterator[Diagnostic]:
    """A note for each edition whose one ISBN would stand in several kinds of file."""
    for spec in specs:
        if bare_isbn(spec.isbn) and (len(spec.formats) > 1 or len(spec.papers) > 1):
            what = "an EPUB and a PDF" if len(spec.formats) > 1 else f"PDFs of {len(spec.papers)} sizes"
            yield rules.SHARED_ISBN.at(
                positions.at(("editions", spec.name, "isbn")),
                f"`{spec.name}` makes {what} with one ISBN",
                "if both are sold, make them two editions with a number each",
            )
