"""Profiles of printers, read from ``data/printers/`` and from an author's own ``printers/NAME.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import field, fields, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from publisher.config.hints import did_you_mean
from publisher.config.papers import find_paper
from publisher.config.positions import Positions, find_positions
from publisher.config.printers import Band, Multiple, Printer, Sides, Source, Stock
from publisher.config.printing import BLACK, COLOUR, PRINTER_NAME, PRINTERS
from publisher.diagnostics import Diagnostic
from publisher.owndata import own_text
from publisher.patterns import regex
from publisher.rules import printers as rules
from publisher.source import Span
from publisher.value import dataclass

FOLDER = "printers"
_LARGEST = 100_000  # bytes; ours have four thousand
_DEEPEST = 10  # profiles that extend one another
_WIDEST = 3 * 72.0  # points: what may be asked for around a page
_FINEST = 36.0  # points: of type and rules
_SAME = 0.5  # points between two sizes that are the same trim
_SHEETS = 128  # pages: no printer folds larger ones
_LENGTH = regex(r"([0-9]{1,5}(?:\.[0-9]{1,8})?) ?(in|mm|cm|pt)")
_POINTS = {"in": 72.0, "mm": 72 / 25.4, "cm": 72 / 2.54, "pt": 1.0}
_KEYS = ("title", "extends", "sources", "figures", "stocks")
_STOCK_KEYS = ("name", "title", "caliper", "inks", "source", "checked")


class _Wrong(Exception):
    """A value that is not what its figure wants; the message says what it wants."""


def find_printer(name: str, folder: Path | None = None) -> tuple[Printer | None, tuple[Diagnostic, ...]]:
    """The profile ``name``: the author's own in ``folder``/printers, else one of :data:`PRINTERS`.

    None when there is none of that name, or when the author's cannot be used; the diagnostics tell what is wrong in
    the author's file, each at its line.
    """
    return _find(name, folder, ())


def printer_names(folder: Path | None = None) -> tuple[str, ...]:
    """The names that an edition may give as its profile: ours, then the author's own."""
    own = sorted(path.stem for path in (folder / FOLDER).glob("*.toml")) if folder is not None else []
    return tuple(dict.fromkeys((*PRINTERS, *(each for each in own if PRINTER_NAME.fullmatch(each)))))


def takes_trim(printer: Printer, width: float, height: float) -> bool:
    """Whether a printer cuts a size, in points: one that it names, or one between its least and its most."""
    if not printer.trims:
        return True
    for paper in filter(None, map(find_paper, printer.trims)):
        if all(abs(one - other) < _SAME for one, other in zip(paper.points, (width, height), strict=True)):
            return True
    least, most = printer.trim_least, printer.trim_most
    return bool(most[0]) and all(
        low - _SAME < length < high + _SAME for low, length, high in zip(least, (width, height), most, strict=True)
    )


def _find(name: str, folder: Path | None, above: tuple[str, ...]) -> tuple[Printer | None, tuple[Diagnostic, ...]]:
    own = folder / FOLDER / f"{name}.toml" if folder is not None and PRINTER_NAME.fullmatch(name) else None
    if own is not None and name not in above and (own.exists() or own.is_symlink()):
        return _own(name, folder, own, above)
    if name in PRINTERS:
        return _shipped(name), ()
    return None, ()


@cache
def _shipped(name: str) -> Printer:
    text = own_text(f"printers/{name}.toml")
    reader = _Reader(Positions(f"{name}.toml", {}), Printer(name, name), tomllib.loads(text))
    made = reader.read(name)
    if reader.found:
        raise AssertionError(f"data/printers/{name}.toml: {reader.found[0].message}")
    return made


def _own(
    name: str, folder: Path | None, path: Path, above: tuple[str, ...]
) -> tuple[Printer | None, tuple[Diagnostic, ...]]:
    shown = f"{FOLDER}/{name}.toml"
    text, trouble = _read_text(path, folder, shown)
    if trouble is not None:
        return None, (trouble,)
    positions = find_positions(text, shown)
    try:
        raw = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        at = re.search(r"at line (\d+), column (\d+)", str(error))
        span = Span(shown, int(at[1]), int(at[2])) if at else Span(shown, 1)
        return None, (rules.NOT_A_PROFILE.at(span, "this is not TOML", "write key = value, with text in quotes"),)
    extends = raw.get("extends", "")
    base, found = _extended(extends, name, folder, above, positions) if extends else (Printer(name, name), ())
    if base is None:
        return None, found
    reader = _Reader(positions, base, raw, list(found))
    return reader.read(name), tuple(reader.found)


