"""Reading ``book.toml``: TOML in, a checked :class:`Config` and everything that is wrong with it out."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from typing import Any

from publisher.config.channels import check_channels
from publisher.config.checks import check_values
from publisher.config.editions import check_editions, check_pages_from, extend
from publisher.config.isbns import check_isbns
from publisher.config.messages import plain_loc, sentence, unknown_key
from publisher.config.plain import plain_config
from publisher.config.positions import MAX_DEPTH, Path, Positions, find_positions
from publisher.config.reviews import check_reviews
from publisher.config.values import BookInfo, Config
from publisher.diagnostics import Diagnostic, in_order
from publisher.patterns import regex
from publisher.rules import config as rules
from publisher.source import Span
from publisher.value import dataclass

UNTITLED = "Untitled"
LARGEST = 256 * 1024
"""Characters of a book.toml: a book of 5,000 chapters needs fewer."""

_MOST_ROUNDS = 50
_TOML_PLACE = regex(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)\s*\Z")
_TOML_WORDS = (
    ("Expected '=' after a key", "after a key comes =", 'write key = "value"'),
    ("Invalid value", "this is not a value", 'put text in quotes: key = "value"'),
    ("Unclosed array", "a list has no end", "write ] after its last item"),
    ("Unterminated string", "a text has no end", "close it with a quotation mark on the same line"),
    ("Illegal character '\\n'", "a text has no end on its line", 'close it with ", or use """ for several lines'),
    ("Cannot overwrite a value", "this key stands here twice", "keep one of them"),
    ("Duplicate inline table key", "this key stands here twice", "keep one of them"),
    ("Cannot declare", "this table stands here twice", "put its keys under one header"),
    ("Cannot mutate immutable namespace", "this table was finished above", "put all its keys in one place"),
    ("Cannot redefine", "this table stands here twice", "put its keys under one header"),
    ("Expected newline or end of document", "something follows the value", "end the line here, or put text in quotes"),
    ("Invalid initial character for a key part", "this cannot be a key", "a key has letters, digits and hyphens"),
    ("Invalid statement", "this is neither a [table] nor a key", 'write key = "value"'),
    ("Unescaped '\\' in a string", "a backslash in a text", "write \\\\, or use single quotation marks around it"),
    ("Invalid hex value", "this is no code of a character", "write \\u and four hexadecimal digits"),
    ("Escaped character is not a Unicode scalar", "this is no code of a character", "write the character itself"),
    ("Expected ']' at the end of a table", "a table's header has no end", "write ] after its name"),
    ("Expected ']]' at the end of an array", "a table's header has no end", "write ]] after its name"),
    ("Invalid inline table", "a table in braces is not in order", 'write { key = "value", key = "value" }'),
)


@dataclass(frozen=True, slots=True)
class ConfigReading:
    """A ``book.toml`` as it was read: its values, its trouble, and where each key stands."""

    config: Config
    diagnostics: tuple[Diagnostic, ...]
    positions: Positions


def read_config(text: str, path: str = "book.toml") -> tuple[Config, tuple[Diagnostic, ...]]:
    """The configuration in TOML ``text``, and all that is wrong with it; never raises for what an author wrote.

    Where something is wrong the value is the usual one, so that the rest of the book can still be looked at.
    """
    reading = read_with_positions(text, path)
    return reading.config, reading.diagnostics


def read_with_positions(text: str, path: str = "book.toml") -> ConfigReading:
    """Like :func:`read_config`, with the place of each key for those who find more trouble later."""
    nothing = Config(BookInfo(UNTITLED))
    if len(text) > LARGEST:
        found = rules.TOO_MUCH.at(Span(path, 1), f"{path} is larger than {LARGEST // 1024} KiB")
        return ConfigReading(nothing, (found,), Positions(path, {}))
    positions = find_positions(text, path)
    if positions.too_deep:
        return ConfigReading(nothing, (_too_deep(positions.too_deep),), positions)
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return ConfigReading(nothing, (_syntax(error, text, path),), positions)
    except (RecursionError, ValueError, OverflowError):  # a number of thousands of digits, an impossible date
        found = rules.TOML_SYNTAX.at(Span(path, 1), "a value in this file cannot be read", "look for huge numbers")
        return ConfigReading(nothing, (found,), positions)
    return _checked(raw, positions)


