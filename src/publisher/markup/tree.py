"""Tokens into the node tree of a chapter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import field, replace

from markdown_it.token import Token

from publisher.diagnostics import Diagnostic
from publisher.markup.attributes import BRACES, attributes_of, forbidden, merge, without
from publisher.markup.blocks import Blocks
from publisher.markup.divs import name_among, nearly, read_opening
from publisher.markup.html import read_html, unseen_trouble
from publisher.markup.nest import Frame, Nest
from publisher.markup.node import Attrs, Node
from publisher.markup.pieces import Known
from publisher.markup.places import Lines, block_lines, cell_lines, heading_lines, line_only
from publisher.markup.shapes import code_attributes, figure_of, leading_mark
from publisher.markup.texts import Texts
from publisher.patterns import regex
from publisher.rules.markup import (
    BAD_ATTRIBUTE,
    DIV_NAME,
    LOST_ATTRIBUTES,
    NEARLY_A_BLOCK,
    STRAY_DIV_END,
    TOO_DEEP,
    UNCLOSED_CODE,
)
from publisher.source import Span
from publisher.value import dataclass

_HEADING_END = regex(r"(?:^|[ \t]+)(\{[^{}\n]*\})\Z")
_CLOSING = regex(r"(?:^|[ \t]+)#+\Z")
_MARKER = regex(r"(?:\d{1,9}[.)]|[-+*])[ \t]*\Z")

# Tokens that are no blocks of their own, or bring their own order.
_ANYWHERE = frozenset({"html_block", "attributes", "div_close", "footnote_reference_open", "inline"})
# Token that opens a block → kind of node.
_OPENERS = {
    "blockquote_open": "blockquote", "bullet_list_open": "list", "ordered_list_open": "list", "list_item_open": "item",
    "table_open": "table", "thead_open": "table_head", "tbody_open": "table_body", "tr_open": "row",
    "dl_open": "deflist", "dd_open": "description", "footnote_reference_open": "note",
}  # fmt: skip
_CLOSERS = frozenset(name.replace("_open", "_close") for name in _OPENERS)


@dataclass(slots=True)
class Grown:
    """A chapter's tree without its notes, the notes in the order of their definition, and what was wrong."""

    root: Node
    notes: list[Node]
    troubles: list[Diagnostic]


