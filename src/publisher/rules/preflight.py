"""Rules about what a printer refuses in a finished PDF."""

from __future__ import annotations
