"""Rules about Markdown and HTML in a chapter."""

from __future__ import annotations

from publisher.diagnostics import Rule, Severity  # noqa: F401
