"""``::: letter``: a letter in the text, its date-line, greeting, leave-taking, signature and postscript told apart.

The author's class on a paragraph says what it is. Else it is read off the form, as people write letters: a short
paragraph near the top that ends in a comma, a colon or an exclamation mark greets, what stands before it is the
date-line (or an address), a short one near the end that ends in a comma takes leave, what follows signs, and ``P.S.``
begins a postscript. What is none of these is the body.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from publisher.diagnostics import Diagnostic
from publisher.features.blocks import reshape
from publisher.features.feature import Feature
from publisher.features.lines import kept_lines, split_lines, words_of_line
from publisher.features.marking import own_attrs, semantics
from publisher.markup.node import Node
from publisher.markup.syntax import Syntax
from publisher.patterns import regex
from publisher.style.render import Rendering
from publisher.style.xhtml import element

# A paragraph's class → epub:type, of the vocabulary ANSI/NISO Z39.98 (the prefix is declared in the document's frame).
PARTS: Mapping[str, str] = MappingProxyType(
    {
        "address": "z3998:recipient",
        "dateline": "",  # there is no word for it
        "salutation": "z3998:salutation",
        "valediction": "z3998:valediction",
        "signature": "z3998:sender z3998:signature",
        "postscript": "z3998:postscript",
    }
)
_OTHER_NAMES = MappingProxyType({"date": "dateline", "closing": "valediction", "greeting": "salutation"})
_GREETS = regex(r"[,:!—–][\"'”’»“]?$")
_LEAVES = regex(r"[,—–!.][\"'”’»“]?$")
_POSTSCRIPT = regex(r"(?:P\.?\s?){1,3}S\b|NB\b|N\.B\.", re.ASCII)
_INITIAL = regex(r"\b\w\.$")
_LINES_KEPT = ("address", "dateline", "signature")
_SHORT = 60  # characters of a greeting, a leave-taking, a signature
_HEAD = 3  # the greeting is among the first paragraphs


def shape(document: Node) -> tuple[Node, tuple[Diagnostic, ...]]:
    """The chapter with the parts of its letters as classes of their paragraphs."""
    return reshape(document, ("letter",), _read), ()


def _read(letter: Node) -> Node:
    blocks = [_renamed(block) for block in letter.children]
    if not any(_part(block) for block in blocks):
        blocks = _ending(_beginning(blocks))
    return replace(letter, children=tuple(_with_lines(block) for block in blocks))


def _part(block: Node) -> str:
    return next((name for name in block.classes if name in PARTS), "") if block.kind == "paragraph" else ""


def _renamed(block: Node) -> Node:
    """A part by another of its names gets the one that styles know."""
    if block.kind != "paragraph" or not block.classes:
        return block
    return block.with_attrs(class_=" ".join(_OTHER_NAMES.get(name, name) for name in block.classes))


def _marked(block: Node, part: str) -> Node:
    return block.with_attrs(class_=" ".join((part, *block.classes)))


def _with_lines(block: Node) -> Node:
    return replace(block, children=kept_lines(block.children)) if _part(block) in _LINES_KEPT else block


def _lines(block: Node) -> list[str]:
    return [words_of_line(line) for line in split_lines(block.children)]


def _is_short(block: Node) -> bool:
    return block.kind == "paragraph" and all(len(line) <= _SHORT for line in _lines(block))


def _beginning(blocks: list[Node]) -> list[Node]:
    """The greeting and what stands above it."""
    for place, block in enumerate(blocks[:_HEAD]):
        if not _is_short(block):
            return blocks
        if len(_lines(block)) == 1 and _GREETS.search(_lines(block)[0]) and place + 1 < len(blocks):
            head = [_marked(each, "dateline") for each in blocks[:place]]
            return [*head, _marked(block, "salutation"), *blocks[place + 1 :]]
    return blocks


def _ending(blocks: list[Node]) -> list[Node]:
    """The leave-taking, the signature and the postscript, where there are any."""
    end = next((place for place, block in enumerate(blocks) if place and _is_postscript(block)), len(blocks))
    after = [_marked(block, "postscript") if block.kind == "paragraph" else block for block in blocks[end:]]
    body = blocks[:end]
    if not body or _part(body[-1]) or not _is_short(body[-1]):
        return [*body, *after]
    last = body[-1]
    lines = split_lines(last.children)
    if len(lines) > 1 and _LEAVES.search(words_of_line(lines[0])):
        body[-1:] = _parted(last, lines)
    elif (
        len(body) > 1 and not _part(body[-2]) and _is_short(body[-2]) and _lines(body[-2])[-1].endswith((",", "—", "–"))
    ):
        body[-2:] = [_marked(body[-2], "valediction"), _marked(last, "signature")]
    elif after or _begins_with_dash(last) or _is_a_name(last, body):
        body[-1] = _marked(last, "signature")
    return [*body, *after]


def _is_postscript(block: Node) -> bool:
    return block.kind == "paragraph" and bool(_POSTSCRIPT.match(_lines(block)[0]))


def _is_a_name(last: Node, body: list[Node]) -> bool:
    """Whether a letter that greets ends in a line that is no sentence: the name alone."""
    before = [_part(block) for block in body[:-1]]
    line = _lines(last)[-1]
    return "salutation" in before and "" in before and (line[-1:].isalpha() or bool(_INITIAL.search(line)))


def _begins_with_dash(block: Node) -> bool:
    return _lines(block)[0][:1] in ("—", "–")


def _parted(paragraph: Node, lines: list[tuple[Node, ...]]) -> list[Node]:
    """``Yours,`` and the name below it, which stood in one paragraph."""
    leave = _marked(replace(paragraph, children=lines[0]), "valediction")
    signed: list[Node] = []
    for line in lines[1:]:
        signed += [Node("hardbreak", "br"), *line] if signed else line
    span = next((node.span for node in signed if node.span.line), paragraph.span)
    return [leave, Node("paragraph", "p", (("class", "signature"),), "", tuple(signed), span)]


def letter(node: Node, rendering: Rendering) -> str:
    """``blockquote.letter`` with the parts as paragraphs of their own class."""
    inner = "".join(
        _paragraph(child, rendering) if _part(child) else rendering.nodes((child,)) for child in node.children
    )
    marks = own_attrs("blockquote", node, rendering, "letter") | semantics(rendering, epub_type="z3998:letter")
    return element("blockquote", marks, inner)


def _paragraph(node: Node, rendering: Rendering) -> str:
    marks = own_attrs("p", node, rendering) | semantics(rendering, epub_type=PARTS[_part(node)])
    return element("p", marks, rendering.children(node))


FEATURE = Feature(name="letters", syntax=Syntax(divs=("letter",), shape=shape), render={"letter": letter})
