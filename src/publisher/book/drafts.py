"""A draft is a chapter before it has ids: its file cut at first-level headings, title taken out, levels in order."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from publisher.book.slugs import readable
from publisher.book.trees import LEAF_BLOCKS, same_nodes, with_attr, with_children, words_of
from publisher.diagnostics import Diagnostic
from publisher.markup.node import Node
from publisher.rules.book import (
    EMPTY_HEADING,
    HEADER_TITLE_UNUSED,
    NOTE_NEVER_CALLED,
    TITLE_TWICE,
    UNTITLED_CHAPTER,
)
from publisher.source import Span
from publisher.value import dataclass

if TYPE_CHECKING:
    from publisher.manuscript import ChapterFile
    from publisher.markup.parse import Parsed


@dataclass(frozen=True, slots=True)
class Draft:
    """One chapter to be. ``body`` is a ``document`` without the title's heading, its headings on levels 2 to 6."""

    file: ChapterFile
    title: tuple[Node, ...]
    body: Node
    span: Span
    first: bool  # whether it is the first chapter of its file: then the file's header is about it
    alone: bool  # whether it is the only chapter of its file
    title_id: str = ""  # the author's {#id} on the title's heading
    classes: tuple[str, ...] = ()


def drafts_of(file: ChapterFile, parsed: Parsed) -> tuple[tuple[Draft, ...], tuple[Diagnostic, ...]]:
    """The chapters of one file: one, or one for each first-level heading where there are several."""
    found: list[Diagnostic] = []
    blocks, notes = _blocks_and_notes(parsed.root, found)
    tops = [i for i, block in enumerate(blocks) if block.kind == "heading" and block.get("level") == "1"]
    if notes is not None:
        found.extend(_uncalled(blocks, notes))
    if len(tops) > 1:
        drafts = _several(file, parsed.root, blocks, notes, tops, found)
    else:
        drafts = (_single(file, parsed.root, blocks, notes, tops, found),)
    return drafts, tuple(found)


def _blocks_and_notes(root: Node, found: list[Diagnostic]) -> tuple[list[Node], Node | None]:
    blocks: list[Node] = []
    notes: Node | None = None
    for block in root.children:
        if block.kind == "notes":
            notes = block
        elif block.kind == "heading" and not words_of(block.children):
            found.append(EMPTY_HEADING.at(block.span, "this heading has no words", "write its words, or take it out"))
        else:
            blocks.append(block)
    return blocks, notes


def _several(
    file: ChapterFile, root: Node, blocks: list[Node], notes: Node | None, tops: list[int], found: list[Diagnostic]
) -> tuple[Draft, ...]:
    first_title = words_of(blocks[tops[0]].children)
    if file.header.title and file.header.title.strip() != first_title:
        said = f"the title “{file.header.title}” is not used"
        message = f"{said}: this file has {len(tops)} first-level headings, and each begins a chapter"
        found.append(HEADER_TITLE_UNUSED.at(Span(file.path, 1), message))
    drafts = []
    for position, top in enumerate(tops):
        start = 0 if position == 0 else top
        end = tops[position + 1] if position + 1 < len(tops) else len(blocks)
        heading = blocks[top]
        body = [block for block in blocks[start:end] if block is not heading]
        drafts.append(_draft(file, root, heading.children, body, notes, heading, position == 0, alone=False))
    return tuple(drafts)


def _single(
    file: ChapterFile, root: Node, blocks: list[Node], notes: Node | None, tops: list[int], found: list[Diagnostic]
) -> Draft:
    given = " ".join(file.header.title.split())
    heading = _title_heading(blocks, tops, given)
    body = [block for block in blocks if block is not heading]
    if given:
        if heading is not None and words_of(heading.children) != given:
            said = words_of(heading.children)
            found.append(
                TITLE_TWICE.at(
                    heading.span,
                    f"the header calls this chapter “{given}”, the heading “{said}”: the header's title is used",
                    "keep one of them; `short` in the header is for running heads",
                )
            )
            title: tuple[Node, ...] = _words(given, file.path)
        else:
            title = heading.children if heading is not None else _words(given, file.path)
    elif heading is not None:
        title = heading.children
    else:
        name = _name(file.path)
        title = _words(name, file.path)
        found.append(
            UNTITLED_CHAPTER.at(
                Span(file.path, 1),
                f"this chapter has no title; its file's name is used: “{name}”",
                "begin the file with `# Title`, or write `title: …` in its header",
            )
        )
    return _draft(file, root, title, body, notes, heading, first=True, alone=True)


