"""What somebody does to a chapter before building again: never the same twice."""

from __future__ import annotations

import re
from collections.abc import Callable

Edit = Callable[[str, int], str]  # the chapter's text and the number of the run; the new text
_SENTENCE = re.compile(r"(?<=[.?!]) (?=[A-Z])")
_PAGES_MORE = 620  # words: two pages, so that a chapter that must begin on the right has two pages more


def change_places(text: str, run: int) -> str:
    """Two sentences of one paragraph change places: other words on its lines, and as many of them."""
    blocks = text.split("\n\n")
    long = [at for at, block in enumerate(blocks) if len(_SENTENCE.split(block)) > 2 and block[0].isalpha()]
    at = long[(5 * run + 2) % len(long)]
    first, second, *rest = _SENTENCE.split(blocks[at])
    blocks[at] = " ".join((second, first, *rest))
    return "\n\n".join(blocks)


def grow(text: str, run: int) -> str:
    """The chapter tells more, in words of its own: its pages are more, and all that follow have other numbers."""
    blocks = text.split("\n\n")
    plain = [block for block in blocks if block[0].isalpha() and "[^" not in block]
    more: list[str] = []
    count = 0
    for at in range(len(plain)):
        if count >= _PAGES_MORE:
            break
        sentences = _SENTENCE.split(plain[(3 * run + 2 * at) % len(plain)])
        more.append(" ".join((*sentences[1:], sentences[0])))
        count += len(more[-1].split())
    middle = blocks.index(plain[len(plain) // 2])
    return "\n\n".join((*blocks[:middle], *more, *blocks[middle:]))
