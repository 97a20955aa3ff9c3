"""Emphasis: which runs of ``*``, ``_`` and ``~~`` belong together (CommonMark 6.2), in linear time."""

from __future__ import annotations

import unicodedata

from publisher.markup.pieces import Piece, Run

_KINDS = {("*", 1): ("emphasis", "em"), ("*", 2): ("strong", "strong"), ("~", 2): ("strike", "del")}
_ASCII_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")


def is_punctuation(char: str) -> bool:
    """Whether CommonMark counts the character as punctuation: general category P or S."""
    return char in _ASCII_PUNCTUATION or (not char.isascii() and unicodedata.category(char)[0] in "PS")


def flanking(text: str, start: int, end: int) -> tuple[bool, bool]:
    """Whether the run ``text[start:end]`` can open and can close emphasis."""
    char = text[start]
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    space_before, space_after = before.isspace(), after.isspace()
    mark_before, mark_after = is_punctuation(before), is_punctuation(after)
    left = not space_after and (not mark_after or space_before or mark_before)
    right = not space_before and (not mark_before or space_after or mark_after)
    if char == "_":
        return left and (not right or mark_before), right and (not left or mark_after)
    return left, right


def pair_runs(last: Run | None, bottom: Run | None) -> None:
    """Pair all runs above ``bottom`` up to ``last``, and take them out of the chain."""
    floor = bottom.start if bottom else -1
    limits: dict[tuple[str, bool, int], int] = {}
    closer = _first_above(last, bottom)
    while closer is not None:
        if not closer.can_close:
            closer = closer.after
            continue
        key = (closer.char, closer.can_open, closer.original % 3)
        opener = _find_opener(closer, bottom, max(floor, limits.get(key, floor)))
        if opener is not None:
            _pair(opener, closer)
            if opener.length == 0:
                _unlink(opener)
            if closer.length == 0:
                following = closer.after
                _unlink(closer)
                closer = following
            continue
        limits[key] = closer.before.start if closer.before else -1
        following = closer.after
        if not closer.can_open:
            _unlink(closer)
        closer = following
    if bottom is not None:
        bottom.after = None


def _first_above(last: Run | None, bottom: Run | None) -> Run | None:
    if bottom is not None:
        return bottom.after
    first = last
    while first is not None and first.before is not None:
        first = first.before
    return first


def _find_opener(closer: Run, bottom: Run | None, limit: int) -> Run | None:
    opener = closer.before
    while opener is not None and opener is not bottom and opener.start > limit:
        if opener.char == closer.char and opener.can_open:
            odd = (
                (closer.can_open or opener.can_close)
                and closer.original % 3
                and not (opener.original + closer.original) % 3
            )
            if not odd:
                return opener
        opener = opener.before
    return None


def _pair(opener: Run, closer: Run) -> None:
    used = 2 if opener.length >= 2 and closer.length >= 2 else 1
    node, tag = _KINDS[("*" if opener.char == "_" else opener.char, used)]
    opening = Piece("open", opener.end - used, opener.end, node=node, tag=tag)
    closing = Piece("close", closer.start, closer.start + used)
    opener.opens = [opening] if opener.opens is None else _added(opener.opens, opening)
    closer.closes = [closing] if closer.closes is None else _added(closer.closes, closing)
    opener.length -= used
    opener.end -= used
    closer.length -= used
    closer.start += used
    opener.after = closer
    closer.before = opener


def _added(pieces: list[Piece], piece: Piece) -> list[Piece]:
    pieces.append(piece)
    return pieces


def _unlink(run: Run) -> None:
    if run.before is not None:
        run.before.after = run.after
    if run.after is not None:
        run.after.before = run.before


def resolved(pieces: list[Piece]) -> list[Piece]:
    """The pieces with runs replaced by what they close, what is left of them as text, and what they open."""
    if len(pieces) == 1 and pieces[0].run is None:
        return pieces
    if not any(piece.run is not None for piece in pieces):
        return pieces
    result: list[Piece] = []
    for piece in pieces:
        run = piece.run
        if run is None:
            result.append(piece)
            continue
        if run.closes is not None:
            result += run.closes
        if run.length:
            result.append(Piece("text", run.start, run.end, run.char * run.length))
        if run.opens is not None:
            result += reversed(run.opens)
    return result
