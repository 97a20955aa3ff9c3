"""P3, P4 and P5: black ink alone, no colours of light, and no more ink than the paper holds."""

from __future__ import annotations

from publisher.config.printers import BLACK
from publisher.formats.readback.facts import Ink, PageFacts, Paint, Picture, Space
from publisher.formats.readback.spaces import in_inks, is_light
from publisher.judges.preflight.values import Asked, Fault, Found, Gathered, not_asked
from publisher.rules import preflight as rules

_NOTHING = 0.002  # of an ink
_DARK = 0.85  # of black: text with so much of it is meant to be black
_WHITE = 0.998  # of light
_SLACK = 2.0  # per cent of ink
_USES = {"text": "text", "fill": "an area", "line": "a line", "shading": "a gradient"}


def check_one_ink(asked: Asked) -> Found:
    """P3: nothing but black ink in a book of one ink; black text in black alone where the printer wants it."""
    gathered = Gathered()
    if asked.ink == BLACK:
        for page in asked.facts.pages:
            for paint in page.paints:
                _coloured(paint, page, gathered)
            for picture in page.pictures:
                _coloured_pixels(picture, page, asked, gathered)
        return Found("every colour that is painted, and the pixels of pictures in four inks", gathered.all())
    if not asked.printer.black_text_only_k:
        return not_asked("no ink was named, or colours are printed")
    for page in asked.facts.pages:
        for paint in page.paints:
            if paint.use == "text":
                _rich_text(paint, page, gathered)
    return Found("the colours of text", gathered.all())


def _coloured(paint: Paint, page: PageFacts, gathered: Gathered) -> None:
    if is_light(paint.space):
        return  # P4 tells
    inks = in_inks(paint.space, paint.values)
    if inks is None:
        if paint.space.family != "Pattern":
            _untold(f"{_USES[paint.use]} in {paint.space.family}", page, gathered)
    elif sum(inks[:3]) + inks[4] > _NOTHING:
        gathered.add(Fault(rules.NOT_ONE_INK, f"{_USES[paint.use]} in {_of(paint, inks)}", (page.index,)))


def _of(paint: Paint, inks: tuple[float, float, float, float, float]) -> str:
    if paint.space.names:
        spots = [name for name in paint.space.names if name not in ("Black", "None")]
        return f"the ink {', '.join(spots)[:60]}"
    return "inks of " + " ".join(f"{each * 100:.0f}" for each in inks[:4]) + " % (C M Y K)"


def _untold(what: str, page: PageFacts, gathered: Gathered) -> None:
    message = f"{what}, whose inks cannot be told"
    gathered.add(Fault(rules.NOT_LOOKED_AT, message, (page.index,), fails=False))


def _coloured_pixels(picture: Picture, page: PageFacts, asked: Asked, gathered: Gathered) -> None:
    space = picture.space
    if space is None or is_light(space) or _is_grey(space):
        return
    ink = dict(asked.facts.inks).get(picture.key)
    size = f"a picture of {picture.width:,} × {picture.height:,} pixels"
    if ink is None:
        _untold(f"{size} in {space.family}", page, gathered)
    elif not ink.black_only:
        pixels = (picture.width, picture.height)
        gathered.add(Fault(rules.NOT_ONE_INK, f"{size} in colour", (page.index,), "", pixels, also=("P6",)))


def _is_grey(space: Space) -> bool:
    if space.family == "Indexed":
        return space.base is not None and _is_grey(space.base)
    if space.names:
        return set(space.names) <= {"Black", "None"}
    return space.components == 1 and space.family in ("DeviceGray", "CalGray", "ICCBased")


def _rich_text(paint: Paint, page: PageFacts, gathered: Gathered) -> None:
    inks = in_inks(paint.space, paint.values)
    if inks is None or inks[3] < _DARK:
        return
    if sum(inks[:3]) > _NOTHING:
        gathered.add(Fault(rules.NOT_ONE_INK, f"black text in {_of(paint, inks)}", (page.index,)))
    elif paint.space.family == "ICCBased":
        message = "black text through a colour profile: it may print too light"
        gathered.add(Fault(rules.NOT_ONE_INK, message, (page.index,), "paint it in DeviceGray or DeviceCMYK"))


