"""Lexers of Pygments, run with one match a token.

Pygments asks the rules of a state one by one until one matches; Python's expressions have forty. Here they are branches
of one regular expression, which tries them in the same order and finds the same one. Rules that cannot be a branch are
asked on their own, and lexers that go about it in their own way are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, partial
from itertools import groupby
from typing import TYPE_CHECKING, Any

from publisher.patterns import regex

if TYPE_CHECKING:
    from pygments.lexer import Lexer, RegexLexer
    from pygments.token import _TokenType

_Match = Any  # the method ``match`` of a compiled regular expression
_Rule = tuple[_Match, Any, Any]  # Pygments' own: what matches, the token or a function that makes tokens, the new state
_Run = tuple[_Match, tuple[_Rule, ...]]  # what matches any of these rules; the number of its last group says which

_APART = regex(r"\\[1-9]|\(\?(?:\(|P|[a-z]*[aLux])")  # refers to groups, or reads its own text in another way
_LARGE = 2000  # characters: all letters of Unicode, compiled once more, cost more than they save
_FLAGS = regex(r"\A\(\?([ims]+)\)")
_GROUP = regex(r"(\\.|\[\^?\]?(?:\\.|[^\]\\])*\])|\((?!\?)", re.DOTALL)  # begins to capture; no class, no escape


def tokens(lexer: Lexer, text: str) -> Iterable[tuple[_TokenType, str]]:
    """As ``lexer.get_tokens(text)``, in less time for a lexer that consists of rules alone."""
    from pygments.lexer import RegexLexer

    kind: Any = type(lexer)
    quick: Any = lexer
    if (
        isinstance(lexer, RegexLexer)
        and kind.get_tokens_unprocessed is RegexLexer.get_tokens_unprocessed
        and vars(kind).get("_tokens") is quick._tokens
    ):
        quick.get_tokens_unprocessed = partial(_by_rules, lexer)  # here alone, and where its rules ask for it
    return lexer.get_tokens(text)


def _by_rules(lexer: RegexLexer, text: str, stack: Iterable[str] = ("root",)) -> Iterator[tuple[int, _TokenType, str]]:
    """As ``get_tokens_unprocessed``: where each token begins, its type and its text."""
    from pygments.token import Error, Whitespace, _TokenType

    kind = type(lexer)
    stack = list(stack)
    runs = _runs(kind, stack[-1])
    at = 0
    while True:
        for match, rules in runs:
            found = match(text, at)
            if found is None:
                continue
            own, action, move = rules[(found.lastindex or 1) - 1]
            if type(action) is _TokenType:
                yield at, action, found[0]
            elif action is not None:
                yield from action(lexer, own(text, at))  # it asks for groups, which the branch has not
            at = found.end()
            if move is not None:
                _move(stack, move)
                runs = _runs(kind, stack[-1])
            break
        else:
            if at >= len(text):
                return
            if text[at] == "\n":  # the end of a line that no rule knows: begin anew
                stack = ["root"]
                runs = _runs(kind, "root")
                yield at, Whitespace, "\n"
            else:
                yield at, Error, text[at]
            at += 1


def _move(stack: list[str], move: Any) -> None:
    """To the state, or the states, that a rule leads to; the lowest is never left."""
    if isinstance(move, int):
        del stack[max(1, len(stack) + move) :]
        return
    for state in (move,) if isinstance(move, str) else move:
        if state == "#push":
            stack.append(stack[-1])
        elif state != "#pop":
            stack.append(state)
        elif len(stack) > 1:
            stack.pop()


@cache
def _runs(kind: Any, state: str) -> tuple[_Run, ...]:
    """The rules of a state, as many as can be in one regular expression."""
    runs: list[_Run] = []
    for joins, rules in groupby(kind._tokens[state], key=lambda rule: _can_be_branch(rule, kind.flags)):
        if joins:
            runs.append(_joined(tuple(rules), kind.flags))
        else:
            runs += ((rule[0], (rule,) * (_pattern(rule).groups + 1)) for rule in rules)
    return tuple(runs)


def _can_be_branch(rule: _Rule, flags: int) -> bool:
    pattern = _pattern(rule).pattern
    return not flags & re.VERBOSE and len(pattern) < _LARGE and _APART.search(pattern) is None


def _pattern(rule: _Rule) -> re.Pattern[str]:
    found: re.Pattern[str] = rule[0].__self__
    return found


def _joined(rules: tuple[_Rule, ...], flags: int) -> _Run:
    """One regular expression. Behind each branch stands an empty group, and there is no other: it says which it was.

    In front of the branch it would hide how the branch begins, and the engine could pass over none.
    """
    branches = []
    for rule in rules:
        pattern = _GROUP.sub(lambda found: found[1] or "(?:", _pattern(rule).pattern)
        own = _FLAGS.match(pattern)
        branches.append(f"(?{own[1]}:{pattern[own.end() :]})()" if own else f"(?:{pattern})()")
    return re.compile("|".join(branches), flags).match, rules
