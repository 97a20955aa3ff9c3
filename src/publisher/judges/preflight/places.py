"""From a page of a finished PDF back to the line of the manuscript that stands on it."""

from __future__ import annotations

import re
from html import unescape

from publisher.diagnostics import Diagnostic, in_order
from publisher.formats.artefact import Pagination
from publisher.judges.preflight.values import Fault, Preflight, pages_in_words
from publisher.source import Span
from publisher.style.composition import PROFILE, Composition

_ID_OR_IMAGE = re.compile(r"""\s(?:(id)|src)=["']([^"']+)["']""")


def diagnostics(found: Preflight, composition: Composition, pagination: Pagination) -> tuple[Diagnostic, ...]:
    """What a preflight found, each at the block that its page begins with, or at its picture."""
    spans = dict(composition.spans)
    whole = spans.get(PROFILE, Span("book.toml"))
    images = _images(composition, spans)
    starts = _starts(pagination, spans)
    where = f"in the edition `{composition.edition.name}`"

    def at(fault: Fault) -> Span:
        placed = images.get(fault.picture)
        if placed is not None:
            return placed
        return starts.get(fault.pages[0], whole) if fault.pages else whole

    made = []
    for fault in found.faults:
        pages = pages_in_words(found.facts, fault.pages)
        message = f"{pages}: {fault.message}, {where}" if pages else f"{fault.message}, {where}"
        made.append(fault.rule.at(at(fault), message, fault.hint))
    return in_order(made)


def _starts(pagination: Pagination, spans: dict[str, Span]) -> dict[int, Span]:
    """The place of each page's first words; an empty page has that of the words before it."""
    starts: dict[int, Span] = {}
    last: Span | None = None
    for page in pagination.pages:
        last = spans.get(page.block) or spans.get(page.then) or last
        if last is not None:
            starts[page.index] = last
    return starts


def _images(composition: Composition, spans: dict[str, Span]) -> dict[tuple[int, int], Span]:
    """The places of pictures by their pixels, where no two pictures have as many."""
    sizes: dict[str, tuple[int, int]] = {}
    for asset in composition.assets:
        if asset.width and asset.height:
            sizes[asset.path] = (asset.width, asset.height)
    places: dict[tuple[int, int], set[Span]] = {}
    for document in composition.documents:
        last = ""
        for kind, value in _ID_OR_IMAGE.findall(document.body):
            value = unescape(value)
            if kind:
                last = value if value in spans else last
            elif value in sizes and last:
                places.setdefault(sizes[value], set()).add(spans[last])
    return {size: next(iter(found)) for size, found in places.items() if len(found) == 1}