def _title_heading(blocks: list[Node], tops: list[int], given: str) -> Node | None:
    """The heading that is the chapter's title: a first-level one, else a first block that stands above all headings.

    Where the header gives the title, a first-level heading is its repetition only if nothing but an epigraph stands
    before it, or if it is the first heading and has the same words; a lower one only if it has the same words.
    """
    if tops:
        top = blocks[tops[0]]
        first_heading = next(block for block in blocks if block.kind == "heading")
        at_head = all(block.kind == "epigraph" for block in blocks[: tops[0]])
        same = top is first_heading and words_of(top.children) == given
        return top if not given or at_head or same else None
    if not blocks or blocks[0].kind != "heading":
        return None
    first = blocks[0]
    if given:
        return first if words_of(first.children) == given else None
    level = first.get("level")
    others = (block.get("level") for block in blocks[1:] if block.kind == "heading")
    return first if all(other > level for other in others) else None


def _name(path: str) -> str:
    """A title from a file's path: its stem, or for an index or README in a folder the folder's name."""
    folder, file_name = posixpath.split(path)
    stem = posixpath.splitext(file_name)[0]
    if stem.lower() in ("index", "readme") and folder:
        stem = posixpath.basename(folder)
    return readable(stem) or stem


def _words(text: str, path: str) -> tuple[Node, ...]:
    return (Node("text", text=text, span=Span(path, 1)),)


def _draft(
    file: ChapterFile,
    root: Node,
    title: tuple[Node, ...],
    body: list[Node],
    notes: Node | None,
    heading: Node | None,
    first: bool,
    alone: bool,
) -> Draft:
    if notes is not None:
        called = _called((*title, *body), notes)
        if called:
            body = [*body, with_children(notes, tuple(note for note in notes.children if note.get("label") in called))]
    return Draft(
        file=file,
        title=title,
        body=relevel(with_children(root, tuple(body))),
        span=heading.span if heading is not None else Span(file.path, 1),
        first=first,
        alone=alone,
        title_id=heading.id if heading is not None else "",
        classes=heading.classes if heading is not None else (),
    )


def _called(nodes: tuple[Node, ...], notes: Node) -> set[str]:
    """The labels of the notes that some nodes call, in themselves or through other notes."""
    by_label = {note.get("label"): note for note in notes.children}
    called: set[str] = set()
    waiting = list(nodes)
    for node in waiting:  # grows while we go: each note comes once, so it ends
        if node.kind == "noteref" and (label := node.get("label")) not in called:
            called.add(label)
            if label in by_label:
                waiting.append(by_label[label])
        if node.children:
            waiting += [child for child in node.children if child.children or child.attrs]
    return called


def _uncalled(blocks: list[Node], notes: Node) -> list[Diagnostic]:
    called = _called(tuple(blocks), notes)
    return [
        NOTE_NEVER_CALLED.at(note.span, f"nothing calls the note “{note.get('label')}”: no reader will see it")
        for note in notes.children
        if note.get("label") not in called
    ]


def relevel(document: Node) -> Node:
    """The document with its headings on levels 2 to 6 and no level skipped on the way down.

    A heading goes one level below the nearest heading before it that was above it, whatever their numbers were.
    """
    levels: list[int] = []
    above: list[int] = []
    for heading in _headings(document):
        written = int(heading.get("level", "2"))
        while above and above[-1] >= written:
            above.pop()
        above.append(written)
        levels.append(min(len(above) + 1, 6))
    if levels == [int(heading.get("level", "2")) for heading in _headings(document)]:
        return document
    return _with_levels(document, iter(levels).__next__)


def _headings(node: Node) -> list[Node]:
    found: list[Node] = []
    stack = [node]
    while stack:
        each = stack.pop()
        if each.kind == "heading":
            found.append(each)
        elif each.kind not in LEAF_BLOCKS:
            stack.extend(reversed(each.children))
    return found


def _with_levels(node: Node, next_level: Callable[[], int]) -> Node:
    if node.kind == "heading":
        level = str(next_level())
        if level == node.get("level"):
            return node
        return replace(with_attr(node, "level", level), tag=f"h{level}")
    if node.kind in LEAF_BLOCKS or not node.children:
        return node
    children = [_with_levels(child, next_level) for child in node.children]
    return node if same_nodes(node.children, children) else with_children(node, tuple(children))
