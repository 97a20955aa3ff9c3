"""The contents of a composition: parts over chapters over sections, each with its link, level and minutes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape

from publisher.book.model import Chapter, Edition, Section
from publisher.markup.node import Node
from publisher.style.composition import ACCESSIBILITY, Document, Entry, Landmark
from publisher.value import dataclass

_NOT_IN_LABELS = frozenset({"noteref", "image"})
# Kinds of documents, and roles of chapters, that EPUB 3.3 landmarks may name: document kind or role → epub:type.
_LANDMARKS = {
    "cover": "cover",
    "title-page": "titlepage",
    "copyright-page": "copyright-page",
    "dedication": "dedication",
    "contents": "toc",
    "preface": "preface",
    "foreword": "foreword",
    "introduction": "introduction",
    "appendix": "appendix",
    "glossary": "glossary",
    "bibliography": "bibliography",
    "index": "index",
    "colophon": "colophon",
    "acknowledgments": "acknowledgments",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the contents before it is set: what a template and an :class:`Entry` are both made from."""

    kind: str  # part, chapter or section
    matter: str  # front, body or back
    id: str
    stem: str
    number: str
    title: tuple[Node, ...]
    text: str
    level: int  # 1 for the outermost
    minutes: int
    children: tuple[Line, ...] = ()


def label_nodes(nodes: Sequence[Node]) -> tuple[Node, ...]:
    """A title as it may stand inside a link: no notes, images, links or ids in it."""
    result: list[Node] = []
    for node in nodes:
        if node.kind in _NOT_IN_LABELS:
            continue
        inner = label_nodes(node.children)
        if node.kind == "link" or node.tag == "a":
            result.extend(inner)
        elif node.kind in ("softbreak", "hardbreak"):
            result.append(Node("text", text=" "))
        else:
            attrs = tuple(pair for pair in node.attrs if pair[0] != "id")
            result.append(Node(node.kind, node.tag, attrs, node.text, inner, node.span))
    return tuple(result)


def lines_of(edition: Edition, stems: Mapping[str, str], depth: int) -> tuple[Line, ...]:
    """The contents of an edition.

    ``stems`` gives the document of each chapter and part by its id; ``depth`` is how far the headings go: 1 for
    chapters alone, 2 with their h2, and so on. Parts do not count.
    """
    parts = {part.id: part for part in edition.parts}
    lines: list[Line] = []
    waiting: list[Line] = []
    for index, chapter in enumerate(edition.chapters):
        part = parts.get(chapter.part)
        line = _chapter_line(chapter, stems[chapter.id], 2 if part else 1, depth)
        if part is None:
            lines.append(line)
            continue
        waiting.append(line)
        following = edition.chapters[index + 1].part if index + 1 < len(edition.chapters) else ""
        if following != part.id:
            title = (Node("text", text=part.title),)
            inner = tuple(waiting)
            lines.append(Line("part", "body", part.id, stems[part.id], part.number, title, part.title, 1, 0, inner))
            waiting = []
    return tuple(lines)


def _chapter_line(chapter: Chapter, stem: str, level: int, depth: int) -> Line:
    minutes = chapter.reading.minutes if chapter.reading else 0
    title = label_nodes(chapter.title) or (Node("text", text=chapter.text),)
    sections = _section_lines(chapter, chapter.sections, stem, level + 1, depth)
    return Line(
        "chapter", chapter.matter, chapter.id, stem, chapter.number, title, chapter.text, level, minutes, sections
    )


def _section_lines(
    chapter: Chapter, sections: Sequence[Section], stem: str, level: int, depth: int
) -> tuple[Line, ...]:
    lines = []
    for section in sections:
        if section.level <= depth and section.id and section.text.strip():
            inner = _section_lines(chapter, section.children, stem, level + 1, depth)
            title = label_nodes(section.title) or (Node("text", text=section.text),)
            lines.append(Line("section", chapter.matter, section.id, stem, "", title, section.text, level, 0, inner))
    return tuple(lines)


def entries_of(lines: Sequence[Line], render: Callable[[tuple[Node, ...]], str]) -> tuple[Entry, ...]:
    """The contents as the formats want them; ``render`` sets a title's inline nodes."""
    return tuple(
        Entry(
            label=_numbered(line, render(line.title)),
            text=_numbered(line, line.text),
            stem=line.stem,
            target=line.id,
            level=line.level,
            children=entries_of(line.children, render),
            minutes=line.minutes,
        )
        for line in lines
    )


def with_pages(entries: tuple[Entry, ...], documents: Sequence[Document]) -> tuple[Entry, ...]:
    """The contents with the made pages that somebody looks for there: that about accessibility, at its place."""
    listed = [each for each in documents if each.kind == ACCESSIBILITY]
    if not (entries and listed):
        return entries  # contents without a line are made from all the documents
    made = tuple(Entry(escape(each.title), each.title, each.stem, "", 1) for each in listed)
    chapters = [index for index, each in enumerate(documents) if each.kind in ("part", "chapter")]
    first = bool(chapters) and documents.index(listed[0]) < chapters[0]
    return (*made, *entries) if first else (*entries, *made)


def _numbered(line: Line, title: str) -> str:
    return f"{line.number}. {title}" if line.number and line.kind == "chapter" else title


def landmarks_of(
    documents: Sequence[Document], roles: Mapping[str, str], words: Mapping[str, str]
) -> tuple[Landmark, ...]:
    """The EPUB landmarks, in reading order; each document and each type at most once (EPUB 3.3 §7.4.5).

    ``roles`` gives the role of a chapter by the stem of its document.
    """
    landmarks: list[Landmark] = []
    seen: set[str] = set()
    for document in documents:
        kind = _LANDMARKS.get(roles.get(document.stem, document.kind), "")
        if document.matter == "body" and "bodymatter" not in seen:
            kind = "bodymatter"  # where reading begins matters more than the chapter's own kind
        if kind and kind not in seen:
            seen.add(kind)
            named = words["start"] if kind == "bodymatter" else document.title
            landmarks.append(Landmark(kind, named, document.stem))
    return tuple(landmarks)