def check_light(asked: Asked) -> Found:
    """P4: no RGB and no Lab where a book is printed in inks; no inks where the printer wants light."""
    gathered = Gathered()
    printer = asked.printer
    refused = asked.ink == BLACK or printer.colour_space == "cmyk"
    advised = printer.colour_space == "srgb" and not refused
    if not refused and not advised:
        return not_asked("both RGB and inks are taken")
    for page in asked.facts.pages:
        for paint in page.paints:
            if refused and is_light(paint.space):
                also: tuple[str, ...] = ("P3",) if asked.ink == BLACK and not _is_white(paint) else ()
                message = f"{_USES[paint.use]} in {_light(paint.space)}"
                gathered.add(Fault(rules.LIGHT, message, (page.index,), also=also))
            elif advised and _is_colour(paint):
                _converted(_USES[paint.use], page, asked, gathered)
        for picture in page.pictures:
            if picture.space is None:
                continue
            size = f"a picture of {picture.width:,} × {picture.height:,} pixels"
            if refused and is_light(picture.space):
                also = ("P3", "P6") if asked.ink == BLACK else ()
                pixels = (picture.width, picture.height)
                message = f"{size} in {_light(picture.space)}"
                gathered.add(Fault(rules.LIGHT, message, (page.index,), "", pixels, also=also))
            elif advised and picture.space.components == 4:
                _converted(size, page, asked, gathered)
    return Found("the space of every colour that is painted, and of every picture", gathered.all())


def _light(space: Space) -> str:
    return {"Lab": "Lab", "Indexed": "RGB"}.get(space.family, "RGB")


def _is_white(paint: Paint) -> bool:
    return paint.space.family != "Lab" and len(paint.values) == 3 and min(paint.values) > _WHITE


def _is_colour(paint: Paint) -> bool:
    inks = in_inks(paint.space, paint.values)
    return inks is not None and sum(inks[:3]) > _NOTHING


def _converted(what: str, page: PageFacts, asked: Asked, gathered: Gathered) -> None:
    message = f"{what} in four inks, which {asked.printer.title} turns into other ones"
    gathered.add(Fault(rules.ADVICE, message, (page.index,), "it asks for colours in sRGB", fails=False))


def check_total(asked: Asked) -> Found:
    """P5: the inks of every colour and every pixel together, since nothing is overprinted."""
    most = asked.printer.total_ink
    if not most:
        return not_asked("no limit is stated")
    gathered = Gathered()
    pixels: dict[str, Ink] = dict(asked.facts.inks)
    highest = 0.0
    for page in asked.facts.pages:
        for paint in page.paints:
            inks = in_inks(paint.space, paint.values)
            total = sum(inks) * 100 if inks is not None else 0.0
            highest = max(highest, total)
            if total > most + _SLACK:
                message = f"{_USES[paint.use]} with {total:.0f} % of ink; {most:g} % is the most"
                gathered.add(Fault(rules.TOO_MUCH_INK, message, (page.index,)))
            elif paint.use == "shading" and not paint.values and not is_light(paint.space):
                _untold("a gradient", page, gathered)
        for picture in page.pictures:
            ink = pixels.get(picture.key)
            highest = max(highest, ink.total if ink else 0.0)
            if ink is not None and ink.total > most + _SLACK:
                size = f"a picture of {picture.width:,} × {picture.height:,} pixels"
                message = f"{size} with up to {ink.total:.0f} % of ink; {most:g} % is the most"
                where = (picture.width, picture.height)
                gathered.add(Fault(rules.TOO_MUCH_INK, message, (page.index,), "", where))
            elif ink is None and picture.space is not None and picture.space.components >= 4:
                _untold(f"a picture in {picture.space.family}", page, gathered)
    looked = f"every colour and the pixels of pictures in four inks: {highest:.0f} % at most, of {most:g} %"
    return Found(f"{looked}; colours that lie on one another through transparency are not added", gathered.all())
