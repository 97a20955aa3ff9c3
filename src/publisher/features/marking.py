"""What the features' renderers share: an author's own attributes, and the words of the chapter's language."""

from __future__ import annotations

from collections.abc import Mapping

from publisher.markup.node import Node
from publisher.style.composition import SCREEN
from publisher.style.render import Rendering
from publisher.style.xhtml import allowed
from publisher.words import words

Marks = dict[str, str | None]


def own_attrs(tag: str, node: Node, rendering: Rendering, *names: str, ident: bool = True) -> Marks:
    """What may stand on the element ``tag`` of what the author wrote, with the class ``names`` before the author's."""
    marks: Marks = dict(allowed(tag, node.attrs, both_langs=rendering.medium == SCREEN))
    classes = tuple(dict.fromkeys((*names, *node.classes)))
    first: Marks = {"id": marks.pop("id", None) if ident else None, "class": " ".join(classes) or None}
    return first | {name: value for name, value in marks.items() if name not in first}


def semantics(rendering: Rendering, *, role: str = "", epub_type: str = "") -> Marks:
    """What a part of the text means, for reading systems and assistive technology: on screen only."""
    if rendering.medium != SCREEN:
        return {}
    return {"epub:type": epub_type or None, "role": role or None}


def language(rendering: Rendering) -> str:
    """The chapter's language, else the book's."""
    return rendering.chapter.lang or rendering.edition.info.language


def own_words(rendering: Rendering) -> Mapping[str, str]:
    """What the book says by itself, in the chapter's language."""
    return rendering.words or words(language(rendering))
