"""The MARC relator codes: what a person can have done for a book."""

from __future__ import annotations

from functools import cache

from publisher.owndata import own_text


@cache
def relators() -> dict[str, str]:
    """Term by code, in the order of the codes; the date of the list stands at the head of its file."""
    text = own_text("marc-relators.tsv")
    lines = [line.partition("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return {code: term for code, _, term in lines}
