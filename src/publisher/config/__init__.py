"""The configuration of a book: what ``book.toml`` says, checked, as frozen values."""

from __future__ import annotations

from publisher.config.isbns import isbn_for
from publisher.config.papers import PAPER_NAMES, Paper, find_paper
from publisher.config.read import UNTITLED, ConfigReading, read_config, read_with_positions
from publisher.config.review import STANDARDS, Accessibility, Review
from publisher.config.reviews import review_of
from publisher.config.trade import OnixInfo, Price
from publisher.config.values import (
    BookInfo,
    Config,
    Contents,
    Contributor,
    EditionSpec,
    PartSpec,
    ReadingOptions,
    Series,
    default_editions,
)

__all__ = [
    "PAPER_NAMES",
    "STANDARDS",
    "UNTITLED",
    "Accessibility",
    "BookInfo",
    "Config",
    "ConfigReading",
    "Contents",
    "Contributor",
    "EditionSpec",
    "OnixInfo",
    "Paper",
    "PartSpec",
    "Price",
    "ReadingOptions",
    "Review",
    "Series",
    "default_editions",
    "find_paper",
    "isbn_for",
    "read_config",
    "read_with_positions",
    "review_of",
]
