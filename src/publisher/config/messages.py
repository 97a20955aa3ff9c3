"""What pydantic found wrong with the shape of ``book.toml``, in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date, time
from typing import Any

from publisher.config.hints import did_you_mean, listed
from publisher.config.positions import Path, Positions
from publisher.config.shapes import A_FILE, A_PART
from publisher.config.trade import OnixInfo, Price
from publisher.config.values import (
    BookInfo,
    Config,
    Contents,
    Contributor,
    EditionSpec,
    PartSpec,
    ReadingOptions,
    Series,
)
from publisher.diagnostics import Diagnostic, Rule
from publisher.rules import config as rules

_TABLES: dict[str, type] = {
    "book": BookInfo,
    "contents": Contents,
    "reading": ReadingOptions,
    "editions.NAME": EditionSpec,
    "onix": OnixInfo,
}
_ITEMS: dict[str, type] = {
    "authors": Contributor,
    "contributors": Contributor,
    "series": Series,
    "set": Series,
    "body": PartSpec,
    "prices": Price,
}
_NOT_KEYS = ("assumed", "name", "isbns")  # fields of the values that no author writes

_WANTED = {
    "string_type": 'text in quotes: {key} = "…"',
    "bool_type": "{key} = true or {key} = false",
    "float_type": "a number without quotes",
    "tuple_type": "a list: {key} = [ … ]",
    "dataclass_type": "a table",
    "dict_type": "a table",
    "list_type": "a list: {key} = [ … ]",
}
_LIMITS = {"greater_than_equal": ("less than", "ge"), "less_than_equal": ("more than", "le")}


def plain_loc(loc: Iterable[str | int], raw: Mapping[str, Any]) -> Path:
    """Pydantic's place as a place in the file: without the tags of unions, editions and variables by name."""
    parts = [part for part in loc if part not in (A_FILE, A_PART)]
    editions = raw.get("editions")
    if parts[:1] != ["editions"] or len(parts) < 2 or not isinstance(editions, dict):
        return tuple(parts)
    parts[1] = _key_at(editions, parts[1])
    if parts[2:3] == ["variables"] and len(parts) > 3:
        variables = editions[parts[1]]["variables"]
        parts[3:] = [_key_at(variables, parts[3])] if isinstance(variables, dict) else []
    return tuple(parts)


def _key_at(table: Mapping[str, Any], index: str | int) -> str:
    return tuple(table)[index] if isinstance(index, int) else index


def sentence(error: Mapping[str, Any], loc: Path, positions: Positions) -> Diagnostic:
    """One of pydantic's errors as a diagnostic."""
    kind = str(error["type"])
    key = next((str(part) for part in reversed(loc) if isinstance(part, str)), "")
    span = positions.at(loc)
    if kind == "unexpected_keyword_argument":
        return unknown_key(loc, positions)
    if kind == "missing":
        return rules.MISSING_KEY.at(span, f"{_where(loc[:-1])} has no `{key}`", _example(key))
    if kind == "string_too_short":
        return rules.MISSING_KEY.at(span, f"`{key}` is empty", "write it out, or take the key away")
    if kind in _LIMITS or kind == "finite_number":
        return _limit(rules.OUT_OF_RANGE, kind, error, loc, positions)
    item = bool(loc) and isinstance(loc[-1], int)
    wanted = "a name in quotes or a table" if item and key in _ITEMS and key != "body" else _WANTED.get(kind, "")
    hint = wanted.partition(":")[0] if item else wanted.format(key=key)
    of = f"an item of `{key}` is" if item else f"`{key}` is"
    return rules.WRONG_TYPE.at(span, f"{of} {_what(error.get('input'))}", f"write {hint}" if hint else "")


def _example(key: str) -> str:
    return 'write chapters = ["…"]' if key == "chapters" else f'write {key} = "…"'


def unknown_key(loc: Path, positions: Positions) -> Diagnostic:
    """A key that has no meaning in its table."""
    key = str(loc[-1])
    known = known_keys(loc[:-1])
    table = next((name for name, each in _TABLES.items() if key in _names(each) and loc[:-1] != (name,)), "")
    if table and key not in _NOT_KEYS:
        hint = f"`{key}` belongs in [{table}]"
    else:
        hint = did_you_mean(key, known, f"the keys here are {listed(known, 'and')}")
    return rules.UNKNOWN_KEY.at(positions.at(loc), f"{_where(loc[:-1])} has no key `{key[:60]}`", hint)


def known_keys(loc: Path) -> tuple[str, ...]:
    """The keys that the table at ``loc`` may have."""
    if not loc:
        return tuple(name for name in _names(Config) if name not in _NOT_KEYS)
    if loc[0] == "editions" and "prices" in loc[2:3]:
        return _names(Price)
    if loc[0] == "editions":
        return tuple(name for name in _names(EditionSpec) if name not in _NOT_KEYS)
    if len(loc) == 1:
        return _names(_TABLES.get(str(loc[0]), Config))
    return _names(_ITEMS.get(str(loc[1]), BookInfo))


def _names(table: type) -> tuple[str, ...]:
    return tuple(each.name for each in fields(table))


def _where(loc: Path) -> str:
    names = [str(part) for part in loc if isinstance(part, str)]
    if not names:
        return "book.toml"
    if names[0] == "editions" and "prices" not in names[2:3]:
        return f"[{'.'.join(names[:2])}]"
    if len(names) == 1:
        return f"[{names[0]}]"
    return {"body": "this part"}.get(names[-1], f"this entry of `{names[-1]}`")


def _limit(rule: Rule, kind: str, error: Mapping[str, Any], loc: Path, positions: Positions) -> Diagnostic:
    key = str(loc[-1])
    if kind == "finite_number":
        return rule.at(positions.at(loc), f"`{key}` is not a number that can be reckoned with", "write 0 for the usual")
    words, name = _LIMITS[kind]
    limit = error["ctx"][name]
    return rule.at(positions.at(loc), f"`{key}` cannot be {words} {limit:g}", "write 0 for the usual")


def _what(value: Any) -> str:
    """What kind of thing an author wrote."""
    kinds: tuple[tuple[type | tuple[type, ...], str], ...] = (
        (bool, "true or false"),
        ((int, float), "a number"),
        (str, "text"),
        (list, "a list"),
        (dict, "a table"),
        ((date, time), "a date or a time"),
    )
    return next((words for kind, words in kinds if isinstance(value, kind)), "something else")
