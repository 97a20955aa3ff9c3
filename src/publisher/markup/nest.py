"""The nest: a tree while it grows, well nested whatever opens and closes in it.

Markdown, fenced divs and HTML tags each open and close. A Markdown block closes all that was left open in it; a fenced
div closes the HTML left open in it; an HTML end tag reaches no further than the Markdown or div around it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field, replace

from publisher.diagnostics import Diagnostic
from publisher.markup.elements import (
    BLOCKS,
    DROPPED,
    IMPLIED_END,
    INLINES,
    ONLY_CHILDREN,
    OPTIONAL_END,
    PHRASING_ONLY,
    VOID,
    VOID_STRANGERS,
    instead_of,
    judge,
    misplaced,
)
from publisher.markup.html import Tag
from publisher.markup.node import Attrs, Node, rebuild
from publisher.rules.markup import MISPLACED_ELEMENT, STRAY_END_TAG, TOO_DEEP, UNCLOSED_DIV, UNCLOSED_ELEMENT
from publisher.source import Span
from publisher.value import dataclass

DEEPEST = 100
INLINE_KINDS = frozenset({
    "text", "emphasis", "strong", "strike", "code", "link", "image", "softbreak", "hardbreak", "noteref", "span",
    "checkbox", "html",
})  # fmt: skip
# Kinds that hold blocks: text that raw HTML puts straight into them gets a paragraph.
_HOLDERS = frozenset({"document", "blockquote", "note", "alert", "description"})


@dataclass(slots=True)
class Frame:
    """An open node. ``origin`` is markdown, div or html; ``name`` the HTML tag as written.

    ``fate`` is keep, splice (its children go to the parent) or drop. ``mixed`` says that HTML put text in it.
    """

    origin: str
    kind: str
    tag: str
    attrs: Attrs
    span: Span
    name: str = ""
    fate: str = "keep"
    mixed: bool = False
    children: list[Node] = field(default_factory=list)


class Nest:
    """The stack of open frames; ``troubles`` are what was wrong with the nesting."""

    __slots__ = ("above", "base", "deep", "skipped", "stack", "strays", "troubles")

    def __init__(self, root: Frame, above: Sequence[str] = (), base: int = 0) -> None:
        """Begin with ``root``; ``above`` are the tags and ``base`` the number of the frames of an outer nest."""
        self.stack = [root]
        self.above = tuple(above)  # tags of the frames of an outer nest
        self.base = base
        self.deep = False
        self.skipped: dict[str, int] = {}  # start tags that were too deep, by name
        self.troubles: list[Diagnostic] = []
        self.strays: list[tuple[str, Span]] = []  # end tags for which an outer nest may have the start

    @property
    def top(self) -> Frame:
        """The innermost open frame."""
        return self.stack[-1]

    @property
    def depth(self) -> int:
        """How many frames are open, those of outer nests included."""
        return self.base + len(self.stack)

    def tags(self) -> tuple[str, ...]:
        """The tags of the open frames, outermost first."""
        return (*self.above, *(frame.tag for frame in self.stack if frame.fate == "keep"))

    def add(self, node: Node) -> None:
        """Add a finished node."""
        self.stack[-1].children.append(node)

    def open(
        self,
        kind: str,
        tag: str,
        attrs: Attrs,
        span: Span,
        origin: str = "markdown",
        name: str = "",
        fate: str = "keep",
    ) -> None:
        """Open a frame. Beyond the deepest level it is spliced: set flat, but nothing is lost."""
        frame = Frame(origin, kind, tag, attrs, span, name, fate)
        if self.depth >= DEEPEST:
            self._too_deep(span)
            if fate == "keep":
                frame.fate = fate = "splice"
        if fate == "splice":
            # Its children are its parent's from the start: a thousand levels must not be copied a thousand times.
            frame.children = self.stack[-1].children
        self.stack.append(frame)

    def _too_deep(self, span: Span) -> None:
        if not self.deep:
            self.deep = True
            self.troubles.append(TOO_DEEP.at(span, f"more than {DEEPEST} levels deep: the rest is set flat"))

    def close(self, origin: str = "markdown") -> Node | None:
        """Close the innermost frame of this origin, and all that was left open in it."""
        while self.stack[-1].origin != origin:
            self._abandon()
        return self._pop()

    def close_div(self) -> bool:
        """Close the innermost fenced div; False when none is open in this block."""
        for frame in reversed(self.stack):
            if frame.origin == "markdown":
                return False
            if frame.origin == "div":
                self.close("div")
                return True
        return False

    def finish(self) -> Node:
        """Close everything and give the root."""
        while len(self.stack) > 1:
            self._abandon()
        return finished(self.stack[0])

    def start_tag(self, tag: Tag, span: Span, block: bool) -> None:
        """An HTML start tag; ``block`` is whether it comes from a block of HTML."""
        name = tag.name
        if any(frame.fate == "drop" for frame in self.stack[1:]):
            if name not in VOID and name not in VOID_STRANGERS and not tag.empty:
                self._open_dropped(name, span)
            return
        if self.depth >= DEEPEST and name not in VOID and name not in DROPPED:
            self._too_deep(span)
            self.skipped[name] = self.skipped.get(name, 0) + (0 if tag.empty else 1)
            return
        verdict = judge(tag)
        hint = instead_of(name) if verdict.fate != "keep" else ""
        self.troubles += (rule.at(span, message, hint) for rule, message in verdict.troubles)
        if verdict.fate != "keep":
            if name not in VOID_STRANGERS and not tag.empty:
                self.open("", "", (), span, "html", name, "drop" if verdict.fate == "drop" else "splice")
            return
        kind, attrs = verdict.kind, verdict.attrs
        if name in ("a", "img"):
            changed = _without_address(name, attrs)
            if changed is None:
                self._lost_address(tag, span)
                return
            kind, name = changed or (kind, name)
        self._imply_end(name)
        self._imply_body(name, span)
        why = misplaced(name, self.tags())
        if why:
            hint = f"close the paragraph before <{name}>, or leave <p> out" if why.endswith("stand in <p>") else ""
            self.troubles.append(MISPLACED_ELEMENT.at(span, f"misplaced: {why}", hint))
            if name not in VOID and not tag.empty:
                self.open("", "", (), span, "html", name, "splice")
            return
        if block and name in INLINES:
            self.top.mixed = True
        if name in VOID or tag.empty:
            self.add(Node(kind, name, attrs, span=span))
        else:
            self.open(kind, name, attrs, span, "html", tag.name)

    def _open_dropped(self, name: str, span: Span) -> None:
        if self.depth < DEEPEST:
            self.open("", "", (), span, "html", name, "drop")
        else:
            self.skipped[name] = self.skipped.get(name, 0) + 1

    def _lost_address(self, tag: Tag, span: Span) -> None:
        """A link or an image whose address was refused, or that never had one: its words stay."""
        if tag.name == "a":
            if not tag.empty:
                self.open("", "", (), span, "html", "a", "splice")
            return
        alt = next((value for key, value in tag.attrs if key == "alt"), "")
        if alt:
            self.add(Node("text", "", (), alt, span=Span(span.path, span.line)))

    def _imply_end(self, name: str) -> None:
        closes, bounds = IMPLIED_END.get(name, (("p",), ()) if name in BLOCKS else ((), ()))
        reach = None
        for index in range(len(self.stack) - 1, 0, -1):
            frame = self.stack[index]
            if frame.origin != "html" or frame.name in bounds or (not bounds and frame.name != "p"):
                break
            if frame.name in closes:
                reach = index
        if reach is not None:
            while len(self.stack) > reach:
                self._pop() if self.top.name in OPTIONAL_END else self._abandon()

    def _imply_body(self, name: str, span: Span) -> None:
        if name == "tr" and self.top.tag == "table" and self.top.origin == "html":
            self.open("table_body", "tbody", (), span, "html", "tbody")

    def end_tag(self, name: str, span: Span) -> None:
        """An HTML end tag: closes the innermost such element of this block."""
        if self.skipped.get(name):
            self.skipped[name] -= 1
            return
        for index in range(len(self.stack) - 1, -1, -1):
            frame = self.stack[index]
            if frame.origin != "html":
                break
            if frame.name == name:
                while len(self.stack) > index + 1:
                    self._pop() if self.top.name in OPTIONAL_END else self._abandon()
                self._pop()
                return
        if name not in VOID and name not in VOID_STRANGERS:
            self.strays.append((name, span))

    def make_room(self, span: Span) -> None:
        """A block of Markdown comes next: HTML that may not hold it ends here, or goes."""
        while self.top.origin == "html" and self.top.name == "p":
            self._pop()
        for frame in reversed(self.stack):
            if frame.origin != "html":
                break
            if frame.fate == "keep" and (frame.tag in PHRASING_ONLY or frame.tag in ONLY_CHILDREN):
                frame.fate = "splice"
                message = f"misplaced: <{frame.tag}> cannot hold the block in line {span.line}"
                self.troubles.append(MISPLACED_ELEMENT.at(frame.span, message))

    def make_room_for_text(self, span: Span) -> None:
        """Something in the line comes next: a list or table of HTML holds none but in its items and cells."""
        frame = self.top
        if frame.origin == "html" and frame.tag in ONLY_CHILDREN and frame.fate == "keep":
            frame.fate = "splice"
            self.troubles.append(MISPLACED_ELEMENT.at(span, f"text cannot stand straight in <{frame.tag}>"))

    def report_strays(self) -> None:
        """No outer nest has the start of these end tags either."""
        self.troubles += (STRAY_END_TAG.at(span, f"</{name}> closes nothing here") for name, span in self.strays)
        self.strays.clear()

    def _abandon(self) -> None:
        frame = self.top
        if frame.origin == "div":
            hint = "write ::: on a line of its own below it"
            self.troubles.append(UNCLOSED_DIV.at(frame.span, f"“{frame.name}” is never closed", hint))
        elif frame.origin == "html" and frame.name not in OPTIONAL_END:
            self.troubles.append(UNCLOSED_ELEMENT.at(frame.span, f"<{frame.name}> is never closed"))
        self._pop()

    def _pop(self) -> Node | None:
        frame = self.stack.pop()
        if frame.fate == "drop":
            return None
        parent = self.stack[-1]
        if frame.fate == "splice":
            if frame.children is not parent.children:
                parent.children += frame.children
            parent.mixed = parent.mixed or frame.mixed or frame.origin == "html"
            return None
        node = finished(frame)
        if frame.origin == "html" and node.tag == "a":
            node, calls = without_calls(node)
            parent.children += (node, *calls)
            parent.mixed = parent.mixed or bool(calls)
        else:
            parent.children.append(node)
        return node


def without_calls(link: Node) -> tuple[Node, list[Node]]:
    """A link without the calls of notes in it, and those: a call is a link itself, and stands after."""
    calls = [node for node in link.walk() if node.kind == "noteref"]
    return (rebuild(link, lambda node: None if node.kind == "noteref" else node), calls) if calls else (link, calls)


def _without_address(name: str, attrs: Attrs) -> tuple[str, str] | tuple[()] | None:
    """Kind and tag of an ``a`` or ``img`` that has no address: nothing changed, a span for an anchor, or None."""
    names = [key for key, _ in attrs]
    if ("href" if name == "a" else "src") in names:
        return ()
    return ("span", "span") if name == "a" and "id" in names else None


def finished(frame: Frame) -> Node:
    """The node that a frame becomes."""
    children = frame.children
    kind = frame.kind
    if frame.mixed and frame.origin == "html" and frame.tag in BLOCKS and frame.tag != "pre":
        children = _stripped(children)
    if frame.mixed and _wants_paragraphs(frame):
        children = wrapped(children)
    if frame.origin == "html":
        if kind == "figure":
            children = [each for each in children if each.kind != "text" or each.text.strip()]
        elif kind == "code":
            if all(each.kind in ("text", "softbreak") for each in children):
                text = "".join(each.text or " " for each in children)
                return Node("code", "code", frame.attrs, text, (), frame.span)
            kind = "element"
        elif kind == "code_block":
            if len(children) == 1 and children[0].kind == "code":
                return _code_block(frame, children[0])
            kind = "element"
    return Node(kind, frame.tag, frame.attrs, "", tuple(children), frame.span)


def _wants_paragraphs(frame: Frame) -> bool:
    """Whether text straight in it gets paragraphs: always where blocks belong, else when it stands among blocks."""
    if frame.kind == "figure" or frame.tag in INLINES:
        return False
    return frame.kind in _HOLDERS or frame.origin == "div" or any(not is_inline(each) for each in frame.children)


def _code_block(frame: Frame, code: Node) -> Node:
    language = next((name[9:] for name in code.classes if name.startswith("language-")), "")
    attrs = tuple(pair for pair in frame.attrs if pair[0] != "lang")
    return Node("code_block", "pre", (*attrs, *((("lang", language),) if language else ())), code.text, (), frame.span)


def _stripped(children: list[Node]) -> list[Node]:
    """Without the blanks at both ends: in a block they are only the layout of the source."""
    children = trimmed(children)
    if children and children[0].kind == "text":
        children[0] = replace(children[0], text=children[0].text.lstrip(" "))
    if children and children[-1].kind == "text":
        children[-1] = replace(children[-1], text=children[-1].text.rstrip(" "))
    return children


def is_inline(node: Node) -> bool:
    """Whether the node stands in a line of text. Links, insertions and deletions may also hold blocks."""
    if node.kind in INLINE_KINDS or (node.kind == "element" and node.tag in INLINES):
        return node.tag not in ("a", "ins", "del") or all(is_inline(child) for child in node.children)
    return False


def wrapped(children: list[Node]) -> list[Node]:
    """The children with each run of inline nodes in a paragraph of its own."""
    result: list[Node] = []
    run: list[Node] = []
    for node in [*children, None]:
        if node is not None and is_inline(node):
            run.append(node)
            continue
        if any(each.kind not in ("text", "softbreak") or each.text.strip() for each in run):
            result.append(Node("paragraph", "p", (), "", tuple(trimmed(run)), run[0].span))
        run = []
        if node is not None:
            result.append(node)
    return result


def trimmed(nodes: list[Node]) -> list[Node]:
    """The inline nodes without blanks at both ends."""
    nodes = list(nodes)
    while nodes and (nodes[0].kind == "softbreak" or (nodes[0].kind == "text" and not nodes[0].text.strip())):
        del nodes[0]
    while nodes and (nodes[-1].kind == "softbreak" or (nodes[-1].kind == "text" and not nodes[-1].text.strip())):
        del nodes[-1]
    return nodes