def _extended(
    extends: Any, name: str, folder: Path | None, above: tuple[str, ...], positions: Positions
) -> tuple[Printer | None, tuple[Diagnostic, ...]]:
    """The profile that another extends. ``extends = "kdp"`` in ``kdp.toml`` means ours."""
    span = positions.at(("extends",))
    if not isinstance(extends, str):
        return None, (rules.NOT_A_PROFILE.at(span, "`extends` names one profile", 'write extends = "kdp"'),)
    chain = (*above, name)
    if (extends in chain and extends not in PRINTERS) or len(chain) > _DEEPEST:
        message = f"the profiles extend one another in a circle: {', '.join((*chain, extends))[:200]}"
        return None, (rules.PROFILE_CIRCLE.at(span, message, "let one of them extend none, or one of ours"),)
    base, found = _find(extends, folder, chain)
    if base is None and not found:
        hint = did_you_mean(extends, printer_names(folder), f"there are {', '.join(PRINTERS)}")
        return None, (rules.UNKNOWN_PROFILE.at(span, f"there is no profile `{extends[:60]}`", hint),)
    return base, found


def _read_text(path: Path, folder: Path | None, shown: str) -> tuple[str, Diagnostic | None]:
    def refused(why: str) -> tuple[str, Diagnostic]:
        return "", rules.NOT_A_PROFILE.at(Span(shown), f"refused: {why}", "write it as a plain file of UTF-8 text")

    try:
        real = path.resolve(strict=True)
        if folder is not None and not real.is_relative_to(folder.resolve()):
            return refused("it lies outside the manuscript's folder")
        if not real.is_file():
            return refused("it is not a file")
        if real.stat().st_size > _LARGEST:
            return refused(f"it is larger than {_LARGEST // 1000} kB")
        return real.read_bytes().decode("utf-8-sig").replace("\r\n", "\n"), None
    except UnicodeDecodeError:
        return refused("it is not UTF-8 text")
    except (OSError, RuntimeError):
        return refused("it cannot be read")


@dataclass(slots=True)
class _Reader:
    """One profile as written, put over the one that it extends; what is wrong is left as it was below."""

    positions: Positions
    base: Printer
    raw: Mapping[str, Any]
    found: list[Diagnostic] = field(default_factory=list)

    def read(self, name: str) -> Printer:
        self._unknown(self.raw, _KEYS, ())
        title = self.raw.get("title", self.base.title)
        made = replace(self.base, name=name, title=title if isinstance(title, str) else name)
        if not isinstance(title, str):
            self._wrong(("title",), "`title` must be a text", 'write title = "My printer"')
        figures = self._table("figures")
        self._unknown(figures, tuple(_FIGURES), ("figures",))
        values: dict[str, Any] = {}
        sources = {each.figure: each for each in self.base.sources}
        for key, written in figures.items():
            if key in _FIGURES and self._figure(key, written, values):
                sources[key] = self._source(key, written)
        stocks = self._stocks()
        if stocks:
            values["stocks"] = stocks
        return replace(made, **values, sources=tuple(sources[key] for key in sorted(sources)))

    def _figure(self, key: str, written: Any, values: dict[str, Any]) -> bool:
        table = isinstance(written, dict) and "value" in written
        value = written["value"] if table else written
        if table:
            self._unknown(written, ("value", "source", "checked"), ("figures", key))
        try:
            values[key] = _FIGURES[key](value)
        except (_Wrong, TypeError, ValueError, AttributeError, KeyError, OverflowError) as error:
            wanted = str(error) if isinstance(error, _Wrong) else "it is not of the kind that this figure wants"
            self._wrong(("figures", key), f"`{key}`: {wanted}", "see docs/printing.md for an example of each figure")
            return False
        return True

    def _source(self, key: str, written: Any) -> Source:
        said = written if isinstance(written, dict) else {}
        return Source(key, self._sentence(said.get("source", "")), _day(said.get("checked", "")))

    def _sentence(self, source: Any) -> str:
        known = self._table("sources")
        return str(known.get(str(source), source))[:500] if source else "the author's own profile"

    def _stocks(self) -> tuple[Stock, ...]:
        written = self.raw.get("stocks", ())
        if not isinstance(written, list | tuple):
            self._wrong(("stocks",), "`stocks` must be tables", "write [[stocks]] for each paper")
            return ()
        made = []
        for number, table in enumerate(written):
            place = ("stocks", number)
            if not isinstance(table, dict) or not isinstance(table.get("name"), str):
                self._wrong(place, "a paper without a name", 'write [[stocks]] and name = "white"')
                continue
            self._unknown(table, _STOCK_KEYS, place)
            try:
                inks = _inks(table.get("inks", [BLACK]))
                title = str(table.get("title", table["name"]))
                made.append(Stock(table["name"], title, _length(table["caliper"]), inks))
            except (_Wrong, KeyError) as error:
                wanted = str(error) if isinstance(error, _Wrong) else "it needs a caliper: the thickness of one page"
                self._wrong(place, f"the paper `{table['name'][:60]}`: {wanted}", 'write caliper = "0.0025in"')
        return tuple(made)

    def _table(self, key: str) -> Mapping[str, Any]:
        table = self.raw.get(key, {})
        if isinstance(table, dict):
            return table
        self._wrong((key,), f"`{key}` must be a table", f"write [{key}]")
        return {}

    def _unknown(self, table: Mapping[str, Any], known: tuple[str, ...], place: tuple[str | int, ...]) -> None:
        for key in table:
            if key not in known:
                span = self.positions.at((*place, key))
                hint = did_you_mean(key, known, f"there are {', '.join(known[:6])} …")
                self.found.append(rules.UNKNOWN_FIGURE.at(span, f"a profile has no `{key[:60]}`", hint))

    def _wrong(self, place: tuple[str | int, ...], message: str, hint: str) -> None:
        self.found.append(rules.BAD_FIGURE.at(self.positions.at(place), message, hint))


