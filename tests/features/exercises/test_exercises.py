"""Questions, answers, and what is for the teacher or the students."""

from __future__ import annotations

import pytest


def question(make, *extra, **attrs):
    return make.block("question", make.p("Why?"), *extra, **attrs)


def answer(make):
    return make.block("answer", make.p("Because."))


def test_readers_get_the_question_and_its_number(make, screen):
    assert screen(question(make, id="q", number="3", lines="2")) == (
        '<div id="q" class="question"><p class="question-number">Question 3</p><p>Why?</p></div>'
    )


def test_students_get_ruled_lines_on_paper(make, page, screen):
    text = page(question(make, number="3", lines="2"), audience="student")
    assert text.endswith(
        '<p>Why?</p><div class="answer-lines" aria-hidden="true">'
        '<span class="rule"></span><span class="rule"></span></div></div>'
    )
    assert "rule" not in screen(question(make, lines="2"), audience="student")
    assert "rule" not in page(question(make, lines="2"), audience="teacher")
    assert "rule" not in page(question(make, lines="2"), audience="reader")


@pytest.mark.parametrize(("attrs", "lines"), [({}, 4), ({"lines": "0"}, 0), ({"lines": "60"}, 60)])
def test_the_number_of_lines(make, page, attrs, lines):
    assert page(question(make, **attrs), audience="student").count('<span class="rule">') == lines


def test_the_number_of_lines_does_not_tell_the_answers_length(make, page):
    long = make.block("answer", make.p("word " * 500))
    without = page(question(make), audience="student").count("rule")
    assert page(question(make, long), audience="student").count("rule") == without


def test_the_model_answer_follows_under_its_title(make, page):
    text = page(question(make, answer(make), number="1"), audience="teacher", language="sv")
    assert '<p class="question-number">Fråga 1</p>' in text
    assert text.endswith('<div class="answer"><p class="answer-title">Exempelsvar</p><p>Because.</p></div></div>')


def test_what_is_for_the_teacher_says_so(make, screen):
    assert screen(make.block("teacher", make.p("Hint."))) == (
        '<aside class="teacher"><p class="teacher-title">For the teacher</p><p>Hint.</p></aside>'
    )
    assert screen(make.block("student", make.p("Hint."))) == '<div class="student"><p>Hint.</p></div>'


@pytest.mark.parametrize("lines", ["many", "61", "-1", "1.5", "９", "1" * 5000, "0x3"])
def test_lines_must_be_a_number_from_0_to_60(make, shaped, page, lines):
    node = question(make, lines=lines)
    assert shaped(node)[1] == ("Q530",)
    assert "rule" not in page(node, audience="student")


def test_an_answer_outside_a_question_is_a_warning(make, shaped):
    assert shaped(question(make), answer(make))[1] == ("Q531",)


def test_a_question_without_an_answer_is_noted_where_others_have_one(make, shaped):
    assert shaped(question(make, answer(make)), question(make))[1] == ("Q532",)
    assert shaped(question(make), question(make))[1] == ()


def test_equal_answers_in_and_outside_of_questions_are_told_apart(make, shaped):
    assert shaped(question(make, answer(make)), answer(make))[1] == ("Q531",)


def test_nothing_is_changed(make, shaped):
    block = question(make, answer(make))
    assert shaped(block)[0][0] is block
