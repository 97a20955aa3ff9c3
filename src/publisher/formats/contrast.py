"""Colours of a look that stand out too little from their ground (WCAG 2.2, 1.4.3), where they are written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from publisher.config import EditionSpec
from publisher.config.positions import find_positions
from publisher.diagnostics import Diagnostic
from publisher.formats.epub.sheet import bare, style_rules
from publisher.patterns import regex
from publisher.rules.access import LOW_CONTRAST
from publisher.source import Span
from publisher.style.pack import StylePack, style_folders
from publisher.style.parts import StyleFile
from publisher.value import dataclass

_COLOUR = regex(r"(?<![\w-])(color|background(?:-color)?|font-size)\s*:\s*([^;{}]+)", re.IGNORECASE)
_VARIABLE = regex(r"var\(\s*--([\w-]+)\s*(?:,[^)]*)?\)")
_ROOT = regex(r"--([\w-]+)\s*:\s*([^;{}]+)")
_HEX = regex(r"#([0-9a-f]{3}|[0-9a-f]{6})\b", re.IGNORECASE)
_RGB = regex(r"rgb\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})\s*\)", re.IGNORECASE)
_SIZE = regex(r"([\d.]+)(em|rem|pt)\b")
_LARGE = {"em": 1.5, "rem": 1.5, "pt": 18.0}  # WCAG's large text: 18 points, or half as large again as the text
_NAMED = {
    "black": "000000", "white": "ffffff", "gray": "808080", "grey": "808080", "silver": "c0c0c0", "red": "ff0000",
    "maroon": "800000", "yellow": "ffff00", "olive": "808000", "lime": "00ff00", "green": "008000", "aqua": "00ffff",
    "cyan": "00ffff", "teal": "008080", "blue": "0000ff", "navy": "000080", "fuchsia": "ff00ff", "magenta": "ff00ff",
    "purple": "800080", "orange": "ffa500", "pink": "ffc0cb", "brown": "a52a2a", "gold": "ffd700", "tan": "d2b48c",
    "lightgray": "d3d3d3", "lightgrey": "d3d3d3", "darkgray": "a9a9a9", "darkgrey": "a9a9a9", "dimgray": "696969",
    "dimgrey": "696969", "yellowgreen": "9acd32", "skyblue": "87ceeb", "salmon": "fa8072", "beige": "f5f5dc",
    "ivory": "fffff0", "crimson": "dc143c", "indigo": "4b0082", "violet": "ee82ee", "khaki": "f0e68c",
}  # fmt: skip
_PAPER = "#ffffff"
_ENOUGH, _ENOUGH_LARGE = 4.5, 3.0

Rgb = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class _Look:
    """A style's values and where they may be written."""

    pack: StylePack
    spec: EditionSpec
    folders: Sequence[Path]
    variables: Mapping[str, str]
    place: Callable[..., Span]


def low_contrast(
    pack: StylePack, spec: EditionSpec, folders: Sequence[Path], place: Callable[..., Span]
) -> tuple[Diagnostic, ...]:
    """Every rule of the style's sheets whose text has less than 4.5 to 1 (large text 3 to 1) on its own ground.

    The ground is the rule's own, else white paper. ``place`` finds a key of book.toml. A colour that comes from a
    variable is told once, where the variable is set; what cannot be worked out is passed over.
    """
    variables: dict[str, str] = {}
    for sheet in pack.sheets:
        for rule in style_rules(bare(sheet.text)):
            if rule.prelude == ":root":
                variables.update((match[1], match[2].strip()) for match in _ROOT.finditer(rule.body))
    variables |= {**dict(pack.variables), **dict(spec.variables)}
    look = _Look(pack, spec, style_folders(folders), variables, place)
    ink = next((value for sheet in pack.sheets for value in _body_colours(sheet)), "#000000")
    found = [each for sheet in pack.sheets for each in _of_sheet(sheet, look, ink)]
    return tuple({(each.span, each.message): each for each in [*found, *_of_cover(look)]}.values())


def _body_colours(sheet: StyleFile) -> Iterator[str]:
    for rule in style_rules(bare(sheet.text)):
        if rule.prelude in ("body", "html"):
            yield from (match[2].strip() for match in _COLOUR.finditer(rule.body) if match[1].lower() == "color")


