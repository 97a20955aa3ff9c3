"""What can be wrong on finished pages, each finding at its place in the manuscript."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from publisher.diagnostics import Diagnostic, Rule
from publisher.formats.pdf.engine import Layout
from publisher.formats.pdf.fetch import Served
from publisher.formats.pdf.pagination import Folio, written
from publisher.formats.pdf.places import NOWHERE, Places
from publisher.formats.pdf.survey import Finding, Number, Survey, solid
from publisher.rules import colour
from publisher.rules import pdf as rules
from publisher.rules.dress import TABLE_BROKEN
from publisher.source import Span

_MM = 25.4 / 96  # millimetres in a CSS pixel
_SHOWN = 60  # characters of text that a message shows


def check_pages(
    layout: Layout, found: Survey, sources: Mapping[str, Sequence[str]], folios: Sequence[Folio], places: Places
) -> tuple[Diagnostic, ...]:
    """All checks of what the layout made of the text, but for its page numbers: check_numbers.

    (What an image lacks is no matter of layout: check_images.)
    """
    return (
        *_lost_text(layout, found, sources, places),
        *_notes(layout, found, folios, places),
        *_overfull(found, folios, places),
        *_headings(found, folios, places),
    )


def _page(folios: Sequence[Folio], index: int) -> str:
    return f"page {folios[index].label}"


def _lost_text(
    layout: Layout, found: Survey, sources: Mapping[str, Sequence[str]], places: Places
) -> Iterator[Diagnostic]:
    """Blocks whose letters did not all come out, and lines that came out beside the paper."""
    notes = {note.element.get("id", "") for note in layout.notes if note.element is not None}
    tall = {finding.id for finding in found.tall_notes}
    told = set(tall)
    for id, parts in sources.items():
        source = solid("".join(parts))
        laid = solid("".join(found.texts.get(id, ())))
        if source == laid or id in told:
            continue
        missing = Counter(source) - Counter(laid)
        if missing:
            told.add(id)
            rule = rules.NOTE_LOST if id in notes else rules.TEXT_LOST
            shown = _shown(" ".join("".join(parts).split()), _common(source, laid))
            yield rule.at(_place(id, places), f"{sum(missing.values())} letters are on no page, from “{shown}” on")
    for finding in found.lost_lines:
        if finding.id not in told:
            told.add(finding.id)
            message = f"this stands beside the paper: “{finding.text[:_SHOWN]}”"
            yield rules.TEXT_LOST.at(_place(finding.id, places), message)


def _place(id: str, places: Places) -> Any:
    """The place of an id, or of the nearest id above it."""
    return places.spans.get(id) or places.of_first(lambda element: bool(id) and element.get("id") == id)


def _common(one: str, other: str) -> int:
    """How many characters two texts have in common from the start."""
    for index, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return index
    return min(len(one), len(other))


def _shown(text: str, count: int) -> str:
    """The words of ``text`` after ``count`` solid characters."""
    for index, character in enumerate(text):
        if solid(character):
            if count == 0:
                return text[index : index + _SHOWN]
            count -= 1
    return text[-_SHOWN:]


def _notes(layout: Layout, found: Survey, folios: Sequence[Folio], places: Places) -> Iterator[Diagnostic]:
    for finding in found.tall_notes:
        amount = finding.amount * _MM
        message = f"the notes of {_page(folios, finding.page)} are {amount:.0f} mm higher than the page"
        yield rules.NOTE_LOST.at(_place(finding.id, places), message)
    for element, call in found.calls.items():
        parts = found.notes.get(element, ())
        pages = sorted({part.page for part in parts})
        if pages and call.page not in pages:
            message = f"the footnote is called on {_page(folios, call.page)} and stands on {_page(folios, pages[0])}"
            yield rules.NOTE_STRAYED.at(places.spans.get(element.get("id", "")) or places.of(call.id), message)


def _overfull(found: Survey, folios: Sequence[Folio], places: Places) -> Iterator[Diagnostic]:
    for finding in found.broken_tables.values():
        message = f"the table has no room, small or turned: its words are broken ({_page(folios, finding.page)})"
        hint = "divide it, shorten its heads, or turn its rows into columns"
        yield TABLE_BROKEN.at(places.of(finding.id), message, hint)
    table, image = "the table runs {over} over the text area", "{text} is {over} larger than the text area"
    cut = {(finding.id, finding.page) for finding in found.off_paper}  # of these the worse is said
    wide = [finding for finding in found.wide_tables if (finding.id, finding.page) not in cut]
    yield from _each(rules.TABLE_TOO_WIDE, wide, table, folios, places)
    yield from _each(rules.IMAGE_TOO_LARGE, found.large_images, image, folios, places)
    yield from _off_paper(found, folios, places)
    tables = cut | {(finding.id, finding.page) for finding in found.wide_tables}
    lines = [finding for finding in found.wide_lines if (finding.id, finding.page) not in tables]
    yield from _each(rules.LINE_TOO_WIDE, lines, "a line runs {over} over the text area: “{text}”", folios, places)


def _off_paper(found: Survey, folios: Sequence[Folio], places: Places) -> Iterator[Diagnostic]:
    """Lines that the paper's edge cuts: the worst of each place on each page."""
    worst: dict[tuple[str, int], Finding] = {}
    for finding in found.off_paper:
        key = (finding.id, finding.page)
        if key not in worst or worst[key].amount < finding.amount:
            worst[key] = finding
    for finding in worst.values():
        over, page = finding.amount * _MM, _page(folios, finding.page)
        message = f"this runs {over:.1f} mm beyond the paper of {page}: “{finding.text[:_SHOWN]}”"
        yield rules.TEXT_OFF_PAPER.at(_place(finding.id, places), message)


