"""A preflight as values: what was asked of the file, what each check found, and where."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from publisher.config.printers import Printer, Sides
from publisher.diagnostics import Rule
from publisher.formats.readback.facts import Box, FileFacts, PageFacts

PASSED, FAILED, NOT_ASKED = "passed", "failed", "not asked"
Outside = Callable[[int, Box], tuple[tuple[str, Box], ...]]  # words of a page that stand out of a box


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that a check found. ``pages`` are numbers in the file, from 0; none: it is the file's."""

    rule: Rule
    message: str
    pages: tuple[int, ...] = ()
    hint: str = ""
    picture: tuple[int, int] = (0, 0)  # the pixels of the picture that it speaks of
    fails: bool = True  # whether the check has failed; False: it only tells
    also: tuple[str, ...] = ()  # other checks that fail for the same reason


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one check."""

    check: str  # P1 … P15, X1 … X7
    title: str
    state: str  # PASSED, FAILED or NOT_ASKED
    looked_at: str  # in words: what was looked at, or why nothing was
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Preflight:
    """The whole of it; ``notices`` are the faults of no check."""

    printer: str
    facts: FileFacts
    verdicts: tuple[Verdict, ...]
    notices: tuple[Fault, ...] = ()

    @property
    def faults(self) -> tuple[Fault, ...]:
        """All that was found, in the order of the checks."""
        return (*self.notices, *(fault for verdict in self.verdicts for fault in verdict.faults))


@dataclass(frozen=True, slots=True)
class Asked:
    """A file and what is asked of it."""

    facts: FileFacts
    printer: Printer
    ink: str  # black, colour, or "" where nobody said
    bleed: bool
    trim: tuple[float, float]  # width and height in points
    trim_given: bool
    outside: Outside
    facing: bool = True  # whether the spine changes sides with the page

    @property
    def sides(self) -> Sides:
        """How far a page reaches over its trim."""
        return self.printer.bleed if self.bleed else Sides()

    @property
    def margins(self) -> Sides:
        """Where no text may stand."""
        return self.printer.margins_with_bleed if self.bleed else self.printer.margins

    def is_recto(self, page: PageFacts) -> bool:
        """Whether the spine is on the left of a page."""
        return page.index % 2 == 0 or not self.facing


@dataclass(frozen=True, slots=True)
class Check:
    """One check: ``find`` gives the faults, or None and the reason where this printer does not ask for it."""

    code: str
    title: str
    find: Callable[[Asked], Found]


@dataclass(frozen=True, slots=True)
class Found:
    """The answer of a check."""

    looked_at: str
    faults: tuple[Fault, ...] = ()
    asked: bool = True


@dataclass(slots=True)
class Gathered:
    """Faults with the same words are one fault of several pages."""

    _faults: dict[tuple[str, str], Fault] = field(default_factory=dict)

    def add(self, fault: Fault) -> None:
        """Take one in."""
        key = (fault.rule.code, fault.message)
        before = self._faults.get(key)
        if before is None:
            self._faults[key] = fault
            return
        pages = before.pages + tuple(page for page in fault.pages if page not in before.pages)
        self._faults[key] = Fault(
            before.rule, before.message, pages, before.hint, before.picture, before.fails, before.also
        )

    def all(self, most: int = 12) -> tuple[Fault, ...]:
        """What was gathered; beyond ``most`` kinds of a rule, the rest is one fault that says how many they are."""
        by_rule: dict[str, list[Fault]] = {}
        for fault in self._faults.values():
            by_rule.setdefault(fault.rule.code, []).append(fault)
        return tuple(fault for faults in by_rule.values() for fault in _folded(faults, most))


def _folded(faults: list[Fault], most: int) -> Iterable[Fault]:
    if len(faults) <= most:
        return faults
    rest = faults[most - 1 :]
    pages = tuple(dict.fromkeys(page for fault in rest for page in fault.pages))
    first = rest[0]
    message = f"{first.message}, and {len(rest) - 1:,} more of the kind"
    more = Fault(first.rule, message, pages, first.hint, fails=first.fails)
    return [*faults[: most - 1], more]


def not_asked(why: str) -> Found:
    """The answer of a check that this printer does not ask for."""
    return Found(why, (), False)


def pages_in_words(facts: FileFacts, indices: tuple[int, ...]) -> str:
    """``page iv (4 of 58)``; ``pages 12, 14–17 and 20 more``."""
    if not indices:
        return ""
    labels = [facts.pages[index].label or str(index + 1) for index in indices]
    if len(indices) == 1:
        number = str(indices[0] + 1)
        return f"page {labels[0]}" + (f" ({number} of {len(facts.pages)})" if labels[0] != number else "")
    if len(indices) == len(facts.pages):
        return f"all {len(indices)} pages"
    shown = ", ".join(labels[:6])
    return f"pages {shown}" + (f" and {len(labels) - 6:,} more" if len(labels) > 6 else "")


def length(points: float) -> str:
    """A length for people: ``9 pt (3.2 mm)``."""
    return f"{round(points, 2):g} pt ({round(points / 72 * 25.4, 1):g} mm)"
