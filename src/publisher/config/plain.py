"""A ``book.toml`` in which nothing is amiss, read without the library that says what is.

Most builds read such a file, and pydantic and its tables take longer to load than a chapter to set. Whatever is not
plainly in order (a key that is not known, a value of another type) gives None, and pydantic has the word: what is
refused, what is said of it, and the JSON Schema are its business alone. ``tests/config/test_plain.py`` holds both
against each other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from publisher.config import shapes
from publisher.config.review import Accessibility, Review
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

Reader = Callable[[Any], Any]


class _OutOfOrderError(Exception):
    """Something that pydantic must look at."""


def plain_config(raw: Mapping[str, Any]) -> Config | None:
    """The values of a file that is in order; None for every other."""
    try:
        return _config(raw)  # type: ignore[no-any-return]
    except _OutOfOrderError:
        return None


def _text(value: Any) -> str:
    if type(value) is not str:
        raise _OutOfOrderError
    return value


def _filled(value: Any) -> str:
    if not value:
        raise _OutOfOrderError
    return _text(value)


def _yes(value: Any) -> bool:
    if type(value) is not bool:
        raise _OutOfOrderError
    return value


def _number(most: float) -> Reader:
    def read(value: Any) -> float:
        if type(value) not in (int, float) or not 0 <= value <= most:
            raise _OutOfOrderError
        return float(value)

    return read


def _after(shape: Reader, read: Reader) -> Reader:
    """What ``read`` makes of a value that was brought to its shape."""
    return lambda value: read(shape(value))


def _many(read: Reader) -> Reader:
    def each(value: Any) -> tuple[Any, ...]:
        if type(value) is not list:
            raise _OutOfOrderError
        return tuple(read(item) for item in value)

    return each


def _pair(value: Any) -> tuple[str, str]:
    if type(value) is not tuple or len(value) != 2:
        raise _OutOfOrderError
    return _text(value[0]), _text(value[1])


def _table(kind: type, needed: tuple[str, ...], readers: Mapping[str, Reader]) -> Reader:
    def read(value: Any) -> Any:
        if type(value) is not dict or any(key not in value for key in needed):
            raise _OutOfOrderError
        given = {}
        for key, each in value.items():
            if key not in readers:
                raise _OutOfOrderError
            given[key] = readers[key](each)
        return kind(**given)

    return read


def _texts(names: str) -> dict[str, Reader]:
    return dict.fromkeys(names.split(), _text)


_words = _after(shapes.words, _many(_text))
_date = _after(shapes.date, _text)


def _several(read: Reader) -> Reader:
    return _after(shapes.several, _many(read))


_person = _table(Contributor, ("name",), {"name": _filled, **_texts("role file_as kind")})
_series = _table(Series, ("name",), {"name": _filled, "number": _after(shapes.text, _text), "kind": _text})
_book = _table(
    BookInfo,
    ("title",),
    {
        **_texts("subtitle slug language identifier publisher place edition rights licence description summary"),
        **_texts("buy kind dedication direction cover"),
        **dict.fromkeys(("languages", "identifiers", "subjects"), _words),
        "title": _filled,
        "authors": _several(_after(shapes.named, _person)),
        "contributors": _several(_after(shapes.helper, _person)),
        "date": _date,
        "series": _several(_after(shapes.named, _series)),
        "set": _several(_after(shapes.volumes, _series)),
    },
)
_part = _table(PartSpec, ("part", "chapters"), {"part": _filled, "chapters": _words, "id": _text})
_contents = _table(
    Contents,
    (),
    {
        "front": _words,
        "body": _many(lambda item: _part(item) if isinstance(item, dict) else _text(item)),
        "back": _words,
        "numbered": _yes,
    },
)
_reading = _table(
    ReadingOptions,
    (),
    {"wpm": _number(2000), "cpm": _number(5000), "image_seconds": _number(600), "show": _yes},
)
_price = _table(
    Price,
    ("amount", "currency"),
    {"amount": _after(shapes.plain_number, _filled), **_texts("currency tax"), "countries": _words},
)
_edition = _table(
    EditionSpec,
    ("name",),
    {
        **_texts("name style audience title statement isbn identifier channel binding pages_from"),
        **_texts("profile ink stock icc pdf_variant extends"),
        **dict.fromkeys(("formats", "chapters", "papers", "identifiers"), _words),
        **dict.fromkeys(("accessibility_page", "bleed"), _yes),
        "variables": _after(shapes.pairs, _many(_pair)),
        "prices": _several(_price),
        "isbns": _many(_pair),
    },
)
_onix = _table(
    OnixInfo,
    (),
    {
        **_texts("sender contact email status audience"),
        **dict.fromkeys(("thema", "bisac", "territory"), _words),
        "exclusive": _yes,
    },
)
_review = _table(
    Review,
    ("standard", "by", "date"),
    {"standard": _text, "by": _filled, "date": _date, **_texts("credential report"), "editions": _words},
)
_config = _table(
    Config,
    ("book",),
    {
        "book": _book,
        "contents": _contents,
        "reading": _reading,
        "editions": _after(shapes.named_tables, _many(_edition)),
        "onix": _onix,
        "accessibility": _table(Accessibility, (), {"review": _several(_review)}),
    },
)
