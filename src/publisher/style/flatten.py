"""CSS written out for old reading systems: variables and sums become plain values. The only door to tinycss2."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from typing import Any

import tinycss2  # type: ignore[import-untyped]

from publisher.diagnostics import Diagnostic, Rule
from publisher.rules import dress
from publisher.source import Span
from publisher.style.limits import belongs_to_reader, is_text_as_a_whole
from publisher.style.parts import StyleFile
from publisher.style.sums import reduce_sums
from publisher.value import dataclass

_KEPT_AT_RULES = ("media", "page", "font-face", "namespace")
_DROPPED_AT_RULES = ("charset",)  # the file is UTF-8 and says so elsewhere
_REFUSED_SELECTORS = ("is", "where", "has")
_REFUSED_DISPLAYS = ("grid", "inline-grid")
_ROOTS = (":root", "html")
_DEEPEST = 32  # of variables in variables
_LONGEST = 10_000  # tokens in one value: a bomb of variables ends here


@dataclass(slots=True)
class _Flattening:
    """The state of one run; it does not leave this module."""

    variables: dict[str, list[Any]]
    path: str = ""
    paper: bool = False  # inside @media print
    found: list[Diagnostic] = field(default_factory=list)

    def report(self, rule: Rule, token: Any, message: str, hint: str = "") -> None:
        span = Span(self.path, getattr(token, "source_line", 0), getattr(token, "source_column", 0))
        self.found.append(rule.at(span, message, hint))


def is_plain(value: str) -> bool:
    """Whether nothing in ``value`` ends a declaration, opens a block or fetches a file."""
    return all(map(_is_plain, tinycss2.parse_component_value_list(value)))


def _is_plain(token: Any) -> bool:
    if token.type in ("error", "url", "at-keyword", "{} block"):
        return False
    if token.type == "literal":
        return token.value not in ";{}<>!"
    if token.type == "function":
        fetches = token.lower_name in ("url", "src", "image", "image-set", "attr", "element")
        return not fetches and all(map(_is_plain, token.arguments))
    return token.type not in ("() block", "[] block") or all(map(_is_plain, token.content))


def flatten(sheets: Sequence[StyleFile], variables: Mapping[str, str]) -> tuple[str, tuple[Diagnostic, ...]]:
    """The sheets as one, without ``var()``, ``calc()``, ``min()``, ``max()`` and ``clamp()``.

    ``variables`` (names without dashes) win over those of the sheets' ``:root``. What cannot be written out, and
    what old reading systems refuse (grid, ``:is()``, ``@layer``, nesting …), is left out and reported.
    """
    parsed = [(each, tinycss2.parse_stylesheet(each.text, skip_comments=True, skip_whitespace=True)) for each in sheets]
    state = _Flattening({})
    for _, rules in parsed:
        _collect_variables(rules, state)
    for name, value in variables.items():
        state.variables[f"--{name}"] = tinycss2.parse_component_value_list(value)
    parts: list[str] = []
    for sheet, rules in parsed:
        state.path = sheet.path
        parts.extend(_write_rules(rules, state, ""))
    return "".join(parts), tuple(state.found)


def variable_names(sheets: Iterable[StyleFile]) -> frozenset[str]:
    """The names, without dashes, of the variables that the sheets declare in ``:root``."""
    state = _Flattening({})
    for sheet in sheets:
        if "--" in sheet.text:
            _collect_variables(tinycss2.parse_stylesheet(sheet.text, skip_comments=True, skip_whitespace=True), state)
    return frozenset(name.removeprefix("--") for name in state.variables)


def _collect_variables(rules: Iterable[Any], state: _Flattening) -> None:
    for rule in rules:
        if rule.type == "qualified-rule" and tinycss2.serialize(rule.prelude).strip() in _ROOTS:
            for each in tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True):
                if each.type == "declaration" and each.name.startswith("--"):
                    state.variables[each.name] = each.value


def _write_rules(rules: Iterable[Any], state: _Flattening, indent: str) -> Iterable[str]:
    for rule in rules:
        if rule.type == "qualified-rule":
            yield from _write_rule(rule, state, indent)
        elif rule.type == "at-rule":
            yield from _write_at_rule(rule, state, indent)
        elif rule.type == "error":
            state.report(dress.BAD_CSS, rule, f"CSS that cannot be read: {rule.message}")


def _write_rule(rule: Any, state: _Flattening, indent: str) -> Iterable[str]:
    modern = _modern_selector(rule.prelude)
    if modern:
        message = f"old reading systems refuse `{modern}` in a selector"
        state.report(dress.TOO_MODERN, rule, message, "write a plain class selector")
        return
    selectors = _selectors(rule.prelude)
    whole = [each for each in selectors if is_text_as_a_whole(each)] if not state.paper else []
    others = [each for each in selectors if each not in whole]
    for group, readers in ((others, False), (whole, True)):
        if not group:
            continue
        selector = ", ".join(group)
        again = _Flattening(state.variables, state.path) if readers and others else state  # say no trouble twice
        written = _write_declarations(rule.content, again, indent + "  ", local=selector not in _ROOTS, readers=readers)
        body = "".join(written)
        if again is not state:
            state.found.extend(each for each in again.found if each.code == dress.IMPOSED.code)
        if body:
            yield f"{indent}{selector} {{\n{body}{indent}}}\n"


def _selectors(prelude: Iterable[Any]) -> list[str]:
    """The selectors of a rule, one by one."""
    groups: list[list[Any]] = [[]]
    for token in prelude:
        if token == ",":
            groups.append([])
        else:
            groups[-1].append(token)
    return [tinycss2.serialize(group).strip() for group in groups]


def _modern_selector(tokens: Iterable[Any]) -> str:
    previous = None
    for token in tokens:
        if token.type == "function" and token.lower_name in _REFUSED_SELECTORS and previous == ":":
            return f":{token.lower_name}()"
        if token == "&":
            return "&"
        previous = token.value if token.type == "literal" else None
    return ""


def _write_at_rule(rule: Any, state: _Flattening, indent: str) -> Iterable[str]:
    name = rule.lower_at_keyword
    if name in _DROPPED_AT_RULES:
        return
    if name not in _KEPT_AT_RULES:
        state.report(dress.TOO_MODERN, rule, f"old reading systems refuse `@{name}`", "write the rules without it")
        return
    head = f"{indent}@{name} {tinycss2.serialize(rule.prelude).strip()}".rstrip()
    if rule.content is None:
        yield f"{head};\n"
        return
    if name == "media":
        inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
        outside, state.paper = state.paper, state.paper or "print" in tinycss2.serialize(rule.prelude).lower()
        body = "".join(_write_rules(inner, state, indent + "  "))
        state.paper = outside
    else:
        body = "".join(_write_declarations(rule.content, state, indent + "  ", at_rules=name == "page"))
    if body:
        yield f"{head} {{\n{body}{indent}}}\n"


def _write_declarations(
    content: Iterable[Any],
    state: _Flattening,
    indent: str,
    *,
    local: bool = True,
    at_rules: bool = False,
    readers: bool = False,
) -> Iterable[str]:
    for each in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        if each.type == "declaration":
            yield from _write_declaration(each, state, indent, local, readers)
        elif each.type == "at-rule" and at_rules:  # a margin box of @page
            body = "".join(_write_declarations(each.content or (), state, indent + "  "))
            yield f"{indent}@{each.lower_at_keyword} {{\n{body}{indent}}}\n"
        elif each.type == "error":
            state.report(dress.BAD_CSS, each, f"CSS that cannot be read: {each.message}")
        else:
            message = "old reading systems refuse a rule inside a rule"
            state.report(dress.TOO_MODERN, each, message, "write the whole selector in a rule of its own")


def _write_declaration(each: Any, state: _Flattening, indent: str, local: bool, readers: bool) -> Iterable[str]:
    if each.name.startswith("--"):
        if local:
            message = f"`{each.name}` is set for a part of the book, and the ebook's CSS has no variables"
            state.report(dress.UNRESOLVED, each, message, "set it in :root or in style.toml")
        return
    try:
        tokens = reduce_sums(_without_variables(each.value, state, ()))
    except ValueError as error:
        state.report(dress.UNRESOLVED, each, f"`{each.name}` cannot be written out: {error}")
        return
    value = tinycss2.serialize(tokens).strip()
    if each.lower_name.startswith("grid") or (each.lower_name == "display" and value in _REFUSED_DISPLAYS):
        message = f"old reading systems refuse `{each.name}: {value}`"
        state.report(dress.TOO_MODERN, each, message, "use blocks, floats or a table")
        return
    if readers and belongs_to_reader(each.name, value):
        message = f"`{each.name}: {value}` for all text is left out: it belongs to the reader"
        state.report(dress.IMPOSED, each, message, "set it on a class of its own, or leave it")
        return
    important = " !important" if each.important else ""
    yield f"{indent}{each.name}: {value}{important};\n"


def _without_variables(tokens: Iterable[Any], state: _Flattening, inside: tuple[str, ...]) -> list[Any]:
    """The tokens with every ``var()`` replaced. Raises ValueError with the reason when one cannot be."""
    result: list[Any] = []
    for token in tokens:
        if token.type == "comment":
            continue
        if token.type == "function" and token.lower_name == "var":
            result.extend(_value_of(token, state, inside))
        elif token.type == "function":
            arguments = _without_variables(token.arguments, state, inside)
            result.append(tinycss2.ast.FunctionBlock(token.source_line, token.source_column, token.name, arguments))
        elif token.type == "() block":
            content = _without_variables(token.content, state, inside)
            result.append(tinycss2.ast.ParenthesesBlock(token.source_line, token.source_column, content))
        else:
            result.append(token)
        if len(result) > _LONGEST:
            raise ValueError("its variables make it too long")
    return result


def _value_of(token: Any, state: _Flattening, inside: tuple[str, ...]) -> list[Any]:
    arguments = [each for each in token.arguments if each.type != "comment"]
    words = [each for each in arguments if each.type != "whitespace"]
    name = words[0].value if words and words[0].type == "ident" else ""
    if name in inside or len(inside) >= _DEEPEST:
        raise ValueError(f"the variable `{name}` is made from itself")
    if name in state.variables:
        return _without_variables(state.variables[name], state, (*inside, name))
    comma = next((index for index, each in enumerate(arguments) if each == ","), None)
    if comma is None:
        raise ValueError(f"there is no variable `{name}`")
    return _without_variables(arguments[comma + 1 :], state, inside)
