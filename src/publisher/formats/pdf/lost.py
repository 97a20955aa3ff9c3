"""Whether every letter of the laid-out pages is in the finished file, page by page.

The boxes have been compared with the text before it was broken into pages (:mod:`publisher.formats.pdf.checks`); here
the file that was written is read back and compared with the boxes. So nothing is lost between manuscript and PDF.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from publisher.diagnostics import Diagnostic
from publisher.formats.pdf import boxes
from publisher.formats.pdf.pagination import Folio
from publisher.formats.pdf.places import Places
from publisher.formats.solid import solid
from publisher.rules import pdf as rules
from publisher.source import Span

_SHOWN = 12  # letters that a message lists
# What is set and not seen, or drawn by the line breaker: no letter of anybody's.
_UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp", "Mn"})


def lost_letters(
    data: bytes, laid_out: Sequence[Any], folios: Sequence[Folio], places: Places
) -> tuple[Diagnostic, ...]:
    """What a page has among its boxes and not in the finished file ``data``, or the other way about.

    ``laid_out`` are the page boxes as they were before painting, which takes their children away.
    """
    from publisher.formats.readback.letters import page_letters  # loaded when there is a file to read

    return tuple(_compare(page_letters(data), laid_out, folios, places))


def _compare(
    pages: Sequence[Counter[str]], laid_out: Sequence[Any], folios: Sequence[Folio], places: Places
) -> Iterator[Diagnostic]:
    if len(pages) != len(laid_out):
        message = f"the file has {len(pages)} pages, and {len(laid_out)} were laid out"
        yield rules.LETTERS_LOST.at(places.of(""), message)
        return
    for index, (counted, page) in enumerate(zip(pages, laid_out, strict=True)):
        letters = painted_letters(page)

        def place(found: Counter[str], page: Any = page) -> Span:
            return places.of(_nearest_id(page, found, places.spans))

        yield from compare_page(counted, letters, _has_drawing(page), folios[index].label, place)


def compare_page(
    counted: Mapping[str, int],
    wanted: Counter[str],
    drawing: bool,
    label: str,
    place: Span | Callable[[Counter[str]], Span],
) -> Iterator[Diagnostic]:
    """One page: the letters that its file paints, and those that its boxes have.

    ``drawing`` says whether a drawing on it may have words of its own; ``place`` is the page's place in the
    manuscript, or gives that of some letters.
    """
    written = _known(counted)
    missing, strange = wanted - written, written - wanted
    if not missing and (not strange or drawing):
        return
    where, on = place if isinstance(place, Span) else place(missing or strange), f"page {label}"
    if missing.total() > strange.total():
        yield rules.LETTERS_LOST.at(where, f"{missing.total()} letters of {on} are not in the file: {_list(missing)}")
    else:
        message = f"on {on} {_list(missing) or 'nothing'} can be copied as {_list(strange)} only"
        yield rules.LETTERS_CHANGED.at(where, message)


def painted_letters(page: Any) -> Counter[str]:
    """The letters of all boxes of a page that are drawn, as people count them."""
    return _known(Counter("".join(_painted(page))))


def _known(letters: Mapping[str, int]) -> Counter[str]:
    """Letters as people count them: ligatures apart, one form of each, no spaces, hyphens or marks that nobody sees."""
    counted: Counter[str] = Counter()
    for text, count in letters.items():
        for letter in _letters(text):
            counted[letter] += count
    return counted


@cache
def _letters(text: str) -> str:
    """What a glyph stands for. One glyph may be a small and a capital letter's (small capitals): they count as one."""
    plain = solid(unicodedata.normalize("NFKD", text.casefold()))
    return "".join(each for each in plain if unicodedata.category(each) not in _UNSEEN)


def _painted(box: Any) -> Iterator[str]:
    """The text of all boxes of a page that are drawn: the author's, what CSS made, running heads and folios."""
    stack = [box]
    while stack:
        box = boxes.real(stack.pop())
        if isinstance(box, boxes.TextBox):
            if box.style["visibility"] == "visible":
                yield box.text
        elif isinstance(box, boxes.ParentBox):
            stack.extend(reversed(box.children))


def _has_drawing(page: Any) -> bool:
    return any(isinstance(boxes.real(box), boxes.ReplacedBox) for box in page.descendants())


def nearest_id(page: Any, spans: Mapping[str, Any]) -> str:
    """The first id on a page that has a place."""
    stack = [page]
    while stack:
        box = boxes.real(stack.pop())
        id = boxes.own_id(box)
        if id in spans:
            return id
        if isinstance(box, boxes.ParentBox):
            stack.extend(reversed(box.children))
    return ""


def _nearest_id(page: Any, letters: Counter[str], spans: Mapping[str, Any]) -> str:
    """The nearest id with a place at or above the first text of the page that has one of the letters."""
    fallback = ""
    stack = [(page, "")]
    while stack:
        box, id = stack.pop()
        box = boxes.real(box)
        own = boxes.own_id(box)
        id = own if own in spans else id
        fallback = fallback or id
        if isinstance(box, boxes.TextBox):
            if id and any(letter in letters for letter in _letters(box.text)):
                return id
        elif isinstance(box, boxes.ParentBox):
            stack.extend((child, id) for child in reversed(box.children))
    return fallback


def _list(letters: Counter[str]) -> str:
    shown = [f"“{letter}”" for letter in sorted(letters.elements())[:_SHOWN]]
    return " ".join(shown) + (" …" if letters.total() > _SHOWN else "")
