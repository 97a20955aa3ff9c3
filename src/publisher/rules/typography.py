"""Rules about the setting of lines and pages."""

from __future__ import annotations
