"""``publisher preflight``: a finished PDF, anybody's, held against a printer's demands."""

from __future__ import annotations

from dataclasses import astuple
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from publisher.cli import machine, text
from publisher.cli.trouble import COLOURS
from publisher.diagnostics import Diagnostic, Severity, UsageError, has_errors
from publisher.source import Span

if TYPE_CHECKING:
    from publisher.config.printers import Printer
    from publisher.judges.preflight.values import Fault, Preflight

_LARGEST = 1_000_000_000  # bytes


@click.command(short_help="Hold a finished PDF against what a printer takes.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--profile", required=True, metavar="NAME", help="The printer: kdp, ingramspark, lulu, press, office …")
@click.option("--ink", type=click.Choice(["black", "colour"]), help="What the inside is printed in. [default: unsaid]")
@click.option("--bleed", is_flag=True, help="The pages reach over the trim.")
@click.option("--trim", metavar="SIZE", help="The size of the cut page: 6x9, A5, 170x240mm. [default: the file's own]")
@click.option("--x4", is_flag=True, help="Our checks of PDF/X-4 too, for a file that does not call itself so.")
@click.option(
    "-C", "--directory", "directory", default=".", metavar="DIR", type=click.Path(path_type=Path),
    help="The manuscript whose printers/ holds a profile of your own. [default: here]",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Say it for a machine: one JSON object on standard out.")
def preflight(**given: Any) -> int:
    """Read a finished PDF back and say which of a printer's demands it keeps.

    Exit code 0: nothing was found that the printer refuses; 1: something was; 2: wrong use.
    """
    with machine.trouble_as_json(given["as_json"]):
        return _preflight(given)


def _preflight(given: dict[str, Any]) -> int:
    from publisher.judges.preflight.run import preflight as look

    data = _read(given["file"])
    printer = _printer(given["profile"], given["directory"])
    if given["bleed"] and not any(astuple(printer.bleed)):
        # With margins for pages with bleed, which such a printer does not have, P8 would not be asked at all.
        raise UsageError(f"{printer.title} takes no bleed", "leave --bleed out, or name another profile")
    found = look(data, printer, ink=given["ink"] or "", bleed=given["bleed"], trim=_trim(given["trim"]), x4=given["x4"])
    failed = has_errors(_plain(fault) for fault in found.faults)
    if given["as_json"]:
        machine.say(_as_json(found, given, ok=not failed))
    else:
        _show(found, printer, given["file"])
    return 1 if failed else 0


def _read(path: Path) -> bytes:
    if not path.is_file():
        raise UsageError(f"there is no file {path}", "name a PDF")
    if path.stat().st_size > _LARGEST:
        raise UsageError(f"{path} is larger than a gigabyte", "no printer takes such a file")
    return path.read_bytes()


def _printer(name: str, directory: Path) -> Printer:
    """The profile of this name, one of the author's own if we stand in a manuscript."""
    from publisher.config.hints import did_you_mean
    from publisher.config.printer_files import find_printer, printer_names
    from publisher.manuscript.folder import find_manuscript

    try:
        folder: Path | None = find_manuscript(directory)
    except UsageError:
        folder = None
    printer, found = find_printer(name, folder)
    if printer is not None and not has_errors(found):
        return printer
    if found:
        raise UsageError(f"the profile {name} cannot be used: {found[0].message}", found[0].hint)
    names = printer_names(folder)
    raise UsageError(f"there is no profile {name}", did_you_mean(name, names, f"there are {', '.join(names)}"))


def _trim(written: str | None) -> tuple[float, float] | None:
    from publisher.config.papers import find_paper

    if not written:
        return None
    paper = find_paper(written)
    if paper is None:
        raise UsageError(f"{written} is no size of paper", "write 6x9, A5 or 170x240mm")
    return paper.points


def _plain(fault: Fault) -> Diagnostic:
    return fault.rule.at(Span(""), fault.message, fault.hint)


def _show(found: Preflight, printer: Printer, path: Path) -> None:
    """The checks one under the other, each with what it looked at and what it found."""
    pages = text.counted(len(found.facts.pages), "page")
    click.echo(f"{text.shown_path(path)}: {pages}, for {text.printable(printer.title)}\n")
    for fault in found.notices:
        _show_fault(found, fault)
    wide = max(len(verdict.title) for verdict in found.verdicts)
    for verdict in found.verdicts:
        state = click.style(f"{verdict.state:9}", **_STYLES[verdict.state])
        said = text.printable(f"{verdict.check:3}  {verdict.title:{wide}}  {verdict.looked_at}")
        click.echo(f"{state}  {said}")
        for fault in verdict.faults:
            _show_fault(found, fault)
    count = {state: sum(verdict.state == state for verdict in found.verdicts) for state in _STYLES}
    told = ", ".join(f"{number} {state}" for state, number in count.items() if number)
    click.echo(f"\n{len(found.verdicts)} checks: {told}")


_STYLES: dict[str, dict[str, Any]] = {
    "passed": {"fg": "green"},
    "failed": {"fg": "red", "bold": True},
    "not asked": {"dim": True},
}


def _show_fault(found: Preflight, fault: Fault) -> None:
    from publisher.judges.preflight.values import pages_in_words

    severity: Severity = fault.rule.severity
    label = click.style(f"{severity}[{fault.rule.code}]", fg=COLOURS[severity], bold=True)
    where = pages_in_words(found.facts, fault.pages)
    click.echo(f"           {label} {text.printable(f'{where}: ' if where else '')}{text.printable(fault.message)}")
    if fault.hint:
        click.echo(f"             hint: {text.printable(fault.hint)}")


def _as_json(found: Preflight, given: dict[str, Any], *, ok: bool) -> dict[str, Any]:
    return {
        "ok": ok,
        "file": str(given["file"]),
        "profile": found.printer,
        "pages": len(found.facts.pages),
        "notices": [_fault(found, fault) for fault in found.notices],
        "checks": [
            {
                "check": verdict.check,
                "title": verdict.title,
                "state": verdict.state,
                "looked_at": verdict.looked_at,
                "faults": [_fault(found, fault) for fault in verdict.faults],
            }
            for verdict in found.verdicts
        ],
    }


def _fault(found: Preflight, fault: Fault) -> dict[str, Any]:
    return {
        "code": fault.rule.code,
        "severity": str(fault.rule.severity),
        "message": fault.message,
        "hint": fault.hint,
        "pages": [{"number": index + 1, "label": found.facts.pages[index].label} for index in fault.pages],
    }
