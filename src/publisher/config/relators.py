"""The MARC relator codes: what a person can have done for a book."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def relators() -> dict[str, str]:
    """Term by code, in the order of the codes; the date of the list stands at the head of its file."""
    text = files("publisher").joinpath("data/marc-relators.tsv").read_text(encoding="utf-8")
    lines = [line.partition("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return {code: term for code, _, term in lines}
