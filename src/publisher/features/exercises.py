"""Questions with ruled lines and model answers, and what only the teacher or only the students get to see."""

from __future__ import annotations

from publisher.diagnostics import Diagnostic
from publisher.features.blocks import blocks, holds
from publisher.features.feature import Feature
from publisher.features.marking import own_attrs, own_words
from publisher.markup.node import Node
from publisher.markup.syntax import Syntax
from publisher.rules.quotations import NO_ANSWER, STRAY_ANSWER, WRONG_LINES
from publisher.style.composition import PAGE
from publisher.style.render import Rendering
from publisher.style.xhtml import element, escape

DIVS = ("question", "answer", "teacher", "student")
_BOTH = frozenset({"question", "answer"})
MOST_LINES = 60
USUAL_LINES = 4  # where the author does not say; never from the answer's length, which would show through
_STUDENT = "student"


def check_shape(document: Node) -> tuple[Node, tuple[Diagnostic, ...]]:
    """The chapter as it is, and what is wrong with its questions and answers."""
    if not holds(document, _BOTH):
        return document, ()
    both = [node for node in blocks(document) if node.kind in _BOTH]
    questions = [node for node in both if node.kind == "question"]
    answers = [node for node in both if node.kind == "answer"]
    found: list[Diagnostic] = []
    answered: set[int] = set()
    unanswered: list[Node] = []
    for question in questions:
        own = [id(node) for node in blocks(question) if node.kind == "answer"]
        answered.update(own)
        if not own:
            unanswered.append(question)
        if answer_lines(question) is None:
            message = f"“{question.get('lines')}” is not a number of lines from 0 to {MOST_LINES}"
            found.append(WRONG_LINES.at(question.span, message, "write for example lines=6"))
    for answer in answers:
        if id(answer) not in answered:
            hint = "give the question's fence one colon more than the answer's, and close the question after the answer"
            found.append(STRAY_ANSWER.at(answer.span, "this answer stands outside a question", hint))
    if answered:
        found.extend(NO_ANSWER.at(node.span, "this question has no model answer") for node in unanswered)
    return document, tuple(found)


def answer_lines(question: Node) -> int | None:
    """How many lines a question asks for; None when ``lines`` is not a number from 0 to 60."""
    written = question.get("lines")
    if not written:
        return USUAL_LINES
    if not (written.isascii() and written.isdigit() and len(written) <= 3) or int(written) > MOST_LINES:
        return None
    return int(written)


def question(node: Node, rendering: Rendering) -> str:
    """A numbered question; on students' paper ruled lines to answer on; the model answer where the edition has it."""
    words = own_words(rendering)
    number = node.get("number")
    label = words["question_number"].format(number=number) if number else words["question"]
    asked = tuple(child for child in node.children if child.kind != "answer")
    answers = tuple(child for child in node.children if child.kind == "answer")
    inner = element("p", (("class", "question-number"),), escape(label)) + rendering.nodes(asked)
    if rendering.medium == PAGE and rendering.edition.spec.audience == _STUDENT:
        inner += _ruled(answer_lines(node) or 0)
    inner += rendering.nodes(answers)
    return element("div", own_attrs("div", node, rendering, "question"), inner)


def _ruled(lines: int) -> str:
    if not lines:
        return ""
    rules = element("span", (("class", "rule"),)) * lines
    return element("div", (("class", "answer-lines"), ("aria-hidden", "true")), rules)


def answer(node: Node, rendering: Rendering) -> str:
    """A model answer under its own small title."""
    return _titled("div", node, rendering, "answer", "model_answer")


def teacher(node: Node, rendering: Rendering) -> str:
    """What only the teacher sees."""
    return _titled("aside", node, rendering, "teacher", "for_teacher")


def student(node: Node, rendering: Rendering) -> str:
    """What only students see: in their own edition it needs no title."""
    return element("div", own_attrs("div", node, rendering, "student"), rendering.children(node))


def _titled(tag: str, node: Node, rendering: Rendering, name: str, word: str) -> str:
    title = element("p", (("class", f"{name}-title"),), escape(own_words(rendering)[word]))
    return element(tag, own_attrs(tag, node, rendering, name), title + rendering.children(node))


FEATURE = Feature(
    name="exercises",
    syntax=Syntax(divs=DIVS, shape=check_shape),
    render={"question": question, "answer": answer, "teacher": teacher, "student": student},
)
