"""Numbering comes after choosing: chapters and parts, notes by chapter, questions and figures through the edition."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from publisher.book.model import Book, Chapter, Part
from publisher.book.roles import APPENDIX, UNNUMBERED
from publisher.book.trees import same_nodes, with_attr, with_children
from publisher.diagnostics import Diagnostic
from publisher.markup.node import Node
from publisher.rules.book import NOTE_MISSING
from publisher.value import dataclass

FEW_FIGURES = 3  # up to so many need no numbers

_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
    (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


def roman(number: int) -> str:
    """A number from 1 up in Roman numerals."""
    out = []
    for value, letters in _ROMAN:
        out.append(letters * (number // value))
        number %= value
    return "".join(out)


def letters(number: int) -> str:
    """A number from 1 up in letters: A … Z, AA, AB …"""
    out = ""
    while number:
        number, rest = divmod(number - 1, 26)
        out = chr(65 + rest) + out
    return out


def number_chapters(
    book: Book, chapters: Iterable[Chapter], parts: Iterable[Part]
) -> tuple[tuple[Chapter, ...], tuple[Part, ...]]:
    """Chapters of the body from 1 and appendices from A where the book is numbered; parts from I always."""
    numbered: list[Chapter] = []
    body = appendices = 0
    for chapter in chapters:
        number = ""
        if book.numbered and chapter.numbered:
            if chapter.role == APPENDIX:
                appendices += 1
                number = letters(appendices)
            elif chapter.matter == "body" and chapter.role not in UNNUMBERED:
                body += 1
                number = str(body)
        numbered.append(chapter if chapter.number == number else replace(chapter, number=number))
    return tuple(numbered), tuple(replace(part, number=roman(position)) for position, part in enumerate(parts, 1))


@dataclass(frozen=True, slots=True)
class _Found:
    """What there is to number in one chapter, in reading order."""

    calls: tuple[Node, ...]  # of notes, outside the notes
    notes: tuple[Node, ...]
    questions: int
    figures: int


def number_contents(chapters: Iterable[Chapter]) -> tuple[tuple[Chapter, ...], tuple[Diagnostic, ...]]:
    """The chapters with their notes, questions and figures numbered; notes that nothing calls any more are gone."""
    chapters = tuple(chapters)
    surveys = [_survey(chapter) for chapter in chapters]
    with_figures = sum(survey.figures for survey in surveys) > FEW_FIGURES
    found: list[Diagnostic] = []
    questions = figures = 0
    out = []
    for chapter, survey in zip(chapters, surveys, strict=True):
        if survey.calls or survey.notes or survey.questions or (with_figures and survey.figures):
            numberer = _Numberer(_in_order(survey, found), questions, figures if with_figures else -1)
            title = numberer.give(Node("title", children=chapter.title)).children
            chapter = replace(chapter, title=title, body=numberer.give(chapter.body))
        questions += survey.questions
        figures += survey.figures
        out.append(chapter)
    return tuple(out), tuple(found)


def _survey(chapter: Chapter) -> _Found:
    calls: list[Node] = []
    notes: tuple[Node, ...] = ()
    questions = figures = 0
    stack = [chapter.body, *reversed(chapter.title)]
    while stack:
        node = stack.pop()
        kind = node.kind
        if kind == "noteref":
            calls.append(node)
        elif kind == "notes":
            notes = node.children
            figures += sum(each.kind == "figure" for each in node.walk())
            questions += sum(each.kind == "question" for each in node.walk())
            continue
        elif kind == "question":
            questions += 1
        elif kind == "figure":
            figures += 1
        if node.children:
            stack += [child for child in reversed(node.children) if child.children or child.attrs]
    return _Found(tuple(calls), notes, questions, figures)


def _in_order(survey: _Found, found: list[Diagnostic]) -> dict[str, tuple[str, str]]:
    """Label → number and id of the called notes, in the order of their first calls; calls in notes come after."""
    by_label = {note.get("label"): note for note in survey.notes}
    order: dict[str, tuple[str, str]] = {}
    missing: set[str] = set()
    calls = list(survey.calls)
    for call in calls:  # grows while we go, by the calls in the notes; each label once, so it ends
        label = call.get("label")
        if label in order or label in missing:
            continue
        note = by_label.get(label)
        if note is None:
            found.append(NOTE_MISSING.at(call.span, f"there is no note “{label}” in this chapter"))
            missing.add(label)
            continue
        order[label] = (str(len(order) + 1), note.id)
        calls.extend(node for node in note.walk() if node.kind == "noteref")
    return order


class _Numberer:
    """Gives one chapter its numbers; counts on from the chapters before it."""

    __slots__ = ("_figures", "_notes", "_questions")

    def __init__(self, notes: dict[str, tuple[str, str]], questions: int, figures: int) -> None:
        self._notes = notes
        self._questions = questions
        self._figures = figures  # -1: figures have no numbers in this edition

    def give(self, node: Node) -> Node:
        kind = node.kind
        if kind == "noteref":
            return self._called(node)
        if kind == "notes":
            return self._notes_in_order(node)
        if kind == "question":
            self._questions += 1
            node = with_attr(node, "number", str(self._questions))
        elif kind == "figure" and self._figures >= 0:
            self._figures += 1
            node = with_attr(node, "number", str(self._figures))
        if not node.children:
            return node
        children = [
            each if not each.children and not each.attrs else self.give(each)
            for each in node.children
            if each.kind != "noteref" or each.get("label") in self._notes
        ]
        children = [each for each in children if each.kind != "notes" or each.children]
        return node if same_nodes(node.children, children) else with_children(node, tuple(children))

    def _called(self, call: Node) -> Node:
        number, id = self._notes.get(call.get("label"), ("", ""))
        return with_attr(with_attr(call, "number", number), "target", id) if number else call

    def _notes_in_order(self, notes: Node) -> Node:
        by_label = {note.get("label"): note for note in notes.children}
        children = tuple(
            with_attr(self.give(by_label[label]), "number", number) for label, (number, _) in self._notes.items()
        )
        return with_children(notes, children)
