"""Rules about styles, templates and glyphs."""

from __future__ import annotations

from publisher.diagnostics import Rule, Severity  # noqa: F401
