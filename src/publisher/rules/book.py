"""Rules about how chapters make a book."""

from __future__ import annotations

from publisher.diagnostics import Rule, Severity  # noqa: F401
