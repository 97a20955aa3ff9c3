"""What a book can say of its accessibility (EPUB Accessibility 1.1 §2, §3.2): each claim with what it stands on.

Names are those of the Schema.org Accessibility Properties for Discoverability Vocabulary (W3C Community Group).
Nothing is claimed that was not counted in the finished documents, and conformance only where a person found it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from publisher.config import Review
from publisher.formats.artefact import Claim
from publisher.formats.contrast import coloured
from publisher.formats.epub.parts import File, Survey
from publisher.formats.epub.sheet import bare, faults
from publisher.manuscript.moving import moves
from publisher.patterns import regex
from publisher.rules.epub import CSS_FIXED, CSS_IMPOSED
from publisher.value import dataclass

MODE, SUFFICIENT, FEATURE = "accessMode", "accessModeSufficient", "accessibilityFeature"
HAZARD, CONFORMS, CERTIFIER = "accessibilityHazard", "conformsTo", "certifiedBy"
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_ABSOLUTE = regex(r"(?<![\w-])(?:font-size|line-height)\s*:\s*[^;{}]*\d(?:px|pt|pc|cm|mm|in|q)\b", re.IGNORECASE)
_OUT_OF_ORDER = regex(
    r"(?<![\w-])(?:position\s*:\s*(?:absolute|fixed)|order\s*:\s*-?[1-9]|flex-\w+\s*:[^;{}]*-reverse)", re.IGNORECASE
)
_ANIMATED = regex(r"@(?:-webkit-)?keyframes|(?<![\w-])(?:-webkit-)?animation(?:-name)?\s*:", re.IGNORECASE)
_SOUND = frozenset({"audio", "video", "source"})
_HAZARDS = ("Flashing", "MotionSimulation", "Sound")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a book's claims are judged by. ``surveys`` by file name, of all documents that are read."""

    surveys: Mapping[str, Survey]
    cover: Survey | None  # of the cover page
    files: Sequence[File]  # pictures
    css: str
    entries: int  # of the table of contents
    pages: int  # of the page list
    pages_from: str  # what names the printed edition
    review: Review | None = None


def judge(evidence: Evidence) -> tuple[Claim, ...]:
    """All that could be claimed, in a fixed order: what is, and what is not, each with its proof."""
    return (*_modes(evidence), *_features(evidence), *_hazards(evidence), *_conformance(evidence))


def _all(evidence: Evidence) -> Iterator[Survey]:
    """What is read, and the cover page."""
    yield from evidence.surveys.values()
    if evidence.cover:
        yield evidence.cover


def _silent(survey: Survey) -> int:
    """Pictures of a document that may carry meaning, and say nothing to whoever listens."""
    return len(survey.without_alternative) + survey.undescribed + survey.silent_drawings


def _tag(evidence: Evidence, *names: str) -> int:
    return sum(each.tags.get(name, 0) for each in evidence.surveys.values() for name in names)


def _number(count: int, one: str, many: str = "") -> str:
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def _modes(evidence: Evidence) -> Iterator[Claim]:
    seen = sum(each.pictures + each.drawings + _silent(each) for each in evidence.surveys.values())
    bare_ones = sum(map(_silent, _all(evidence)))
    documents = _number(len(evidence.surveys), "document")
    yield Claim(MODE, "textual", True, f"text in {documents}", len(evidence.surveys))
    words = f"{_number(seen, 'picture carries', 'pictures carry')} meaning" if seen else "no picture carries meaning"
    yield Claim(MODE, "visual", seen > 0, words + (" but the cover" if evidence.cover and not seen else ""), seen)
    mathematics = _tag(evidence, "math")
    proof = "all is text" if not seen else f"all {_number(seen, 'picture')} that carry meaning are told in words"
    if mathematics:
        proof += f"; {_number(mathematics, 'formula', 'formulas')} as MathML"
    if bare_ones:
        proof = f"{_number(bare_ones, 'picture has', 'pictures have')} no text alternative"
    yield Claim(SUFFICIENT, "textual", not bare_ones, proof, bare_ones)
    if seen or bare_ones:
        yield Claim(SUFFICIENT, "textual,visual", True, "text and pictures together are all there is", seen)


def _features(evidence: Evidence) -> Iterator[Claim]:
    for value, held, proof, count in (
        _alternatives(evidence),
        _long(evidence),
        *_ways(evidence),
        *_pages(evidence),
        _order(evidence),
        _display(evidence),
        _counted(evidence, "ARIA", "roles", "role or label", "roles and labels", "no role and no label"),
        _math(evidence),
        _ruby(evidence),
        ("unlocked", True, "the file is made without encryption and rights management", 0),
    ):
        yield Claim(FEATURE, value, held, proof, count)


_Feature = tuple[str, bool, str, int]


def _alternatives(evidence: Evidence) -> _Feature:
    told = sum(each.pictures + each.drawings for each in _all(evidence))
    silent = sum(map(_silent, _all(evidence)))
    decorative = sum(each.decorative for each in _all(evidence))
    needing = told + silent
    proof = f"{told:,} of {_number(needing, 'picture')} that {'needs' if needing == 1 else 'need'} one"
    proof += f" {'has' if told == 1 else 'have'} one" if needing else ""
    if evidence.cover and evidence.cover.pictures:
        proof += ", the cover among them" if needing > 1 else ", the cover"
    if not needing:
        proof = "no picture needs one"
    if decorative:
        proof += f"; {decorative:,} {'is' if decorative == 1 else 'are'} decorative"
    return "alternativeText", told > 0 and not silent, proof, silent or told


