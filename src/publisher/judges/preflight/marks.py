"""P6, P8, P11, P12 and P15: pictures, text near the edges and the spine, small type, thin lines."""

from __future__ import annotations

from typing import NamedTuple

from publisher.config.printers import BLACK
from publisher.diagnostics import Rule
from publisher.formats.readback.facts import Box, PageFacts, Picture
from publisher.formats.readback.spaces import in_inks
from publisher.judges.preflight.values import Asked, Fault, Found, Gathered, length, not_asked
from publisher.rules import preflight as rules

_SLACK = 0.25  # points
_FEW_PIXELS = 16  # of a picture that is a plain colour
_RAISED = 3  # glyphs that a raised figure has at most
_RAISED_LEAST = 0.7  # of the least size: smaller ones are not read as figures either
_CLOSE = 1.0  # points


class _Word(NamedTuple):
    """A word that stands out of where it may, by so many points."""

    missing: float
    word: str
    page: int


def check_pictures(asked: Asked) -> Found:
    """P6: enough pixels to the inch as large as each picture stands, and not far too many."""
    printer = asked.printer
    if not printer.resolution_least and not printer.line_art_least and asked.ink != BLACK:
        return not_asked("no resolution is stated")
    gathered = Gathered()
    count = 0
    for page in asked.facts.pages:
        for picture in page.pictures:
            count += 1
            _resolution(picture, page, asked, gathered)
    grey = "; that none has colours is told by P3 and P4" if asked.ink == BLACK else ""
    return Found(f"{count:,} pictures as they stand{grey}", gathered.all())


def _resolution(picture: Picture, page: PageFacts, asked: Asked, gathered: Gathered) -> None:
    printer = asked.printer
    if picture.width * picture.height <= _FEW_PIXELS:
        return
    line_art = picture.bits == 1
    least = printer.line_art_least if line_art and printer.line_art_least else printer.resolution_least
    lower = min(picture.across, picture.down)
    size = f"a picture of {picture.width:,} × {picture.height:,} pixels"
    pixels = (picture.width, picture.height)
    if least and lower < least * 0.99:
        ratio = lower / least
        stands = f"{picture.box.width / 72:.2f} × {picture.box.height / 72:.2f} in"
        hint = f"make it {ratio * 100:.0f} % as large, or take {picture.width / ratio:,.0f} pixels" if ratio else ""
        message = f"{size} has {lower:.0f} to the inch where it stands ({stands}); {least:g} is the least"
        gathered.add(Fault(rules.RESOLUTION, message, (page.index,), hint, pixels))
    elif printer.resolution_most and not line_art and lower > printer.resolution_most * 1.02:
        message = f"{size} has {lower:.0f} to the inch where it stands; more than {printer.resolution_most:g} are lost"
        gathered.add(Fault(rules.ADVICE, message, (page.index,), "", pixels, fails=False))


# Where text stands


def check_safe_area(asked: Asked) -> Found:
    """P8: no word nearer to the upper, lower or outer edge than the printer's margin."""
    nearest: dict[str, list[_Word]] = {}
    margins = asked.margins
    if not (margins.top or margins.bottom or margins.outside):
        return not_asked("no margin is stated")
    gathered = Gathered()
    for page in asked.facts.pages:
        edge, recto = page.edge, asked.is_recto(page)
        far = 1e6  # the inner side is P15's
        area = Box(
            edge.left - far if recto else edge.left + margins.outside,
            edge.bottom + margins.bottom,
            edge.right - margins.outside if recto else edge.right + far,
            edge.top - margins.top,
        )
        _words_outside(page, area, asked, nearest)
        _art(page, area, asked, gathered)
    wanted = {"upper": margins.top, "lower": margins.bottom, "outer": margins.outside}
    for side, words in nearest.items():
        gathered.add(_too_near(side, words, wanted[side], "edge", rules.OUTSIDE_SAFE_AREA))
    said = f"{_mm(margins.top)} above, {_mm(margins.bottom)} below, {_mm(margins.outside)} outside"
    return Found(f"the words of {len(asked.facts.pages):,} pages: {said}", gathered.all())


def _mm(points: float) -> str:
    return f"{points / 72 * 25.4:.1f} mm"


def _words_outside(page: PageFacts, area: Box, asked: Asked, nearest: dict[str, list[_Word]]) -> None:
    """The word of each side that stands out most. Asked of the exact boxes only where the fonts' own heights leave
    it in doubt."""
    if all(text.box.within(area) for text in page.texts):
        return
    recto = asked.is_recto(page)
    worst: dict[str, _Word] = {}
    for word, box in asked.outside(page.index, area):
        left, right = area.left - box.left, box.right - area.right
        missing = {"upper": box.top - area.top, "lower": area.bottom - box.bottom, "outer": right if recto else left}
        side = max(missing, key=lambda key: missing[key])
        if missing[side] > max(_SLACK, worst[side].missing if side in worst else 0.0):
            worst[side] = _Word(missing[side], word, page.index)
    for side, found in worst.items():
        nearest.setdefault(side, []).append(found)


