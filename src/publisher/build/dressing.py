"""A cover wrap's order: the geometry of a book, its pictures, and its words in the dress of the edition's style."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path

from publisher.book.model import Edition
from publisher.build.plan import Job
from publisher.config import isbn_for
from publisher.config.checks import bare_isbn
from publisher.config.printers import COLOUR, Printer
from publisher.diagnostics import Diagnostic, has_errors
from publisher.formats.covers import draw_cover
from publisher.formats.pdf.wrap import Order
from publisher.formats.wrap.art import take_apart
from publisher.formats.wrap.barcode import Barcode, draw
from publisher.formats.wrap.fit import FOOT, HORIZON, PARTS, Fit, spine_room
from publisher.formats.wrap.geometry import Rect, Wrap, may_have_words, measure
from publisher.formats.wrap.guides import guides
from publisher.formats.wrap.label import Label
from publisher.manuscript.pixels import opaque
from publisher.rules import covers as rules
from publisher.rules.dress import MISSING_GLYPH
from publisher.source import Span
from publisher.style.compose import faces_of
from publisher.style.composition import PROFILE, AssetRef, Composition, Document, FontFace
from publisher.style.cover import cover_words
from publisher.style.glyphs import choose_families, letters
from publisher.style.pack import find_style, style_folders
from publisher.style.variables import choose_paper
from publisher.style.wrap import Wardrobe, book_words, drawing, open_wardrobe, ready, sheet

FRONT, EDGE = "publisher-wrap/front.png", "publisher-wrap/edge.png"
_DPI = 300
_PNG = "image/png"
_PADDING = 20.0  # points between the words of the back and what keeps them in, beside what the printer asks for
_LINE = 13.0  # points: a line of the imprint
_BOOK = Span("book.toml")


@dataclass(frozen=True, slots=True)
class Dressing:
    """What one wrap is made of: a finished book and its dress. ``folders`` are the manuscript's own of styles."""

    edition: Edition
    composition: Composition  # of the interior
    job: Job
    label: Label
    folders: tuple[Path, ...]
    name: str  # of the file
    proof: bool = False
    own: AssetRef | None = None  # the author's own image for the front


@dataclass(frozen=True, slots=True)
class _Words:
    """Where the words of the back lie."""

    room: Rect
    imprint: Rect


def order_of(
    made: Dressing, read_font: Callable[[FontFace], bytes]
) -> tuple[Order, Mapping[str, bytes], tuple[Diagnostic, ...]]:
    """What :func:`publisher.formats.pdf.wrap.make_wrap` needs, the pictures that it asks for, and what was found."""
    printer = made.composition.printer
    assert printer is not None  # a label says that there is one
    found: list[Diagnostic] = []
    wrap = measure(
        (made.label.width, made.label.height),
        made.label.spine,
        printer,
        rtl=made.edition.info.direction == "rtl",
    )
    pack = find_style(made.job.style, made.folders)
    wardrobe = open_wardrobe(made.edition, pack, choose_paper(pack, made.edition.spec, made.job.paper)[0])
    fonts = _fonts(made, wardrobe, found)
    values, pictures = _pictures(made, wardrobe, wrap, fonts, read_font, found)
    code = _barcode(made, wrap, printer, found)
    words = _room(wrap, drawn_on=EDGE in pictures)
    values |= _places(wrap, words, drawn_on=EDGE in pictures)
    family = wardrobe.variables.get("font-head", "sans-serif")
    bars = ready(_bars(code, wrap, made.composition.edition.isbn, family)) if code is not None else ""
    values |= {"bars": bars, "alt": cover_words(made.edition)}
    title = f"{made.label.edition}, {made.label.profile} {made.label.stock}, {made.label.pages} pages"
    values["guides"] = ready(guides(wrap, family, title)) if made.proof else ""
    stem = made.name.removesuffix(".pdf")
    about = replace(
        made.composition,
        name=stem,
        edition=replace(made.composition.edition, ink=COLOUR),
        contents=(),
        landmarks=(),
        fonts=fonts,
        assets=_assets(made, pictures),
        cover_svg="",
        pdf_variant="pdf/x-4" if made.composition.pdf_variant == "pdf/x-4" else "",
        diagnostics=(),
    )

    def dress(fit: Fit) -> Composition:
        return _dress(about, wardrobe, values, wrap, fit, spine=room is not None)

    room = None
    if may_have_words(made.label.pages, printer):
        room = spine_room(wrap, drawn_on=EDGE in pictures)
    else:
        found.append(_thin(made, printer))
    sample = dress(Fit(draft=True))
    found += sample.diagnostics
    count = len(" ".join(book_words(made.edition)["summary"]).split())
    return Order(made.name, wrap, made.label, dress, room, words.room.height, count), pictures, tuple(found)


