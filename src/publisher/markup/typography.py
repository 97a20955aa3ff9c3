"""Typography: straight marks become the language's own, over a whole paragraph and all the markup in it.

The pieces of a block are laid side by side as one text, in which code stands as a letter and emphasis as nothing;
what is decided there is written back into the pieces. Spans were taken from the source before, so columns stay true.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache

from publisher.markup.pieces import Piece
from publisher.markup.punctuation import NBSP, Punctuation, punctuation_of
from publisher.markup.quotes import judge_quotes
from publisher.patterns import regex
from publisher.value import dataclass

_DASHES = regex(r"(?<!-)(-{2,3})(?!-)")
_ELLIPSIS = regex(r"(?<!\.)\.\.\.(\.?)(?!\.)")
_NUMBER = regex(r"[.°º№] \d")
_INSIDE = regex(r"(?<=«)[ \u00a0\u202f]?(?=[^\s\u202f])|(?<=[^\s\u202f«])[ \u00a0\u202f]?(?=»)")
# Hyphens and dots stay: a run that an escape begins is then seen whole, and left alone.
_MASK = str.maketrans("\"';:!?«»", "xxxxxxxx")


@dataclass(frozen=True, slots=True)
class Typesetter:
    """The punctuation of one language and the patterns made from it."""

    marks: Punctuation
    titles: tuple[tuple[str, re.Pattern[str]], ...]  # how each is written before a name, and where it is
    numbered: re.Pattern[str] | None
    before: re.Pattern[str] | None


@lru_cache(maxsize=32)
def typesetter(language: str) -> Typesetter:
    """The typesetter of a BCP 47 tag."""
    marks = punctuation_of(language)
    words = "|".join(re.escape(word) for word in marks.numbered)
    return Typesetter(
        marks,
        tuple((f"{title}. ", re.compile(rf"(?<!\w){title}\.(?= [^\W\d_])")) for title in marks.titles),
        re.compile(rf"(?<!\w)(?:{words})(?:\.|(?<=[°º№]))(?= \d)") if words else None,
        re.compile(rf"(?<=[\w»”\"’)\]…%])[ \u00a0\u202f]?([{marks.before}])(?=[\s;:!?»”\")\]…]|\Z)")
        if marks.before
        else None,
    )


@dataclass(frozen=True, slots=True)
class Balance:
    """What the double quotes of a paragraph leave open: offsets in its text, -1 for nothing."""

    unclosed: int = -1
    unopened: int = -1
    continues: bool = False


def set_type(pieces: list[Piece], language: str) -> Balance:
    """Set the pieces of one block in ``language``; a part with its own language is set in that."""
    balance = Balance()
    for depth, (tag, parts) in enumerate(_by_language(pieces, language)):
        found = _set_part(parts, typesetter(tag))
        if depth == 0 and found is not None:
            balance = found
    return balance


def set_text(text: str, language: str) -> str:
    """A plain text (a caption, a title) set in ``language``."""
    piece = Piece("text", 0, len(text), text)
    set_type([piece], language)
    return piece.text


def _by_language(pieces: list[Piece], language: str) -> list[tuple[str, list[Piece]]]:
    """The pieces of the block itself first, then those of each part that stands apart: other languages, notes."""
    if len(pieces) == 1 and pieces[0].kind == "text":
        return [(language, pieces)]
    if not any(piece.kind in ("open", "tag") and (piece.node == "note" or _lang(piece)) for piece in pieces):
        return [(language, pieces)]
    whole: list[Piece] = []
    parts = [(language, whole)]
    stack: list[tuple[str, str, list[Piece]]] = [("", language, whole)]
    for piece in pieces:
        opens = piece.kind == "open" or (piece.html is not None and not piece.html.closing and not piece.html.empty)
        closes = piece.kind == "close" or (piece.html is not None and piece.html.closing)
        name = piece.html.name if piece.html is not None else ""
        if opens:
            tag = _lang(piece) or stack[-1][1]
            own = piece.node == "note" or tag != stack[-1][1]
            if own and piece.node != "note":
                stack[-1][2].append(Piece("leaf", piece.start, piece.end))
            holder: list[Piece] = [] if own else stack[-1][2]
            if own:
                parts.append((tag, holder))
            stack.append((name, tag, holder))
        elif closes and len(stack) > 1 and stack[-1][0] == name:
            stack.pop()
        elif not closes:
            stack[-1][2].append(piece)
    return parts


def _lang(piece: Piece) -> str:
    pairs = piece.html.attrs if piece.html is not None else piece.attrs
    return next((value for key, value in pairs if key in ("lang", "xml:lang")), "") if pairs else ""


def _set_part(pieces: list[Piece], setter: Typesetter) -> Balance | None:
    starts: list[int] = []
    holders: list[Piece] = []
    parts: list[str] = []
    offset = 0
    for piece in pieces:
        shown = _shown(piece)
        if shown:
            starts.append(offset)
            holders.append(piece)
            parts.append(shown)
            offset += len(shown)
    text = "".join(parts)
    edits = [*_dashes(text), *_spaces(text, setter)]
    balance = None
    if '"' in text or "'" in text:
        verdict = judge_quotes(text, setter.marks)
        edits += ((at, at + 1, new) for at, new in verdict.edits)
        unclosed, unopened = (
            at if at < 0 else _source_offset(at, starts, holders) for at in (verdict.unclosed, verdict.unopened)
        )
        balance = Balance(unclosed, unopened, verdict.continues)
    if edits:
        _apply(edits, starts, holders)
    return balance


def _source_offset(at: int, starts: list[int], holders: list[Piece]) -> int:
    index = bisect_right(starts, at) - 1
    return holders[index].start + at - starts[index]


def _shown(piece: Piece) -> str:
    if piece.kind == "text":
        return piece.text.translate(_MASK) if piece.literal else piece.text
    if piece.kind == "break":
        return "\n"
    if piece.kind == "leaf" and piece.node != "noteref":
        return "x"
    return ""


def _dashes(text: str) -> Iterator[tuple[int, int, str]]:
    if "--" in text:
        for match in _DASHES.finditer(text):
            yield match.start(), match.end(), "—" if len(match[1]) == 3 else "–"
    if "..." in text:
        for match in _ELLIPSIS.finditer(text):
            yield match.start(), match.end(), "…" + match[1]


def _spaces(text: str, setter: Typesetter) -> Iterator[tuple[int, int, str]]:
    if setter.numbered is not None and _NUMBER.search(text):
        for match in setter.numbered.finditer(text):
            yield match.end(), match.end() + 1, NBSP
    for written, title in setter.titles if ". " in text else ():
        if written in text:
            for match in title.finditer(text):
                yield match.end(), match.end() + 1, NBSP
    if setter.marks.pad:
        for match in _INSIDE.finditer(text):
            yield match.start(), match.end(), setter.marks.pad
    if setter.before is not None:
        for match in setter.before.finditer(text):
            space = setter.marks.colon_space if match[1] == ":" else setter.marks.before_space
            yield match.start(), match.start(1), space


def _apply(edits: list[tuple[int, int, str]], starts: list[int], holders: list[Piece]) -> None:
    """Write the edits into the pieces; one that would cross from one piece into the next is left undone."""
    changed: dict[int, list[tuple[int, int, str]]] = {}
    for start, end, new in sorted(edits):
        index = bisect_right(starts, start) - 1
        piece = holders[index]
        if piece.kind != "text" or piece.literal:
            continue
        begin = start - starts[index]
        if begin + end - start <= len(piece.text):
            changed.setdefault(index, []).append((begin, begin + end - start, new))
    for index, changes in changed.items():
        piece = holders[index]
        parts: list[str] = []
        done = 0
        for begin, end, new in changes:
            if begin < done:
                continue
            parts.append(piece.text[done:begin])
            parts.append(new)
            done = end
        parts.append(piece.text[done:])
        piece.text = "".join(parts)
