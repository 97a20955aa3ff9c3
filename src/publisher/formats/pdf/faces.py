"""The style's font faces, as CSS for the print engine, and the proof that no other font was used."""

from __future__ import annotations

from collections.abc import Iterable

from publisher.diagnostics import Diagnostic, PublisherError
from publisher.formats.pdf.fetch import FONT, Served
from publisher.rules import pdf as rules
from publisher.source import Span
from publisher.style.composition import FontFace

_MAGIC = (b"\x00\x01\x00\x00", b"OTTO", b"true", b"wOFF", b"wOF2")


def font_face_css(faces: Iterable[FontFace]) -> str:
    """One ``@font-face`` rule a face; its address is the face's place in the composition."""
    return "".join(
        f'@font-face{{font-family:"{_string(face.family)}";font-weight:{face.weight};font-style:{face.style};'
        f'src:url("{FONT}{number}")}}\n'
        for number, face in enumerate(faces)
    )


def _string(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")


def read_faces(served: Served) -> tuple[Diagnostic, ...]:
    """Read every face once, before the engine does; what is missing or no font is said here."""
    if not served.fonts:
        return (rules.NO_FONTS.at(Span(""), "the style declares no fonts for the page"),)
    found = []
    for number, face in enumerate(served.fonts):
        name = f"{face.family} {face.weight} {face.style}"
        try:
            data = served.font(number)
        except (PublisherError, OSError, ValueError, KeyError) as error:
            found.append(rules.FONT_UNUSABLE.at(Span(""), f"{name} ({face.source}) cannot be read: {error}"))
            continue
        if not data.startswith(_MAGIC):
            found.append(rules.FONT_UNUSABLE.at(Span(""), f"{name} ({face.source}) is not a font"))
    return tuple(found)


def foreign_fonts(used: Iterable[tuple[str, bytes]], served: Served) -> tuple[Diagnostic, ...]:
    """The fonts on the pages, as (family, file), that are none of the style's."""
    ours = set(served.font_bytes.values())
    compressed = any(data.startswith(b"wOF") for data in ours)  # the engine unpacks these: compare by name
    names = {face.family for face in served.fonts}
    foreign = sorted({family for family, data in used if data not in ours and not (compressed and family in names)})
    return tuple(
        rules.FONT_UNUSABLE.at(Span(""), f"the pages use {family}, which the style does not declare")
        for family in foreign
    )
