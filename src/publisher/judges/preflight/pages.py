"""P2, P9 and P10: the sizes of pages, how many there are, and those that are empty."""

from __future__ import annotations

from dataclasses import astuple

from publisher.config.papers import find_paper
from publisher.config.printers import Printer, Sides
from publisher.formats.readback.facts import Box, PageFacts
from publisher.judges.preflight.values import Asked, Fault, Found, Gathered, not_asked
from publisher.rules import preflight as rules

_TRIM = 0.1  # points that a trim box may be off
_MEDIA = 0.6  # points that the rest may: printers round inches to hundredths
_SAME = 0.5  # points between two sizes that are one trim
_FEW = 8  # glyphs of a page that may be nothing but a folio


def check_boxes(asked: Asked) -> Found:
    """P2: every page has the trim, and around it the bleed and nothing more."""
    gathered = Gathered()
    width, height = asked.trim
    if asked.facts.pages and not _takes(asked.printer, width, height):
        message = f"{asked.printer.title} does not cut {_size(width, height)}"
        hint = f"it cuts {', '.join(asked.printer.trims)}" if asked.printer.trims else ""
        gathered.add(Fault(rules.PAGE_BOXES, message, (0,), hint))
    for page in asked.facts.pages:
        for message in _wrong(page, asked):
            bled = message.startswith("a sheet") and not asked.bleed and any(astuple(asked.printer.bleed))
            hint = "if the file is meant to have bleed, say so: `bleed = true`, or --bleed" if bled else ""
            gathered.add(Fault(rules.PAGE_BOXES, message, (page.index,), hint))
    over = "with its bleed" if asked.bleed else "without bleed"
    return Found(f"the boxes of {len(asked.facts.pages):,} pages against {_size(width, height)} {over}", gathered.all())


def trim_of(pages: tuple[PageFacts, ...], printer: Printer, bleed: bool) -> tuple[float, float]:
    """The trim of a book that nobody has told: of its trim boxes, else what is left without the bleed."""
    if not pages:
        return 0.0, 0.0
    page = pages[0]
    if page.trim is not None:
        return page.trim.width, page.trim.height
    box = page.crop or page.media
    sides = printer.bleed if bleed else Sides()
    return box.width - sides.inside - sides.outside, box.height - sides.top - sides.bottom


def _wrong(page: PageFacts, asked: Asked) -> list[str]:
    """What is wrong with one page, in words that are the same for all pages with the same fault."""
    found = []
    width, height = asked.trim
    if page.rotation:
        found.append(f"turned by {page.rotation} degrees for the viewer")
    if abs(page.unit - 1) > 1e-6:
        found.append(f"measured in units of {page.unit:g} points")
    if page.crop is not None and not page.media.within(page.crop, _MEDIA):
        found.append("cropped for the viewer: the crop box is smaller than the page")
    if page.trim is not None and (abs(page.trim.width - width) > _TRIM or abs(page.trim.height - height) > _TRIM):
        found.append(f"a trim of {_size(page.trim.width, page.trim.height)} instead of {_size(width, height)}")
        return found
    wanted = _wanted(page, asked)
    media = page.media
    if page.trim is None:
        size = (wanted.width, wanted.height)
        off = max(abs(media.width - size[0]), abs(media.height - size[1]))
        larger = media.width > size[0] - _MEDIA and media.height > size[1] - _MEDIA
        fits = off <= _MEDIA
    else:
        fits = media.within(wanted, _MEDIA) and wanted.within(media, _MEDIA)
        larger = wanted.within(media, _MEDIA)
        size = (wanted.width, wanted.height)
    if not fits and not (larger and asked.printer.marks and page.trim is not None):
        over = "bleed and all" if asked.bleed else "without bleed"
        shown = _size(media.width, media.height)
        same = shown == _size(*size)
        said = "with its bleed on the wrong sides" if same else f"of {shown} instead of {_size(*size)}, {over}"
        found.append(f"a sheet {said}")
    elif asked.bleed and page.bleed is not None and not wanted.within(page.bleed, _MEDIA):
        found.append("a bleed box that is smaller than the bleed")
    return found


