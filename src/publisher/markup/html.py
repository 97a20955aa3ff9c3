"""Raw HTML read into tags and text, by the grammar of tags that CommonMark gives (section 6.6).

Nothing is repaired here and nothing is trusted: what the tags mean is decided in :mod:`publisher.markup.elements`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from publisher.diagnostics import Diagnostic
from publisher.patterns import regex
from publisher.rules.markup import UNKNOWN_ELEMENT
from publisher.source import Span
from publisher.value import dataclass

_ATTRIBUTE = r"""[ \t\n]+[A-Za-z_:][A-Za-z0-9_.:-]*(?:[ \t\n]*=[ \t\n]*(?:[^ \t\n"'=<>`]+|'[^']*'|"[^"]*"))?"""
_OPEN = regex(rf"<([A-Za-z][A-Za-z0-9-]*)((?:{_ATTRIBUTE})*)[ \t\n]*(/?)>")
_CLOSE = regex(r"</([A-Za-z][A-Za-z0-9-]*)[ \t\n]*>")
_PAIR = regex(r"""([A-Za-z_:][A-Za-z0-9_.:-]*)(?:[ \t\n]*=[ \t\n]*(?:([^ \t\n"'=<>`]+)|'([^']*)'|"([^"]*)"))?""")
_UNSEEN = (("<!--", "-->"), ("<?", "?>"), ("<![CDATA[", "]]>"))
# Elements whose content HTML does not read as tags: their text goes with them.
RAW_TEXT = frozenset({"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "plaintext"})


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag as written. ``closing`` is ``</p>``, ``empty`` is ``<p/>``; values are without entities."""

    name: str
    attrs: tuple[tuple[str, str], ...] = ()
    closing: bool = False
    empty: bool = False


@dataclass(frozen=True, slots=True)
class Chunk:
    """A tag, or text when ``tag`` is None, with its offsets.

    ``unseen`` is the beginning of what no reader sees: a comment, an instruction, a declaration, a CDATA section.
    """

    start: int
    end: int
    tag: Tag | None = None
    text: str = ""
    unseen: str = ""


def unseen_trouble(chunk: Chunk, span: Span) -> tuple[Diagnostic, ...]:
    """A comment may go without a word; of anything else the author should hear."""
    if chunk.unseen == "<!--":
        return ()
    return (UNKNOWN_ELEMENT.at(span, f"{chunk.unseen}… is left out with all it holds"),)


@dataclass(slots=True)
class HtmlReader:
    """Reads tags in one text; remembers what is not there, so that a thousand open comments cost no more than one."""

    text: str
    _missing: set[str]

    @classmethod
    def of(cls, text: str) -> HtmlReader:
        """A reader of ``text``."""
        return cls(text, set())

    def at(self, position: int) -> Chunk | None:
        """The tag, comment, instruction or declaration that begins at ``position`` with ``<``; None when none does."""
        text = self.text
        match = _OPEN.match(text, position)
        if match is not None:
            tag = Tag(match[1].lower(), _pairs(match[2]) if match[2] else (), False, bool(match[3]))
            return Chunk(position, match.end(), tag)
        match = _CLOSE.match(text, position)
        if match is not None:
            return Chunk(position, match.end(), Tag(match[1].lower(), closing=True))
        return self._unseen(position)

    def _unseen(self, position: int) -> Chunk | None:
        text = self.text
        for begin, finish in _UNSEEN:
            if text.startswith(begin, position):
                if begin == "<!--" and text.startswith((">", "->"), position + 4):
                    return Chunk(position, text.index(">", position) + 1, unseen=begin)
                return self._until(finish, position, position + len(begin))
        if text[position + 1 : position + 2] == "!" and text[position + 2 : position + 3].isascii():
            return self._until(">", position, position + 2) if text[position + 2 : position + 3].isalpha() else None
        return None

    def _until(self, finish: str, position: int, begin: int) -> Chunk | None:
        if finish in self._missing:
            return None
        end = self.text.find(finish, begin)
        if end < 0:
            self._missing.add(finish)
            return None
        return Chunk(position, end + len(finish), unseen=self.text[position:begin])


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    pairs: dict[str, str] = {}
    for match in _PAIR.finditer(text):
        name = match[1].lower()
        value = next((value for value in match.groups()[1:] if value is not None), name)
        pairs.setdefault(name, html.unescape(value))
    return tuple(pairs.items())


def read_html(text: str) -> Iterator[Chunk]:
    """The chunks of a block of HTML, in order. A ``<`` that begins no tag is text."""
    reader = HtmlReader.of(text)
    position = 0
    begin = 0
    while True:
        at = text.find("<", position)
        if at < 0:
            break
        chunk = reader.at(at)
        if chunk is None:
            position = at + 1
            continue
        if at > begin:
            yield Chunk(begin, at, text=html.unescape(text[begin:at]))
        yield chunk
        begin = position = chunk.end
        if chunk.tag is not None and not chunk.tag.closing and chunk.tag.name in RAW_TEXT and not chunk.tag.empty:
            begin = position = _end_of_raw(text, chunk.tag.name, chunk.end)
    if begin < len(text):
        yield Chunk(begin, len(text), text=html.unescape(text[begin:]))


def _end_of_raw(text: str, name: str, position: int) -> int:
    match = re.compile(rf"</{name}[ \t\n]*>", re.IGNORECASE).search(text, position)
    return match.start() if match else len(text)
