"""Rules about the inks of a PDF."""

from __future__ import annotations
