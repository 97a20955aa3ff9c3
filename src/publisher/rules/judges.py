"""Rules about what outside judges say."""

from __future__ import annotations

from publisher.diagnostics import Rule, Severity  # noqa: F401
