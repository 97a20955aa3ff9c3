"""Rules about colour and ink."""

from __future__ import annotations

from publisher.diagnostics import Rule, Severity

PROFILE_UNUSABLE = Rule(
    "P870",
    Severity.ERROR,
    "colour profile that cannot be used",
    """The ICC profile that an edition names is missing, is no profile, or is none of a printing press.

Colours are turned into inks by it, and the file tells the printer which press they are meant for. With a profile of
a screen or a scanner every colour would come out wrong.

Example: `icc = "profiles/AdobeRGB1998.icc"`, which describes a screen.

Name an output profile of CMYK that the printer gives you, a file in the manuscript folder, or leave `icc` out: offset
on coated paper (FOGRA39) is assumed then.""",
)

TOO_MUCH_INK = Rule(
    "P871",
    Severity.WARNING,
    "image with more ink than the paper takes",
    """An image in four inks has places with more ink in all than the printer's limit.

The ink does not dry, sets off on the facing page, and printers refuse the file. Such an image was separated for another
paper; it is separated anew here, through sRGB, and its blacks are built otherwise than its maker built them.

Example: a JPEG in CMYK with shadows of 340 % for a printer who takes 240 %.

Convert the image with the printer's profile and its limit of ink, or give it in sRGB.""",
)

IMAGE_COLOURS = Rule(
    "P872",
    Severity.ERROR,
    "image whose colours cannot be converted",
    """An image could be placed, but its colours could not be turned into the edition's inks.

It would be printed in whatever the press makes of it.

Example: a damaged JPEG that stops in the middle.

Open the image in an image program and export it again as PNG or JPEG.""",
)
