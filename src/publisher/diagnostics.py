"""A diagnostic is one piece of trouble in a manuscript, kept as a value with its place.

``Rule`` is the kind of trouble; its code never changes its meaning. Rules are declared once, as
constants, in :mod:`publisher.rules`. Trouble in our own code or in the machine is not a diagnostic
but an exception::

    PublisherError            everything below; str() is a sentence for a person
    ├── UsageError            the command was called wrongly (exit code 2)
    ├── MachineError          a library, font, tool or file system is not as we need it (exit code 1)
    └── WorkerError           a job ended without an answer (exit code 1)
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from publisher.source import Span
from publisher.value import dataclass


class PublisherError(Exception):
    """Trouble that is not the manuscript's."""

    def __init__(self, message: str, hint: str = "") -> None:
        """Take the sentence, and what to do about it."""
        super().__init__(message)
        self.hint = hint


class UsageError(PublisherError):
    """The command was called in a way that has no meaning."""


class MachineError(PublisherError):
    """The machine lacks something that we need."""


class WorkerError(PublisherError):
    """A job of a build died or was stopped."""


class Severity(StrEnum):
    """How bad: an error stops the build, a warning does not (unless ``--strict``), a note only tells."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One piece of trouble: which rule, what happened here, where, and what to do about it."""

    code: str
    severity: Severity
    message: str
    span: Span
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of trouble.

    ``doc`` is what ``publisher explain CODE`` prints. Its paragraphs say, in this order: what the
    rule finds, why that is bad, an example, and what to write instead.
    """

    code: str
    severity: Severity
    title: str
    doc: str

    def at(self, span: Span, message: str, hint: str = "") -> Diagnostic:
        """A diagnostic of this rule at ``span``."""
        return Diagnostic(self.code, self.severity, message, span, hint)


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The diagnostics once each, by file, line, column and code."""
    unique = dict.fromkeys(diagnostics)
    return tuple(sorted(unique, key=lambda d: (d.span.path, d.span.line, d.span.column, d.code, d.message)))


def has_errors(diagnostics: Iterable[Diagnostic], *, strict: bool = False) -> bool:
    """Whether the build must stop: an error, or under ``strict`` a warning."""
    worst = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return any(d.severity in worst for d in diagnostics)
