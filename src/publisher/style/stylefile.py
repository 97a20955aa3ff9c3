"""One style folder read: its ``style.toml`` checked key by key, its sheets and templates as text."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import field
from pathlib import Path
from typing import Any

from publisher.config.hints import did_you_mean
from publisher.diagnostics import Diagnostic
from publisher.patterns import regex
from publisher.rules import dress
from publisher.source import Span
from publisher.style.composition import FontFace
from publisher.style.parts import FontFamily, StyleFile
from publisher.style.plainvalues import is_plain_value
from publisher.value import dataclass

STYLE_NAME = regex(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_VARIABLE_NAME = regex(r"[a-z][a-z0-9-]{0,63}")
_AT_LINE = regex(r" \(at line (\d+), column (\d+)\)$")
_KEYS = ("extends", "description", "css", "fonts", "variables", "pages", "papers", "pdf_variant")
_FONT_KEYS = ("role", "family", "generic", "package", "faces")
_FACE_KEYS = ("file", "weight", "style")
_LARGEST_FILE = 1_000_000  # bytes; a style sheet is a few thousand
_MOST_FILES = 500


@dataclass(frozen=True, slots=True)
class Layer:
    """What one style folder says by itself, before the styles that it extends are added."""

    name: str
    extends: str | None = None  # None: nothing said
    description: str = ""
    sheets: tuple[StyleFile, ...] = ()
    templates: tuple[StyleFile, ...] = ()
    fonts: tuple[FontFamily, ...] = ()
    variables: tuple[tuple[str, str], ...] = ()
    pages: tuple[str, ...] | None = None
    papers: tuple[str, ...] | None = None
    pdf_variant: str | None = None
    diagnostics: tuple[Diagnostic, ...] = ()
    lines: tuple[tuple[str, int], ...] = ()  # key of style.toml → its line


@dataclass(slots=True)
class _Reader:
    """The state of reading one folder; it does not leave this module."""

    name: str
    folder: Path
    found: list[Diagnostic] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)

    @property
    def path(self) -> str:
        return f"styles/{self.name}/style.toml"

    def wrong(self, key: str, message: str, hint: str = "") -> None:
        self.found.append(dress.BAD_STYLE_FILE.at(Span(self.path, self.lines.get(key, 0)), message, hint))

    def check_keys(self, table: dict[str, Any], known: tuple[str, ...], where: str = "") -> None:
        for key in table:
            if key not in known:
                span = Span(self.path, self.lines.get(key, 0))
                message = f"{where}`{key}` is not a key of style.toml"
                self.found.append(dress.UNKNOWN_STYLE_KEY.at(span, message, did_you_mean(key, known)))

    def words(self, table: dict[str, Any], key: str) -> tuple[str, ...] | None:
        value = table.get(key)
        if value is None:
            return None
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        self.wrong(key, f"`{key}` must be a list of strings", f'write {key} = ["…"]')
        return None

    def word(self, table: dict[str, Any], key: str, where: str = "") -> str | None:
        value = table.get(key)
        if value is None or isinstance(value, str):
            return value
        self.wrong(key, f"{where}`{key}` must be a string", f'write {key} = "…"')
        return None


def read_layer(name: str, folder: Path) -> Layer:
    """The style in ``folder``; a folder without a ``style.toml`` is a style that only has sheets and templates."""
    reader = _Reader(name, folder)
    table = _read_toml(reader)
    reader.check_keys(table, _KEYS)
    return Layer(
        name=name,
        extends=reader.word(table, "extends"),
        description=reader.word(table, "description") or "",
        sheets=_read_sheets(reader, reader.words(table, "css")),
        templates=_read_templates(reader),
        fonts=tuple(_read_fonts(reader, table.get("fonts", []))),
        variables=tuple(_read_variables(reader, table.get("variables", {}))),
        pages=reader.words(table, "pages"),
        papers=reader.words(table, "papers"),
        pdf_variant=reader.word(table, "pdf_variant"),
        diagnostics=tuple(reader.found),
        lines=tuple(reader.lines.items()),
    )


def _read_toml(reader: _Reader) -> dict[str, Any]:
    path = reader.folder / "style.toml"
    text = _read_text(reader, path) if path.exists() or path.is_symlink() else ""
    for number, line in enumerate(text.split("\n"), 1):
        match = re.match(r"\s*(?:\[{1,2}\s*)?([A-Za-z0-9_-]+)", line)
        if match:
            reader.lines.setdefault(match[1], number)
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        message = str(error) or "nested too deeply"
        place = _AT_LINE.search(message)
        span = Span(reader.path, int(place[1]), int(place[2])) if place else Span(reader.path)
        reader.found.append(dress.BAD_STYLE_FILE.at(span, f"not TOML: {_AT_LINE.sub('', message).lower()}"))
        return {}


def _read_text(reader: _Reader, path: Path) -> str:
    """The text of a file of the style; a file that reaches outside, is huge or is no text is refused."""
    shown = f"styles/{reader.name}/{path.relative_to(reader.folder).as_posix()}"
    try:
        real = path.resolve(strict=True)
        if not real.is_relative_to(reader.folder.resolve()):
            raise ValueError("it lies outside the style's folder")
        if real.stat().st_size > _LARGEST_FILE:
            raise ValueError("it is larger than a megabyte")
        text = real.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        reader.found.append(dress.REFUSED_STYLE_FILE.at(Span(shown), "refused: it is not UTF-8 text"))
    except (OSError, ValueError) as error:
        reason = "it cannot be read" if isinstance(error, OSError) else str(error)
        reader.found.append(dress.REFUSED_STYLE_FILE.at(Span(shown), f"refused: {reason}"))
    else:
        return text.replace("\r\n", "\n").replace("\r", "\n")
    return ""


def _read_sheets(reader: _Reader, named: tuple[str, ...] | None) -> tuple[StyleFile, ...]:
    names = named if named is not None else tuple(sorted(path.name for path in reader.folder.glob("*.css")))
    sheets = []
    for name in names[:_MOST_FILES]:
        if "/" in name or "\\" in name or not (reader.folder / name).is_file():
            reader.wrong("css", f"there is no style sheet `{name}` in the style's folder")
            continue
        sheets.append(StyleFile(name, f"styles/{reader.name}/{name}", _read_text(reader, reader.folder / name)))
    return tuple(sheets)


def _read_templates(reader: _Reader) -> tuple[StyleFile, ...]:
    folder = reader.folder / "templates"
    paths = sorted(path for path in folder.glob("*.*") if path.suffix in (".xhtml", ".svg"))
    shown = f"styles/{reader.name}/templates"
    return tuple(StyleFile(path.name, f"{shown}/{path.name}", _read_text(reader, path)) for path in paths[:_MOST_FILES])


def _read_variables(reader: _Reader, table: Any) -> Iterator[tuple[str, str]]:
    if not isinstance(table, dict):
        reader.wrong("variables", "`variables` must be a table", "write [variables]")
        return
    for key, value in table.items():
        if not _VARIABLE_NAME.fullmatch(key):
            reader.wrong(key, f"`{key}` is not a name for a variable", "write it in small letters, digits and hyphens")
        elif isinstance(value, bool) or not isinstance(value, str | int | float):
            reader.wrong(key, f"the variable `{key}` must be a string or a number", f'write {key} = "…"')
        elif not is_plain_value(str(value)):
            span = Span(reader.path, reader.lines.get(key, 0))
            message = f"the variable `{key}` is not one plain CSS value: {str(value)[:80]}"
            reader.found.append(dress.BAD_VARIABLE.at(span, message, "write one length, colour, word or family name"))
        else:
            yield key, str(value)


def _read_fonts(reader: _Reader, tables: Any) -> Iterator[FontFamily]:
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        reader.wrong("fonts", "`fonts` must be a list of families", "write [[fonts]] for each family")
        return
    for table in tables:
        reader.check_keys(table, _FONT_KEYS, "in [[fonts]]: ")
        family = reader.word(table, "family", "in [[fonts]]: ")
        role = reader.word(table, "role", "in [[fonts]]: ") or "text"
        if not family or set(family) & set("\"';{}\\\n"):
            reader.wrong("fonts", "a family in [[fonts]] has no name that CSS can use", 'write family = "EB Garamond"')
            continue
        if not _VARIABLE_NAME.fullmatch(role):
            reader.wrong("role", f"`{role}` is not a role", "write text, head, code or fallback")
            continue
        generic = reader.word(table, "generic", "in [[fonts]]: ") or ("monospace" if role == "code" else "serif")
        faces = tuple(_read_faces(reader, family, table.get("package", ""), table.get("faces", [])))
        yield FontFamily(role, family, generic, faces)


def _read_faces(reader: _Reader, family: str, package: Any, tables: Any) -> Iterator[FontFace]:
    if not isinstance(package, str) or not isinstance(tables, list) or not tables:
        reader.wrong("faces", f"the family {family} needs a list of faces", 'write faces = [{ file = "….ttf" }]')
        return
    for table in tables:
        if not isinstance(table, dict) or not isinstance(table.get("file"), str):
            reader.wrong("faces", f"a face of {family} names no file", 'write { file = "….ttf", weight = 400 }')
            continue
        reader.check_keys(table, _FACE_KEYS, "in faces: ")
        weight, slant = table.get("weight", 400), table.get("style", "normal")
        if isinstance(weight, bool) or not isinstance(weight, int) or not 1 <= weight <= 1000:
            reader.wrong("faces", f"a face of {family} has the weight {weight!r}", "write a number from 1 to 1000")
            continue
        if slant not in ("normal", "italic"):
            reader.wrong("faces", f"a face of {family} has the style {slant!r}", 'write "normal" or "italic"')
            continue
        source = f"{package}/{table['file']}" if package else f"style:{reader.name}/fonts/{table['file']}"
        yield FontFace(family, weight, slant, source, "")


def root_rule(variables: Mapping[str, str]) -> str:
    """Variables (names without dashes) as a ``:root`` rule."""
    lines = "".join(f"  --{name}: {value};\n" for name, value in variables.items())
    return f":root {{\n{lines}}}\n" if lines else ""
