"""The text of a block cut into pieces: CommonMark's inlines (chapter 6) and the dialect's, each with its offsets.

markdown-it has an inline parser too. This one stands in its place because it knows the offset of everything it
reads, and because no input makes it slow: brackets and emphasis are resolved with stacks, as in the standard's
appendix, and every search that fails is remembered.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from publisher.diagnostics import Diagnostic
from publisher.markup.attributes import forbidden, read_attributes, without
from publisher.markup.autolinks import Bare, bare_addresses
from publisher.markup.characters import NOT_XML
from publisher.markup.emphasis import flanking, pair_runs, resolved
from publisher.markup.entities import read_entity
from publisher.markup.html import HtmlReader, unseen_trouble
from publisher.markup.links import bracketed_label, inline_address, normal_label
from publisher.markup.node import Attrs
from publisher.markup.pieces import Known, Piece, Run
from publisher.markup.places import Lines
from publisher.markup.urls import objection, written
from publisher.patterns import regex
from publisher.rules.markup import (
    BAD_ATTRIBUTE,
    CONTROL_CHARACTER,
    FORBIDDEN_URL,
    UNDEFINED_LINK,
    UNDEFINED_NOTE,
)
from publisher.value import dataclass

# One of a set of characters first, and then what must follow it: so the text is searched for a set, not by branches.
_SPECIAL = regex(r"[\n&*<\[\]\\_`!^~](?:(?<![!^~])|(?<=[!^])\[|(?<=~)~)")
_SPECIAL_PLAIN = regex(r"[\n&*<\[\]\\_`!](?:(?<!!)|\[)")
_ESCAPABLE = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_AUTOLINK = regex(r"<([A-Za-z][A-Za-z0-9+.-]{1,31}:[^<>\x00-\x20]*)>")
_MAIL = regex(
    r"<([A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
    r"(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*)>"
)
_NOTE = regex(r"\[\^([^\s\[\]]{1,200})\]")
_TICKS = regex(r"`+")
_LEADING = regex(r"[ \t]*")


@dataclass(slots=True)
class Bracket:
    """An opening bracket that waits for its closing one. ``mark`` is ``[``, ``![`` or ``^[``."""

    mark: str
    index: int  # of its piece
    start: int
    inside: int  # offset of what it holds
    before: Run | None
    holds_bracket: bool = False


class Scanner:
    """Cuts one text into pieces; ``troubles`` are what it found wrong."""

    __slots__ = (
        "bares", "brackets", "floor", "known", "last", "lines", "pieces", "reader", "text", "ticks", "troubles",
    )  # fmt: skip

    def __init__(self, text: str, known: Known, lines: Lines) -> None:
        """Begin at the head of ``text``; ``lines`` says where it stands."""
        self.text = text
        self.known = known
        self.lines = lines
        self.pieces: list[Piece] = []
        self.brackets: list[Bracket] = []
        self.last: Run | None = None
        self.floor = 0  # brackets whose piece stands before this one may not become links: they hold one
        self.ticks: dict[int, list[int]] | None = None
        self.reader: HtmlReader | None = None
        self.bares: list[Bare] = []
        self.troubles: list[Diagnostic] = []

    def scan(self, position: int = 0) -> list[Piece]:
        """The pieces of the text from ``position`` on, emphasis resolved."""
        text, pieces = self.text, self.pieces
        search = (_SPECIAL_PLAIN if self.known.plain else _SPECIAL).search
        size = len(text)
        self.bares = [] if self.known.plain else bare_addresses(text)[::-1]
        match = search(text, position)
        stop = match.start() if match else size
        while position < size:
            if stop < position:
                match = search(text, position)
                stop = match.start() if match else size
            if self.bares:
                bare = self._bare(position, stop)
                if bare is not None:
                    position = bare
                    continue
            if stop > position:
                pieces.append(Piece("text", position, stop, text[position:stop]))
            if match is None:
                break
            position = self._special(match.group(), stop)
        if self.last is not None:
            pair_runs(self.last, None)
        return resolved(pieces)

    def _special(self, mark: str, at: int) -> int:
        if mark == "\n":
            return self._line_end(at)
        if mark in ("*", "_", "~~"):
            return self._emphasis(mark, at)
        if mark in ("[", "![", "^["):
            return self._open(mark, at)
        if mark == "]":
            return self._close(at)
        if mark == "\\":
            return self._escape(at)
        if mark == "`":
            return self._code(at)
        if mark == "<":
            return self._angle(at)
        return self._entity(at)

    def _literal(self, start: int, end: int, text: str) -> int:
        self.pieces.append(Piece("text", start, end, text, literal=True))
        return end

    def _bare(self, position: int, stop: int) -> int | None:
        bares = self.bares
        while bares and bares[-1].start < position:
            bares.pop()
        if not bares or bares[-1].start > stop:
            return None
        bare = bares.pop()
        if objection(bare.url):
            return None
        if bare.start > position:
            self.pieces.append(Piece("text", position, bare.start, self.text[position : bare.start]))
        attrs = (("href", written(bare.url)),)
        self.pieces.append(Piece("open", bare.start, bare.start, node="link", tag="a", attrs=attrs, text="bare"))
        self._literal(bare.start, bare.end, self.text[bare.start : bare.end])
        self.pieces.append(Piece("close", bare.end, bare.end, text="bare"))
        return bare.end

    def _line_end(self, at: int) -> int:
        pieces = self.pieces
        kind = "softbreak"
        if pieces and pieces[-1].kind == "text" and not pieces[-1].literal and pieces[-1].run is None:
            previous = pieces[-1]
            stripped = previous.text.rstrip(" ")
            blanks = len(previous.text) - len(stripped)
            if blanks:
                previous.text = stripped
                previous.end -= blanks
                kind = "hardbreak" if blanks >= 2 else kind
                if not stripped:
                    pieces.pop()
        match = _LEADING.match(self.text, at + 1)
        end = match.end() if match else at + 1
        pieces.append(Piece("break", at, at + 1, node=kind, tag="br" if kind == "hardbreak" else ""))
        return end

    def _escape(self, at: int) -> int:
        following = self.text[at + 1 : at + 2]
        if following == "\n":
            self.pieces.append(Piece("break", at, at + 2, node="hardbreak", tag="br"))
            match = _LEADING.match(self.text, at + 2)
            return match.end() if match else at + 2
        if following and following in _ESCAPABLE:
            return self._literal(at, at + 2, following)
        self.pieces.append(Piece("text", at, at + 1, "\\"))
        return at + 1

    def _entity(self, at: int) -> int:
        found = read_entity(self.text, at)
        if found is None:
            self.pieces.append(Piece("text", at, at + 1, "&"))
            return at + 1
        char, end = found
        if NOT_XML.search(char):
            message = f"{self.text[at:end]} is no character that a book can hold"
            self._report(CONTROL_CHARACTER.at(self.lines.span(at, end), message))
            char = "\ufffd"
        return self._literal(at, end, char)

    def _emphasis(self, mark: str, at: int) -> int:
        text = self.text
        char = mark[0]
        end = at + 1
        while end < len(text) and text[end] == char:
            end += 1
        if char == "~" and end - at != 2:
            self.pieces.append(Piece("text", at, end, text[at:end]))
            return end
        can_open, can_close = flanking(text, at, end)
        run = Run(char, end - at, end - at, can_open, can_close, at, end, self.last)
        if self.last is not None:
            self.last.after = run
        self.last = run
        self.pieces.append(Piece("text", at, end, text[at:end], run=run))
        return end

    def _code(self, at: int) -> int:
        text = self.text
        if self.ticks is None:
            self.ticks = {}
            for match in _TICKS.finditer(text):
                self.ticks.setdefault(match.end() - match.start(), []).append(match.start())
        end = at + 1
        while end < len(text) and text[end] == "`":
            end += 1
        places = self.ticks.get(end - at, [])
        index = bisect_left(places, end)
        if index == len(places):
            self.pieces.append(Piece("text", at, end, text[at:end], literal=True))
            return end
        close = places[index]
        code = text[end:close].replace("\n", " ")
        if len(code) > 2 and code[0] == code[-1] == " " and code.strip(" "):
            code = code[1:-1]
        after = close + end - at
        attrs, after = self._attributes(after)
        self.pieces.append(Piece("leaf", at, after, code, "code", "code", attrs))
        return after

    def _attributes(self, position: int) -> tuple[Attrs, int]:
        if self.known.plain or self.text[position : position + 1] != "{":
            return (), position
        found = read_attributes(self.text, position)
        if found is None:
            return (), position
        attrs, end = found
        bad = forbidden(attrs)
        if bad:
            span = self.lines.span(position, end)
            self._report(BAD_ATTRIBUTE.at(span, f"the attribute “{bad[0]}” may not be set here"))
        return without(attrs, bad), end

    def _angle(self, at: int) -> int:
        for pattern, prefix in ((_AUTOLINK, ""), (_MAIL, "mailto:")):
            match = pattern.match(self.text, at)
            if match is not None:
                return self._autolink(match, prefix)
        if self.reader is None:
            self.reader = HtmlReader.of(self.text)
        chunk = self.reader.at(at)
        if chunk is None:
            self.pieces.append(Piece("text", at, at + 1, "<"))
            return at + 1
        if self.known.plain:
            self.pieces.append(Piece("html", at, chunk.end, self.text[at : chunk.end], "html"))
        elif chunk.tag is not None:
            self.pieces.append(Piece("tag", at, chunk.end, html=chunk.tag))
        else:
            self.troubles += unseen_trouble(chunk, self.lines.span(at, chunk.end))
        return chunk.end

    def _autolink(self, match: re.Match[str], prefix: str) -> int:
        url = prefix + match[1]
        why = "" if self.known.plain else objection(url)
        if why:
            self._report(FORBIDDEN_URL.at(self.lines.span(match.start(), match.end()), f"link left out: {why}"))
            return self._literal(match.start() + 1, match.end() - 1, match[1]) + 1
        attrs = (("href", written(url)),)
        mark = "" if self.known.plain else "bare"
        opening = Piece("open", match.start(), match.start() + 1, mark, "link", "a", attrs)
        self.pieces.append(opening)
        self._literal(match.start() + 1, match.end() - 1, match[1])
        self.pieces.append(Piece("close", match.end() - 1, match.end(), mark))
        return match.end()

    def _open(self, mark: str, at: int) -> int:
        if mark == "[" and not self.known.plain and self.text.startswith("^", at + 1):
            match = _NOTE.match(self.text, at)
            if match is not None:
                return self._note_call(match)
        end = at + len(mark)
        if self.brackets:
            self.brackets[-1].holds_bracket = True
        self.brackets.append(Bracket(mark, len(self.pieces), at, end, self.last))
        self.pieces.append(Piece("text", at, end, mark))
        return end

    def _note_call(self, match: re.Match[str]) -> int:
        label = match[1]
        if label in self.known.notes:
            attrs = (("label", label),)
            self.pieces.append(Piece("leaf", match.start(), match.end(), "", "noteref", "a", attrs))
            return match.end()
        self._report(
            UNDEFINED_NOTE.at(
                self.lines.span(match.start(), match.end()),
                f"there is no note “{label}” in this chapter",
                hint=f"write it on a line of its own: [^{label}]: …",
            )
        )
        return self._literal(match.start(), match.end(), match.group())

    def _close(self, at: int) -> int:
        if not self.brackets:
            self.pieces.append(Piece("text", at, at + 1, "]"))
            return at + 1
        bracket = self.brackets.pop()
        if bracket.mark == "^[":
            return self._enclose(bracket, Piece("open", bracket.start, bracket.inside, node="note"), at, at + 1)
        if bracket.mark == "![" or bracket.index >= self.floor:
            found = self._address(bracket, at)
            if found is not None:
                url, title, end = found
                return self._link(bracket, at, end, url, title)
        if bracket.mark == "[" and not self.known.plain:
            attrs, end = self._attributes(at + 1)
            if end > at + 1:
                opening = Piece("open", bracket.start, bracket.inside, node="span", tag="span", attrs=attrs)
                return self._enclose(bracket, opening, at, end)
        self.pieces.append(Piece("text", at, at + 1, "]"))
        return at + 1

    def _address(self, bracket: Bracket, at: int) -> tuple[str, str, int] | None:
        following = self.text[at + 1 : at + 2]
        if following == "(":
            address = inline_address(self.text, at + 1)
            if address is not None:
                return written(address.url), address.title, address.end
        label = None
        end = at + 1
        if following == "[":
            found = bracketed_label(self.text, at + 1)
            if found is not None:
                label, end = found
        explicit = bool(label)
        if not label:
            if bracket.holds_bracket or at - bracket.inside > 999:
                return None
            label = self.text[bracket.inside : at]
        key = normal_label(label)
        reference = self.known.references.get(key) if key else None
        if reference is not None:
            return reference[0], reference[1], end
        if explicit and not self.known.plain and bracket.mark == "[":
            span = self.lines.span(bracket.start, end)
            self._report(UNDEFINED_LINK.at(span, f"there is no line “[{label}]: address”"))
        return None

    def _link(self, bracket: Bracket, at: int, end: int, url: str, title: str) -> int:
        image = bracket.mark == "!["
        why = "" if self.known.plain else objection(url, image)
        attrs, after = self._attributes(end)
        if why:
            what = "image" if image else "link"
            self._report(FORBIDDEN_URL.at(self.lines.span(bracket.start, end), f"{what} left out: {why}"))
        if image:
            return self._image(bracket, at, after, url, title, attrs, bool(why))
        inner = self.pieces[bracket.index + 1 :]
        for piece in inner:
            if piece.text == "bare" and piece.kind in ("open", "close"):
                piece.kind, piece.text = "text", ""
        full: Attrs = (("href", url), *((("title", title),) if title else ()), *attrs)
        opening = Piece("open", bracket.start, bracket.inside, node="link", tag="a", attrs=full)
        if why:
            opening.node, opening.tag, opening.attrs = "nothing", "", ()
        result = self._enclose(bracket, opening, at, after)
        self.floor = len(self.pieces)
        return result

    def _enclose(self, bracket: Bracket, opening: Piece, at: int, end: int) -> int:
        if self.last is not bracket.before:
            pair_runs(self.last, bracket.before)
            self.last = bracket.before
        self.pieces[bracket.index] = opening
        self.pieces.append(Piece("close", at, end))
        return end

    def _image(self, bracket: Bracket, at: int, end: int, url: str, title: str, attrs: Attrs, refused: bool) -> int:
        if self.last is not bracket.before:
            pair_runs(self.last, bracket.before)
            self.last = bracket.before
        alt = "".join(_spoken(piece) for piece in resolved(self.pieces[bracket.index + 1 :]))
        del self.pieces[bracket.index :]
        self.floor = min(self.floor, bracket.index)
        if refused:
            self._literal(bracket.inside, at, alt)
            return end
        full: Attrs = (("src", url), ("alt", alt), *((("title", title),) if title else ()), *attrs)
        self.pieces.append(Piece("leaf", bracket.start, end, "", "image", "img", full))
        return end

    def _report(self, trouble: Diagnostic) -> None:
        self.troubles.append(trouble)


def _spoken(piece: Piece) -> str:
    if piece.kind in ("open", "close"):
        return ""
    if piece.kind == "break":
        return " "
    if piece.node == "image":
        return dict(piece.attrs)["alt"]
    return piece.text
