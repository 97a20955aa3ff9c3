"""``publisher proof``: a book's pages as an editor looks them over, and what has changed since an older PDF."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from publisher.cli import machine, text, trouble

if TYPE_CHECKING:
    from publisher.build.proofs import Proof
    from publisher.formats.proofs.compare import Fate, PageWords

_LEAST_DPI, _MOST_DPI = 20, 150


@click.command(short_help="Show a book's pages as spreads and contact sheets.")
@click.argument("edition", required=False)
@click.option(
    "-C", "--directory", "directory", default=".", metavar="DIR", type=click.Path(path_type=Path),
    help="A folder that holds manuscript/ (and perhaps styles/), or a manuscript itself. [default: here]",
)  # fmt: skip
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="DIR", help="Where the proofs go. [default: proof/]"
)
@click.option("--grid/--no-grid", default=True, help="Draw the baseline grid over the spreads. [default: yes]")
@click.option(
    "--dpi", type=click.IntRange(_LEAST_DPI, _MOST_DPI), default=60, show_default=True, metavar="N",
    help="Pixels to the inch of the contact sheets.",
)  # fmt: skip
@click.option(
    "--compare", "older", type=click.Path(path_type=Path), metavar="OLD.pdf",
    help="Say which pages have changed since this PDF was made, and show those side by side.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Say it for a machine: one JSON object on standard out.")
def proof(**given: Any) -> int:
    """Lay out the PDFs of an EDITION (of all of them, when none is named) and show their pages.

    For each there is a PDF of spreads with trim, safe area, margins and baseline grid in layers of their own, and
    contact sheets as PNG. Nothing is written to dist/. Exit code 0: there are proofs, whatever has changed; 1: the
    book or the older PDF cannot be read or laid out; 2: wrong use.
    """
    with machine.trouble_as_json(given["as_json"]):
        return _proof(given)


def _proof(given: dict[str, Any]) -> int:
    from publisher.build.proofs import Wish, make_proofs
    from publisher.cli.place import find_place, find_proofs
    from publisher.cli.progress import progress
    from publisher.plugins import load_features

    place = find_place(given["directory"], None, deliver=False, keep=True)
    folder = find_proofs(place, given["output"])
    wish = Wish(given["edition"] or "", given["grid"], given["dpi"], given["older"])
    with progress() as tell:
        made = make_proofs(place, folder, wish, load_features(), tell)
    ok = bool(made.proofs)
    if given["as_json"]:
        machine.say(
            {
                "ok": ok,
                "manuscript": str(place.folder),
                "folder": str(folder),
                "proofs": [_as_json(each, folder, compared=wish.older is not None) for each in made.proofs],
                "diagnostics": machine.diagnostics(made.diagnostics),
            }
        )
        return 0 if ok else 1
    trouble.show(made.diagnostics, place)
    for each in made.proofs:
        _show(each, folder)
        if wish.older is not None:
            _show_changes(each.fates, wish.older)
    if made.diagnostics:
        none = "" if ok else "; no proofs were made"
        click.echo(f"{trouble.summary(made.diagnostics)}{none}", err=True)
    return 0 if ok else 1


def _show(each: Proof, folder: Path) -> None:
    """What was made, and which lines were drawn."""
    pages, open_book = text.counted(each.pages, "page"), text.counted(each.spreads, "spread")
    click.echo(f"{text.printable(each.file_name)}: {pages}, {open_book if each.guides.facing else 'not facing'}")
    for name in each.files:
        click.echo(f"  {text.shown_path(folder / name)}")
    lines = [
        ("trim", True),
        ("safe area", each.guides.safe is not None),
        ("margins", each.guides.margins is not None),
        (f"baseline grid of {each.guides.leading:g} pt", bool(each.guides.leading)),
    ]
    click.echo(f"  drawn: {', '.join(name for name, there in lines if there)}")


_SAID: dict[str, dict[str, Any]] = {
    "equal": {"dim": True},
    "moved": {"fg": "cyan"},
    "changed": {"fg": "yellow"},
    "new": {"fg": "green"},
    "gone": {"fg": "red"},
}


def _show_changes(fates: tuple[Fate, ...], older: Path) -> None:
    """The pages that are not as they were, runs of those that only moved on one line; and how many there are of all."""
    click.echo(f"\nSince {text.shown_path(older)}:")
    for run in _runs(fates):
        click.echo(f"  {click.style(f'{run[0].kind:8}', **_SAID[run[0].kind])} {text.printable(_where(run))}")
        for sign, words in (("-", run[0].was), ("+", run[0].now)):
            if words:
                click.echo(f"             {sign} {text.printable(words)}")
    counts = Counter(fate.kind for fate in fates)
    click.echo(f"  {', '.join(f'{counts[kind]:,} {kind}' for kind in _SAID if counts[kind])}")


def _runs(fates: tuple[Fate, ...]) -> list[list[Fate]]:
    """The fates to tell: each change by itself, those pages together that are equal, or have moved equally far."""
    runs: list[list[Fate]] = []
    for fate in fates:
        last = runs[-1][-1] if runs else None
        if last is not None and fate.kind == last.kind and fate.kind in ("equal", "moved") and _follows(last, fate):
            runs[-1].append(fate)
        else:
            runs.append([fate])
    return runs


def _follows(one: Fate, other: Fate) -> bool:
    pairs = ((one.old, other.old), (one.new, other.new))
    return all(a is not None and b is not None and b.index == a.index + 1 for a, b in pairs)


def _where(run: list[Fate]) -> str:
    from publisher.formats.proofs.changes import note_of

    first, last = run[0], run[-1]
    if first.old is None or last.old is None:
        return _labels(first.new, last.new)
    if first.new is None or last.new is None:
        return _labels(first.old, last.old)
    old, new = _labels(first.old, last.old), _labels(first.new, last.new)
    if first.kind == "moved" and old == new:  # blank or added pages before it, which have no number of their own
        old, new = (f"{each} (in the file {a + 1})" for each, a in ((old, first.old.index), (new, first.new.index)))
    both = new if old == new else f"{old} → {new}"
    note = note_of(first)
    return f"{both}: {note}" if note else both


def _labels(first: PageWords | None, last: PageWords | None) -> str:
    if first is None or last is None:
        return ""
    return first.label if first is last else f"{first.label}–{last.label}"


def _as_json(each: Proof, folder: Path, *, compared: bool) -> dict[str, Any]:
    said: dict[str, Any] = {
        "edition": each.edition,
        "file_name": each.file_name,
        "pages": each.pages,
        "spreads": each.spreads,
        "facing": each.guides.facing,
        "files": [str(folder / name) for name in each.files],
    }
    if compared:
        counts = Counter(fate.kind for fate in each.fates)
        said["changes"] = {
            "counts": {kind: counts[kind] for kind in _SAID},
            "pages": [_fate(fate) for fate in each.fates],
        }
    return said


def _fate(fate: Fate) -> dict[str, Any]:
    return {
        "kind": fate.kind,
        "old": _page(fate.old),
        "new": _page(fate.new),
        "look": fate.look,
        "words_out": fate.out,
        "words_in": fate.come,
        "was": fate.was or None,
        "now": fate.now or None,
    }


def _page(page: PageWords | None) -> dict[str, Any] | None:
    return None if page is None else {"number": page.index + 1, "label": page.label}
