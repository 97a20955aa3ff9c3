"""What each value of ``book.toml`` must be beyond its type, one function a kind of value.

The functions look at the TOML as it was written, not at the finished values, so that one mistake never hides
another.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from publisher.config.hints import did_you_mean, listed, nearest
from publisher.config.language import is_language, probable_language
from publisher.config.papers import PAPER_NAMES, find_paper
from publisher.config.positions import Path, Positions
from publisher.config.printing import BLACK, COLOUR, PRINTER_NAME
from publisher.config.relators import relators
from publisher.config.review import STANDARDS
from publisher.config.shapes import date as date_text
from publisher.config.shops import CHANNELS
from publisher.config.trade import ONIX_AUDIENCES
from publisher.diagnostics import Diagnostic
from publisher.patterns import regex
from publisher.rules import access as access_rules
from publisher.rules import config as rules
from publisher.rules import shops as shop_rules
from publisher.source import Span

Check = Callable[[str, Span], Diagnostic | None]

_ILLEGAL = regex("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_NAME = regex(r"[a-z0-9]+(?:[._-][a-z0-9]+)*")
_KEBAB = regex(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_AUDIENCE = regex(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_ID = regex(r"[^\W\d][\w.-]*")
_VARIABLE = regex(r"[A-Za-z][A-Za-z0-9_-]*")
_BAD_VALUE = regex(r"[;{}<>\\@\n\r]|url\s*\(|/\*|expression\s*\(", re.IGNORECASE)
_URI = regex(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
_UUID = regex(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})
_LONGEST_NAME = 60


def check_values(raw: Mapping[str, Any], positions: Positions) -> Iterator[tuple[Path, Diagnostic]]:
    """Everything that is wrong with single values and where, in the order of the file."""
    for loc, value in leaves(raw):
        span = positions.at(loc)
        check = _CHECKS.get(_pattern(loc))
        written = date_text(value) if check is _date else value
        if not isinstance(written, str):
            continue
        bad = _ILLEGAL.search(written)
        if bad:
            message = f"`{_shown(loc)}` holds the character U+{ord(bad[0]):04X}"
            yield loc, rules.ILLEGAL_TEXT.at(span, message, "take it out: no book can hold it")
        elif check is not None and written:
            found = check(written, span)
            if found:
                yield loc, found
    yield from _names(raw, positions)


def leaves(raw: Mapping[str, Any]) -> Iterator[tuple[Path, Any]]:
    """Every value that is not a table or a list, with its place, in the order of the file."""
    waiting: list[tuple[Path, Any]] = [((), raw)]
    while waiting:
        loc, value = waiting.pop()
        if isinstance(value, Mapping):
            waiting.extend(((*loc, key), each) for key, each in reversed(list(value.items())))
        elif isinstance(value, list):
            waiting.extend(((*loc, index), each) for index, each in reversed(list(enumerate(value))))
        else:
            yield loc, value


def _pattern(loc: Path) -> Path:
    """The place with stars for list indices, for an edition's name, a variable's and a file type's."""
    names = tuple("*" if isinstance(part, int) else part for part in loc)
    if names[:1] == ("editions",) and len(names) > 1:
        names = ("editions", "*", *names[2:])
        if names[2:3] in (("variables",), ("isbn",)):
            names = (*names[:3], *("*" for _ in names[3:]))
    return names


def _shown(loc: Path) -> str:
    return next((str(part) for part in reversed(loc) if isinstance(part, str)), "")[:60]


def _language(tag: str, span: Span) -> Diagnostic | None:
    if is_language(tag):
        return None
    meant = probable_language(tag)
    hint = f'write "{meant}"' if meant else "write a BCP 47 tag: en, en-GB, de, pt-BR, zh-Hans"
    return rules.LANGUAGE_TAG.at(span, f'"{tag[:60]}" is not a language tag', hint)


def _role(code: str, span: Span) -> Diagnostic | None:
    known = relators()
    if code in known:
        return None
    by_term = {term.casefold(): key for key, term in known.items()}
    term = code.casefold() if code.casefold() in by_term else nearest(code, by_term)
    if code.lower() in known:
        hint = f'write "{code.lower()}"'
    elif term:
        hint = f'did you mean "{by_term[term]}" ({term})?'
    else:
        hint = "write a MARC relator code: aut, edt, trl, ill … (https://id.loc.gov/vocabulary/relators)"
    return rules.RELATOR.at(span, f'"{code[:60]}" is not a role that catalogues know', hint)


