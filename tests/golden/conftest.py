"""The words of a manuscript, read from its Markdown by a few rules of our own and none of the product's code."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

Words = Counter[str]

MADE = " | ".join(
    f'.//h:*[contains(concat(" ", @class, " "), " {name} ")]'
    for name in (
        "chapter-number", "reading-time", "noteref", "backlink", "question-number", "alert-title", "quotations",
        "checkbox", "pullquote", "answer-lines", "handout-head", "licence", "footnote-marker",
    )
)  # fmt: skip
"""Of a chapter's XHTML what no author wrote there: an XPath."""

_WORD = re.compile(r"[^\W_]+")
_DIV = re.compile(r"\s*(:{3,})\s*([\w-]*)\s*(\{[^}]*\})?\s*:*\s*$")
_FENCE = re.compile(r"\s*(?:[>*+-]\s+|\d+[.)]\s+)*(`{3,}|~{3,})")
_AUDIENCES = ("teacher", "student")


def count(text: str) -> Words:
    """The runs of letters and digits, case aside (a style may set capitals)."""
    return Counter(_WORD.findall(text.casefold()))


def manuscript_words(path: Path, audience: str = "") -> Words:
    """The words that a chapter file gives to an edition for ``audience``."""
    text = path.read_text("utf-8-sig").replace("\r\n", "\n")
    title = ""
    if text.startswith("---\n"):
        header, _, text = text[4:].partition("\n---\n")
        named = re.search(r"^title: *(.+)$", header, re.MULTILINE)
        title = named[1] if named and not re.match(r"\s*# ", text) else ""
    return count(title) + count(_plain("\n".join(_chosen(text, audience))))


def _chosen(text: str, audience: str) -> Iterator[str]:
    """The lines of the text without those of blocks that are for others, or are said twice."""
    stack: list[bool] = []
    fence = ""
    for line in text.split("\n"):
        mark = _FENCE.match(line)
        if fence:
            if mark and mark[1].startswith(fence):
                fence = ""
            elif all(stack):
                yield html.escape(line).replace("[", "&#91;").replace("{", "&#123;")
            continue
        if mark:
            fence = mark[1]
            continue
        div = _DIV.match(line)
        if div and not div[2] and not div[3]:
            stack.pop()
        elif div:
            name = div[2]
            out = (name in _AUDIENCES and name != audience) or (name == "answer" and audience != "teacher")
            stack.append(not out and name not in ("pullquote", "quotations"))
        elif all(stack):
            yield line


_NOT_WORDS = (
    (r"<!--.*?-->", ""),
    (r"`([^`]*)`", lambda match: html.escape(match[1]).replace("{", "&#123;")),
    (r"^\s*>?\s*\[!\w+\]\s*$", ""),  # the mark of an alert
    (r"^\[\^[^\]]+\]:", ""),
    (r"\[\^[^\]]+\]", ""),
    (r"\^\[", "["),
    (r"^(\s*(?:>\s*)*)\d+[.)]\s", r"\1"),
    (r"^(\s*(?:[-*+]\s+))\[[ xX]\]\s", r"\1"),
    (r"!\[[^\]]*\]\([^)\s]*\s+\"([^\"]*)\"\)", r"\1"),  # of a picture only the caption is text
    (r"!\[[^\]]*\]\([^)]*\)", ""),
    (r"\]\((?:<[^>]*>|[^)\s]*)(?:\s+\"[^\"]*\")?\)", "]"),
    (r"^\{[^}\n]*\}$", ""),
    (r"\{[#.:\w][^}\n]*\}", ""),
    (r"<(https?:[^>]*|[^>\s@]+@[^>]*)>", r"\1"),
    (r"</?[A-Za-z][^>]*>", lambda match: "" if re.match(r"</?(?:b|i|span|code|sub|sup)\b", match[0]) else "\n"),
    (r"(?<!\\)(?:\*\*|\*|~~)", ""),
    (r"\\\n", "\n"),
)


def _plain(text: str) -> str:
    for pattern, instead in _NOT_WORDS:
        text = re.sub(pattern, instead, text, flags=re.MULTILINE | re.DOTALL if "<!" in pattern else re.MULTILINE)
    return html.unescape(text)


@pytest.fixture(scope="session")
def reader() -> Callable[..., Words]:
    """``reader(path, audience)``: the words of a chapter file for an edition."""
    return manuscript_words


@pytest.fixture(scope="session")
def epub_words(press: Any) -> Callable[[Any], dict[str, Words]]:
    """The words of each chapter of an EPUB, without what Publisher itself has set: by document."""

    def read(epub: Any) -> dict[str, Words]:
        found = {}
        for name in epub.reading_order:
            tree = epub.document(name)
            if tree.xpath('//h:section[contains(concat(" ", @class, " "), " chapter ")]', namespaces=NAMES):
                found[name] = count(press.body_text(tree, MADE))
        return found

    return read


@pytest.fixture(scope="session")
def made_by_us() -> str:
    """:data:`MADE`."""
    return MADE


NAMES = {"h": "http://www.w3.org/1999/xhtml"}
