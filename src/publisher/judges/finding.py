"""A finding is one message of a judge about a finished file."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """What a judge says. ``path`` is a file inside an EPUB, or a place in a PDF's structure; numbers are 1-based."""

    judge: str  # epubcheck, verapdf, ace or reader
    severity: str  # the judge's own word: FATAL, ERROR, WARNING, USAGE, failed, serious …
    code: str  # the judge's own code: RSC-005, 7.2-20, image-alt …
    message: str
    path: str = ""
    line: int = 0
    column: int = 0
    fragment: str = ""  # the piece of XHTML that it speaks of, where it gives one

    def __str__(self) -> str:
        """The finding on one line."""
        place = ":".join([self.path, *(str(n) for n in (self.line, self.column) if n > 0)])
        return f"{self.judge} {self.severity} {self.code} {place} {self.message}"
