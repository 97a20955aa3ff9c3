"""The checks of a finished edition that need nothing but the book: headings, sections, chapters."""

from __future__ import annotations

import re
from collections.abc import Iterable

from publisher.book.model import Chapter, Edition, Section
from publisher.book.trees import blocks, holds_sections, words_of
from publisher.diagnostics import Diagnostic
from publisher.markup.node import Node
from publisher.patterns import regex
from publisher.rules.book import (
    EMPTY_CHAPTER,
    EMPTY_SECTION,
    HEADING_FULL_STOP,
    SAME_HEADING,
    SAME_TITLE,
    TYPED_READING_TIME,
)
from publisher.source import Span

_TYPED_TIME = regex(r"\b\d+\s*min(?:ute)?s?\.?\s+read\b", re.IGNORECASE)
_SHORT = 200  # letters: a reading time, and what a web page's header may say beside it
_ABBREVIATION = regex(r"(?:\b\w|\b(?:etc|jr|sr|al|vs|dr|mr|mrs|st|co|inc|ltd))\.\Z", re.IGNORECASE)


def same_headings(edition: Edition) -> tuple[Diagnostic, ...]:
    """Two headings with the same words below one heading."""
    found: list[Diagnostic] = []

    def look(sections: tuple[Section, ...]) -> None:
        first: dict[str, Span] = {}
        for section in sections:
            words = section.text.casefold()
            if words in first:
                message = f"“{section.text}” is a heading here already, in line {first[words].line}"
                found.append(SAME_HEADING.at(section.span, message))
            first.setdefault(words, section.span)
            look(section.children)

    for chapter in edition.chapters:
        look(chapter.sections)
    return tuple(found)


def same_titles(edition: Edition) -> tuple[Diagnostic, ...]:
    """Two chapters with the same title in one part."""
    found = []
    first: dict[tuple[str, str], Chapter] = {}
    for chapter in edition.chapters:
        key = (chapter.part, chapter.text.casefold())
        if key in first:
            message = f"the chapter at {first[key].span} is called “{chapter.text}” too"
            found.append(SAME_TITLE.at(chapter.span, message))
        first.setdefault(key, chapter)
    return tuple(found)


def empty_chapters(edition: Edition) -> tuple[Diagnostic, ...]:
    """Chapters with nothing below their title."""
    return tuple(
        EMPTY_CHAPTER.at(chapter.span, f"the chapter “{chapter.text}” has no text in the edition “{edition.name}”")
        for chapter in edition.chapters
        if not chapter.body.children
    )


def empty_sections(edition: Edition) -> tuple[Diagnostic, ...]:
    """Headings with nothing below them but the next heading of their level or the chapter's end."""
    found = []
    for chapter in edition.chapters:
        before: Node | None = None
        before_level = 0
        for block in _flow(chapter.body):
            level = int(block.get("level", "2")) if block.kind == "heading" else 0
            if before is not None and 0 < level <= before_level:
                found.append(EMPTY_SECTION.at(before.span, "nothing stands below this heading"))
            before, before_level = (block, level) if level else (None, 0)
        if before is not None:
            found.append(EMPTY_SECTION.at(before.span, "nothing stands below this heading"))
    return tuple(found)


def _flow(body: Node) -> Iterable[Node]:
    """The headings and blocks of a chapter in their order, those of divs that hold sections too; no notes."""
    stack = [body]
    while stack:
        node = stack.pop()
        if node.kind == "notes":
            continue
        if node.children and holds_sections(node):
            stack.extend(reversed(node.children))
        elif node.kind != "document":
            yield node


def full_stops(edition: Edition) -> tuple[Diagnostic, ...]:
    """Headings and titles that end with a full stop; an initial or abbreviation may."""
    found = []
    for chapter in edition.chapters:
        for text, span in _headlines(chapter):
            if text.endswith(".") and not text.endswith("..") and not _ABBREVIATION.search(text):
                found.append(HEADING_FULL_STOP.at(span, f"“{text}” ends with a full stop", f"write “{text[:-1]}”"))
    return tuple(found)


def _headlines(chapter: Chapter) -> Iterable[tuple[str, Span]]:
    yield chapter.text, chapter.span
    waiting = list(reversed(chapter.sections))
    while waiting:
        section = waiting.pop()
        yield section.text, section.span
        waiting.extend(reversed(section.children))


def typed_reading_times(edition: Edition) -> tuple[Diagnostic, ...]:
    """“41 min read” in the text itself."""
    found = []
    for chapter in edition.chapters:
        for node in blocks(chapter.body):
            if len(node.children) > 3 or node.kind not in ("paragraph", "plain"):
                continue  # such a line stands alone
            words = words_of(node.children) if _is_short(node) else ""
            # The word is found sooner than a number before it.
            if "read" in words.lower() and (typed := _TYPED_TIME.search(words)):
                message = f"“{typed.group()}” is typed into the text"
                hint = "take it out: the book computes its reading time"
                found.append(TYPED_READING_TIME.at(node.span, message, hint))
    return tuple(found)


def _is_short(node: Node) -> bool:
    """Whether a line has so few letters of its own that it can say little more than a reading time."""
    return sum([len(child.text) for child in node.children]) <= _SHORT


CHECKS = (same_headings, same_titles, empty_chapters, empty_sections, full_stops, typed_reading_times)
