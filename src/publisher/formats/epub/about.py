"""The claims of a book in plain words: the page about its accessibility, and the summary in its metadata."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import escape

from publisher.config import Review
from publisher.formats.artefact import Claim
from publisher.formats.epub.access import CONFORMS, FEATURE, HAZARD, SUFFICIENT
from publisher.formats.epub.parts import Leaf
from publisher.style.composition import ACCESS_SLOT, ACCESSIBILITY, Composition
from publisher.words import AccessWords, access_words

# Of which claims a section of the page speaks, in order: names of features, else of what is meant.
_SECTIONS = (
    ("ways", ("displayTransformability", "sufficient")),
    ("conformance", ("conformsTo",)),
    ("navigation", ("tableOfContents", "structuralNavigation", "pageNavigation", "index", "readingOrder")),
    ("rich", ("alternativeText", "longDescription", "MathML")),
    ("hazards", ("none", "unknownFlashingHazard")),
    ("protection", ("unlocked",)),
)
_IN_SUMMARY = ("ways", "navigation", "rich", "hazards")


def summary(claims: Sequence[Claim], language: str) -> tuple[str, str]:
    """``accessibilitySummary`` and the language that it is in: that of the book, or English."""
    said = access_words(language)
    found = [sentence for section in _IN_SUMMARY for sentence in _sentences(section, claims, None, said)]
    return " ".join(found), said.language


def about_page(leaf: Leaf, composition: Composition, claims: Sequence[Claim]) -> Leaf:
    """The page about accessibility with its facts in it; any other leaf as it is."""
    if leaf.document.kind != ACCESSIBILITY:
        return leaf
    facts = "".join(_facts(claims, composition.review, access_words(composition.info.language)))
    return replace(leaf, body=leaf.body.replace(ACCESS_SLOT, facts))


def _facts(claims: Sequence[Claim], review: Review | None, said: AccessWords) -> Iterator[str]:
    for section, _ in _SECTIONS:
        sentences = [escape(each) for each in _sentences(section, claims, review, said)]
        if section == "conformance" and review is not None and review.report:
            sentences.append(f'<a href="{escape(review.report)}">{escape(said.said["report"])}</a>')
        if sentences:
            items = "".join(f"<li>{each}</li>\n" for each in sentences)
            yield f"<h2>{escape(said.headings[section])}</h2>\n<ul>\n{items}</ul>\n"
    yield f'<p class="first">{escape(said.made)}</p>'


def _sentences(section: str, claims: Sequence[Claim], review: Review | None, said: AccessWords) -> Iterator[str]:
    for meant in dict(_SECTIONS)[section]:
        for claim in claims:
            if _meaning(claim) != meant:
                continue
            key = meant if claim.held else f"no-{meant}" if claim.count else f"none-{meant}"
            if key in said.said:
                yield said.said[key].format(count=claim.count, **_of(review))
            if meant == "conformsTo" and review is not None and review.credential:
                yield said.said["credential"].format(**_of(review))


def _meaning(claim: Claim) -> str:
    if claim.property in (FEATURE, HAZARD):
        return claim.value
    if claim.property == SUFFICIENT and claim.value == "textual":
        return "sufficient"
    return CONFORMS if claim.property == CONFORMS else ""


def _of(review: Review | None) -> dict[str, str]:
    if review is None:
        return {}
    return {"by": review.by, "date": review.date, "standard": review.standard, "credential": review.credential}
