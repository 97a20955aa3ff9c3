"""The style sheet of an EPUB: where the font rules go in it, and what it must not hold for old readers' sake."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from publisher.diagnostics import Diagnostic, Rule
from publisher.patterns import regex
from publisher.rules.epub import CSS_FIXED, CSS_IMPOSED, CSS_REFUSED, MISSING_RESOURCE, REMOTE_RESOURCE
from publisher.source import Span
from publisher.value import dataclass

_COMMENT_OR_STRING = regex(r"""/\*.*?(?:\*/|\Z)|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'""", re.DOTALL)
_FUNCTION = regex(r"(?<![\w-])(var|calc|min|max|clamp|env|minmax)\(", re.IGNORECASE)
_SELECTOR = regex(r":(is|where|has)\(", re.IGNORECASE)
_REFUSED_RULE = regex(r"@(layer|container|scope|property)\b", re.IGNORECASE)
_GRID = regex(r"(?<![\w-])(?:display\s*:\s*(?:inline-)?grid|grid(?:-[a-z-]+)?\s*:)", re.IGNORECASE)
_FIXED = regex(r"(?<![\w-])position\s*:\s*fixed\b", re.IGNORECASE)
_WHOLE = regex(r"(?:html|body|:root|\*)(?:[.#:\[][^\s>+~]*)?", re.IGNORECASE)
_IMPOSED = regex(r"(?<![\w-])(color|background(?:-color)?|font-size|line-height|font)\s*:\s*([^;{}]+)", re.IGNORECASE)
_HARMLESS = regex(r"(?:inherit|initial|unset|transparent|100%|1em|normal|medium)\s*", re.IGNORECASE)
_URL = regex(r"""url\(\s*(?:"([^"\n]*)"|'([^'\n]*)'|([^"'()\s]*))\s*\)""", re.IGNORECASE)
_IMPORT = regex(r"@import\b", re.IGNORECASE)
_FIRST_RULES = regex(r"(?:\s|/\*.*?\*/)*(?:@(?:charset|import|namespace)\b[^;{}]*;\s*)", re.DOTALL)

_Report = Callable[[Rule, int, str, str], None]


@dataclass(frozen=True, slots=True)
class StyleRule:
    """A style rule as the scanner sees it."""

    prelude: str
    body: str
    position: int  # of the body's first character
    outer: tuple[str, ...]  # preludes around it


@lru_cache(maxsize=16)
def bare(css: str, strings: bool = False) -> str:
    """``css`` without comments, and without the insides of strings unless ``strings``; every line stays a line."""

    def blank(match: re.Match[str]) -> str:
        text = match[0]
        if not text.startswith("/*"):
            return text if strings else text[0] + re.sub(r"[^\n]", " ", text[1:-1]) + text[-1]
        return re.sub(r"[^\n]", " ", text)

    return _COMMENT_OR_STRING.sub(blank, css)


def with_fonts(css: str, rules: str) -> str:
    """``css`` with the ``@font-face`` rules before it, but after what must come first (@charset, @namespace)."""
    if not rules:
        return css
    end = 0
    while match := _FIRST_RULES.match(css, end):
        end = match.end()
    return css[:end] + rules + css[end:]


def lint(css: str, style: str) -> list[Diagnostic]:
    """What in ``css`` an old reader refuses or a reader's settings forbid; ``style`` names the look in messages."""
    return [rule.at(Span(f"style:{style}", line), message, hint=hint) for rule, line, message, hint in faults(css)]


@lru_cache(maxsize=4)
def faults(css: str) -> tuple[tuple[Rule, int, str, str], ...]:
    """Of each fault of ``css`` the rule, the line, the message and the hint."""
    text = bare(css)
    found: list[tuple[Rule, int, str, str]] = []

    def report(rule: Rule, position: int, message: str, hint: str) -> None:
        found.append((rule, text.count("\n", 0, position) + 1, message, hint))

    for pattern, what in ((_FUNCTION, "{}()"), (_SELECTOR, ":{}()"), (_REFUSED_RULE, "@{}")):
        for match in pattern.finditer(text):
            name = what.format(match[1].lower())
            report(CSS_REFUSED, match.start(), f"{name} in the ebook's CSS", "write the value or selector out")
    for match in _GRID.finditer(text):
        report(CSS_REFUSED, match.start(), "grid in the ebook's CSS", "use ordinary blocks, or a table")
    for match in _FIXED.finditer(text):
        report(CSS_FIXED, match.start(), "position: fixed in the ebook's CSS", "leave it in the flow of the text")
    for rule in style_rules(text):
        if any(not outer.startswith("@") for outer in rule.outer):
            report(CSS_REFUSED, rule.position, f"a nested rule ({rule.prelude})", "write the whole selector out")
        _imposed(rule, report)
    return tuple(found)


def resources(css: str, style: str, known: frozenset[str]) -> list[Diagnostic]:
    """A diagnostic for each file that ``css`` loads and that is not among the EPUB's ``known`` ones."""
    text = bare(css, strings=True)
    found = []
    for match in _URL.finditer(text):
        name = match[1] or match[2] or match[3] or ""
        if name in known or name.startswith("#"):
            continue
        place = Span(f"style:{style}", text.count("\n", 0, match.start()) + 1)
        remote = re.match(r"[a-zA-Z][\w+.-]*:|//", name)
        rule = REMOTE_RESOURCE if remote else MISSING_RESOURCE
        found.append(rule.at(place, f"the style sheet loads {name!r}, which is not in the book"))
    for match in _IMPORT.finditer(text):
        place = Span(f"style:{style}", text.count("\n", 0, match.start()) + 1)
        found.append(MISSING_RESOURCE.at(place, "@import of a sheet", hint="put the sheet into the style's css list"))
    return found


def _imposed(rule: StyleRule, report: _Report) -> None:
    selectors = [part.strip() for part in rule.prelude.split(",")]
    paper = any(outer.startswith("@media") and "print" in outer for outer in rule.outer)
    if paper or not any(_WHOLE.fullmatch(selector) for selector in selectors):
        return
    for match in _IMPOSED.finditer(rule.body):
        if not _HARMLESS.fullmatch(match[2].strip()):
            where = rule.position + match.start()
            message = f"{match[1].lower()} of {rule.prelude} in the ebook's CSS"
            report(CSS_IMPOSED, where, message, "leave it to the reader's own settings")


@lru_cache(maxsize=16)
def style_rules(text: str) -> tuple[StyleRule, ...]:
    """The rules of ``text`` (comments and strings blanked), inner ones before the ones around them."""
    return tuple(_style_rules(text))


def _style_rules(text: str) -> Iterator[StyleRule]:
    stack: list[tuple[str, int]] = []  # prelude, where the body begins
    begin = 0
    for match in re.finditer(r"[{};]", text):
        mark = match[0]
        if mark == "{":
            stack.append((" ".join(text[begin : match.start()].split()), match.end()))
        elif mark == "}" and stack:
            prelude, start = stack.pop()
            yield StyleRule(prelude, text[start : match.start()], start, tuple(outer for outer, _ in stack))
        begin = match.end()
