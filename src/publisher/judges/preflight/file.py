"""P1, P7, P13 and P14: fonts, what hangs on the file, transparency, and whether the file is whole."""

from __future__ import annotations

from publisher.judges.preflight.values import Asked, Fault, Found, Gathered, not_asked
from publisher.rules import preflight as rules

_MOST_DAMAGE = 5


def check_fonts(asked: Asked) -> Found:
    """P1: every font that text is set in is embedded, and none is a Type 3 font."""
    gathered = Gathered()
    fonts = {font for page in asked.facts.pages for font in page.fonts}
    for page in asked.facts.pages:
        for font in page.fonts:
            if font.kind == "Type3":
                message = f"the font {font.name[:60]} is of Type 3"
                gathered.add(Fault(rules.FONT_MISSING, message, (page.index,), "use a font file, or paths"))
            elif not font.embedded:
                gathered.add(Fault(rules.FONT_MISSING, f"the font {font.name[:60]} is not embedded", (page.index,)))
    cut = sorted(font.name for font in fonts if font.subset)
    if asked.printer.full_fonts and cut:
        message = f"{len(cut)} fonts hold only the letters that are used; {asked.printer.title} would rather have all"
        gathered.add(Fault(rules.GOOD_TO_KNOW, message, fails=False))
    return Found(f"{len(fonts):,} fonts that text is set in", gathered.all())


def check_attached(asked: Asked) -> Found:
    """P7: no links, outline, scripts, forms, attachments or passwords where the printer takes none."""
    facts, printer = asked.facts, asked.printer
    gathered = Gathered()
    for page in facts.pages:
        for each in page.annotations:
            if each.kind == "Link" and printer.links:
                continue
            message = "a link" if each.kind == "Link" else f"an annotation ({each.kind[:30]})"
            gathered.add(Fault(rules.ATTACHED, message, (page.index,), "leave it out of the printed file"))
    held = {
        "an outline (bookmarks)": facts.outline and not printer.outline,
        "attached files": facts.attachments and not printer.attachments,
        "scripts": facts.scripts,
        "form fields": facts.forms,
        "encryption": facts.encrypted,
    }
    for what, there in held.items():
        if there:
            gathered.add(Fault(rules.ATTACHED, f"the file holds {what}"))
    for action in facts.actions:
        gathered.add(Fault(rules.ATTACHED, f"the file holds an action ({action})"))
    allowed = [word for word, taken in (("links", printer.links), ("an outline", printer.outline)) if taken]
    also = f"; {' and '.join(allowed)} are taken" if allowed else ""
    return Found(f"annotations, outline, scripts, actions, forms, attachments, encryption{also}", gathered.all())


def check_transparency(asked: Asked) -> Found:
    """P13: nothing partly transparent."""
    if asked.printer.transparency:
        return not_asked("transparency is taken")
    gathered = Gathered()
    for page in asked.facts.pages:
        for how in page.transparent:
            gathered.add(Fault(rules.TRANSPARENT, f"something is transparent: {how}", (page.index,)))
    return Found("opacity, masks and blending of every mark that is painted", gathered.all())


def check_whole(asked: Asked) -> Found:
    """P14: the structure of the file is sound, and it is not too large."""
    facts, most = asked.facts, asked.printer.bytes_most
    gathered = Gathered()
    for damage in facts.damage[:_MOST_DAMAGE]:
        gathered.add(Fault(rules.BROKEN, f"the file is damaged: {damage}"))
    if len(facts.damage) > _MOST_DAMAGE:
        gathered.add(Fault(rules.BROKEN, f"the file is damaged in {len(facts.damage) - _MOST_DAMAGE} more places"))
    for page in facts.pages:
        if page.trouble and not (page.trouble == "not looked at" and facts.unread):
            gathered.add(Fault(rules.BROKEN, f"it cannot be read: {page.trouble}", (page.index,)))
    if not facts.pages:
        gathered.add(Fault(rules.BROKEN, "the file has no pages"))
    if most and facts.size > most:
        size = f"{facts.size / 1e6:,.0f} MB; {most / 1e6:,.0f} MB is the most"
        gathered.add(Fault(rules.BROKEN, f"the file has {size}"))
    for what in facts.unread:
        gathered.add(Fault(rules.NOT_LOOKED_AT, f"not looked at: {what}", fails=False))
    return Found(f"the structure of the file and all its streams, {facts.size / 1e6:.1f} MB", gathered.all())
