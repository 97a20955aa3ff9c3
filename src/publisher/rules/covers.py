"""Rules about covers and proofs."""

from __future__ import annotations
