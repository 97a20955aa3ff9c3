"""One passage must be quoted with one wording, one speaker and one place, in undamaged characters.

Passages that may be the same are found by the three-word runs that they share, so the time grows with the length of
all quotations and not with the number of pairs. A changed word changes three runs at most: two passages that differ in
a fifth of the words of the shorter share all but three fifths as many of its runs, and always one.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from publisher.book.model import Edition
from publisher.diagnostics import Diagnostic
from publisher.features.blocks import LEAVES
from publisher.features.quotes.wording import GAP, plain_form, prose, tokens, word_diff
from publisher.markup.node import Node
from publisher.patterns import regex
from publisher.rules.quotations import DAMAGED_QUOTATION, NOT_ALL_COMPARED, TWO_PLACES, TWO_SPEAKERS, TWO_WORDINGS
from publisher.source import Span
from publisher.value import dataclass

SHORTEST = 6  # words: what is shorter may well be said twice
SIMILAR = 0.8
_LONGEST = 2_000  # words of a passage that are compared
_COMMON = 40  # a three-word run that stands in more passages than this says nothing
_RUN = 3  # words
_BUDGET = 2_000_000  # pairs of equal words that are looked at: seconds at the worst

_DAMAGE = regex(
    r"[\ufffd\u301e\u0080-\u009f]|â€.?|[ÃÂ][\u0080-\u00bf]|&(?:amp;)?#\d+;"
    r"|(?<=[A-Za-z,.;])[※＃＊＆﹞](?=[\sA-Za-z])|(?<=[A-Za-z])[§每谷](?=[A-Za-z])"
)
_LOCATOR = regex(r"([^\W\d_]*)\.?\s*(\d+|\b[ivxlc]+\b)(?:\s*[–-]\s*\d+)?", re.IGNORECASE)
_LOCATOR_KINDS = {
    "ch": "chapter",
    "chap": "chapter",
    "kap": "chapter",
    "kapitel": "chapter",
    "chapitre": "chapter",
    "p": "page",
    "pp": "page",
    "pg": "page",
    "s": "page",
    "seite": "page",
    "pt": "part",
    "vol": "volume",
    "l": "line",
    "ll": "line",
    "lines": "line",
    "sc": "scene",
}


@dataclass(frozen=True, slots=True)
class _Passage:
    """A quotation, ready to be compared."""

    words: tuple[str, ...]
    speaker: str
    source: str
    place: str
    span: Span


def check_quotations(edition: Edition) -> tuple[Diagnostic, ...]:
    """What is wrong with the attributed quotations and epigraphs of an edition, taken together."""
    found: list[Diagnostic] = []
    passages: list[_Passage] = []
    for chapter in edition.chapters:
        for node in _quotations(chapter.body):
            for passage, text in _passages(node):
                found.extend(_damage(text, passage.span))
                if len(passage.words) >= SHORTEST:
                    passages.append(passage)
    left = _BUDGET
    for first, second in _candidates(passages):
        left -= _cost(first.words, second.words)
        if left < 0:
            message = "these quotations are too many or too monotonous to be compared with each other; some were not"
            found.append(NOT_ALL_COMPARED.at(second.span, message))
            break
        found.extend(_compare(first, second))
    return tuple(found)


def _cost(first: tuple[str, ...], second: tuple[str, ...]) -> int:
    """How many pairs of equal words two passages have: what comparing them costs. Equal passages cost nothing."""
    if first == second:
        return 0
    there = Counter(second)
    return sum(count * there[word] for word, count in Counter(first).items())


def _quotations(body: Node) -> Iterator[Node]:
    """The attributed quotations and the epigraphs of a chapter, copies left out."""
    stack = [body]
    while stack:
        node = stack.pop()
        if node.kind in ("quotation", "epigraph"):
            yield node
        elif node.kind not in LEAVES and node.kind not in ("quotations", "pullquote"):
            stack.extend(reversed(node.children))


def _passages(node: Node) -> Iterator[tuple[_Passage, str]]:
    """The quoted parts of a quotation or epigraph, each with the attribution that follows it."""
    parts = node.children
    for index, part in enumerate(parts):
        if part.kind == "quoted":
            said = parts[index + 1] if index + 1 < len(parts) and parts[index + 1].kind == "attribution" else Node("")
            text = prose(part)
            words = tokens(text)[:_LONGEST]
            data = (said.get("speaker"), said.get("source"), said.get("place"))
            yield _Passage(words, *data, part.span if part.span.line else node.span), text


def _damage(text: str, span: Span) -> Iterator[Diagnostic]:
    marks = list(dict.fromkeys(match.group() for match in _DAMAGE.finditer(text)))
    if marks:
        shown = ", ".join(f"“{mark}” ({' '.join(f'U+{ord(char):04X}' for char in mark)})" for mark in marks[:4])
        hint = "type the passage again from a printed copy; we never change a quotation"
        yield DAMAGED_QUOTATION.at(span, f"this quotation holds damaged characters: {shown}", hint)


def _candidates(passages: list[_Passage]) -> Iterator[tuple[_Passage, _Passage]]:
    """Pairs of passages that share enough three-word runs to be one, in reading order."""
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    runs = [_runs(passage.words) for passage in passages]
    for index, own in enumerate(runs):
        for run in own:
            holders[run].append(index)
    for index, passage in enumerate(passages):
        shared: Counter[int] = Counter()
        for run in runs[index]:
            earlier = holders[run]
            if len(earlier) <= _COMMON:
                shared.update(other for other in earlier if other < index)
        for other, count in sorted(shared.items()):
            shorter = min(index, other, key=lambda each: len(passages[each].words))
            if count >= len(runs[shorter]) - _RUN * (1 - SIMILAR) * len(passages[shorter].words):
                yield passages[other], passage


def _runs(words: tuple[str, ...]) -> dict[tuple[str, ...], None]:
    plain = [word for word in words if word != GAP]
    return dict.fromkeys(zip(plain, plain[1:], plain[2:], strict=False))


def _compare(first: _Passage, second: _Passage) -> Iterator[Diagnostic]:
    changes = _alignment(first.words, second.words)
    if changes is None:
        return
    if changes:
        message = f"the passage quoted at {first.span} stands here with other words: {_shown(first, second)}"
        hint = "look it up and write both alike; mark what is left out with […] and what is changed with [brackets]"
        yield TWO_WORDINGS.at(second.span, message, hint)
    if first.speaker and second.speaker and not _same_name(first.speaker, second.speaker):
        message = f"{second.speaker} says here what {first.speaker} says at {first.span}"
        yield TWO_SPEAKERS.at(second.span, message, "look the passage up and name the same speaker in both places")
    if difference := _two_places(first, second):
        message = f"the passage quoted at {first.span} from {difference[0]} is quoted here from {difference[1]}"
        yield TWO_PLACES.at(second.span, message, "look the passage up and give the same place both times")


def _alignment(first: tuple[str, ...], second: tuple[str, ...]) -> bool | None:
    """None when the passages are not the same; else whether they differ where no mark allows it.

    One may begin before or end after the other; beside a :data:`GAP` anything may differ.
    """
    if first == second:
        return False
    least = min(sum(word != GAP for word in first), sum(word != GAP for word in second))
    codes = SequenceMatcher(None, first, second, autojunk=False).get_opcodes()
    same = sum(b - a for tag, a, b, _, _ in codes if tag == "equal")
    marked = GAP in first or GAP in second
    if same < SIMILAR * least and not (marked and same >= SHORTEST and _only_marked(codes, first, second)):
        return None
    # The matching words must stand together: two long texts share "the" and "of" all over.
    equal = [code for code in codes if code[0] == "equal"]
    spread = min(equal[-1][2] - equal[0][1], equal[-1][4] - equal[0][3])
    if not marked and same < SIMILAR * spread:
        return None
    return not _only_marked(codes, first, second)


def _only_marked(
    codes: Sequence[tuple[str, int, int, int, int]], first: tuple[str, ...], second: tuple[str, ...]
) -> bool:
    """Whether the passages differ only beside a mark, or by one beginning earlier or ending later than the other."""
    for place, (tag, a, b, c, d) in enumerate(codes):
        if tag == "equal":
            continue
        at_edge = place == 0 or place == len(codes) - 1
        if at_edge and (a == b or c == d):
            continue  # one passage begins earlier or ends later than the other
        if GAP in first[a:b] or GAP in second[c:d]:
            continue
        return False
    return True


def _shown(first: _Passage, second: _Passage) -> str:
    diff = word_diff(first.words, second.words)
    return diff if len(diff) <= 400 else diff[:400].rsplit(" ", 1)[0] + " …"


def _same_name(one: str, other: str) -> bool:
    """Whether a name is a form of the other: *Kathy* and *Kathy H.*"""
    a, b = (set(re.findall(r"\w+", plain_form(name).casefold())) for name in (one, other))
    return a <= b or b <= a


def _two_places(first: _Passage, second: _Passage) -> tuple[str, str] | None:
    if first.source and second.source and not _same_name(first.source, second.source):
        return first.source, second.source
    if not first.place or not second.place:
        return None
    here, there = _locators(first.place), _locators(second.place)
    common = here.keys() & there.keys()
    if any(here[kind] != there[kind] for kind in common):
        return first.place, second.place
    if not here and not there and not _same_name(first.place, second.place):
        return first.place, second.place
    return None


def _locators(place: str) -> dict[str, str]:
    """``ch. 3, p. 45`` as ``{"chapter": "3", "page": "45"}``."""
    found: dict[str, str] = {}
    for kind, number in _LOCATOR.findall(place):
        kind = kind.casefold()
        found.setdefault(_LOCATOR_KINDS.get(kind, kind), number.casefold())
    return found