def _dress(
    about: Composition, wardrobe: Wardrobe, values: Mapping[str, object], wrap: Wrap, fit: Fit, *, spine: bool
) -> Composition:
    """The composition of the sheet for a fit."""
    own = dict(values) | {
        "back_size": f"{fit.back_size:g}",
        "spine_size": f"{fit.spine_size:g}",
        "spine_line": f"{wrap.spine.width:.3f}",
        "spine_parts": fit.spine_parts if spine else (),
    }
    if fit.draft:
        own |= {"front": "", "edge": "", "front_words": "", "guides": ""}
    if fit.back_words is not None:
        own["summary"] = _first_words(book_words(wardrobe.edition)["summary"], fit.back_words)
    css, body, trouble = sheet(wardrobe, own)
    page = (
        f"@page{{size:{wrap.trim.width:.3f}pt {wrap.trim.height:.3f}pt;margin:0;bleed:{wrap.bleed:.3f}pt;marks:none}}\n"
        "html,body{margin:0;padding:0}\n"
    )
    document = Document("cover-wrap", "cover-wrap", about.info.title, body, "cover", about.info.language)
    return replace(about, documents=(document,), css=page + css, diagnostics=trouble)


def _first_words(paragraphs: Sequence[str], most: int) -> list[str]:
    """As many words of these paragraphs, and a sign that there were more."""
    kept: list[str] = []
    for paragraph in paragraphs:
        words = paragraph.split()[:most]
        most -= len(words)
        if words:
            kept.append(" ".join(words))
    return [*kept[:-1], f"{kept[-1]} …"] if kept else []


# Words and fonts


def _fonts(made: Dressing, wardrobe: Wardrobe, found: list[Diagnostic]) -> tuple[FontFace, ...]:
    """The style's faces, its helpers too where the cover has letters that the others cannot draw."""
    said = book_words(made.edition)
    text = " ".join(str(each) for each in said.values())
    wanted = letters((Document("", "", "", text, "", ""),), ())
    folders = style_folders(made.folders)
    families, missing = choose_families(wardrobe.pack.fonts, wanted, folders)
    for char in sorted(missing)[:10]:
        found.append(MISSING_GLYPH.at(_BOOK, f"no font of the style can draw U+{ord(char):04X} on the cover"))
    return faces_of(wardrobe.pack, families, folders, found)


def _thin(made: Dressing, printer: Printer) -> Diagnostic:
    span = dict(made.composition.spans).get(PROFILE, _BOOK)
    message = f"{printer.title} wants {printer.spine_text_pages} pages for words on the spine; the book has"
    return rules.THIN_SPINE.at(span, f"{message} {made.label.pages}", printer.source("spine_text_pages"))


# Pictures


def _pictures(
    made: Dressing,
    wardrobe: Wardrobe,
    wrap: Wrap,
    fonts: tuple[FontFace, ...],
    read_font: Callable[[FontFace], bytes],
    found: list[Diagnostic],
) -> tuple[dict[str, object], dict[str, bytes]]:
    """What the front shows: the author's own image, else the style's drawing, its words apart from its picture."""
    none: dict[str, object] = {"front": "", "edge": "", "front_words": "", "own_front": False}
    if made.own is not None:
        return none | {"front": made.own.path, "own_front": True}, {}
    front = wrap.front_art
    svg, trouble = drawing(wardrobe, front.width / front.height)
    found += trouble
    if not svg or has_errors(trouble):
        return none, {}
    families = tuple(dict.fromkeys(face.family for face in fonts))
    art = take_apart(svg, families, wrap.back_art.width / wrap.back_art.height, rtl=wrap.rtl)
    width, height = round(front.width / 72 * _DPI), round(front.height / 72 * _DPI)
    pictures = {FRONT: opaque(draw_cover(art.picture, fonts, read_font, width, height))}
    if art.edge:
        wide = round(wrap.back_art.width / 72 * _DPI)  # as fine as any picture: printers count pixels
        pictures[EDGE] = opaque(draw_cover(art.edge, fonts, read_font, wide, height))
    return none | {"front": FRONT, "edge": EDGE if art.edge else "", "front_words": ready(art.words)}, pictures


def _assets(made: Dressing, pictures: Mapping[str, bytes]) -> tuple[AssetRef, ...]:
    drawn = tuple(AssetRef(path, _PNG, hashlib.sha256(data).hexdigest()) for path, data in sorted(pictures.items()))
    own = (made.own,) if made.own is not None else ()
    return (*made.composition.assets, *own, *drawn)


