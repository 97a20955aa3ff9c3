"""The shorter ways of writing in ``book.toml``, brought to one shape before they are checked.

Each function takes what TOML gave and returns what the type expects; what it does not know it passes on
unchanged, so that the type itself complains.
"""

from __future__ import annotations

from datetime import date as Day
from datetime import datetime
from typing import Any

A_FILE = "<file>"
A_PART = "<part>"


def text(value: Any) -> Any:
    """``3`` is ``"3"``."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def date(value: Any) -> Any:
    """``2026-11-22`` and ``2026`` without quotes are dates too; a time of day is cut off."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, Day):
        return value.isoformat()
    return text(value)


def words(value: Any) -> Any:
    """``"A4"`` is ``["A4"]``."""
    return [value] if isinstance(value, str) else value


def several(value: Any) -> Any:
    """One name or one table is a list of one."""
    return [value] if isinstance(value, str | dict) else value


def named(value: Any) -> Any:
    """``"Jane Doe"`` is ``{ name = "Jane Doe" }``."""
    return {"name": value} if isinstance(value, str) else value


def volumes(value: Any) -> Any:
    """A set is named as a series is, and is of another kind."""
    group = named(value)
    return {**group, "kind": "set"} if isinstance(group, dict) else group


def helper(value: Any) -> Any:
    """A person who is not an author: where no role is given, a contributor."""
    person = named(value)
    return {"role": "ctb", **person} if isinstance(person, dict) else person


def file_or_part(value: Any) -> str:
    """Which of the two an item of the body is."""
    return A_PART if isinstance(value, dict) or hasattr(value, "part") else A_FILE


def pairs(value: Any) -> Any:
    """A table of custom properties is a list of name and value."""
    if not isinstance(value, dict):
        return value
    return [(name, plain_number(each)) for name, each in value.items()]


def plain_number(value: Any) -> Any:
    """A number as its shortest digits: ``1.5`` is ``"1.5"``."""
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def named_tables(value: Any) -> Any:
    """``{ print = {…} }`` is ``[{ name = "print", … }]``, in the order of the file."""
    if not isinstance(value, dict):
        return value
    return [{**_one_isbn(table), "name": name} if isinstance(table, dict) else table for name, table in value.items()]


def _one_isbn(table: dict[str, Any]) -> dict[str, Any]:
    """An ISBN for each kind of file, ``isbn = { epub = "…" }``, goes into a field of its own."""
    written = table.get("isbn")
    if not isinstance(written, dict) or not all(isinstance(number, str) for number in written.values()):
        return table
    return {**table, "isbn": "", "isbns": list(written.items())}
