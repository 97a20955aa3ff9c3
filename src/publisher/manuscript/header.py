"""The YAML header at the head of a chapter file: a flat list of ``key: value``, every value a string.

It is read from YAML's events, never built into objects: no anchors, no aliases, no tags, so nothing in it can
unfold, and ``no`` stays ``no``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from publisher.config.hints import did_you_mean, listed
from publisher.config.language import is_language, probable_language
from publisher.diagnostics import Diagnostic
from publisher.manuscript.values import Header
from publisher.patterns import regex
from publisher.rules import config as rules
from publisher.source import Source, Span

LARGEST = 64 * 1024
"""Characters of a header."""

ROLES = (
    "abstract", "acknowledgments", "afterword", "answers", "appendix", "assessment", "bibliography", "chapter",
    "colophon", "conclusion", "contributors", "credits", "dedication", "epigraph", "epilogue", "errata", "foreword",
    "glossary", "imprint", "index", "interlude", "introduction", "notes", "preamble", "preface", "prologue", "qna",
    "quotations", "revision-history",
)  # fmt: skip

_OTHER_SPELLINGS = {
    "acknowledgements": "acknowledgments", "acknowledgement": "acknowledgments", "faq": "qna",
    "references": "bibliography", "answer-key": "answers", "about": "colophon",
    "intro": "introduction", "forward": "foreword", "acknowledgment": "acknowledgments", "other-credits": "credits",
    "endnotes": "notes", "changelog": "revision-history",
}  # fmt: skip
_KEYS = ("title", "short", "id", "role", "lang", "summary", "numbered")
_YES = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}

_FENCE = regex(r"---[ \t]*\n")
_END = regex(r"^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE)
_KEY_LINE = regex(r"""[ \t]*["']?[A-Za-z_][\w .-]{0,60}["']?[ \t]*:(?:[ \t\n]|\Z)""")
_ILLEGAL = regex("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def read_header(source: Source) -> tuple[Header, int, tuple[Diagnostic, ...]]:
    """The header of a chapter, the line where its Markdown begins (1-based), and what is wrong with the header.

    A first line of ``---`` opens a header only if a key follows (or the end of it, or a comment): else it is an
    ornament, and belongs to the text.
    """
    text = source.text
    opening = _FENCE.match(text)
    if not opening:
        return Header(), 1, ()
    end = _END.search(text, opening.end(), opening.end() + LARGEST + 4)
    if end and end.start() == opening.end():
        return Header(), 3, ()
    if not _KEY_LINE.match(_first_line(text, opening.end())):
        return Header(), 1, ()
    if end is None:
        message = "a header begins here and does not end"
        if text.find("\n---", opening.end()) >= 0:
            message += f" within {LARGEST // 1024} KiB"
        return Header(), 1, (rules.HEADER_UNENDED.at(Span(source.path, 1, 1), message, "end it with a line of ---"),)
    body_line = text.count("\n", 0, end.end()) + (1 if text[end.end() - 1] == "\n" else 2)
    header, found = _parse(text[opening.end() : end.start()], source.path)
    return header, body_line, found


def _first_line(text: str, start: int) -> str:
    """The first line that is not a comment."""
    for line in text[start : start + LARGEST].splitlines(keepends=True):
        if not line.startswith("#"):
            return line
    return ""


def _parse(text: str, path: str) -> tuple[Header, tuple[Diagnostic, ...]]:
    import yaml  # type: ignore[import-untyped]

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found: list[Diagnostic] = []
    values: dict[str, tuple[str, Span]] = {}
    try:
        for key, value, span in _pairs(yaml, yaml.parse(text, Loader=loader), path, found):
            _keep(key, value, span, values, found)
    except yaml.MarkedYAMLError as error:
        found.append(_broken(error, path))
    except (yaml.YAMLError, ValueError, RecursionError):
        found.append(rules.HEADER_SYNTAX.at(Span(path, 2), "this header cannot be read", "write lines of key: value"))
    return _header(values, found), tuple(found)


def _span(event: Any, path: str) -> Span:
    return Span(path, event.start_mark.line + 2, event.start_mark.column + 1)


def _pairs(yaml: Any, events: Any, path: str, found: list[Diagnostic]) -> Iterator[tuple[str, str | None, Span]]:
    """Keys and values of the one mapping; a value that is a list or a table is None."""
    depth = 0
    key: tuple[str, Span] | None = None
    for event in events:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            found.append(_refused("an anchor or alias", _span(event, path)))
            return
        if getattr(event, "tag", None) and getattr(event, "tag", "") != "!":
            found.append(_refused("a tag (!)", _span(event, path)))
            return
        if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            depth += 1
            if depth == 1 and not isinstance(event, yaml.MappingStartEvent):
                found.append(_not_pairs(_span(event, path)))
                return
            if depth == 2:
                if key is None:
                    found.append(_not_pairs(_span(event, path)))
                    return
                yield key[0], None, key[1]
                key = None
            if depth > 20:
                found.append(rules.HEADER_SYNTAX.at(_span(event, path), "lists nest too deep here"))
                return
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            depth -= 1
        elif isinstance(event, yaml.ScalarEvent):
            if depth == 0:
                found.append(_not_pairs(_span(event, path)))
                return
            if depth == 1 and key is None:
                key = (event.value, _span(event, path))
            elif depth == 1 and key is not None:
                yield key[0], _plain(event), key[1]
                key = None


def _plain(event: Any) -> str:
    """The scalar's text; a bare ``~`` or ``null`` is nothing."""
    return "" if event.implicit[0] and event.value in ("~", "null", "Null", "NULL") else str(event.value)


def _refused(what: str, span: Span) -> Diagnostic:
    return rules.HEADER_SYNTAX.at(span, f"{what} is not allowed in a header", "put the value in quotation marks")


def _not_pairs(span: Span) -> Diagnostic:
    return rules.HEADER_SYNTAX.at(span, "this is not a list of keys and values", "write lines of key: value")


def _broken(error: Any, path: str) -> Diagnostic:
    mark = error.problem_mark or error.context_mark
    span = Span(path, mark.line + 2, mark.column + 1) if mark else Span(path, 2)
    problem = str(error.problem or error.context or "")[:200]
    hint = "write lines of key: value, and put a value with : or # in it in quotation marks"
    if "mapping values" in problem:
        return rules.HEADER_SYNTAX.at(span, "a second colon on one line", "put the value in quotation marks")
    if "\\t" in problem or "tab" in problem:
        return rules.HEADER_SYNTAX.at(span, "a tab stands here", "use spaces")
    return rules.HEADER_SYNTAX.at(span, f"this header cannot be read: {problem}", hint)


def _keep(
    key: str, value: str | None, span: Span, values: dict[str, tuple[str, Span]], found: list[Diagnostic]
) -> None:
    name = key.strip().lower()
    if name not in _KEYS:
        hint = did_you_mean(name, _KEYS, f"the keys are {listed(_KEYS, 'and')}")
        found.append(rules.HEADER_KEY.at(span, f"a header has no key `{key[:60]}`: it is passed over", hint))
    elif value is None:
        found.append(rules.HEADER_VALUE.at(span, f"`{name}` is a list or a table", f'write {name}: "…"'))
    elif name in values:
        found.append(rules.HEADER_VALUE.at(span, f"`{name}` stands here twice", "keep one of them"))
    elif bad := _ILLEGAL.search(value):
        found.append(rules.ILLEGAL_TEXT.at(span, f"`{name}` holds the character U+{ord(bad[0]):04X}", "take it out"))
    else:
        values[name] = (value, span)


def _header(values: dict[str, tuple[str, Span]], found: list[Diagnostic]) -> Header:
    def text(name: str) -> str:
        return " ".join(values.get(name, ("", None))[0].split())

    return Header(
        title=text("title"),
        short=text("short"),
        id=text("id"),
        role=_role(values, found),
        lang=_lang(values, found),
        summary=text("summary"),
        numbered=_numbered(values, found),
    )


def _role(values: dict[str, tuple[str, Span]], found: list[Diagnostic]) -> str:
    if not values.get("role", ("", None))[0]:
        return ""
    written, span = values["role"]
    role = "-".join(written.lower().split())
    role = _OTHER_SPELLINGS.get(role, role)
    if role in ROLES:
        return role
    hint = did_you_mean(role, ROLES, f"the roles are {listed(ROLES, 'and')}")
    found.append(rules.HEADER_VALUE.at(span, f"`{written[:60]}` is not a role that a chapter can have", hint))
    return ""


def _lang(values: dict[str, tuple[str, Span]], found: list[Diagnostic]) -> str:
    written, span = values.get("lang", ("", Span("")))
    if not written or is_language(written):
        return written
    meant = probable_language(written)
    hint = f"write {meant}" if meant else "write a BCP 47 tag: en, en-GB, de"
    found.append(rules.LANGUAGE_TAG.at(span, f"`{written[:60]}` is not a language tag", hint))
    return ""


def _numbered(values: dict[str, tuple[str, Span]], found: list[Diagnostic]) -> bool | None:
    written, span = values.get("numbered", ("", Span("")))
    if not written:
        return None
    if written.lower() in _YES:
        return _YES[written.lower()]
    message = f"`numbered` cannot be `{written[:60]}`"
    found.append(rules.HEADER_VALUE.at(span, message, "write numbered: true or numbered: false"))
    return None
