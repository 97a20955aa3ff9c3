"""What a block turns out to be once its text is read: a figure, an alert, a task, code in a language."""

from __future__ import annotations

import re
from dataclasses import replace

from markdown_it.common.utils import unescapeAll

from publisher.markup.attributes import merge, read_attributes
from publisher.markup.nest import Frame
from publisher.markup.node import Attrs, Node
from publisher.markup.typography import set_text
from publisher.patterns import regex
from publisher.source import Span

_ALERT = regex(r"\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\][ \t]*(?:\n|\Z)", re.IGNORECASE)
_TASK = regex(r"\[([ xX])\](?=[ \t\n])[ \t]*")
_INFO = regex(r"([^\s{]*)[ \t]*(\{.*\})?")


def leading_mark(content: str, block: Frame) -> int:
    """Take ``[!NOTE]`` at the head of a block quotation, or ``[x]`` at the head of an item, into the block.

    Gives the length of the mark; 0 when there is none.
    """
    if block.children:
        return 0
    if block.kind == "blockquote" and block.origin == "markdown":
        match = _ALERT.match(content)
        if match is not None:
            block.kind, block.tag = "alert", "aside"
            block.attrs = merge(block.attrs, (("type", match[1].lower()),))
            return match.end()
    elif block.kind == "item" and block.origin == "markdown":
        match = _TASK.match(content)
        if match is not None:
            block.attrs = merge(block.attrs, (("class", "task-list-item"),))
            return match.end()
    return 0


def figure_of(image: Node, attrs: Attrs, span: Span, language: str) -> Node:
    """An image alone in its paragraph: its title is the caption; id and class belong to the figure."""
    title = image.get("title")
    own = tuple(pair for pair in image.attrs if pair[0] in ("id", "class"))
    bare = replace(image, attrs=tuple(pair for pair in image.attrs if pair[0] not in ("title", "id", "class")))
    if "decorative" in image.classes:
        bare = bare.with_attrs(class_="decorative")
    children: tuple[Node, ...] = (bare,)
    if title:
        place = Span(span.path, image.span.line)  # where in the line the title stands is not known
        text = Node("text", "", (), set_text(title, language), (), place)
        children = (bare, Node("caption", "figcaption", (), "", (text,), place))
    return Node("figure", "figure", merge(own, attrs), "", children, span)


def code_attributes(info: str, plain: bool) -> Attrs:
    """The attributes of a code block by the words after its fence; ``lang`` is the programming language.

    In ````` ``` {.python .numbered} ````` the first class is the language, as Pandoc has it.
    """
    if plain:
        return (("lang", unescapeAll(info.split()[0])),) if info else ()
    match = _INFO.match(info)
    word = unescapeAll(match[1]) if match is not None else ""
    braces = read_attributes(match[2]) if match is not None and match[2] else None
    attrs = braces[0] if braces is not None else ()
    if not word and braces is not None:
        word, *rest = dict(attrs).get("class", "").split() or [""]
        attrs = tuple(pair for pair in attrs if pair[0] != "class")
        attrs = (*attrs, ("class", " ".join(rest))) if rest else attrs
    return merge((("lang", word),), attrs) if word else attrs
