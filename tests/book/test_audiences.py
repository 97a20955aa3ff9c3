"""What is marked for an audience is found before anything is taken apart."""

from __future__ import annotations

import pytest

from publisher.book.audiences import any_marked, kept
from publisher.markup.node import Node

NAMES = frozenset({"reader", "student", "teacher", "club"})


def chapter(*blocks: Node) -> Node:
    return Node("document", children=(Node("paragraph", "p", children=(Node("text", text="Words."),)), *blocks))


MARKED = [
    Node("answer", "div", children=(Node("paragraph", "p"),)),
    Node("club", "div", children=(Node("paragraph", "p"),)),
    Node("heading", "h2", (("level", "2"), ("class", "teacher"))),
    Node("paragraph", "p", children=(Node("span", "span", (("class", "small club"),)),)),
    Node("div", "div", (("class", "answer"),)),
]


@pytest.mark.parametrize("block", MARKED)
def test_what_is_marked(block: Node) -> None:
    root = chapter(Node("list", "ul", children=(Node("item", "li", children=(block,)),)))
    assert any_marked((Node("text", text="Title"), root), NAMES)
    assert any_marked((block,), NAMES)
    assert kept(root, "reader", NAMES) is not root


@pytest.mark.parametrize("block", [Node("div", "div", (("class", "wide"), ("id", "club"))), Node("question", "div")])
def test_what_is_everybodys(block: Node) -> None:
    root = chapter(block)
    assert not any_marked((root,), NAMES)
    assert kept(root, "student", NAMES) is root
