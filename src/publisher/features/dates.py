"""Which words HTML takes for a date or a time (HTML 2.4.5 and 4.5.14), and whether the calendar has that day."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from publisher.patterns import regex

_DAY = regex(r"(?:(\d{4})-)?(\d{2})-(\d{2})")
_MONTH = regex(r"(\d{4})(?:-(\d{2}))?")
_WEEK = regex(r"(\d{4})-W(\d{2})")
_TIME = regex(r"([01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,3})?)?")
_ZONE = regex(r"(?:Z|[+-](?:[01]\d|2[0-3]):?[0-5]\d)")
_LEAP_YEAR = 2000  # a day and month without a year may be 29 February


def is_date(text: str) -> bool:
    """Whether ``text`` may stand in the ``datetime`` of ``<time>``: a day, month, year, week, time of day, or both.

    >>> [is_date(text) for text in ("1605-11-05", "1605", "02-29", "1605-02-29", "5.11.1605")]
    [True, True, True, False, False]
    """
    if not text.isascii():
        return False
    day, parting, time = text.replace("T", " ", 1).partition(" ")
    if parting:
        return _is_day(day, with_year=True) and _is_time(time, zone=True)
    return _is_day(text, with_year=False) or _is_month(text) or _is_week(text) or _is_time(text, zone=False)


def is_dated(text: str) -> bool:
    """Whether ``text`` may stand in the ``datetime`` of ``<del>`` and ``<ins>``: a day, or one with time and zone."""
    day, parting, time = text.replace("T", " ", 1).partition(" ")
    zoned = _ZONE.search(time) is not None and _is_time(time, zone=True)
    return text.isascii() and _is_day(day, with_year=True) and (not parting or zoned)


def _is_day(text: str, *, with_year: bool) -> bool:
    match = _DAY.fullmatch(text)
    if match is None or (with_year and not match[1]):
        return False
    year, month, day = int(match[1] or _LEAP_YEAR), int(match[2]), int(match[3])
    return year > 0 and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


def _is_month(text: str) -> bool:
    match = _MONTH.fullmatch(text)
    return match is not None and int(match[1]) > 0 and (match[2] is None or 1 <= int(match[2]) <= 12)


def _is_week(text: str) -> bool:
    match = _WEEK.fullmatch(text)
    if match is None or not int(match[1]):
        return False
    return 1 <= int(match[2]) <= date(int(match[1]), 12, 28).isocalendar().week  # 28 December is in the last week


def _is_time(text: str, *, zone: bool) -> bool:
    match = _TIME.match(text)
    if match is None:
        return False
    rest = text[match.end() :]
    return not rest or (zone and _ZONE.fullmatch(rest) is not None)
