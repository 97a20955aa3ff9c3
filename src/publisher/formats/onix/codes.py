"""Codes of ONIX for Books 3.0 (code lists, issue 72, 2025-12) for what our own words and those of schema.org mean."""

from __future__ import annotations

import re
from functools import cache

from publisher.owndata import own_text

OTHER_ROLE = "Z99"
UNDETERMINED = "und"

# schema:accessibilityFeature → list 196, after the crosswalk of the W3C's Publishing Community Group.
FEATURES = {
    "tableOfContents": "11",
    "index": "12",
    "readingOrder": "13",
    "alternativeText": "14",
    "longDescription": "15",
    "longDescriptions": "15",
    "MathML": "17",
    "ChemML": "18",
    "printPageNumbers": "19",
    "pageBreakMarkers": "19",
    "synchronizedAudioText": "20",
    "ttsMarkup": "21",
    "structuralNavigation": "29",
    "ARIA": "30",
    "latex": "35",
    "displayTransformability": "36",
    "pageNavigation": "41",
    "describedMath": "53",
}
TEXT_SUFFICES = "52"  # schema:accessModeSufficient "textual"
SUMMARY, REPORT, CERTIFIER = "00", "94", "90"

# schema:accessibilityHazard → list 143
HAZARDS = {
    "none": "00",
    "flashing": "13",
    "noFlashingHazard": "14",
    "sound": "15",
    "noSoundHazard": "16",
    "motionSimulation": "17",
    "noMotionSimulationHazard": "18",
    "unknownFlashingHazard": "24",
    "unknownSoundHazard": "25",
    "unknownMotionSimulationHazard": "26",
}

AUDIENCES = {  # list 28
    "general": "01",
    "children": "02",
    "teenage": "03",
    "school": "04",
    "college": "05",
    "professional": "06",
    "adult-education": "08",
}
BINDINGS = {"paperback": "BC", "hardback": "BB"}  # list 150
PDF_VERSIONS = {"1.3": "107C", "1.4": "107D", "1.6": "107F", "1.7": "107G", "2.0": "107J"}  # list 220
EPUB_3_3 = "101F"

_EPUB_ACCESSIBILITY = re.compile(r"EPUB Accessibility 1\.([01])\b", re.IGNORECASE)
_WCAG = re.compile(r"WCAG 2\.([0-2]) Level (A{1,3})\b", re.IGNORECASE)
_THEMA_QUALIFIERS = {"1": "94", "2": "95", "3": "96", "4": "97", "5": "98", "6": "99"}


def role_code(relator: str) -> str:
    """The MARC relator as a code of list 17."""
    return _table("onix-roles.tsv").get(relator, OTHER_ROLE)


def language_code(tag: str) -> str:
    """The language of a BCP 47 tag as a code of list 74 (ISO 639-2, bibliographic)."""
    first = tag.partition("-")[0].lower()
    known = _table("languages-iso639-2b.tsv")
    return known.get(first) or (first if len(first) == 3 else UNDETERMINED)


def region(tag: str) -> str:
    """The country of a BCP 47 tag, two capitals; empty when it names none."""
    parts = tag.split("-")[1:]
    return next((part.upper() for part in parts if len(part) == 2 and part.isalpha()), "")


def thema_scheme(code: str) -> str:
    """The subject scheme (list 27) of a Thema code: the category scheme, or that of a qualifier."""
    return _THEMA_QUALIFIERS.get(code[:1], "93")


def conformance(stated: str) -> tuple[str, ...]:
    """Codes of list 196 for a statement of conformance such as "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"."""
    found = []
    epub, wcag = _EPUB_ACCESSIBILITY.search(stated), _WCAG.search(stated)
    level = wcag[2].upper() if wcag else ""
    if epub and epub[1] == "1":
        found.append("04")
    elif epub and level in ("A", "AA"):
        found.append({"A": "02", "AA": "03"}[level])
    if wcag:
        found += [f"8{wcag[1]}", {"A": "84", "AA": "85", "AAA": "86"}[level]]
    return tuple(found)


@cache
def _table(name: str) -> dict[str, str]:
    text = own_text(name)
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {row[0]: row[1] for row in rows}
