"""What a person is shown when a command is done: what was made, what a manuscript holds, what a rule means."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import click

from publisher.build.place import Place
from publisher.build.plan import FORMATS
from publisher.build.report import Report
from publisher.cli import text
from publisher.cli.trouble import summary
from publisher.diagnostics import Rule
from publisher.formats.artefact import Claim

if TYPE_CHECKING:
    from publisher.book.lock import Changes
    from publisher.book.model import Edition
    from publisher.build.corridor import Walk

_MEASURE = 88  # cells of a line of prose


def report(made: Report, place: Place, *, failed: bool, strict: bool) -> None:
    """What a build made: file, size, pages, words, minutes; and one line on the trouble, if any."""
    if made.made and place.dist is not None and not failed:
        rows = [("file", "size", "pages", "words", "minutes")]
        for each in made.made:
            pages = f"{each.pages:,}" if each.pages else "–"
            path = text.shown_path(place.dist / each.file_name)
            read = (f"{each.words:,}", text.minutes(each.minutes)) if each.format in FORMATS else ("–", "–")
            rows.append((path, text.size(each.size), pages, *read))
        click.echo(text.table(rows))
        if made.unchanged:
            click.echo("nothing has changed since the last build")
        if made.ids is not None:
            ids(made.ids, place, failed=False)
    if made.left_over and place.dist is not None:
        names = ", ".join(text.shown_path(place.dist / name) for name in made.left_over)
        click.echo(f"left over from an earlier build, and of no edition now: {names}", err=True)
    found = summary(made.diagnostics)
    if failed:
        taken = " (--strict takes warnings for errors)" if strict else ""
        unwritten = "; nothing was written" if place.dist is not None else ""
        click.echo(click.style(f"{found}{taken}{unwritten}", fg="red"), err=True)
    elif found:
        click.echo(found, err=True)
    elif place.dist is None:
        click.echo("no trouble found")


def claims(made: Report) -> None:
    """What each ebook says of its accessibility and what that stands on; then what it does not say, and why."""
    for each in made.made:
        if not each.claims:
            continue
        click.echo(click.style(f"what {each.file_name} says of its accessibility", bold=True))
        _claims([one for one in each.claims if one.held])
        without = [one for one in each.claims if not one.held]
        if without:
            click.echo(click.style("and does not say", bold=True))
            _claims(without)
        click.echo()


def typography(made: Report) -> None:
    """How each PDF is set: the spread of its word spaces, its hyphens and lines, and how many findings of each kind."""
    from publisher.rules.all import all_rules

    for each in made.typography:
        click.echo(click.style(f"how {each.file_name} is set", bold=True))
        click.echo(f"  {each.lines:,} lines of running text on {each.pages:,} pages")
        if each.justified:
            click.echo(
                f"  word spaces {each.mean:.2f} of the type's own, spread {each.spread:.2f},"
                f" widest hundredth {each.loosest:.2f}, narrowest {each.tightest:.2f}"
            )
        click.echo(f"  {each.hyphenated:,} lines end with a hyphen, {each.off_grid:,} stand off the grid")
        for code, count in each.counts:
            click.echo(f"  {count:5,}  {code}  {all_rules()[code].title}")
        click.echo()


def _claims(some: Sequence[Claim]) -> None:
    """A line a claim: its property, its value, its proof."""
    columns = [max(text.cells(getattr(one, field)) for one in some) for field in ("property", "value")]
    for one in some:
        cells = [text.printable(cell) for cell in (one.property, one.value)]
        padded = [cell + " " * (wide - text.cells(cell)) for cell, wide in zip(cells, columns, strict=True)]
        click.echo("  ".join(["", *padded, text.printable(one.proof)]))


def ids(changed: Changes | None, place: Place, *, failed: bool) -> None:
    """What became of the list of ids."""
    from publisher.manuscript.lock import LOCK  # a tenth of a second, which an unchanged book need not pay

    path = text.shown_path(place.folder / LOCK)
    if failed:
        click.echo(click.style(f"{path} was not written", fg="red"), err=True)
    elif changed is None:
        click.echo(f"{path} is up to date")
    else:
        click.echo(f"wrote {path}: {changed}")


def info(walked: Walk) -> None:
    """Chapters and editions of a manuscript with their words and minutes."""
    book = walked.manuscript.config.book
    title = text.printable(book.title + (f": {book.subtitle}" if book.subtitle else ""))
    click.echo(click.style(title, bold=True))
    if book.authors:
        click.echo("by " + text.printable(", ".join(author.name for author in book.authors)))
    for edition in walked.editions:
        formats = " + ".join(edition.spec.formats)
        click.echo(f"\n{click.style(edition.name, bold=True)} ({formats}, for the {edition.spec.audience})")
        click.echo(_chapters(edition))


def _chapters(edition: Edition) -> str:
    rows = [("chapter", "words", "minutes")]
    for chapter in edition.chapters:
        indent = "  " if chapter.part else ""
        title = text.clip(text.printable(" ".join(chapter.text.split())), 60)
        time = chapter.reading
        words, minutes = (f"{time.counts.total:,}", text.minutes(time.minutes)) if time else ("–", "–")
        rows.append((f"{indent}{title}", words, minutes))
    rows.append(("in all", f"{edition.reading.counts.total:,}", text.minutes(edition.reading.minutes)))
    return text.table(rows)


def rules(all_rules: Iterable[Rule]) -> None:
    """Every rule in a line: its code, how bad it is, its title."""
    for each in all_rules:
        click.echo(f"{click.style(each.code, bold=True)}  {each.severity:7}  {each.title}")


def rule(one: Rule) -> None:
    """A rule's code, severity, title and explanation."""
    click.echo(click.style(f"{one.code} ({one.severity}): {one.title}", bold=True))
    wide = min(_MEASURE, text.width(sys.stdout.isatty()))
    import textwrap

    for paragraph in textwrap.dedent(one.doc).strip().split("\n\n"):
        click.echo()
        click.echo(_set(paragraph, wide))


def _set(paragraph: str, wide: int) -> str:
    """A paragraph in lines of a good length; what is indented or a list stands as it was written."""
    lines = paragraph.split("\n")
    if any(line.startswith((" ", "\t", "- ", "* ", "```")) for line in lines):
        return paragraph
    import textwrap

    return textwrap.fill(" ".join(lines), wide, break_long_words=False, break_on_hyphens=False)