def _wanted(page: PageFacts, asked: Asked) -> Box:
    """The trim with its bleed, where this page has its trim."""
    width, height = asked.trim
    trim = page.trim or Box(page.media.left, page.media.bottom, page.media.left + width, page.media.bottom + height)
    sides = asked.sides
    left, right = (sides.inside, sides.outside) if asked.is_recto(page) else (sides.outside, sides.inside)
    return Box(trim.left - left, trim.bottom - sides.bottom, trim.right + right, trim.top + sides.top)


def _takes(printer: Printer, width: float, height: float) -> bool:
    if not printer.trims:
        return True
    for trim in printer.trims:
        paper = find_paper(trim)
        if paper is not None and abs(paper.points[0] - width) < _SAME and abs(paper.points[1] - height) < _SAME:
            return True
    (low, short), (wide, tall) = printer.trim_least, printer.trim_most
    return bool(wide) and low - _SAME <= width <= wide + _SAME and short - _SAME <= height <= tall + _SAME


def _size(width: float, height: float) -> str:
    """A size for people: ``6 × 9 in`` where it is one, else millimetres."""
    inches = [round(each / 72, 3) for each in (width, height)]
    if all(abs(each * 8 - round(each * 8)) < 0.02 for each in inches):
        return f"{round(inches[0] * 8) / 8:g} × {round(inches[1] * 8) / 8:g} in"
    return f"{width / 72 * 25.4:.1f} × {height / 72 * 25.4:.1f} mm"


def check_count(asked: Asked) -> Found:
    """P9: as many pages as can be bound, in whole sheets, and an empty last page where the printer wants one."""
    printer, pages = asked.printer, asked.facts.pages
    count, faults = len(pages), []
    multiple = printer.multiple(*asked.trim)
    if count < printer.pages_least:
        faults.append(f"{count:,} pages, and {printer.title} binds {printer.pages_least:,} and more")
    if printer.pages_most and count > printer.pages_most:
        faults.append(f"{count:,} pages, and {printer.title} binds {printer.pages_most:,} at most")
    if multiple > 1 and count % multiple:
        faults.append(f"{count:,} pages, which is no multiple of {multiple}")
    made = [Fault(rules.PAGE_COUNT, each) for each in faults]
    if printer.last_blank and pages and pages[-1].painted:
        made.append(Fault(rules.PAGE_COUNT, "not empty, and the last page must be", (count - 1,)))
    if printer.pages_least <= 1 and not printer.pages_most and multiple == 1 and not printer.last_blank:
        return not_asked("any number of pages is taken")
    return Found(f"{count:,} pages", tuple(made))


def check_blanks(asked: Asked) -> Found:
    """P10: no more empty pages in a row than the printer takes; and a page with nothing but its number is not empty."""
    most, pages = asked.printer.blanks_in_row, asked.facts.pages
    gathered = Gathered()
    row: list[int] = []
    for page in (*pages, None):
        if page is not None and not page.painted and not page.trouble:
            row.append(page.index)
            continue
        if most and len(row) > most:
            message = f"{len(row)} empty pages in a row, and {asked.printer.title} takes {most}"
            gathered.add(Fault(rules.EMPTY_PAGES, message, tuple(row)))
        row = []
    for page in pages:
        if _is_folio(page, asked):
            message = "nothing on it but its number: an empty page has none"
            gathered.add(Fault(rules.ADVICE, message, (page.index,), "leave the folio off empty pages", fails=False))
    if not most:
        return Found("pages with nothing but a folio; any number of empty pages is taken", gathered.all())
    empty = sum(not page.painted for page in pages)
    return Found(f"{empty:,} empty pages of {len(pages):,}", gathered.all())


def _is_folio(page: PageFacts, asked: Asked) -> bool:
    """Whether all that stands on a page is a number, in arabic or roman figures."""
    if not page.texts or page.pictures or page.reach is not None or sum(text.glyphs for text in page.texts) > _FEW:
        return False
    nowhere = Box(-2e7, -2e7, -1e7, -1e7)
    words = "".join(word for word, _ in asked.outside(page.index, nowhere)).strip().casefold()
    return bool(words) and set(words) <= set("ivxlcdm0123456789–-·[]")
