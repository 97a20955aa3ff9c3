"""Reviews of accessibility beside the editions: which edition has which, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from publisher.config.hints import did_you_mean, listed
from publisher.config.positions import Positions
from publisher.config.review import Review
from publisher.config.values import Config, EditionSpec
from publisher.diagnostics import Diagnostic
from publisher.rules import access as rules
from publisher.source import Span


def review_of(config: Config, edition: str) -> Review | None:
    """The review of an edition; the last one where there are several."""
    found = [each for each in config.accessibility.review if not each.editions or edition in each.editions]
    return max(found, key=lambda each: each.date, default=None)


def check_reviews(config: Config, raw: Mapping[str, Any], positions: Positions) -> Iterator[Diagnostic]:
    """Reviews of editions that do not exist or have no EPUB, and those that were made before the book's date."""
    written = raw.get("accessibility", {}).get("review") if isinstance(raw.get("accessibility"), Mapping) else None
    for index, review in enumerate(config.accessibility.review):
        loc = ("accessibility", "review", index) if isinstance(written, list) else ("accessibility", "review")
        known = {spec.name: spec for spec in config.editions}
        for number, name in enumerate(review.editions):
            span = positions.at((*loc, "editions", number))
            yield from _unknown(name, known, span) if known else ()
        digits = min(len(review.date), len(config.book.date))
        if review.date[:digits] < config.book.date[:digits]:
            message = f"the review is of {review.date}, the book of {config.book.date}"
            yield rules.STALE_REVIEW.at(positions.at((*loc, "date")), message, "review it again, and write that date")


def _unknown(name: str, known: Mapping[str, EditionSpec], span: Span) -> Iterator[Diagnostic]:
    ebooks = [each for each, spec in known.items() if "epub" in spec.formats]
    if name in ebooks:
        return
    message = f'there is no edition "{name[:60]}"' if name not in known else f'the edition "{name}" makes no EPUB'
    hint = did_you_mean(name, ebooks, f"the ebooks are {listed(ebooks, 'and')}" if ebooks else "")
    yield rules.REVIEWED_EDITION.at(span, message, hint)
