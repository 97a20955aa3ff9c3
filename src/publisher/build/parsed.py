"""Chapters as they were parsed, in the cache: one that did not change is not parsed again.

The key is the digest of all that a tree is made from: the chapter's text and path, its language, and who parses.
An entry is JSON; one that is not as it should be counts as none.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import field
from typing import Any

from publisher.build.cache import Cache
from publisher.build.maker import maker_digest
from publisher.diagnostics import Diagnostic, Severity
from publisher.markup.node import NOWHERE, Node
from publisher.markup.parse import Parsed, Parser
from publisher.source import Source, Span
from publisher.value import dataclass


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where parsed chapters are kept. ``plugins`` stand for the code of features that are not ours.

    Who builds again has the chapters of the last build at hand, and gives those ``before``; ``now`` will be this one's.
    """

    cache: Cache
    plugins: tuple[str, ...] = ()
    before: Mapping[str, Parsed] = field(default_factory=dict)
    now: dict[str, Parsed] = field(default_factory=dict)

    def get(self, key: str) -> bytes | None:
        """What was kept under a key, by the same maker."""
        return self.cache.get(self._key(key)) if self.cache.folder is not None else None

    def put(self, key: str, data: bytes) -> None:
        """Keep bytes under a key, for the same maker."""
        if self.cache.folder is not None:
            self.cache.put(self._key(key), data)

    def _key(self, key: str) -> str:
        return hashlib.sha256(f"{maker_digest()}\n{self.plugins!r}\n{key}".encode("utf-8", "surrogatepass")).hexdigest()

    def parsed(self, parser: Parser, source: Source, first_line: int) -> Parsed:
        """What the parser makes of a chapter, from the shelf where it has been made before."""
        if self.cache.folder is None:
            return parser.parse(source, first_line)
        key = self._key(f"chapter {parser.language!r} {first_line} {source.path!r}\n{source.text}")
        made = self.before.get(key) or self._kept(key, source.path)
        if made is None:
            made = parser.parse(source, first_line)
            self.cache.put(key, pack(made))
        self.now[key] = made
        return made

    def _kept(self, key: str, path: str) -> Parsed | None:
        raw = self.cache.get(key)
        if raw is not None:
            with suppress(ValueError, TypeError, IndexError, KeyError, RecursionError):  # not what we wrote
                return unpack(raw, path)
        return None


NO_SHELF = Shelf(Cache(None))


def pack(parsed: Parsed) -> bytes:
    """A parsed chapter as JSON: lists without names, for there are thousands."""
    path = parsed.path
    found = [
        [each.code, each.severity.value, each.message, _packed_span(each.span, path), each.hint]
        for each in parsed.diagnostics
    ]
    return json.dumps([_packed(parsed.root, path), found], separators=(",", ":")).encode()


def _packed(node: Node, path: str) -> list[Any]:
    span = _packed_span(node.span, path)
    return [node.kind, node.tag, node.attrs, node.text, [_packed(each, path) for each in node.children], span]


def _packed_span(span: Span, path: str) -> list[Any]:
    place = [span.line, span.column, span.end_line, span.end_column]
    return place if span.path == path else [*place, span.path]


def unpack(raw: bytes, path: str) -> Parsed:
    """The chapter that was packed. Raises ValueError, TypeError, IndexError, KeyError or RecursionError on others."""
    root, found = json.loads(raw)
    return Parsed(
        path,
        _node(root, path),
        tuple(
            Diagnostic(code, Severity(severity), message, _span(span, path), hint)
            for code, severity, message, span, hint in found
        ),
    )


def _node(packed: list[Any], path: str) -> Node:
    kind, tag, attrs, text, children, span = packed
    return Node(
        kind,
        tag,
        tuple([(name, value) for name, value in attrs]) if attrs else (),
        text,
        tuple([_node(each, path) for each in children]) if children else (),
        _span(span, path),
    )


def _span(packed: list[Any], path: str) -> Span:
    if len(packed) == 4:
        line, column, end_line, end_column = packed
        return Span(path, line, column, end_line, end_column)
    line, column, end_line, end_column, path = packed
    return Span(path, line, column, end_line, end_column) if path or line else NOWHERE
