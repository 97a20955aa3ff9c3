"""The block structure of a chapter: markdown-it's tokens, and the block rules that the dialect adds to them.

Only blocks are read by markdown-it; the text of a block is cut up in :mod:`publisher.markup.inline`.
"""

from __future__ import annotations

import re
from dataclasses import field
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock, reference
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote.index import footnote_def

from publisher.markup.attributes import BRACES
from publisher.markup.paragraph import text_block
from publisher.patterns import regex
from publisher.value import dataclass

_DIV = regex(r"(:{3,})[ \t]*(.*?)[ \t]*:*[ \t]*\Z")
_CAPTION = regex(r"(?:Table)?:[ \t]+(?=\S)")
# A label, with the marks that containers put before its lines, and the colon after it.
_LABEL = regex(r"\[(?:[^\\\[\]]|\\.){1,2000}\]:", re.DOTALL)
_LONGEST_DEFINITION = 200
# Levels of tokens; a list counts for two. Far below the recursion limit of Python, above what the tree keeps.
_DEEPEST = 102
_INTERRUPTS: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}


@dataclass(slots=True)
class Blocks:
    """What markdown-it found: its tokens, where each block starts, the link definitions, and where it had to stop.

    ``columns`` maps (line from 0, level of the token) to a column from 1.
    """

    tokens: list[Token]
    columns: dict[tuple[int, int], int]
    references: dict[str, tuple[str, str]]
    too_deep: list[int]
    notes: frozenset[str] = field(default=frozenset())


def commonmark() -> MarkdownIt:
    """A block parser for CommonMark and nothing else."""
    md = MarkdownIt("commonmark", {"html": True, "maxNesting": 10_000})
    md.block.ruler.before("code", "place", _note_place)
    md.block.ruler.at("paragraph", text_block)
    md.disable("lheading")
    md.block.ruler.at("reference", _reference)
    md.validateLink = _any_link  # type: ignore[method-assign]
    return md


def dialect() -> MarkdownIt:
    """A block parser for the dialect: tables, definition lists, notes, fenced divs, attributes, captions."""
    md = commonmark()
    md.enable("table")
    md.block.ruler.before("table", "place_first", _note_place)
    md.block.ruler.before("fence", "div", _div, _INTERRUPTS)
    md.block.ruler.before("fence", "attributes", _attributes)
    md.block.ruler.before("reference", "note", footnote_def, {"alt": ["paragraph", "reference"]})
    md.use(deflist_plugin)
    md.block.ruler.before("deflist", "caption", _caption, {"alt": ["blockquote"]})
    return md


def read_blocks(md: MarkdownIt, text: str) -> Blocks:
    """The blocks of ``text``, whose lines end in ``\\n``."""
    starts = [0]
    find = text.find
    at = find("\n")
    while at >= 0:
        starts.append(at + 1)
        at = find("\n", at + 1)
    env: dict[str, Any] = {"columns": {}, "starts": starts, "too_deep": []}
    tokens: list[Token] = []
    md.block.parse(text, md, env, tokens)
    references = {key: (value["href"], value.get("title", "")) for key, value in env.get("references", {}).items()}
    labels = frozenset(key[1:] for key in env.get("footnotes", {}).get("refs", {}))
    return Blocks(tokens, env["columns"], references, env["too_deep"], labels)


def _any_link(url: str) -> bool:
    # What an address may be is decided where its place is known.
    return True


def _note_place(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """Writes down the column of the block that begins here; stops at blocks that are nested beyond all reason."""
    env = state.env
    column = state.bMarks[line] + state.tShift[line] - env["starts"][line] + 1
    env["columns"][line, state.level] = column
    if state.level < _DEEPEST:
        return _is_prose(state, line, end) and text_block(state, line, end, silent)
    env["too_deep"].append(line)
    state.line = end
    return True


def _is_prose(state: StateBlock, line: int, end: int) -> bool:
    """Whether the block can be nothing but a paragraph or a setext heading: no other rule need be asked."""
    at = state.bMarks[line] + state.tShift[line]
    if not state.src[at].isalpha() or state.is_code_block(line) or state.src.find("|", at, state.eMarks[line]) >= 0:
        return False
    if state.src.startswith("Table:", at):
        return False
    following = line + 1
    if following < end and state.isEmpty(following):
        following += 1
    mark = state.bMarks[following] + state.tShift[following]
    return following >= end or not state.src.startswith((":", "~"), mark)


def _reference(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """A link definition. Its label has at most 999 characters, and no more lines are searched than one has."""
    at = state.bMarks[line] + state.tShift[line]
    if _LABEL.match(state.src, at) is None:
        return False
    last = state.lineMax
    state.lineMax = min(last, line + _LONGEST_DEFINITION)
    try:
        return reference(state, line, end, silent)
    finally:
        state.lineMax = last


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _div(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """A line of three or more colons: with a name or attributes it opens, without it closes a fenced div."""
    at = state.bMarks[line] + state.tShift[line]
    if not state.src.startswith(":::", at) or state.is_code_block(line):
        return False
    match = _DIV.match(state.src[at : state.eMarks[line]])
    if match is None:
        return False
    if silent:
        return True
    token = state.push("div_open" if match[2] else "div_close", "div", 0)
    token.info = match[2]
    token.map = [line, line + 1]
    state.line = line + 1
    return True


def _attributes(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """A line that is attributes in braces and nothing else, right above a block."""
    at = state.bMarks[line] + state.tShift[line]
    if silent or state.src[at : at + 1] != "{" or state.is_code_block(line):
        return False
    match = BRACES.fullmatch(state.src[at : state.eMarks[line]].rstrip())
    if match is None:
        return False
    token = state.push("attributes", "", 0)
    token.info = match[1]
    token.map = [line, line + 1]
    token.hidden = line + 1 < end and not state.isEmpty(line + 1)  # hidden: a block follows directly
    state.line = line + 1
    return True


def _caption(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """A paragraph ``: caption`` or ``Table: caption`` after a table."""
    if silent and state.parentType != "table":
        return False
    at = state.bMarks[line] + state.tShift[line]
    if state.src[at : at + 1] not in (":", "T") or state.is_code_block(line):
        return False
    if not silent and not (state.tokens and state.tokens[-1].type == "table_close"):
        return False
    match = _CAPTION.match(_line(state, line))
    if match is None or silent:
        return match is not None
    last = line + 1
    while last < end and not state.isEmpty(last) and state.sCount[last] >= state.blkIndent:
        last += 1
    token = state.push("caption", "caption", 0)
    token.content = state.getLines(line, last, state.blkIndent, False).strip()
    token.info = match.group()
    token.map = [line, last]
    state.line = last
    return True
