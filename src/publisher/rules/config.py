"""Rules about book.toml and chapter headers."""

from __future__ import annotations

from publisher.diagnostics import Rule, Severity  # noqa: F401
