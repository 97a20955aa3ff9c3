"""What proofs are called, and where they are put: nobody takes them for a part of the book."""

from __future__ import annotations

import re

FOLDER = "proof"
_OURS = re.compile(r".+-(?:spreads\.pdf|(?:sheet|changes)-[0-9]{1,4}\.png)")


def is_proof(name: str) -> bool:
    """Whether a file in the proofs' folder has a name that we give."""
    return _OURS.fullmatch(name) is not None


def spreads_name(stem: str) -> str:
    """The PDF of spreads."""
    return f"{stem}-spreads.pdf"


def sheet_name(stem: str, number: int, *, changes: bool = False) -> str:
    """A contact sheet, of all pages or of the changed ones; they are numbered from 1."""
    return f"{stem}-{'changes' if changes else 'sheet'}-{number:02}.png"


def outdated(name: str, stem: str, wanted: frozenset[str], *, changes: bool) -> bool:
    """Whether a file is a sheet of an earlier proof of the same PDF that a new one does not write over."""
    kind = "(?:sheet|changes)" if changes else "sheet"
    return name not in wanted and re.fullmatch(rf"{re.escape(stem)}-{kind}-[0-9]{{1,4}}\.png", name) is not None
