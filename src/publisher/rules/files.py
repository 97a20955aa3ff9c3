"""Rules about the files of a manuscript."""

from __future__ import annotations

from publisher.diagnostics import Rule, Severity  # noqa: F401