def _date(written: str, span: Span) -> Diagnostic | None:
    match = re.fullmatch(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", written)
    if match:
        try:
            date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
        except ValueError:
            return rules.DATE.at(span, f"there is no day {written}", "look at the month and the day")
        return None
    return rules.DATE.at(span, f'"{written[:60]}" is not a date', 'write "2026", "2026-11" or "2026-11-22"')


def bare_isbn(written: str) -> str:
    """The ISBN as 13 digits, or ``""`` where it is none. An ISBN-10 is turned into its ISBN-13."""
    from stdnum import isbn
    from stdnum.exceptions import ValidationError

    try:
        return str(isbn.validate(written.removeprefix("ISBN").strip(), convert=True))
    except ValidationError:
        return ""


def _isbn(written: str, span: Span) -> Diagnostic | None:
    if bare_isbn(written):
        return None
    digits = re.sub(r"[\s-]", "", written.removeprefix("ISBN"))
    if len(digits) not in (10, 13):
        return rules.ISBN.at(span, f'"{written[:60]}" is not an ISBN', "an ISBN has 13 digits (old ones 10)")
    return rules.ISBN.at(
        span, f'"{written[:60]}" is not an ISBN: its check digit does not fit', "compare it with the agency's letter"
    )


def _buy(link: str, span: Span) -> Diagnostic | None:
    return _web(link, span, "a link to a shop")


def _report(link: str, span: Span) -> Diagnostic | None:
    return _web(link, span, "a link to a report")


def _web(link: str, span: Span, what: str) -> Diagnostic | None:
    try:
        parts = urlsplit(link)
        good = parts.scheme == "https" and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        good = False
    if good and _URI.fullmatch(link):
        return None
    hint = f'write "https://{link[7:]}"' if link.startswith("http://") else "write an address that begins with https://"
    return rules.LINK.at(span, f'"{link[:80]}" cannot be {what}', hint)


def _standard(written: str, span: Span) -> Diagnostic | None:
    if written in STANDARDS:
        return None
    hint = did_you_mean(written, STANDARDS, f'write "{STANDARDS[0]}"')
    return access_rules.UNKNOWN_STANDARD.at(span, f'"{written[:80]}" is not a standard for ebooks', hint)


def _identifier(uri: str, span: Span) -> Diagnostic | None:
    scheme, _, rest = uri.partition(":")
    kind, _, number = rest.partition(":")
    if scheme.lower() == "urn" and kind.lower() == "isbn" and not bare_isbn(number):
        return rules.ISBN.at(span, f'"{number[:60]}" is not an ISBN', "compare it with the agency's letter")
    if scheme.lower() == "urn" and kind.lower() == "uuid" and not _UUID.fullmatch(number):
        return rules.LINK.at(span, f'"{number[:60]}" is not a UUID', "a UUID looks like 0b7e6a1c-5f0e-4a5e-9f0a-…")
    if _URI.fullmatch(uri) and scheme.lower() not in ("javascript", "data", "file", "vbscript"):
        return None
    return rules.LINK.at(span, f'"{uri[:80]}" is not a URI', "write urn:uuid:…, urn:isbn:… or https://…")


def _paper(name: str, span: Span) -> Diagnostic | None:
    if find_paper(name):
        return None
    return rules.PAPER.at(
        span, f'there is no paper "{name[:60]}"', did_you_mean(name, PAPER_NAMES, "write A4, Letter, 6x9 or 170x240mm")
    )


def _code(pattern: str, what: str, hint: str) -> Check:
    form = re.compile(pattern)

    def check(code: str, span: Span) -> Diagnostic | None:
        if form.fullmatch(code):
            return None
        return shop_rules.TRADE_CODE.at(span, f'"{code[:60]}" is not {what}', hint)

    return check


def _one_of(*choices: str) -> Check:
    def check(word: str, span: Span) -> Diagnostic | None:
        if word in choices:
            return None
        return rules.NOT_A_CHOICE.at(span, f'"{word[:60]}" is not one of the choices here', f"write {listed(choices)}")

    return check


def _named(pattern: re.Pattern[str], what: str, rule: str) -> Check:
    def check(name: str, span: Span) -> Diagnostic | None:
        if pattern.fullmatch(name) and len(name) <= _LONGEST_NAME and name.split(".")[0].lower() not in _RESERVED:
            return None
        return rules.NAME.at(span, f'"{name[:60]}" cannot be the name of {what}', rule)

    return check


_SMALL = "use small letters, digits and hyphens, 60 at most"
_edition_name = _named(_NAME, "an edition", _SMALL)


def _variable_value(value: str, span: Span) -> Diagnostic | None:
    if len(value) <= 500 and not _BAD_VALUE.search(value):
        return None
    return rules.VARIABLE.at(
        span, f'"{value[:60]}" cannot be the value of a variable', "write one CSS value, without ; { } @ \\ or url( )"
    )


def _names(raw: Mapping[str, Any], positions: Positions) -> Iterator[tuple[Path, Diagnostic]]:
    """What is wrong with names that are keys: of editions and of variables."""
    editions = raw.get("editions")
    if not isinstance(editions, Mapping):
        return
    for name, table in editions.items():
        loc: Path = ("editions", name)
        found = _edition_name(name, positions.at(loc))
        if found:
            yield loc, found
        variables = table.get("variables") if isinstance(table, Mapping) else None
        for key in variables if isinstance(variables, Mapping) else ():
            if not _VARIABLE.fullmatch(key):
                bare = key.lstrip("-")
                hint = f"write {bare}" if _VARIABLE.fullmatch(bare) else "use letters, digits and hyphens"
                where = (*loc, "variables", key)
                message = f'"{key[:60]}" cannot be the name of a variable'
                yield where, rules.VARIABLE.at(positions.at(where), message, hint)


_person_kind = _one_of("person", "group")
_country = _code("WORLD|[A-Z]{2}", "a country", 'write "GB", "US", "DE" …, or "WORLD"')
_thema = _code("[A-Y][A-Z0-9]{0,7}|[1-6][A-Z0-9-]{0,11}", "a Thema code", "see https://ns.editeur.org/thema")

_CHECKS: dict[Path, Check] = {
    ("book", "language"): _language,
    ("book", "date"): _date,
    ("book", "buy"): _buy,
    ("book", "identifier"): _identifier,
    ("book", "kind"): _one_of("fiction", "non-fiction"),
    ("book", "direction"): _one_of("ltr", "rtl"),
    ("book", "slug"): _named(_KEBAB, "files", _SMALL),
    ("book", "languages"): _language,
    ("book", "languages", "*"): _language,
    ("book", "identifiers"): _identifier,
    ("book", "identifiers", "*"): _identifier,
    ("book", "authors", "kind"): _person_kind,
    ("book", "authors", "*", "kind"): _person_kind,
    ("book", "contributors", "kind"): _person_kind,
    ("book", "contributors", "*", "kind"): _person_kind,
    ("book", "authors", "role"): _role,
    ("book", "authors", "*", "role"): _role,
    ("book", "contributors", "role"): _role,
    ("book", "contributors", "*", "role"): _role,
    ("book", "series", "kind"): _one_of("series", "set"),
    ("book", "series", "*", "kind"): _one_of("series", "set"),
    ("contents", "body", "*", "id"): _named(_ID, "a part", "begin with a letter; use letters, digits and hyphens"),
    ("editions", "*", "formats"): _one_of("epub", "pdf"),
    ("editions", "*", "formats", "*"): _one_of("epub", "pdf"),
    ("editions", "*", "papers"): _paper,
    ("editions", "*", "papers", "*"): _paper,
    ("editions", "*", "audience"): _named(_AUDIENCE, "an audience", _SMALL + ", and begin with a letter"),
    ("editions", "*", "style"): _named(_NAME, "a style", _SMALL),
    ("editions", "*", "isbn"): _isbn,
    ("editions", "*", "isbn", "*"): _isbn,
    ("editions", "*", "identifier"): _identifier,
    ("editions", "*", "identifiers"): _identifier,
    ("editions", "*", "identifiers", "*"): _identifier,
    ("editions", "*", "channel"): _one_of(*CHANNELS),
    ("editions", "*", "binding"): _one_of("paperback", "hardback"),
    ("editions", "*", "ink"): _one_of(BLACK, COLOUR),
    ("editions", "*", "profile"): _named(PRINTER_NAME, "a profile", _SMALL),
    ("editions", "*", "stock"): _named(_NAME, "a paper", _SMALL),
    **{
        (*place, key): check
        for place in (("editions", "*", "prices"), ("editions", "*", "prices", "*"))
        for key, check in (
            ("amount", _code(r"[0-9]{1,9}(\.[0-9]{1,3})?", "a price", 'write "9.99", with a point and no currency')),
            ("currency", _code("[A-Z]{3}", "a currency", 'write "GBP", "EUR", "USD" …')),
            ("tax", _one_of("included", "excluded")),
            ("countries", _country),
        )
    },
    ("editions", "*", "prices", "countries", "*"): _country,
    ("editions", "*", "prices", "*", "countries", "*"): _country,
    **{
        (*place, key): check
        for place in (("accessibility", "review"), ("accessibility", "review", "*"))
        for key, check in (("standard", _standard), ("date", _date), ("report", _report))
    },
    ("onix", "email"): _code(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+", "a mail address", 'write "name@example.org"'),
    ("onix", "status"): _one_of("active", "forthcoming"),
    ("onix", "audience"): _one_of(*ONIX_AUDIENCES),
    ("onix", "territory"): _country,
    ("onix", "territory", "*"): _country,
    ("onix", "thema"): _thema,
    ("onix", "thema", "*"): _thema,
    ("onix", "bisac"): _code("[A-Z]{3}[0-9]{6}", "a BISAC code", "it looks like LIT004120"),
    ("onix", "bisac", "*"): _code("[A-Z]{3}[0-9]{6}", "a BISAC code", "it looks like LIT004120"),
    ("editions", "*", "variables", "*"): _variable_value,
}
