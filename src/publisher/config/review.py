"""What ``book.toml`` says of accessibility: the reviews that people made of editions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar

from publisher.config.fields import NO_OTHER_KEYS, Date, Words
from publisher.value import dataclass

if TYPE_CHECKING:
    from pydantic import ConfigDict, Field

_LEVELS = ("AA", "A", "AAA")
STANDARDS = tuple(
    f"EPUB Accessibility 1.1 - WCAG {version} Level {level}" for version in ("2.2", "2.1", "2.0") for level in _LEVELS
)
"""What ``dcterms:conformsTo`` may say (EPUB Accessibility 1.1 §4.2.1), word for word."""


@dataclass(frozen=True, slots=True)
class Review:
    """What somebody found who looked at an edition with a standard in hand."""

    __pydantic_config__: ClassVar[ConfigDict] = NO_OTHER_KEYS

    standard: Annotated[
        str,
        Field(
            description="The standard that the edition was found to meet.",
            json_schema_extra={"enum": list(STANDARDS)},
        ),
    ]
    by: Annotated[str, Field(description="Who made the review: a person or an organisation.", min_length=1)]
    date: Annotated[Date, Field(description="When: 2026-11-22. A text that was changed since wants a new review.")]
    credential: Annotated[str, Field(description="What entitles them: a certificate or badge, by name or link.")] = ""
    report: Annotated[
        str,
        Field(
            description="Where the report can be read: a link that begins with https://.",
            json_schema_extra={"pattern": r"^https://", "format": "uri"},
        ),
    ] = ""
    editions: Annotated[Words, Field(description="The editions that were reviewed; all ebooks when left out.")] = ()


Reviews = tuple[Review, ...]


@dataclass(frozen=True, slots=True)
class Accessibility:
    """``[accessibility]``: what only people can say of it."""

    __pydantic_config__: ClassVar[ConfigDict] = NO_OTHER_KEYS

    review: Annotated[
        Reviews,
        Field(
            description="A review by a person: a table, or a list of them. Only it lets an ebook say that it conforms."
        ),
    ] = ()


NO_REVIEW = Accessibility()
