"""The generated cover: its words set in lines for the template, and its drawing made an image. The door to resvg."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from publisher.book.model import Edition
from publisher.diagnostics import MachineError
from publisher.patterns import regex
from publisher.value import dataclass

# Pixels. 1.6 to 1 as shops want it, and under the four megapixels that Apple Books allows an image in a book.
WIDTH, HEIGHT = 1560, 2496
SHOWN = 1000, 1600  # in a book that no shop shows: as many pixels as e-paper has, in a third of the time and memory
_NARROW, _WIDE = "ijlIft.,:;'’|!()[] ", "mwMW@—…%"
_MOST_LINES = 7
_HEX = regex(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True, slots=True)
class Block:
    """Words broken into lines. ``size`` is in pixels, ``lines`` top to bottom."""

    lines: tuple[str, ...]
    size: int


def width_of(text: str) -> float:
    """About how wide a text is, in em, in an ordinary serif."""
    width = 0.0
    for char in text:
        if unicodedata.east_asian_width(char) in "WF":
            width += 1.0
        elif unicodedata.combining(char):
            continue
        elif char in _NARROW:
            width += 0.28
        elif char in _WIDE:
            width += 0.86
        elif char.isupper():
            width += 0.68
        else:
            width += 0.47
    return width


def set_block(text: str, width: float, largest: int, smallest: int, most_lines: int = _MOST_LINES) -> Block:
    """``text`` in the largest size in which it fits ``width`` pixels and ``most_lines`` lines, its lines balanced.

    What does not fit in the smallest size is cut with an ellipsis: a cover is a picture, the title page has it all.
    """
    words = _words(text)
    for size in range(largest, smallest - 1, -4):
        lines = _break(words, width / size)
        if len(lines) <= most_lines and all(width_of(line) <= width / size for line in lines):
            return Block(tuple(_balance(words, len(lines), width / size)), size)
    lines = _break(words, width / smallest)
    if len(lines) > most_lines:
        lines = [*lines[: most_lines - 1], f"{lines[most_lines - 1].rstrip()}…"]
    return Block(tuple(_cut(line, width / smallest) for line in lines), smallest)


def _words(text: str) -> list[str]:
    """What a line may be broken between: words, and single characters of scripts that write no spaces."""
    words: list[str] = []
    for word in text.split():
        if any(unicodedata.east_asian_width(char) in "WF" for char in word):
            words.extend(word)
        else:
            words.append(word)
    return words


def _joined(words: Sequence[str]) -> str:
    line = ""
    for word in words:
        wide = line and unicodedata.east_asian_width(line[-1]) in "WF" and unicodedata.east_asian_width(word[0]) in "WF"
        line += word if wide or not line else f" {word}"
    return line


def _break(words: Sequence[str], em: float) -> list[str]:
    lines: list[str] = []
    current: list[str] = []
    for word in words:
        if current and width_of(_joined([*current, word])) > em:
            lines.append(_joined(current))
            current = []
        current.append(word)
    return [*lines, _joined(current)] if current else lines


def _balance(words: Sequence[str], count: int, em: float) -> list[str]:
    """As many lines, in the narrowest measure that still gives no more of them."""
    lines = _break(words, em)
    for step in range(1, 12):
        narrower = _break(words, em * (1 - step * 0.05))
        if len(narrower) > count:
            break
        lines = narrower
    return lines


def _cut(line: str, em: float) -> str:
    if width_of(line) <= em:
        return line
    while line and width_of(f"{line}…") > em:
        line = line[:-1]
    return f"{line.rstrip()}…"


def cover_words(edition: Edition) -> str:
    """The words on the cover, as its alternative text."""
    info = edition.info
    authors = ", ".join(person.name for person in info.authors)
    said = [info.title, info.subtitle, authors, edition.spec.statement, info.publisher]
    return ". ".join(part.strip().rstrip(".") for part in said if part.strip()) + "."


def cover_values(
    edition: Edition, variables: dict[str, str], width: int = WIDTH, height: int = HEIGHT
) -> dict[str, Any]:
    """What the template ``cover.svg`` may ask for: blocks of lines with sizes, colours, and numbers to draw with.

    ``numbers`` are sixteen whole numbers from 0 to 255 made from title and authors, so that each book has its own
    drawing and always the same; ``blend`` is :func:`blend`.
    """
    info = edition.info
    authors = [person.name for person in info.authors]
    measure = width * 0.8
    seed = hashlib.sha256("\n".join([info.title, *authors]).encode("utf-8", "replace")).digest()
    blocks = {
        "title": set_block(info.title, measure, 220, 80, 5),
        "subtitle": set_block(info.subtitle, measure, 84, 48, 4),
        "authors": set_block(" · ".join(authors), measure, 96, 48, 3),
        "statement": set_block(edition.spec.statement, measure, 56, 40, 2),
        "publisher": set_block(info.publisher, measure, 52, 36, 1),
    }
    return {
        "width": width,
        "height": height,
        "lang": info.language,
        "alt": cover_words(edition),
        "numbers": list(seed[:16]),
        "variables": dict(variables),
        "blend": blend,
        **{name: {"lines": list(block.lines), "size": block.size} for name, block in blocks.items()},
    }


def blend(ground: str, *layers: tuple[str, float]) -> str:
    """The one colour that layers (colour, opacity) painted on ``ground`` give; empty unless all are ``#rrggbb``.

    What a drawing paints in one colour instead of several on top of each other is drawn in a third of the time.
    """
    if not all(_HEX.fullmatch(colour) for colour in (ground, *(colour for colour, _ in layers))):
        return ""
    red, green, blue = bytes.fromhex(ground[1:])
    mixed = [float(red), float(green), float(blue)]
    for colour, opacity in layers:
        mixed = [
            under * (1 - opacity) + over * opacity for under, over in zip(mixed, bytes.fromhex(colour[1:]), strict=True)
        ]
    return "#" + bytes(round(channel) for channel in mixed).hex()


def render_cover(
    svg: str, fonts: Sequence[bytes], width: int = WIDTH, height: int = HEIGHT, family: str = "EB Garamond"
) -> bytes:
    """The drawing as a PNG of ``width`` × ``height`` pixels, with these fonts and none of the machine's.

    ``family`` stands in where the drawing names no family that is among ``fonts``. Raises :class:`MachineError`
    when resvg cannot draw it.
    """
    import tempfile

    import resvg_py

    with tempfile.TemporaryDirectory(prefix="publisher-cover-") as folder:
        files = []
        for number, data in enumerate(fonts):  # resvg only reads fonts from files
            path = Path(folder) / f"{number:03}.ttf"
            path.write_bytes(data)
            files.append(str(path))
        try:
            image = resvg_py.svg_to_bytes(
                svg_string=svg,
                skip_system_fonts=True,
                font_files=files,
                font_family=family,
                serif_family=family,
                sans_serif_family=family,
                width=width,
                height=height,
                resources_dir=folder,
            )
        except ValueError as error:
            hint = "look at templates/cover.svg of the style"
            raise MachineError(f"the cover cannot be drawn: {error}", hint) from None
    return bytes(image)
