"""The preflight itself: a PDF is read back, and each check is asked in its turn."""

from __future__ import annotations

from dataclasses import replace

from publisher.config.printers import BLACK, Printer
from publisher.formats.readback.facts import FileFacts
from publisher.formats.readback.objects import read_back
from publisher.formats.readback.words import Words
from publisher.judges.preflight import file, inks, marks, pages, standard
from publisher.judges.preflight.values import FAILED, NOT_ASKED, PASSED, Asked, Check, Fault, Preflight, Verdict
from publisher.rules import preflight as rules

CHECKS = (
    Check("P1", "fonts", file.check_fonts),
    Check("P2", "page boxes", pages.check_boxes),
    Check("P3", "black ink alone", inks.check_one_ink),
    Check("P4", "no RGB", inks.check_light),
    Check("P5", "total ink", inks.check_total),
    Check("P6", "pictures", marks.check_pictures),
    Check("P7", "nothing attached", file.check_attached),
    Check("P8", "safe area", marks.check_safe_area),
    Check("P9", "number of pages", pages.check_count),
    Check("P10", "empty pages", pages.check_blanks),
    Check("P11", "size of type", marks.check_type),
    Check("P12", "thin lines", marks.check_lines),
    Check("P13", "transparency", file.check_transparency),
    Check("P14", "integrity", file.check_whole),
    Check("P15", "gutter", marks.check_gutter),
)


def preflight(
    data: bytes,
    printer: Printer,
    *,
    ink: str = "",
    bleed: bool = False,
    trim: tuple[float, float] | None = None,
    x4: bool = False,
) -> Preflight:
    """Hold a finished PDF against what a printer takes. Reads anybody's file, and never raises for what is in it.

    ``ink`` is black or colour; "" asks nothing of the inks unless the printer has only black. ``trim`` is width and
    height in points; without it, what the file says. The checks of PDF/X-4 are made where the file says that it is
    one, and where ``x4`` asks for them.
    """
    facts = read_back(data)
    if facts.trouble:
        fault = Fault(rules.NOT_READ, f"the file cannot be read: {facts.trouble}")
        verdicts = tuple(Verdict(each.code, each.title, FAILED, "nothing: the file cannot be read") for each in CHECKS)
        return Preflight(printer.name, facts, verdicts, (fault,))
    with Words(data) as words:
        asked = Asked(
            facts,
            printer,
            ink or (BLACK if printer.inks == (BLACK,) else ""),
            bleed,
            trim or pages.trim_of(facts.pages, printer, bleed),
            trim is not None,
            words.outside,
            printer.facing,
        )
        asked = _turned(asked)
        checks = CHECKS + (standard.CHECKS if x4 or standard.claimed(facts).startswith(standard.NAME) else ())
        verdicts = _judged(asked, checks)
    return Preflight(printer.name, facts, verdicts, _notices(facts, printer, verdicts))


def _turned(asked: Asked) -> Asked:
    """Loose sheets have their holes on the left, or by turns where both sides are printed: as it suits the file."""
    if asked.facing or not marks.check_gutter(asked).faults:
        return asked
    duplex = replace(asked, facing=True)
    return asked if marks.check_gutter(duplex).faults else duplex


def _judged(asked: Asked, checks: tuple[Check, ...]) -> tuple[Verdict, ...]:
    answers = [(check, check.find(asked)) for check in checks]
    also = {code for _, found in answers for fault in found.faults if fault.fails for code in fault.also}
    made = []
    for check, found in answers:
        failed = any(fault.fails for fault in found.faults) or (check.code in also and found.asked)
        state = NOT_ASKED if not found.asked else FAILED if failed else PASSED
        made.append(Verdict(check.code, check.title, state, found.looked_at, found.faults))
    return tuple(made)


def _notices(facts: FileFacts, printer: Printer, verdicts: tuple[Verdict, ...]) -> tuple[Fault, ...]:
    """What must not be believed: that a file is PDF/X because it, or somebody, says so."""
    says = standard.claimed(facts)
    own = [each for each in verdicts if each.check.startswith("X")]
    checked = "our own checks of PDF/X-4 " + ("found nothing" if all(v.state == PASSED for v in own) else "failed")
    nobody = "there is no free validator of PDF/X, and nobody independent has looked"
    notices = []
    if says:
        what = f"{checked}; they are not a validation" if own else "it was not checked as one"
        message = f"the file calls itself {says[:40]}: {what}, for {nobody}"
        notices.append(Fault(rules.NOT_A_STANDARD, message, fails=False))
    elif printer.standard:
        asks = f"{printer.title} asks for {printer.standard}"
        message = f"not PDF/X: {asks}. The checks below were made on the file as it is; {nobody}"
        notices.append(Fault(rules.NOT_A_STANDARD, message, fails=False))
    return tuple(notices)
