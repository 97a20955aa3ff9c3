"""Highlighted code in as few boxes as can be."""

from __future__ import annotations

import html
import re
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.features.code import LONGEST_LINE, MOST_CHARACTERS, check_languages, highlighted

PYTHON = 'def f(a):\n    """Say\n\n    it."""\n    return not a  # so\n'


def words_of(xhtml: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", xhtml))


def test_on_screen(make, screen):
    assert screen(make.code("if a:\n    pass\n", "python")) == (
        '<pre class="code"><code class="language-python">'
        '<span class="k">if</span> a:\n    <span class="k">pass</span>\n</code></pre>'
    )


def test_on_paper_every_line_is_a_span_also_inside_a_token(make, page):
    text = page(make.code(PYTHON, "python"))
    assert text.count('<span class="line">') == PYTHON.count("\n")
    assert text.count('<span class="sd">') == 2
    assert '<span class="line">\n</span>' in text
    assert words_of(text) == PYTHON


def test_neighbours_of_one_class_share_a_span(make):
    pieces = highlighted("return not a", "python")
    assert pieces[0][1].strip() == "return"
    joined = highlighted("x = 1\npublic static final int y = 1;\n", "java")
    assert ("kd", "public static final") in joined


def test_spaces_names_and_punctuation_have_no_span():
    for name, text in highlighted(PYTHON, "python"):
        assert not name or text.strip()
        assert name not in ("n", "p", "w")


@pytest.mark.parametrize("language", ["", "text", "no-such-language"])
def test_plain_code(make, screen, language):
    assert "<span" not in screen(make.code("if <a>:\n", language))
    assert "if &lt;a&gt;:\n</code></pre>" in screen(make.code("if <a>:\n", language))


def test_a_language_cannot_break_out_of_its_attribute(make, screen):
    assert 'class="language-a-b"' in screen(make.code("x\n", 'a" b'))


def test_the_language_of_code_is_no_language_of_people(make, screen):
    text = screen(make.code("x\n", "python"))
    assert "lang=" not in text


@pytest.mark.parametrize("text", ["x = 1\n" * (MOST_CHARACTERS // 6 + 1), "x" * (LONGEST_LINE + 1)])
def test_too_much_code_is_set_plainly_with_a_note(make, text):
    assert highlighted(text, "python") == [("", text)]
    edition = make.edition(make.chapter(make.code(text, "python")))
    assert [each.code for each in check_languages(edition)] == ["Q541"]


def test_an_unknown_language_is_noted_once_a_chapter_with_what_was_meant(make):
    chapters = [make.chapter(make.code("x", "pyhton"), make.code("y", "pyhton"), id=name) for name in ("one", "two")]
    found = check_languages(make.edition(*chapters))
    assert [each.code for each in found] == ["Q540", "Q540"]
    assert "python" in found[0].hint


def test_known_and_plain_languages_are_not_noted(make):
    blocks = [make.code("x", language) for language in ("python", "JavaScript", "c++", "text", "")]
    assert check_languages(make.edition(make.chapter(*blocks))) == ()


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="ab \n\t\"'#/*<>&{}\r", max_size=80), st.sampled_from(["python", "html", "c", "bash", "x"]))
def test_no_character_is_lost(text, language):
    assert "".join(value for _, value in highlighted(text, language)) == text


def test_a_book_without_code_does_not_load_pygments():
    script = "import sys, publisher.features; sys.exit(any(name.startswith('pygments') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
