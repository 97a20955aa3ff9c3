"""``publisher cover``: back, spine and front of a printed edition on one sheet, as wide as its pages are thick."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from publisher.cli import machine, show, trouble
from publisher.diagnostics import has_errors


@click.command(short_help="Make the cover of a printed edition: back, spine and front on one sheet.")
@click.argument("edition", required=False, default="", metavar="[EDITION]")
@click.option("--profile", default="", metavar="NAME", help="The printer: kdp, lulu … [default: the edition's]")
@click.option("--stock", default="", metavar="NAME", help="The paper of the inside. [default: the edition's]")
@click.option("--proof", is_flag=True, help="With guides: where it is cut and folded, and what keeps clear.")
@click.option(
    "-C", "--directory", "directory", default=".", metavar="DIR", type=click.Path(path_type=Path),
    help="A folder that holds manuscript/ (and perhaps styles/), or a manuscript itself. [default: here]",
)  # fmt: skip
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="DIST", help="Where it goes. [default: dist/]")
@click.option("--json", "as_json", is_flag=True, help="Say it for a machine: one JSON object on standard out.")
def cover(**given: Any) -> int:
    """Count the pages of a finished edition and make its cover into dist/.

    Without EDITION it is the one whose printer binds books.
    """
    with machine.trouble_as_json(given["as_json"]):
        return _cover(given)


def _cover(given: dict[str, Any]) -> int:
    from publisher.build.wrap import Wish
    from publisher.build.wrap import cover as make
    from publisher.cli.place import find_place
    from publisher.cli.progress import progress
    from publisher.plugins import load_features

    place = find_place(given["directory"], given["output"], deliver=True, keep=True)
    wish = Wish(given["edition"], given["profile"], given["stock"], proof=given["proof"])
    with progress() as tell:
        report = make(place, wish, load_features(), tell)
    failed = has_errors(report.diagnostics)
    if given["as_json"]:
        machine.report(report, place, ok=not failed)
        return 1 if failed else 0
    trouble.show(report.diagnostics, place)
    show.report(report, place, failed=failed, strict=False)
    for label in report.wraps:
        paper = f" on {label.stock}" if label.stock else ""
        size = f"{label.width / 72:.3g} × {label.height / 72:.3g} in"
        click.echo(f"{label.pages} pages of {size}{paper}: the spine is {label.spine / 72:.4f} in thick")
    return 1 if failed else 0
