"""One match a token gives the very tokens that Pygments finds rule by rule."""

from __future__ import annotations

from typing import ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pygments.lexer import RegexLexer, bygroups, default, include, words
from pygments.lexers import find_lexer_class_by_name
from pygments.token import Comment, Keyword, Name, Number, Punctuation, String, Text

from publisher.features import lexing
from publisher.features.lexing import tokens

CODE = [
    'def f(a: int, *b) -> str:\n    """Say\n\n    it."""\n    return not a or 0x1F + 1.5e-3j  # so\n',
    "class A(B):\n    x = rb'a\\n' f\"{a!r:>{w}} {{}} {b\n\n@deco\nfrom a.b import c as d\nasync for i in j: pass\n",
    '#include <a.h>\nint main(void) { /* a\nb */ return x->y ? \'c\' : "d\\"e"; } // end\n',
    "<!DOCTYPE html>\n<p class=\"a\" b='c' d>&amp; &#12; <!-- no --> <br/></p><script>var a = /x/g;</script>\n",
    '{"a": [1, -2.5e3, true, null, "b\\u00e9"]}\n',
    "SELECT a, b FROM c WHERE d = 'e''f' -- so\nGROUP BY 1;\n",
    "[a]\nb = 'c'\nd: e\n- f\n# g\n%h\n$ i --j \"k\" | l > m\n<<EOF\nn $o ${p}\nEOF\n",
    "\n\r\nà‿ \t\0 ``` \\",
]
LANGUAGES = [
    "python", "pycon", "c", "cpp", "java", "javascript", "typescript", "html", "css", "xml", "json", "yaml", "toml", "ini",
    "bash", "console", "sql", "rust", "go", "ruby", "perl", "php", "haskell", "ocaml", "lisp", "scheme", "lua", "r",
    "kotlin", "swift", "scala", "make", "docker", "diff", "tex", "rst", "markdown", "jinja", "vim", "awk",
]  # fmt: skip


def lexer_of(language):
    return find_lexer_class_by_name(language)(stripnl=False, ensurenl=False)


@pytest.mark.parametrize("language", LANGUAGES)
def test_any_language(language):
    for text in CODE:
        assert list(tokens(lexer_of(language), text)) == list(lexer_of(language).get_tokens(text))


@settings(deadline=None)
@given(st.sampled_from(["python", "c", "java", "bash", "sql", "html"]), st.text())
def test_any_text(language, text):
    assert list(tokens(lexer_of(language), text)) == list(lexer_of(language).get_tokens(text))


@settings(deadline=None)
@given(st.lists(st.sampled_from([*"abfr019.'\"#\\{}()[]=!:,@ \n", '"""', "def ", "import ", "class ", "0x", "await "])))
def test_any_python(parts):
    text = "".join(parts)
    assert list(tokens(lexer_of("python"), text)) == list(lexer_of("python").get_tokens(text))


class Odd(RegexLexer):
    """Rules that cannot be branches, between others that can; and every way to another state."""

    name = "Odd"
    tokens: ClassVar = {
        "root": [
            (r"(?i)BEGIN", Keyword, "inner"),
            (r"(['\"])(.*?)(\1)", bygroups(Punctuation, String, Punctuation)),
            (r"(?P<digits>\d+)", Number),
            (r"[(\]]|\(x\)|[]](y)", Punctuation),
            (r"(?s)/\*.*?\*/", Comment),
            (r"<<", Punctuation, ("inner", "#push", "deep")),
            (r">>", Punctuation, "#pop"),
            (words(("one", "two"), suffix=r"\b"), Name.Builtin),
            (r"[a-z]+", Name),
            (r" +", Text),
        ],
        "inner": [(r"end", Keyword, "#pop"), (r"\[", Punctuation, ("#pop", "deep")), include("root")],
        "deep": [(r"!!!", Punctuation, "#pop:3"), (r"!", Punctuation, "#push"), default("#pop")],
    }


@settings(deadline=None)
@given(st.lists(st.sampled_from(["BEGIN", "begin", "end", "'a'", "'", '"', "1", "(x)", "]y", "(", "/*", "*/", "<<", ">>",
                                 "one", "ones", " ", "\n", "[", "!", "!!!", "?"])))  # fmt: skip
def test_any_rules(parts):
    text = "".join(parts)
    assert list(tokens(Odd(), text)) == list(Odd().get_tokens(text))


def test_what_cannot_be_a_branch_stays_alone():
    Odd()
    sizes = [len(rules) for _, rules in lexing._runs(Odd, "root")]
    assert sizes == [1, 4, 2, 7]
    assert len(lexing._runs(Odd, "inner")) == 4


def test_a_state_of_python_is_one_expression_and_the_letters_of_all_scripts():
    lexer_of("python")
    sizes = [len(rules) for _, rules in lexing._runs(find_lexer_class_by_name("python"), "expr")]
    assert sizes[0] > 30
    assert sizes[1:] == [1, 1, 1]


def test_a_lexer_with_ways_of_its_own_is_left_alone():
    text = "$ echo a\na\n"
    lexer = lexer_of("console")
    assert list(tokens(lexer, text)) == list(lexer_of("console").get_tokens(text))
    assert "get_tokens_unprocessed" not in vars(lexer)