def _each(
    rule: Rule, findings: Sequence[Finding], message: str, folios: Sequence[Folio], places: Places
) -> Iterator[Diagnostic]:
    """One diagnostic for all findings of one id on one page: the worst."""
    worst: dict[tuple[str, int], Finding] = {}
    for finding in findings:
        key = (finding.id, finding.page)
        if key not in worst or worst[key].amount < finding.amount:
            worst[key] = finding
    for finding in worst.values():
        over = f"{finding.amount * _MM:.1f} mm"
        text = message.format(over=over, text=finding.text[:_SHOWN])
        yield rule.at(places.of(finding.id), f"{text} ({_page(folios, finding.page)})")


def _headings(found: Survey, folios: Sequence[Folio], places: Places) -> Iterator[Diagnostic]:
    for index, (page, following) in enumerate(zip(found.pages, found.pages[1:], strict=False)):
        if page.last_tag and following.has_flow and following.first_document == page.last_document != 0:
            message = f"this heading is the last line of {_page(folios, index)}"
            yield rules.HEADING_ALONE.at(places.of(page.last_id), message)


def check_numbers(
    numbers: Sequence[Number], anchors: Mapping[str, int], folios: Sequence[Folio], spans: Mapping[str, Span]
) -> Iterator[Diagnostic]:
    """Generated page numbers that are not the number of the page where the link leads."""
    for number in numbers:
        index = anchors.get(number.target)
        if index is None:
            continue  # the engine has said so: P806
        true = folios[index].label
        printed = number.text.strip().removeprefix(number.before.strip()).removesuffix(number.after.strip()).strip()
        if printed != true:
            span = spans.get(number.target, NOWHERE)
            hint = ""
            if printed.isdigit() and written(int(printed), folios[index].style) == true:
                hint = f"let the style count these pages in {folios[index].style}"
            yield rules.NUMBER_WRONG.at(
                span, f"{_page(folios, number.page)} prints “{printed}” for what stands on page {true}", hint=hint
            )


def check_images(places: Places) -> Iterator[Diagnostic]:
    """Images that nobody has described; an empty description is one."""
    for image in places.tree.iter("img"):
        if image.get("alt") is None and image.get("aria-hidden") != "true":
            span = places.of_first(lambda element, image=image: element is image)  # type: ignore[misc]
            yield rules.ALT_MISSING.at(span, f"{image.get('src', '')} has no description")


def check_colours(unconverted: int, served: Served, places: Places) -> Iterator[Diagnostic]:
    """Images that had more ink than the printer takes, and those whose colours could not be converted."""
    for path, ink in sorted(served.heavy.items()):
        most = served.palette.inks.most if served.palette is not None and served.palette.inks is not None else 0.0
        message = f"{path} has up to {ink:.0%} of ink, and the printer takes {most:.0%}: it is separated anew"
        yield colour.TOO_MUCH_INK.at(places.of_source(path), message)
    if unconverted:
        yield colour.IMAGE_COLOURS.at(NOWHERE, f"{unconverted} images keep colours that no press knows")
