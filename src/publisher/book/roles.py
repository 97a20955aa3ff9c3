"""The role of a chapter in a book: what its header says, else what its file's name says in front and back matter."""

from __future__ import annotations

CHAPTER = "chapter"
APPENDIX = "appendix"

_FRONT = {
    "abstract": "abstract",
    "acknowledgements": "acknowledgments",
    "acknowledgments": "acknowledgments",
    "contributors": "contributors",
    "credits": "credits",
    "dedication": "dedication",
    "epigraph": "epigraph",
    "foreword": "foreword",
    "imprint": "imprint",
    "introduction": "introduction",
    "preamble": "preamble",
    "preface": "preface",
    "prologue": "prologue",
}

_BACK = {
    "acknowledgements": "acknowledgments",
    "acknowledgments": "acknowledgments",
    "afterword": "afterword",
    "answers": "answers",
    "answer-key": "answers",
    "appendix": APPENDIX,
    "bibliography": "bibliography",
    "colophon": "colophon",
    "conclusion": "conclusion",
    "contributors": "contributors",
    "credits": "credits",
    "epilogue": "epilogue",
    "errata": "errata",
    "faq": "qna",
    "glossary": "glossary",
    "imprint": "imprint",
    "index": "index",
    "references": "bibliography",
    "revision-history": "revision-history",
    "works-cited": "bibliography",
}

# A body chapter with one of these roles stands outside the count: "Introduction", not "1 Introduction".
UNNUMBERED = frozenset(
    {
        "introduction", "prologue", "epilogue", "conclusion", "afterword", "foreword", "preface", "interlude",
        "dedication", "epigraph", "acknowledgments", "preamble", "abstract",
    }
)  # fmt: skip

# Pages that are looked at or looked up in rather than read through: no reading time.
NOT_READ = frozenset(
    {
        "answers", "colophon", "contents", "contributors", "copyright-page", "credits", "dedication", "epigraph",
        "errata", "half-title", "imprint", "index", "notes", "quotations", "revision-history", "title-page",
    }
)  # fmt: skip


def role_of(given: str, matter: str, name: str) -> str:
    """``given`` (the header's role), else the role that a file named ``name`` (a slug) has in this matter."""
    if given:
        return given
    if matter == "front":
        return _FRONT.get(name, CHAPTER)
    if matter == "back":
        return _BACK.get(name, APPENDIX if name.startswith("appendix-") else CHAPTER)
    return CHAPTER
