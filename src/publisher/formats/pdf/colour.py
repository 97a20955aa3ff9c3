"""Which colours a PDF may have, by its edition's ink and printer, and how every colour becomes one of them.

========================  ==========================================================================================
the edition's ``ink``     what the file holds
========================  ==========================================================================================
``black``                 DeviceGray alone: black ink, as light as BT.601 says that the colour is
``colour``                DeviceCMYK through the profile; what is neutral, and so all black text, in black ink alone
``colour``, sRGB printer  DeviceRGB, which is sRGB; what is neutral in DeviceGray
none, PDF/X               as ``colour``
none, PDF/A               sRGB: a colour in four inks would need another output intent than the screen's
none                      whatever the style says, untouched
========================  ==========================================================================================
"""

from __future__ import annotations

from collections.abc import Callable

from publisher.config.printers import BLACK, COLOUR
from publisher.diagnostics import Diagnostic, PublisherError
from publisher.formats.pdf.variants import Kind
from publisher.manuscript.inks import Separation, grey, is_neutral, read_profile, separation
from publisher.owndata import own_data
from publisher.rules import colour as rules
from publisher.source import Span
from publisher.style.composition import Composition
from publisher.value import dataclass

GREY, CMYK, SRGB = "/DeviceGray", "/DeviceCMYK", "/DeviceRGB"
OWN_PROFILE = "FOGRA39L_coated.icc"

Parts = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Intent:
    """The printing condition that the colours are meant for (ISO 32000-1, 14.11.5)."""

    identifier: str
    title: str
    profile: bytes
    registered: bool = False  # whether the identifier is one of the ICC's registry of characterisation data


@dataclass(frozen=True, slots=True)
class Palette:
    """What a colour may be: a device space, and how to get there. Colours are tuples of 1, 3 or 4 parts, 0 … 1."""

    space: str
    inks: Separation | None = None
    neutral_grey: bool = False  # whether a neutral colour is DeviceGray though the space is sRGB
    intent: Intent | None = None

    def of_rgb(self, red: float, green: float, blue: float) -> Parts:
        """An sRGB colour in this space."""
        if self.space == GREY or (self.neutral_grey and is_neutral(red, green, blue)):
            return (grey(red, green, blue),)
        if self.space == CMYK and self.inks is not None:
            return self.inks.inks(red, green, blue)
        return red, green, blue

    def of_inks(self, cyan: float, magenta: float, yellow: float, black: float) -> Parts:
        """A colour of four inks in this space: without a profile, as far as it is not the space's own."""
        if self.space == CMYK and self.inks is not None:
            return self.inks.within((cyan, magenta, yellow, black))
        left = 1 - black
        return self.of_rgb((1 - cyan) * left, (1 - magenta) * left, (1 - yellow) * left)

    def of_grey(self, light: float) -> Parts:
        """A grey: every space has DeviceGray beside it."""
        return (light,)

    def of(self, parts: Parts) -> Parts:
        """A colour by the number of its parts."""
        if len(parts) == 3:
            return self.of_rgb(*parts)
        return self.of_inks(*parts) if len(parts) == 4 else parts


MASK = Palette(GREY)
"""Of what is drawn into a mask: only how light it is counts."""


def choose_palette(
    composition: Composition, kind: Kind, read_asset: Callable[[str], bytes]
) -> tuple[Palette | None, tuple[Diagnostic, ...]]:
    """The colours that this PDF may have, None where all may be; and what is wrong with the profile."""
    printer = composition.printer
    only_black = printer is not None and printer.inks == (BLACK,)
    ink = composition.edition.ink or (BLACK if only_black else COLOUR if kind.press else "")
    if not ink:
        return (Palette(SRGB) if kind.archive else None), ()
    if ink == COLOUR and printer is not None and printer.colour_space == "srgb" and not kind.press:
        return Palette(SRGB, neutral_grey=True), ()
    if ink == BLACK and not kind.press:
        return Palette(GREY), ()
    found, trouble = _profile(composition, read_asset)
    if found is None:
        return None, trouble
    most = printer.total_ink / 100 if printer is not None else 0.0
    if ink == BLACK:
        return Palette(GREY, intent=found), trouble
    return Palette(CMYK, separation(found.profile, most), intent=found), trouble


def _profile(
    composition: Composition, read_asset: Callable[[str], bytes]
) -> tuple[Intent | None, tuple[Diagnostic, ...]]:
    """The edition's profile, else ours; None with the reason where it is no good."""
    name = composition.edition.icc
    if not name:
        data = own_data(f"icc/{OWN_PROFILE}")
        return Intent("FOGRA39", "Coated FOGRA39 (ISO 12647-2:2004)", data, registered=True), ()
    where = Span("book.toml")
    try:
        data = read_asset(name)
    except (PublisherError, OSError, ValueError) as error:
        return None, (rules.PROFILE_UNUSABLE.at(where, f"the colour profile {name} cannot be read: {error}"),)
    said = read_profile(data)
    if said is None or (said.space, said.kind) != ("CMYK", "prtr"):
        what = "is no colour profile" if said is None else f"is a profile of {said.space}, of the class “{said.kind}”"
        return None, (rules.PROFILE_UNUSABLE.at(where, f"{name} {what}; a press needs an output profile of CMYK"),)
    return Intent(said.title or name, said.title or name, data), ()