def _barcode(made: Dressing, wrap: Wrap, printer: Printer, found: list[Diagnostic]) -> Barcode | None:
    """The bars of the edition's ISBN; None, with the reason, where the field stays white."""
    if wrap.barcode is None or printer.barcode_by_printer:
        return None
    isbn = bare_isbn(isbn_for(made.edition.spec, "pdf", made.job.paper) or made.composition.edition.isbn)
    if len(isbn) != 13:
        message = f"the edition `{made.label.edition}` has no ISBN: the field for the bar code is left white"
        found.append(rules.NO_BARCODE.at(_BOOK, message, 'write isbn = "978-…" in the edition'))
        return None
    code = draw(isbn, wrap.barcode.width, wrap.barcode.height)
    if code is None:
        message = "the field for the bar code is smaller than four fifths of its full size: it is left white"
        found.append(rules.NO_BARCODE.at(_BOOK, message, "37.3 × 25.9 mm is the full size"))
    return code


def _bars(code: Barcode, wrap: Wrap, isbn: str, family: str) -> str:
    """The bars, their digits and the number as it is written, in black, as an SVG that fills the field."""
    field = wrap.barcode
    assert field is not None
    bars = "".join(
        f'<rect x="{bar.x:.4f}" y="0" width="{bar.width:.4f}" height="{bar.height:.4f}"/>' for bar in code.bars
    )
    digits = "".join(
        f'<text x="{digit.x:.4f}" y="{code.baseline:.4f}" font-size="{code.size:.3f}" text-anchor="middle">'
        f"{digit.text}</text>"
        for digit in code.digits
    )
    if code.y > 9:
        middle = field.width / 2 - code.x
        digits += f'<text x="{middle:.4f}" y="-3" font-size="7.5" text-anchor="middle">ISBN {escape(isbn)}</text>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{field.width:.3f}" height="{field.height:.3f}"'
        f' viewBox="0 0 {field.width:.3f} {field.height:.3f}"><g transform="translate({code.x:.4f} {code.y:.4f})"'
        f' fill="#000000" font-family="{escape(family, quote=True)}">{bars}{digits}</g></svg>'
    )


# Places


def _room(wrap: Wrap, *, drawn_on: bool) -> _Words:
    """Where the blurb and the publisher's name stand: above what runs on from the front, and beside the bar code."""
    inner = wrap.safe_of(wrap.back).within(_PADDING, _PADDING + 8, _PADDING, 0)
    floor = inner.bottom - _PADDING
    if wrap.barcode is not None:
        floor = min(floor, wrap.barcode.y - _PADDING)
    if drawn_on:
        floor = min(floor, wrap.front_art.y + wrap.front_art.height * HORIZON)
    right = wrap.barcode.x - 8 if wrap.barcode is not None else inner.right
    foot = wrap.barcode.bottom if wrap.barcode is not None else inner.bottom - 6
    floor = min(floor, foot - 3 * _LINE)
    imprint = Rect(inner.x, foot - 2 * _LINE, max(right - inner.x, 60.0), 2 * _LINE)
    return _Words(Rect(inner.x, inner.y, inner.width, max(floor - inner.y, 20.0)), imprint)


def _places(wrap: Wrap, words: _Words, *, drawn_on: bool) -> dict[str, object]:
    """The panels as CSS; the engine measures from the trim, and the sheet begins a bleed before it."""

    def css(rect: Rect) -> str:
        x, y = rect.x - wrap.bleed, rect.y - wrap.bleed
        return f"left:{x:.3f}pt;top:{y:.3f}pt;width:{rect.width:.3f}pt;height:{rect.height:.3f}pt"

    spine = wrap.safe_of(wrap.spine)
    turned = Rect(wrap.spine.right, spine.y, spine.height, wrap.spine.width)  # before it is turned about its corner
    place = {
        "sheet": css(Rect(0, 0, wrap.width, wrap.height)),
        "ground": css(Rect(-2, -2, wrap.width + 4, wrap.height + 4)),  # no white thread where the sheet ends
        "back": css(wrap.back),
        "spine": css(wrap.spine),
        "front": css(wrap.front),
        "front_art": css(wrap.front_art),
        "back_art": css(wrap.back_art),
        "back_words": css(words.room),
        "imprint": css(words.imprint),
        "turned": css(turned),
        "barcode": css(wrap.barcode) if wrap.barcode is not None else "",
    }
    return {"place": place, "drawn_on": drawn_on, "parts": PARTS, "foot": FOOT, "rtl": wrap.rtl}
