"""Editions that stand on other editions: ``extends`` followed to its end, and what two editions may not share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from publisher.config.hints import did_you_mean, listed
from publisher.config.positions import Positions
from publisher.config.values import EditionSpec
from publisher.diagnostics import Diagnostic
from publisher.rules import config as rules

_OWN = frozenset({"name", "extends", "isbn", "isbns", "identifier", "identifiers"})
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
    if len(chain) == 1:
        return made
    return replace(made, isbn=spec.isbn, isbns=spec.isbns, identifier=spec.identifier, identifiers=spec.identifiers)


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
    """Chains that lead nowhere or in a circle."""
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


def check_pages_from(
    specs: tuple[EditionSpec, ...], raw: Mapping[str, Any], positions: Positions
) -> Iterator[Diagnostic]:
    """Editions that take their pages from one that is not there or has no PDF of that paper, or have no EPUB."""
    by_name = {spec.name: spec for spec in specs}
    for spec in specs:
        written = raw.get(spec.name)
        if not spec.pages_from or not isinstance(written, Mapping) or "pages_from" not in written:
            continue  # said once, where it is written
        span = positions.at(("editions", spec.name, "pages_from"))
        name, colon, paper = spec.pages_from.partition(":")
        source = by_name.get(name)
        if source is None or "pdf" not in source.formats:
            printed = [each.name for each in specs if "pdf" in each.formats]
            what = "there is no edition" if source is None else "no PDF is made of"
            hint = did_you_mean(name, printed, f"a PDF is made of {listed(printed, 'and')}" if printed else "")
            yield rules.PAGES_FROM.at(span, f'{what} "{name[:60]}" to take pages from', hint)
        elif colon and paper.casefold() not in {each.casefold() for each in source.papers}:
            otherwise = f"its papers are {listed(source.papers, 'and')}" if source.papers else f'write "{name}"'
            hint = did_you_mean(paper, source.papers, otherwise)
            yield rules.PAGES_FROM.at(span, f'the edition "{name}" has no paper "{paper[:60]}"', hint)
        elif "epub" not in spec.formats:
            yield rules.IDLE_PAGES_FROM.at(
                span, f"`{spec.name}` makes no EPUB that could list pages", "take the key out, or add the EPUB"
            )
