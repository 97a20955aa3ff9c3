"""Straight quotation marks: which of them open, which close, and which are apostrophes."""

from __future__ import annotations

from dataclasses import field

from publisher.markup.punctuation import Punctuation
from publisher.patterns import regex
from publisher.value import dataclass

_QUOTES = regex(r"[\"']+")
_WORD = regex(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_YEARS = regex(r"\d\ds?(?!\d)")
_OPENING_CONTEXT = frozenset("([{<«‹“‘„‚¿¡—–-/|=+*_~")
_APOSTROPHE = "’"


@dataclass(slots=True)
class Mark:
    """A straight quote in a text: its offset, and what may be said of it from its neighbours."""

    at: int
    char: str
    opens: bool
    closes: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the marks become, and what does not match.

    ``edits`` are (offset, replacement). ``unclosed`` is the offset of a double mark that is never closed, ``unopened``
    of one that closes nothing; -1 when there is none. ``continues`` is whether the text begins with a double mark.
    """

    edits: list[tuple[int, str]]
    unclosed: int = -1
    unopened: int = -1
    continues: bool = False


def judge_quotes(text: str, marks: Punctuation) -> Verdict:
    """What becomes of every straight quote of one paragraph, in time linear in its length."""
    found = _find(text)
    desk = _Desk(text, marks, found)
    unopened = -1
    for index, mark in enumerate(found):
        if mark.char == "'":
            desk.single(index)
        elif not desk.double(mark) and unopened < 0:
            unopened = mark.at
    unclosed = -1
    for mark in desk.stack:
        if mark.char == '"':
            unclosed = mark.at if unclosed < 0 else unclosed
        elif text[: mark.at].strip():
            # A single mark that nothing closes was an apostrophe ('ello), unless it leads a paragraph of speech.
            desk.edits[mark.at] = _APOSTROPHE
    continues = bool(found) and found[0].char == '"' and not text[: found[0].at].strip()
    return Verdict(sorted(desk.edits.items()), unclosed, unopened, continues)


def _find(text: str) -> list[Mark]:
    """All marks; a row of marks (``"'``) is judged by what stands around the row."""
    found = []
    size = len(text)
    for match in _QUOTES.finditer(text):
        start, end = match.span()
        before = text[start - 1] if start else " "
        after = text[end] if end < size else " "
        space_before = before.isspace() or before in _OPENING_CONTEXT
        opens = space_before and not after.isspace()
        closes = not before.isspace() and (before not in _OPENING_CONTEXT or after.isspace() or not after.isalnum())
        for at in range(start, end):
            found.append(Mark(at, text[at], opens or not closes, closes))
    return found


@dataclass(slots=True)
class _Desk:
    """What is known half way through a paragraph: the marks that are open, and the edits so far."""

    text: str
    marks: Punctuation
    found: list[Mark]
    stack: list[Mark] = field(default_factory=list)
    open_doubles: int = 0
    edits: dict[int, str] = field(default_factory=dict)

    def double(self, mark: Mark) -> bool:
        """Judge a double mark; False when it closes nothing."""
        if self.open_doubles and (mark.closes or not mark.opens):
            while self.stack:
                top = self.stack.pop()
                if top.char == '"':
                    break
                self.edits[top.at] = _APOSTROPHE
            self.open_doubles -= 1
            self.edits[mark.at] = self.marks.pad + self.marks.double[1]
            return True
        if mark.opens:
            self.stack.append(mark)
            self.open_doubles += 1
            self.edits[mark.at] = self.marks.double[0] + self.marks.pad
            return True
        return False

    def single(self, index: int) -> None:
        """Judge a single mark: an apostrophe, or a quotation mark that opens or closes."""
        mark = self.found[index]
        at = mark.at
        before = self.text[at - 1] if at else " "
        after = self.text[at + 1] if at + 1 < len(self.text) else " "
        if before.isalnum() and after.isalnum():
            self.edits[at] = _APOSTROPHE
        elif mark.opens and (not mark.closes or (not before.isalnum() and after.isalnum())):
            if _elided(self.text, at, self.marks):
                self.edits[at] = _APOSTROPHE
            else:
                self.stack.append(mark)
                self.edits[at] = self.marks.single[0]
        elif self.stack and self.stack[-1].char == "'" and not _possessive(self.text, index, self.found):
            self.stack.pop()
            self.edits[at] = self.marks.single[1]
        else:
            self.edits[at] = _APOSTROPHE


def _elided(text: str, at: int, marks: Punctuation) -> bool:
    """Whether letters or digits are left out here: 'tis, rock 'n' roll, the '90s."""
    if _YEARS.match(text, at + 1):
        return True
    match = _WORD.match(text, at + 1)
    if match is None:
        return False
    word = match.group()
    lower = word.lower()
    if lower == "n" and marks.elisions:
        return True
    if lower not in marks.elisions and lower.partition("'")[0] not in marks.elisions:
        return False
    # 'Em may be a name, 'Round the beginning of a quotation: a capital speaks for a quotation, but for 'Tis and 'Twas.
    return word[0].islower() or lower.startswith("t")


def _possessive(text: str, index: int, found: list[Mark]) -> bool:
    """Whether this mark after an s is an apostrophe (the carers' rooms): the next mark must then be the closing one."""
    at = found[index].at
    if at == 0 or text[at - 1] not in "sSnz" or not text[at + 1 : at + 2].isspace():
        return False
    if not text[at + 2 : at + 3].islower():
        return False
    for following in found[index + 1 : index + 9]:
        if following.char == '"':
            return False
        inside = text[following.at - 1].isalnum() and text[following.at + 1 : following.at + 2].isalnum()
        if not inside:
            return following.closes and not (following.opens and not text[following.at - 1].isalnum())
    return False
