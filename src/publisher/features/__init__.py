"""The side rooms of the house: what a book can have, one file or small package each."""

from __future__ import annotations

from publisher.features import alerts, code, exercises, notes, quotes, verse
from publisher.features.feature import Feature

BUILT_IN: tuple[Feature, ...] = (
    quotes.FEATURE,
    notes.FEATURE,
    exercises.FEATURE,
    code.FEATURE,
    alerts.FEATURE,
    verse.FEATURE,
)
