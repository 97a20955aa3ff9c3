"""The report of a build: what was made, and everything that was found on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.diagnostics import Diagnostic
from publisher.formats.artefact import Claim
from publisher.value import dataclass

if TYPE_CHECKING:
    from publisher.book.lock import Changes
    from publisher.formats.wrap.label import Label
    from publisher.judges.typography.judge import Typography


@dataclass(frozen=True, slots=True)
class Made:
    """One file of dist/. ``size`` in bytes; ``pages`` 0 for an EPUB; ``minutes`` as shown in the book.

    ``format`` is epub or pdf; or cover or onix, for what belongs to a book and has no words of its own.
    """

    file_name: str
    edition: str
    format: str
    size: int
    sha256: str
    pages: int
    words: int
    minutes: int
    claims: tuple[Claim, ...] = ()  # of an EPUB: what it says of its accessibility


@dataclass(frozen=True, slots=True)
class Report:
    """What came of a build. No artefacts: it stopped on errors and nothing was written."""

    made: tuple[Made, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    unchanged: bool = False  # nothing had changed since the last build
    left_over: tuple[str, ...] = ()  # files of this book in dist/ that no edition makes any more
    typography: tuple[Typography, ...] = ()  # of each PDF with running text, where it was asked for
    ids: Changes | None = None  # how the list of ids was changed, where it was written
    wraps: tuple[Label, ...] = ()  # of cover wraps: the books that they fit
