"""What a book can say of its accessibility (EPUB Accessibility 1.1 §2): only what was found in its documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from publisher.formats.epub.parts import Survey

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


@dataclass(frozen=True, slots=True)
class Access:
    """The values of the schema.org accessibility properties."""

    modes: tuple[str, ...]
    sufficient: tuple[str, ...]
    features: tuple[str, ...]
    hazards: tuple[str, ...]
    summary: str


def judge(surveys: Sequence[Survey], *, pages: bool) -> Access:
    """The accessibility of a book from the surveys of its documents, the cover page left out.

    ``pages`` tells whether there is a page list. No conformance is claimed: that takes a person.
    """
    tags = frozenset().union(*(survey.tags for survey in surveys))
    pictures = sum(survey.pictures for survey in surveys)
    bare = sum(len(survey.without_alternative) for survey in surveys)
    drawn = "svg" in tags
    visual = bool(pictures or bare or drawn)
    described = not bare
    modes = ("textual", "visual") if visual else ("textual",)
    headings = bool(tags & _HEADINGS)
    features = [
        ("structuralNavigation", headings),
        ("tableOfContents", True),
        ("readingOrder", True),
        ("displayTransformability", True),
        ("alternativeText", pictures > 0 and described),
        ("ARIA", any(survey.roles for survey in surveys)),
        ("MathML", "math" in tags),
        ("index", any("index" in survey.types for survey in surveys)),
        ("pageNavigation", pages),
        ("pageBreakMarkers", any("pagebreak" in survey.types for survey in surveys)),
    ]
    sufficient = ("textual",) if described else ("textual,visual",)
    return Access(
        modes=modes,
        sufficient=sufficient,
        features=tuple(name for name, true in features if true),
        hazards=("none",),
        summary=_summary(headings, pictures, bare, pages),
    )


def _summary(headings: bool, pictures: int, bare: int, pages: bool) -> str:
    sentences = ["The text reflows and can be shown in any size, typeface and colour."]
    ways = (["headings"] if headings else []) + ["a table of contents"] + (["a list of printed pages"] if pages else [])
    sentences.append(f"It can be navigated by {' and '.join([', '.join(ways[:-1]), ways[-1]] if ways[1:] else ways)}.")
    if pictures and not bare:
        sentences.append("Every picture that carries meaning has a text alternative.")
    elif bare:
        sentences.append(f"{bare} of its pictures {'has' if bare == 1 else 'have'} no text alternative.")
    return " ".join(sentences)
