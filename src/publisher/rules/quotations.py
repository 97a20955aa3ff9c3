"""Rules about quotations, pull quotes and epigraphs."""

from __future__ import annotations

from publisher.diagnostics import Rule, Severity  # noqa: F401
