"""Every part of a book says what it is, to reading systems by ``epub:type`` and to assistive technology by ``role``."""

from __future__ import annotations

import re
from typing import Any

import pytest

from publisher.manuscript.header import ROLES
from publisher.style.meanings import MEANINGS

TYPE = "{http://www.idpf.org/2007/ops}type"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
SECTIONS = {
    "foreword": "foreword", "preface": "preface", "acknowledgments": "acknowledgments", "introduction": "introduction",
    "prologue": "prologue", "phrases": "chapter", "interlude": "chapter", "conclusion": "conclusion",
    "epilogue": "epilogue", "afterword": "afterword", "appendix": "appendix", "questions": "qna", "glossary": "glossary",
    "bibliography": "bibliography", "index": "index", "errata": "errata", "credits": "credits", "colophon": "colophon",
    "part-the-first-part": "part", "dedication": "dedication", "epigraph-2": "epigraph",
}  # fmt: skip


def meaning(element: Any) -> tuple[str, str]:
    return element.get(TYPE, ""), element.get("role", "")


@pytest.mark.parametrize("name", SECTIONS)
def test_a_section_has_its_type_and_role(find: Any, name: str) -> None:
    section = find(name, "//h:body/h:section")[0]
    assert meaning(section) == (SECTIONS[name], f"doc-{SECTIONS[name]}")
    label = section.get("aria-labelledby")
    assert section.get("aria-label") or find(name, f"//*[@id='{label}']")


def test_sections_whose_type_has_no_role(find: Any) -> None:
    assert meaning(find("contributors", "//h:body/h:section")[0]) == ("contributors", "")
    assert meaning(find("title-page", "//h:body/h:section")[0]) == ("titlepage", "")
    assert meaning(find("copyright-page", "//h:body/h:section")[0]) == ("copyright-page", "")


def test_every_role_of_a_chapter_is_thought_of() -> None:
    assert set(ROLES) == set(MEANINGS)


def test_the_title_page(find: Any) -> None:
    assert meaning(find("title-page", "//h:h1")[0]) == ("title", "")
    assert meaning(find("title-page", "//h:p[@class='subtitle']")[0]) == ("subtitle", "doc-subtitle")


def test_the_contents(find: Any) -> None:
    assert meaning(find("contents", "//h:nav")[0]) == ("toc", "doc-toc")


BLOCKS = {
    "//h:div[@class='epigraph']": ("epigraph", "doc-epigraph"),
    "//h:aside[@class='pullquote']": ("pullquote", "doc-pullquote"),
    "//h:div[@class='example']": ("example", "doc-example"),
    "//h:div[@class='learning-objective']": ("learning-objective", ""),
    "//*[contains(@class, 'alert-note')]": ("", "note"),
    "//*[contains(@class, 'alert-tip')]": ("tip", "doc-tip"),
    "//*[contains(@class, 'alert-warning')]": ("notice", "doc-notice"),
    "//*[contains(@class, 'alert-caution')]": ("notice", "doc-notice"),
    "//h:figure[contains(@class, 'quotation')]": ("", ""),
    "//h:blockquote[@class='letter']": ("z3998:letter", ""),
    "//h:p[@class='salutation']": ("z3998:salutation", ""),
    "//h:div[@class='verse']": ("z3998:poem", ""),
    "//h:blockquote[@class='sign']": ("", ""),
    "//h:a[@class='noteref']": ("noteref", "doc-noteref"),
    "//h:section[@class='notes']": ("endnotes", "doc-endnotes"),
    "//h:aside[@class='footnote']": ("footnote", "doc-footnote"),
    "//h:a[@class='backlink']": ("backlink", "doc-backlink"),
}


@pytest.mark.parametrize("path", BLOCKS)
def test_a_block_or_phrase_has_its_meaning(find: Any, path: str) -> None:
    assert meaning(find("blocks", path)[0]) == BLOCKS[path]


def test_a_prefix_is_declared_where_it_is_used_and_nowhere_else(ebook: Any) -> None:
    for name in ebook.reading_order:
        text = ebook.entries[name].decode()
        assert ("epub:prefix=" in text) == ("z3998:" in re.sub(r'epub:prefix="[^"]*"', "", text)), name


def test_a_glossary(find: Any) -> None:
    (terms,) = find("glossary", "//h:dl")
    assert terms.get("class") == "glossary"
    assert [meaning(each)[0] for each in terms] == ["glossterm", "glossdef", "glossterm", "glossdef", "glossdef"]
    assert [each.text for each in terms.iter("{*}dfn")] == ["Beam", "Skerry"]
    assert not find("blocks", "//h:dfn")


def test_what_only_decorates_is_silent(find: Any) -> None:
    assert [each.get("role") for each in find("phrases", "//h:hr")] == ["presentation"]
    pictures = find("phrases", "//h:img")
    told = [(each.get("alt"), each.get("role"), each.getparent().get("role")) for each in pictures]
    silent = ("", "presentation", "presentation")
    described = ("Four grey squares, dark above and light below", None, None)
    assert told == [silent, silent, described, ("", "presentation", None)]


def test_phrases(find: Any) -> None:
    assert [(each.get("lang"), each.get(LANG)) for each in find("phrases", "//h:body//*[@lang]")] == [
        ("fr", "fr"), ("de", "de"), ("grc", "grc"), ("la", "la"), ("fr", "fr"),
    ]  # fmt: skip
    assert [each.get("title") for each in find("phrases", "//h:abbr")] == [
        "National Health Service",
        "anno Domini",
        "fifth",
    ]
    assert [each.get("datetime") for each in find("phrases", "//h:time")] == [
        "1948-07-05",
        "07-05",
        "1948",
        "1948-07-05",
    ]
    assert find("foreword", "//h:section[@lang='de']")


def test_a_role_that_no_chapter_has(make_book: Any) -> None:
    made = make_book({"a.md": "---\ntitle: A\nrole: forword\n---\n\nWords.\n"}, format="epub")
    (trouble,) = (each for each in made.diagnostics if each.code == "C123")
    assert (trouble.severity, trouble.span.line, trouble.span.column) == ("error", 3, 1)
    assert trouble.hint == "did you mean `foreword`?"


def test_an_image_without_words_is_still_reported(make_book: Any) -> None:
    files = {"a.md": "# A\n\n![](p.png)\n\n![](p.png){.decorative}\n", "p.png": PNG}
    made = make_book(files, format="epub")
    assert [(each.code, each.span.line) for each in made.diagnostics if each.code == "M362"] == [("M362", 3)]


PNG = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\0\0\0\0:~\x9bU\0\0\0\nIDATx\x9cc`\0\0\0\2\0\1H\xaf\xa4q"
    b"\0\0\0\0IEND\xaeB`\x82"
)
