"""Which printer an edition's PDF is made for, and what book.toml asks of it that it does not do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from publisher.config import EditionSpec
from publisher.config.hints import did_you_mean, listed
from publisher.config.papers import find_paper
from publisher.diagnostics import Diagnostic
from publisher.rules import printers as rules
from publisher.source import Span
from publisher.style.composition import PROFILE, Composition

if TYPE_CHECKING:
    from publisher.config.printers import Printer

Place = Callable[..., Span]


def check_profile(spec: EditionSpec, folder: Path, place: Place) -> tuple[Diagnostic, ...]:
    """What is wrong with the profile of an edition and the keys that go with it."""
    return tuple(_check(spec, folder, lambda key: place("editions", spec.name, key)))


def _check(spec: EditionSpec, folder: Path, at: Callable[[str], Span]) -> Iterator[Diagnostic]:
    if not spec.profile:
        for key in ("bleed", "stock"):
            if getattr(spec, key):
                message = f"`{key}` says nothing without a printer's profile"
                yield rules.NO_PROFILE.at(at(key), message, 'write profile = "kdp", or whose it is')
        return
    from publisher.config.printer_files import find_printer, printer_names, takes_trim  # few books have a profile

    if "pdf" not in spec.formats:
        yield rules.NOT_PRINTED.at(at("profile"), f"the edition `{spec.name}` makes no PDF")
    printer, found = find_printer(spec.profile, folder)
    yield from found
    if printer is None:
        if not found:
            names = printer_names(folder)
            hint = did_you_mean(spec.profile, names, f"there are {listed(names, 'and')}")
            yield rules.UNKNOWN_PROFILE.at(at("profile"), f"there is no profile `{spec.profile}`", hint)
        return
    if spec.bleed and not any(getattr(printer.bleed, side) for side in ("top", "bottom", "outside")):
        yield rules.NO_PROFILE.at(at("bleed"), f"{printer.title} prints nothing to the edge", "leave `bleed` out")
    if spec.ink and spec.ink not in printer.inks:
        yield rules.INK_REFUSED.at(at("ink"), f"{printer.title} prints in {listed(printer.inks, 'and')} only")
    yield from _check_stock(spec, printer, at)
    for paper in spec.papers:
        known = find_paper(paper)
        if known is not None and not takes_trim(printer, *known.points):
            hint = f"there are {', '.join(printer.trims)} ({printer.source('trims')})"
            yield rules.TRIM_REFUSED.at(at("papers"), f"{printer.title} does not cut {paper}", hint)


def _check_stock(spec: EditionSpec, printer: Printer, at: Callable[[str], Span]) -> Iterator[Diagnostic]:
    stock = printer.stock(spec.stock) if spec.stock else None
    if spec.stock and stock is None:
        names = tuple(each.name for each in printer.stocks)
        hint = did_you_mean(spec.stock, names, f"there are {listed(names, 'and')}" if names else "leave it out")
        yield rules.UNKNOWN_STOCK.at(at("stock"), f"{printer.title} has no paper `{spec.stock}`", hint)
    elif stock is not None and spec.ink and spec.ink in printer.inks and spec.ink not in stock.inks:
        fitting = tuple(each.name for each in printer.stocks if spec.ink in each.inks)
        hint = f"in {spec.ink} it prints on {listed(fitting, 'and')}" if fitting else "leave `stock` out"
        message = f"{printer.title} does not print in {spec.ink} on the paper `{spec.stock}`"
        yield rules.UNKNOWN_STOCK.at(at("stock"), message, hint)


def for_printer(composition: Composition, folder: Path, place: Place) -> Composition:
    """The composition of a PDF with the profile that its edition names, and the place where it does."""
    spec = composition.edition
    if not spec.profile:
        return composition
    from publisher.config.printer_files import find_printer

    printer = find_printer(spec.profile, folder)[0]
    if printer is None:
        return composition
    span = place("editions", spec.name, "profile")
    return replace(composition, printer=printer, spans=(*composition.spans, (PROFILE, span)))
