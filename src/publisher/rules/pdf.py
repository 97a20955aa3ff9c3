"""Rules about the PDF."""

from __future__ import annotations

from publisher.diagnostics import Rule, Severity  # noqa: F401