def _of_sheet(sheet: StyleFile, look: _Look, ink: str) -> Iterator[Diagnostic]:
    text = bare(sheet.text)
    for rule in style_rules(text):
        said = {match[1].lower(): (match[2].strip(), match.start()) for match in _COLOUR.finditer(rule.body)}
        ground = said.get("background-color") or said.get("background")
        colour = said.get("color") or ((ink, ground[1]) if ground else None)
        if colour is None:
            continue
        size = _SIZE.match(said.get("font-size", ("", 0))[0])
        enough = _ENOUGH_LARGE if size and float(size[1]) >= _LARGE[size[2]] else _ENOUGH
        now = ratio(_resolved(colour[0], look), _resolved(ground[0] if ground else _PAPER, look))
        if now is not None and now < enough:
            position = rule.position + colour[1]
            span = _span(colour[0], look) or (ground and _span(ground[0], look)) or _in_sheet(sheet, text, position)
            on = f" on {_value(ground[0], look)}" if ground else " on white"
            message = f"{_value(colour[0], look)}{on} has a contrast of {now:.1f} to 1 ({rule.prelude[:60]})"
            yield LOW_CONTRAST.at(span, message, f"{enough:g} to 1 is the least")


def _of_cover(look: _Look) -> Iterator[Diagnostic]:
    if {"cover-ink", "cover-ground"} <= set(look.variables):
        ink, ground = look.variables["cover-ink"], look.variables["cover-ground"]
        now = ratio(_resolved(ink, look), _resolved(ground, look))
        if now is not None and now < _ENOUGH_LARGE:
            span = _span("var(--cover-ink)", look) or Span("")
            message = f"{ink} on {ground} has a contrast of {now:.1f} to 1 (the title on the cover)"
            yield LOW_CONTRAST.at(span, message, f"{_ENOUGH_LARGE:g} to 1 is the least for large letters")


def _value(written: str, look: _Look) -> str:
    match = _VARIABLE.fullmatch(written)
    return look.variables.get(match[1], written) if match else written


def _resolved(written: str, look: _Look) -> Rgb | None:
    for _ in range(8):  # variables in variables
        match = _VARIABLE.match(written)
        if match is None:
            return parse_colour(written)
        written = look.variables.get(match[1], "")
    return None


def _span(written: str, look: _Look) -> Span | None:
    """Where the variable is set that a value comes from: in book.toml, else in the style.toml that speaks last."""
    match = _VARIABLE.match(written)
    if match is None:
        return None
    if match[1] in dict(look.spec.variables):
        return look.place("editions", look.spec.name, "variables", match[1])
    for name in reversed(look.pack.chain):
        for folder in look.folders:
            path = folder / name / "style.toml"
            text = path.read_text("utf-8", "replace") if path.is_file() else ""
            positions = find_positions(text, f"styles/{name}/style.toml")
            if ("variables", match[1]) in positions.places:
                return positions.at(("variables", match[1]))
    return None


def _in_sheet(sheet: StyleFile, text: str, position: int) -> Span:
    line = text.count("\n", 0, position) + 1
    return Span(sheet.path, line, position - text.rfind("\n", 0, position))


def coloured(css: str) -> tuple[str, ...]:
    """The rules of a sheet that give text a colour or ground of its own; the paper under a picture is none."""
    found = []
    for rule in style_rules(bare(css)):
        pictures = all(part.strip().rpartition(" ")[2].startswith("img") for part in rule.prelude.split(","))
        for match in _COLOUR.finditer(rule.body):
            if match[1].lower() != "font-size" and not pictures and parse_colour(match[2].strip()) is not None:
                found.append(f"{match[1].lower()} of {rule.prelude}")
    return tuple(found)


def parse_colour(written: str) -> Rgb | None:
    """Red, green and blue, 0 to 255, of a CSS colour; None for what is no plain colour, such as ``inherit``."""
    written = written.removesuffix("!important").strip()
    if match := _HEX.match(written):
        digits = match[1] if len(match[1]) == 6 else "".join(char * 2 for char in match[1])
    elif match := _RGB.match(written):
        return min(255, int(match[1])), min(255, int(match[2])), min(255, int(match[3]))
    else:
        digits = _NAMED.get(written.lower(), "")
    return (int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)) if digits else None


def ratio(one: Rgb | None, other: Rgb | None) -> float | None:
    """The contrast of two colours, 1 to 21 (WCAG 2.2, definition of contrast ratio); None where one is not known.

    >>> ratio((0, 0, 0), (255, 255, 255))
    21.0
    """
    if one is None or other is None:
        return None
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Rgb) -> float:
    parts = (part / 255 for part in colour)
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