@dataclass(slots=True)
class Gardener:
    """Grows one chapter's tree from its tokens."""

    path: str
    source: Sequence[str]  # lines of the whole file
    first_line: int  # of the Markdown, 1-based
    blocks: Blocks
    known: Known
    language: str
    divs: frozenset[str]
    nest: Nest = field(init=False)
    troubles: list[Diagnostic] = field(default_factory=list)
    notes: list[Node] = field(default_factory=list)
    pending: tuple[Attrs, Span] | None = None
    cells: list[Lines] = field(default_factory=list)
    texts: Texts = field(init=False)

    def __post_init__(self) -> None:
        """Plant the root."""
        last = len(self.source)
        span = Span(self.path, min(self.first_line, last) or 1, 0, last, len(self.source[-1]) + 1 if last else 0)
        self.nest = Nest(Frame("markdown", "document", "", (), span))
        self.texts = Texts(self.path, self.known, self.language, self.nest, self.notes, self.troubles)

    def grow(self) -> Grown:
        """The whole tree."""
        tokens = self.blocks.tokens
        index = 0
        while index < len(tokens):
            index = self._token(tokens, index)
        for line in self.blocks.too_deep:
            span = Span(self.path, self.first_line + line)
            self.troubles.append(TOO_DEEP.at(span, "nested too deep: left out from here"))
        root = self.nest.finish()
        self._lost_attributes()
        self.nest.report_strays()
        self.texts.speech.end()
        return Grown(root, self.notes, self.troubles + self.nest.troubles)

    def _token(self, tokens: list[Token], index: int) -> int:
        """Take the token at ``index``, and those that belong to it; give the index of the next."""
        token = tokens[index]
        kind = token.type
        if token.nesting >= 0 and self.nest.top.origin == "html" and kind not in _ANYWHERE:
            self.nest.make_room(self._span(token))
        text = _TEXTS.get(kind)
        if text is not None:
            text(self, token, tokens[index + 1])
            if self.texts.strays:
                # An end tag in the text of a block may belong to an element that was opened before the block.
                for name, span in self.texts.strays:
                    self.nest.end_tag(name, span)
                self.texts.strays.clear()
            return index + 3
        if kind in _OPENERS:
            self._open(token, _OPENERS[kind])
            if kind == "tr_open":
                self._row(tokens, index)
        elif kind in _CLOSERS:
            self._close(kind)
        else:
            leaf = _LEAVES.get(kind)
            if leaf is not None:
                leaf(self, token)
        return index + 1

    # Places

    def _span(self, token: Token) -> Span:
        first, last = token.map or [0, 1]
        source = self.source
        offset = self.first_line
        column = self.blocks.columns.get((first, token.level), 0)
        end = max(first + 1, last)
        while end > first + 1 and not source[offset + end - 2].strip():
            end -= 1
        end_line = offset + end - 1
        text = source[end_line - 1] if end_line <= len(source) else ""
        return Span(self.path, offset + first, column, end_line, len(text.rstrip()) + 1)

    # Attributes on a line of their own

    def _attributes(self, token: Token) -> None:
        self._lost_attributes()
        span = self._span(token)
        attrs = self._checked(attributes_of(token.info), span)
        if token.hidden:
            self.pending = attrs, span
        else:
            self._lost(span)

    def _checked(self, attrs: Attrs, span: Span) -> Attrs:
        bad = forbidden(attrs)
        if bad:
            self.troubles.append(BAD_ATTRIBUTE.at(span, f"the attribute “{bad[0]}” may not be set here"))
        return without(attrs, bad)

    def _taken(self, attrs: Attrs) -> Attrs:
        if self.pending is None:
            return attrs
        own, self.pending = self.pending[0], None
        return merge(attrs, own)

    def _lost_attributes(self) -> None:
        if self.pending is not None:
            self._lost(self.pending[1])
            self.pending = None

    def _lost(self, span: Span) -> None:
        hint = "write them right above the block, without an empty line"
        self.troubles.append(LOST_ATTRIBUTES.at(span, "no block follows these attributes", hint=hint))

    # Blocks that hold blocks

    def _open(self, token: Token, kind: str) -> None:
        attrs: Attrs = ()
        tag = token.tag
        span = self._span(token)
        if token.type == "ordered_list_open" and token.attrs.get("start", 1) != 1:
            attrs = (("start", str(token.attrs["start"])),)
        if kind == "note":
            self._lost_attributes()
            tag, attrs = "aside", (("label", str(token.meta["label"])),)
        elif kind == "item":
            span = self._item_span(token, span)
        else:
            attrs = self._taken(attrs) if kind not in ("table_head", "table_body", "row", "description") else attrs
        self.nest.open(kind, tag, attrs, span)

    def _item_span(self, token: Token, span: Span) -> Span:
        content = self.blocks.columns.get(((token.map or [0])[0], token.level + 1), 0)
        if content:
            match = _MARKER.search(self.source[span.line - 1][: content - 1])
            if match is not None:
                return replace(span, column=match.start() + 1)
        return replace(span, column=0)

    def _close(self, kind: str) -> None:
        self._lost_attributes()
        node = self.nest.close()
        if kind == "blockquote_close":
            self.texts.speech.pause()
        if node is None:
            return
        siblings = self.nest.top.children
        if node.kind == "description" and node.children and node.children[0].span.line > node.span.line:
            # The plugin counts a description from the line after its term, empty or not.
            siblings[-1] = replace(node, span=replace(node.span, line=node.children[0].span.line, column=0))
        elif node.kind == "note":
            siblings.pop()
            self.notes.append(node)
        elif node.kind == "list" and any("task-list-item" in each.classes for each in node.children):
            siblings[-1] = replace(node, attrs=merge(node.attrs, (("class", "task-list"),)))

    def _div_open(self, token: Token) -> None:
        span = self._span(token)
        opening = read_opening(token.info)
        if not opening.good:
            self.troubles.append(DIV_NAME.at(span, f"“::: {token.info[:40]}” is neither a name nor attributes"))
        attrs = self._taken(self._checked(opening.attrs, span))
        name = opening.name or name_among(attrs, self.divs)
        known = name in self.divs
        if name and not known:
            meant = nearly(name, self.divs)
            if meant:
                hint = f"did you mean `::: {meant}`?"
                self.troubles.append(NEARLY_A_BLOCK.at(span, f"`{name}` is a box of your own", hint=hint))
            attrs = merge((("class", name),), attrs)
        self.nest.open(name if known else "div", "div", attrs, span, "div", f"::: {token.info}".strip())

    def _div_close(self, token: Token) -> None:
        self._lost_attributes()
        if not self.nest.close_div():
            self.troubles.append(
                STRAY_DIV_END.at(self._span(token), "no fenced div is open here", hint="give the opening line a name")
            )

    # Blocks of text

    def _paragraph(self, token: Token, inline: Token) -> None:
        content = inline.content
        line = self.first_line + (token.map or [0])[0]
        lines = block_lines(self.path, content, line, self.source)
        start = 0
        top = self.nest.top
        if not self.known.plain and content.startswith("["):
            start = leading_mark(content, top)
        if start and start >= len(content) and top.kind == "alert":
            return
        kind, tag = ("plain", "") if token.hidden else ("paragraph", "p")
        attrs = self._taken(())
        children = self.texts.read(content, lines, tag, start, dict(attrs).get("lang", ""), speech=True)
        span = self._span(token)
        if start:
            place = lines.span(start, len(content))
            span = replace(span, line=place.line, column=place.column)
        if top.kind == "item" and not top.children and dict(top.attrs).get("class") == "task-list-item":
            mark = "yes" if content[1] in "xX" else "no"
            children = (Node("checkbox", "span", (("checked", mark),), "", (), lines.span(0, 3)), *children)
        if not children and not self.known.plain:
            return  # nothing is left of it: what it held was reported
        if not self.known.plain and len(children) == 1 and children[0].kind == "image" and not token.hidden:
            self.nest.add(figure_of(children[0], attrs, span, self.texts.language()))
        else:
            self.nest.add(Node(kind, tag, attrs, "", children, span))

    def _heading(self, token: Token, inline: Token) -> None:
        content = inline.content
        span = self._span(token)
        if token.markup.startswith("#"):
            lines = heading_lines(self.path, content, span.line, self.source)
        else:
            lines = block_lines(self.path, content, span.line, self.source)
        attrs: Attrs = (("level", token.tag[1]),)
        match = None if self.known.plain else _HEADING_END.search(content)
        if match is not None and (braces := BRACES.fullmatch(match[1])):
            attrs = merge(attrs, self._checked(attributes_of(braces[1]), lines.span(match.start(1), match.end())))
            content = content[: match.start()].rstrip()
            if token.markup.startswith("#"):
                content = _CLOSING.sub("", content)
        attrs = self._taken(attrs)
        children = self.texts.read(content, lines, token.tag, language=dict(attrs).get("lang", ""))
        self.nest.add(Node("heading", token.tag, attrs, "", children, span))

    def _row(self, tokens: list[Token], index: int) -> None:
        cells = []
        line = self.first_line + (tokens[index].map or [0])[0]
        while tokens[index].type != "tr_close":
            if tokens[index].type == "inline":
                cells.append(tokens[index].content)
            index += 1
        self.cells = cell_lines(self.path, cells, line, self.source)[::-1]

    def _cell(self, token: Token, inline: Token) -> None:
        line = self.first_line + (inline.map or [0])[0]
        attrs: Attrs = ()
        if token.type == "dt_open":
            kind = "term"
            lines = block_lines(self.path, inline.content, line, self.source)
        else:
            kind = "header_cell" if token.tag == "th" else "cell"
            lines = self.cells.pop() if self.cells else line_only(self.path, line)
            style = str(token.attrs.get("style", ""))
            attrs = (("align", style.removeprefix("text-align:")),) if style else ()
        children = self.texts.read(inline.content, lines, token.tag)
        self.nest.add(Node(kind, token.tag, attrs, "", children, lines.span(0, len(inline.content))))

    def _caption(self, token: Token) -> None:
        siblings = self.nest.top.children
        span = self._span(token)
        lines = block_lines(self.path, token.content, span.line, self.source)
        content = token.content
        attrs: Attrs = ()
        match = _HEADING_END.search(content)
        if match is not None and (braces := BRACES.fullmatch(match[1])):
            attrs = self._checked(attributes_of(braces[1]), lines.span(match.start(1), match.end()))
            content = content[: match.start()]
        children = self.texts.read(content, lines, "caption", len(token.info))
        table = siblings[-1]
        caption = Node("caption", "caption", (), "", children, span)
        siblings[-1] = replace(table, attrs=merge(table.attrs, attrs), children=(caption, *table.children))

    # Leaves

    def _rule(self, token: Token) -> None:
        self.texts.speech.pause()
        self.nest.add(Node("ornament", "hr", self._taken(()), "", (), self._span(token)))

    def _code(self, token: Token) -> None:
        span = self._span(token)
        attrs: Attrs = ()
        if token.type == "fence":
            attrs = self._checked(code_attributes(token.info.strip(), self.known.plain), span)
            last = self.source[span.end_line - 1] if span.end_line <= len(self.source) else ""
            closed = last.strip().endswith(token.markup) and span.end_line > span.line
            if not closed and not self.known.plain:
                self.troubles.append(UNCLOSED_CODE.at(span, f"no line {token.markup} closes this code block"))
        self.nest.add(Node("code_block", "pre", self._taken(attrs), token.content, (), span))

    def _html(self, token: Token) -> None:
        span = self._span(token)
        if self.known.plain:
            self.nest.add(Node("html", "", (), token.content, (), span))
            return
        lines = block_lines(self.path, token.content.rstrip("\n"), span.line, self.source)
        for chunk in read_html(token.content):
            place = lines.span(chunk.start, chunk.end)
            if chunk.unseen:
                self.troubles += unseen_trouble(chunk, place)
            elif chunk.tag is None:
                self.texts.html_text(chunk, lines)
            elif chunk.tag.closing:
                self.nest.end_tag(chunk.tag.name, place)
            else:
                if self.pending is not None and not chunk.tag.closing:
                    self._lost_attributes()
                self.nest.start_tag(chunk.tag, place, block=True)


_TEXTS: dict[str, Callable[[Gardener, Token, Token], None]] = {
    "paragraph_open": Gardener._paragraph,
    "heading_open": Gardener._heading,
    "th_open": Gardener._cell,
    "td_open": Gardener._cell,
    "dt_open": Gardener._cell,
}
_LEAVES: dict[str, Callable[[Gardener, Token], None]] = {
    "hr": Gardener._rule,
    "fence": Gardener._code,
    "code_block": Gardener._code,
    "html_block": Gardener._html,
    "div_open": Gardener._div_open,
    "div_close": Gardener._div_close,
    "attributes": Gardener._attributes,
    "caption": Gardener._caption,
}
