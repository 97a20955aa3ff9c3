"""Paragraphs and setext headings in one pass over their lines (CommonMark 4.3, 4.8).

markdown-it walks a paragraph twice and asks every other rule at every line whether it begins there. Most lines of prose
begin with a letter, and nothing but a table can begin with a letter: they need not be asked.
"""

from __future__ import annotations

from markdown_it.rules_block import StateBlock

from publisher.patterns import regex

_UNDERLINE = regex(r"(?:=+|-+)[ \t]*\Z")
_STARTERS = frozenset("`~>#-+*_<:|[=0123456789{!")


def text_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The paragraph, or the heading that its underline makes of it, that begins in line ``start``."""
    parent = state.parentType
    state.parentType = "paragraph"
    line, level = _extent(state, start, end)
    state.parentType = parent
    content = state.getLines(start, line, state.blkIndent, False).strip()
    state.line = line + 1 if level else line
    kind, tag = ("heading", f"h{level}") if level else ("paragraph", "p")
    token = state.push(f"{kind}_open", tag, 1)
    token.map = [start, state.line]
    inline = state.push("inline", "", 0)
    inline.content = content
    inline.map = [start, line]
    state.push(f"{kind}_close", tag, -1)
    return True


def _extent(state: StateBlock, start: int, end: int) -> tuple[int, int]:
    """The line after the text, and the level of the heading when that line is an underline, else 0."""
    source, marks, shifts, ends, indents = state.src, state.bMarks, state.tShift, state.eMarks, state.sCount
    rules = state.md.block.ruler.getRules("paragraph")
    indent = state.blkIndent
    line = start
    while True:
        line += 1
        if line >= end:
            return line, 0
        at = marks[line] + shifts[line]
        stop = ends[line]
        if at >= stop:
            return line, 0
        if indents[line] - indent > 3:
            continue
        char = source[at]
        if char in "-=" and indents[line] >= indent and _UNDERLINE.match(source[at:stop]):
            return line, 1 if char == "=" else 2
        if indents[line] < 0 or (char not in _STARTERS and source.find("|", at, stop) < 0):
            continue
        for rule in rules:
            if rule(state, line, end, True):
                return line, 0
