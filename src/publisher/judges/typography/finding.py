"""A finding about the setting of a page, before anybody has looked for its place in the manuscript."""

from __future__ import annotations

from dataclasses import dataclass

from publisher.diagnostics import Rule


@dataclass(frozen=True, slots=True)
class Finding:
    """What is not as it should be: the rule, the page's index, the words of the line, and a sentence."""

    rule: Rule
    page: int
    words: str
    message: str
