"""What a chapter is to a reading system and to assistive technology, by its role: ``epub:type`` and DPUB-ARIA role.

The pairs are those of the EPUB Type to ARIA Role Authoring Guide 1.1, as far as EPUB 3.3 Structural Semantics knows the
type (EPUBCheck reports an unknown or deprecated one) and ARIA in HTML allows the role on a ``section``.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_SAME_NAME = (
    "abstract", "acknowledgments", "afterword", "appendix", "bibliography", "chapter", "colophon", "conclusion",
    "credits", "dedication", "epigraph", "epilogue", "errata", "foreword", "glossary", "index", "introduction",
    "preface", "prologue", "qna",
)  # fmt: skip

MEANINGS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        **{role: (role, f"doc-{role}") for role in _SAME_NAME},
        "assessment": ("assessment", ""),
        "contributors": ("contributors", ""),
        "imprint": ("imprint", ""),
        "interlude": ("chapter", "doc-chapter"),  # a chapter that is not counted: no vocabulary has a word of its own
        "notes": ("endnotes", "doc-endnotes"),
        "preamble": ("preamble", ""),
        "revision-history": ("revision-history", ""),
        # Sections of no type: the vocabulary has none for them, and an invented one helps nobody.
        "answers": ("", ""),
        "quotations": ("", ""),
    }
)


def meaning(role: str, matter: str) -> tuple[str, str]:
    """``epub:type`` and ARIA role of a chapter; a chapter of no role before or after the body is a plain section."""
    if role == "chapter" and matter != "body":
        return "", ""
    return MEANINGS.get(role, ("", ""))
