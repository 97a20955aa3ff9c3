"""What WeasyPrint writes to its log, as diagnostics at a place in the manuscript."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import PurePath
from urllib.parse import unquote
from xml.etree import ElementTree

from publisher.diagnostics import Diagnostic
from publisher.formats.pdf.fetch import FONT, Served
from publisher.formats.pdf.places import BASE, NOWHERE, Places, path_of
from publisher.rules import pdf as rules

_AT = re.compile(r" at (\d+):(\d+)")
_SHOWN = 90  # characters of a line of CSS that a message shows


class _Keeper(logging.Handler):  # a handler is one of logging's own
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@contextmanager
def kept_log() -> Iterator[list[logging.LogRecord]]:
    """Within it, WeasyPrint's warnings and errors go into the list, and nowhere else."""
    logger = logging.getLogger("weasyprint")
    keeper = _Keeper()
    propagate, level = logger.propagate, logger.level
    logger.addHandler(keeper)
    logger.propagate = False
    logger.setLevel(logging.WARNING)
    try:
        yield keeper.records
    finally:
        logger.removeHandler(keeper)
        logger.propagate = propagate
        logger.setLevel(level)


def diagnose(records: Iterable[logging.LogRecord], places: Places, served: Served) -> tuple[Diagnostic, ...]:
    """Each kind of record once for what it is about."""
    found = []
    for record in records:
        template = str(record.msg)
        about = next((tell for start, tell in _KNOWN if template.startswith(start)), None)
        if about is not None:
            found.append(about(record, places, served))
        elif "css" in PurePath(record.pathname).parts:
            found.append(_style_ignored(record, served))
        else:
            found.append(rules.ENGINE_REMARK.at(NOWHERE, record.getMessage()))
    return tuple(dict.fromkeys(found))


def _arguments(record: logging.LogRecord) -> tuple[object, ...]:
    return record.args if isinstance(record.args, tuple) else (record.args,)


def _image_failed(record: logging.LogRecord, places: Places, served: Served) -> Diagnostic:
    url = str(_arguments(record)[0])
    path = path_of(url)
    if url in served.refused:
        return _refused(url, path, places)
    reason = served.unreadable.get(path, "it is damaged, or not an image")
    return rules.IMAGE_UNREADABLE.at(places.of_source(path), f"{path} cannot be set: {reason}")


def _refused(url: str, path: str, places: Places) -> Diagnostic:
    if url.startswith(BASE):
        message = f"{path} is not among the images of this book"
        return rules.IMAGE_UNREADABLE.at(places.of_source(path), message)
    shown = url if len(url) <= _SHOWN else f"{url[:_SHOWN]}…"
    span = places.of_first(lambda element: url in (element.get("src"), element.get("href"), element.get("data")))
    return rules.RESOURCE_REFUSED.at(span, f"{shown} is not part of the book and was not fetched")


def _sheet_failed(record: logging.LogRecord, places: Places, served: Served) -> Diagnostic:
    url = str(_arguments(record)[0])
    return rules.RESOURCE_REFUSED.at(NOWHERE, f"the stylesheet {url.removeprefix(BASE)} was not fetched")


def _attachment_failed(record: logging.LogRecord, places: Places, served: Served) -> Diagnostic:
    def attached(element: ElementTree.Element) -> bool:
        return "attachment" in element.get("rel", "")

    message = "a book has no attached files; this one was not attached"
    return rules.RESOURCE_REFUSED.at(places.of_first(attached), message)


def _font_failed(record: logging.LogRecord, places: Places, served: Served) -> Diagnostic:
    family = _arguments(record)[0]
    refused = [url for url in served.refused if not url.startswith(FONT)]
    hint = "name font files in the style's [fonts], not in its CSS" if refused else ""
    return rules.FONT_UNUSABLE.at(NOWHERE, f"the font {family} could not be loaded", hint=hint)


def _glyph_missing(record: logging.LogRecord, places: Places, served: Served) -> Diagnostic:
    character, code = _arguments(record)
    message = f"no font of the style has “{character}” (U+{int(str(code)):04X})"
    return rules.GLYPH_MISSING.at(places.of_text(str(character)), message)


def _link_dead(record: logging.LogRecord, places: Places, served: Served) -> Diagnostic:
    id = unquote(str(_arguments(record)[0]))
    return rules.LINK_DEAD.at(places.of_link(id), f"nothing in this book has the id “{id}”")


def _target_undefined(record: logging.LogRecord, places: Places, served: Served) -> Diagnostic:
    token = _arguments(record)[0]  # ("string", "#id"), or ("url", ("internal", "id"))
    while isinstance(token, tuple):
        token = token[-1]
    id = unquote(str(token)).removeprefix("#")
    return rules.LINK_DEAD.at(places.of_link(id), f"nothing in this book has the id “{id}”")


def _id_twice(record: logging.LogRecord, places: Places, served: Served) -> Diagnostic:
    id = str(_arguments(record)[0])
    return rules.ID_TWICE.at(places.of(id), f"the id “{id}” is given twice")


def _style_ignored(record: logging.LogRecord, served: Served) -> Diagnostic:
    message = record.getMessage()
    position = _AT.search(message)
    hint = ""
    if position:
        lines = served.css.split("\n")
        number = int(position[1])
        if 0 < number <= len(lines):
            line = lines[number - 1]
            start = max(0, int(position[2]) - 1) if len(line) > _SHOWN else 0
            hint = f"in the style's line {number}: {line[start : start + _SHOWN].strip()}"
        message = message.replace(position[0], "")
    return rules.STYLE_IGNORED.at(NOWHERE, f"the print engine says: {message}", hint=hint)


_KNOWN: tuple[tuple[str, Callable[[logging.LogRecord, Places, Served], Diagnostic]], ...] = (
    ("Failed to load image", _image_failed),
    ("Failed to load stylesheet", _sheet_failed),
    ("Failed to load attachment", _attachment_failed),
    ("Font-face", _font_failed),
    (".notdef glyph", _glyph_missing),
    ("No anchor", _link_dead),
    ("Content discarded", _target_undefined),
    ("Anchor defined twice", _id_twice),
)
