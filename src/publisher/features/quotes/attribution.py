"""An attribution is the last line of a quotation, ``— Speaker, *Source*, place``, taken apart into its three pieces."""

from __future__ import annotations

import re
from dataclasses import replace

from publisher.markup.node import Node, plain_text
from publisher.patterns import regex

_DASH = regex(r"[\s\u2060]*(?:[—–―]|-{2,3})[\s\u2060\u00a0]*")
_TERMINAL = regex(r"[.!?…:;][\"'”’»“)\]]*\s*$|[\"”’»]\s*$")
_BEFORE_SOURCE = regex(r"(?:\s*[,;:·]\s*|\s+(?:in|from|aus|dans|uit|ur)\s+|\s+)$")
_AFTER_SOURCE = regex(r"^\s*[,;:·]?\s*")
_PLACE = regex(
    r",\s+(?=(?:[^,]*\d|(?:act|book|chapter|letter|page|part|scene|section|stanza|volume|kapitel|teil|chapitre|acte)\b))",
    re.IGNORECASE,
)
_BREAKS = ("softbreak", "hardbreak")
_LONGEST = 200  # characters; what is longer is a sentence that begins with a dash
_MARKS = " \t\n\u00a0.,;:()"


def split_attribution(blocks: tuple[Node, ...], tag: str) -> tuple[tuple[Node, ...], Node | None]:
    """The quoted blocks, and the ``attribution`` node (element ``tag``) that their last line holds, if it does.

    The line begins with an em dash, en dash, horizontal bar or ``--`` and is a paragraph of its own or the last
    line of one. A quotation with other lines that begin so is a dialogue and has no attribution.
    """
    if not blocks or blocks[-1].kind != "paragraph":
        return blocks, None
    lines = [line for block in blocks if block.kind == "paragraph" for line in _lines(block)]
    if sum(_begins_with_dash(line) for line in lines) != 1:
        return blocks, None
    last = blocks[-1]
    own = _lines(last)
    if len(blocks) > 1 and _begins_with_dash(own[0]):
        line, rest = last.children, blocks[:-1]
    elif len(own) > 1 and _begins_with_dash(own[-1]) and _stands_apart(last, own):
        line = own[-1]
        kept = last.children[: len(last.children) - len(line) - 1]
        rest = (*blocks[:-1], replace(last, children=kept))
    else:
        return blocks, None
    found = attribution(line, last, tag)
    return (blocks, None) if found is None else (rest, found)


def attribution(line: tuple[Node, ...], paragraph: Node, tag: str) -> Node | None:
    """The ``attribution`` node made from the inlines of a line that begins with a dash; None when it names nobody."""
    line = _without_dash(line)
    words = _plain(line)
    if not words.strip(_MARKS) or len(words) > _LONGEST:
        return None
    parts = _with_source(line) if _source_at(line) is not None else _without_source(line)
    data = {"speaker": "", "source": "", "place": ""}
    for part in parts:
        if part.kind in data:
            data[part.kind] = " ".join(_plain(part.children).split()).strip(_MARKS if part.kind == "place" else " ,;:")
    span = next((node.span for node in line if node.span.line), paragraph.span)
    attrs = (("class", "attribution"), *((name, value) for name, value in data.items() if value))
    return Node("attribution", tag, attrs, "", parts, span)


def _with_source(line: tuple[Node, ...]) -> tuple[Node, ...]:
    index = _source_at(line)
    assert index is not None
    before, gap = _cut_end(line[:index], _BEFORE_SOURCE)
    joint, after = _cut_start(line[index + 1 :], _AFTER_SOURCE)
    source = line[index]
    inner = source.children if source.kind in ("emphasis", "element") else (source,)
    parts = [_part("speaker", "span", before), *gap] if _plain(before).strip() else [*before, *gap]
    parts.append(_part("source", "cite", inner))
    parts.extend(joint)
    if _plain(after).strip(_MARKS):
        parts.append(_part("place", "span", after))
    else:
        parts.extend(after)
    return tuple(parts)


def _without_source(line: tuple[Node, ...]) -> tuple[Node, ...]:
    """A speaker, and a place where what follows a comma reads like one: ``— Kathy H., ch. 7``."""
    if line[0].kind == "text" and (match := _PLACE.search(line[0].text)) and match.start():
        first = line[0]
        speaker = replace(first, text=first.text[: match.start()])
        place = (replace(first, text=first.text[match.end() :]), *line[1:])
        comma = replace(first, text=match.group())
        return (_part("speaker", "span", (speaker,)), comma, _part("place", "span", place))
    return (_part("speaker", "span", line),)


def _part(kind: str, tag: str, children: tuple[Node, ...]) -> Node:
    span = next((node.span for node in children if node.span.path), children[0].span)
    return Node(kind, tag, (("class", kind),), "", children, span)


def _source_at(line: tuple[Node, ...]) -> int | None:
    return next((index for index, node in enumerate(line) if _is_title(node)), None)


def _is_title(node: Node) -> bool:
    if node.kind == "link":
        return len(node.children) == 1 and _is_title(node.children[0])
    return node.kind == "emphasis" or (node.kind == "element" and node.tag in ("cite", "em", "i"))


def _lines(paragraph: Node) -> list[tuple[Node, ...]]:
    lines: list[list[Node]] = [[]]
    for node in paragraph.children:
        if node.kind in _BREAKS:
            lines.append([])
        else:
            lines[-1].append(node)
    return [tuple(line) for line in lines]


def _begins_with_dash(line: tuple[Node, ...]) -> bool:
    return bool(line) and line[0].kind == "text" and _DASH.match(line[0].text) is not None


def _stands_apart(paragraph: Node, lines: list[tuple[Node, ...]]) -> bool:
    """Whether the last line is an attribution and not the rest of a sentence that happens to begin with a dash."""
    line_break = paragraph.children[len(paragraph.children) - len(lines[-1]) - 1]
    rest = _plain(_without_dash(lines[-1])).lstrip("“‘„«\"'([")
    return line_break.kind == "hardbreak" or not rest[:1].islower() or bool(_TERMINAL.search(_plain(lines[-2])))


def _without_dash(line: tuple[Node, ...]) -> tuple[Node, ...]:
    match = _DASH.match(line[0].text)
    assert match is not None
    rest = line[0].text[match.end() :]
    return (replace(line[0], text=rest), *line[1:]) if rest else line[1:]


def _cut_end(nodes: tuple[Node, ...], pattern: re.Pattern[str]) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
    if nodes and nodes[-1].kind == "text" and (match := pattern.search(nodes[-1].text)):
        head = replace(nodes[-1], text=nodes[-1].text[: match.start()])
        return (*nodes[:-1], *((head,) if head.text else ())), (replace(nodes[-1], text=match.group()),)
    return nodes, ()


def _cut_start(nodes: tuple[Node, ...], pattern: re.Pattern[str]) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
    if nodes and nodes[0].kind == "text" and (match := pattern.match(nodes[0].text)) and match.group():
        tail = replace(nodes[0], text=nodes[0].text[match.end() :])
        return (replace(nodes[0], text=match.group()),), (*((tail,) if tail.text else ()), *nodes[1:])
    return (), nodes


def _plain(nodes: tuple[Node, ...]) -> str:
    return "".join("" if node.kind == "noteref" else plain_text(node) for node in nodes)