def _day(written: Any) -> str:
    return written.isoformat() if isinstance(written, date) else str(written)[:10]


def _length(value: Any) -> float:
    match = _LENGTH.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise _Wrong('a length is a text with a unit: "0.25in", "3mm", "9pt"')
    return round(float(match[1]) * _POINTS[match[2]], 6)


def _short(value: Any) -> float:
    length = _length(value)
    if length > _WIDEST:
        raise _Wrong("a length of three inches at the most")
    return length


def _fine(value: Any) -> float:
    length = _length(value)
    if length > _FINEST:
        raise _Wrong(f"a length of {_FINEST:g}pt at the most")
    return length


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1e9:
        raise _Wrong("a number, not below 0")
    return float(value)


def _count(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 10**10:
        raise _Wrong("a whole number, not below 0")
    return value


def _yes(value: Any) -> bool:
    if not isinstance(value, bool):
        raise _Wrong("true or false")
    return value


def _word(*choices: str) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if not isinstance(value, str) or (choices and value not in choices):
            raise _Wrong(f"one of {', '.join(choices)}" if choices else "a text")
        return value

    return read


def _inks(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not value or not set(value) <= {BLACK, COLOUR}:
        raise _Wrong('a list of "black" and "colour"')
    return tuple(value)


def _trims(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(each, str) and find_paper(each) for each in value):
        raise _Wrong('a list of sizes: ["6x9", "A5", "170x240mm"]')
    return tuple(value)


def _sides(value: Any) -> Sides:
    known = {each.name for each in fields(Sides)}
    if not isinstance(value, dict) or not set(value) <= known:
        raise _Wrong('a table of sides: { top = "3mm", bottom = "3mm", outside = "3mm", inside = "0mm" }')
    return Sides(**{key: _short(each) for key, each in value.items()})


def _pair(value: Any) -> tuple[float, float]:
    if not isinstance(value, list) or len(value) != 2:
        raise _Wrong('width and height: ["2in", "1.2in"]')
    return _length(value[0]), _length(value[1])


def _bands(value: Any) -> tuple[Band, ...]:
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise _Wrong('a list of bands: [{ pages = 150, amount = "0.375in" }]')
    bands = tuple(Band(_count(each["pages"]), _short(each["amount"])) for each in value)
    if list(bands) != sorted(bands, key=lambda band: band.pages):
        raise _Wrong("bands go from few pages to many")
    return bands


def _multiples(value: Any) -> tuple[Multiple, ...]:
    if not isinstance(value, list) or not all(isinstance(each, dict) and each.get("pages") for each in value):
        raise _Wrong('a list: [{ pages = 6, width = "6.14in", height = "9.21in" }, { pages = 4 }]')
    if any(_count(each["pages"]) > _SHEETS for each in value):
        raise _Wrong(f"at most {_SHEETS} pages: no sheet has more")
    return tuple(
        Multiple(_count(each["pages"]), *(_length(each[side]) if side in each else 0.0 for side in _SIZE))
        for each in value
    )


_SIZE = ("width", "height")
_FIGURES: dict[str, Callable[[Any], Any]] = {
    "trims": _trims,
    "trim_least": _pair,
    "trim_most": _pair,
    "bleed": _sides,
    "marks": _yes,
    "margins": _sides,
    "margins_with_bleed": _sides,
    "gutters": _bands,
    "pages_least": _count,
    "pages_most": _count,
    "multiples": _multiples,
    "last_blank": _yes,
    "blanks_in_row": _count,
    "inks": _inks,
    "colour_space": _word("", "cmyk", "srgb"),
    "total_ink": _number,
    "black_text_only_k": _yes,
    "resolution_least": _number,
    "resolution_most": _number,
    "line_art_least": _number,
    "links": _yes,
    "outline": _yes,
    "attachments": _yes,
    "full_fonts": _yes,
    "transparency": _yes,
    "type_least": _fine,
    "rule_least": _fine,
    "tint_least": _number,
    "bytes_most": _count,
    "standard": _word(),
    "facing": _yes,
    "cover_bleed": _short,
    "cover_safe": _short,
    "spine_extra": _short,
    "spine_bands": _bands,
    "spine_text_pages": _count,
    "spine_clear": _short,
    "barcode": _pair,
    "barcode_by_printer": _yes,
}