def _long(evidence: Evidence) -> _Feature:
    found = sum(each.described for each in evidence.surveys.values())
    proof = f"{_number(found, 'picture has', 'pictures have')} a description beside the text alternative (aria-details)"
    return "longDescription", found > 0, proof if found else "no picture has one (aria-details)", found


def _ways(evidence: Evidence) -> Iterator[_Feature]:
    headings = sum(count for each in evidence.surveys.values() for tag, count in each.tags.items() if tag in _HEADINGS)
    with_headings = sum(not _HEADINGS.isdisjoint(each.tags) for each in evidence.surveys.values())
    proof = f"{_number(headings, 'heading')} in {with_headings} of {_number(len(evidence.surveys), 'document')}"
    yield "structuralNavigation", headings > 0, proof if headings else "there is no heading", headings
    entries = evidence.entries
    yield "tableOfContents", entries > 0, f"{_number(entries, 'entry', 'entries')} in the navigation document", entries
    found = sum("index" in each.types for each in evidence.surveys.values())
    proof = f"{_number(found, 'document')} of the type index" if found else "the book has no index"
    yield "index", found > 0, proof, found


def _pages(evidence: Evidence) -> Iterator[_Feature]:
    source = f" ({evidence.pages_from})" if evidence.pages_from else ""
    proof = f"{_number(evidence.pages, 'page')} of the print edition{source}"
    none = "the edition takes its pages from no printed one (pages_from)"
    yield "pageNavigation", evidence.pages > 0, proof if evidence.pages else none, evidence.pages
    marks = sum(each.breaks for each in evidence.surveys.values())
    proof = f"{_number(marks, 'mark')} where pages begin in print" if marks else none
    yield "pageBreakMarkers", marks > 0, proof, marks


def _order(evidence: Evidence) -> _Feature:
    moved = [" ".join(match[0].split()) for match in _OUT_OF_ORDER.finditer(bare(evidence.css))]
    documents = _number(len(evidence.surveys), "document")
    proof = f"{documents} whose text stands as it is read; the style sheet moves nothing"
    if moved:
        proof = f"the style sheet takes text out of its place ({moved[0]})"
    return "readingOrder", not moved, proof, len(evidence.surveys)


def _display(evidence: Evidence) -> _Feature:
    said = [message for rule, _, message, _ in faults(evidence.css) if rule in (CSS_IMPOSED, CSS_FIXED)]
    fixed = [" ".join(match[0].split()) for match in _ABSOLUTE.finditer(bare(evidence.css))]
    imposed = [*said, *fixed, *coloured(evidence.css)]
    proof = "the style sheet sets no colour and no ground for text, no letter size or line height but relative ones"
    if imposed:
        proof = f"the style sheet imposes something on the reader ({imposed[0]})"
    return "displayTransformability", not imposed, proof, len(imposed)


def _counted(evidence: Evidence, value: str, field: str, one: str, many: str, none: str) -> _Feature:
    count = sum(int(getattr(each, field)) for each in evidence.surveys.values())
    return value, count > 0, _number(count, one, many) if count else none, count


def _math(evidence: Evidence) -> _Feature:
    count = _tag(evidence, "math")
    return "MathML", count > 0, _number(count, "formula", "formulas") if count else "there is no formula", count


def _ruby(evidence: Evidence) -> _Feature:
    count = _tag(evidence, "ruby")
    return "rubyAnnotations", count > 0, _number(count, "ruby text") if count else "there is no ruby text", count


def _hazards(evidence: Evidence) -> Iterator[Claim]:
    moving = [file.name for file in evidence.files if moves(file.data)]
    animated = bool(_ANIMATED.search(bare(evidence.css)))
    active = sum(len(each.active) for each in evidence.surveys.values())
    sounding = _tag(evidence, *_SOUND)
    if not (moving or animated or active or sounding):
        proof = f"{_number(len(evidence.files), 'picture')}, none of which moves; no sound, no film, no script"
        yield Claim(HAZARD, "none", True, proof, len(evidence.files))
        return
    reasons = [f"{name} moves" for name in moving[:3]] + ["the style sheet animates"] * animated
    reasons += ["there is something that runs"] * bool(active) + ["there is sound"] * bool(sounding)
    proof = ", ".join(reasons)
    yield Claim(HAZARD, "none", False, proof, len(moving))
    for name in _HAZARDS:
        unknown = bool(active or sounding) or name != "Sound"
        value = f"unknown{name}Hazard" if unknown else f"no{name}Hazard"
        yield Claim(HAZARD, value, True, proof if unknown else "there is no sound, no film, no script", len(moving))


def _conformance(evidence: Evidence) -> Iterator[Claim]:
    review = evidence.review
    if review is None:
        proof = "no review of this edition is recorded in book.toml ([accessibility.review])"
        yield Claim(CONFORMS, "EPUB Accessibility 1.1", False, proof)
        return
    said = f"reviewed by {review.by}, {review.date} (book.toml)"
    yield Claim(CONFORMS, review.standard, True, said)
    yield Claim(CERTIFIER, review.by, True, f"{said}{f', {review.credential}' if review.credential else ''}")