def _too_near(side: str, words: list[_Word], wanted: float, edge: str, rule: Rule, of: str = "") -> Fault:
    """One fault for all pages with words too near to one side: the nearest word's page comes first."""
    first, *others = sorted(words, key=lambda word: (-round(word.missing, 1), word.page))
    there = wanted - first.missing
    where = f"{length(there)} from the {side} {edge}".replace("  ", " ") if there > 0 else f"over the {side} edge"
    more = f", and text on {len(others):,} more pages stands too near" if others else ""
    message = f"“{first.word[:30]}” stands {where}{more}; {length(wanted)} is the least{of}"
    return Fault(rule, message, (first.page, *sorted(word.page for word in others)))


def _art(page: PageFacts, area: Box, asked: Asked, gathered: Gathered) -> None:
    """Pictures and rules: without bleed inside the margins too; with bleed, over the edge or well away from it."""
    if page.reach is None:
        return
    edge, recto = page.edge, asked.is_recto(page)
    if not asked.bleed:
        if not page.reach.within(area, _CLOSE):
            message = "a picture, rule or tint stands nearer to the edge than the margin"
            hint = f"it may be cut; {asked.printer.title} wants bleed for what goes to the edge"
            gathered.add(Fault(rules.ADVICE, message, (page.index,), hint, fails=False))
        return
    sides = asked.sides
    over = {
        "upper": (page.reach.top - edge.top, sides.top),
        "lower": (edge.bottom - page.reach.bottom, sides.bottom),
        "outer": (page.reach.right - edge.right if recto else edge.left - page.reach.left, sides.outside),
    }
    for side, (reached, wanted) in over.items():
        if wanted and -_CLOSE < reached < wanted - _CLOSE:
            message = f"a picture or tint ends {length(max(0.0, reached))} over the {side} edge, and not at the bleed"
            hint = f"a white sliver may show: let it reach {length(wanted)} over the edge"
            gathered.add(Fault(rules.ADVICE, message, (page.index,), hint, fails=False))


def check_gutter(asked: Asked) -> Found:
    """P15: no word nearer to the spine than a book of so many pages allows."""
    pages = asked.facts.pages
    wanted = max(asked.printer.gutter(len(pages)), asked.margins.inside)
    if not wanted:
        return not_asked("no inner margin is stated")
    gathered = Gathered()
    words: list[_Word] = []
    least = float("inf")
    for page in pages:
        edge, recto, far = page.edge, asked.is_recto(page), 1e6
        for text in page.texts:
            least = min(least, text.box.left - edge.left if recto else edge.right - text.box.right)
        area = Box(
            edge.left + wanted if recto else edge.left - far,
            edge.bottom - far,
            edge.right + far if recto else edge.right - wanted,
            edge.top + far,
        )
        if all(text.box.within(area) for text in page.texts):
            continue
        missing = [
            (area.left - box.left if recto else box.right - area.right, word)
            for word, box in asked.outside(page.index, area)
        ]
        most, word = max(missing, default=(0.0, ""))
        if most > _SLACK:
            words.append(_Word(most, word, page.index))
    if words:
        gathered.add(_too_near("inner", words, wanted, "edge", rules.IN_THE_GUTTER, f" for {len(pages):,} pages"))
    used = f", {length(least)} at the least" if least < 1e6 else ""
    return Found(f"the inner margin of {len(pages):,} pages{used}; wanted {length(wanted)}", gathered.all())


# Type and lines


def check_type(asked: Asked) -> Found:
    """P11: no type smaller than the printer's least, as it stands on the page."""
    least = asked.printer.type_least
    if not least:
        return not_asked("no size is stated")
    gathered = Gathered()
    smallest = min((text.size for page in asked.facts.pages for text in page.texts), default=0.0)
    for page in asked.facts.pages:
        for text in page.texts:
            if text.size >= least - 0.05:
                continue
            if text.glyphs <= _RAISED and text.size >= least * _RAISED_LEAST:
                message = f"figures or signs of {text.size:.1f} pt (raised ones?), below the least size of {least:g} pt"
                gathered.add(Fault(rules.GOOD_TO_KNOW, message, (page.index,), fails=False))
            else:
                message = f"type of {text.size:.1f} pt in {text.font[:60]}; {least:g} pt is the least"
                gathered.add(Fault(rules.SMALL_TYPE, message, (page.index,)))
    return Found(f"every size of type: {smallest:.1f} pt is the smallest, {least:g} pt the least", gathered.all())


def check_lines(asked: Asked) -> Found:
    """P12: no line thinner than the printer's least, and no tint too faint to be seen."""
    least, tint = asked.printer.rule_least, asked.printer.tint_least
    if not least and not tint:
        return not_asked("no thickness is stated")
    gathered = Gathered()
    thinnest = min((rule.thickness for page in asked.facts.pages for rule in page.rules), default=0.0)
    for page in asked.facts.pages:
        for rule in page.rules:
            if rule.thickness < least - 0.01:
                message = f"a line {rule.thickness:.2f} pt thick; {least:g} pt is the least"
                gathered.add(
                    Fault(
                        rules.HAIRLINE,
                        message,
                        (page.index,),
                        "in a style, use var(--hairline); draw a figure with thicker lines",
                    )
                )
        for paint in page.paints:
            inks = in_inks(paint.space, paint.values)
            if inks is not None and 0.002 < sum(inks) < tint / 100 - 0.002:
                message = f"a tint of {sum(inks) * 100:.0f} %; below {tint:g} % it may vanish"
                gathered.add(Fault(rules.ADVICE, message, (page.index,), fails=False))
    return Found(f"every line: {thinnest:.2f} pt is the thinnest, {least:g} pt the least", gathered.all())
