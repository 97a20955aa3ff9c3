"""The custom properties that a composition adds to its style's own: fonts, paper, and what the edition sets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from publisher.config import EditionSpec
from publisher.config.hints import did_you_mean
from publisher.config.papers import PAPER_NAMES, Paper, find_paper
from publisher.diagnostics import Diagnostic
from publisher.rules import dress
from publisher.source import Span
from publisher.style.glyphs import FALLBACK
from publisher.style.pack import StylePack
from publisher.style.parts import FontFamily
from publisher.style.plainvalues import is_plain_value

_BOOK_FILE = Span("book.toml")
_USUAL = Paper("6x9", "6in", "9in")
_PAPER_VARIABLES = ("paper-width", "paper-height")


def chosen_variables(spec: EditionSpec, families: Sequence[FontFamily], paper: Paper) -> dict[str, str]:
    """Name (without dashes) → value of what wins over the style's own variables; bad values are left out."""
    own = {name: value for name, value in spec.variables if is_plain_value(value)}
    return font_stacks(families) | {"paper-width": paper.width, "paper-height": paper.height} | own


def check_variables(pack: StylePack, spec: EditionSpec) -> tuple[Diagnostic, ...]:
    """What is wrong with the variables of an edition: names that its style does not know, values that are none."""
    if not spec.variables:
        return ()
    from publisher.style.flatten import variable_names  # loads what reads CSS

    known = {*dict(pack.variables), *variable_names(pack.sheets), *font_stacks(pack.fonts), *_PAPER_VARIABLES}
    found = []
    for name, value in spec.variables:
        if name not in known:
            message = f"the style `{pack.name}` has no variable `{name}`"
            found.append(dress.UNKNOWN_VARIABLE.at(_BOOK_FILE, message, did_you_mean(name, sorted(known))))
        if not is_plain_value(value):
            message = f"the variable `{name}` is not one plain CSS value: {value[:80]}"
            found.append(dress.BAD_VARIABLE.at(_BOOK_FILE, message, "write one length, colour, word or family name"))
    return tuple(found)


def choose_paper(pack: StylePack, spec: EditionSpec, paper: str) -> tuple[Paper, tuple[Diagnostic, ...]]:
    """The paper asked for, else the edition's first, else the style's first."""
    found: list[Diagnostic] = []
    for name in (paper, *spec.papers[:1], *pack.papers[:1]):
        known = find_paper(name) if name else None
        if known is not None:
            return known, tuple(found)
        if name and name not in pack.papers:
            hint = did_you_mean(name, PAPER_NAMES, "write a size such as 6x9 or 170x240mm")
            found.append(dress.UNKNOWN_PAPER.at(_BOOK_FILE, f"there is no paper `{name}`", hint))
    return _USUAL, tuple(found)


def font_stacks(families: Sequence[FontFamily]) -> dict[str, str]:
    """``font-<role>`` for each role: its families, the fallbacks, then all others, so that no glyph is out of reach."""
    stacks = {}
    for role in sorted({family.role for family in families} - {FALLBACK}):
        own = [family for family in families if family.role == role]
        helpers = [family for family in families if family.role == FALLBACK]
        names = dict.fromkeys(f'"{family.family}"' for family in [*own, *helpers, *families])
        stacks[f"font-{role}"] = ", ".join([*names, own[0].generic])
    return stacks


def number(variables: Mapping[str, str], name: str, otherwise: int, lowest: int, highest: int) -> int:
    """A variable that our own code reads as a whole number, held between bounds."""
    written = variables.get(name, "").strip()
    return max(lowest, min(highest, int(written))) if written.isdecimal() and len(written) < 9 else otherwise
