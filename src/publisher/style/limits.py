"""What a style may not impose on a reader: the colour, ground, size and leading of the text as a whole.

Night mode and large type work by setting these; a sheet that sets them too wins over the reader on some systems, and
Kindle's review rejects the book.
"""

from __future__ import annotations

import re

from publisher.patterns import regex

_PROPERTIES = frozenset(
    {"color", "background", "background-color", "background-image", "font", "font-size", "line-height",
     "-webkit-text-fill-color"}
)  # fmt: skip
_HARMLESS = regex(r"inherit|initial|unset|currentcolor|transparent|none|100%|1em|1|normal|medium", re.IGNORECASE)
_WHOLE = regex(r"(?:html|body|:root|\*)(?:[.#:\[][^\s>+~]*)?", re.IGNORECASE)
_PLAIN_TEXT = regex(
    r"(?:(?:html|body|main|section|article|div)\s*[\s>]\s*)*(?:p|div|section|article|main|span|\*)", re.IGNORECASE
)


def belongs_to_reader(name: str, value: str) -> bool:
    """Whether the declaration ``name: value`` is the reader's to make, on text as a whole."""
    return name.lower() in _PROPERTIES and _HARMLESS.fullmatch(value.strip()) is None


def is_text_as_a_whole(selector: str) -> bool:
    """Whether one selector means all text: the page, everything, or a paragraph of no class."""
    selector = selector.strip()
    return _WHOLE.fullmatch(selector) is not None or _PLAIN_TEXT.fullmatch(selector) is not None