def _checked(raw: dict[str, Any], positions: Positions) -> ConfigReading:
    wrong = list(check_values(raw, positions))
    found = [*(diagnostic for _, diagnostic in wrong), *_undeclared(raw, positions)]
    editions = raw.get("editions")
    if isinstance(editions, dict):
        found.extend(check_editions(editions, positions))
    config = _validated(raw, positions, found)
    if wrong:
        for loc, _ in wrong:
            _take_out(raw, loc, missing=False)
        config = _validated(raw, positions, found)
    written = raw.get("editions")
    tables = written if isinstance(written, dict) else {}
    specs = extend(config.editions, tables)
    found.extend(check_isbns(specs, tables, config.book.identifier, positions))
    found.extend(check_pages_from(specs, tables, positions))
    config = replace(config, editions=specs)
    found.extend(check_channels(config, tables, positions))
    found.extend(check_reviews(config, raw, positions))
    return ConfigReading(config, in_order(found), positions)


def _undeclared(raw: dict[str, Any], positions: Positions) -> list[Diagnostic]:
    """Keys that the values have and the file must not: taken out of ``raw`` and reported."""
    found = []
    if "assumed" in raw:
        del raw["assumed"]
        found.append(unknown_key(("assumed",), positions))
    editions = raw.get("editions")
    for name, table in editions.items() if isinstance(editions, dict) else ():
        for key in ("name", "isbns"):
            if isinstance(table, dict) and key in table:
                del table[key]
                found.append(unknown_key(("editions", name, key), positions))
    return found


def _validated(raw: dict[str, Any], positions: Positions, found: list[Diagnostic]) -> Config:
    """The values of ``raw``. What does not fit is reported, taken out of ``raw``, and the rest looked at again.

    In most files all is in order, and nothing of that is needed. Each round takes at least one key away, so the rounds
    come to an end; the bound is for our own mistakes.
    """
    plain = plain_config(raw)
    if plain is not None:
        return plain
    from pydantic import ValidationError  # only for a file in which something is amiss: it takes its time

    from publisher.config.forms import adapter

    look = adapter()
    for _ in range(_MOST_ROUNDS):
        try:
            return look.validate_python(raw)
        except ValidationError as error:
            places = [(each, plain_loc(each["loc"], raw)) for each in error.errors(include_url=False)]
            for each, loc in places:
                found.append(_missing(each, loc, positions))
                _take_out(raw, loc, missing=each["type"] == "missing")
    return Config(BookInfo(UNTITLED))


def _missing(error: Any, loc: Path, positions: Positions) -> Diagnostic:
    if error["type"] == "missing" and loc == ("book",):
        return rules.MISSING_KEY.at(Span(positions.path, 1), "there is no table [book]", 'write [book] and title = "…"')
    return sentence(error, loc, positions)


def _take_out(raw: dict[str, Any], loc: Path, *, missing: bool) -> None:
    """Take away the key that holds ``loc``: the last one before a list, since items must keep their numbers."""
    if loc[:1] == ("book",) and (loc in (("book",), ("book", "title"))):
        if isinstance(raw.get("book"), dict):
            raw["book"]["title"] = UNTITLED
        else:
            raw["book"] = {"title": UNTITLED}
        return
    for whole in ("prices", "review"):  # half a price is none, and would only be told once more
        if whole in loc[:-1]:
            loc, missing = loc[: loc.index(whole) + 1], False
    names: list[str] = []
    table: Any = raw
    for part in loc[:-1] if missing else loc:
        if not isinstance(part, str) or not isinstance(table, dict):
            break
        if part not in table:
            return  # gone already, for another fault in it
        names.append(part)
        table = table[part]
    holder: Any = raw
    for name in names[:-1]:
        holder = holder[name]
    if names:
        holder.pop(names[-1], None)


def _syntax(error: tomllib.TOMLDecodeError, text: str, path: str) -> Diagnostic:
    message = str(error)
    match = _TOML_PLACE.search(message)
    plain = message[: match.start()] if match else message
    if match and match[1]:
        line, column = int(match[1]), int(match[2])
    else:
        line = text.rstrip("\n").count("\n") + 1
        column = len(text.rstrip("\n").rpartition("\n")[2]) + 1
    for beginning, words, hint in _TOML_WORDS:
        if plain.startswith(beginning):
            return rules.TOML_SYNTAX.at(Span(path, line, column), words, hint)
    return rules.TOML_SYNTAX.at(Span(path, line, column), f"this is not TOML: {plain[:200]}")


def _too_deep(span: Span) -> Diagnostic:
    return rules.TOO_MUCH.at(span, f"tables and keys nest deeper than {MAX_DEPTH} here", "no book needs that much")
