"""The side rooms of the house: what a book can have, one file or small package each."""

from __future__ import annotations

from publisher.features import alerts, code, exercises, letters, notes, phrases, quotes, signs, verse
from publisher.features.feature import Feature

BUILT_IN: tuple[Feature, ...] = (
    phrases.FEATURE,
    alerts.FEATURE,  # before quotes: an alert is a block quotation until it is told apart
    quotes.FEATURE,
    notes.FEATURE,
    exercises.FEATURE,
    code.FEATURE,
    verse.FEATURE,
    letters.FEATURE,
    signs.FEATURE,
)
