"""Rules about a printer's profile and how a book keeps to it."""

from __future__ import annotations
